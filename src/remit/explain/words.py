"""Values, days and lists in words."""

from collections.abc import Sequence
from decimal import Decimal
from typing import cast

import numpy as np

from remit.model.types import LevelsType, MomentType, NumberType, TruthType, Type
from remit.operators.bounds import Bounds, Levels, Moment, Number, Truth, pair
from remit.operators.equality import RELATIVE

_DIGITS = 6
"""A number that needs more digits is rounded, and says so."""


def listed(parts: Sequence[str], word: str) -> str:
    """`a`, `a or b`, `a, b or c`."""
    *first, last = parts
    return f"{', '.join(first)} {word} {last}" if first else last


def number(value: float) -> str:
    """A number with as few digits as give it back, or rounded: `0.5`, `2.100384`, `about 33.3333`."""
    if not np.isfinite(value):
        return "infinity" if value > 0 else "-infinity"
    rounded = float(f"{value:.{_DIGITS}g}")
    shortest = next(float(f"{value:.{n}g}") for n in range(1, 18) if _same(float(f"{value:.{n}g}"), value))
    short = len(Decimal(repr(shortest)).normalize().as_tuple().digits) <= _DIGITS + 2
    return _plain(shortest) if short else f"about {_plain(rounded)}"


def _same(left: float, right: float) -> bool:
    return abs(left - right) <= RELATIVE * abs(right)


def _plain(value: float) -> str:
    """Without an exponent and without idle zeros."""
    text = format(Decimal(repr(value + 0.0)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def with_unit(text: str, unit: str) -> str:
    """`20%`, `24 mg/day`, `3`."""
    return text + unit if unit == "%" else f"{text} {unit}".rstrip()


def quantity(value: float, unit: str) -> str:
    """A number in its unit."""
    return with_unit(number(value), unit)


def unit_of(type_: Type) -> str:
    """The text of a type's unit, "" where it has none."""
    return type_.unit.text if isinstance(type_, NumberType) else ""


def value_words(value: Bounds, type_: Type) -> str:
    """A value of one patient at one place (arrays without axes), or all that it may still be."""
    match type_:
        case TruthType():
            return _truth(cast(Truth, value))
        case NumberType():
            return _number(cast(Number, value), type_.unit.text)
        case LevelsType():
            mask = int(cast(Levels, value).mask)
            return listed([level for place, level in enumerate(type_.levels) if mask >> place & 1], "or")
        case MomentType():
            return moment_words(cast(Moment, value))


def _truth(value: Truth) -> str:
    if value.certain == value.possible:
        return "yes" if value.certain else "no"
    return "yes or no"


def _number(value: Number, unit: str) -> str:
    low, high = (float(end) for end in pair(value))
    if low == high:
        return quantity(low, unit)
    if not np.isfinite(low) and not np.isfinite(high):
        return "any number"
    if not np.isfinite(low):
        return f"at most {quantity(high, unit)}"
    if not np.isfinite(high):
        return f"at least {quantity(low, unit)}"
    return with_unit(f"{number(low)} to {number(high)}", unit)


def moment_words(value: Moment) -> str:
    """`day 186`, `never`, `day 180 to 195`, `day 181 or later, or never`."""
    earliest, latest = (float(end) for end in pair(value))
    if earliest == latest:
        return "never" if earliest == np.inf else f"day {int(earliest)}"
    if np.isfinite(earliest) and np.isfinite(latest):
        return f"day {int(earliest)} to {int(latest)}"
    if np.isfinite(earliest):
        return f"day {int(earliest)} or later, or never"
    return f"day {int(latest)} or earlier" if np.isfinite(latest) else "any day, or never"


def days_words(first: int, last: int) -> str:
    """`day 5`, `days 152-213`, `days -30 to 0`."""
    if first == last:
        return f"day {first}"
    return f"days {first}-{last}" if first >= 0 else f"days {first} to {last}"


def period_words(first: float, last: float) -> str:
    """`from day 0 to day 200`, `from day 1 on`, `until day 200`, `at any time`."""
    if np.isfinite(first) and np.isfinite(last):
        return f"from day {int(first)} to day {int(last)}"
    if np.isfinite(first):
        return f"from day {int(first)} on"
    return f"until day {int(last)}" if np.isfinite(last) else "at any time"
