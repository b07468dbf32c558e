"""Comparisons: exact at the threshold, and open where the bounds straddle it."""

import math
from collections.abc import Callable
from fractions import Fraction
from typing import cast

import numpy as np

from remit.model.types import TRUTH, LevelsType, Type
from remit.operators.bounds import Bools, Bounds, Floats, Levels, Moment, Number, Truth
from remit.operators.equality import equal_arrays, equal_plain, less_arrays, less_plain
from remit.operators.logic import negated
from remit.operators.record import Kind, Mismatch, Operator, Plain, PlainNumber

ArrayTest = Callable[[Floats, Floats, float], Bools]
PlainTest = Callable[[PlainNumber, PlainNumber, Fraction], bool]


def _truth(types: tuple[Type, ...]) -> Type:
    return TRUTH


def _ends(value: Bounds) -> tuple[Floats, Floats]:
    if isinstance(value, Moment):
        return value.earliest, value.latest
    number = cast(Number, value)
    return number.low, number.high


def _ordering(test: ArrayTest) -> Callable[[tuple[Bounds, ...], float], Bounds]:
    """`left < right` and the like: certain where the ends farthest apart the wrong way satisfy it."""

    def bounds(values: tuple[Bounds, ...], scale: float) -> Bounds:
        (a, b), (c, d) = _ends(values[0]), _ends(values[1])
        certain = test(b, c, scale)
        if a is b and c is d:
            return Truth(certain, certain)
        return Truth(certain, test(a, d, scale))

    return bounds


def _plain_ordering(test: PlainTest) -> Callable[[tuple[Plain, ...], Fraction], Plain]:
    def meaning(values: tuple[Plain, ...], scale: Fraction) -> Plain:
        (a, b), (c, d) = cast("tuple[tuple[PlainNumber, PlainNumber], ...]", values)
        return test(b, c, scale), test(a, d, scale)

    return meaning


def _swapped(meaning: Callable[..., object]) -> Callable[..., object]:
    return lambda values, scale: meaning((values[1], values[0]), scale)


def _at_most(left: Floats, right: Floats, scale: float) -> Bools:
    return np.asarray((left < right) | equal_arrays(left, right, scale))


def _plain_at_most(left: PlainNumber, right: PlainNumber, scale: Fraction) -> bool:
    return left < right or equal_plain(left, right, scale)


def _equal(values: tuple[Bounds, ...], scale: float) -> Bounds:
    """Certain where both are known and equal; possible where the ranges meet."""
    (a, b), (c, d) = _ends(values[0]), _ends(values[1])
    possible = _at_most(a, d, scale) & _at_most(c, b, scale)
    if a is b and c is d:
        return Truth(possible, possible)
    certain = equal_arrays(a, d, scale) & equal_arrays(b, c, scale)
    return Truth(certain, possible)


def _plain_equal(values: tuple[Plain, ...], scale: Fraction) -> Plain:
    (a, b), (c, d) = cast("tuple[tuple[PlainNumber, PlainNumber], ...]", values)
    certain = equal_plain(a, d, scale) and equal_plain(b, c, scale)
    return certain, _plain_at_most(a, d, scale) and _plain_at_most(c, b, scale)


def _not_equal(values: tuple[Bounds, ...], scale: float) -> Bounds:
    return negated(cast(Truth, _equal(values, scale)))


def _plain_not_equal(values: tuple[Plain, ...], scale: Fraction) -> Plain:
    certain, possible = cast(tuple[bool, bool], _plain_equal(values, scale))
    return not possible, not certain


# ---- levels ------------------------------------------------------------------------------------------


def _same_levels(types: tuple[Type, ...]) -> Type:
    left, right = (cast(LevelsType, type_) for type_ in types)
    if left.levels != right.levels:
        raise Mismatch("the two have different levels", 1)
    return TRUTH


def _is(values: tuple[Bounds, ...], scale: float) -> Bounds:
    """One of a fixed set: certain where no other level is possible."""
    value, wanted = (cast(Levels, item).mask for item in values)
    return Truth((value & ~wanted) == 0, (value & wanted) != 0)


def _plain_is(values: tuple[Plain, ...], scale: Fraction) -> Plain:
    value, wanted = cast(tuple[int, int], values)
    return value & ~wanted == 0, value & wanted != 0


def level_positions(mask: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The positions of the lowest and of the highest level that are possible, as floats."""
    lowest = np.log2((mask & -mask).astype(np.float64))
    highest = np.floor(np.log2(mask.astype(np.float64)))
    return lowest, highest


def _position(values: tuple[Bounds, ...], scale: float) -> Bounds:
    low, high = level_positions(cast(Levels, values[0]).mask)
    return Number(low, low if np.array_equal(low, high) else high)


def _plain_position(values: tuple[Plain, ...], scale: Fraction) -> Plain:
    mask = cast(int, values[0])
    return Fraction((mask & -mask).bit_length() - 1), Fraction(mask.bit_length() - 1)


def _position_type(types: tuple[Type, ...]) -> Type:
    from remit.model.types import NumberType
    from remit.model.units import parse_unit

    (levels,) = (cast(LevelsType, type_) for type_ in types)
    return NumberType(
        parse_unit("step"), Fraction(0), Fraction(len(levels.levels) - 1), Fraction(len(levels.levels))
    )


def _same(values: tuple[Bounds, ...], scale: float) -> Bounds:
    """Two values of the same levels agree: certain where both are known to be the same one."""
    left, right = (cast(Levels, item).mask for item in values)
    single = (left & (left - 1)) == 0
    return Truth(single & (left == right), (left & right) != 0)


def _plain_same(values: tuple[Plain, ...], scale: Fraction) -> Plain:
    left, right = cast(tuple[int, int], values)
    return left & (left - 1) == 0 and left == right, left & right != 0


def _agree(values: tuple[Bounds, ...], scale: float) -> Bounds:
    """Two yes-or-no values agree."""
    left, right = (cast(Truth, value) for value in values)
    both = left.certain & right.certain
    neither = ~left.possible & ~right.possible
    differ = (left.certain & ~right.possible) | (~left.possible & right.certain)
    return Truth(both | neither, ~differ)


def _plain_agree(values: tuple[Plain, ...], scale: Fraction) -> Plain:
    (a, b), (c, d) = cast("tuple[tuple[bool, bool], ...]", values)
    return (a and c) or (not b and not d), not ((a and not d) or (not b and c))


def _order(name: str, array: object, plain: object, kind: Kind, words: str, doc: str) -> Operator:
    takes = (kind, kind)
    return Operator(name, takes, _truth, array, plain, words, doc, one_unit=kind == "number")  # type: ignore[arg-type]


def _both_come(test: ArrayTest) -> Callable[[tuple[Bounds, ...], float], Bounds]:
    """An order of two moments, which only moments that come have: never is neither before nor after."""
    order = _ordering(test)

    def bounds(values: tuple[Bounds, ...], scale: float) -> Bounds:
        truth = cast(Truth, order(values, scale))
        ends = [_ends(value) for value in values]
        certain = truth.certain & np.isfinite(ends[0][1]) & np.isfinite(ends[1][1])
        return Truth(certain, truth.possible & (ends[0][0] < np.inf) & (ends[1][0] < np.inf))

    return bounds


def _plain_both_come(test: PlainTest) -> Callable[[tuple[Plain, ...], Fraction], Plain]:
    order = _plain_ordering(test)

    def meaning(values: tuple[Plain, ...], scale: Fraction) -> Plain:
        certain, possible = cast(tuple[bool, bool], order(values, scale))
        moments = cast("tuple[tuple[PlainNumber, PlainNumber], ...]", values)
        both = all(abs(latest) != math.inf for _, latest in moments)
        return certain and both, possible and all(earliest != math.inf for earliest, _ in moments)

    return meaning


_LESS, _PLAIN_LESS = _ordering(less_arrays), _plain_ordering(less_plain)
_AT_MOST, _PLAIN_AT_MOST = _ordering(_at_most), _plain_ordering(_plain_at_most)

COMPARISONS = (
    _order("<", _LESS, _PLAIN_LESS, "number", "{0} < {1}", "Less, and not equal."),
    _order("<=", _AT_MOST, _PLAIN_AT_MOST, "number", "{0} <= {1}", "Less or equal."),
    _order(">", _swapped(_LESS), _swapped(_PLAIN_LESS), "number", "{0} > {1}", "More, and not equal."),
    _order(">=", _swapped(_AT_MOST), _swapped(_PLAIN_AT_MOST), "number", "{0} >= {1}", "More or equal."),
    _order("=", _equal, _plain_equal, "number", "{0} = {1}", "Equal to within 10^-9."),
    _order("!=", _not_equal, _plain_not_equal, "number", "{0} != {1}", "Not equal."),
    _order(
        "is before",
        _both_come(less_arrays),
        _plain_both_come(less_plain),
        "moment",
        "{0} < {1}",
        "One moment lies before another; both come.",
    ),
    _order(
        "is not after",
        _both_come(_at_most),
        _plain_both_come(_plain_at_most),
        "moment",
        "{0} <= {1}",
        "One moment is not after another; both come.",
    ),
    Operator(
        "is", ("levels", "levels"), _same_levels, _is, _plain_is, "{0} is {1}",
        "The value is one of the levels named.",
    ),
    Operator(
        "same level", ("levels", "levels"), _same_levels, _same, _plain_same, "{0} = {1}",
        "Two values are of the same level.",
    ),
    Operator(
        "agree", ("truth", "truth"), _truth, _agree, _plain_agree, "{0} = {1}",
        "Two yes-or-no values are the same.",
    ),
    Operator(
        "position", ("levels",), _position_type, _position, _plain_position, "position of {0}",
        "The place of a level in its order, from 0; differences count steps.",
    ),
)  # fmt: skip
