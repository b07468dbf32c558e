"""Lowest and highest so far: one pass over the dates, whatever their number."""

import numpy as np

from remit.model.expressions import Aggregate, NowDay
from remit.model.types import Level, NumberType
from remit.operators.bounds import Bools, Floats, Number, Truth


def reaches_back(x: Aggregate) -> int | None:
    """How many days before now an aggregate of numbers so far ends, 0 or 1; None for any other."""
    if not isinstance(x.type, NumberType):
        return None
    period = x.period
    if x.kind not in ("lowest", "highest") or x.level is not Level.VISIT or period.starts:
        return None
    if len(period.ends) != 1 or not isinstance(period.ends[0].moment, NowDay):
        return None
    return -period.ends[0].shift if period.ends[0].shift in (0, -1) else None


def running(kind: str, body: Number, taken: Truth, before_now: bool) -> tuple[Number, Bools]:
    """At every date the lowest (highest) of the dates taken up to it, `[patients, dates]`.

    With `before_now` its own day is left out: days are whole, and no two dates of a patient share one. The
    second result is whether anything was certainly taken; where nothing was, the first has no meaning.
    """
    least = kind == "lowest"
    join, none = (np.minimum, np.inf) if least else (np.maximum, -np.inf)
    known = _before(np.logical_or.accumulate(taken.certain, axis=1), False, before_now)
    wide, narrow = (taken.possible, taken.certain) if least else (taken.certain, taken.possible)
    low = _so_far(join, body.low, wide, none, before_now)
    if body.low is body.high and taken.certain is taken.possible:
        return Number(low, low), known
    return Number(low, _so_far(join, body.high, narrow, none, before_now)), known


def _so_far(join: np.ufunc, values: Floats, of: Bools, none: float, before_now: bool) -> Floats:
    return np.asarray(_before(join.accumulate(np.where(of, values, none), axis=1), none, before_now))


def _before(values: np.ndarray, first: float | bool, before_now: bool) -> np.ndarray:
    """Each date's value at the date before, `first` at the first one."""
    if not before_now:
        return values
    moved = np.empty_like(values)
    moved[:, :1], moved[:, 1:] = first, values[:, :-1]
    return moved
