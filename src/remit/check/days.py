"""Expressions that look across days: quantifiers, aggregates, runs, moments; and a dose that is stable."""

from typing import cast

from remit.check import points
from remit.check.checker import Checker
from remit.check.conditions import compared, count_number, truth
from remit.check.places import as_day, at_visit, now
from remit.model import syntax as s
from remit.model.expressions import (
    DayMoment,
    DaysAggregate,
    DaysAggregateKind,
    DaysSustained,
    Edge,
    Expr,
    OverDays,
    Period,
)
from remit.model.types import MOMENT, TRUTH, Level, NumberType
from remit.model.units import DAY, Unit, parse_unit
from remit.source import Span

PER_DAY = "/day"


def over_days(checker: Checker, node: s.OverVisits) -> Expr:
    """`any day from week 22 to week 26 has (glucocorticoid > 7.5 mg/day)`."""
    _reject_name(checker, node.name)
    body, period = checker.problems.all_of(
        [lambda: _day_truth(checker, node.body), lambda: _period(checker, node.periods)]
    )
    assert isinstance(period, Period) and isinstance(body, Expr)
    _reject_gaps(checker, node.gaps)
    with as_day(checker):
        window = points.window(checker, node.periods)
    if window is not None and node.count.kind not in ("at least", "at most"):
        message = f"`{node.count.kind}` does not go with `within any …`"
        help_ = ["say `at least` or `at most` how many"]
        raise checker.problems.fail("E301", message, node.count.span, help=help_)
    number = count_number(checker, node.count)
    return over(checker, node.span, node.count.kind, number, body, period, window)


def over(
    checker: Checker,
    span: Span,
    kind: str,
    number: int,
    body: Expr,
    period: Period,
    window: int | None = None,
) -> Expr:
    """`any` is at least one, `no` at most none."""
    count, number = {"any": ("at least", 1), "no": ("at most", 0)}.get(kind, (kind, number))
    fields = {"count": count, "number": number, "body": body, "period": period, "window": window}
    return checker.make(OverDays, span, TRUTH, period.level, **fields)


def day_moment(checker: Checker, node: s.VisitMoment) -> Expr:
    """`first day after baseline with (…)`."""
    _reject_name(checker, node.name)
    body = _day_truth(checker, node.condition)
    return moment(checker, node.span, node.which, body, _period(checker, node.periods))


def moment(checker: Checker, span: Span, which: str, body: Expr, period: Period) -> Expr:
    """The first or last day of a period with a condition, as a moment."""
    return checker.make(DayMoment, span, MOMENT, period.level, which=which, body=body, period=period)


def sustained(checker: Checker, node: s.Sustained, body: Expr) -> Expr:
    """A run of days is as long as the number of its days."""
    assert not isinstance(node.extent, int)
    _reject_gaps(checker, node.gaps)
    days = points.length(checker, node.extent).shortest
    return checker.make(DaysSustained, node.span, TRUTH, Level.DAY, body=body, days=days)


def stable(checker: Checker, node: s.Stable) -> Expr:
    """The same on each of the days that end with now: the highest of them is the lowest."""
    subject = checker.value(node.subject)
    if subject.level is not Level.DAY or not isinstance(subject.type, NumberType):
        message = "what is stable is a dose, which is known from day to day"
        help_ = ["of a measure, ask at visits: `every visit in the last 4 weeks has (…)`"]
        raise checker.problems.fail("E301", message, node.subject.span, subject.level.words, help=help_)
    days = points.length(checker, node.length).shortest
    with as_day(checker):
        today = now(checker, node.span)
    period = Period((Edge(today, 1 - days),), (Edge(today, 0),), node.span)
    most, least = (_over(checker, node.span, kind, subject, period, None) for kind in ("highest", "lowest"))
    return compared(checker, "=", node.span, most, least)


def aggregate(checker: Checker, node: s.Aggregate | s.FirstOrLast, subject: Expr) -> Expr:
    """`mean glucocorticoid from week 22 to week 26`."""
    kind = node.kind if isinstance(node, s.Aggregate) else node.which
    if kind == "time-weighted mean":
        help_ = ["write `mean`: every day counts once"]
        raise checker.problems.fail("E301", "a value per day needs no weights of time", node.span, help=help_)
    if kind not in ("first", "last", "previous") and not isinstance(subject.type, NumberType):
        help_ = ["ask with `any day … has (…)`"]
        message = f"only numbers have a {kind}, and this is {subject.type.words}"
        raise checker.problems.fail("E301", message, subject.span, help=help_)
    if subject.type == MOMENT:
        raise checker.problems.fail("E301", f"a moment has no {kind}", subject.span)
    if kind == "previous":
        with as_day(checker):
            yesterday = (Edge(now(checker, node.span), -1),)
        return _over(checker, node.span, "last", subject, Period(yesterday, yesterday, node.span), None)
    condition = _day_truth(checker, node.condition) if node.condition is not None else None
    return _over(checker, node.span, kind, subject, _period(checker, node.periods), condition)


def _over(
    checker: Checker, span: Span, kind: str, subject: Expr, period: Period, condition: Expr | None
) -> Expr:
    type_ = subject.type
    if kind == "total" and isinstance(type_, NumberType):
        floor = type_.low if type_.low is not None and type_.low >= 0 else None
        type_ = NumberType(_summed(type_.unit), floor, None, type_.scale)
    fields = {"kind": cast(DaysAggregateKind, kind), "body": subject, "condition": condition}
    return checker.make(DaysAggregate, span, type_, period.level, period=period, **fields)


def _summed(unit: Unit) -> Unit:
    """The unit of a sum over days: what is per day, times days."""
    if unit.text.endswith(PER_DAY):
        return parse_unit(unit.text.removesuffix(PER_DAY))
    per_time = dict(unit.dimension).get("time") == -1
    return unit.times(DAY) if per_time else unit


def _period(checker: Checker, phrases: tuple[s.Period, ...]) -> Period:
    """The period of a form over days: a `now` in it is a day."""
    with as_day(checker):
        return points.period(checker, phrases)


def _day_truth(checker: Checker, node: s.Expression) -> Expr:
    """A condition that is asked on each day."""
    with at_visit(checker, level=Level.DAY):
        body = truth(checker, node)
    if body.level is Level.PATIENT:
        message = "this is one answer per patient: it is the same on every day"
        help_ = ["ask of a dose, as in `any day has (prednisone > 20 mg/day)`"]
        raise checker.problems.fail("E303", message, node.span, "per patient", help=help_)
    if body.level is Level.VISIT:
        message = "this is known at visits only, and here it is asked on each day"
        help_ = ["ask at the visits: `any visit … has (…)`"]
        help_.append("or take what was recorded last: `last weight so far` is known on each day")
        raise checker.problems.fail("E302", message, node.span, "per visit", help=help_)
    return body


def _reject_name(checker: Checker, name: s.Word | None) -> None:
    if name is not None:
        message = f"a visit may be given a name, a day not: `{name.text}`"
        raise checker.problems.fail("E301", message, name.span, help=["leave it out: `now` is the day"])


def _reject_gaps(checker: Checker, gaps: s.Length | s.Reference | None) -> None:
    if gaps is not None:
        message = "between two days there is no gap: a dose is known, or open, on each of them"
        help_ = ["leave out `with gaps of at most …`"]
        raise checker.problems.fail("E301", message, gaps.span, "over days", help=help_)
