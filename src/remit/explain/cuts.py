"""Where along a number the verdict changes: found exactly, to a round decimal where there is one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from remit.evaluate.verdicts import Verdict
from remit.explain.words import quantity
from remit.operators.equality import RELATIVE

Judge = Callable[[Sequence[float]], npt.NDArray[np.uint8]]
"""The verdicts that numbers would bring, judged together."""

_AT_ONCE = 32
_MOST_DECIMALS = 9
_MOST_DIGITS = 6
"""A cut that needs more is not round: 30 % less than 60 mm is, 60 mm less by a seventh is not."""
_FLOOR = 1e-3


@dataclass(frozen=True, slots=True)
class Axis:
    """The numbers that a datum may be, from `low` to `high`, both included and finite.

    known     numbers worth trying: thresholds of the rule, values recorded on other days
    scale     the magnitude on which two numbers are equal; 0 for none but their own
    is_day    whether they are whole study days
    unit      the unit's text
    """

    low: float
    high: float
    known: tuple[float, ...]
    scale: float
    unit: str
    is_day: bool = False

    def nearness(self, value: float) -> float:
        """Within so much the rules take two numbers for equal."""
        return 1.0 if self.is_day else 2 * RELATIVE * max(self.scale, abs(value), _FLOOR)


@dataclass(frozen=True, slots=True)
class Stretch:
    """An unbroken row of numbers with one verdict; `tried` is one of them."""

    low: float
    high: float
    has_low: bool
    has_high: bool
    verdict: Verdict
    tried: float


def stretches(judge: Judge, axis: Axis) -> list[Stretch]:
    """The axis cut where the verdict changes, from low to high."""
    points = _points(axis)
    verdicts = judge(points)
    found = [Stretch(axis.low, axis.high, True, True, Verdict(int(verdicts[0])), points[0])]
    for (left, before), (right, after) in pairwise(zip(points, verdicts, strict=True)):
        start, now = left, int(before)
        while now != after:
            start, beyond, now = _bracket(judge, axis, start, right)
            cut = _round(axis, start, beyond)
            _cut(found, axis, cut, Verdict(int(judge([cut])[0])), Verdict(now), beyond)
            start = beyond
    return found


def _points(axis: Axis) -> list[float]:
    """The ends, what is known to matter, and a number between each two of them."""
    known = sorted({axis.low, axis.high, *(one for one in axis.known if axis.low <= one <= axis.high)})
    between = [(one + other) / 2 for one, other in pairwise(known)]
    if axis.is_day:
        between = [float(np.floor(one)) for one in between]
    return sorted({*known, *between})


def _bracket(judge: Judge, axis: Axis, low: float, high: float) -> tuple[float, float, int]:
    """Two numbers as near as the rules tell apart, between which the verdict changes; and the new verdict."""
    while True:
        grid = np.linspace(low, high, _AT_ONCE)
        grid = np.unique(np.rint(grid)) if axis.is_day else grid
        verdicts = judge([float(one) for one in grid])
        place = int(np.argmax(verdicts != verdicts[0]))
        before, after = float(grid[place - 1]), float(grid[place])
        if after - before <= axis.nearness(after) or (before, after) == (low, high):
            return before, after, int(verdicts[place])
        low, high = before, after


def _round(axis: Axis, low: float, high: float) -> float:
    """The number with the fewest decimals at which the verdict may change; the upper one of two days."""
    if axis.is_day:
        return high
    near = axis.nearness(high)
    least, most = Decimal(max(low - near, axis.low)), Decimal(min(high + near, axis.high))
    for decimals in range(_MOST_DECIMALS):
        shortest = least.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_CEILING)
        if shortest <= most and len(shortest.as_tuple().digits) <= _MOST_DIGITS:
            return float(shortest)
    return high


def _cut(found: list[Stretch], axis: Axis, at: float, here: Verdict, after: Verdict, tried: float) -> None:
    """End the last stretch at a cut, and begin the next; the cut belongs to the one whose verdict it has."""
    last = found[-1]
    belongs_before = here is last.verdict
    found[-1] = Stretch(last.low, at, last.has_low, belongs_before, last.verdict, last.tried)
    found.append(Stretch(at, axis.high, not belongs_before, True, after, tried))


def stretch_words(stretch: Stretch, axis: Axis) -> str:
    """`below 20 mg/day`, `0.5 points or more`, `day 181 or later`, `any value`."""
    words = _day_words if axis.is_day else _number_words
    is_first, is_last = (
        stretch.low == axis.low and stretch.has_low,
        stretch.high == axis.high and stretch.has_high,
    )
    if is_first and is_last:
        return "any day" if axis.is_day else "any value"
    return words(stretch, axis, is_first, is_last)


def _number_words(stretch: Stretch, axis: Axis, is_first: bool, is_last: bool) -> str:
    low, high = quantity(stretch.low, axis.unit), quantity(stretch.high, axis.unit)
    if stretch.low == stretch.high:
        return low
    if is_first:
        return f"{high} or less" if stretch.has_high else f"below {high}"
    if is_last:
        return f"{low} or more" if stretch.has_low else f"more than {low}"
    start = f"from {low}" if stretch.has_low else f"above {low}"
    return f"{start} {'to' if stretch.has_high else 'to below'} {high}"


def _day_words(stretch: Stretch, axis: Axis, is_first: bool, is_last: bool) -> str:
    """A stretch of days ends before the cut, which begins the next."""
    low, high = int(stretch.low), int(stretch.high) - (not stretch.has_high)
    if is_first:
        return f"before day {int(stretch.high)}"
    if is_last:
        return f"day {low} or later"
    return f"day {low}" if low == high else f"day {low} to {high}"
