"""Fallback: one value where it was recorded, another where it was not."""

from fractions import Fraction
from typing import cast

import numpy as np

from remit.model.types import LevelsType, NumberType, Type
from remit.operators.bounds import Bools, Bounds, Levels, Number, Truth, pair
from remit.operators.record import Mismatch, Operator, Plain, PlainNumber


def _common(types: tuple[Type, ...]) -> Type:
    _, first, second = types
    if isinstance(first, NumberType) and isinstance(second, NumberType):
        lows, highs = [first.low, second.low], [first.high, second.high]
        low = None if None in lows else min(x for x in lows if x is not None)
        high = None if None in highs else max(x for x in highs if x is not None)
        return NumberType(first.unit, low, high, max(first.scale, second.scale))
    if isinstance(first, LevelsType) and first != second:
        raise Mismatch("the two have different levels", 2)
    if type(first) is not type(second):
        raise Mismatch(f"one is {first.words}, the other {second.words}", 2)
    return first


def choose(condition: Bools, first: Bounds, second: Bounds) -> Bounds:
    """The first value where the condition holds, else the second."""
    if isinstance(first, Levels):
        return Levels(np.where(condition, first.mask, cast(Levels, second).mask))
    (a, b), (c, d) = pair(first), pair(cast(Truth, second))
    low = np.where(condition, a, c)
    return type(first)(low, low if a is b and c is d else np.where(condition, b, d))


def either(first: Bounds, second: Bounds) -> Bounds:
    """Whatever the first or the second may be."""
    match first:
        case Levels():
            return Levels(first.mask | cast(Levels, second).mask)
        case Truth():
            other = cast(Truth, second)
            return Truth(first.certain & other.certain, first.possible | other.possible)
    (a, b), (c, d) = pair(first), pair(cast(Truth, second))
    return type(first)(np.minimum(a, c), np.maximum(b, d))


def _or_else(values: tuple[Bounds, ...], scale: float) -> Bounds:
    recorded, first, second = values
    flag = cast(Truth, recorded)
    chosen = choose(flag.certain, first, second)
    # Whether it was recorded is open only where the visit itself is: at a moment that may be another day.
    return choose(flag.open, either(first, second), chosen) if bool(flag.open.any()) else chosen


def _plain_or_else(values: tuple[Plain, ...], scale: Fraction) -> Plain:
    recorded, first, second = values
    certain, possible = cast(tuple[bool, bool], recorded)
    if certain or not possible:
        return first if certain else second
    if isinstance(first, int):
        return first | cast(int, second)
    if isinstance(first[0], bool):
        (a, b), (c, d) = cast("tuple[tuple[bool, bool], ...]", (first, second))
        return a and c, b or d
    low, high = zip(first, cast("tuple[PlainNumber, PlainNumber]", second), strict=True)
    return min(low), max(high)


def _points(types: tuple[Type, ...]) -> Type:
    weight = cast(NumberType, types[0])
    low = None if weight.low is None else min(Fraction(0), weight.low)
    high = None if weight.high is None else max(Fraction(0), weight.high)
    return NumberType(weight.unit, low, high, weight.scale)


def _points_for(values: tuple[Bounds, ...], scale: float) -> Bounds:
    """The weight where the item is present, nothing where it is not, and either where that is open."""
    weight, present = cast(Number, values[0]), cast(Truth, values[1])
    low = np.where(present.certain, weight.low, np.where(present.possible, np.minimum(weight.low, 0.0), 0.0))
    if present.certain is present.possible and weight.low is weight.high:
        return Number(low, low)
    high = np.where(
        present.certain, weight.high, np.where(present.possible, np.maximum(weight.high, 0.0), 0.0)
    )
    return Number(low, high)


def _plain_points_for(values: tuple[Plain, ...], scale: Fraction) -> Plain:
    low, high = cast("tuple[PlainNumber, PlainNumber]", values[0])
    certain, possible = cast(tuple[bool, bool], values[1])
    if certain:
        return low, high
    return (min(low, Fraction(0)), max(high, Fraction(0))) if possible else (Fraction(0), Fraction(0))


SELECTION = (
    Operator(
        "points for",
        ("number", "truth"),
        _points,
        _points_for,
        _plain_points_for,
        "{0} for {1}",
        "The points of an item that is present; an item not assessed counts from nothing to its points.",
    ),
    *(
        Operator(
            f"else ({kind})",
            ("truth", kind, kind),
            _common,
            _or_else,
            _plain_or_else,
            "{1} else {2}",
            "The first value where it was recorded, else the second.",
        )
        for kind in ("number", "truth", "levels")
    ),
)
