"""Lowest, highest, mean, total, first, last over what was recorded in a period."""

import numpy as np

from remit.evaluate.taking import extreme_level
from remit.model.expressions import AggregateKind
from remit.operators.bounds import Bools, Bounds, Floats, Levels, Number, Truth, every, some


def aggregate(kind: AggregateKind, body: Bounds, taken: Truth, day: Floats) -> Bounds:
    """The aggregate over the dates taken, certainly and possibly `[patients, dates]`.

    Where no date is certainly taken the result has no meaning; the caller opens it.
    """
    certain, possible = taken.certain, taken.possible
    if kind == "first" or kind == "last":
        return _hull(body, _candidates(kind, certain, possible))
    if isinstance(body, Levels):
        return extreme_level(body, certain, possible, high=kind == "highest")
    assert isinstance(body, Number)
    exact = body.low is body.high and certain is possible
    low, high = _ends(kind, body, certain, possible, day, exact)
    # Limits that are not there cancel in a sum: nothing is known then.
    return Number(np.where(np.isnan(low), -np.inf, low), np.where(np.isnan(high), np.inf, high))


def _ends(
    kind: str, body: Number, certain: Bools, possible: Bools, day: Floats, exact: bool
) -> tuple[Floats, Floats]:
    match kind:
        case "lowest":
            low = _over(np.minimum, body.low, possible, np.inf)
            return low, low if exact else _over(np.minimum, body.high, certain, np.inf)
        case "highest":
            low = _over(np.maximum, body.low, certain, -np.inf)
            return low, low if exact else _over(np.maximum, body.high, possible, -np.inf)
        case "total":
            return _total(body, certain, possible)
        case "mean":
            return _mean(body, certain, possible, np.ones_like(day))
        case "time-weighted mean":
            return _mean(body, certain, possible, _trapezoid_weights(day, certain))
    raise ValueError(kind)


def _over(function: np.ufunc, values: Floats, of: Bools, none: float) -> Floats:
    result: Floats = function.reduce(np.where(of, values, none), axis=1, initial=none)
    return result


def _total(body: Number, certain: Bools, possible: Bools) -> tuple[Floats, Floats]:
    extra = possible & ~certain
    low = np.where(certain, body.low, np.where(extra, np.minimum(body.low, 0.0), 0.0)).sum(axis=1)
    return low, np.where(certain, body.high, np.where(extra, np.maximum(body.high, 0.0), 0.0)).sum(axis=1)


def _mean(body: Number, certain: Bools, possible: Bools, weights: Floats) -> tuple[Floats, Floats]:
    """Of the lows and of the highs where it is known which dates count; else between the extremes."""
    known = every(certain == possible)
    weights = np.where(certain, weights, 0.0)
    total = weights.sum(axis=1)
    with np.errstate(all="ignore"):
        means = [np.where(certain, end * weights, 0.0).sum(axis=1) / total for end in (body.low, body.high)]
    low = np.where(known, means[0], _over(np.minimum, body.low, possible, np.inf))
    high = np.where(known, means[1], _over(np.maximum, body.high, possible, -np.inf))
    return low, high


def _trapezoid_weights(day: Floats, certain: Bools) -> Floats:
    """Half the time to the neighbour on each side; 1 where there is only one date."""
    known = np.where(certain, day, np.nan)
    before = np.full_like(known, -np.inf)
    before[:, 1:] = np.maximum.accumulate(np.where(certain, day, -np.inf), axis=1)[:, :-1]
    after = np.full_like(known, np.inf)
    after[:, :-1] = np.minimum.accumulate(np.where(certain, day, np.inf)[:, ::-1], axis=1)[:, ::-1][:, 1:]
    with np.errstate(invalid="ignore"):
        left = np.where(np.isfinite(before), known - before, 0.0)
        right = np.where(np.isfinite(after), after - known, 0.0)
    alone = certain.sum(axis=1, keepdims=True) == 1
    return np.where(alone, 1.0, np.nan_to_num(left + right) / 2.0)


def _candidates(kind: str, certain: Bools, possible: Bools) -> Bools:
    """The dates that may be the first (last): possible ones up to the first (from the last) certain one."""
    if kind == "first":
        before = np.zeros_like(certain)
        before[:, 1:] = np.logical_or.accumulate(certain, axis=1)[:, :-1]
        return possible & ~before
    after = np.zeros_like(certain)
    after[:, :-1] = np.logical_or.accumulate(certain[:, ::-1], axis=1)[:, ::-1][:, 1:]
    return possible & ~after


def _hull(body: Bounds, of: Bools) -> Bounds:
    match body:
        case Truth():
            return Truth(every(body.certain | ~of), some(body.possible & of))
        case Number():
            return Number(_over(np.minimum, body.low, of, np.inf), _over(np.maximum, body.high, of, -np.inf))
        case Levels():
            return Levels(np.bitwise_or.reduce(np.where(of, body.mask, 0), axis=1))
        case _:
            raise TypeError("a moment has no first or last")
