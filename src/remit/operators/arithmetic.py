"""Arithmetic on numbers with bounds: interval arithmetic, with units checked before."""

import math
from collections.abc import Callable
from fractions import Fraction
from typing import cast

import numpy as np

from remit.model.types import NumberType, Type
from remit.model.units import ONE, Unit
from remit.operators.bounds import Bounds, Floats, Number
from remit.operators.record import Mismatch, Operator, Plain, PlainNumber

PlainPair = tuple[PlainNumber, PlainNumber]
PlainMeaning = Callable[[tuple[Plain, ...], Fraction], Plain]


def _numbers(types: tuple[Type, ...]) -> list[NumberType]:
    return [cast(NumberType, type_) for type_ in types]


def _widest(types: tuple[Type, ...]) -> Fraction:
    return max(number.scale for number in _numbers(types))


def _ranged(
    types: tuple[Type, ...],
    unit: Unit,
    plain: Callable[[tuple[Plain, ...], Fraction], Plain],
    scale: Fraction,
) -> Type:
    """The result over the whole ranges of the arguments, by interval arithmetic."""
    ranges = tuple(
        (-math.inf if number.low is None else number.low, math.inf if number.high is None else number.high)
        for number in _numbers(types)
    )
    low, high = cast(PlainPair, plain(ranges, Fraction(0)))
    least, most = (None if isinstance(end, float) else end for end in (low, high))
    return NumberType(unit, least, most, scale)


def _like_first(plain: PlainMeaning) -> Callable[[tuple[Type, ...]], Type]:
    """In the unit of the first argument."""
    return lambda types: _ranged(types, _numbers(types)[0].unit, plain, _widest(types))


def _product_type(types: tuple[Type, ...]) -> Type:
    left, right = _numbers(types)
    # Of a product only what is near in proportion is equal, unless it is a mere change of unit.
    constant = [number for number in (left, right) if number.low is not None and number.low == number.high]
    scale = left.scale * right.scale if constant else Fraction(0)
    return _ranged(types, left.unit.times(right.unit), _plain_product, scale)


def _quotient_type(types: tuple[Type, ...]) -> Type:
    left, right = _numbers(types)
    return _ranged(types, left.unit.per(right.unit), _plain_quotient, Fraction(0))


def _plain_result(types: tuple[Type, ...]) -> Type:
    (number,) = _numbers(types)
    if number.unit.dimension:
        raise Mismatch(f"it takes a plain number: write `in {number.unit}` after the value", 0, "E312")
    return NumberType(ONE, None, None, Fraction(0))


def _magnitude_type(types: tuple[Type, ...]) -> Type:
    (number,) = _numbers(types)
    return NumberType(number.unit, Fraction(0), None, number.scale)


# ---- over arrays -------------------------------------------------------------------------------------


def _closed(values: tuple[Bounds, ...]) -> bool:
    return all(cast(Number, value).low is cast(Number, value).high for value in values)


def _monotone(
    function: Callable[..., Floats], *rising: bool
) -> Callable[[tuple[Bounds, ...], float], Bounds]:
    """Bounds of a function that rises (or falls) in each argument: its values at the ends."""

    def bounds(values: tuple[Bounds, ...], scale: float) -> Bounds:
        numbers = [cast(Number, value) for value in values]
        directions = [rising[min(place, len(rising) - 1)] for place in range(len(numbers))]
        with np.errstate(all="ignore"):
            low = function(*(n.low if up else n.high for n, up in zip(numbers, directions, strict=True)))
            if _closed(values):
                return Number(low, low)
            high = function(*(n.high if up else n.low for n, up in zip(numbers, directions, strict=True)))
        # inf - inf: nothing is known.
        return Number(np.where(np.isnan(low), -np.inf, low), np.where(np.isnan(high), np.inf, high))

    return bounds


def _corners(function: Callable[[Floats, Floats], Floats], left: Number, right: Number) -> Number:
    with np.errstate(all="ignore"):
        values = [function(x, y) for x in (left.low, left.high) for y in (right.low, right.high)]
    # 0 times infinity: the infinite end is a missing limit, so the product reaches no further than 0 there.
    known = [np.where(np.isnan(value), 0.0, value) for value in values]
    return Number(np.minimum.reduce(known), np.maximum.reduce(known))


def _product(values: tuple[Bounds, ...], scale: float) -> Bounds:
    left, right = (cast(Number, value) for value in values)
    if _closed(values):
        product = left.low * right.low
        return Number(product, product)
    return _corners(np.multiply, left, right)


def _quotient(values: tuple[Bounds, ...], scale: float) -> Bounds:
    """A divisor that may be zero leaves the quotient open."""
    left, right = (cast(Number, value) for value in values)
    with np.errstate(all="ignore"):
        if _closed(values) and bool(np.all(right.low != 0)):
            quotient = left.low / right.low
            return Number(quotient, quotient)
    around_zero = (right.low <= 0) & (right.high >= 0)
    inner = _corners(np.divide, left, right)
    # Of two that cannot be negative, the quotient cannot either, whatever it is.
    floor = np.where((left.low >= 0) & (right.low >= 0), 0.0, -np.inf)
    return Number(np.where(around_zero, floor, inner.low), np.where(around_zero, np.inf, inner.high))


def _magnitude(values: tuple[Bounds, ...], scale: float) -> Bounds:
    number = cast(Number, values[0])
    if _closed(values):
        size = np.abs(number.low)
        return Number(size, size)
    low, high = np.abs(number.low), np.abs(number.high)
    crosses = (number.low <= 0) & (number.high >= 0)
    return Number(np.where(crosses, 0.0, np.minimum(low, high)), np.maximum(low, high))


def _defined_on(
    function: Callable[[Floats], Floats], floor: float
) -> Callable[[tuple[Bounds, ...], float], Bounds]:
    """A rising function that has no value below a floor: open where its argument may lie there."""

    def bounds(values: tuple[Bounds, ...], scale: float) -> Bounds:
        number = cast(Number, values[0])
        with np.errstate(all="ignore"):
            low = function(number.low)
            outside = (number.low < floor) | ~(low > -np.inf)
            if _closed(values) and not bool(np.any(outside)):
                return Number(low, low)
            high = function(number.high)
        return Number(np.where(outside, -np.inf, low), np.where(outside, np.inf, high))

    return bounds


def _smallest(*arrays: Floats) -> Floats:
    return np.asarray(np.minimum.reduce(np.broadcast_arrays(*arrays)))


def _largest(*arrays: Floats) -> Floats:
    return np.asarray(np.maximum.reduce(np.broadcast_arrays(*arrays)))


# ---- one value at a time -----------------------------------------------------------------------------


def _pairs(values: tuple[Plain, ...]) -> list[PlainPair]:
    return [cast(PlainPair, value) for value in values]


def _plain_sum(values: tuple[Plain, ...], scale: Fraction) -> Plain:
    (a, b), (c, d) = _pairs(values)
    return _known_ends(a + c, b + d)


def _known_ends(low: PlainNumber, high: PlainNumber) -> PlainPair:
    """Limits that are not there and cancel (NaN, which equals nothing) are no limits."""
    return (-math.inf if low != low else low), (math.inf if high != high else high)


def _plain_difference(values: tuple[Plain, ...], scale: Fraction) -> Plain:
    (a, b), (c, d) = _pairs(values)
    return _known_ends(a - d, b - c)


def _times(x: PlainNumber, y: PlainNumber) -> PlainNumber:
    return Fraction(0) if x == 0 or y == 0 else x * y


def _plain_product(values: tuple[Plain, ...], scale: Fraction) -> Plain:
    left, right = _pairs(values)
    ends = [_times(x, y) for x in left for y in right]
    return min(ends), max(ends)


def _over(x: PlainNumber, y: PlainNumber) -> PlainNumber:
    if isinstance(y, float):
        return Fraction(0)
    return x / y


def _plain_quotient(values: tuple[Plain, ...], scale: Fraction) -> Plain:
    left, (low, high) = _pairs(values)
    if low <= 0 <= high:
        return (Fraction(0) if low >= 0 and left[0] >= 0 else -math.inf), math.inf
    ends = [_over(x, y) for x in left for y in (low, high)]
    return min(ends), max(ends)


def _plain_negation(values: tuple[Plain, ...], scale: Fraction) -> Plain:
    ((low, high),) = _pairs(values)
    return -high, -low


def _plain_magnitude(values: tuple[Plain, ...], scale: Fraction) -> Plain:
    ((low, high),) = _pairs(values)
    smaller, larger = cast(PlainPair, sorted((abs(low), abs(high))))
    return (Fraction(0) if low <= 0 <= high else smaller), larger


def _plain_smallest(values: tuple[Plain, ...], scale: Fraction) -> Plain:
    pairs = _pairs(values)
    return min(low for low, _ in pairs), min(high for _, high in pairs)


def _plain_largest(values: tuple[Plain, ...], scale: Fraction) -> Plain:
    pairs = _pairs(values)
    return max(low for low, _ in pairs), max(high for _, high in pairs)


def _plain_function(
    function: Callable[[float], float], allowed: Callable[[PlainNumber], bool]
) -> Callable[..., Plain]:
    def one(value: PlainNumber) -> PlainNumber:
        result = function(float(value))
        return result if math.isinf(result) else Fraction(result)

    def meaning(values: tuple[Plain, ...], scale: Fraction) -> Plain:
        ((low, high),) = _pairs(values)
        return (one(low), one(high)) if allowed(low) else (-math.inf, math.inf)

    return meaning


def _exponential(value: float) -> float:
    """Infinite where it leaves the range of floats, as NumPy has it."""
    try:
        return math.exp(value)
    except OverflowError:
        return math.inf


def _infinite(function: Callable[[float], float]) -> Callable[[float], float]:
    return lambda value: math.inf if value == math.inf else function(value)


ARITHMETIC = (
    Operator(
        "+", ("number", "number"), _like_first(_plain_sum), _monotone(np.add, True, True), _plain_sum,
        "{0} + {1}",
        "Sum of two numbers of one dimension.", one_unit=True,
    ),
    Operator(
        "-", ("number", "number"), _like_first(_plain_difference), _monotone(np.subtract, True, False),
        _plain_difference, "{0} - {1}", "Difference of two numbers of one dimension.", one_unit=True,
    ),
    Operator(
        "*", ("number", "number"), _product_type, _product, _plain_product, "{0} * {1}",
        "Product; units multiply.",
    ),
    Operator(
        "/", ("number", "number"), _quotient_type, _quotient, _plain_quotient, "{0} / {1}",
        "Quotient; units divide; open where the divisor is or may be zero.",
    ),
    Operator(
        "negative", ("number",), _like_first(_plain_negation), _monotone(np.negative, False), _plain_negation,
        "-{0}",
        "The number with the other sign.",
    ),
    Operator(
        "abs", ("number",), _magnitude_type, _magnitude, _plain_magnitude, "abs({0})",
        "The size of a number without its sign.", function=True,
    ),
    Operator(
        "min", ("number", "number"), _like_first(_plain_smallest), _monotone(_smallest, True),
        _plain_smallest, "min({0}, {1})",
        "The smallest of several numbers.", variadic=True, function=True, one_unit=True,
    ),
    Operator(
        "max", ("number", "number"), _like_first(_plain_largest), _monotone(_largest, True), _plain_largest,
        "max({0}, {1})",
        "The largest of several numbers.", variadic=True, function=True, one_unit=True,
    ),
    Operator(
        "sqrt", ("number",), _plain_result, _defined_on(np.sqrt, 0.0),
        _plain_function(_infinite(math.sqrt), lambda x: x >= 0), "sqrt({0})",
        "Square root of a plain number; open below zero.", function=True,
    ),
    Operator(
        "ln", ("number",), _plain_result, _defined_on(np.log, 0.0),
        _plain_function(_infinite(math.log), lambda x: x > 0), "ln({0})",
        "Natural logarithm of a plain number; open at and below zero.", function=True,
    ),
    Operator(
        "exp", ("number",), _plain_result, _monotone(np.exp, True),
        _plain_function(_exponential, lambda x: True), "exp({0})",
        "The exponential of a plain number.", function=True,
    ),
)  # fmt: skip
