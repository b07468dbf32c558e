"""Which visits and events decide a form that looks across them."""

from collections.abc import Iterable, Iterator
from typing import cast

import numpy as np

from remit.evaluate.limits import Selection
from remit.explain import cells, periods
from remit.explain.part import Part, Scope, Steps, measures_of
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


def _at(body: e.Expr, dates: Iterable[int]) -> list[Part]:
    return [Part(body, date) for date in dates]


def _open_at(trace: Trace, body: e.Expr, dates: Iterable[int]) -> list[Part]:
    return [part for part in _at(body, dates) if trace.is_open(*part)]


# ---- so many visits, so many events ------------------------------------------------------------------


def of_visits(trace: Trace, x: e.OverVisits, date: int | None, scope: Scope) -> Steps:
    """The visits that decide; and, of an open one, what leaves the period uncovered."""
    selection = trace.selection(x.period, x.reads, date)
    whole = trace.mark(x, date)
    yield from _edges(trace, x.period, date, scope)
    if scope is Scope.OPEN:
        yield from _open_at(trace, x.body, possible_dates(selection))
    elif scope is Scope.ALL:
        yield from _at(x.body, possible_dates(selection))
    else:
        yield from _at(x.body, _deciding_visits(trace, x, whole, selection))
    if whole is Mark.OPEN:
        yield from periods.uncovered(trace, selection, measures_of(x.body), x.gaps)


def _deciding_visits(trace: Trace, x: e.OverVisits, whole: Mark, selection: Selection) -> list[int]:
    """The first N at which it holds, one too many, the first at which it fails; else all of them."""
    certain, possible = certain_dates(selection), possible_dates(selection)
    holding = [date for date in certain if trace.mark(x.body, date) is Mark.CERTAIN]
    failing = [date for date in certain if trace.mark(x.body, date) is Mark.IMPOSSIBLE]
    match x.count, whole:
        case "at least", Mark.CERTAIN:
            return holding[: x.number]
        case (("at most" | "exactly"), Mark.IMPOSSIBLE) if len(holding) > x.number:
            return holding[: x.number + 1]
        case "every", Mark.IMPOSSIBLE:
            return failing[:1]
        case _:
            return possible


def of_events(trace: Trace, x: e.OverEvents | e.EventMoment, date: int | None, scope: Scope) -> Steps:
    """The events in the period, and the moments that limit it."""
    yield from _edges(trace, x.period, date, scope)
    yield periods.events(trace, x, date)


# ---- aggregates --------------------------------------------------------------------------------------


def of_aggregate(trace: Trace, x: e.Aggregate, date: int | None, scope: Scope) -> Steps:
    """The dates that were taken; of the first, last, lowest or highest only the one that counts."""
    taken = _taken(trace, x, date)
    yield from _conditions(trace, x, date, scope, taken)
    certainly = [one for one in taken if _surely(trace, x, one, date)]
    if not certainly:
        yield from _no_reference(trace, x, date)
    elif scope is Scope.OPEN:
        yield from _open_at(trace, x.body, taken)
    elif scope is Scope.ALL or len(certainly) < len(taken):
        yield from _at(x.body, taken)
    else:
        yield from _at(x.body, _of_kind(trace, x, taken))


def of_any_recorded(trace: Trace, x: e.AnyRecorded, date: int | None, scope: Scope) -> Steps:
    """The dates at which something was taken, and on what condition."""
    taken = _taken(trace, x, date)
    yield from _conditions(trace, x, date, scope, taken)
    if scope is not Scope.OPEN:
        yield from _at(x.recorded, taken)


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
    yield from _open_at(trace, x.recorded, taken)
    if x.condition is not None:
        yield from _open_at(trace, x.condition, taken) if scope is Scope.OPEN else _at(x.condition, taken)


def _of_kind(trace: Trace, x: e.Aggregate, taken: list[int]) -> list[int]:
    """The dates whose values the aggregate shows."""
    if x.kind == "first":
        return taken[:1]
    if x.kind == "last":
        return taken[-1:]
    if x.kind not in ("lowest", "highest") or _open_at(trace, x.body, taken):
        return taken
    extreme = min if x.kind == "lowest" else max
    return [extreme(taken, key=lambda one: float(cast(Number, trace.value(x.body, one)).low))]


def _no_reference(trace: Trace, x: e.Aggregate, date: int | None) -> Iterator[Input]:
    """Nothing to work on: the visits at which nothing was recorded, or that there was no visit."""
    selection = trace.selection(x.period, x.reads, date)
    dates, measures = possible_dates(selection), measures_of(x.body)
    for one in dates:
        found = (cells.measured(trace, measure, one) for measure in measures)
        yield from (cell for cell in found if cell.reason is not None)
    if not dates:
        start, end = float(selection.limits.start_earliest[0]), float(selection.limits.end_latest[0])
        words = " ".join(x.span.text.split())
        why = f"`{words}`: nothing recorded {period_words(start, end)}"
        yield periods.missing_visit(words, Reason.NO_REFERENCE, why, np.inf, measures)


# ---- moments -----------------------------------------------------------------------------------------


def of_visit_moment(trace: Trace, x: e.VisitMoment, date: int | None, scope: Scope) -> Steps:
    """The visits up to the first (from the last) at which the condition certainly holds."""
    selection = trace.selection(x.period, x.reads, date)
    yield from _edges(trace, x.period, date, scope)
    dates, certain = possible_dates(selection), certain_dates(selection)
    sure = [one for one in certain if trace.mark(x.body, one) is Mark.CERTAIN]
    if sure and scope is not Scope.ALL:
        dates = [one for one in dates if (one <= sure[0] if x.which == "first" else one >= sure[-1])]
    yield from _open_at(trace, x.body, dates) if scope is Scope.OPEN else _at(x.body, dates)
    if trace.moment(x, date).open and (x.which == "last" or not sure):
        yield from periods.uncovered(trace, selection, measures_of(x.body), None)


# ---- runs --------------------------------------------------------------------------------------------


def of_sustained(trace: Trace, x: e.Sustained, date: int | None, scope: Scope) -> Steps:
    """The run of visits that contains this one, as far as the condition may hold, and what breaks it."""
    dates = trace.dates(x.reads)
    if date not in dates:
        yield Part(x.body, date)
        return
    run = _run(trace, x, dates, date)
    if scope is Scope.OPEN:
        yield from _open_at(trace, x.body, run)
    elif scope is Scope.ALL:
        yield from _at(x.body, dates)
    else:
        yield from _at(x.body, _deciding_run(trace, x, dates, run, date))
    if trace.is_open(x, date) and run and run[-1] == dates[-1]:
        yield _goes_on(trace, x, run)


def _run(trace: Trace, x: e.Sustained, dates: list[int], date: int) -> list[int]:
    """The unbroken row of dates around this one at which the condition is possible."""

    def joined(one: int, other: int) -> bool:
        return x.gaps is None or trace.day(other) - trace.day(one) <= x.gaps

    runs: list[list[int]] = [[]]
    for one in dates:
        if not trace.truth(x.body, one).possible:
            runs.append([])
        elif runs[-1] and not joined(runs[-1][-1], one):
            runs.append([one])
        else:
            runs[-1].append(one)
    return next((run for run in runs if date in run), [])


def _deciding_run(trace: Trace, x: e.Sustained, dates: list[int], run: list[int], date: int) -> list[int]:
    """The run; of one that is too short also the dates at either end at which the condition fails."""
    if not run:
        return [date]
    if trace.mark(x, date) is not Mark.IMPOSSIBLE:
        return run
    first, last = dates.index(run[0]), dates.index(run[-1])
    around = dates[max(first - 1, 0) : last + 2]
    return [one for one in around if one in run or not trace.truth(x.body, one).possible]


def _goes_on(trace: Trace, x: e.Sustained, run: list[int]) -> Input:
    first, last = trace.day(run[0]), trace.day(run[-1])
    enough = last + 1 if x.days is None else first + x.days
    wanted = max(enough, last + 1) if x.gaps is None else min(max(enough, last + 1), last + x.gaps)
    long = f"{x.visits} visits are" if x.days is None else f"{x.days} days are"
    why = f"the run from day {first} may go on after the last visit (day {last}); {long} needed"
    return periods.missing_visit(f"visit after day {last}", Reason.GOES_ON, why, wanted, measures_of(x.body))


# ---- confirmation, onset -----------------------------------------------------------------------------


def of_confirmed(trace: Trace, x: e.Confirmed, date: int | None, scope: Scope) -> Steps:
    """The visit itself, and the later ones up to that which confirms or breaks it."""
    dates = trace.dates(x.reads)
    yield from _filtered(trace, [Part(x.body, date)], scope)
    if date not in dates or (scope is not Scope.ALL and trace.mark(x.body, date) is Mark.IMPOSSIBLE):
        return
    later = [one for one in dates if one > date and _within(trace, x, date, one)]
    for one in later:
        yield from _filtered(trace, _asked_later(trace, x, date, one), scope)
        if scope is not Scope.ALL and _settled(trace, x, date, one):
            return
    if trace.is_open(x, date) and _may_come(trace, x, date, later):
        yield _unconfirmed(trace, x, date)


def _filtered(trace: Trace, candidates: list[Part], scope: Scope) -> Iterator[Part]:
    return (part for part in candidates if scope is not Scope.OPEN or trace.is_open(*part))


def _within(trace: Trace, x: e.Confirmed, date: int, one: int) -> bool:
    return x.at_most is None or trace.day(one) - trace.day(date) <= x.at_most


def _in_span(trace: Trace, x: e.Confirmed, date: int, one: int) -> bool:
    return trace.day(one) - trace.day(date) >= x.at_least


def _asked_later(trace: Trace, x: e.Confirmed, date: int, one: int) -> list[Part]:
    """What is asked of a later visit: the confirmation, or else that nothing breaks it."""
    asked = [Part(x.by, one)]
    if trace.mark(x.by, one) is not Mark.CERTAIN and x.body.key != x.by.key:
        asked.append(Part(x.body, one))
    if x.allowing is not None and not any(trace.mark(*part) is Mark.CERTAIN for part in asked):
        asked.append(Part(x.allowing, one))
    return asked


def _settled(trace: Trace, x: e.Confirmed, date: int, one: int) -> bool:
    """A later visit after which nothing more is asked: it confirms, or it certainly breaks."""
    if _in_span(trace, x, date, one) and trace.mark(x.by, one) is Mark.CERTAIN:
        return True
    return all(trace.mark(*part) is Mark.IMPOSSIBLE for part in _asked_later(trace, x, date, one))


def _may_come(trace: Trace, x: e.Confirmed, date: int, later: list[int]) -> bool:
    limit = np.inf if x.at_most is None else trace.day(date) + x.at_most
    return not any(_in_span(trace, x, date, one) for one in later) or limit > trace.follow_up_end


def _unconfirmed(trace: Trace, x: e.Confirmed, date: int) -> Input:
    day = trace.day(date)
    wanted = max(day + x.at_least, trace.day(trace.dates(x.reads)[-1]) + 1)
    why = (
        f"what holds on day {day} is not confirmed yet: no later visit from day {day + x.at_least} on does it"
    )
    words = f"visit from day {wanted} on"
    return periods.missing_visit(words, Reason.UNCONFIRMED, why, wanted, measures_of(x))


def of_onset(trace: Trace, x: e.Onset, date: int | None, scope: Scope) -> Steps:
    """This visit and the one before."""
    dates = trace.dates(x.reads)
    before = max((one for one in dates if date is not None and one < date), default=None)
    now = Part(x.body, date)
    if scope is Scope.DECIDING and trace.mark(*now) is Mark.IMPOSSIBLE:
        yield now
        return
    yield from _filtered(trace, [now] if before is None else [Part(x.body, before), now], scope)
    if before is None and date in dates and trace.is_open(x, date):
        why = f"nothing was assessed before day {trace.day(date)}"
        words = f"visit before day {trace.day(date)}"
        yield periods.missing_visit(words, Reason.NO_REFERENCE, why, np.inf, measures_of(x.body))
