"""Change between two points: falls, rises, improves, worsens; by how much, relative or absolute."""

from fractions import Fraction
from typing import Literal

from remit.check import branches
from remit.check.checker import Checker
from remit.check.places import at_visit
from remit.check.quantities import in_one_unit
from remit.model import syntax as s
from remit.model.declarations import Measure
from remit.model.expressions import (
    Apply,
    AtMoment,
    AtTimepoint,
    Constant,
    Expr,
    FromVisit,
    MeasureValue,
    Named,
    ReadAt,
)
from remit.model.rules import Definition
from remit.model.types import TRUTH, LevelsType, NumberType
from remit.source import Span

Direction = Literal["falls", "rises"]


def change_in(checker: Checker, node: s.ChangeIn) -> Expr:
    """`change in x from A to B` (after minus before), `percent change in x …`."""
    before, after = _ends(checker, node.subject, node.start, node.end)
    if not isinstance(before.type, NumberType):
        raise checker.problems.fail("E301", f"{before.type.words} has no difference", node.subject.span)
    if node.percent:
        return checker.apply("percent change", node.span, before, after)
    return checker.apply("-", node.span, after, before)


def changes(checker: Checker, node: s.Changes) -> Expr:
    """The condition that a value fell, rose, improved or worsened between two points."""
    change = node.change
    before, after = _ends(checker, node.subject, change.start, change.end)
    match before.type:
        case NumberType():
            return _number_changes(checker, node, before, after)
        case LevelsType() if before.type.ordered:
            return _level_changes(checker, node, before, after)
        case _:
            return _state_changes(checker, node, before, after)


def _ends(
    checker: Checker, subject: s.Expression, start: s.Expression, end: s.Expression
) -> tuple[Expr, Expr]:
    with at_visit(checker):
        value = checker.value(subject)
    return branches.ends(checker, subject.span, value, start, end)


def _direction(checker: Checker, node: s.Changes, subject: Expr) -> Direction:
    """Which way the value must go: said by the verb, or by what the measure declares to be better."""
    verb = node.change.verb
    if verb == "falls" or verb == "rises":
        return verb
    better = _better(checker, node, subject)
    return "falls" if (better == "lower") == (verb == "improves") else "rises"


def _better(checker: Checker, node: s.Changes, subject: Expr) -> str:
    better = declared_direction(checker, subject)
    if better is not None:
        return better
    shown = " ".join(node.subject.span.text.split())
    measure = checker.datum(shown)
    help_ = ["say `falls` or `rises`"]
    where = []
    if isinstance(measure, Measure):
        where = [(measure.span, "declared here without a direction")]
        direction = "no is better" if measure.type == TRUTH else "lower is better"
        help_ = [f"add `, {direction}` to its declaration"]
        help_ += [] if measure.type == TRUTH else ["or say `falls` or `rises`"]
    message = f"`{shown}` has no direction: what is better?"
    raise checker.problems.fail("E315", message, node.change.span, also=where, help=help_)


def declared_direction(checker: Checker, value: Expr) -> str | None:
    """What is better of a measure, or of a fallback whose branches agree."""
    match value:
        case Named(name=name) if isinstance(found := checker.resolved.get(name), Definition) and found.better:
            return found.better
        case Named(body=body) | AtTimepoint(body=body) | AtMoment(body=body) | FromVisit(body=body):
            return declared_direction(checker, body)
        case ReadAt(measure=name) | MeasureValue(name=name):
            measure = checker.datum(name)
            return measure.better if isinstance(measure, Measure) else None
        case Apply(operator="*", arguments=(inner, Constant(value=by))) if (
            by > 0
        ):  # in another unit, or as a number
            return declared_direction(checker, inner)
        case Apply(operator=operator, arguments=(_, first, second)) if operator.startswith("else ("):
            one, other = declared_direction(checker, first), declared_direction(checker, second)
            return one if one == other else None
        case _:
            return None


# ---- numbers -----------------------------------------------------------------------------------------


def _number_changes(checker: Checker, node: s.Changes, before: Expr, after: Expr) -> Expr:
    direction = _direction(checker, node, before)
    amounts = node.change.amounts
    if not amounts:
        return _ordered(checker, node.span, direction, before, after)
    parts = checker.problems.all_of(
        [lambda amount=amount: _by(checker, node, direction, amount, before, after) for amount in amounts]  # type: ignore[misc]
    )
    return parts[0] if len(parts) == 1 else checker.apply("and", node.span, *parts)


def _ordered(checker: Checker, span: Span, direction: Direction, before: Expr, after: Expr) -> Expr:
    assert isinstance(before.type, NumberType)
    operator = "<" if direction == "falls" else ">"
    return checker.apply(operator, span, after, before, scale=before.type.scale)


def _by(
    checker: Checker, node: s.Changes, direction: Direction, amount: s.Amount, before: Expr, after: Expr
) -> Expr:
    assert isinstance(before.type, NumberType)
    limit = checker.value(amount.value)
    if not isinstance(limit.type, NumberType):
        raise checker.problems.fail(
            "E301", f"an amount is needed, and this is {limit.type.words}", amount.value.span
        )
    if limit.type.unit.is_percent and not isinstance(amount.value, s.PercentagePoints):
        return _by_percent(checker, node, direction, amount, before, after, limit)
    first, second = (after, before) if direction == "rises" else (before, after)
    difference: Expr = checker.apply("-", node.span, first, second)
    difference, limit = in_one_unit(checker, [difference, limit], "changed by")
    assert isinstance(difference.type, NumberType)
    return checker.apply(
        ">" if amount.strict else ">=", node.span, difference, limit, scale=difference.type.scale
    )


def _by_percent(
    checker: Checker,
    node: s.Changes,
    direction: Direction,
    amount: s.Amount,
    before: Expr,
    after: Expr,
    limit: Expr,
) -> Expr:
    assert isinstance(before.type, NumberType)
    any_rise = node.change.from_zero_any_rise
    operator = "percent change, any rise from zero counts" if any_rise else "percent change"
    percent = checker.apply(operator, node.span, before, after)
    if direction == "rises":
        return checker.apply(">" if amount.strict else ">=", node.span, percent, limit, scale=Fraction(100))
    fall = checker.apply("negative", node.span, percent)
    return checker.apply(">" if amount.strict else ">=", node.span, fall, limit, scale=Fraction(100))


# ---- levels and states -------------------------------------------------------------------------------


def _level_changes(checker: Checker, node: s.Changes, before: Expr, after: Expr) -> Expr:
    """Ordered levels move by steps."""
    places: list[Expr] = [checker.apply("position", node.span, side) for side in (before, after)]
    direction = _direction(checker, node, before)
    if not node.change.amounts:
        return _ordered(checker, node.span, direction, *places)
    parts = [_by(checker, node, direction, amount, *places) for amount in node.change.amounts]
    return parts[0] if len(parts) == 1 else checker.apply("and", node.span, *parts)


def _state_changes(checker: Checker, node: s.Changes, before: Expr, after: Expr) -> Expr:
    """Yes-or-no values and unordered levels: into or out of the better one."""
    if node.change.verb in ("falls", "rises"):
        message = f"{before.type.words} cannot fall or rise"
        raise checker.problems.fail("E301", message, node.change.span, help=["say `improves` or `worsens`"])
    if node.change.amounts:
        message = "there is no amount by which it changes"
        raise checker.problems.fail("E301", message, node.change.amounts[0].span)
    better = _better(checker, node, before)
    was, is_now = (_is_better(checker, side, better) for side in (before, after))
    first, second = (was, is_now) if node.change.verb == "improves" else (is_now, was)
    return checker.apply("and", node.span, checker.apply("not", node.span, first), second)


def _is_better(checker: Checker, side: Expr, better: str) -> Expr:
    if side.type == TRUTH:
        return side if better == "yes" else checker.apply("not", side.span, side)
    assert isinstance(side.type, LevelsType)
    wanted = checker.constant(side.span, side.type, side.type.mask(better))
    return checker.apply("is", side.span, side, wanted)
