"""Wilcoxon's signed-rank test over all completions of the missing data.

The Hodges-Lehmann estimate grows with every change. The p values do not quite: between two completions p may
dip where a change comes level with another, or is zero. So every pattern of signs, ranks and ties that the
open changes can make is tried, where these are not too many. Else p is bounded by way of the ranks: p of a
rise is the probability that random signs give the rises' ranks or more, which falls as a rise gains rank, and
grows as a fall does; so each rank is taken at its most or at its least.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, product

from remit.statistics.bounded import beyond_is_infinite, extreme_changes, incomplete
from remit.statistics.ignorance import BoundedEstimate, Possible, Range, ignorance, ignorance_of_p
from remit.statistics.rank_bounds import RankBounds
from remit.statistics.remarks import NO_PAIRS, representable
from remit.statistics.result import Note
from remit.statistics.sign_flips import DenseSignFlips
from remit.statistics.signed_rank import ZeroMethod, signed_rank_p, walsh_median

#: Beyond so many pairs bounding p would take more than seconds.
MOST_PAIRS = 1000
#: The most work that the completions, one of each pattern, may take: about half a second.
MOST_WORK = 500_000

_Ranges = tuple[Range, Range, Range]


def bounded_signed_rank(
    changes: Sequence[Possible], zeros: ZeroMethod = ZeroMethod.WILCOX
) -> BoundedEstimate:
    """The Hodges-Lehmann estimate and the exact p of Wilcoxon's test, over all changes that are possible.

    The range of the estimate is exact. Those of p are exact where few completions have to be tried: mostly
    with one or two open changes, with one only up to some 120 patients. Else no completion lies outside
    them, but they may be too wide. No p is given for more than 1,000 patients.
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
    whole = _whole(changes)
    patterns = _patterns(whole)
    either, less, greater = _tried(patterns, zeros) if patterns else _outer(whole, zeros)
    return replace(found, p=either, p_less=less, p_greater=greater)


def _centre(changes: Sequence[Possible]) -> Range:
    lowest, highest, reach = extreme_changes(changes)
    low, high = walsh_median(lowest.differences), walsh_median(highest.differences)
    return beyond_is_infinite(ignorance(low, high), reach)


def _whole(changes: Sequence[Possible]) -> list[Possible]:
    """The changes in a unit so small that between any two ends there is a whole number for each open one."""
    ends = [end for change in changes for end in (change.low, change.high) if end is not None]
    unit = math.lcm(*(end.denominator for end in ends)) * (incomplete(changes) + 1)
    return [Possible(_times(change.low, unit), _times(change.high, unit)) for change in changes]


def _times(end: Fraction | int | None, unit: int) -> int | None:
    return None if end is None else int(end * unit)


def _tried(patterns: set[tuple[int, ...]], zeros: ZeroMethod) -> _Ranges:
    either, less, greater = zip(*(signed_rank_p(ranks, zeros) for ranks in patterns), strict=True)
    return _range(either), _range(less), _range(greater)


def _range(ps: Sequence[float]) -> Range:
    return ignorance_of_p(min(ps), max(ps))


def _patterns(changes: Sequence[Possible]) -> set[tuple[int, ...]]:
    """One completion of whole changes, in signed ranks, for each pattern of signs, ranks and ties.

    Empty where there are too many; each open change has two choices at least.
    """
    between, work = incomplete(changes), _work(len(changes))
    if work << between > MOST_WORK:
        return set()
    ends = {abs(int(end)) for change in changes for end in (change.low, change.high) if end}
    choices = [_choices(change, sorted(ends), between) for change in changes]
    if work * math.prod(map(len, choices)) > MOST_WORK:
        return set()
    return {_signed_ranks(completion) for completion in product(*choices)}


def _work(n: int) -> int:
    """What one completion of n changes costs, in microseconds: n of up to n^2 / 4 counts are added up."""
    return 100 + 3 * n + n**3 // 5_000


def _choices(change: Possible, ends: Sequence[int], between: int) -> list[int]:
    """Values of a change: at each of the `ends`, and as many between two of them as may be in any order."""
    if change.recorded:
        return [int(change.least)]
    rises = [*_sizes(change, ends, between)]
    falls = [-size for size in _sizes(-change, ends, between)]
    return [*rises, *falls, *([0] if change.least <= 0 <= change.most else [])]


def _sizes(change: Possible, ends: Sequence[int], between: int) -> Iterator[int]:
    """Sizes of a rise, where the change may be one."""
    low, high = max(change.least, 0), change.most
    yield from (end for end in ends if low <= end <= high)
    for below, above in pairwise([0, *ends]):
        if low <= below and above <= high:
            yield from (below + (above - below) * k // (between + 1) for k in range(1, between + 1))
    if high == math.inf:
        last = ends[-1] if ends else 0
        yield from (last + k for k in range(1, between + 1))


def _signed_ranks(changes: Sequence[int]) -> tuple[int, ...]:
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
