"""The bootstrap of the mean: every resample by brute force, SciPy for the drawn ones, and its warnings."""

import itertools
import random
from fractions import Fraction

import numpy as np
import pytest
from scipy import stats

from remit.statistics.bootstrap import bootstrap_mean
from remit.statistics.pairs import Pairs
from remit.statistics.result import Estimate, Nature


def changes(*differences: int | str | Fraction) -> Pairs:
    return Pairs.complete([0] * len(differences), differences)


def limits(estimate: Estimate) -> tuple[float, float]:
    assert estimate.interval is not None
    return estimate.interval.low, estimate.interval.high


def bca_by_definition(values: list[Fraction], level: float) -> tuple[float, float]:
    """Efron's interval over the list of all n^n resampled means."""
    n, mean = len(values), sum(values) / len(values)
    means = sorted(sum(sample) / n for sample in itertools.product(values, repeat=n))
    share = (sum(m < mean for m in means) + sum(m == mean for m in means) / 2) / len(means)
    z0 = stats.norm.ppf(share)
    jackknife = [(sum(values) - v) / (n - 1) for v in values]
    centre = sum(jackknife) / n
    a = float(sum((centre - j) ** 3 for j in jackknife)) / (
        6 * float(sum((centre - j) ** 2 for j in jackknife)) ** 1.5
    )
    found = []
    for probability in ((1 - level) / 2, (1 + level) / 2):
        z = z0 + stats.norm.ppf(probability)
        adjusted = stats.norm.cdf(z0 + z / (1 - a * z))
        found.append(float(means[int(np.ceil(adjusted * len(means))) - 1]))
    return found[0], found[1]


@pytest.mark.parametrize("seed", range(25))
def test_every_resample(seed: int) -> None:
    chance = random.Random(seed)
    values = [Fraction(chance.randint(-9, 30), 10) for _ in range(chance.randint(2, 5))]
    if len(set(values)) == 1:
        values[0] += 1
    for level in (0.8, 0.95):
        found = bootstrap_mean(changes(*values), level)
        if len(values) < (3 if level == 0.8 else 4):
            assert (found.interval, [note.code for note in found.notes]) == (None, ["no_interval"])
        else:
            assert limits(found) == pytest.approx(bca_by_definition(values, level), rel=1e-13)


def test_five_falls_of_prednisone() -> None:
    found = bootstrap_mean(changes(-5, -15, -10, -14, -17))
    assert found.value == -12.2
    assert limits(found) == (-15.2, -7.8)
    extra = dict(found.extra)
    assert (extra["percentile low"], extra["percentile high"]) == (-15.6, -8)
    assert extra["bias correction z0"] == pytest.approx(0.050555152770798306, rel=1e-12)
    assert extra["acceleration"] == pytest.approx(0.04729408768775542, rel=1e-12)
    assert [note.code for note in found.notes] == ["bootstrap_undercovers"]
    assert found.method == "BCa bootstrap, all 3,125 resamples"


def test_no_seed_enters_where_all_resamples_are_known() -> None:
    eleven = changes(3, -1, 4, 1, -5, 9, 2, 6, 5, 3, 5)
    assert bootstrap_mean(eleven, seed=1) == bootstrap_mean(eleven, seed=2)
    assert bootstrap_mean(eleven).notes == ()


def test_more_pairs_are_drawn_from_a_seed_and_agree_with_scipy() -> None:
    chance = random.Random(3)
    values = [round(chance.expovariate(0.1), 1) for _ in range(30)]
    pairs = changes(*map(str, values))
    found = bootstrap_mean(pairs, resamples=40_000)
    assert found.nature is Nature.MONTE_CARLO
    assert found == bootstrap_mean(pairs, resamples=40_000)
    assert found != bootstrap_mean(pairs, resamples=40_000, seed=2)
    expected = stats.bootstrap(
        (values,), np.mean, method="BCa", n_resamples=40_000, rng=np.random.default_rng(9)
    ).confidence_interval
    spread = stats.sem(values)
    assert limits(found) == pytest.approx((expected.low, expected.high), abs=0.15 * spread)


def test_wide_numbers_resample_without_overflow() -> None:
    wide = changes("1e60", "2e60", "4e60", "1e-30")
    narrow = changes(1, 2, 4, 0)
    assert limits(bootstrap_mean(wide)) == pytest.approx(
        [1e60 * limit for limit in limits(bootstrap_mean(narrow))]
    )


def test_few_resamples_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 9,999"):
        bootstrap_mean(changes(1, 2), resamples=999)


def test_two_pairs_are_told_why_they_have_no_interval() -> None:
    found = bootstrap_mean(changes(-5, -8))
    assert (found.value, found.interval, found.nature) == (-6.5, None, Nature.NONE)
    assert found.notes[0].text == (
        "With 2 pairs there is no 95 % bootstrap interval: one of the 4 resamples is 25 % of them, "
        "and a limit leaves 2.5 % beyond it."
    )


def test_no_level_is_higher_than_the_resamples_allow() -> None:
    pairs = changes(*[0] * 9, 100)
    assert bootstrap_mean(pairs, level=1 - 1e-9).interval is not None
    assert bootstrap_mean(pairs, level=1 - 1e-12).interval is None
