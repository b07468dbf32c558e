"""One value a patient out of many: at a picked date, the worst of a window, anything that a type allows."""

from typing import cast

import numpy as np

from remit.evaluate.limits import Limits
from remit.model.types import LevelsType, MomentType, NumberType, TruthType, Type
from remit.operators.bounds import Bools, Bounds, Levels, Moment, Number, Truth, each, pair
from remit.operators.comparison import level_positions


def open_value(type_: Type, shape: tuple[int, ...]) -> Bounds:
    """Anything that a type allows."""
    match type_:
        case TruthType():
            return Truth(np.zeros(shape, np.bool_), np.ones(shape, np.bool_))
        case NumberType(low=low, high=high):
            return Number(
                np.full(shape, -np.inf if low is None else float(low)),
                np.full(shape, np.inf if high is None else float(high)),
            )
        case LevelsType():
            return Levels(np.full(shape, type_.every, np.int64))
        case MomentType():
            return Moment(np.full(shape, -np.inf), np.full(shape, np.inf))


def taken_array(array: np.ndarray, index: np.ndarray) -> np.ndarray:
    """`[patients, dates]` at one index a patient, `[patients]`."""
    if array.shape[1] == 0:
        return np.zeros(len(array), array.dtype)
    result: np.ndarray = np.take_along_axis(array, index[:, None], axis=1)[:, 0]
    return result


def taken(value: Bounds, index: np.ndarray) -> Bounds:
    """A per-visit value at one date a patient."""
    return each(value, lambda array: taken_array(array, index))


def column_of(limits: Limits, j: int) -> Limits:
    """The limits of a period about now, at the j-th date of each patient."""
    start, end = limits.start_earliest[:, j], limits.end_earliest[:, j]
    same_start = limits.start_latest is limits.start_earliest
    same_end = limits.end_latest is limits.end_earliest
    return Limits(
        start,
        start if same_start else limits.start_latest[:, j],
        end,
        end if same_end else limits.end_latest[:, j],
        limits.ends_observed[:, j],
        limits.between_visits,
    )


def worst(value: Bounds, of: Bools, high: bool) -> Bounds:
    """The largest (smallest) of what was recorded: bounds by bounds."""
    if isinstance(value, Levels):
        return worst_level(value, of, high)
    low, up = pair(cast(Number, value))
    if low.dtype == np.bool_:
        ends = [(end & of).any(axis=1) if high else (end | ~of).all(axis=1) for end in (low, up)]
    elif high:
        ends = [np.where(of, end, -np.inf).max(axis=1, initial=-np.inf) for end in (low, up)]
    else:
        ends = [np.where(of, end, np.inf).min(axis=1, initial=np.inf) for end in (low, up)]
    return type(value)(ends[0], ends[0] if low is up else ends[1])


def worst_level(value: Levels, of: Bools, high: bool) -> Levels:
    """Levels that some date may have and no date certainly exceeds."""
    return extreme_level(value, of, of, high)


def extreme_level(value: Levels, certain: Bools, possible: Bools, high: bool) -> Levels:
    """What one of the dates that may count may have, and none of those that do count exceeds for certain."""
    low, up = level_positions(np.where(possible, value.mask, 1))
    of = certain
    if high:
        floor = np.where(of, low, -1).max(axis=1, initial=-1)
        reach = np.bitwise_or.reduce(np.where(possible, value.mask, 0), axis=1)
        keep = ~((1 << np.maximum(floor, 0).astype(np.int64)) - 1)
        return Levels(reach & keep)
    ceiling = np.where(of, up, 63).min(axis=1, initial=63)
    reach = np.bitwise_or.reduce(np.where(possible, value.mask, 0), axis=1)
    return Levels(reach & ((1 << (np.minimum(ceiling, 61).astype(np.int64) + 1)) - 1))
