"""Exact tests against the definition: every one of the 2^n assignments of signs, in plain Python."""

import itertools
import random
from collections.abc import Callable, Sequence
from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from remit.statistics.pairs import Pairs
from remit.statistics.permutation import permutation_test
from remit.statistics.result import Estimate, Nature
from remit.statistics.sign import sign_test
from remit.statistics.sign_flips import DenseSignFlips, EnumeratedSignFlips, exact_tails
from remit.statistics.signed_rank import ZeroMethod, signed_rank_test, wilcoxon

Tails = tuple[Fraction, Fraction, Fraction]


def pairs_with(differences: Sequence[int | str | Fraction]) -> Pairs:
    return Pairs.complete([0] * len(differences), list(differences))


def mid_rank(value: int, values: Sequence[int]) -> Fraction:
    below, equal = sum(v < value for v in values), sum(v == value for v in values)
    return below + Fraction(equal + 1, 2)


def all_assignments(weights: Sequence[Fraction], observed: Fraction) -> Tails:
    """Two-sided, lower and upper p of the sum of positive weights, by its definition."""
    sums = [sum(chosen, Fraction(0)) for chosen in itertools.product(*((Fraction(0), w) for w in weights))]
    middle = sum(weights, Fraction(0)) / 2
    far = sum(abs(s - middle) >= abs(observed - middle) for s in sums)
    lower, upper = sum(s <= observed for s in sums), sum(s >= observed for s in sums)
    return Fraction(far, len(sums)), Fraction(lower, len(sums)), Fraction(upper, len(sums))


def by_definition(differences: Sequence[int], zeros: ZeroMethod) -> Tails:
    ranked = [d for d in differences if d or zeros is not ZeroMethod.WILCOX]
    sizes = [abs(d) for d in ranked]
    ranks = {d: mid_rank(abs(d), sizes) for d in ranked}
    kept = [d for d in ranked if d]
    return all_assignments([ranks[d] for d in kept], sum((ranks[d] for d in kept if d > 0), Fraction(0)))


def tails_of(estimate: Estimate) -> tuple[float | None, float | None, float | None]:
    return estimate.p, estimate.p_less, estimate.p_greater


def random_differences(seed: int) -> list[int]:
    """One to nine whole differences, most sets with ties, zeros or both."""
    chance = random.Random(seed)
    widest = chance.choice([1, 2, 3, 5, 40])
    return [chance.randint(-widest, widest + chance.randint(0, 2)) for _ in range(chance.randint(1, 9))]


SETS = [random_differences(seed) for seed in range(1200)]


def test_the_random_sets_have_ties_and_zeros() -> None:
    counts = [pairs_with(differences).counts() for differences in SETS]
    assert sum(c["n_zero"] > 0 for c in counts) > 400
    assert sum(c["n_ties"] > 0 for c in counts) > 500
    assert sum(c["n_zero"] == 0 == c["n_ties"] for c in counts) > 100


@pytest.mark.parametrize("zeros", list(ZeroMethod))
def test_wilcoxon_is_the_enumeration(zeros: ZeroMethod) -> None:
    for differences in SETS:
        found = tails_of(signed_rank_test(pairs_with(differences), zeros))
        assert found == tuple(map(float, by_definition(differences, zeros))), differences


def test_permutation_is_the_enumeration() -> None:
    for differences in SETS:
        weights = [Fraction(abs(d)) for d in differences]
        expected = all_assignments(weights, sum((Fraction(d) for d in differences if d > 0), Fraction(0)))
        found = permutation_test(pairs_with([Fraction(d, 7) for d in differences]))
        assert tails_of(found) == tuple(map(float, expected)), differences


def test_sign_test_is_the_binomial() -> None:
    for differences in SETS:
        rises, falls = sum(d > 0 for d in differences), sum(d < 0 for d in differences)
        m = rises + falls
        less, greater = (sum(comb(m, i) for i in range(k + 1)) / 2**m for k in (rises, falls))
        found = sign_test(pairs_with(differences))
        assert tails_of(found) == pytest.approx((min(1, 2 * min(less, greater)), less, greater), rel=1e-13)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=16), st.data())
def test_counting_equals_enumerating(weights: list[int], data: st.DataObject) -> None:
    """Two independent algorithms, also for weights beyond 64 bits."""
    total = data.draw(st.integers(0, sum(weights)))
    counted = DenseSignFlips(weights, upto=total).at_most(total)
    assert EnumeratedSignFlips(np.array(weights)).at_most(total) == counted
    huge = np.array([w * 10**30 for w in weights], dtype=object)
    assert EnumeratedSignFlips(huge).at_most(total * 10**30) == counted
    assert EnumeratedSignFlips(huge).at_most(total * 10**30 - 1) == DenseSignFlips(
        weights, upto=total
    ).at_most(total - 1)


@pytest.mark.parametrize("n", [30, 60, 200, 2000])
def test_counts_stay_exact_for_many_weights(n: int) -> None:
    """The whole distribution adds up to 1, its middle is the median, and the smallest tails are right."""
    total = n * (n + 1) // 2
    null = DenseSignFlips(range(1, n + 1), upto=total)
    assert null.at_most(total) == pytest.approx(1, rel=1e-12)
    below, above = null.at_most((total - 1) // 2), 1 - null.at_most(total // 2)
    assert below == pytest.approx(above, rel=1e-9)
    if n <= 1000:  # 2^-n is a normal double
        # Distinct partitions of 0, 1, 2, 3, 4: 1, 1, 1, 2, 2 subsets.
        assert null.at_most(4) == pytest.approx(7 * 2.0**-n, rel=1e-12)


def test_too_many_weights_are_refused() -> None:
    with pytest.raises(ValueError, match="2001 weights"):
        DenseSignFlips([1] * 2001, upto=5)


@settings(max_examples=60)
@given(st.lists(st.integers(-30, 30), min_size=1, max_size=40))
def test_swapping_before_and_after_swaps_the_tails(differences: list[int]) -> None:
    tests: list[Callable[[Pairs], Estimate]] = [wilcoxon, permutation_test, sign_test]
    for test in tests:
        forth, back = test(pairs_with(differences)), test(pairs_with([-d for d in differences]))
        assert (back.p, back.p_less, back.p_greater) == (forth.p, forth.p_greater, forth.p_less)
        assert forth.value is not None
        assert back.value == -forth.value
        if forth.interval and back.interval:
            assert (back.interval.low, back.interval.high) == (-forth.interval.high, -forth.interval.low)


@settings(max_examples=60)
@given(st.lists(st.integers(-30, 30), min_size=1, max_size=25), st.integers(-5, 5))
def test_units_and_starting_values_do_not_matter(differences: list[int], power: int) -> None:
    """Written as decimals from uneven starting values, ties stay ties."""
    unit = Fraction(10) ** power
    before = [unit * (17 * i % 101) for i in range(len(differences))]
    moved = Pairs.complete(before, [b + unit * d for b, d in zip(before, differences, strict=True)])
    for zeros in ZeroMethod:
        assert wilcoxon(moved, zeros).p == wilcoxon(pairs_with(differences), zeros).p
    assert permutation_test(moved).p == permutation_test(pairs_with(differences)).p


def test_pratt_and_zsplit_are_the_same_test_with_other_sums() -> None:
    pairs = pairs_with([0, 0, 0, 1, -2, 3, 4])
    pratt, split = (signed_rank_test(pairs, zeros) for zeros in (ZeroMethod.PRATT, ZeroMethod.ZSPLIT))
    assert pratt.p == split.p
    assert dict(pratt.extra)["W+"] == 4 + 6 + 7
    assert dict(split.extra)["W+"] == 4 + 6 + 7 + 3  # half of the zeros' ranks 1 + 2 + 3
    assert dict(split.extra)["W-"] == 5 + 3


@pytest.mark.parametrize("seed", range(10))
def test_wilcoxon_agrees_with_scipy_where_scipy_is_right(seed: int) -> None:
    """No ties, no zeros, tails far from rounding."""
    chance = random.Random(seed)
    sizes = chance.sample(range(1, 10_000), 40)
    differences = [size * chance.choice([1, 1, -1]) for size in sizes]
    expected = stats.wilcoxon(differences, method="exact")
    assert signed_rank_test(pairs_with(differences)).p == pytest.approx(expected.pvalue, rel=1e-11)


def test_beyond_two_thousand_pairs_the_approximation_is_called_one() -> None:
    differences = [i if i % 3 else -i for i in range(1, 2002)]
    beyond, within = signed_rank_test(pairs_with(differences)), signed_rank_test(pairs_with(differences[:-1]))
    assert beyond.nature is Nature.ASYMPTOTIC
    assert within.nature is Nature.EXACT
    expected = stats.wilcoxon(differences, method="approx", correction=True)
    assert beyond.p == pytest.approx(expected.pvalue, rel=1e-9)


def test_p_below_the_range_of_doubles_is_never_zero() -> None:
    found = signed_rank_test(pairs_with(range(1, 1201)))
    assert found.p is not None
    assert 0 < found.p < 1e-300
    assert "p_underflow" in [note.code for note in found.notes]


def fine(differences: Sequence[int]) -> list[Fraction]:
    """Whole differences moved off any grid that could be counted along, without changing an order of sums."""
    return [Fraction(d) + Fraction(i + 1, 10**12) for i, d in enumerate(differences)]


def test_a_grid_too_fine_to_count_along_is_enumerated() -> None:
    differences = fine([3, 5, 8, -13, 21, 34, -2, 9])
    weights = [abs(d) for d in differences]
    expected = all_assignments(weights, sum((d for d in differences if d > 0), Fraction(0)))
    assert tails_of(permutation_test(pairs_with(differences))) == tuple(map(float, expected))


def test_forty_pairs_are_still_exact() -> None:
    chance = random.Random(4)
    differences = [chance.randint(-60, 100) for _ in range(40)]
    counted = permutation_test(pairs_with(differences))
    enumerated = permutation_test(pairs_with([Fraction(d) + Fraction(1, 10**15) for d in differences]))
    assert enumerated.nature is counted.nature is Nature.EXACT
    assert counted.p is not None
    assert enumerated.p == pytest.approx(counted.p, rel=0.02)


def test_where_all_are_too_many_the_draws_say_so() -> None:
    chance = random.Random(5)
    differences = [chance.randint(-60, 80) for _ in range(45)]
    exact = permutation_test(pairs_with(differences))
    drawn = permutation_test(pairs_with(fine(differences)), draws=20_000, seed=11)
    assert exact.nature is Nature.EXACT
    assert drawn.nature is Nature.MONTE_CARLO
    assert drawn.notes[0].code == "monte_carlo"
    for p, q in zip(tails_of(exact), tails_of(drawn), strict=True):
        assert p is not None
        assert q is not None
        assert drawn.mc_error is not None
        assert abs(p - q) < 5 * max(drawn.mc_error, 0.001)
    assert drawn.p_floor == 1 / 20_001
    again = permutation_test(pairs_with(fine(differences)), draws=20_000, seed=11)
    other = permutation_test(pairs_with(fine(differences)), draws=20_000, seed=12)
    assert again == drawn
    assert other.p != drawn.p


def test_draws_as_extreme_as_the_data_count() -> None:
    """Forty-four equal changes and a tiny one: a tenth of all assignments tie with the data."""
    large, rises = 10**13, 20
    differences = [large] * rises + [-large] * (44 - rises) + [1]
    total, observed = 44 * large + 1, rises * large + 1
    extreme = sum(
        comb(44, b)
        for b in range(45)
        for c in (0, 1)
        if abs(2 * (b * large + c) - total) >= abs(2 * observed - total)
    )
    drawn = permutation_test(pairs_with(differences), draws=20_000)
    assert drawn.nature is Nature.MONTE_CARLO
    assert drawn.mc_error is not None
    assert drawn.p == pytest.approx(extreme / 2**45, abs=5 * drawn.mc_error)


def test_a_drawn_p_is_never_zero() -> None:
    drawn = permutation_test(pairs_with(fine([*range(1000, 1060), -500])), draws=999)
    assert drawn.p == drawn.p_greater == 1 / 1000
    assert drawn.p_less == 1


def test_draws_must_be_some() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        permutation_test(pairs_with([1]), draws=0)


def test_tails_never_cancel() -> None:
    """From 55 pairs that all rise, 1 - cdf gives 0; the tail itself is 2^-n, and swapping sides agrees."""
    for n in (55, 60, 100, 500):
        null = DenseSignFlips(range(1, n + 1), upto=0)
        total = n * (n + 1) // 2
        assert exact_tails(null, total, 0) == (2.0 ** (1 - n), 1.0, 2.0**-n)
        assert exact_tails(null, 0, total) == (2.0 ** (1 - n), 2.0**-n, 1.0)
