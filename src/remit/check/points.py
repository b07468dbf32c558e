"""Points in time, lengths and periods; and values read at a point."""

from fractions import Fraction
from typing import Literal

from remit.check.calendar import DayLength, instant_day, length_days
from remit.check.checker import Checker
from remit.check.places import between_visits, named_visit, now, reject_implied_now
from remit.check.recorded import reads_of
from remit.model import syntax as s
from remit.model.declarations import Event, Measure, Timepoint
from remit.model.expressions import (
    Apply,
    AtMoment,
    AtTimepoint,
    Constant,
    Edge,
    EndOfFollowUp,
    Expr,
    MeasureValue,
    Named,
    NowDay,
    Period,
    ReadAt,
    TimepointEnd,
)
from remit.model.rules import Parameter
from remit.model.types import MOMENT, TRUTH, Level, LevelsType, NumberType
from remit.source import Span

Side = Literal["start", "end"]


# ---- a value at a point ------------------------------------------------------------------------------


def at(checker: Checker, span: Span, subject: Expr, point: s.Expression) -> Expr:
    """A per-visit expression read at a point, per patient."""
    if subject.level is Level.PATIENT:
        message = "this is one value per patient: it is the same at every point"
        raise checker.problems.fail("E303", message, subject.span, "per patient", help=["leave out `at …`"])
    found = _timepoint(checker, point)
    if found is None:
        day = moment(checker, point, "start")
        if isinstance(day, NowDay):
            return subject
        return checker.make(AtMoment, span, subject.type, day.level, body=subject, moment=day)
    if subject.level is Level.DAY:
        return _on_day(checker, span, subject, found)
    if isinstance(subject, Named) and _is_bare(subject.body):
        return at(checker, span, subject.body, point)
    if isinstance(subject, Apply) and _is_bare(subject):
        # A measure in another unit, or as a plain number, is still the bare measure.
        read = at(checker, span, subject.arguments[0], point)
        return _on(checker, subject, read, span)
    if isinstance(subject, MeasureValue):
        worse = _worst_is_high(checker, subject, found, point.span)
        return checker.make(
            ReadAt,
            span,
            subject.type,
            Level.PATIENT,
            measure=subject.name,
            timepoint=found,
            worst_is_high=worse,
        )
    if found.pick == "worst":
        message = f"`{found.name}` picks the worst value, which only a measure has"
        raise checker.problems.fail("E301", message, span)
    reads = reads_of(subject)
    return checker.make(
        AtTimepoint, span, subject.type, Level.PATIENT, body=subject, timepoint=found, reads=reads
    )


def _on_day(checker: Checker, span: Span, subject: Expr, timepoint: Timepoint) -> Expr:
    """A value per day is there on every day of the window: `nearest` is the target itself."""
    if timepoint.pick == "worst":
        message = f"`{timepoint.name}` picks the worst value, which only a measure has"
        help_ = ["ask for it: `highest … from … to …`"]
        raise checker.problems.fail("E301", message, span, help=help_)
    days = {"first": timepoint.low, "last": timepoint.high}
    day = checker.constant(span, MOMENT, days.get(timepoint.pick, timepoint.target))
    return checker.make(AtMoment, span, subject.type, Level.PATIENT, body=subject, moment=day)


def _is_bare(subject: Expr) -> bool:
    """A measure, under another name or times a constant: it is read where the measure was recorded."""
    match subject:
        case MeasureValue():
            return True
        case Named(body=body):
            return _is_bare(body)
        case Apply(operator="*", arguments=(inner, Constant())):
            return _is_bare(inner)
        case _:
            return False


def _on(checker: Checker, subject: Apply, first: Expr, span: Span) -> Expr:
    """The same operation on another first argument."""
    arguments = (first, *subject.arguments[1:])
    return checker.make(
        Apply,
        span,
        subject.type,
        first.level,
        operator=subject.operator,
        arguments=arguments,
        scale=subject.scale,
    )


def _timepoint(checker: Checker, point: s.Expression) -> Timepoint | None:
    if not isinstance(point, s.Reference) or named_visit(checker, point.name, point.span) is not None:
        return None
    found = checker.resolve(point.name, point.span)
    return found if isinstance(found, Timepoint) else None


def _worst_is_high(checker: Checker, subject: MeasureValue, timepoint: Timepoint, span: Span) -> bool | None:
    if timepoint.pick != "worst":
        return None
    measure = checker.datum(subject.name)
    assert isinstance(measure, Measure)
    ordered = not isinstance(measure.type, LevelsType) or measure.type.ordered
    if measure.better is None or not ordered:
        help_ = ["add `, lower is better` (or `higher`) to its declaration"]
        message = f"`{timepoint.name}` picks the worst value, and `{subject.name}` has no direction"
        raise checker.problems.fail("E315", message, span, also=[(measure.span, "declared here")], help=help_)
    return measure.better in ("lower", "no")


# ---- moments -----------------------------------------------------------------------------------------


def moment(checker: Checker, node: s.Expression, side: Side) -> Expr:
    """A point as a moment. A timepoint starts at its target, and ends with the last visit it picked."""
    match node:
        case s.Instant():
            return checker.constant(node.span, MOMENT, instant_day(node.unit, node.count))
        case s.Now():
            return now(checker, node.span)
        case s.EndOfFollowUp():
            return checker.make(EndOfFollowUp, node.span, MOMENT, Level.PATIENT)
    timepoint = _timepoint(checker, node)
    if timepoint is not None and side == "end":
        return checker.make(TimepointEnd, node.span, MOMENT, Level.PATIENT, timepoint=timepoint)
    if timepoint is not None:
        return checker.constant(node.span, MOMENT, timepoint.target)
    result = _without_event(checker, node)
    if result.type != MOMENT:
        message = f"a point in time is needed here, and this is {result.type.words}"
        help_ = ["as in `first visit after baseline with (…)`"] if result.type == TRUTH else []
        raise checker.problems.fail("E301", message, node.span, help=help_)
    return result


def _without_event(checker: Checker, node: s.Expression) -> Expr:
    if isinstance(node, s.Reference) and (visit := named_visit(checker, node.name, node.span)) is not None:
        return visit
    if isinstance(node, s.Reference) and isinstance(checker.resolve(node.name, node.span), Event):
        message = f"`{node.name}` may happen more than once: which one?"
        help_ = [f"write `(first {node.name})` or `(last {node.name})`"]
        raise checker.problems.fail("E301", message, node.span, help=help_)
    return checker.value(node)


# ---- lengths -----------------------------------------------------------------------------------------


def length(checker: Checker, node: s.Length | s.Reference) -> DayLength:
    """A length in days; of a parameter, the duration that it holds."""
    if isinstance(node, s.Length):
        days = length_days(node.count, node.unit)
        if days is None:
            raise checker.problems.fail("E301", "a length is a whole number of days or months", node.span)
        return days
    found = checker.resolve(node.name, node.span)
    value = found.value if isinstance(found, Parameter) else None
    days = _parameter_length(value) if isinstance(value, Constant) else None
    if days is None:
        message = f"`{node.name}` is no length of time"
        raise checker.problems.fail(
            "E301", message, node.span, help=["a parameter such as `= 6 months` is one"]
        )
    return days


def _parameter_length(value: Constant) -> DayLength | None:
    if not isinstance(value.type, NumberType):
        return None
    unit = value.type.unit.text.removesuffix("s")
    if unit not in ("day", "week", "month", "year"):
        return None
    return length_days(Fraction(value.value), unit)


# ---- periods -----------------------------------------------------------------------------------------


def period(checker: Checker, phrases: tuple[s.Period, ...]) -> Period:
    """All phrases together: the latest start, the earliest end."""
    starts: list[Edge] = []
    ends: list[Edge] = []
    known = False
    before_now = any(phrase.kind == "before" and isinstance(phrase.points[0], s.Now) for phrase in phrases)
    for phrase in phrases:
        some_starts, some_ends = _edges(checker, phrase, before_now)
        starts += some_starts
        ends += some_ends
        known |= phrase.kind == "between" and between_visits(some_starts[0].moment, some_ends[0].moment)
    span = phrases[0].span.to(phrases[-1].span) if phrases else None
    _reject_reversed(checker, starts, ends, span)
    return Period(tuple(starts), tuple(ends), span, known)


def _reject_reversed(checker: Checker, starts: list[Edge], ends: list[Edge], span: Span | None) -> None:
    """A period of fixed days that ends before it begins holds no visit of anybody."""

    def fixed(edge: Edge) -> int | None:
        if isinstance(edge.moment, TimepointEnd):
            return edge.moment.timepoint.high + edge.shift
        return int(edge.moment.value) + edge.shift if isinstance(edge.moment, Constant) else None

    first = [day for day in map(fixed, starts) if day is not None]
    last = [day for day in map(fixed, ends) if day is not None]
    if span is not None and first and last and min(last) < max(first):
        message = "the period ends before it begins"
        raise checker.problems.fail("E407", message, span, f"from day {max(first)} to day {min(last)}")


def window(checker: Checker, phrases: tuple[s.Period, ...]) -> int | None:
    """The longest that `within any …` allows from the first to the last, in days; None without it."""
    found = [phrase for phrase in phrases if phrase.kind == "within_any"]
    if len(found) > 1:
        raise checker.problems.fail("E301", "two windows cannot slide at once", found[1].span)
    if not found:
        return None
    assert found[0].length is not None
    return length(checker, found[0].length).longest


def _edges(checker: Checker, phrase: s.Period, before_now: bool) -> tuple[list[Edge], list[Edge]]:
    """`after A` and `before A` exclude A's day; `within D after A` ends with the day A + D."""

    def point(place: int, side: Side) -> Expr:
        return moment(checker, phrase.points[place], side)

    def here() -> Expr:
        reject_implied_now(checker, phrase)
        return now(checker, phrase.span)

    days = length(checker, phrase.length).longest if phrase.length is not None else 0
    match phrase.kind:
        case "from_to":
            return [Edge(point(0, "start"), 0)], [Edge(point(1, "end"), 0)]
        case "from_on":
            return [Edge(point(0, "start"), 0)], []
        case "between":
            return [Edge(point(0, "start"), 1)], [Edge(point(1, "start"), -1)]
        case "after":
            return [Edge(point(0, "start"), 1)], []
        case "before":
            return [], [Edge(point(0, "start"), -1)]
        case "until":
            return [], [Edge(point(0, "end"), 0)]
        case "within_after":
            return [Edge(point(0, "start"), 1)], [Edge(point(0, "start"), days)]
        case "within_before":
            return [Edge(point(0, "start"), -days)], [Edge(point(0, "start"), -1)]
        case "within_any":
            return [], []  # no limit of the period: what is counted lies that near together
        case "so_far":
            return [], [Edge(here(), 0)]
        case "in_last":
            # The last 28 days end with now; before now they end yesterday.
            return [Edge(here(), -days if before_now else 1 - days)], [Edge(here(), 0)]
