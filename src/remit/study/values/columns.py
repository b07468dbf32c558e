"""Values in their places as columns with bounds: what is not recorded is open at its range."""

from collections.abc import Sequence

import numpy as np

from remit.course.cohort import Addresses, Column, Ints, Origin, Status
from remit.model.types import LevelsType, MomentType, NumberType, TruthType, Type
from remit.operators.bounds import Bounds, Floats, Levels, Moment, Number, Truth
from remit.study.tables.table import CellTexts
from remit.study.values.cells import Values


def column_of(type_: Type, values: Values, addresses: Addresses | None) -> Column:
    """A column of a type from values whose bounds are NaN where nothing is recorded."""
    return Column(_bounds(type_, values), values.status, addresses)


def _bounds(type_: Type, values: Values) -> Bounds:
    recorded = values.recorded
    match type_:
        case NumberType():
            low, high = _filled(values, _limit(type_.low, -np.inf), _limit(type_.high, np.inf))
            return Number(low, high)
        case MomentType():
            return Moment(*_filled(values, -np.inf, np.inf))
        case TruthType():
            certain = recorded & (values.low == 1)
            return Truth(certain, certain if recorded.all() else certain | ~recorded)
        case LevelsType():
            single = np.left_shift(1, np.where(recorded, values.low, 0).astype(np.int64))
            return Levels(np.where(recorded, single, type_.every))


def _limit(limit: object, infinite: float) -> float:
    return infinite if limit is None else float(limit)  # type: ignore[arg-type]


def _filled(values: Values, low: float, high: float) -> tuple[Floats, Floats]:
    """Both bounds with the range where nothing is recorded; one array where no value is open."""
    recorded = values.recorded
    if recorded.all() and (values.high is values.low or np.array_equal(values.low, values.high)):
        return values.low, values.low
    return np.where(recorded, values.low, low), np.where(recorded, values.high, high)


def never_recorded(count: int) -> Values:
    """Values of which no table has a row."""
    nothing = np.full(count, np.nan)
    return Values(nothing, nothing, np.full(count, Status.NO_ROW, dtype=np.uint8))


def addresses_of(origins: Sequence[Origin], origin: Ints, row: Ints, text: Sequence[str]) -> Addresses:
    """Addresses whose places without a row have row -1."""
    written = text if isinstance(text, CellTexts) else tuple(text)
    return Addresses(tuple(origins), origin, row, written)
