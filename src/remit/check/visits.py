"""Expressions that look across visits and events: quantifiers, aggregates, runs, moments."""

from fractions import Fraction
from typing import assert_never

from remit.check import days, points
from remit.check.change import declared_direction
from remit.check.checker import Checker
from remit.check.conditions import count_number, truth
from remit.check.places import at_visit, now
from remit.check.recorded import reads_of, recorded
from remit.model import syntax as s
from remit.model.declarations import Event
from remit.model.expressions import (
    Aggregate,
    Confirmed,
    DaysOnset,
    Edge,
    EventMoment,
    Expr,
    Onset,
    OverEvents,
    OverVisits,
    Period,
    Sustained,
    VisitMoment,
)
from remit.model.types import MOMENT, TRUTH, Level, LevelsType, NumberType
from remit.model.units import parse_unit
from remit.source import Span

TimeNode = (
    s.At
    | s.Aggregate
    | s.ShareOfVisits
    | s.FirstOrLast
    | s.OverVisits
    | s.OverEvents
    | s.Sustained
    | s.Stable
    | s.Confirmed
    | s.Onset
    | s.VisitMoment
    | s.EarlierOrLater
    | s.DaysBetween
    | s.Instant
    | s.Now
    | s.EndOfFollowUp
)


def value(checker: Checker, node: TimeNode) -> Expr:
    """The checked form of a written expression that looks across visits, events or time."""
    match node:
        case s.At():
            return _at(checker, node)
        case s.Aggregate():
            return _aggregate(checker, node)
        case s.ShareOfVisits():
            return _share_of_visits(checker, node)
        case s.FirstOrLast():
            return _first_or_last(checker, node)
        case s.OverVisits():
            return days.over_days(checker, node) if node.days else _over_visits(checker, node)
        case s.OverEvents():
            return _over_events(checker, node)
        case s.Sustained():
            return _sustained(checker, node)
        case s.Stable():
            return days.stable(checker, node)
        case s.Confirmed():
            return _confirmed(checker, node)
        case s.Onset():
            body = visit_truth(checker, node.body, level=checker.places[-1].level)
            if body.level is Level.DAY:
                return checker.make(DaysOnset, node.span, TRUTH, Level.DAY, body=body)
            return checker.make(Onset, node.span, TRUTH, Level.VISIT, body=body, reads=reads_of(body))
        case s.VisitMoment():
            return days.day_moment(checker, node) if node.days else _visit_moment(checker, node)
        case s.EarlierOrLater():
            moments = [points.moment(checker, point, "start") for point in node.points]
            return checker.apply(node.which, node.span, *moments)
        case s.DaysBetween():
            start, end = (
                points.moment(checker, node.start, "start"),
                points.moment(checker, node.end, "start"),
            )
            return checker.apply("days between", node.span, start, end)
        case s.Instant() | s.Now() | s.EndOfFollowUp():
            return points.moment(checker, node, "start")
        case _:
            assert_never(node)


def visit_truth(
    checker: Checker, node: s.Expression, name: s.Word | None = None, level: Level = Level.VISIT
) -> Expr:
    """A condition that is asked at each visit (or day); `name` is what that visit is called in it."""
    with at_visit(checker, name, level):
        body = truth(checker, node)
    if body.level is Level.PATIENT:
        message = "this is one answer per patient: it is the same at every visit"
        help_ = ["ask what is recorded at the visit, as in `any visit has (esr > 20 mm/h)`"]
        raise checker.problems.fail("E303", message, node.span, "per patient", help=help_)
    return body


# ---- at ----------------------------------------------------------------------------------------------


def _at(checker: Checker, node: s.At) -> Expr:
    literal = node.subject
    while isinstance(literal, s.Minus | s.Parenthesis):
        literal = literal.operand if isinstance(literal, s.Minus) else literal.inner
    if isinstance(literal, s.Number):
        point = " ".join(node.point.span.text.split())
        message = f"`{literal.span.text}` is a number: it is not read at a time"
        help_ = [f"put `at {point}` behind what is measured, as in `crp at {point} < {literal.span.text}`"]
        help_.append(f"or behind a parenthesis, as in `(crp < {literal.span.text}) at {point}`")
        raise checker.problems.fail(
            "E313", message, node.span, "`at` follows a measure or a parenthesis", help=help_
        )
    with at_visit(checker):
        subject = checker.value(node.subject)
    return points.at(checker, node.span, subject, node.point)


# ---- over visits and events --------------------------------------------------------------------------


def over_visits(
    checker: Checker,
    span: Span,
    kind: str,
    number: int,
    body: Expr,
    period: Period,
    gaps: int | None,
    window: int | None = None,
) -> Expr:
    """`any` is at least one, `no` at most none."""
    count, number = {"any": ("at least", 1), "no": ("at most", 0)}.get(kind, (kind, number))
    reads = reads_of(body)
    return checker.make(
        OverVisits,
        span,
        TRUTH,
        period.level,
        count=count,
        number=number,
        body=body,
        period=period,
        gaps=gaps,
        reads=reads,
        window=window,
    )


def _over_visits(checker: Checker, node: s.OverVisits) -> Expr:
    body, period = checker.problems.all_of(
        [lambda: visit_truth(checker, node.body, node.name), lambda: points.period(checker, node.periods)]
    )
    gaps = points.length(checker, node.gaps).longest if node.gaps else None
    number = count_number(checker, node.count)
    assert isinstance(period, Period) and isinstance(body, Expr)
    window = _window(checker, node)
    return over_visits(checker, node.span, node.count.kind, number, body, period, gaps, window)


def _window(checker: Checker, node: s.OverVisits | s.OverEvents) -> int | None:
    """A sliding window counts; `every` and `exactly` of one would say nothing that can be read aloud."""
    window = points.window(checker, node.periods)
    if window is not None and node.count.kind not in ("at least", "at most"):
        message = f"`{node.count.kind}` does not go with `within any …`"
        raise checker.problems.fail(
            "E301", message, node.count.span, help=["say `at least` or `at most` how many"]
        )
    return window


def _over_events(checker: Checker, node: s.OverEvents) -> Expr:
    name = node.event
    found = checker.resolve(name.name, name.span)
    if not isinstance(found, Event):
        asked = f"{node.count.kind} visit has ({name.name})"
        message = f"`{name.name}` is no event: it holds at visits, and is not counted by itself"
        raise checker.problems.fail("E302", message, name.span, help=[f"write `{asked}`"])
    if node.count.kind == "every":
        raise checker.problems.fail("E301", "`every` asks of visits; events are counted", node.count.span)
    count, number = {"any": ("at least", 1), "no": ("at most", 0)}.get(
        node.count.kind, (node.count.kind, count_number(checker, node.count))
    )
    period = points.period(checker, node.periods)
    return checker.make(
        OverEvents,
        node.span,
        TRUTH,
        period.level,
        count=count,
        number=number,
        event=found.name,
        period=period,
        window=_window(checker, node),
    )


# ---- aggregates --------------------------------------------------------------------------------------


def _aggregate(checker: Checker, node: s.Aggregate) -> Expr:
    with at_visit(checker):
        subject = checker.value(node.subject)
    if subject.level is Level.DAY:
        return days.aggregate(checker, node, subject)
    kind: str = node.kind
    period = points.period(checker, node.periods)
    if node.kind == "previous":
        kind = "last"
        period = Period((), (Edge(now(checker, node.span), -1),), node.span)
    if node.kind in ("best of", "worst of"):
        kind = _extreme(checker, node, subject)
    return _over_recorded(checker, node.span, kind, subject, period, node.condition)


def _extreme(checker: Checker, node: s.Aggregate, subject: Expr) -> str:
    """Which extreme is the best: said by the measure, or by the order of the levels."""
    better = declared_direction(checker, subject)
    if better not in ("lower", "higher"):
        shown = " ".join(node.subject.span.text.split())
        help_ = ["declare it: `, lower is better` of a measure, `, best first` of a `classify` or `table`"]
        message = f"`{shown}` has no order from better to worse"
        raise checker.problems.fail("E315", message, node.subject.span, help=help_)
    return "lowest" if (better == "lower") == (node.kind == "best of") else "highest"


def _share_of_visits(checker: Checker, node: s.ShareOfVisits) -> Expr:
    """The mean of 100 % where the condition holds and 0 % where not, over the visits that assessed it."""
    body, period = visit_truth(checker, node.condition), points.period(checker, node.periods)
    whole = NumberType(parse_unit("%"), Fraction(100), Fraction(100), Fraction(100))
    weight = checker.constant(node.span, whole, Fraction(100))
    share = checker.apply("points for", node.span, weight, body)
    return _over_recorded(checker, node.span, "mean", share, period, None)


def _over_recorded(
    checker: Checker, span: Span, kind: str, subject: Expr, period: Period, condition: s.Expression | None
) -> Expr:
    if subject.level is Level.PATIENT:
        message = f"this is one value per patient: it has no {kind}"
        raise checker.problems.fail("E303", message, subject.span, "per patient")
    ordered = isinstance(subject.type, LevelsType) and subject.type.ordered and kind in ("lowest", "highest")
    if kind not in ("first", "last") and not isinstance(subject.type, NumberType) and not ordered:
        help_ = ["ask with `any visit … has (…)`"]
        message = f"only numbers have a {kind}, and this is {subject.type.words}"
        raise checker.problems.fail("E301", message, subject.span, help=help_)
    if subject.type == MOMENT:
        raise checker.problems.fail("E301", f"a moment has no {kind}", subject.span)
    with_ = visit_truth(checker, condition) if condition is not None else None
    part = recorded(checker, subject, "any")
    reads = reads_of(subject) | (reads_of(with_) if with_ else frozenset())
    type_ = subject.type
    if kind == "total" and isinstance(type_, NumberType):
        floor = type_.low if type_.low is not None and type_.low >= 0 else None
        type_ = NumberType(type_.unit, floor, None, type_.scale)
    return checker.make(
        Aggregate, span, type_, period.level,
        kind=kind, body=subject, recorded=part, condition=with_, period=period, reads=reads,
    )  # fmt: skip


def _first_or_last(checker: Checker, node: s.FirstOrLast) -> Expr:
    """Of an event, its moment; of anything else, its value."""
    name = node.subject
    found = checker.resolve(name.name, name.span)
    with at_visit(checker):
        subject = None if isinstance(found, Event) else checker.value(name)
    if subject is not None and subject.level is Level.DAY:
        return days.aggregate(checker, node, subject)
    period = points.period(checker, node.periods)
    if subject is None:
        if node.condition is not None:
            raise checker.problems.fail("E301", "an event has no condition", node.condition.span)
        return checker.make(
            EventMoment, node.span, MOMENT, period.level, which=node.which, event=found.name, period=period
        )
    return _over_recorded(checker, node.span, node.which, subject, period, node.condition)


# ---- runs, confirmation, moments ---------------------------------------------------------------------


def _sustained(checker: Checker, node: s.Sustained) -> Expr:
    body = visit_truth(checker, node.body, level=checker.places[-1].level)
    if body.level is Level.DAY and not isinstance(node.extent, int):
        return days.sustained(checker, node, body)
    gaps = points.length(checker, node.gaps).longest if node.gaps else None
    if isinstance(node.extent, int):
        long, visits = None, node.extent
    else:
        long, visits = points.length(checker, node.extent).shortest, None
        if gaps is None:
            help_ = [f"add `with gaps of at most …` after `{node.extent.span.text}`"]
            message = "how far apart may two visits be, for the state to count as sustained between them?"
            raise checker.problems.fail(
                "E405", message, node.extent.span, "a duration over visits", help=help_
            )
    return checker.make(
        Sustained,
        node.span,
        TRUTH,
        Level.VISIT,
        body=body,
        days=long,
        visits=visits,
        gaps=gaps,
        reads=reads_of(body),
    )


def _confirmed(checker: Checker, node: s.Confirmed) -> Expr:
    body = visit_truth(checker, node.body)
    by = visit_truth(checker, node.by) if node.by else body
    allowing = visit_truth(checker, node.allowing.body) if node.allowing else None
    reads = reads_of(body) | reads_of(by) | (reads_of(allowing) if allowing else frozenset())
    return checker.make(
        Confirmed, node.span, TRUTH, Level.VISIT,
        body=body, by=by, at_least=points.length(checker, node.at_least).shortest,
        at_most=points.length(checker, node.at_most).longest if node.at_most else None,
        allowed=node.allowing.visits if node.allowing else 0, allowing=allowing, reads=reads,
    )  # fmt: skip


def _visit_moment(checker: Checker, node: s.VisitMoment) -> Expr:
    body = visit_truth(checker, node.condition, node.name)
    period = points.period(checker, node.periods)
    return visit_moment(checker, node.span, node.which, body, period)


def visit_moment(checker: Checker, span: Span, which: str, body: Expr, period: Period) -> Expr:
    """The first or last visit of a period with a condition, as a moment."""
    reads = reads_of(body)
    return checker.make(
        VisitMoment, span, MOMENT, period.level, which=which, body=body, period=period, reads=reads
    )
