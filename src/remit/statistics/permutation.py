"""The permutation test of the mean difference: Fisher's, exact wherever it can be counted."""

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from remit.statistics.pairs import Pairs
from remit.statistics.remarks import pair_count, significance
from remit.statistics.result import Estimate, Nature, Note
from remit.statistics.sign_change import nothing_to_test, with_p
from remit.statistics.sign_flips import (
    MOST_WEIGHTS,
    DenseSignFlips,
    EnumeratedSignFlips,
    SignFlipNull,
    exact_tails,
)

_LONGEST_COUNT = 5_000_000  # totals in one array of counts: 40 MB
_MOST_ADDITIONS = 4_000_000_000  # about a second
_MOST_ENUMERATED = 40
_BATCH = 4_000_000  # signs drawn at a time


def permutation_test(pairs: Pairs, level: float = 0.95, draws: int = 99_999, seed: int = 1) -> Estimate:
    """The permutation test of the mean difference over all 2^m assignments of signs to m changed pairs.

    Exact by counting along the grid of the differences, or by enumeration up to 40 changed pairs; where both
    would take too long, by `draws` random sign assignments from `seed`, p = (b + 1) / (draws + 1) with b
    those at least as extreme as the data, and its standard error in `mc_error`. `p_less` is that of a fall;
    `level` only decides when the floor is remarked. R. A. Fisher, The Design of Experiments (1935),
    section 21; B. Phipson and G. K. Smyth, Stat. Appl. Genet. Mol. Biol. 9 (2010), 39.

    Raises ValueError unless 0 < level < 1 and draws >= 1.
    """
    alpha = significance(level)
    if draws < 1:
        raise ValueError(f"{draws} draws give no p value; at least 1 is needed")
    mean = float(pairs.differences.mean) if len(pairs) else None
    bare = Estimate("mean difference", "permutation test of the mean, exact", mean, **pairs.counts())
    if nothing := nothing_to_test(bare):
        return nothing
    sums = _Sums.of(pairs)
    if null := sums.exact_null():
        return with_p(bare, exact_tails(null, sums.positive, sums.negative), alpha)
    return _drawn(bare, sums, alpha, draws, seed)


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """The absolute non-zero differences on their grid, shape `[m]`, and the sums of rises and of falls."""

    weights: NDArray[Any]
    positive: int
    negative: int

    @classmethod
    def of(cls, pairs: Pairs) -> "_Sums":
        differences = pairs.differences.array()
        rises, falls = differences[differences > 0], -differences[differences < 0]
        return cls(np.concatenate([rises, falls]), int(rises.sum()), int(falls.sum()))

    def exact_null(self) -> SignFlipNull | None:
        """The exact null distribution by the quicker way; None where neither is feasible."""
        size, bound = len(self.weights), min(self.positive, self.negative)
        countable = bound <= _LONGEST_COUNT and size * bound <= _MOST_ADDITIONS
        if countable and size <= MOST_WEIGHTS:
            return DenseSignFlips(self.weights.tolist(), upto=bound)
        return EnumeratedSignFlips(self.weights) if size <= _MOST_ENUMERATED else None


def _drawn(bare: Estimate, sums: _Sums, alpha: float, draws: int, seed: int) -> Estimate:
    p, less, greater = _drawn_tails(sums, draws, seed)
    error = math.sqrt(p * (1 - p) / draws)
    text = (
        f"p comes from {draws:,} random sign assignments of {pair_count(len(sums.weights))} "
        f"(standard error {error:.2g}); all of them are too many to count."
    )
    found = replace(
        bare,
        method=f"permutation test of the mean, {draws:,} random sign assignments from seed {seed}",
        nature=Nature.MONTE_CARLO,
        mc_error=error,
        notes=(Note("monte_carlo", text),),
    )
    # Above 40 pairs the floor of the draws is the higher one.
    return replace(with_p(found, (p, less, greater), alpha), p_floor=1 / (draws + 1))


def _drawn_tails(sums: _Sums, draws: int, seed: int) -> tuple[float, float, float]:
    rises = _drawn_rises(sums.weights, draws, seed)
    twice_the_mean = sums.positive + sums.negative
    extreme = np.abs(2 * rises - twice_the_mean) >= abs(sums.positive - sums.negative)
    reached = extreme, rises <= sums.positive, rises >= sums.positive
    p, less, greater = ((int(hits.sum()) + 1) / (draws + 1) for hits in reached)
    return p, less, greater


def _drawn_rises(weights: NDArray[Any], draws: int, seed: int) -> NDArray[Any]:
    """The sum of the weights with a positive sign, in each of `draws` random assignments, shape `[draws]`."""
    generator = np.random.default_rng(seed)
    batch = max(1, _BATCH // len(weights))
    sizes = [min(batch, draws - start) for start in range(0, draws, batch)]
    signs = (generator.integers(0, 2, (size, len(weights)), dtype=np.uint8) for size in sizes)
    return np.concatenate([(weights * drawn).sum(axis=1) for drawn in signs])
