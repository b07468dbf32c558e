"""Shapiro-Wilk against R 4.2.2 and SciPy; it describes and never chooses."""

import random
from fractions import Fraction

import pytest
from scipy import stats

from remit.statistics.normality import normal_quantiles, shapiro_wilk
from remit.statistics.pairs import Pairs


def changes(*differences: int | str) -> Pairs:
    return Pairs.complete([0] * len(differences), differences)


@pytest.mark.parametrize(
    ("differences", "p"),
    [
        (["1.2", "2.4", "1.3", "1.3", "0", "1", "1.8", "0.8", "4.6", "1.4"], 0.0333416086303081),
        (["5", "15", "10", "14", "17"], 0.586921890092497),
        (["3", "5", "13", "8", "6"], 0.642140026639585),
        (["3", *["0"] * 19], 2.69307788806347e-09),
        ([str(i) for i in range(1, 61)], 0.0276120388348506),
    ],
)
def test_as_in_r(differences: list[str], p: float) -> None:
    assert shapiro_wilk(changes(*differences)).p == pytest.approx(p, rel=1e-9)


@pytest.mark.parametrize("n", [3, 4, 5, 6, 7, 11, 12, 25, 400])
def test_as_in_scipy(n: int) -> None:
    chance = random.Random(n)
    values = [chance.randint(0, 400) + chance.randint(0, 900) for _ in range(n)]
    found, expected = shapiro_wilk(changes(*values)), stats.shapiro(values)
    assert found.value == pytest.approx(expected.statistic, rel=1e-7)
    assert found.p == pytest.approx(expected.pvalue, rel=1e-6)


def test_three_values_as_far_from_normal_as_three_can_be() -> None:
    found = shapiro_wilk(changes(0, 0, 1))
    assert (found.value, found.p) == pytest.approx((0.75, 0), abs=1e-7)
    assert shapiro_wilk(changes(1, 2, 3)).p == pytest.approx(1)


def test_it_describes_and_never_chooses() -> None:
    found = shapiro_wilk(changes(1, 2, 4, 8, 3))
    text = "This describes the differences; no test is chosen by it."
    few = " 5 pairs could hardly show a departure from normality."
    assert [note.text for note in found.notes] == [text + few]


def test_a_large_sample_says_that_p_is_rough() -> None:
    found = shapiro_wilk(changes(*range(5001)))
    assert "normality_p_rough" in [note.code for note in found.notes]


def test_quantile_plot() -> None:
    expected, ordered = normal_quantiles(changes(4, "-1.5", 2, 3, 0))
    assert ordered.tolist() == [-1.5, 0, 2, 3, 4]
    assert expected[2] == pytest.approx(0, abs=1e-15)
    assert expected[4] == pytest.approx(stats.norm.ppf(float(Fraction(37, 42))))
    assert (expected + expected[::-1]).tolist() == pytest.approx([0] * 5, abs=1e-15)
