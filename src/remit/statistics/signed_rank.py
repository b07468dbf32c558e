"""Wilcoxon's signed-rank test, exact with ties and zeros, and the Hodges-Lehmann estimate."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from remit.statistics.exact_numbers import Scaled
from remit.statistics.order_interval import limit_rank, with_interval
from remit.statistics.pairs import Pairs
from remit.statistics.remarks import NO_PAIRS, pair_count, representable, significance
from remit.statistics.result import Estimate, Interval, Nature
from remit.statistics.sign_change import below_floor, nothing_to_test, smallest_p, with_p
from remit.statistics.sign_flips import MOST_WEIGHTS, DenseSignFlips, exact_tails

UNCORRECTED = "p, normal approximation without continuity correction"
CORRECTED = "p, normal approximation with continuity correction"


class ZeroMethod(StrEnum):
    """What becomes of pairs without a change.

    WILCOX  they are dropped, and the others ranked among themselves
    PRATT   they are ranked with the others, and their ranks then dropped
    ZSPLIT  they are ranked with the others, and their ranks shared between rises and falls: other sums,
            the same exact test as PRATT
    """

    WILCOX = "wilcox"
    PRATT = "pratt"
    ZSPLIT = "zsplit"


_ZEROS_IN_WORDS = {
    ZeroMethod.WILCOX: "zeros dropped",
    ZeroMethod.PRATT: "zeros ranked, then dropped (Pratt)",
    ZeroMethod.ZSPLIT: "zeros ranked and split",
}


@dataclass(frozen=True, slots=True)
class _RankSums:
    """Doubled mid-ranks (whole numbers) of the changed pairs, and their sums by sign.

    `shared` is what the ranks of zeros add to each of the two sums, doubled likewise (ZSPLIT only).
    """

    ranks: tuple[int, ...]
    positive: int
    negative: int
    shared: float


def wilcoxon(pairs: Pairs, zeros: ZeroMethod = ZeroMethod.WILCOX, level: float = 0.95) -> Estimate:
    """Wilcoxon's signed-rank test with the Hodges-Lehmann estimate and its interval.

    p is exact, conditional on the ranks as they are, ties included, up to 2,000 changed pairs; beyond, it is
    the normal approximation with continuity correction. `p_less` is that of a fall. The value and the
    interval are those of `hodges_lehmann`. In `extra`: W+ and W- (the rank sums of rises and falls), z, and
    the two normal approximations, which are no verdict. F. Wilcoxon, Biometrics Bull. 1 (1945), 80-83;
    J. W. Pratt, J. Am. Stat. Assoc. 54 (1959), 655-667.

    Raises ValueError unless 0 < level < 1.
    """
    centre = hodges_lehmann(pairs, level)
    test = signed_rank_test(pairs, zeros, level)
    return replace(
        test,
        name=centre.name,
        method=f"{test.method}; {centre.method}",
        value=centre.value,
        interval=centre.interval,
        notes=tuple(dict.fromkeys(test.notes + centre.notes)),
    )


def signed_rank_test(pairs: Pairs, zeros: ZeroMethod = ZeroMethod.WILCOX, level: float = 0.95) -> Estimate:
    """The test of `wilcoxon` alone, without an estimate; `level` only decides when the floor is remarked.

    Raises ValueError unless 0 < level < 1.
    """
    alpha, zeros = significance(level), ZeroMethod(zeros)
    exact = pairs.n_changed <= MOST_WEIGHTS
    way = "exact" if exact else "normal approximation with continuity correction"
    bare = Estimate(
        "signed ranks",
        f"Wilcoxon signed-rank, {_ZEROS_IN_WORDS[zeros]}, {way}",
        None,
        nature=Nature.EXACT if exact else Nature.ASYMPTOTIC,
        **pairs.counts(),
    )
    if nothing := nothing_to_test(bare):
        return nothing
    sums = _rank_sums(pairs.differences.array(), zeros)
    extra = _extra(sums)
    smallest = min(value for name, value in extra if name in (UNCORRECTED, CORRECTED))
    notes = below_floor("normal", smallest, smallest_p(len(sums.ranks)), pair_count(len(sums.ranks)))
    bare = replace(bare, statistic=extra[0], extra=extra, notes=notes)
    return with_p(bare, _exact_p(sums) if exact else _normal_p(sums, continuity=1), alpha)


def hodges_lehmann(pairs: Pairs, level: float = 0.95) -> Estimate:
    """The median of the Walsh averages (means of two differences, each with itself too), zeros kept.

    The limits are Walsh averages too, chosen by the null distribution of the signed-rank sum. Where even the
    widest such interval falls short of `level` it is given with the level it has, and a note. Up to
    2,000 pairs the level is exact for continuous symmetric differences, and at least that with ties.
    J. L. Hodges and E. L. Lehmann, Ann. Math. Stat. 34 (1963), 598-611; J. W. Tukey, memorandum 17,
    Princeton (1949).

    Raises ValueError unless 0 < level < 1.
    """
    alpha, n = significance(level), len(pairs)
    bare = Estimate("Hodges-Lehmann", "Hodges-Lehmann estimate", None, nature=Nature.NONE, **pairs.counts())
    if not n:
        return replace(bare, notes=(NO_PAIRS,))
    rank, achieved = _walsh_rank(n, alpha)
    count = n * (n + 1) // 2
    wanted = [rank, (count + 1) // 2, count // 2 + 1, count + 1 - rank]
    low, lower, upper, high = map(int, _walsh_sums(pairs.differences.array(), wanted))
    value = pairs.differences.value
    interval = Interval(
        value(Fraction(low, 2)),
        value(Fraction(high, 2)),
        level,
        achieved,
        "Walsh averages",
        Nature.EXACT if n <= MOST_WEIGHTS else Nature.ASYMPTOTIC,
    )
    found = replace(
        bare, value=value(Fraction(lower + upper, 4)), extra=(("rank of the limits", float(rank)),)
    )
    return with_interval(found, interval)


def walsh_median(differences: Scaled) -> float:
    """The Hodges-Lehmann estimate alone, of at least one difference."""
    count = len(differences.integers) * (len(differences.integers) + 1) // 2
    lower, upper = map(int, _walsh_sums(differences.array(), [(count + 1) // 2, count // 2 + 1]))
    return differences.value(Fraction(lower + upper, 4))


def signed_rank_p(
    differences: Sequence[int], zeros: ZeroMethod = ZeroMethod.WILCOX
) -> tuple[float, float, float]:
    """The exact p of at most 2,000 whole differences: two-sided, of a fall, of a rise; 1 without a change."""
    if not any(differences):
        return 1.0, 1.0, 1.0
    p, less, greater = map(representable, _exact_p(_rank_sums(np.array(differences), zeros)))
    return p, less, greater


def _rank_sums(differences: NDArray[Any], zeros: ZeroMethod) -> _RankSums:
    """Doubled mid-ranks of the absolute differences, shape `[n]`, not all of them zero."""
    if zeros is ZeroMethod.WILCOX:
        differences = differences[differences != 0]
    size = np.abs(differences)
    ordered = np.sort(size)
    doubled = np.searchsorted(ordered, size, "left") + np.searchsorted(ordered, size, "right") + 1
    changed = differences != 0
    split = zeros is ZeroMethod.ZSPLIT
    return _RankSums(
        tuple(doubled[changed].tolist()),
        int(doubled[differences > 0].sum()),
        int(doubled[differences < 0].sum()),
        float(doubled[~changed].sum()) / 2 if split else 0.0,
    )


def _exact_p(sums: _RankSums) -> tuple[float, float, float]:
    null = DenseSignFlips(sums.ranks, upto=min(sums.positive, sums.negative))
    return exact_tails(null, sums.positive, sums.negative)


def _excess(sums: _RankSums) -> tuple[float, float]:
    """The sum of positive ranks above its expectation, and its standard deviation, both in doubled ranks.

    Given the ranks r, the expectation is their sum / 2 and the variance the sum of r^2 / 4.
    """
    deviation = math.sqrt(sum(rank * rank for rank in sums.ranks)) / 2
    return (sums.positive - sums.negative) / 2, deviation


def _normal_p(sums: _RankSums, continuity: int) -> tuple[float, float, float]:
    """The normal approximations of `_exact_p`; a continuity correction of half a rank is 1 when doubled."""
    excess, deviation = _excess(sums)
    less = float(special.ndtr((excess + continuity) / deviation))
    greater = float(special.ndtr((continuity - excess) / deviation))
    return min(1.0, 2 * min(less, greater)), less, greater


def _extra(sums: _RankSums) -> tuple[tuple[str, float], ...]:
    excess, deviation = _excess(sums)
    return (
        ("W+", (sums.positive + sums.shared) / 2),
        ("W-", (sums.negative + sums.shared) / 2),
        ("pairs ranked", float(len(sums.ranks))),
        ("z", excess / deviation),
        (UNCORRECTED, _normal_p(sums, continuity=0)[0]),
        (CORRECTED, _normal_p(sums, continuity=1)[0]),
    )


@lru_cache(maxsize=256)
def _walsh_rank(n: int, alpha: float) -> tuple[int, float]:
    """The rank of the limits among the ordered Walsh averages of n differences, and the level achieved."""
    count = n * (n + 1) // 2
    if n <= MOST_WEIGHTS:
        return limit_rank(DenseSignFlips(range(1, n + 1), upto=count // 2).at_most, count, alpha)
    deviation = math.sqrt(n * (n + 1) * (2 * n + 1) / 24)
    return limit_rank(lambda k: float(special.ndtr((k + 0.5 - count / 2) / deviation)), count, alpha)


def _walsh_sums(differences: NDArray[Any], ranks: list[int]) -> NDArray[Any]:
    """The sums d_i + d_j (i <= j) of the given ranks (from 1) among all of them, in the shape of `ranks`.

    Whole numbers can be found by bisection on their value, counting the sums at or below it; so no list of
    n(n + 1)/2 sums is made.
    """
    ordered = np.sort(differences)
    low = np.full(len(ranks), 2 * ordered[0])
    high = np.full(len(ranks), 2 * ordered[-1])
    while (low < high).any():
        middle = (low + high) // 2
        ordered_pairs = np.searchsorted(ordered, middle[:, np.newaxis] - ordered, side="right").sum(axis=1)
        twins = np.searchsorted(2 * ordered, middle, side="right")
        enough = (ordered_pairs + twins) // 2 >= ranks
        low, high = np.where(enough, low, middle + 1), np.where(enough, middle, high)
    return low
