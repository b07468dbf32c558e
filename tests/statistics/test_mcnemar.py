"""McNemar's tests: published tables, brute-force enumeration, and what they say where they cannot answer."""

import math
import random
from fractions import Fraction

import numpy as np
import pytest
from scipy import stats

from remit.statistics.mcnemar import CORRECTED, UNCORRECTED, mcnemar, mcnemar_mid_p
from remit.statistics.mcnemar_unconditional import MOST_PAIRS, boschloo, suissa_shuster
from remit.statistics.result import Estimate, Nature
from remit.statistics.tables import Lost, PairedTable

BENTUR = PairedTable(1, 1, 7, 12)
APPROVAL = PairedTable(794, 150, 86, 570)
ONE_WAY = PairedTable(3, 5, 0, 2)
TESTS = [mcnemar, mcnemar_mid_p, suissa_shuster, boschloo]


def codes(estimate: Estimate) -> list[str]:
    return [note.code for note in estimate.notes]


@pytest.mark.parametrize(
    ("test", "table", "p"),
    [
        (mcnemar, BENTUR, 0.0703125),
        (mcnemar_mid_p, BENTUR, 0.0390625),
        (suissa_shuster, BENTUR, 0.0353160272007743),
        (boschloo, BENTUR, 0.04393430792734211),
        (mcnemar, APPROVAL, 3.715936139571442e-05),
        (mcnemar_mid_p, APPROVAL, 2.89338951761549e-05),
        (mcnemar, ONE_WAY, 0.0625),
        (mcnemar_mid_p, ONE_WAY, 0.03125),
        (suissa_shuster, ONE_WAY, 0.026460008684915725),
        (boschloo, ONE_WAY, 0.026460008684915725),
    ],
)
def test_published_tables(test, table, p):
    """Bentur et al. (2009) after Fagerland et al. (2013), and the approval ratings of Agresti."""
    found = test(table)
    assert found.p == pytest.approx(p, rel=1e-9)
    assert found.value == (table.second_only - table.first_only) / table.n


@pytest.mark.parametrize(
    ("table", "plain", "corrected"),
    [
        (BENTUR, 0.033894853524689295, 0.07709987174354202),
        (APPROVAL, 3.099293441045215e-05, 4.114562281345944e-05),
        (ONE_WAY, 0.025347318677468325, 0.07363827012030258),
    ],
)
def test_approximations_are_shown_beside_the_exact_p(table, plain, corrected):
    extra = dict(mcnemar(table).extra)
    assert extra[UNCORRECTED] == pytest.approx(plain, rel=1e-9)
    assert extra[CORRECTED] == pytest.approx(corrected, rel=1e-9)


def test_correction_never_makes_a_difference_out_of_none():
    extra = dict(mcnemar(PairedTable(0, 4, 4, 0)).extra)
    assert extra["chi-squared with continuity correction"] == 0
    assert extra[CORRECTED] == 1


def test_exact_p_equals_the_enumeration_of_all_sign_changes():
    """All 2^m ways in which m pairs may have changed, the extreme ones counted, in 1,200 random tables."""
    draw = random.Random(5)
    imbalance = {m: [abs(2 * ways.bit_count() - m) for ways in range(2**m)] for m in range(13)}
    rises = {m: [ways.bit_count() for ways in range(2**m)] for m in range(13)}
    for _ in range(1200):
        falls, up = draw.randint(0, 6), draw.randint(0, 6)
        found = mcnemar(PairedTable(draw.randint(0, 9), falls, up, draw.randint(1, 9)))
        m = falls + up
        extreme = sum(apart >= abs(falls - up) for apart in imbalance[m])
        assert found.p == pytest.approx(extreme / 2**m, rel=1e-12)
        assert found.p_less == pytest.approx(sum(k <= up for k in rises[m]) / 2**m, rel=1e-12)
        assert found.p_greater == pytest.approx(sum(k >= up for k in rises[m]) / 2**m, rel=1e-12)


def test_mid_p_takes_half_of_the_table_seen():
    draw = random.Random(6)
    for _ in range(200):
        falls, rises = draw.randint(0, 9), draw.randint(0, 9)
        m = falls + rises
        found = mcnemar_mid_p(PairedTable(1, falls, rises, 1))
        ways = [Fraction(math.comb(m, k), 2**m) for k in range(m + 1)]
        less = sum(ways[:rises], Fraction(0)) + ways[rises] / 2
        expected = float(2 * min(less, 1 - less)) if m else 1.0
        assert found.p == pytest.approx(expected, rel=1e-12)
        if falls == rises:
            assert found.p == pytest.approx(1)


def every_table(n: int) -> list[tuple[int, int]]:
    return [(falls, rises) for falls in range(n + 1) for rises in range(n + 1 - falls)]


def squared_z(falls: int, rises: int) -> Fraction:
    return Fraction((falls - rises) ** 2, falls + rises) if falls + rises else Fraction(0)


def conditional_p(falls: int, rises: int) -> Fraction:
    m = falls + rises
    return min(Fraction(1), Fraction(2 * sum(math.comb(m, k) for k in range(min(falls, rises) + 1)), 2**m))


@pytest.mark.parametrize("n", [1, 2, 5, 9, 14])
def test_unconditional_tests_against_the_whole_trinomial(n):
    """p of each table as the largest total probability of tables as extreme, over a grid of q."""
    tables = every_table(n)
    q = np.linspace(0, 1, 2001)[:, np.newaxis]
    chances = np.array(
        [
            math.comb(n, falls) * math.comb(n - falls, rises) * (q[:, 0] / 2) ** (falls + rises)
            * (1 - q[:, 0]) ** (n - falls - rises)
            for falls, rises in tables
        ]
    )  # fmt: skip
    assert chances.sum(axis=0) == pytest.approx(1)
    for falls, rises in tables:
        table = PairedTable(0, falls, rises, n - falls - rises)
        by_z = [squared_z(*other) >= squared_z(falls, rises) for other in tables]
        by_p = [conditional_p(*other) <= conditional_p(falls, rises) for other in tables]
        for test, extreme in ((suissa_shuster, by_z), (boschloo, by_p)):
            grid = chances[np.array(extreme)].sum(axis=0).max()
            p = test(table).p
            assert p is not None
            assert grid - 1e-12 <= p <= grid + 1e-5


def test_boschloo_is_never_less_powerful_than_the_conditional_test():
    for falls, rises in every_table(12):
        table = PairedTable(0, falls, rises, 12 - falls - rises)
        unconditional, conditional = boschloo(table).p, mcnemar(table).p
        assert unconditional is not None
        assert conditional is not None
        assert unconditional <= conditional * (1 + 1e-12)


def test_p_is_the_same_whichever_comes_first():
    for test in TESTS:
        assert test(PairedTable(4, 9, 2, 6)).p == test(PairedTable(4, 2, 9, 6)).p


@pytest.mark.parametrize("test", TESTS)
def test_no_pair(test):
    found = test(PairedTable(0, 0, 0, 0, Lost(first=2, both=1)))
    assert (found.p, found.value, found.interval, found.nature) == (None, None, None, Nature.NONE)
    assert codes(found) == ["no_pairs"]
    assert (found.n_total, found.n, found.n_missing) == (3, 0, (("first", 2), ("second", 0), ("both", 1)))


@pytest.mark.parametrize("test", TESTS)
def test_no_pair_that_changed(test):
    found = test(PairedTable(5, 0, 0, 15))
    assert (found.p, found.p_floor, found.value) == (1, 1, 0)
    assert (found.n, found.n_zero) == (20, 20)
    assert codes(found) == ["no_information"]
    assert UNCORRECTED not in dict(found.extra)


@pytest.mark.parametrize(
    ("test", "floor"),
    [(mcnemar, 1 / 16), (mcnemar_mid_p, 1 / 32), (suissa_shuster, 1 / 512), (boschloo, 1 / 512)],
)
def test_floor_is_the_p_of_the_most_extreme_table(test, floor):
    found = test(ONE_WAY)
    assert found.p_floor == floor
    n = ONE_WAY.n if test in (suissa_shuster, boschloo) else ONE_WAY.discordant
    assert test(PairedTable(0, n, 0, 0)).p == pytest.approx(floor, rel=1e-9)


def test_floor_above_the_level_is_said():
    found = mcnemar(ONE_WAY)
    assert codes(found) == ["floor_above_alpha", "approximation_below_floor"]
    assert codes(mcnemar(PairedTable(0, 6, 0, 0))) == ["approximation_below_floor"]
    assert codes(mcnemar(PairedTable(0, 6, 0, 0), level=0.99))[0] == "floor_above_alpha"
    assert codes(mcnemar_mid_p(PairedTable(9, 4, 0, 9))) == ["floor_above_alpha"]
    assert codes(suissa_shuster(PairedTable(0, 5, 0, 0))) == ["floor_above_alpha"]
    assert codes(boschloo(PairedTable(9, 5, 0, 9))) == []


def test_a_vanishing_p_is_not_zero():
    found = mcnemar(PairedTable(0, 1500, 0, 0))
    assert found.p is not None
    assert found.p > 0
    assert "p_underflow" in codes(found)


def test_unconditional_tests_stop_where_enumeration_would_take_long():
    found = suissa_shuster(PairedTable(MOST_PAIRS, 5, 9, 1))
    assert (found.p, found.nature) == (None, Nature.NONE)
    assert codes(found) == ["too_many_pairs"]
    assert found.value == pytest.approx(4 / (MOST_PAIRS + 15))


def test_many_pairs_as_scipy():
    expected = stats.binomtest(4321, 8765).pvalue
    assert mcnemar(PairedTable(10, 4321, 4444, 10)).p == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("test", [suissa_shuster, boschloo])
@pytest.mark.parametrize("n", range(1, 60))
def test_unconditional_p_is_never_below_its_floor(test, n):
    """Everybody fell: the search for the largest probability may end a last digit short of the floor."""
    found = test(PairedTable(0, n, 0, 0))
    assert found.p >= found.p_floor
