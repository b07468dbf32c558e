"""Which days decide a form over days, and which doses of them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import cast

import numpy as np

from remit.evaluate.stretches import limits_at, stretch_of
from remit.explain import doses, periods
from remit.explain.part import Part, Scope, Steps, text_of
from remit.explain.reasons import Input, InputKind, Reason
from remit.explain.trace import Mark, Trace
from remit.model import expressions as e
from remit.model.types import Level
from remit.operators.bounds import Bounds, Number, Truth, each

DayForm = e.OverDays | e.DaysAggregate | e.DayMoment | e.DaysSustained | e.DaysOnset


def of_dose(trace: Trace, x: e.DoseValue, date: int | None) -> Iterator[Input]:
    """The dose on the day of a visit."""
    assert date is not None  # it stands at a visit; on other days its form tells of it
    yield from doses.doses(trace, x.name, [trace.day(date)])


def of_moment(trace: Trace, x: e.AtMoment, day: int, scope: Scope) -> Steps:
    """A value per day on the day of a moment."""
    yield from _inside(trace, x.body, [day], scope)


def of_form(trace: Trace, x: DayForm, date: int | None, scope: Scope) -> Steps:
    """The moments that limit the period, the doses of the days that decide, and what leaves it open."""
    found = list(_of_form(trace, x, date, scope))
    yield from found
    if not found and scope is Scope.OPEN:
        yield _undefined(x)


def _undefined(x: DayForm) -> Input:
    """Open although nothing is missing: on some day it has no value, or no day counts."""
    words = text_of(x)
    why = f"`{words}` has no value on some day of its period, or there is no such day"
    remark = Reason.UNDEFINED.value
    return Input(InputKind.COMPUTED, words, f"`{words}`", reason=Reason.UNDEFINED, why=why, remark=remark)


def _of_form(trace: Trace, x: DayForm, date: int | None, scope: Scope) -> Steps:
    if isinstance(x, e.DaysSustained | e.DaysOnset):
        assert date is not None
        yield from _inside(trace, x, [trace.day(date)], scope)
        return
    for edge in (*x.period.starts, *x.period.ends):
        if scope is not Scope.OPEN or trace.is_open(edge.moment, date):
            yield Part(edge.moment, date)
    limits = trace.limits(x.period, date)
    first = trace.evaluator.grids.first_days[trace.row : trace.row + 1]
    stretch, begin, _ = stretch_of(limits, first, np.array([trace.follow_up_end]))
    possible = _days(stretch.maybe_first, stretch.maybe_last, begin)
    certain = _days(stretch.sure_first, stretch.sure_last, begin)
    wanted = _deciding(trace, x, date, possible, certain) if scope is Scope.DECIDING else possible
    yield from _inside(trace, x.body, wanted, scope)
    if isinstance(x, e.DaysAggregate) and x.condition is not None:
        yield from _inside(trace, x.condition, possible, scope)
    if trace.is_open(x, date) and not (stretch.begun & stretch.bounded)[0, 0]:
        yield from periods.uncovered_days(trace, limits, bounded=bool(stretch.bounded[0, 0]))


def _days(first: np.ndarray, last: np.ndarray, begin: int) -> list[int]:
    return list(range(begin + int(first[0, 0]), begin + int(last[0, 0]) + 1))


# ---- the days that decide ------------------------------------------------------------------------------


def _deciding(
    trace: Trace,
    x: e.OverDays | e.DaysAggregate | e.DayMoment,
    date: int | None,
    possible: Sequence[int],
    certain: Sequence[int],
) -> Sequence[int]:
    if not possible:
        return possible
    values = _Series(trace, x.body, possible)
    match x:
        case e.OverDays():
            return _of_count(x, trace.mark(x, date), values, possible, certain)
        case e.DayMoment():
            return _of_moment(x, values, possible, certain)
        case e.DaysAggregate():
            return _of_kind(x, values, possible)


class _Series:
    """A value per day of the patient on a row of days."""

    def __init__(self, trace: Trace, body: e.Expr, days: Sequence[int]) -> None:
        self._first = min(days)
        grid = trace.evaluator.grids.of(self._first, max(days))
        self._values: Bounds = each(grid.over_visits(body), lambda array: array[trace.row])

    def at(self, day: int) -> Bounds:
        return each(self._values, lambda array: array[day - self._first])

    def mark(self, day: int) -> Mark:
        truth = cast(Truth, self.at(day))
        if truth.certain:
            return Mark.CERTAIN
        return Mark.OPEN if truth.possible else Mark.IMPOSSIBLE


def _of_count(
    x: e.OverDays, whole: Mark, values: _Series, possible: Sequence[int], certain: Sequence[int]
) -> Sequence[int]:
    """The first N on which it holds, one too many, the first on which it fails; else all of them."""
    holding = [day for day in certain if values.mark(day) is Mark.CERTAIN]
    match x.count, whole:
        case "at least", Mark.CERTAIN:
            return _together(holding, x.number, x.window)
        case (("at most" | "exactly"), Mark.IMPOSSIBLE) if len(holding) > x.number:
            return _together(holding, x.number + 1, x.window)
        case "every", Mark.IMPOSSIBLE:
            return [day for day in certain if values.mark(day) is Mark.IMPOSSIBLE][:1]
        case _:
            return possible


def _together(days: list[int], number: int, window: int | None) -> list[int]:
    for start in range(len(days) - number + 1):
        some = days[start : start + number]
        if window is None or not some or some[-1] - some[0] <= window:
            return some
    return days


def _of_moment(
    x: e.DayMoment, values: _Series, possible: Sequence[int], certain: Sequence[int]
) -> Sequence[int]:
    """The days up to the first (from the last) on which it certainly holds: that one, and the open ones."""
    sure = [day for day in certain if values.mark(day) is Mark.CERTAIN]
    if not sure:
        return possible
    end = sure[0] if x.which == "first" else sure[-1]
    nearer = [day for day in possible if (day < end if x.which == "first" else day > end)]
    return sorted([end, *(day for day in nearer if values.mark(day) is Mark.OPEN)])


def _of_kind(x: e.DaysAggregate, values: _Series, possible: Sequence[int]) -> Sequence[int]:
    """Of the lowest or highest the day that has it, where all are known; of others all days."""
    if x.condition is not None or x.kind in ("mean", "total"):
        return possible
    if x.kind in ("first", "last"):
        return possible[:1] if x.kind == "first" else possible[-1:]
    known = [cast(Number, values.at(day)) for day in possible]
    if any(one.open for one in known):
        return possible
    extreme = min if x.kind == "lowest" else max
    return [extreme(possible, key=lambda day: float(cast(Number, values.at(day)).low))]


# ---- the doses on these days ---------------------------------------------------------------------------


def _inside(trace: Trace, body: e.Expr, days: Sequence[int], scope: Scope) -> Steps:
    """What a value per day is made of on these days: doses in spans, and what the patient has once."""
    asked: dict[str, set[int]] = {}
    yield from _descended(trace, body, days, scope, asked)
    for name, found in asked.items():
        yield from doses.doses(trace, name, sorted(found), only_open=scope is Scope.OPEN)


def _descended(
    trace: Trace, x: e.Expr, days: Sequence[int], scope: Scope, asked: dict[str, set[int]]
) -> Iterator[Part]:
    """The parts per patient; the days of each drug are gathered in `asked`."""
    if x.level is Level.PATIENT:
        if not isinstance(x, e.Constant) and (scope is not Scope.OPEN or trace.is_open(x, None)):
            yield Part(x, None)
        return
    match x:
        case e.DoseValue(name=name):
            asked.setdefault(name, set()).update(days)
        case e.DaysSustained(body=body, days=length):
            yield from _descended(trace, body, _widened(days, length - 1, length - 1), scope, asked)
        case e.DaysOnset(body=body):
            yield from _descended(trace, body, _widened(days, 1, 0), scope, asked)
        case e.OverDays(body=body, period=period) | e.DayMoment(body=body, period=period):
            yield from _descended(trace, body, _in_periods(trace, period, days), scope, asked)
        case e.DaysAggregate(body=body, period=period, condition=condition):
            inner = _in_periods(trace, period, days)
            for part in (body, condition):
                if part is not None:
                    yield from _descended(trace, part, inner, scope, asked)
        case _:
            for child in e.children(x):
                yield from _descended(trace, child, days, scope, asked)


def _widened(days: Iterable[int], before: int, after: int) -> list[int]:
    return sorted({one for day in days for one in range(day - before, day + after + 1)})


def _in_periods(trace: Trace, period: e.Period, days: Sequence[int]) -> list[int]:
    """The days possibly in a period about now, of each of these days."""
    if not days:
        return []
    first = min(days)
    grid = trace.evaluator.grids.of(first, max(days))
    here = slice(trace.row, trace.row + 1)
    limits = grid.limits(period)
    if limits.start_earliest.ndim > 1:
        limits = limits_at(limits, here, [day - first for day in days])
    stretch, begin, _ = stretch_of(
        limits, trace.evaluator.grids.first_days[here], np.array([trace.follow_up_end])
    )
    spans = zip(stretch.maybe_first[0], stretch.maybe_last[0], strict=True)
    return sorted({begin + column for one, other in spans for column in range(int(one), int(other) + 1)})
