"""What an expression reads at a visit, and when it counts as recorded."""

from functools import partial
from typing import Literal

from remit.check.checker import Checker
from remit.model.expressions import (
    Aggregate,
    AnyRecorded,
    Apply,
    AtMoment,
    AtTimepoint,
    Confirmed,
    DayMoment,
    DaysAggregate,
    DaysOnset,
    DaysSustained,
    DoseValue,
    EventMoment,
    Expr,
    FactValue,
    FirstMatch,
    FromVisit,
    Lasting,
    MeasureValue,
    MovingReference,
    Named,
    Onset,
    OverDays,
    OverEvents,
    OverVisits,
    ReadAt,
    Recorded,
    Sustained,
    VisitDay,
    VisitMoment,
    children,
)
from remit.model.types import TRUTH

Mode = Literal["all", "any"]


def reads_of(expression: Expr) -> frozenset[str]:
    """The measures whose cells an expression reads at the visit itself."""
    match expression:
        case MeasureValue(name=name):
            return frozenset({name})
        case Recorded(subject=subject):
            return reads_of(subject)
        case Named(body=body):
            return reads_of(body)
        case FromVisit(depth=depth, body=body):
            return reads_of(body) | _reads_at(body, depth)
        case Apply(arguments=parts) | FirstMatch(tests=parts):
            return frozenset().union(*(reads_of(part) for part in parts))
        case (
            Sustained(reads=reads)
            | Confirmed(reads=reads)
            | Onset(reads=reads)
            | Lasting(reads=reads)
            | MovingReference(reads=reads)
        ):
            return reads
        case _:
            return frozenset()


def _reads_at(expression: Expr, depth: int) -> frozenset[str]:
    """The measures that are read at the visit of a depth, further in."""
    found: frozenset[str] = frozenset()
    for part in children(expression):
        found |= _reads_at(part, depth)
    match expression:
        case AtMoment(body=body, moment=VisitDay(depth=other)) if other == depth:
            found |= reads_of(body)
    return found


def recorded(checker: Checker, expression: Expr, mode: Mode) -> Expr:
    """A plain yes or no: all of the inputs were recorded (for `else`), or any (for aggregates)."""
    inner = partial(recorded, checker, mode=mode)
    span, level = expression.span, expression.level
    match expression:
        case MeasureValue() | FactValue() | DoseValue() | ReadAt():
            return checker.make(Recorded, span, TRUTH, level, subject=expression)
        case Named(body=body):
            return inner(body)
        case AtTimepoint(body=body, timepoint=timepoint, reads=reads):
            asked = {"body": inner(body), "timepoint": timepoint, "reads": reads, "or_no": True}
            return checker.make(AtTimepoint, span, TRUTH, level, **asked)
        case FromVisit(depth=depth, body=body):
            return checker.make(FromVisit, span, TRUTH, level, depth=depth, body=inner(body))
        case AtMoment(body=body, moment=moment):
            return checker.make(AtMoment, span, TRUTH, level, body=inner(body), moment=moment)
        case Aggregate(recorded=part, condition=condition, period=period, reads=reads):
            return checker.make(
                AnyRecorded,
                span,
                TRUTH,
                level,
                recorded=part,
                condition=condition,
                period=period,
                reads=reads,
            )
        case Apply(operator=operator, arguments=(_, first, second)) if operator.startswith("else ("):
            return checker.apply("or", span, inner(first), inner(second))
        case VisitMoment() | EventMoment() | DayMoment():
            return checker.apply("occurs", span, expression)
        case Sustained(body=body) | Confirmed(body=body) | Onset(body=body):
            return inner(body)
        case Lasting(begins=begins, ends=ends):
            return checker.apply("or" if mode == "any" else "and", span, inner(begins), inner(ends))
        case MovingReference(start=start):
            return inner(start)
        case DaysSustained(body=body) | DaysOnset(body=body):
            return inner(body)
        case DaysAggregate():
            message = "a dose is known, or open, on each day: what is made of days is always there"
            raise checker.problems.fail("E301", message, span)
        case OverVisits() | OverEvents() | OverDays() | AnyRecorded():
            message = "whether something was recorded is asked of a value, not of a count"
            raise checker.problems.fail("E301", message, span)
        case Apply(arguments=parts) | FirstMatch(tests=parts):
            inputs = [inner(part) for part in parts if _has_input(part)]
            if not inputs:
                return checker.constant(span, TRUTH, True)
            joined = (
                inputs[0]
                if len(inputs) == 1
                else checker.apply("and" if mode == "all" else "or", span, *inputs)
            )
            return checker.forge.moved(joined, span)
        case _:
            return checker.constant(span, TRUTH, True)


def _has_input(expression: Expr) -> bool:
    """Constants are no inputs: `x + 1` is recorded when x is."""
    from remit.model.expressions import Constant

    return not isinstance(expression, Constant)
