"""Change between two points, with exact bounds although the first value occurs twice in a percent change."""

import math
from collections.abc import Callable
from fractions import Fraction
from typing import cast

import numpy as np

from remit.model.types import NumberType, Type
from remit.model.units import parse_unit
from remit.operators.bounds import Bounds, Floats, Number
from remit.operators.record import Operator, Plain, PlainNumber

PERCENT = parse_unit("%")


def _percent_type(types: tuple[Type, ...]) -> Type:
    """A fall of all of it, 100 %, is the most where nothing can be negative."""
    sides = [cast(NumberType, side) for side in types]
    floor = Fraction(-100) if all(side.low is not None and side.low >= 0 for side in sides) else None
    return NumberType(PERCENT, floor, None, Fraction(100))


def _ratio(before: Floats, after: Floats) -> Floats:
    """100 (after - before) / |before|; NaN where before is zero."""
    with np.errstate(all="ignore"):
        change = 100.0 * (after - before) / np.abs(before)
    change = np.where(np.isinf(before), -100.0 * np.sign(before), change)
    return np.where(before == 0, np.nan, change)


def _percent_change(any_rise: bool) -> Callable[[tuple[Bounds, ...], float], Bounds]:
    def bounds(values: tuple[Bounds, ...], scale: float) -> Bounds:
        before, after = (cast(Number, value) for value in values)
        if before.low is before.high and after.low is after.high and bool(np.all(before.low != 0)):
            change = _ratio(before.low, after.low)
            return Number(change, change)
        low, high = _away_from_zero(before, after)
        low, high = _about_zero(before, after, low, high, any_rise)
        return _at_zero(before, after, low, high, any_rise)

    return bounds


def _away_from_zero(before: Number, after: Number) -> tuple[Floats, Floats]:
    """The change is monotone in each value while the first keeps its sign: its ends are at the corners."""
    corners = [_ratio(b, a) for b in (before.low, before.high) for a in (after.low, after.high)]
    known = [np.where(np.isnan(corner), np.inf, corner) for corner in corners]
    other = [np.where(np.isnan(corner), -np.inf, corner) for corner in corners]
    return np.minimum.reduce(known), np.maximum.reduce(other)


def _about_zero(
    before: Number, after: Number, low: Floats, high: Floats, any_rise: bool
) -> tuple[Floats, Floats]:
    """Near a first value of zero, the change grows beyond every limit in the direction of the second."""
    touches = (before.low <= 0) & (before.high >= 0) & (before.low != before.high)
    upward, downward = after.high > 0, after.low < 0
    high = np.where(touches & (upward | (before.low < 0)), np.inf, high)
    low = np.where(touches & (downward | (before.low < 0)), -np.inf, low)
    # From zero itself a change has no size: it is anything from nothing on.
    floor = np.where(after.low > 0, np.inf, 0.0) if any_rise else 0.0
    return np.where(touches, np.minimum(low, floor), low), np.where(touches, np.maximum(high, 0.0), high)


def _at_zero(before: Number, after: Number, low: Floats, high: Floats, any_rise: bool) -> Number:
    """From exactly zero: to zero is no change; any other change has a sign and no size."""
    zero = (before.low == 0) & (before.high == 0)
    rises, falls = after.low > 0, after.high < 0
    floor = np.where(rises, np.inf if any_rise else 0.0, np.where(after.low < 0, -np.inf, 0.0))
    ceiling = np.where(falls, 0.0, np.where(after.high > 0, np.inf, 0.0))
    return Number(np.where(zero, floor, low), np.where(zero, ceiling, high))


def _plain_ratio(before: PlainNumber, after: PlainNumber) -> PlainNumber:
    if isinstance(before, float):  # an infinite baseline: the whole of it is lost
        return Fraction(-100) if before > 0 else Fraction(100)
    return 100 * (after - before) / abs(before)


def _plain_percent_change(any_rise: bool) -> Callable[[tuple[Plain, ...], Fraction], Plain]:
    def meaning(values: tuple[Plain, ...], scale: Fraction) -> Plain:
        (b0, b1), (a0, a1) = cast("tuple[tuple[PlainNumber, PlainNumber], ...]", values)
        if b0 == 0 == b1:
            low: PlainNumber = Fraction(0) if a0 >= 0 else -math.inf
            if a0 > 0 and any_rise:
                low = math.inf
            return low, (math.inf if a1 > 0 else Fraction(0))
        if b0 < 0 <= b1:
            return -math.inf, math.inf
        ends = [_plain_ratio(b, a) for b in (b0, b1) if b != 0 for a in (a0, a1)]
        if b0 == 0 or b1 == 0:
            ends += [math.inf] if a1 > 0 else []
            ends += [-math.inf] if a0 < 0 else []
            ends += [Fraction(0)] if a0 <= 0 or not any_rise else []
            if b1 == 0:  # from below: the change grows without limit both ways
                return -math.inf, math.inf
        return min(ends), max(ends)

    return meaning


def _change(name: str, any_rise: bool, doc: str) -> Operator:
    return Operator(
        name,
        ("number", "number"),
        _percent_type,
        _percent_change(any_rise),
        _plain_percent_change(any_rise),
        "percent change from {0} to {1}",
        doc,
        one_unit=True,
    )


CHANGES = (
    _change(
        "percent change",
        False,
        "100 (after - before) / |before|; from zero, 0 to 0 is no change, any other has no size.",
    ),
    _change(
        "percent change, any rise from zero counts",
        True,
        "Percent change in which any rise from zero is greater than every limit.",
    ),
)
