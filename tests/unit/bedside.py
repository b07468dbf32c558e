"""Patients and expressions by hand, for tests that say what each form means.

The measures, facts, events and timepoints are those of `tests.generative.cohorts`.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import inf
from typing import Any

from remit.course.cohort import Status
from remit.judge.judge import Judge
from remit.judge.patient import Cell, History, PlainPatient
from remit.model.expressions import (
    Aggregate,
    AggregateKind,
    AnyRecorded,
    Apply,
    AtMoment,
    AtTimepoint,
    Confirmed,
    Constant,
    CountKind,
    Edge,
    EndOfFollowUp,
    EventMoment,
    Expr,
    FactValue,
    FirstMatch,
    Forge,
    Made,
    MeasureValue,
    Named,
    NowDay,
    Onset,
    OverEvents,
    OverVisits,
    Period,
    ReadAt,
    Recorded,
    Sustained,
    TimepointEnd,
    VisitMoment,
)
from remit.model.types import MOMENT, TRUTH, Level, LevelsType, MomentType, NumberType, TruthType, Type
from remit.operators.record import Plain
from remit.operators.registry import OPERATORS
from tests.generative.cohorts import DECLARATIONS, EVENTS, FACTS, MEASURES, SPAN
from tests.generative.walking import reads_of

Value = bool | int | str | tuple[str, str] | None
YES, NO, OPEN = (True, True), (False, False), (False, True)
NEVER, ANY_DAY = (inf, inf), (-inf, inf)

_forge = Forge()


# ---- patients ----------------------------------------------------------------------------------------


def patient(
    *,
    follow_up_end: int | None = None,
    no_visits: Sequence[int] = (),
    facts: Mapping[str, Value] | None = None,
    events: Mapping[str, Sequence[int | tuple[int, int]]] | None = None,
    complete: tuple[float, float] = (-inf, inf),
    **measures: Mapping[int, Value],
) -> PlainPatient:
    """A patient from the values of each measure by day.

    None is an empty cell; a day that only another measure names has no row. A pair of texts is a recorded
    bound. Every day is a visit, except `no_visits`; follow-up ends with the last.
    """
    days = sorted({day for values in measures.values() for day in values})
    return PlainPatient(
        identifier="P1",
        days=tuple(days),
        is_visit=tuple(day not in no_visits for day in days),
        follow_up_end=Fraction(max(days, default=0) if follow_up_end is None else follow_up_end),
        facts={name: _cell(type_, facts or {}, name) for name, type_ in FACTS.items()},
        measures={name: _cells(type_, measures.get(name, {}), days) for name, type_ in MEASURES.items()},
        histories={name: _history((events or {}).get(name, ()), complete) for name in EVENTS},
    )


def _cells(type_: Type, values: Mapping[int, Value], days: Sequence[int]) -> tuple[Cell, ...]:
    return tuple(_cell(type_, values, day) for day in days)


def _cell(type_: Type, values: Mapping[Any, Value], key: object) -> Cell:
    if key not in values:
        return Cell(Status.NO_ROW, NO)
    value = values[key]
    return Cell(Status.EMPTY, NO) if value is None else Cell(Status.RECORDED, plain(type_, value))


def plain(type_: Type, value: Value) -> Plain:
    """A written value as the judge has it."""
    match type_, value:
        case TruthType(), bool():
            return value, value
        case LevelsType(), str():
            return type_.mask(*value.split("|"))
        case NumberType(), tuple():
            return Fraction(value[0]), Fraction(value[1])
        case ((NumberType() | MomentType()), (str() | int())):
            return Fraction(value), Fraction(value)
    raise ValueError(f"{value!r} is no value of {type_}")


def _history(days: Sequence[int | tuple[int, int]], complete: tuple[float, float]) -> History:
    pairs = [(day, day) if isinstance(day, int) else day for day in days]
    return History(tuple((Fraction(first), Fraction(last)) for first, last in pairs), *complete)


# ---- expressions -------------------------------------------------------------------------------------


def make(kind: type[Made], type_: Type, level: Level, /, **fields: Any) -> Made:
    return _forge.make(kind, SPAN, type_, level, **fields)


def constant(type_: Type, value: Value) -> Constant:
    known = plain(type_, value)
    return make(Constant, type_, Level.PATIENT, value=known if isinstance(known, int) else known[0])


def measure(name: str) -> MeasureValue:
    return make(MeasureValue, MEASURES[name], Level.VISIT, name=name)


def fact(name: str) -> FactValue:
    return make(FactValue, FACTS[name], Level.PATIENT, name=name)


def read_at(name: str, timepoint: str, worst_is_high: bool | None = None) -> ReadAt:
    fields = {
        "measure": name,
        "timepoint": DECLARATIONS.timepoints[timepoint],
        "worst_is_high": worst_is_high,
    }
    return make(ReadAt, MEASURES[name], Level.PATIENT, **fields)


def recorded(subject: Expr) -> Recorded:
    return make(Recorded, TRUTH, subject.level, subject=subject)


def at_timepoint(body: Expr, timepoint: str) -> AtTimepoint:
    fields = {"body": body, "timepoint": DECLARATIONS.timepoints[timepoint], "reads": reads_of(body)}
    return make(AtTimepoint, body.type, Level.PATIENT, **fields)


def at_moment(body: Expr, moment: Expr) -> AtMoment:
    return make(AtMoment, body.type, moment.level, body=body, moment=moment)


def apply(operator: str, *arguments: Expr) -> Apply:
    type_ = OPERATORS[operator].result(tuple(argument.type for argument in arguments))
    level = max(argument.level for argument in arguments)
    return make(Apply, type_, level, operator=operator, arguments=arguments, scale=Fraction(0))


def more_than(name: str, limit: str) -> Apply:
    """A measure above a limit, at a visit."""
    return apply(">", measure(name), constant(MEASURES[name], limit))


def named(body: Expr) -> Named:
    return make(Named, body.type, body.level, name="named", body=body)


def day(number: int) -> Constant:
    return constant(MOMENT, number)


def now() -> NowDay:
    return make(NowDay, MOMENT, Level.VISIT)


def end_of_follow_up() -> EndOfFollowUp:
    return make(EndOfFollowUp, MOMENT, Level.PATIENT)


def timepoint_end(name: str) -> TimepointEnd:
    return make(TimepointEnd, MOMENT, Level.PATIENT, timepoint=DECLARATIONS.timepoints[name])


def period(start: Expr | int | None = None, end: Expr | int | None = None, shift: int = 0) -> Period:
    """From a moment (or day) to another, its end shifted by some days."""
    return Period(_edge(start, 0), _edge(end, shift))


def _edge(moment: Expr | int | None, shift: int) -> tuple[Edge, ...]:
    if moment is None:
        return ()
    return (Edge(day(moment) if isinstance(moment, int) else moment, shift),)


def over_visits(
    count: CountKind,
    number: int,
    body: Expr,
    over: Period | None = None,
    gaps: int | None = None,
    window: int | None = None,
) -> OverVisits:
    over = over or Period()
    fields = {"count": count, "number": number, "body": body, "period": over, "gaps": gaps, "window": window}
    return make(OverVisits, TRUTH, over.level, reads=reads_of(body), **fields)


def over_events(
    count: CountKind, number: int, event: str, over: Period | None = None, window: int | None = None
) -> OverEvents:
    over = over or Period()
    fields = {"count": count, "number": number, "event": event, "period": over, "window": window}
    return make(OverEvents, TRUTH, over.level, **fields)


def aggregate(
    kind: AggregateKind, body: Expr, over: Period | None = None, condition: Expr | None = None
) -> Aggregate:
    over = over or Period()
    reads = reads_of(body) | (reads_of(condition) if condition else frozenset())
    fields = {"kind": kind, "body": body, "recorded": recorded(body), "condition": condition}
    return make(Aggregate, body.type, over.level, period=over, reads=reads, **fields)


def any_recorded(subject: Aggregate) -> AnyRecorded:
    fields = {name: getattr(subject, name) for name in ("recorded", "condition", "period", "reads")}
    return make(AnyRecorded, TRUTH, subject.level, **fields)


def visit_moment(which: str, body: Expr, over: Period | None = None) -> VisitMoment:
    over = over or Period()
    return make(VisitMoment, MOMENT, over.level, which=which, body=body, period=over, reads=reads_of(body))


def event_moment(which: str, event: str, over: Period | None = None) -> EventMoment:
    over = over or Period()
    return make(EventMoment, MOMENT, over.level, which=which, event=event, period=over)


def sustained(
    body: Expr, days: int | None = None, visits: int | None = None, gaps: int | None = None
) -> Sustained:
    fields = {"body": body, "days": days, "visits": visits, "gaps": gaps, "reads": reads_of(body)}
    return make(Sustained, TRUTH, Level.VISIT, **fields)


def confirmed(
    body: Expr,
    at_least: int,
    at_most: int | None = None,
    by: Expr | None = None,
    allowed: int = 0,
    allowing: Expr | None = None,
) -> Confirmed:
    by = by or body
    reads = frozenset().union(*(reads_of(part) for part in (body, by, allowing) if part is not None))
    fields = {
        "at_least": at_least,
        "at_most": at_most,
        "allowed": allowed,
        "allowing": allowing,
        "reads": reads,
    }
    return make(Confirmed, TRUTH, Level.VISIT, body=body, by=by, **fields)


def onset(body: Expr) -> Onset:
    return make(Onset, TRUTH, Level.VISIT, body=body, reads=reads_of(body))


def first_match(type_: LevelsType, *tests: Expr) -> FirstMatch:
    level = max(test.level for test in tests)
    return make(FirstMatch, type_, level, levels=type_.levels, tests=tests)


# ---- judging -----------------------------------------------------------------------------------------


def judged(expression: Expr, one: PlainPatient) -> Plain:
    """The value of the patient."""
    return Judge(DECLARATIONS, one).value(expression)


def judged_at_dates(expression: Expr, one: PlainPatient) -> list[Plain]:
    """The value at each of the patient's dates."""
    judge = Judge(DECLARATIONS, one)
    return [judge.value(expression, date) for date in range(len(one.days))]
