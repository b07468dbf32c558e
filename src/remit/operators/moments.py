"""Moments: study days, or never."""

import math
from fractions import Fraction
from typing import cast

import numpy as np

from remit.model.types import MOMENT, TRUTH, NumberType, Type
from remit.model.units import DAY
from remit.operators.bounds import Bounds, Moment, Number, Truth
from remit.operators.record import Operator, Plain, PlainNumber

PlainMoment = tuple[PlainNumber, PlainNumber]


def _moment(types: tuple[Type, ...]) -> Type:
    return MOMENT


def _truth(types: tuple[Type, ...]) -> Type:
    return TRUTH


def _days(types: tuple[Type, ...]) -> Type:
    return NumberType(DAY)


def _earlier(values: tuple[Bounds, ...], scale: float) -> Bounds:
    moments = [cast(Moment, value) for value in values]
    earliest = np.minimum.reduce(np.broadcast_arrays(*(m.earliest for m in moments)))
    return Moment(earliest, np.minimum.reduce(np.broadcast_arrays(*(m.latest for m in moments))))


def _later(values: tuple[Bounds, ...], scale: float) -> Bounds:
    """The later of two that both occur: never where one of them never does."""
    moments = [cast(Moment, value) for value in values]
    earliest = np.maximum.reduce(np.broadcast_arrays(*(m.earliest for m in moments)))
    return Moment(earliest, np.maximum.reduce(np.broadcast_arrays(*(m.latest for m in moments))))


def _occurs(values: tuple[Bounds, ...], scale: float) -> Bounds:
    moment = cast(Moment, values[0])
    return Truth(np.isfinite(moment.latest), moment.earliest < np.inf)


def _days_between(values: tuple[Bounds, ...], scale: float) -> Bounds:
    """Open where either may never come: no number of days leads there."""
    start, end = (cast(Moment, value) for value in values)
    low, high = end.earliest - start.latest, end.latest - start.earliest
    known = np.isfinite(low) & np.isfinite(high)
    return Number(np.where(known, low, -np.inf), np.where(known, high, np.inf))


def _plain_moments(values: tuple[Plain, ...]) -> list[PlainMoment]:
    return [cast(PlainMoment, value) for value in values]


def _plain_earlier(values: tuple[Plain, ...], scale: Fraction) -> Plain:
    moments = _plain_moments(values)
    return min(first for first, _ in moments), min(last for _, last in moments)


def _plain_later(values: tuple[Plain, ...], scale: Fraction) -> Plain:
    moments = _plain_moments(values)
    return max(first for first, _ in moments), max(last for _, last in moments)


def _plain_occurs(values: tuple[Plain, ...], scale: Fraction) -> Plain:
    ((earliest, latest),) = _plain_moments(values)
    return abs(latest) != math.inf, earliest != math.inf


def _plain_days_between(values: tuple[Plain, ...], scale: Fraction) -> Plain:
    (s0, s1), (e0, e1) = _plain_moments(values)
    if math.inf in (abs(s0), abs(s1), abs(e0), abs(e1)):
        return -math.inf, math.inf
    return e0 - s1, e1 - s0


MOMENTS = (
    Operator(
        "earlier", ("moment", "moment"), _moment, _earlier, _plain_earlier, "earlier of {0}, {1}",
        "The earlier of several moments; one that never occurs does not count.", variadic=True,
    ),
    Operator(
        "later", ("moment", "moment"), _moment, _later, _plain_later, "later of {0}, {1}",
        "The later of several moments; never where one never occurs.", variadic=True,
    ),
    Operator(
        "occurs", ("moment",), _truth, _occurs, _plain_occurs, "{0} occurs",
        "The moment is known to come, or may come.",
    ),
    Operator(
        "days between", ("moment", "moment"), _days, _days_between, _plain_days_between,
        "days from {0} to {1}",
        "Days from one moment to another; open where either may never come.",
    ),
)  # fmt: skip
