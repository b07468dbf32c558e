"""Wilcoxon's signed-rank test over all completions of the missing data.

The Hodges-Lehmann estimate grows with every change. The p values do not quite: between two completions p may
dip where a change comes level with another, or is zero. So every pattern of signs, ranks and ties that the
open changes can make is tried, where these are not too many. Else p is bounded by way of the ranks: p of a
rise is the probability that random signs give the rises' ranks or more, which falls as a rise gains rank, and
grows as a fall does; so each rank is taken at its most or at its least.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, product

from remit.statistics.bounded import beyond_is_infinite, extreme_changes, from_zero, incomplete
from remit.statistics.ignorance import BoundedEstimate, Possible, Range, ignorance, ignorance_of_p
from remit.statistics.rank_bounds import RankBounds
from remit.statistics.remarks import NO_PAIRS, representable
from remit.statistics.result import Note
from remit.statistics.sign_flips import DenseSignFlips
from remit.statistics.signed_rank import ZeroMethod, hodges_lehmann, signed_rank_test

#: Beyond so many pairs bounding p would take more than seconds.
MOST_PAIRS = 1000
#: The most completions, one of each pattern, that are tried.
MOST_COMPLETIONS = 10_000

_Ranges = tuple[Range, Range, Range]


def bounded_signed_rank(
    changes: Sequence[Possible], zeros: ZeroMethod = ZeroMethod.WILCOX
) -> BoundedEstimate:
    """The Hodges-Lehmann estimate and the exact p of Wilcoxon's test, over all changes that are possible.

    The range of the estimate is exact. Those of p are exact where at most 10,000 completions have to be
    tried, mostly with one or two open changes; else no completion lies outside them, but they may be too
    wide. No p is given for more than 1,000 patients.
    """
    zeros = ZeroMethod(zeros)
    method = f"Wilcoxon signed-rank ({zeros}), exact"
    bare = BoundedEstimate("Hodges-Lehmann", method, None, n=len(changes), n_open=incomplete(changes))
    if not changes:
        return replace(bare, notes=(NO_PAIRS,))
    found = replace(bare, value=_centre(changes))
    if len(changes) > MOST_PAIRS:
        note = Note("too_many_pairs", f"With more than {MOST_PAIRS:,} pairs p is not bounded here.")
        return replace(found, notes=(note,))
    patterns = _patterns(changes)
    either, less, greater = _tried(patterns, zeros) if patterns else _outer(changes, zeros)
    return replace(found, p=either, p_less=less, p_greater=greater)


def _centre(changes: Sequence[Possible]) -> Range:
    lowest, highest, reach = extreme_changes(changes)
    low, high = hodges_lehmann(lowest).value, hodges_lehmann(highest).value
    return beyond_is_infinite(ignorance(low or 0.0, high or 0.0), reach)


def _tried(patterns: set[tuple[int, ...]], zeros: ZeroMethod) -> _Ranges:
    tests = [signed_rank_test(from_zero([Fraction(rank) for rank in ranks]), zeros) for ranks in patterns]
    return (
        _range(test.p for test in tests),
        _range(test.p_less for test in tests),
        _range(test.p_greater for test in tests),
    )


def _range(ps: Iterable[float | None]) -> Range:
    known = [p for p in ps if p is not None]
    return ignorance_of_p(min(known), max(known))


def _patterns(changes: Sequence[Possible]) -> set[tuple[int, ...]]:
    """One completion, in signed ranks, for each pattern of signs, ranks and ties; empty where too many."""
    ends = {abs(end) for change in changes for end in (change.low, change.high) if end}
    choices = [_choices(change, sorted(ends), incomplete(changes)) for change in changes]
    if math.prod(map(len, choices)) > MOST_COMPLETIONS:
        return set()
    return {_signed_ranks(completion) for completion in product(*choices)}


def _choices(change: Possible, ends: Sequence[Fraction], between: int) -> list[Fraction]:
    """Values of a change: at each of the `ends`, and as many between two of them as may be in any order."""
    if change.recorded:
        return [Fraction(change.least)]
    rises = [*_sizes(change, ends, between)]
    falls = [-size for size in _sizes(-change, ends, between)]
    return [*rises, *falls, *([Fraction(0)] if change.least <= 0 <= change.most else [])]


def _sizes(change: Possible, ends: Sequence[Fraction], between: int) -> Iterator[Fraction]:
    """Sizes of a rise, where the change may be one."""
    low, high = max(change.least, Fraction(0)), change.most
    yield from (end for end in ends if low <= end <= high)
    for below, above in pairwise([Fraction(0), *ends]):
        if low <= below and above <= high:
            yield from (below + (above - below) * Fraction(k, between + 1) for k in range(1, between + 1))
    if high == math.inf:
        last = ends[-1] if ends else Fraction(0)
        yield from (last + k for k in range(1, between + 1))


def _signed_ranks(changes: Sequence[Fraction]) -> tuple[int, ...]:
    ranks = {size: rank for rank, size in enumerate(sorted({abs(change) for change in changes if change}), 1)}
    return tuple(
        (ranks[abs(change)] if change > 0 else -ranks[abs(change)]) if change else 0 for change in changes
    )


def _outer(changes: Sequence[Possible], zeros: ZeroMethod) -> _Ranges:
    opposite = [-change for change in changes]
    greater = _least_p_of_rise(changes, zeros), _most_p_of_rise(changes, zeros)
    less = _least_p_of_rise(opposite, zeros), _most_p_of_rise(opposite, zeros)
    either = 2 * min(less[0], greater[0]), 2 * min(less[1], greater[1])
    return (
        ignorance_of_p(*either, exact=False),
        ignorance_of_p(*less, exact=False),
        ignorance_of_p(*greater, exact=False),
    )


def _least_p_of_rise(changes: Sequence[Possible], zeros: ZeroMethod) -> float:
    """With a rise of the highest rank wherever one is possible, and the sure falls at their lowest."""
    ranks = RankBounds(changes, drop_zeros=zeros is ZeroMethod.WILCOX)
    rises = [ranks.highest(change) for change in changes if change.most > 0]
    falls = [ranks.lowest(-change) for change in changes if change.most < 0]
    return _p_of_rise(rises, falls)


def _most_p_of_rise(changes: Sequence[Possible], zeros: ZeroMethod) -> float:
    """With a fall of the highest rank wherever one is possible, and the sure rises at their lowest."""
    ranks = RankBounds(changes, drop_zeros=zeros is ZeroMethod.WILCOX)
    rises = [ranks.lowest(change) for change in changes if change.least > 0]
    falls = [ranks.highest(-change) for change in changes if change.least < 0]
    return _p_of_rise(rises, falls)


def _p_of_rise(rises: Sequence[int], falls: Sequence[int]) -> float:
    """The probability that random signs give the rises' ranks or more: the falls' ranks or less."""
    if not rises and not falls:
        return 1.0
    up, down = sum(rises), sum(falls)
    null = DenseSignFlips([*rises, *falls], upto=min(up, down))
    return representable(null.at_most(down) if down <= up else 1 - null.at_most(up - 1))
