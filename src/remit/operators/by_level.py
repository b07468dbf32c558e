"""A value for each level of another: points of a band, limits by sex, the cells of a decision table."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import reduce
from typing import cast

import numpy as np

from remit.model.types import TRUTH, LevelsType, NumberType, Type
from remit.operators.bounds import Bools, Bounds, Levels, Number, Truth, pair
from remit.operators.equality import less_arrays, less_plain
from remit.operators.record import Mismatch, Operator, Plain, PlainNumber


def _common(types: tuple[Type, ...]) -> Type:
    """The values are of one kind; a number reaches as far as any of them."""
    _, first, *others = types
    if isinstance(first, NumberType):
        numbers = [first, *(cast(NumberType, other) for other in others)]
        lows, highs = [one.low for one in numbers], [one.high for one in numbers]
        low = None if None in lows else min(cast("list[Fraction]", lows))
        high = None if None in highs else max(cast("list[Fraction]", highs))
        return NumberType(first.unit, low, high, max(one.scale for one in numbers))
    for place, other in enumerate(others, 2):
        if isinstance(first, LevelsType) and first != other:
            raise Mismatch("the values have different levels", place)
    return first


def _possible(selector: Bounds, place: int) -> Bools:
    return np.asarray((cast(Levels, selector).mask >> place) & 1 != 0)


def _levels_by_level(values: tuple[Bounds, ...], scale: float) -> Bounds:
    """Every level that the value of a possible level may be."""
    selector, *choices = values
    masks = [
        np.where(_possible(selector, place), cast(Levels, one).mask, 0) for place, one in enumerate(choices)
    ]
    return Levels(np.asarray(reduce(np.bitwise_or, masks)))


def _numbers_by_level(values: tuple[Bounds, ...], scale: float) -> Bounds:
    """From the smallest to the largest that the value of a possible level may be."""
    selector, *choices = values
    ends = _over_possible(selector, choices, (np.inf, -np.inf), (np.minimum, np.maximum))
    return Number(*ends)


def _truths_by_level(values: tuple[Bounds, ...], scale: float) -> Bounds:
    """Certain where the value of every possible level is, possible where that of any is."""
    selector, *choices = values
    return Truth(*_over_possible(selector, choices, (1, 0), (np.logical_and, np.logical_or)))


def _over_possible(
    selector: Bounds, choices: Sequence[Bounds], none: tuple[float, float], join: tuple[np.ufunc, np.ufunc]
) -> tuple[np.ndarray, np.ndarray]:
    ends = []
    for side in (0, 1):
        arrays = [
            np.where(_possible(selector, place), pair(cast(Number, one))[side], none[side])
            for place, one in enumerate(choices)
        ]
        ends.append(reduce(join[side], arrays))
    return np.asarray(ends[0]), np.asarray(ends[1])


def _plain_choices(values: tuple[Plain, ...]) -> list[Plain]:
    selector, *choices = values
    return [one for place, one in enumerate(choices) if cast(int, selector) >> place & 1]


def _plain_levels(values: tuple[Plain, ...], scale: Fraction) -> Plain:
    found = 0
    for one in _plain_choices(values):
        found |= cast(int, one)
    return found


def _plain_numbers(values: tuple[Plain, ...], scale: Fraction) -> Plain:
    ranges = cast("list[tuple[PlainNumber, PlainNumber]]", _plain_choices(values))
    return min(low for low, _ in ranges), max(high for _, high in ranges)


def _plain_truths(values: tuple[Plain, ...], scale: Fraction) -> Plain:
    truths = cast("list[tuple[bool, bool]]", _plain_choices(values))
    return all(certain for certain, _ in truths), any(possible for _, possible in truths)


# ---- the edge of a band ------------------------------------------------------------------------------


def _truth(types: tuple[Type, ...]) -> Type:
    return TRUTH


def _up_to(values: tuple[Bounds, ...], scale: float) -> Bounds:
    value, last, following = (cast(Number, one) for one in values)
    certain = ~less_arrays(last.low, value.high, scale)
    within = ~less_arrays(last.high, value.low, scale)
    return Truth(certain, within | less_arrays(value.low, following.high, scale))


def _plain_up_to(values: tuple[Plain, ...], scale: Fraction) -> Plain:
    ranges = cast("tuple[tuple[PlainNumber, PlainNumber], ...]", values)
    (low, high), (last_low, last_high), (_, next_high) = ranges
    within = not less_plain(last_high, low, scale)
    return not less_plain(last_low, high, scale), within or less_plain(low, next_high, scale)


_ARRAYS: dict[str, Callable[[tuple[Bounds, ...], float], Bounds]] = {
    "number": _numbers_by_level,
    "truth": _truths_by_level,
    "levels": _levels_by_level,
}
_PLAIN: dict[str, Callable[[tuple[Plain, ...], Fraction], Plain]] = {
    "number": _plain_numbers,
    "truth": _plain_truths,
    "levels": _plain_levels,
}

BY_LEVEL = (
    *(
        Operator(
            f"by level ({kind})",
            ("levels", kind),
            _common,
            _ARRAYS[kind],
            _PLAIN[kind],
            "the value for {0}",
            "The value that stands for the level; of several possible levels, all that theirs may be.",
            variadic=True,
        )
        for kind in ("number", "truth", "levels")
    ),
    Operator(
        "up to", ("number", "number", "number"), _truth, _up_to, _plain_up_to, "{0} up to {1}",
        "At most the last value of a band; open between it and the first value of the next one.",
        one_unit=True,
    ),
)  # fmt: skip
