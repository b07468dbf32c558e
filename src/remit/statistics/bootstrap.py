"""The bias-corrected and accelerated bootstrap of the mean difference, without drawing at small n."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from remit.statistics.pairs import Pairs
from remit.statistics.remarks import NO_PAIRS, pair_count, significance
from remit.statistics.result import Estimate, Interval, Nature, Note

_MOST_ENUMERATED = 11  # 11^11 resamples have at most 352,716 different sums
_FEWEST_RESAMPLES = 9_999
_SMALL = 10
_BATCH = 4_000_000  # values drawn at a time
_NOTHING_VARIES = Note(
    "no_interval",
    "Differences that do not vary leave the bootstrap nothing to resample: there is no interval.",
)


def bootstrap_mean(pairs: Pairs, level: float = 0.95, resamples: int = 9_999, seed: int = 1) -> Estimate:
    """The mean difference (after minus before) with its BCa bootstrap interval.

    Up to 11 pairs over all n^n resamples, by convolution of their sums: no seed enters. Beyond, over
    `resamples` of them (at least 9,999) drawn from `seed`. The acceleration is the jackknife's; ties of a
    resample with the observed mean count half in the bias correction. In `extra`: the plain percentile
    limits, the bias correction z0 and the acceleration. There is no interval where one resample is more than
    half of 1 - level of them, as with three pairs at 95 %. B. Efron, J. Am. Stat. Assoc. 82 (1987), 171-185;
    N. I. Fisher and P. Hall, J. Stat. Plan. Inference 27 (1991), 157-169, for resampling exactly.

    Raises ValueError unless 0 < level < 1 and resamples >= 9,999.
    """
    alpha, n = significance(level), len(pairs)
    if resamples < _FEWEST_RESAMPLES:
        raise ValueError(f"{resamples:,} resamples are too few; give at least {_FEWEST_RESAMPLES:,}")
    enumerated = n <= _MOST_ENUMERATED
    way = f"all {n**n:,} resamples" if enumerated else f"{resamples:,} resamples from seed {seed}"
    bare = Estimate("mean difference", f"BCa bootstrap, {way}", None, nature=Nature.NONE, **pairs.counts())
    if not n:
        return replace(bare, method="BCa bootstrap", notes=(NO_PAIRS,))
    bare = replace(bare, value=float(pairs.differences.mean))
    if len(set(pairs.differences.integers)) == 1:
        return replace(bare, notes=(_NOTHING_VARIES,))
    if n**-n > alpha / 2:
        return replace(bare, notes=(_too_few(n, level),))
    differences = pairs.differences.array()
    drawn = _all_resamples(differences) if enumerated else _drawn_resamples(differences, resamples, seed)
    correction = drawn.bias_correction(int(differences.sum()))
    acceleration = _acceleration(pairs.differences.deviations())
    plain = (alpha / 2, 1 - alpha / 2)
    adjusted = (_adjusted(probability, correction, acceleration) for probability in plain)
    low, high, plain_low, plain_high = (
        pairs.differences.value(Fraction(drawn.quantile(probability), n))
        for probability in (*adjusted, *plain)
    )
    nature = Nature.ASYMPTOTIC if enumerated else Nature.MONTE_CARLO
    return replace(
        bare,
        interval=Interval(low, high, level, level, "BCa bootstrap", nature),
        nature=nature,
        extra=(
            ("percentile low", plain_low),
            ("percentile high", plain_high),
            ("bias correction z0", correction),
            ("acceleration", acceleration),
        ),
        notes=_undercovers(n),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Resamples:
    """The sums of n draws: the different ones, ascending, and the share of resamples at or below each."""

    sums: NDArray[Any]
    cumulative: NDArray[np.float64]

    def bias_correction(self, observed: int) -> float:
        """z0: the normal quantile of the share of resamples below the observed sum, ties counted half."""
        below, to = (self._share(int(np.searchsorted(self.sums, observed, s))) for s in ("left", "right"))
        return float(special.ndtri((below + to) / 2))

    def _share(self, count: int) -> float:
        """The share of resamples with one of the `count` smallest sums."""
        return float(self.cumulative[count - 1]) if count else 0.0

    def quantile(self, probability: float) -> int:
        """The smallest sum with at least this share of the resamples at or below it."""
        place = int(np.searchsorted(self.cumulative, probability))
        return int(self.sums[min(place, self.sums.size - 1)])


def _all_resamples(differences: NDArray[Any]) -> _Resamples:
    """All n^n resamples; their counts stay below 2^53, so that doubles hold them exactly."""
    values, times = np.unique(differences, return_counts=True)
    sums: NDArray[Any] = np.zeros(1, dtype=differences.dtype)
    counts: NDArray[Any] = np.ones(1)
    for _ in differences:
        sums, place = np.unique(np.add.outer(sums, values), return_inverse=True)
        counts = np.bincount(place.ravel(), weights=np.multiply.outer(counts, times).ravel())
    return _Resamples(sums, np.cumsum(counts) / counts.sum())


def _drawn_resamples(differences: NDArray[Any], resamples: int, seed: int) -> _Resamples:
    generator = np.random.default_rng(seed)
    batch = max(1, _BATCH // differences.size)
    sizes = [min(batch, resamples - start) for start in range(0, resamples, batch)]
    drawn = (differences[generator.integers(0, differences.size, (size, differences.size))] for size in sizes)
    sums, counts = np.unique(np.concatenate([d.sum(axis=1) for d in drawn]), return_counts=True)
    return _Resamples(sums, np.cumsum(counts) / resamples)


def _acceleration(deviations: NDArray[np.float64]) -> float:
    """The jackknife's acceleration; for a mean, the sum of cubed deviations over 6 (sum of squares)^1.5."""
    return float((deviations**3).sum() / (6 * (deviations**2).sum() ** 1.5))


def _adjusted(probability: float, correction: float, acceleration: float) -> float:
    """The probability at which the resamples are read in place of `probability` (Efron's equation 6.4)."""
    shifted = correction + float(special.ndtri(probability))
    stretch = 1 - acceleration * shifted
    return float(special.ndtr(correction + shifted / stretch)) if stretch > 0 else float(shifted > 0)


def _too_few(n: int, level: float) -> Note:
    """Why so few pairs have no interval: its limits would be the extreme differences, whatever they were."""
    share, tail = 100 * n**-n, 100 * significance(level) / 2
    text = f"With {pair_count(n)} there is no {100 * level:.6g} % bootstrap interval"
    why = f"one of the {n**n} resamples is {share:.2g} % of them, and a limit leaves {tail:.6g} % beyond it"
    return Note("no_interval", f"{text}: {why}.")


def _undercovers(n: int) -> tuple[Note, ...]:
    if n >= _SMALL:
        return ()
    text = f"With {pair_count(n)} a bootstrap interval undercovers"
    return (
        Note("bootstrap_undercovers", f"{text}: it misses the true mean more often than its level says."),
    )
