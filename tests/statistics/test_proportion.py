"""One proportion: figures of R and of the literature, and the defining property of each interval."""

import math

import numpy as np
import pytest
from scipy import special

from remit.statistics import proportion
from remit.statistics.proportion import agresti_coull, blaker, clopper_pearson, jeffreys, upper_limit, wilson
from remit.statistics.result import Estimate, Nature

METHODS = [clopper_pearson, wilson, agresti_coull, jeffreys, blaker]


def limits(estimate: Estimate) -> list[float]:
    assert estimate.interval is not None
    return [estimate.interval.low, estimate.interval.high]


def codes(estimate: Estimate) -> list[str]:
    return [note.code for note in estimate.notes]


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        (clopper_pearson, [0.25273674558527126, 0.36762192260135135]),
        (wilson, [0.2552885198782742, 0.36620957698280004]),
        (agresti_coull, [0.25522066518999675, 0.3662774316710775]),
        (jeffreys, [0.2545219349910236, 0.36564749917408246]),
        (blaker, [0.2539185331380528, 0.36646339685167695]),
    ],
)
def test_81_of_263(method, expected):
    """The example of Newcombe (1998), by R 4.2.2; Blaker by his published code."""
    found = method(81, 263)
    assert limits(found) == pytest.approx(expected, rel=1e-9)
    assert found.value == 81 / 263
    assert dict(found.extra) == {"successes": 81.0}
    assert (found.n, found.n_total, found.p) == (263, 263, None)


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        (clopper_pearson, [0.28358206388191054, 0.9949492366205319]),
        (wilson, [0.37553462976252533, 0.9637758913675698]),
        (agresti_coull, [0.35963115242381166, 0.9796793687062835]),
        (jeffreys, [0.3713735993680057, 0.9774872340008449]),
        (blaker, [0.3425916819988614, 0.9897937816869884]),
    ],
)
def test_4_of_5(method, expected):
    assert limits(method(4, 5)) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("n", [1, 2, 5, 20])
def test_none_and_all_are_mirror_images_that_end_at_0_and_1(method, n):
    none, all_of_them = limits(method(0, n)), limits(method(n, n))
    assert none[0] == 0
    assert all_of_them[1] == 1
    assert all_of_them[0] == pytest.approx(1 - none[1], rel=1e-12)
    assert codes(method(0, n)) == ["none_observed"]
    assert codes(method(n, n)) == ["all_observed"]


def test_notes_on_none_and_all_give_the_one_sided_limit():
    assert clopper_pearson(0, 5).notes[0].text == (
        "None of 5: the true proportion may still be as high as 45.1 % (one-sided 95 % limit)."
    )
    assert clopper_pearson(5, 5).notes[0].text == (
        "All of 5: the true proportion may still be as low as 54.9 % (one-sided 95 % limit)."
    )


def test_blaker_jumps_to_one_half_for_5_of_5():
    """Just below 1/2 the lower tail is the larger one, and p = p^5 < 0.05; at 1/2 both tails count."""
    assert limits(blaker(5, 5)) == pytest.approx([0.5, 1.0], abs=1e-13)


@pytest.mark.parametrize("method", METHODS)
def test_no_patient(method):
    found = method(0, 0)
    assert (found.value, found.interval, found.nature) == (None, None, Nature.NONE)
    assert codes(found) == ["no_patients"]


@pytest.mark.parametrize("method", METHODS)
def test_refuses_what_is_no_proportion(method):
    with pytest.raises(ValueError, match="6 of 5"):
        method(6, 5)
    with pytest.raises(ValueError, match="-1 of 5"):
        method(-1, 5)
    with pytest.raises(ValueError, match="confidence level"):
        method(1, 5, level=1.0)
    with pytest.raises(TypeError):
        method(1.0, 5)


@pytest.mark.parametrize("n", [1, 2, 3, 7, 12])
@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
def test_blaker_spans_what_its_acceptability_accepts(n, level):
    """By its definition, on a grid: no accepted p lies outside, and the ends are next to accepted ones."""
    grid = np.linspace(0, 1, 4001)
    counts = np.arange(n + 1)[:, np.newaxis]
    chances = special.binom(n, counts) * grid**counts * (1 - grid) ** (n - counts)
    below = np.cumsum(chances, axis=0)
    above = np.cumsum(chances[::-1], axis=0)[::-1]
    smaller_tail = np.minimum(below, above)
    for x in range(n + 1):
        counted = smaller_tail <= smaller_tail[x] * (1 + 1e-10)
        accepted = grid[(chances * counted).sum(axis=0) > 1 - level]
        low, high = limits(blaker(x, n, level))
        assert low <= accepted[0] + 1e-9
        assert accepted[-1] <= high + 1e-9
        assert accepted[0] - low < 2 / 4000
        assert high - accepted[-1] < 2 / 4000


@pytest.mark.parametrize("n", [1, 4, 9, 30])
def test_blaker_lies_within_clopper_pearson(n):
    for x in range(n + 1):
        inner, outer = limits(blaker(x, n)), limits(clopper_pearson(x, n))
        assert outer[0] <= inner[0] <= x / n <= inner[1] <= outer[1]


@pytest.mark.parametrize("method", [clopper_pearson, blaker])
@pytest.mark.parametrize("n", [3, 10, 25])
def test_exact_intervals_cover_every_true_proportion_often_enough(method, n):
    assert method(1, n).nature is Nature.EXACT
    ends = np.array([limits(method(x, n)) for x in range(n + 1)])
    truth = np.linspace(0.001, 0.999, 997)
    counts = np.arange(n + 1)[:, np.newaxis]
    chances = special.binom(n, counts) * truth**counts * (1 - truth) ** (n - counts)
    covers = (ends[:, :1] <= truth) & (truth <= ends[:, 1:])
    assert (chances * covers).sum(axis=0).min() >= 0.95 - 1e-12


def test_wilson_limits_solve_the_score_equation():
    z = special.ndtri(0.975)
    for limit in limits(wilson(3, 17)):
        assert abs(3 / 17 - limit) / math.sqrt(limit * (1 - limit) / 17) == pytest.approx(z)


def test_agresti_coull_is_cut_at_0_and_1():
    assert limits(agresti_coull(0, 20)) == pytest.approx([0, 0.18980956054248885])
    assert proportion.agresti_coull_limits(0, 20, 0.05)[0] == pytest.approx(-0.02868440248966947)


@pytest.mark.parametrize(("n", "level"), [(5, 0.95), (20, 0.95), (300, 0.9)])
def test_upper_limit_of_what_was_never_seen(n, level):
    found = upper_limit(0, n, level)
    assert limits(found) == pytest.approx([0, 1 - (1 - level) ** (1 / n)])


def test_upper_limit_leaves_5_percent_beyond_it():
    low, high = limits(upper_limit(2, 10))
    assert low == 0
    assert special.bdtr(2, 10, high) == pytest.approx(0.05)
    assert high < limits(clopper_pearson(2, 10))[1]
    assert limits(upper_limit(10, 10)) == [0, 1]
