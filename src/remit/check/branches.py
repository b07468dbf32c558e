"""A fallback inside a change: it takes the same branch at both ends.

`(crp in mg/L else esr in mm/h) falls from A to B` compares CRP with CRP, or ESR with ESR: CRP where it was
recorded at both ends, else ESR at both.
"""

from dataclasses import fields

from remit.check.checker import Checker
from remit.check.recorded import recorded
from remit.model import syntax as s
from remit.model.expressions import Apply, Expr, Named
from remit.source import Span

_ELSE = "else ("


def ends(
    checker: Checker, span: Span, subject: Expr, start: s.Expression, end: s.Expression
) -> tuple[Expr, Expr]:
    """A per-visit value at both points of a change."""
    from remit.check import points

    def at(value: Expr, point: s.Expression) -> Expr:
        return points.at(checker, span.to(point.span), value, point)

    fallback = first_fallback(subject)
    if fallback is None:
        before, after = checker.problems.all_of([lambda: at(subject, start), lambda: at(subject, end)])
        return before, after
    _, first, second = fallback.arguments
    firsts = ends(checker, span, _replaced(checker, subject, fallback, first), start, end)
    seconds = ends(checker, span, _replaced(checker, subject, fallback, second), start, end)
    both = checker.apply("and", span, *(recorded(checker, at(first, point), "all") for point in (start, end)))
    # The whole is of the kind of the subject, whatever the kind of the fallback inside it.
    operator = fallback.operator if subject.type == fallback.type else f"{_ELSE}{_kind(subject)})"
    before, after = (checker.apply(operator, span, both, *pair) for pair in zip(firsts, seconds, strict=True))
    return before, after


def first_fallback(expression: Expr) -> Apply | None:
    """The first `else` among what an expression computes at a visit."""
    match expression:
        case Named(body=body):
            return first_fallback(body)
        case Apply(operator=operator) if operator.startswith(_ELSE):
            return expression
        case Apply(arguments=arguments):
            found = (first_fallback(argument) for argument in arguments)
            return next((one for one in found if one is not None), None)
        case _:
            return None


def _kind(subject: Expr) -> str:
    from remit.model.types import TRUTH, LevelsType

    if subject.type == TRUTH:
        return "truth"
    return "levels" if isinstance(subject.type, LevelsType) else "number"


def _replaced(checker: Checker, expression: Expr, target: Apply, by: Expr) -> Expr:
    """The expression with one branch in place of the fallback."""
    if expression is target:
        return by
    match expression:
        case Named(body=body):
            return _replaced(checker, body, target, by)
        case Apply(arguments=arguments):
            parts = tuple(_replaced(checker, argument, target, by) for argument in arguments)
            kept = {one.name: getattr(expression, one.name) for one in fields(expression)}
            kept |= {"arguments": parts}
            span, type_, level = (kept.pop(name) for name in ("span", "type", "level"))
            del kept["key"]
            return checker.make(Apply, span, type_, level, **kept)
        case _:
            return expression
