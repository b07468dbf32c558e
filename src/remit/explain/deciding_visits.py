"""Which visits and events decide a form that looks across them."""

from collections.abc import Iterable, Iterator
from typing import cast

import numpy as np

from remit.evaluate.limits import Selection
from remit.explain import cells, periods
from remit.explain.part import Part, Scope, Steps, measures_of, text_of
from remit.explain.reasons import Input, Reason
from remit.explain.trace import Mark, Trace, certain_dates, possible_dates
from remit.explain.words import period_words
from remit.model import expressions as e
from remit.operators.bounds import Number


def _edges(trace: Trace, period: e.Period, date: int | None, scope: Scope) -> Iterator[Part]:
    """The moments that limit a period."""
    for edge in (*period.starts, *period.ends):
        if scope is not Scope.OPEN or trace.is_open(edge.moment, date):
            yield Part(edge.moment, date)


def at_dates(body: e.Expr, dates: Iterable[int]) -> list[Part]:
    """A condition at each of the dates."""
    return [Part(body, date) for date in dates]


def open_at(trace: Trace, body: e.Expr, dates: Iterable[int]) -> list[Part]:
    """A condition at those of the dates at which it is open."""
    return [part for part in at_dates(body, dates) if trace.is_open(*part)]


# ---- so many visits, so many events ------------------------------------------------------------------


def of_visits(trace: Trace, x: e.OverVisits, date: int | None, scope: Scope) -> Steps:
    """The visits that decide; and, of an open one, what leaves the period uncovered."""
    selection = trace.selection(x.period, x.reads, date)
    whole = trace.mark(x, date)
    yield from _edges(trace, x.period, date, scope)
    if scope is Scope.OPEN:
        yield from open_at(trace, x.body, possible_dates(selection))
    elif scope is Scope.ALL:
        yield from at_dates(x.body, possible_dates(selection))
    else:
        yield from at_dates(x.body, _deciding_visits(trace, x, whole, selection))
    if whole is Mark.OPEN:
        yield from periods.uncovered(trace, selection, measures_of(x.body, x.reads), x.gaps)


def _deciding_visits(trace: Trace, x: e.OverVisits, whole: Mark, selection: Selection) -> list[int]:
    """The first N at which it holds, one too many, the first at which it fails; else all of them."""
    certain, possible = certain_dates(selection), possible_dates(selection)
    holding = [date for date in certain if trace.mark(x.body, date) is Mark.CERTAIN]
    failing = [date for date in certain if trace.mark(x.body, date) is Mark.IMPOSSIBLE]
    match x.count, whole:
        case "at least", Mark.CERTAIN:
            return _together(trace, holding, x.number, x.window)
        case (("at most" | "exactly"), Mark.IMPOSSIBLE) if len(holding) > x.number:
            return _together(trace, holding, x.number + 1, x.window)
        case "every", Mark.IMPOSSIBLE:
            return failing[:1]
        case _:
            return possible


def _together(trace: Trace, dates: list[int], number: int, window: int | None) -> list[int]:
    """The first so many of the dates; where a window slides, the first so many that lie in one."""
    for start in range(len(dates) - number + 1):
        some = dates[start : start + number]
        if window is None or not some or trace.day(some[-1]) - trace.day(some[0]) <= window:
            return some
    return dates


def of_events(trace: Trace, x: e.OverEvents | e.EventMoment, date: int | None, scope: Scope) -> Steps:
    """The events in the period, and the moments that limit it."""
    yield from _edges(trace, x.period, date, scope)
    found = periods.events(trace, x, date)
    if scope is not Scope.OPEN or found.reason is not None:
        yield found


# ---- aggregates --------------------------------------------------------------------------------------


def of_aggregate(trace: Trace, x: e.Aggregate, date: int | None, scope: Scope) -> Steps:
    """The dates that were taken; of the first, last, lowest or highest only the one that counts."""
    taken = _taken(trace, x, date)
    yield from _conditions(trace, x, date, scope, taken)
    certainly = [one for one in taken if _surely(trace, x, one, date)]
    if not certainly:
        yield from _no_reference(trace, x, date)
    elif scope is Scope.OPEN:
        yield from open_at(trace, x.body, taken)
    elif scope is Scope.ALL or len(certainly) < len(taken):
        yield from at_dates(x.body, taken)
    else:
        yield from at_dates(x.body, _of_kind(trace, x, taken))


def of_any_recorded(trace: Trace, x: e.AnyRecorded, date: int | None, scope: Scope) -> Steps:
    """The dates at which something was taken, and on what condition."""
    taken = _taken(trace, x, date)
    yield from _conditions(trace, x, date, scope, taken)
    if scope is not Scope.OPEN:
        yield from at_dates(x.recorded, taken)


def _taken(trace: Trace, x: e.Aggregate | e.AnyRecorded, date: int | None) -> list[int]:
    """The dates possibly taken: in the period, recorded, the condition possible."""
    dates = possible_dates(trace.selection(x.period, x.reads, date))
    recorded = [one for one in dates if trace.truth(x.recorded, one).possible]
    if x.condition is None:
        return recorded
    return [one for one in recorded if trace.truth(x.condition, one).possible]


def _surely(trace: Trace, x: e.Aggregate, one: int, date: int | None) -> bool:
    inside = one in certain_dates(trace.selection(x.period, x.reads, date))
    asked = [x.recorded] if x.condition is None else [x.recorded, x.condition]
    return inside and all(trace.mark(condition, one) is Mark.CERTAIN for condition in asked)


def _conditions(
    trace: Trace, x: e.Aggregate | e.AnyRecorded, date: int | None, scope: Scope, taken: list[int]
) -> Iterator[Part]:
    yield from _edges(trace, x.period, date, scope)
    yield from open_at(trace, x.recorded, taken)
    if x.condition is not None:
        yield from open_at(trace, x.condition, taken) if scope is Scope.OPEN else at_dates(x.condition, taken)


def _of_kind(trace: Trace, x: e.Aggregate, taken: list[int]) -> list[int]:
    """The dates whose values the aggregate shows."""
    if x.kind == "first":
        return taken[:1]
    if x.kind == "last":
        return taken[-1:]
    if x.kind not in ("lowest", "highest") or open_at(trace, x.body, taken):
        return taken
    extreme = min if x.kind == "lowest" else max
    return [extreme(taken, key=lambda one: float(cast(Number, trace.value(x.body, one)).low))]


def _no_reference(trace: Trace, x: e.Aggregate, date: int | None) -> Iterator[Input]:
    """Nothing to work on: the cells of the period that hold nothing, or that nothing in it counts."""
    selection = trace.selection(x.period, x.reads, date)
    dates, measures = possible_dates(selection), measures_of(x.body, x.reads)
    empty = [cell for one in dates for cell in unrecorded(trace, measures, one)]
    yield from empty
    if not empty:
        start, end = float(selection.limits.start_earliest[0]), float(selection.limits.end_latest[0])
        words = text_of(x)
        on_condition = " on that condition" if dates and x.condition is not None else ""
        why = f"`{words}`: nothing recorded {period_words(start, end)}{on_condition}"
        yield periods.missing_visit(words, Reason.NO_REFERENCE, why, np.inf, measures)


def unrecorded(trace: Trace, measures: Iterable[str], date: int) -> list[Input]:
    """The cells of a date that hold no known value."""
    found = (cells.measured(trace, measure, date) for measure in measures)
    return [cell for cell in found if cell.reason is not None]


# ---- moments -----------------------------------------------------------------------------------------


def of_visit_moment(trace: Trace, x: e.VisitMoment, date: int | None, scope: Scope) -> Steps:
    """The visits up to the first (from the last) at which the condition certainly holds."""
    selection = trace.selection(x.period, x.reads, date)
    yield from _edges(trace, x.period, date, scope)
    dates, certain = possible_dates(selection), certain_dates(selection)
    sure = [one for one in certain if trace.mark(x.body, one) is Mark.CERTAIN]
    if sure and scope is not Scope.ALL:
        dates = [one for one in dates if (one <= sure[0] if x.which == "first" else one >= sure[-1])]
    yield from open_at(trace, x.body, dates) if scope is Scope.OPEN else at_dates(x.body, dates)
    if trace.moment(x, date).open and (x.which == "last" or not sure):
        yield from periods.uncovered(trace, selection, measures_of(x.body, x.reads), None)
