"""Lowest, highest, mean, total, first, last over the days of a stretch."""

import numpy as np

from remit.course.cohort import Ints
from remit.evaluate.ranges import counted, last_holding, next_holding, reduced
from remit.evaluate.stretches import Stretch
from remit.model.expressions import DaysAggregateKind
from remit.operators.bounds import Bounds, Floats, Levels, Number, Truth


def summary(kind: DaysAggregateKind, stretch: Stretch, body: Bounds, condition: Truth) -> Bounds:
    """The bounds `[patients, places]` over the days certainly and possibly taken.

    The condition is that of the days taken, `[patients, days]`. Where no day is certainly taken the result
    has no meaning; the caller opens it.
    """
    match kind:
        case "first" | "last":
            return _hull(body, condition, *_candidates(kind, stretch, condition))
    assert isinstance(body, Number)
    exact = body.low is body.high and condition.certain is condition.possible and stretch.exact
    match kind:
        case "lowest":
            low = _extreme(np.minimum, body.low, condition.possible, stretch.maybe_first, stretch.maybe_last)
            if exact:
                return Number(low, low)
            high = _extreme(np.minimum, body.high, condition.certain, stretch.sure_first, stretch.sure_last)
            return Number(low, high)
        case "highest":
            low = _extreme(np.maximum, body.low, condition.certain, stretch.sure_first, stretch.sure_last)
            if exact:
                return Number(low, low)
            high = _extreme(
                np.maximum, body.high, condition.possible, stretch.maybe_first, stretch.maybe_last
            )
            return Number(low, high)
        case "total":
            low = _total(body.low, condition, stretch, np.minimum)
            return Number(low, low if exact else _total(body.high, condition, stretch, np.maximum))
        case "mean":
            return _mean(body, condition, stretch, exact=exact)


def _extreme(function: np.ufunc, values: Floats, of: np.ndarray, first: Ints, last: Ints) -> Floats:
    none = np.inf if function is np.minimum else -np.inf
    return reduced(function, np.where(of, values, none), first, last, none)


def _total(end: Floats, condition: Truth, stretch: Stretch, extra: np.ufunc) -> Floats:
    """What is certainly taken, and of the rest what lowers (raises) the sum."""
    perhaps = np.where(condition.possible, extra(end, 0.0), 0.0)
    if condition.certain is condition.possible:
        surely = np.where(condition.certain, end, 0.0)
    else:
        surely = np.where(condition.certain, end, perhaps)
    total = reduced(np.add, surely, stretch.sure_first, stretch.sure_last, 0.0)
    if stretch.exact:
        return total
    before = np.minimum(stretch.sure_first - 1, stretch.maybe_last)
    after = np.maximum(stretch.sure_last + 1, stretch.maybe_first)
    total = total + reduced(np.add, perhaps, stretch.maybe_first, before, 0.0)
    return np.asarray(total + reduced(np.add, perhaps, after, stretch.maybe_last, 0.0))


def _mean(body: Number, condition: Truth, stretch: Stretch, *, exact: bool) -> Number:
    """Of the lows and of the highs where it is known which days count; else between the extremes."""
    taken = counted(condition.certain, stretch.sure_first, stretch.sure_last)
    with np.errstate(all="ignore"):
        sums = [
            reduced(np.add, np.where(condition.certain, end, 0.0), stretch.sure_first, stretch.sure_last, 0.0)
            for end in ((body.low,) if exact else (body.low, body.high))
        ]
        means = [one / taken for one in sums]
    if exact:
        return Number(means[0], means[0])
    clear = taken == counted(condition.possible, stretch.maybe_first, stretch.maybe_last)
    low = _extreme(np.minimum, body.low, condition.possible, stretch.maybe_first, stretch.maybe_last)
    high = _extreme(np.maximum, body.high, condition.possible, stretch.maybe_first, stretch.maybe_last)
    return Number(np.where(clear, means[0], low), np.where(clear, means[1], high))


def _candidates(kind: str, stretch: Stretch, condition: Truth) -> tuple[Ints, Ints]:
    """The columns among which the first (last) day lies: up to the first (from the last) certain one."""
    if kind == "first":
        return stretch.maybe_first, next_holding(condition.certain, stretch.sure_first)
    return last_holding(condition.certain, stretch.sure_last), stretch.maybe_last


def _hull(body: Bounds, condition: Truth, first: Ints, last: Ints) -> Bounds:
    """The smallest bounds that hold every value of the days that may be meant."""
    width = condition.possible.shape[1]
    first, last, of = np.maximum(first, 0), np.minimum(last, width - 1), condition.possible
    match body:
        case Truth():
            certain = reduced(np.logical_and, body.certain | ~of, first, last, True)
            return Truth(certain, reduced(np.logical_or, body.possible & of, first, last, False))
        case Number():
            low = _extreme(np.minimum, body.low, of, first, last)
            return Number(low, _extreme(np.maximum, body.high, of, first, last))
        case Levels():
            return Levels(reduced(np.bitwise_or, np.where(of, body.mask, 0), first, last, 0))
        case _:
            raise TypeError("a moment has no first or last")
