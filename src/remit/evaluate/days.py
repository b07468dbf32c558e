"""Forms over days: doses as daily series, and what is asked of every day of a period.

The same meaning as over visits, but that the days of a period are all there: none is unseen, though many may
be open. Results are `[patients]`, or `[patients, places]` for a period about now, at the places (visits or
days) of the evaluator that asks.
"""

from typing import TYPE_CHECKING, assert_never, cast

import numpy as np

from remit.course.cohort import Ints
from remit.course.doses import DailyDoses
from remit.evaluate.quantifiers import decided
from remit.evaluate.ranges import counted, last_holding, next_holding
from remit.evaluate.stretches import Stretch, stretch_of
from remit.evaluate.summaries import summary
from remit.evaluate.taking import open_value
from remit.model import expressions as e
from remit.model.types import Level, Type
from remit.operators.bounds import NEVER, Bools, Bounds, Floats, Moment, Number, Truth, each, exact_truth
from remit.operators.selection import choose

if TYPE_CHECKING:
    from remit.evaluate.evaluator import Evaluator

OverStretch = e.OverDays | e.DaysAggregate | e.DayMoment
DayForm = e.DoseValue | OverStretch | e.DaysSustained | e.DaysOnset


def value(asking: "Evaluator", x: DayForm) -> Bounds:
    """The bounds of a form over days, at the places of the evaluator that asks."""
    match x:
        case e.OverDays() | e.DaysAggregate() | e.DayMoment():
            return _over_period(asking, x)
        case e.DoseValue() | e.DaysSustained() | e.DaysOnset() if asking.home is asking:
            return _on_their_days(asking, x)
        case e.DoseValue(name=name):
            return _doses(asking, name).values
        case e.DaysSustained():
            return _sustained(asking, x)
        case e.DaysOnset():
            return _onset(asking, x)
        case _:
            assert_never(x)


def known(asking: "Evaluator", x: e.Recorded, name: str) -> Bounds:
    """Whether the dose of the day is known."""
    if asking.home is asking:
        return _on_their_days(asking, x)
    return exact_truth(_doses(asking, name).known)


def _row(asking: "Evaluator") -> Ints:
    """The days of a grid."""
    assert asking.row is not None
    return asking.row


def _doses(asking: "Evaluator", name: str) -> DailyDoses:
    return asking.grids.doses(name, _row(asking))


# ---- values on the days of moments ---------------------------------------------------------------------


def _on_their_days(asking: "Evaluator", x: e.Expr) -> Bounds:
    """A value per day read at each visit, on its day."""
    return _read(asking, x, np.where(asking.block.exists, asking.block.day, np.nan))


def at_moment(asking: "Evaluator", x: e.AtMoment, moment: Moment) -> Bounds:
    """A value per day on the day of a moment; open where that is not known."""
    with np.errstate(invalid="ignore"):
        fixed = np.isfinite(moment.latest) & (moment.earliest == moment.latest)
    day = np.where(fixed, moment.latest, np.nan)
    if x.level is Level.PATIENT:
        return each(_read(asking, x.body, day[:, None]), lambda array: array[:, 0])
    return _read(asking, x.body, day)


def _read(asking: "Evaluator", x: e.Expr, day: Floats) -> Bounds:
    """A value per day on the days `[patients, places]`; open where there is none (NaN)."""
    there = np.isfinite(day)
    if not there.any():
        return open_value(x.type, day.shape)
    first, last = int(np.nanmin(day)), int(np.nanmax(day))
    series = asking.grids.of(first, last).over_visits(x)
    index = np.where(there, day - first, 0).astype(np.int64)
    return _opened(each(series, lambda array: np.take_along_axis(array, index, axis=1)), there, x.type)


def _opened(read: Bounds, known: Bools, type_: Type) -> Bounds:
    return read if bool(known.all()) else choose(known, read, open_value(type_, known.shape))


# ---- runs ----------------------------------------------------------------------------------------------


def _sustained(asking: "Evaluator", x: e.DaysSustained) -> Bounds:
    """A day lies in a run that is long enough when the days within its length around it tell so."""
    row, reach = _row(asking), max(x.days, 1) - 1
    body = cast(Truth, asking.grids.of(int(row[0]) - reach, int(row[-1]) + reach).over_visits(x.body))
    certain = _long_runs(body.certain, x.days, reach)
    return Truth(
        certain, certain if body.certain is body.possible else _long_runs(body.possible, x.days, reach)
    )


def _long_runs(holds: Bools, days: int, reach: int) -> Bools:
    width = holds.shape[1]
    column = np.arange(width)
    before = np.maximum.accumulate(np.where(holds, -1, column), axis=1)
    after = np.minimum.accumulate(np.where(holds, width, column)[:, ::-1], axis=1)[:, ::-1]
    return np.asarray((holds & (after - before - 1 >= days))[:, reach : width - reach])


def _onset(asking: "Evaluator", x: e.DaysOnset) -> Bounds:
    row = _row(asking)
    body = cast(Truth, asking.grids.of(int(row[0]) - 1, int(row[-1])).over_visits(x.body))
    certain = body.certain[:, 1:] & ~body.possible[:, :-1]
    return Truth(certain, body.possible[:, 1:] & ~body.certain[:, :-1])


# ---- over the days of a period -------------------------------------------------------------------------


def _over_period(asking: "Evaluator", x: OverStretch) -> Bounds:
    home = asking.home
    stretch, first, last = stretch_of(
        asking.limits(x.period), home.grids.first_days, home.block.follow_up_end
    )
    grid = home.grids.of(first, last)
    match x:
        case e.OverDays():
            found: Bounds = _over_days(x, stretch, cast(Truth, grid.over_visits(x.body)))
        case e.DayMoment():
            found = _moment(x, stretch, grid, cast(Truth, grid.over_visits(x.body)))
        case e.DaysAggregate():
            found = _aggregate(x, stretch, grid)
    return each(found, lambda array: array[:, 0]) if x.level is Level.PATIENT else found


def _over_days(x: e.OverDays, stretch: Stretch, body: Truth) -> Truth:
    """So many days; open where it is not certain that there is a day, or that there are no others."""
    full = stretch.begun & stretch.bounded
    if x.count == "every":
        failing = counted(~body.certain, stretch.maybe_first, stretch.maybe_last)
        refuted = counted(~body.possible, stretch.sure_first, stretch.sure_last)
        return Truth(full & (failing == 0), refuted == 0)
    if x.window is not None:
        least = _fullest(body.certain, stretch.sure_first, stretch.sure_last, x.window)
        most = _fullest(body.possible, stretch.maybe_first, stretch.maybe_last, x.window)
    else:
        least = counted(body.certain, stretch.sure_first, stretch.sure_last)
        most = counted(body.possible, stretch.maybe_first, stretch.maybe_last)
    return decided(x.count, x.number, least, most, full)


def _fullest(holds: Bools, first: Ints, last: Ints, window: int) -> Ints:
    """How many hold in the fullest window whose last day is at most so many days after its first."""
    column = np.arange(holds.shape[1])
    begin = np.broadcast_to(column, holds.shape)
    end = np.minimum(begin + window, holds.shape[1] - 1)
    most = np.zeros(first.shape, np.int64)
    for place in range(first.shape[1]):
        inside = holds & (column >= first[:, place, None]) & (column <= last[:, place, None])
        most[:, place] = counted(inside, begin, end).max(axis=1, initial=0)
    return most


def _moment(x: e.DayMoment, stretch: Stretch, grid: "Evaluator", body: Truth) -> Moment:
    """The first (last) day with the body."""
    origin, known = _row(grid)[0], stretch.begun & stretch.bounded
    maybe = next_holding(body.possible, stretch.maybe_first)
    first = np.where(maybe <= stretch.maybe_last, origin + maybe, NEVER)
    first = np.where(known, first, stretch.limits.start_earliest)
    if x.which == "first":
        sure = next_holding(body.certain, stretch.sure_first)
        return Moment(first, np.where(sure <= stretch.sure_last, origin + sure, NEVER))
    sure = last_holding(body.certain, stretch.sure_last)
    found = sure >= np.maximum(stretch.sure_first, 0)
    last = np.where(stretch.bounded, origin + last_holding(body.possible, stretch.maybe_last), NEVER)
    return Moment(np.where(found, origin + sure, first), np.where(found, last, NEVER))


def _aggregate(x: e.DaysAggregate, stretch: Stretch, grid: "Evaluator") -> Bounds:
    """Over the days taken; open where none is for certain, or others may lie in the period."""
    if x.condition is None:
        always = np.ones(grid.block.shape, np.bool_)
        condition = Truth(always, always)
    else:
        condition = cast(Truth, grid.over_visits(x.condition))
    found = summary(x.kind, stretch, grid.over_visits(x.body), condition)
    taken = counted(condition.certain, stretch.sure_first, stretch.sure_last) > 0
    if isinstance(found, Number):
        # Limits that are not there cancel in a sum: nothing is known then.
        low = np.where(np.isnan(found.low), -np.inf, found.low)
        exact = found.low is found.high
        found = Number(low, low if exact else np.where(np.isnan(found.high), np.inf, found.high))
    return _opened(found, taken & stretch.bounded, x.type)
