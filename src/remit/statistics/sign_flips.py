"""The null distribution of a signed sum when each of the 2^m assignments of signs is equally likely.

Under the hypothesis of no change, each difference is as likely to fall as to rise. Wilcoxon's test sums
the ranks of the rises, the permutation test of the mean the rises themselves: both ask how probable it
is that a random subset of m positive weights sums to at most so much. (B. Streitberg and J. Röhmel,
"Exact distributions for permutation and rank tests", Statistical Software Newsletter 12, 1986, 10-17.)
"""

import math
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

#: The largest number of weights whose 2^m subsets can be counted in doubles without leaving their range.
MOST_WEIGHTS = 2000
_START = 2.0**-500


class SignFlipNull(Protocol):
    """The distribution of the sum of a random subset of weights."""

    def at_most(self, total: int) -> float:
        """The probability that the subset sums to at most `total`."""
        ...


class DenseSignFlips:
    """The distribution by counting, for each total, the subsets that reach it.

    The weights are split into two halves, counted apart and joined for the one total asked for: smaller
    arrays, and half of the additions of a single pass. Counts are doubles that start at 2^-500, so that
    for 2,000 weights neither they (up to 2^500) nor their products leave the range of normal numbers;
    all terms are positive, so the relative error stays below 10^-12 however small the probability.
    """

    def __init__(self, weights: Sequence[int], upto: int) -> None:
        """`weights` are positive, at most 2,000; `upto` is the largest total that will be asked for."""
        if len(weights) > MOST_WEIGHTS:
            raise ValueError(f"{len(weights)} weights are more than the {MOST_WEIGHTS} that can be counted")
        self._size = len(weights)
        self._unit = math.gcd(*weights) or 1
        ordered = sorted(weight // self._unit for weight in weights)
        bound = upto // self._unit
        self._left = _subset_counts(ordered[::2], bound)
        self._right = np.cumsum(_subset_counts(ordered[1::2], bound))

    def at_most(self, total: int) -> float:
        """The probability that the subset sums to at most `total`, itself at most `upto`."""
        if total < 0:
            return 0.0
        left = self._left[: total // self._unit + 1]
        rest = np.minimum(total // self._unit - np.arange(left.size), self._right.size - 1)
        # Not a dot product: BLAS may order its additions by the number of threads.
        return math.ldexp(float((left * self._right[rest]).sum()), 1000 - self._size)


def _subset_counts(weights: Sequence[int], bound: int) -> NDArray[np.float64]:
    """2^-500 times the number of subsets with each sum 0 ... bound; weights in ascending order."""
    counts = np.zeros(min(sum(weights), bound) + 1)
    counts[0] = _START
    reach = 0
    for weight in weights:
        if weight > bound:
            break
        reach = min(reach + weight, bound)
        reached = counts[weight : reach + 1]
        reached += counts[: reach + 1 - weight]
    return counts


class EnumeratedSignFlips:
    """The distribution by the sums of all subsets: for few weights on a grid too fine to count along.

    The 2^m subsets are those of two halves of 2^(m/2) each, sorted, so that 40 weights are in reach.
    """

    def __init__(self, weights: NDArray[Any]) -> None:
        """`weights` are positive integers, shape `[m]`."""
        self._size = len(weights)
        self._left = _subset_sums(weights[::2])
        self._right = np.sort(_subset_sums(weights[1::2]))

    def at_most(self, total: int) -> float:
        """The probability that the subset sums to at most `total`."""
        subsets = np.searchsorted(self._right, total - self._left, side="right").sum()
        return math.ldexp(float(subsets), -self._size)


def _subset_sums(weights: NDArray[Any]) -> NDArray[Any]:
    sums = np.zeros(1, dtype=weights.dtype)
    for weight in weights:
        sums = np.concatenate([sums, sums + weight])
    return sums


def exact_tails(null: SignFlipNull, positive: int, negative: int) -> tuple[float, float, float]:
    """The two-sided p, and p for a fall and for a rise, from the sums of positive and negative weights.

    The distribution is symmetric, so each tail is read at the smaller sum, where no digits cancel; the
    two-sided p is twice the smaller tail, which is the probability of a sum as far from the middle.
    """
    smaller = min(positive, negative)
    near = null.at_most(smaller)
    far = 1.0 - null.at_most(smaller - 1)
    less, greater = (near, far) if positive <= negative else (far, near)
    return min(1.0, 2.0 * near), less, greater
