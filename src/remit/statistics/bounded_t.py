"""The mean change and the paired t test over all completions of the missing data.

t depends on the changes d only through their direction. With S their sum, Q the sum of their squares and
c = S |S| / Q, t is sign(c) sqrt((n - 1) |c| / (n - |c|)); so it is c that is bounded here, in fractions.

Where the changes may add up to more than zero, the largest c is that of a completion in which every open
change lies as near to one common number as it may: S / sqrt(Q) gains from a change until that is Q / S. Where
they add up to more than zero in every completion, the smallest c is that of one in which every open change is
at an end of its range, since S / sqrt(Q) is quasi-concave there.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import accumulate, pairwise

from scipy import special

from remit.statistics.bounded import incomplete
from remit.statistics.ignorance import BoundedEstimate, Possible, ignorance, ignorance_of_p
from remit.statistics.remarks import NO_PAIRS
from remit.statistics.result import Note

#: The most open changes of which every combination of ends is tried.
MOST_OPEN = 14

_TOO_FEW = Note("too_few_pairs", "A t test needs at least 2 pairs.")
_UNDEFINED = Note("constant_difference", "All differences are equal, so t is undefined.")
_MAY_BE_EQUAL = Note(
    "constant_difference",
    "The differences could all be equal; t would be undefined, and p is as near to 0 as one likes.",
)

#: The sum of some changes, and the sum of their squares.
Moments = tuple[Fraction, Fraction]


def bounded_t(changes: Sequence[Possible]) -> BoundedEstimate:
    """The mean change and the p values of the paired t test, over all changes that are possible.

    The ranges of p are exact, unless more than 14 changes are open and the mean has the same sign in every
    completion: the largest p may then be somewhat too large, and the range is not called exact. Where it
    is possible that no pair changed at all, p may be 1, as it is by convention.
    """
    n = len(changes)
    bare = BoundedEstimate("mean difference", "paired t test", None, n=n, n_open=incomplete(changes))
    if not n:
        return replace(bare, notes=(NO_PAIRS,))
    low, high = sum(change.least for change in changes) / n, sum(change.most for change in changes) / n
    found = replace(bare, value=ignorance(float(low), float(high)))
    if n < 2:
        return replace(found, notes=(_TOO_FEW,))
    if not found.n_open and len({change.low for change in changes}) == 1:
        return replace(found, notes=(_UNDEFINED,))
    return _with_p(found, changes)


def _with_p(found: BoundedEstimate, changes: Sequence[Possible]) -> BoundedEstimate:
    n = found.n
    high, high_is_exact = _largest(changes)
    opposite, low_is_exact = _largest([-change for change in changes])
    low, exact = -opposite, high_is_exact and low_is_exact
    less, greater = (_fall(low, n), _fall(high, n)), (_fall(-high, n), _fall(-low, n))
    still = all(change.least <= 0 <= change.most for change in changes)
    return replace(
        found,
        p=ignorance_of_p(2 * min(less[0], greater[0]), 1.0 if still else 2 * min(less[1], greater[1]), exact),
        p_less=ignorance_of_p(less[0], 1.0 if still else less[1], exact),
        p_greater=ignorance_of_p(greater[0], 1.0 if still else greater[1], exact),
        notes=(_MAY_BE_EQUAL,) if n in (high, opposite) else (),
    )


def _fall(c: Fraction, n: int) -> float:
    """The one-sided p of a fall that belongs to c."""
    t = math.inf if abs(c) == n else math.sqrt((n - 1) * abs(c) / (n - abs(c)))
    return float(special.stdtr(n - 1, math.copysign(t, c)))


def _largest(changes: Sequence[Possible]) -> tuple[Fraction, bool]:
    """The largest c, or what it comes near to, and whether it is exact; else it may be too large."""
    if sum(change.most for change in changes) > 0:
        return max(_near_one_number(changes)), True
    smallest, exact = _smallest([-change for change in changes])
    return -smallest, exact


def _near_one_number(changes: Sequence[Possible]) -> list[Fraction]:
    """Candidates for the largest c: from the best common number between any two neighbouring ends."""
    ends = {end for change in changes for end in (change.least, change.most) if 0 < end < math.inf}
    found = [_best_between(changes, *gap) for gap in pairwise([0, *sorted(ends), math.inf])]
    return [c for c in found if c is not None]


def _best_between(
    changes: Sequence[Possible], low: Fraction | float, high: Fraction | float
) -> Fraction | None:
    """The largest c where all changes that may lie between `low` and `high` have one common value there."""
    held = [_held(change, low, high) for change in changes]
    fixed, free = [Fraction(value) for value in held if value is not None], held.count(None)
    total, squares = sum(fixed, Fraction(0)), sum((value**2 for value in fixed), Fraction(0))
    best = squares / total if total > 0 else math.inf
    common = min(max(best, low), high)
    if common == math.inf:
        return Fraction(free) if free else None
    total, squares = total + free * Fraction(common), squares + free * Fraction(common) ** 2
    return total**2 / squares if total > 0 else None


def _held(change: Possible, low: Fraction | float, high: Fraction | float) -> Fraction | float | None:
    """The value of a change that cannot lie between `low` and `high`: its end on their side."""
    if change.most <= low:
        return change.most
    return change.least if change.least >= high else None


def _smallest(changes: Sequence[Possible]) -> tuple[Fraction, bool]:
    """The smallest c of changes that never add up to less than zero, and whether it is exact.

    One change without limit may drown the others, and then brings c near to 1. Of the others, the path from
    the lowest completion to the highest that takes the largest steps in Q / S first runs above (S, Q) of
    every completion, and its corners are completions; c is smallest somewhere on it, at a corner with luck.
    """
    lows = [Fraction(change.least) for change in changes]
    start = sum(lows, Fraction(0)), sum((low**2 for low in lows), Fraction(0))
    steps = _steps(changes)
    drowned = [Fraction(1)] if any(change.high is None for change in changes) else []
    corners = [*accumulate(steps, _add, initial=start)]
    attained = min(drowned + _ratios(corners))
    below = min([attained, *(c for a, b in pairwise(corners) if (c := _dip(a, b)) is not None)])
    if below == attained or len(steps) > MOST_OPEN:
        return below, below == attained
    completions = [start]
    for step in steps:
        completions += [_add(moments, step) for moments in completions]
    return min(drowned + _ratios(completions)), True


def _steps(changes: Sequence[Possible]) -> list[Moments]:
    """What each open change with limits adds from its lower to its upper end, the largest Q / S first."""
    limited = (c for c in changes if c.low is not None and c.high is not None and not c.recorded)
    ends = [(Fraction(c.least), Fraction(c.most)) for c in limited]
    return [(high - low, high**2 - low**2) for low, high in sorted(ends, key=sum, reverse=True)]


def _add(a: Moments, b: Moments) -> Moments:
    return a[0] + b[0], a[1] + b[1]


def _ratios(completions: Sequence[Moments]) -> list[Fraction]:
    """S^2 / Q of each completion in which anything changes."""
    return [total**2 / squares for total, squares in completions if squares]


def _dip(a: Moments, b: Moments) -> Fraction | None:
    """The smallest S^2 / Q strictly between two points of a line Q = level + slope S, if it lies there."""
    slope = (b[1] - a[1]) / (b[0] - a[0])
    level = a[1] - slope * a[0]
    if level >= 0 or not a[0] < -2 * level / slope < b[0]:
        return None
    return -4 * level / slope**2
