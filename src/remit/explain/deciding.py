"""Which parts of an expression make its value what it is: one step down, for every kind of expression."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import assert_never, cast

import numpy as np

from remit.explain import cells, periods
from remit.explain import deciding_days as of_days
from remit.explain import deciding_runs as runs
from remit.explain import deciding_visits as over
from remit.explain.part import Part, Scope, Steps, measures_of, text_of
from remit.explain.reasons import Input, InputKind, Reason
from remit.explain.seen_from import seen_from
from remit.explain.trace import Mark, Trace
from remit.explain.words import value_words
from remit.model import expressions as e
from remit.model.types import Level
from remit.operators.bounds import Number

_CONNECTIVES = {"and", "or", "at least"}
_UNDEFINED = {
    "percent change": (0, Reason.ZERO_BASELINE, "is 0, and a change from zero has no size in percent"),
    "/": (1, Reason.UNDEFINED, "is 0, and nothing can be divided by zero"),
    "ln": (0, Reason.UNDEFINED, "has no logarithm"),
    "sqrt": (0, Reason.UNDEFINED, "has no square root"),
}
"""Operators that can be open although their arguments are not: which argument is at fault, and why."""


def parts(trace: Trace, part: Part, scope: Scope) -> Steps:
    """The parts one step further down, in reading order; an Input where the expression is itself a datum."""
    x, date = cast(e.AnyExpr, part.expression), part.date
    match x:
        case e.Constant() | e.NowDay() | e.VisitDay() | e.TimepointEnd():
            return iter(())
        case e.FactValue():
            return iter((cells.fact(trace, x.name),))
        case e.MeasureValue():
            return iter((_measured(trace, x, date),))
        case e.ReadAt():
            return _reading(trace, x, scope)
        case e.EndOfFollowUp():
            return iter((periods.follow_up(trace),))
        case e.DoseValue():
            return of_days.of_dose(trace, x, date)
        case e.OverDays() | e.DaysAggregate() | e.DayMoment() | e.DaysSustained() | e.DaysOnset():
            return of_days.of_form(trace, x, date, scope)
        case e.OverEvents() | e.EventMoment():
            return over.of_events(trace, x, date, scope)
        case e.Named():
            return iter((Part(x.body, date),))
        case e.FromVisit():
            return iter((seen_from(trace, x, date),))
        case e.Recorded():
            return iter((Part(x.subject, date),))
        case e.Apply():
            return _of_operator(trace, x, date, scope)
        case e.FirstMatch():
            return _of_first_match(trace, x, date, scope)
        case e.AtTimepoint():
            return _at_timepoint(trace, x)
        case e.AtMoment():
            return _at_moment(trace, x, date, scope)
        case e.OverVisits():
            return over.of_visits(trace, x, date, scope)
        case e.Aggregate():
            return over.of_aggregate(trace, x, date, scope)
        case e.AnyRecorded():
            return over.of_any_recorded(trace, x, date, scope)
        case e.VisitMoment():
            return over.of_visit_moment(trace, x, date, scope)
        case e.Sustained():
            return runs.of_sustained(trace, x, date, scope)
        case e.Confirmed():
            return runs.of_confirmed(trace, x, date, scope)
        case e.Onset():
            return runs.of_onset(trace, x, date, scope)
        case e.HeldReference():
            return iter(())  # what it stands at was put in its place
        case e.MovingReference():
            return runs.of_moving_reference(trace, x, date, scope)
        case e.Lasting():
            return runs.of_lasting(trace, x, date, scope)
        case _:
            assert_never(x)


# ---- operators ---------------------------------------------------------------------------------------


def _of_operator(trace: Trace, x: e.Apply, date: int | None, scope: Scope) -> Steps:
    arguments = [Part(argument, date) for argument in x.arguments]
    if x.operator in _CONNECTIVES:
        return _of_connective(trace, x, arguments, date, scope)
    if x.operator.startswith("else"):
        return _of_fallback(trace, arguments, scope)
    return _of_function(trace, x, date, arguments, scope)


def _of_connective(trace: Trace, x: e.Apply, arguments: list[Part], date: int | None, scope: Scope) -> Steps:
    """A conjunction or count is decided by the conditions of its own mark: one that fails, all that hold."""
    conditions = arguments[1:] if x.operator == "at least" else arguments
    whole = trace.mark(x, date)
    for part in conditions:
        mark = trace.mark(*part)
        if scope is Scope.ALL or mark is whole or (scope is Scope.DECIDING and whole is Mark.OPEN):
            yield part


def _of_fallback(trace: Trace, arguments: list[Part], scope: Scope) -> Steps:
    """The value that was taken; and what was not recorded, where that is why."""
    recorded, first, second = arguments
    mark = trace.mark(*recorded)
    if mark is not Mark.CERTAIN and (scope is not Scope.OPEN or mark is Mark.OPEN):
        yield recorded
    taken = {Mark.CERTAIN: [first], Mark.IMPOSSIBLE: [second], Mark.OPEN: [first, second]}[mark]
    for part in taken:
        if scope is not Scope.OPEN or trace.is_open(*part):
            yield part


def _of_function(trace: Trace, x: e.Apply, date: int | None, arguments: list[Part], scope: Scope) -> Steps:
    undefined = _undefined(trace, x, date, arguments)
    # `x falls from A to B` is checked as `x at B < x at A`; it reads from A to B.
    for place, part in sorted(enumerate(arguments), key=lambda pair: _reading_place(pair[1])):
        if place == undefined:
            yield _at_fault(trace, x.operator, part)
        elif scope is not Scope.OPEN or trace.is_open(*part):
            yield part
    never = [part for part in arguments if _never(trace, part)] if x.operator == "days between" else []
    if never and scope is Scope.OPEN and not any(trace.is_open(*part) for part in arguments):
        words = text_of(never[0].expression)
        why = f"`{words}` never occurs, and so many days from or to it there are none"
        yield Input(InputKind.COMPUTED, words, f"`{words}`", reason=Reason.UNDEFINED, why=why, remark="never")


def _never(trace: Trace, part: Part) -> bool:
    """Whether a moment certainly does not come."""
    return bool(np.isposinf(trace.moment(*part).earliest))


def _reading_place(part: Part) -> tuple[int, int]:
    return part.expression.span.start, part.expression.span.end


def _undefined(trace: Trace, x: e.Apply, date: int | None, arguments: list[Part]) -> int | None:
    """The known argument for which the operator has no value."""
    if x.operator not in _UNDEFINED or not trace.is_open(x, date):
        return None
    place = _UNDEFINED[x.operator][0]
    if trace.is_open(*arguments[place]):
        return None
    value = float(cast(Number, trace.value(*arguments[place])).low)
    at_fault = {"ln": value <= 0, "sqrt": value < 0}.get(x.operator, value == 0)
    return place if at_fault else None


def _at_fault(trace: Trace, operator: str, part: Part) -> Input:
    """The datum that the argument is, or else its text, with the reason that the operator gives."""
    _, reason, why = _UNDEFINED[operator]
    data = list(walk(trace, part, Scope.DECIDING)) if _is_datum(part.expression) else []
    words = text_of(part.expression)
    computed = Input(
        InputKind.COMPUTED, words, f"`{words}`", value=value_words(trace.value(*part), part.expression.type)
    )
    found = data[0] if data else computed
    return replace(found, reason=reason, why=f"{found.words} {why}", remark=reason.value)


def _is_datum(x: e.Expr) -> bool:
    """Whether a value is zero where one datum is: the datum itself, perhaps in another unit."""
    match x:
        case e.FactValue() | e.MeasureValue() | e.ReadAt():
            return True
        case e.Named(body=body):
            return _is_datum(body)
        case e.Apply(operator="*", arguments=(first, e.Constant())):
            return _is_datum(first)
        case _:
            return False


def _of_first_match(trace: Trace, x: e.FirstMatch, date: int | None, scope: Scope) -> Steps:
    """The tests up to the first that certainly holds."""
    for test in x.tests:
        mark = trace.mark(test, date)
        if scope is not Scope.OPEN or mark is Mark.OPEN:
            yield Part(test, date)
        if mark is Mark.CERTAIN and scope is not Scope.ALL:
            return


# ---- one date ----------------------------------------------------------------------------------------


def _measured(trace: Trace, x: e.MeasureValue, date: int | None) -> Input:
    assert date is not None  # a measure stands at a visit
    return cells.measured(trace, x.name, date)


def _reading(trace: Trace, x: e.ReadAt, scope: Scope) -> Iterator[Input]:
    """The cell that was picked; of an open `worst` every cell that may hold the worst value."""
    if x.worst_is_high is not None and scope is Scope.OPEN:
        known = trace.recorded(x.measure, x.timepoint)
        several = [cells.measured(trace, x.measure, date) for date in known]
        yield from (datum for datum in several if datum.reason is not None)
        if known:
            return
    yield cells.reading(trace, x)


def _at_timepoint(trace: Trace, x: e.AtTimepoint) -> Steps:
    """The expression at the date picked; without one, every measure that would have been read there."""
    date = trace.timepoint_date(x)
    if date is not None:
        yield Part(x.body, date)
        return
    for measure in measures_of(x.body, x.reads) or (None,):
        yield cells.unvisited(trace, x.timepoint, measure)


def _at_moment(trace: Trace, x: e.AtMoment, date: int | None, scope: Scope) -> Steps:
    moment = trace.moment(x.moment, date)
    if scope is not Scope.OPEN or moment.open:
        yield Part(x.moment, date)
    if moment.open:
        return
    if x.body.level is Level.DAY and np.isfinite(moment.latest):
        yield from of_days.of_moment(trace, x, int(moment.latest), scope)
        return
    words = text_of(x.moment)
    here = trace.date_on(float(moment.latest))
    measures = measures_of(x.body, frozenset(trace.evaluator.declarations.measures))
    if here is not None:
        yield Part(x.body, here)
    elif np.isfinite(moment.latest):
        day = f"day {moment.latest:.0f}"
        yield periods.missing_visit(
            f"visit on {day}",
            Reason.NO_VISIT,
            f"no visit on {day} (`{words}`)",
            float(moment.latest),
            measures,
        )
    else:
        why = f"`{words}` never occurs"
        yield periods.missing_visit(words, Reason.NO_REFERENCE, why, np.inf, measures)


# ---- all the way down --------------------------------------------------------------------------------


def descend(
    trace: Trace, start: Part, scope: Scope, stop: Callable[[Part], bool] = lambda part: False
) -> Iterator[Input | Part]:
    """Every part and datum that the scope opens, each once, in reading order; none inside one that stops."""
    seen: set[object] = set()

    def down(step: Input | Part) -> Iterator[Input | Part]:
        identity = step.identity
        if identity in seen:
            return
        seen.add(identity)
        yield step
        if isinstance(step, Part) and not stop(step):
            for inner in parts(trace, step, scope):
                yield from down(inner)

    return down(start)


def walk(trace: Trace, start: Part, scope: Scope) -> Iterator[Input]:
    """Every datum that the scope opens, each once, in reading order."""
    return (step for step in descend(trace, start, scope) if isinstance(step, Input))
