"""Tests of square tables: published statistics, their two by two forms, and tables with holes."""

import math
import random
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from scipy import special

from remit.statistics import exact_sums
from remit.statistics.mcnemar import UNCORRECTED, mcnemar
from remit.statistics.ordinal import CHI_SQUARED, NORMAL, bhapkar, bowker, linear_by_scores, stuart_maxwell
from remit.statistics.pairs import Pairs
from remit.statistics.permutation import permutation_test
from remit.statistics.result import Estimate, Nature
from remit.statistics.tables import PairedTable, SquareTable

TESTS = [stuart_maxwell, bhapkar, bowker, linear_by_scores]
VISION = SquareTable([[1520, 266, 124, 66], [234, 1512, 432, 78], [117, 362, 1772, 205], [36, 82, 179, 492]])
SPARSE = SquareTable([[4, 0, 0], [6, 5, 0], [1, 3, 0]])


def codes(estimate: Estimate) -> list[str]:
    return [note.code for note in estimate.notes]


def figures(estimate: Estimate) -> tuple[float, float | None, float | None]:
    """The statistic, its degrees of freedom, and the approximate p that goes with it."""
    assert estimate.statistic is not None
    extra = dict(estimate.extra)
    return estimate.statistic[1], estimate.df, extra.get(CHI_SQUARED, extra.get(NORMAL))


@pytest.mark.parametrize(
    ("test", "table", "expected"),
    [
        (stuart_maxwell, VISION, (11.956569622982556, 3, 0.007533425054800532)),
        (bhapkar, VISION, (11.975720155525675, 3, 0.007466797469723952)),
        (bowker, VISION, (19.106550215266772, 6, 0.003987419840428568)),
        (stuart_maxwell, SPARSE, (9.333333333333332, 2, 0.009403562551495213)),
        (bhapkar, SPARSE, (18.344827586206893, 2, 0.00010386549708601112)),
        (bowker, SPARSE, (10.0, 3, 0.01856613546304325)),
    ],
)
def test_published_tables(test, table, expected):
    """Unaided vision of both eyes (Stuart 1953), and a table whose third category is never second (coin)."""
    assert figures(test(table)) == pytest.approx(expected, rel=1e-9)


def test_scores_ask_about_a_shift_along_the_scale():
    """coin takes first less second; a difference here is second less first."""
    z, df, p = figures(linear_by_scores(VISION))
    assert (z, p) == pytest.approx((3.45639503915086, 0.000547452366383691), rel=1e-9)
    assert df is None
    found = linear_by_scores(SPARSE)
    assert figures(found)[::2] == pytest.approx((-3.05085107923876, 0.00228193725331538), rel=1e-9)
    assert found.value == -11 / 19


@pytest.mark.parametrize("test", [stuart_maxwell, bowker])
def test_two_categories_are_mcnemar_without_correction(test):
    expected = dict(mcnemar(PairedTable(3, 8, 2, 5)).extra)
    found = figures(test(SquareTable([[3, 8], [2, 5]])))
    assert found == pytest.approx((expected["chi-squared"], 1, expected[UNCORRECTED]))


@pytest.mark.parametrize("test", [stuart_maxwell, bhapkar, bowker])
@pytest.mark.parametrize("hole", [0, 1, 2, 3])
def test_unused_categories_change_nothing(test, hole):
    rows = [[4, 9, 1], [2, 5, 8], [3, 1, 7]]
    padded = [[*row[:hole], 0, *row[hole:]] for row in rows]
    padded.insert(hole, [0] * 4)
    assert figures(test(SquareTable(padded))) == figures(test(SquareTable(rows)))


def test_scores_keep_the_distance_across_an_unused_category():
    near, far = SquareTable([[5, 4], [1, 5]]), SquareTable([[5, 0, 4], [0, 0, 0], [1, 0, 5]])
    assert linear_by_scores(far).value == 2 * (linear_by_scores(near).value or 0)
    assert figures(linear_by_scores(far))[0] == pytest.approx(figures(linear_by_scores(near))[0])


def test_category_that_nobody_enters_or_leaves_takes_no_degree_of_freedom():
    still = SquareTable([[4, 7, 0], [2, 6, 0], [0, 0, 9]])
    assert figures(stuart_maxwell(still)) == figures(stuart_maxwell(SquareTable([[4, 7], [2, 6]])))
    assert figures(bowker(still))[1] == 1


def test_stuart_maxwell_against_a_pseudoinverse():
    draw = random.Random(3)
    for _ in range(200):
        size = draw.randint(2, 5)
        rows = [[draw.choice([0, 0, 1, 3, 8]) for _ in range(size)] for _ in range(size)]
        cells = np.array(rows, dtype=float)
        margins = cells.sum(axis=1) - cells.sum(axis=0)
        variance = np.diag(cells.sum(axis=1) + cells.sum(axis=0)) - cells - cells.T
        rank = np.linalg.matrix_rank(variance)
        found = stuart_maxwell(SquareTable(rows))
        if not rank:
            assert found.statistic is None
            continue
        expected = float(margins @ np.linalg.pinv(variance) @ margins)
        assert figures(found)[:2] == pytest.approx((expected, rank), rel=1e-9, abs=1e-9)
        assert figures(found)[2] == pytest.approx(special.chdtrc(rank, expected), rel=1e-7)


def test_bhapkar_is_the_statistic_with_the_empirical_variance():
    cells = np.array(VISION.rows, dtype=float)
    margins = (cells.sum(axis=1) - cells.sum(axis=0))[:-1]
    variance = np.diag(cells.sum(axis=1) + cells.sum(axis=0)) - cells - cells.T
    empirical = variance[:-1, :-1] - np.outer(margins, margins) / cells.sum()
    assert figures(bhapkar(VISION))[0] == pytest.approx(float(margins @ np.linalg.solve(empirical, margins)))


def test_bhapkar_where_everybody_moved_the_same_way():
    found = bhapkar(SquareTable([[0, 6], [0, 0]]))
    assert (found.p, found.statistic, found.nature) == (2 * 0.5**6, None, Nature.EXACT)
    assert codes(found) == ["complete_shift"]
    assert figures(stuart_maxwell(SquareTable([[0, 6], [0, 0]])))[0] == 6


# ---- the exact p -------------------------------------------------------------------------------------


def approximate(estimate: Estimate) -> float:
    p = figures(estimate)[2]
    assert p is not None
    return p


def statistic(test: object, rows: list[list[int]]) -> Fraction:
    """The statistic of a table, in fractions, by another way: the pairs' own, or by the adjugate matrix."""
    size = len(rows)
    if test is bowker:
        moves = [(rows[i][j], rows[j][i]) for i in range(size) for j in range(i) if rows[i][j] + rows[j][i]]
        return sum((Fraction((a - b) ** 2, a + b) for a, b in moves), Fraction(0))
    (ab, ba), (ac, ca), (bc, cb) = ((rows[i][j], rows[j][i]) for i, j in ((0, 1), (0, 2), (1, 2)))
    d = ab + ac - ba - ca, ba + bc - ab - cb, ca + cb - ac - bc
    x, y, z = bc + cb, ac + ca, ab + ba
    return Fraction(
        x * d[0] ** 2 + y * d[1] ** 2 + z * d[2] ** 2, x * y + x * z + y * z
    )  # Fleiss and Everitt


@pytest.mark.parametrize("test", [stuart_maxwell, bowker])
def test_exact_p_is_that_of_every_table_with_the_same_moves(test):
    draw = random.Random(4)
    for _ in range(60):
        rows = [[draw.randint(0, 4) for _ in range(3)] for _ in range(3)]
        places = [(i, j, rows[i][j] + rows[j][i]) for i, j in ((0, 1), (0, 2), (1, 2))]
        if sum(total > 0 for *_, total in places) < 2:
            continue
        chances: dict[Fraction, Fraction] = {}
        for forth in product(*(range(total + 1) for *_, total in places)):
            other = [list(row) for row in rows]
            chance = Fraction(1)
            for (i, j, total), count in zip(places, forth, strict=True):
                other[i][j], other[j][i] = count, total - count
                chance *= Fraction(math.comb(total, count), 2**total)
            value = statistic(test, other)
            chances[value] = chances.get(value, Fraction(0)) + chance
        found, seen = test(SquareTable(rows)), statistic(test, rows)
        assert figures(found)[0] == pytest.approx(float(seen))
        assert found.p == pytest.approx(float(sum(p for value, p in chances.items() if value >= seen)))
        assert found.p_floor == pytest.approx(float(chances[max(chances)]))
        assert found.nature is Nature.EXACT


@pytest.mark.parametrize("test", TESTS)
def test_two_categories_are_mcnemar_exactly(test):
    for falls, rises in ((8, 2), (5, 0), (3, 3), (40, 21)):
        expected = mcnemar(PairedTable(3, falls, rises, 5))
        found = test(SquareTable([[3, falls], [rises, 5]]))
        assert found.p == pytest.approx(expected.p)
        assert found.p_floor == pytest.approx(expected.p_floor)


def test_bhapkar_orders_tables_as_stuart_and_maxwell_do():
    assert bhapkar(SPARSE).p == stuart_maxwell(SPARSE).p
    assert (approximate(bhapkar(SPARSE)), bhapkar(SPARSE).p) == pytest.approx(
        (0.00010386549708601, 3 * 0.5**9)
    )


@pytest.mark.parametrize("test", TESTS)
def test_an_approximation_below_the_floor_is_no_verdict(test):
    """Five who all fell a step: 0.025 by chi-squared, and 0.0625 is the smallest p of five."""
    found = test(SquareTable([[0, 0, 0], [5, 0, 0], [0, 0, 1]]))
    assert (found.p, found.p_floor, found.nature) == (0.0625, 0.0625, Nature.EXACT)
    assert approximate(found) < 0.0625
    assert codes(found) == ["floor_above_alpha", "approximation_below_floor"]


@pytest.mark.parametrize("test", TESTS)
def test_many_pairs_are_approximated(test):
    huge = SquareTable([[10 * cell for cell in row] for row in VISION.rows])
    found = test(huge)
    assert (found.p, found.nature, codes(found)) == (approximate(found), Nature.ASYMPTOTIC, [])


@pytest.mark.parametrize("test", [stuart_maxwell, bhapkar, bowker])
def test_too_much_work_for_few_pairs_is_remarked(test, monkeypatch):
    monkeypatch.setattr(exact_sums, "_MOST_TOTALS", 1)
    found = test(SPARSE)
    # Bhapkar's approximation, 0.0001, is less than ten changed pairs can give.
    assert (found.p, found.p_floor) == (max(approximate(found), 2.0**-9), 2.0**-9)
    assert (found.nature, codes(found)) == (Nature.ASYMPTOTIC, ["few_changes"])


def test_scores_are_a_permutation_of_the_changes():
    expected = permutation_test(Pairs.complete([0] * 10, [-1] * 9 + [-2]))
    found = linear_by_scores(SPARSE)
    assert (found.p, found.p_less, found.p_greater) == (expected.p, expected.p_less, expected.p_greater)
    mixed = linear_by_scores(SquareTable([[0, 4, 1], [2, 0, 3], [1, 0, 0]]))
    expected = permutation_test(Pairs.complete([0] * 11, [1] * 7 + [2] + [-1] * 2 + [-2]))
    assert (mixed.p, mixed.p_less, mixed.p_greater) == (expected.p, expected.p_less, expected.p_greater)


@pytest.mark.parametrize("test", TESTS)
def test_no_change(test):
    found = test(SquareTable([[4, 0, 0], [0, 5, 0], [0, 0, 0]]))
    assert (found.p, found.n, found.n_zero) == (1, 9, 9)
    assert codes(found) == ["no_information"]


@pytest.mark.parametrize("test", TESTS)
@pytest.mark.parametrize("table", [SquareTable([]), SquareTable([[0, 0], [0, 0]])])
def test_no_pair(test, table):
    found = test(table)
    assert (found.p, found.value, found.nature) == (None, None, Nature.NONE)
    assert codes(found) == ["no_pairs"]


def test_approximate_p_of_scores_is_that_of_a_random_walk():
    """Four pairs fall by two levels: S = -8, variance 4 * 4."""
    z, _, p = figures(linear_by_scores(SquareTable([[1, 0, 0], [0, 1, 0], [4, 0, 1]])))
    assert z == -2
    assert p == pytest.approx(math.erfc(math.sqrt(2)))
