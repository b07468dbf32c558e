"""Known figures of the paired methods: R 4.2.2 and published examples, and the edges of small samples."""

import math
from collections.abc import Callable

import pytest

from remit.statistics.bootstrap import bootstrap_mean
from remit.statistics.normality import shapiro_wilk
from remit.statistics.paired_t import hedges_g_av, hedges_g_z, paired_t, small_sample_correction
from remit.statistics.pairs import Pairs
from remit.statistics.permutation import permutation_test
from remit.statistics.result import Estimate, Interval, Nature
from remit.statistics.sign import median_difference, sign_test
from remit.statistics.signed_rank import CORRECTED, UNCORRECTED, ZeroMethod, hodges_lehmann, wilcoxon

PREDNISONE = Pairs.complete(before=[10, 20, 20, 24, 40], after=[5, 5, 10, 10, 23])
ESR = Pairs.complete(before=[12, 24, 29, 31, 35], after=[9, 19, 16, 23, 29])
SLEEP = Pairs.complete(
    before=["0.7", "-1.6", "-0.2", "-1.2", "-0.1", "3.4", "3.7", "0.8", "0.0", "2.0"],
    after=["1.9", "0.8", "1.1", "0.1", "-0.1", "4.4", "5.5", "1.6", "4.6", "3.4"],
)
FLOAT_TIES = Pairs.complete(
    before=["0.2", "0.4", "0.8", "1.1", "1.8", "2.9"], after=["0.3", "0.5", "0.9", "1.2", "2.0", "2.6"]
)
FLOOR_OF_FIVE = (
    "0.0625 is the smallest two-sided p that 5 pairs can give, whatever the data: "
    "this test cannot reach 0.05 here."
)
NOT_A_VERDICT = (
    "The normal approximation gives 0.043, below the smallest p that 5 pairs can give; it is not a verdict."
)
METHODS: list[Callable[[Pairs], Estimate]] = [
    paired_t,
    hedges_g_z,
    hedges_g_av,
    wilcoxon,
    hodges_lehmann,
    sign_test,
    median_difference,
    permutation_test,
    bootstrap_mean,
    shapiro_wilk,
]
TESTS: list[Callable[[Pairs], Estimate]] = [wilcoxon, sign_test, permutation_test]


def changes(*differences: int | str) -> Pairs:
    return Pairs.complete([0] * len(differences), differences)


def limits(interval: Interval | None) -> tuple[float, float]:
    assert interval is not None
    return interval.low, interval.high


def codes(estimate: Estimate) -> list[str]:
    return [note.code for note in estimate.notes]


def text(estimate: Estimate, code: str) -> str:
    return next(note.text for note in estimate.notes if note.code == code)


# ---- published and reference figures ---------------------------------------------------------------


def test_prednisone_falls_by_12() -> None:
    found = paired_t(PREDNISONE)
    assert found.value == -12.2
    assert limits(found.interval) == pytest.approx((-18.115848146857946, -6.284151853142053), rel=1e-12)
    assert found.statistic is not None
    assert found.statistic[1] == pytest.approx(-5.725743704459972, rel=1e-13)
    assert (found.df, found.p) == pytest.approx((4, 0.004605690795058699), rel=1e-12)
    assert found.p_less == pytest.approx(0.004605690795058699 / 2, rel=1e-12)
    assert dict(found.extra)["correlation"] == pytest.approx(0.9372022085864143, rel=1e-12)


def test_esr_falls_by_7() -> None:
    found = paired_t(ESR)
    assert (found.value, found.p) == pytest.approx((-7, 0.01472563561719695), rel=1e-12)
    assert limits(found.interval) == pytest.approx((-11.72811564201984, -2.27188435798016), rel=1e-12)


def test_standardised_mean_changes() -> None:
    g_z, g_av = hedges_g_z(PREDNISONE), hedges_g_av(PREDNISONE)
    assert g_z.value == pytest.approx(-2.0430874852073884, rel=1e-12)
    assert limits(g_z.interval) == pytest.approx((-3.5563126924806796, -0.5042930057017647), rel=1e-10)
    assert g_av.value == pytest.approx(-1.045117573569755, rel=1e-12)
    assert dict(g_av.extra)["d_av low"] == pytest.approx(-2.280016895005673, rel=1e-10)
    assert dict(g_av.extra)["d_av high"] == pytest.approx(-0.3233114386888133, rel=1e-10)
    j = small_sample_correction(4)
    assert j == pytest.approx(0.7978845608028655, rel=1e-14)
    assert limits(g_av.interval) == pytest.approx(
        (-2.280016895005673 * j, -0.3233114386888133 * j), rel=1e-10
    )


@pytest.mark.parametrize(
    ("pairs", "centre", "limit"), [(PREDNISONE, -12.5, (-17, -5)), (ESR, -6.5, (-13, -3))]
)
def test_five_pairs_cannot_reach_five_per_cent(
    pairs: Pairs, centre: float, limit: tuple[float, float]
) -> None:
    found = wilcoxon(pairs)
    assert (found.value, limits(found.interval)) == (centre, limit)
    assert found.interval is not None
    assert (found.interval.requested, found.interval.achieved) == (0.95, 0.9375)
    assert (found.p, found.p_floor, found.p_less, found.p_greater) == (0.0625, 0.0625, 0.03125, 1)
    extra = dict(found.extra)
    assert (extra["W+"], extra["W-"]) == (0, 15)
    assert extra["z"] == pytest.approx(-2.0225995873897262, rel=1e-13)
    assert extra[UNCORRECTED] == pytest.approx(0.043114446783075355, rel=1e-12)
    assert extra[CORRECTED] == pytest.approx(0.05905822909053671, rel=1e-12)
    assert [note.text for note in found.notes] == [
        FLOOR_OF_FIVE,
        NOT_A_VERDICT,
        "93.75 %: the widest distribution-free interval that 5 pairs allow; no 95 % one exists.",
    ]


def test_sleep_keeps_its_zero_and_its_decimal_tie() -> None:
    found = wilcoxon(SLEEP)
    assert (found.p, found.n, found.n_zero, found.n_ties) == (0.00390625, 10, 1, 1)
    assert found.value == 1.3  # R drops the zero and gives 1.4
    assert limits(found.interval) == (0.9, 2.7)
    assert found.interval is not None
    assert found.interval.achieved == 0.951171875
    assert dict(found.extra)[CORRECTED] == pytest.approx(0.009090698015925054, rel=1e-12)
    assert dict(wilcoxon(SLEEP, ZeroMethod.PRATT).extra)["W+"] == 54
    assert limits(median_difference(SLEEP).interval) == (0.8, 2.4)
    assert permutation_test(SLEEP).p == 1 / 256


def test_binary_subtraction_would_break_these_ties() -> None:
    found = wilcoxon(FLOAT_TIES)
    assert found.p == 0.40625  # 0.4375 from differences of doubles
    assert (dict(found.extra)["W+"], found.n_ties) == (15, 3)
    assert permutation_test(FLOAT_TIES).p == 0.65625
    assert found.value == 0.1


def test_darwin_maize_permutation_of_fisher() -> None:
    heights = changes(49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48)
    found = permutation_test(heights)
    assert found.p == 863 / 16384
    assert found.p_greater == 863 / 32768
    assert wilcoxon(heights).p == 0.041259765625
    assert sign_test(heights).p == pytest.approx(0.00738525390625, rel=1e-14)


def test_hollander_wolfe_depression() -> None:
    found = wilcoxon(
        Pairs.complete(
            before=["1.83", "0.5", "1.62", "2.48", "1.68", "1.88", "1.55", "3.06", "1.3"],
            after=["0.878", "0.647", "0.598", "2.05", "1.06", "1.29", "1.06", "3.14", "1.29"],
        )
    )
    assert (found.p, found.p_less, found.value) == (0.0390625, 0.01953125, -0.46)
    assert limits(found.interval) == (-0.786, -0.01)


def test_a_tie_does_not_make_fourteen_pairs_approximate() -> None:
    found = wilcoxon(changes(*range(1, 14), 13))
    assert found.p == 2.0**-13
    assert dict(found.extra)[UNCORRECTED] == pytest.approx(0.000978706525317055, rel=1e-12)


def test_sixty_rises_are_not_p_0() -> None:
    found = wilcoxon(changes(*range(1, 61)))
    assert (found.p, found.p_greater, found.p_less) == (2.0**-59, 2.0**-60, 1)
    assert limits(found.interval) == (25.5, 35.5)
    assert found.interval is not None
    assert found.interval.achieved == pytest.approx(0.9507184940156387, rel=1e-12)
    for test in TESTS:
        assert test(changes(*range(1, 61))).p == pytest.approx(2.0**-59, rel=1e-12)


@pytest.mark.parametrize("zeros", list(ZeroMethod))
def test_one_change_in_twenty_pairs_says_nothing(zeros: ZeroMethod) -> None:
    found = wilcoxon(changes(3, *[0] * 19), zeros)
    assert (found.p, found.p_floor, found.p_greater, found.p_less) == (1, 1, 0.5, 1)
    assert (found.n, found.n_zero) == (20, 19)
    assert text(found, "floor_above_alpha").startswith(
        "1 is the smallest two-sided p that 1 pair with a change can give"
    )
    assert limits(found.interval) == (0, 0)
    assert found.interval is not None
    assert found.interval.achieved == pytest.approx(0.9515590667724609, rel=1e-13)


def test_ties_in_a_scale_of_four_levels() -> None:
    ordinal = changes(*[1] * 13, 2, -1, *[0] * 9)
    assert wilcoxon(ordinal).p == wilcoxon(ordinal, ZeroMethod.PRATT).p == 0.00091552734375
    assert dict(wilcoxon(ordinal, ZeroMethod.PRATT).extra)["W-"] == 16.5
    assert permutation_test(ordinal).p == 15 / 16384
    assert sign_test(ordinal).p == pytest.approx(0.0009765625, rel=1e-14)


# ---- levels ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("n", "achieved"), [(2, 0.5), (3, 0.75), (4, 0.875), (5, 0.9375)])
def test_the_widest_interval_of_few_pairs(n: int, achieved: float) -> None:
    for method in (hodges_lehmann, median_difference):
        found = method(changes(*range(1, n + 1)))
        assert limits(found.interval) == (1, n)
        assert found.interval is not None
        assert found.interval.achieved == achieved
        assert codes(found) == ["widest_interval"]


def test_a_level_that_is_attained_exactly_needs_no_note() -> None:
    found = hodges_lehmann(changes(1, 2, 3, 4, 5), level=0.9375)
    assert found.interval is not None
    assert (found.interval.low, found.interval.high, found.interval.achieved) == (1, 5, 0.9375)
    assert found.notes == ()


@pytest.mark.parametrize("n", [5, 13, 15, 20, 33, 40])
def test_every_attainable_level_is_attained(n: int) -> None:
    """Levels of the median's interval are 1 less a dyadic fraction; asked for exactly, each is found."""
    below = 0
    for k in range(n // 2):
        below += math.comb(n, k)
        level = 1 - below / 2 ** (n - 1)
        if 0 < level < 1 - 1e-9:
            found = median_difference(changes(*range(1, n + 1)), level=level)
            assert limits(found.interval) == (k + 1, n - k)
            assert found.notes == ()


@pytest.mark.parametrize("n", range(2, 14))
@pytest.mark.parametrize("level", [0.5, 0.9, 0.95, 0.99])
def test_the_level_achieved_is_the_smallest_that_suffices(n: int, level: float) -> None:
    """Against the counts of all 2^n sign assignments, for signed ranks and for signs."""
    sums = [0] * (n * (n + 1) // 2 + 1)
    signs = [math.comb(n, k) for k in range(n + 1)]
    for subset in range(2**n):
        sums[sum(i + 1 for i in range(n) if subset >> i & 1)] += 1
    for method, counts in ((hodges_lehmann, sums), (median_difference, signs)):
        levels = [1 - 2 * sum(counts[:k]) / 2**n for k in range(1, len(counts) // 2 + 1)]
        enough = [attained for attained in levels if attained >= level] or levels[:1]
        found = method(changes(*range(1, n + 1)), level=level)
        assert found.interval is not None
        assert found.interval.achieved == pytest.approx(enough[-1], rel=1e-12)


def test_walsh_averages_by_their_definition() -> None:
    values = [-7, -2, 0, 0, 1, 3, 3, 8, 15, 40, 41]
    walsh = sorted((a + b) / 2 for i, a in enumerate(values) for b in values[: i + 1])
    found = hodges_lehmann(changes(*values))
    rank = int(dict(found.extra)["rank of the limits"] or 0)
    assert found.value == (walsh[32] + walsh[33]) / 2
    assert limits(found.interval) == (walsh[rank - 1], walsh[-rank])


@pytest.mark.parametrize("level", [0, 1, -0.5, 95])
def test_levels_lie_between_0_and_1(level: float) -> None:
    methods: list[Callable[..., Estimate]] = [
        paired_t,
        hedges_g_z,
        hedges_g_av,
        wilcoxon,
        sign_test,
        permutation_test,
        bootstrap_mean,
    ]
    for method in methods:
        with pytest.raises(ValueError, match="confidence level"):
            method(PREDNISONE, level=level)


def test_another_level_moves_the_floor_warning() -> None:
    seven = changes(1, 2, 3, 4, 5, 6, 7)
    assert "floor_above_alpha" not in codes(wilcoxon(seven))
    assert "cannot reach 0.01" in text(wilcoxon(seven, level=0.99), "floor_above_alpha")


# ---- edges ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", METHODS)
def test_no_pairs(method: Callable[[Pairs], Estimate]) -> None:
    found = method(Pairs.complete([1, None], [None, 2]))
    assert (found.value, found.interval, found.p, found.p_floor, found.n, found.n_total) == (
        *[None] * 4,
        0,
        2,
    )
    assert (codes(found), found.nature) == (["no_pairs"], Nature.NONE)


def test_one_pair() -> None:
    one = changes(2)
    for test in TESTS:
        found = test(one)
        assert (found.value, found.p, found.p_floor, found.p_greater) == (2, 1, 1, 0.5)
    assert "no_interval" in codes(wilcoxon(one))
    assert wilcoxon(one).interval is sign_test(one).interval is bootstrap_mean(one).interval is None
    t = paired_t(one)
    assert (t.value, t.interval, t.p, t.statistic) == (2, None, None, None)
    assert text(t, "too_few_pairs") == "A t test needs at least 2 pairs; there is 1 pair."


def test_two_pairs() -> None:
    two = changes(2, 5)
    t = paired_t(two)
    assert t.value == 3.5
    assert t.p == pytest.approx(2 * (0.5 - math.atan(3.5 / 1.5) / math.pi), rel=1e-12)  # Cauchy
    assert wilcoxon(two).p_floor == wilcoxon(two).p == 0.5
    for undefined in (hedges_g_z(two), hedges_g_av(two)):
        assert (undefined.value, undefined.interval, codes(undefined)) == (None, None, ["too_few_pairs"])


def test_all_zero() -> None:
    zeros = Pairs.complete(["1", "2", "3", "4", "5"], ["1.0", "2", "3", "4", "5"])
    for test in TESTS:
        found = test(zeros)
        assert (found.value, found.p, found.p_less, found.p_greater, found.p_floor) == (0, 1, 1, 1, 1)
        assert found.n_zero == 5
        assert "no_information" in codes(found)
    t = paired_t(zeros)
    assert (t.value, t.p, t.statistic, codes(t)) == (0, None, None, ["no_information"])
    assert bootstrap_mean(zeros).interval is None
    assert shapiro_wilk(zeros).p is None
    assert hedges_g_av(zeros).value == 0


def test_constant_change_is_no_infinite_t() -> None:
    """Also in decimals, where doubles leave a spread of 10^-16 and t near 10^15."""
    constant = Pairs.complete(["0.1", "0.2", "0.7", "1.1", "2.3"], ["0.4", "0.5", "1.0", "1.4", "2.6"])
    t = paired_t(constant)
    assert (t.value, t.p, t.interval, codes(t)) == (0.3, None, None, ["constant_difference"])
    assert wilcoxon(constant).p == permutation_test(constant).p == sign_test(constant).p == 2.0**-4
    assert limits(wilcoxon(constant).interval) == (0.3, 0.3)
    assert hedges_g_z(constant).value is None
    g_av = hedges_g_av(constant)
    assert g_av.value is not None
    assert (g_av.interval, codes(g_av)) == (None, ["constant_difference"])
    assert dict(wilcoxon(constant).extra)[CORRECTED] == pytest.approx(0.03688842570704987, rel=1e-12)
    assert shapiro_wilk(constant).p is None


def test_g_av_of_constant_sides() -> None:
    found = hedges_g_av(Pairs.complete([1, 1, 1], [3, 3, 3]))
    assert (found.value, codes(found)) == (None, ["constant_values"])


def test_j_needs_two_degrees_of_freedom() -> None:
    with pytest.raises(ValueError, match="2 degrees of freedom"):
        small_sample_correction(1)


def test_huge_and_tiny_measurements() -> None:
    wide = Pairs.complete(["1e80", "2e80", "5e80", "1e-80"], ["2e80", "4e80", "5e80", "3e-80"])
    for method in METHODS:
        assert method(wide).n == 4
    assert wilcoxon(wide).p == 0.25
    assert permutation_test(wide).p == 0.25
    assert wilcoxon(wide).value == 7.5e79


def test_losses_travel_with_every_result() -> None:
    pairs = Pairs.complete([10, None, 20, 24, 40, 12, None], [5, 7, None, 10, 23, 4, None])
    for method in METHODS:
        found = method(pairs)
        assert (found.n_total, found.n) == (7, 4)
        assert found.n_missing == (("before", 1), ("after", 1), ("both", 1))
