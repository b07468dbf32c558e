"""Values of one patient, out of the arrays of an evaluation."""

import math
from typing import Any, cast

from remit.explain.words import number
from remit.model.types import LevelsType, Type
from remit.operators.bounds import Bounds, Levels, Moment, Number, Truth, each

Known = bool | int | float | str | None
"""Yes or no, a number, a level, the study day of a moment or None for "never"."""


def at(values: Bounds, place: Any) -> Bounds:
    """The value at one place of the arrays: a patient's, or a patient's at a date."""
    return each(values, lambda array: array[place])


def known(value: Bounds, type_: Type) -> Known:
    """A value (arrays without axes) that is not open."""
    match value:
        case Truth():
            return bool(value.certain)
        case Number():
            return float(value.low)
        case Levels():
            return cast(LevelsType, type_).levels[int(value.mask).bit_length() - 1]
        case Moment():
            return None if math.isinf(value.latest) else int(value.latest)


def words(value: Known) -> str:
    """A known value as a cell of a table holds it, without its unit; a moment is a study day."""
    if value is None:
        return "never"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else number(value)
