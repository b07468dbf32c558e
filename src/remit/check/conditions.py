"""Conditions: and/or/not, comparisons, levels, recorded, and how many of a set."""

from collections.abc import Callable
from fractions import Fraction

from remit.check import change, sets
from remit.check.calendar import length_days
from remit.check.checker import Checker, Member
from remit.check.level_constants import level
from remit.check.problems import Failed
from remit.check.quantities import in_one_unit
from remit.check.recorded import recorded
from remit.model import syntax as s
from remit.model.expressions import (
    Aggregate,
    Apply,
    AtMoment,
    AtTimepoint,
    Constant,
    DaysAggregate,
    DoseValue,
    Expr,
    FromVisit,
    Named,
)
from remit.model.rules import Outcome
from remit.model.types import MOMENT, TRUTH, LevelsType, NumberType, Type, plain_number
from remit.model.units import DAY
from remit.source import Span


def truth(checker: Checker, node: s.Expression) -> Expr:
    """An expression that must be a yes or no."""
    result = checker.value(node)
    if result.type != TRUTH:
        help_ = []
        if isinstance(result.type, NumberType):
            help_ = [f"compare it: `{_short(node)} <= …`"]
        if isinstance(result.type, LevelsType):
            help_ = [f"say which: `{_short(node)} is {result.type.levels[0]}`"]
        message = f"a yes or no is needed here, and this is {result.type.words}"
        raise checker.problems.fail("E301", message, node.span, "not a condition", help=help_)
    return result


def _short(node: s.Expression) -> str:
    return " ".join(node.span.text.split())


# ---- and, or -----------------------------------------------------------------------------------------


def logical(checker: Checker, node: s.Logical) -> Expr:
    """Every operand is checked, so that each mistake is told."""
    for before, operand in zip(node.operands, node.operands[1:], strict=False):
        _reject_bare_level(checker, node, before, operand)
    parts = checker.problems.all_of([_part_of(checker, node, place) for place in range(len(node.operands))])
    return checker.apply(node.operator, node.span, *parts)


def _part_of(checker: Checker, node: s.Logical, place: int) -> Callable[[], Expr]:
    operand = node.operands[place]
    if node.operator == "and" and place and sets.is_of_remaining(operand):
        return lambda: sets.of_remaining(checker, operand, node.operands[place - 1])
    return lambda: truth(checker, operand)


def _reject_bare_level(
    checker: Checker, node: s.Logical, before: s.Expression, operand: s.Expression
) -> None:
    """`x is cr or pr` says nothing of pr; `x is one of (cr, pr)` does."""
    if not isinstance(before, s.IsLevel) or not isinstance(operand, s.Reference):
        return
    subject = checker.problems.attempt(lambda: checker.value(before.subject))
    if subject is None or not isinstance(subject.type, LevelsType) or operand.name not in subject.type.levels:
        return
    word = node.operator
    names = ", ".join([*(level.text for level in before.levels), operand.name])
    is_not = "is not" if before.negated else "is"
    fix = f"{_short(before.subject)} {is_not} one of ({names})"
    message = f"`{operand.name}` alone is a level, not a condition: `{word} {operand.name}` asks nothing"
    raise checker.problems.fail("E105", message, operand.span, "a level", help=[f"write `{fix}`"])


# ---- comparisons -------------------------------------------------------------------------------------


def comparison(checker: Checker, node: s.Comparison) -> Expr:
    """A comparison of two numbers, levels, yes-or-no values or moments."""
    left, right = _sides(checker, node)
    operator = node.operator.text
    match left.type, right.type:
        case NumberType(), NumberType():
            return _numbers(checker, node, left, right)
        case LevelsType(), LevelsType():
            return _levels(checker, node, left, right)
        case one, other if one == TRUTH and other == TRUTH and operator in ("=", "!="):
            agree = checker.apply("agree", node.span, left, right)
            return agree if operator == "=" else checker.apply("not", node.span, agree)
        case one, other if one == MOMENT and other == MOMENT:
            return _moments(checker, operator, node, left, right)
    message = f"{left.type.words} cannot be compared with {right.type.words} by `{operator}`"
    raise checker.problems.fail("E301", message, node.span)


def _sides(checker: Checker, node: s.Comparison) -> tuple[Expr, Expr]:
    """Both sides; a level's name takes its meaning from the side that is declared."""
    if isinstance(node.left, s.Reference) and not checker.knows(node.left.name):
        hint = checker.problems.attempt(lambda: checker.value(node.right))
        left = checker.value(node.left, hint.type if hint else None)
        if hint is None:
            raise Failed
        return left, hint
    try:
        left = checker.value(node.left)
    except Failed:
        if not isinstance(node.right, s.Reference):
            checker.problems.attempt(lambda: checker.value(node.right))
        raise
    return left, checker.value(node.right, left.type)


def _numbers(checker: Checker, node: s.Comparison, left: Expr, right: Expr) -> Expr:
    operator = node.operator.text
    if found := _calendar_length(checker, node.span, operator, left, right):
        return found
    if found := _calendar_length(checker, node.span, _MIRRORED[operator], right, left):
        return found
    left, right = in_one_unit(checker, [left, right], "compared with")
    return compared(checker, operator, node.span, left, right)


_SUMMED = ("mean", "time-weighted mean", "total")
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


def compared(checker: Checker, operator: str, span: Span, left: Expr, right: Expr) -> Expr:
    """A comparison of two numbers in one unit, with the scale on which they are equal.

    Only what was computed can miss its decimal by a part of the range; what was recorded is exact.
    """
    return checker.apply(operator, span, left, right, scale=equality_scale(left, right))


def equality_scale(*sides: Expr) -> Fraction:
    """The widest range among the sides that were computed."""
    scales = (side.type.scale for side in sides if isinstance(side.type, NumberType) and _computed(side))
    return max(scales, default=Fraction(0))


def _computed(side: Expr) -> bool:
    match side:
        case FromVisit(body=body):
            return _computed(body)
        case Named(body=body) | AtTimepoint(body=body) | AtMoment(body=body) | Aggregate(body=body):
            return _computed(body) or (isinstance(side, Aggregate) and side.kind in _SUMMED)
        case Apply() | DaysAggregate() | DoseValue():  # a dose sums records, each times its equivalence
            return True
        case _:
            return False


def _calendar_length(checker: Checker, span: Span, operator: str, days: Expr, length: Expr) -> Expr | None:
    """`days from A to B >= 6 months`: within the span that the calendar gives, a length equals six months."""
    if not isinstance(length, Constant) or not isinstance(days.type, NumberType):
        return None
    assert isinstance(length.type, NumberType)
    unit = length.type.unit.text.removesuffix("s")
    if days.type.unit != DAY or unit not in ("month", "year"):
        return None
    span_of = length_days(Fraction(length.value), unit)
    if span_of is None:
        return None
    shortest, longest = span_of.shortest, span_of.longest
    ends = {">=": shortest, "<": shortest, "<=": longest, ">": longest}

    def side(sign: str, limit: int) -> Expr:
        at = checker.constant(length.span, NumberType(DAY, Fraction(limit), Fraction(limit)), Fraction(limit))
        return compared(checker, sign, span, days, at)

    if operator in ends:
        return side(operator, ends[operator])
    within = checker.apply("and", span, side(">=", shortest), side("<=", longest))
    return within if operator == "=" else checker.apply("not", span, within)


def _levels(checker: Checker, node: s.Comparison, left: Expr, right: Expr) -> Expr:
    operator, type_ = node.operator.text, left.type
    assert isinstance(type_, LevelsType)
    if operator in ("=", "!="):
        name = "is" if isinstance(right, Constant) else "same level"
        same = checker.apply(name, node.span, left, right)
        return same if operator == "=" else checker.apply("not", node.span, same)
    if not type_.ordered:
        message = f"the levels of `{_short(node.left)}` have no order"
        help_ = ["declare them in order: `scale mild < moderate < severe`", "or ask with `is one of (…)`"]
        raise checker.problems.fail("E301", message, node.operator.span, help=help_)
    if right.type != left.type:
        raise checker.problems.fail("E301", "the two have different levels", node.right.span)
    places = [checker.apply("position", side.span, side) for side in (left, right)]
    return compared(checker, operator, node.span, *places)


def _moments(checker: Checker, operator: str, node: s.Comparison, left: Expr, right: Expr) -> Expr:
    def order(name: str, first: Expr, second: Expr) -> Expr:
        return checker.apply(name, node.span, first, second)

    match operator:
        case "<":
            return order("is before", left, right)
        case ">":
            return order("is before", right, left)
        case "<=":
            return order("is not after", left, right)
        case ">=":
            return order("is not after", right, left)
    same = checker.apply(
        "and", node.span, order("is not after", left, right), order("is not after", right, left)
    )
    return same if operator == "=" else checker.apply("not", node.span, same)


# ---- is … --------------------------------------------------------------------------------------------


def is_level(checker: Checker, node: s.IsLevel) -> Expr:
    """`x is pd`, `x is not pd`, `x is one of (cr, pr)`."""
    subject = checker.value(node.subject)
    if subject.type == TRUTH:
        result = _is_yes_or_no(checker, node, subject)
    elif isinstance(subject.type, LevelsType):
        mask = 0
        for word in node.levels:
            mask |= int(level(checker, word, subject.type).value)
        wanted = checker.constant(node.levels[0].span, subject.type, mask)
        result = checker.apply("is", node.span, subject, wanted)
    else:
        message = f"`is` asks for a level, and this is {subject.type.words}"
        raise checker.problems.fail("E301", message, node.subject.span, help=["compare numbers with `=`"])
    return checker.apply("not", node.span, result) if node.negated else result


def _is_yes_or_no(checker: Checker, node: s.IsLevel, subject: Expr) -> Expr:
    word = node.levels[0]
    if len(node.levels) > 1 or word.text not in ("yes", "no"):
        raise checker.problems.fail("E203", "this is yes or no, it has no other level", word.span)
    return subject if word.text == "yes" else checker.apply("not", node.span, subject)


def is_recorded(checker: Checker, node: s.IsRecorded) -> Expr:
    """`x is recorded`: a plain yes or no."""
    result = recorded(checker, checker.value(node.subject), "all")
    result = checker.forge.moved(result, node.span)
    return checker.apply("not", node.span, result) if node.negated else result


def is_applicable(checker: Checker, node: s.IsApplicable) -> Expr:
    """`outcome is applicable`: whether the patient is in its population."""
    subject = node.subject.inner if isinstance(node.subject, s.Parenthesis) else node.subject
    found = checker.resolve(subject.name, subject.span) if isinstance(subject, s.Reference) else None
    if not isinstance(found, Outcome):
        raise checker.problems.fail("E301", "only an outcome is applicable or not", node.subject.span)
    among = found.among or checker.constant(node.span, TRUTH, True)
    result = checker.forge.moved(among, node.span)
    return checker.apply("not", node.span, result) if node.negated else result


# ---- how many of a set -------------------------------------------------------------------------------


def over_set(checker: Checker, node: s.OverSet) -> Expr:
    """`at least 3 of core improve by …`: one condition a member, and bounds on how many hold."""
    parts = member_conditions(checker, node, members_of(checker, node.members))
    number = count_number(checker, node.count)
    if number > len(parts):
        message = f"there are {len(parts)}, so {number} of them cannot be asked for"
        raise checker.problems.fail("E301", message, node.count.span)
    return counted(checker, node.count.kind, number, node.span, parts)


def member_conditions(checker: Checker, node: s.OverSet, members: list[s.Expression]) -> list[Expr]:
    """What is asked of each member."""
    return checker.problems.all_of([_member(checker, node, member) for member in members])


def members_of(
    checker: Checker, name: s.Reference | tuple[s.Expression, ...] | s.Remaining
) -> list[s.Expression]:
    """The members of a set, declared or listed."""
    if isinstance(name, s.Remaining):
        message = "nothing stands before it of which these are the remaining ones"
        help_ = ["as in `at least 3 of core improve by … and at most 1 of the remaining worsens by …`"]
        raise checker.problems.fail("E301", message, name.span, help=help_)
    if not isinstance(name, s.Reference):
        return list(name)
    found = checker.resolve(name.name, name.span)
    if not isinstance(found, s.Set):
        message = f"`{name.name}` is not a set"
        help_ = ["declare one: `set name = a, b, c`", "or list its members in parentheses"]
        raise checker.problems.fail("E301", message, name.span, help=help_)
    return [s.Reference(member.span, member.text) for member in found.members]


def _member(checker: Checker, node: s.OverSet, member: s.Expression) -> Callable[[], Expr]:
    def condition() -> Expr:
        match node.body:
            case None:
                return truth(checker, member)
            case s.Change():
                body = change.changes(checker, s.Changes(node.body.span, member, node.body))
            case _:
                body = with_it(checker, member, lambda: truth(checker, node.body))  # type: ignore[arg-type]
        name = member.name if isinstance(member, s.Reference) else _short(member)
        return named(checker, node.span, name, body)

    return condition


def named(checker: Checker, span: Span, name: str, body: Expr) -> Expr:
    """A condition under the name of the member that it is asked of."""
    return checker.make(Named, span, TRUTH, body.level, name=name, body=body)


def with_it(checker: Checker, member: s.Expression, asked: Callable[[], Expr]) -> Expr:
    """`it` is read where it stands, as the member would be if it were written there."""
    checker.value(member)  # a mistake in the member is told once, at its place
    outer, checker.it = checker.it, Member(member, checker.it)
    try:
        return asked()
    finally:
        checker.it = outer


def counted(checker: Checker, kind: str, number: int, span: Span, parts: list[Expr]) -> Expr:
    """A count of conditions as a condition, in terms of and, or, not and `at least`."""

    def at_least(wanted: int) -> Expr:
        if wanted <= 0:
            return checker.constant(span, TRUTH, True)
        if wanted > len(parts):
            return checker.constant(span, TRUTH, False)
        if wanted == len(parts):
            return checker.apply("and", span, *parts) if len(parts) > 1 else parts[0]
        if wanted == 1:
            return checker.apply("or", span, *parts)
        limit = checker.constant(span, plain_number(), Fraction(wanted))
        return checker.apply("at least", span, limit, *parts)

    def negated(part: Expr) -> Expr:
        return checker.apply("not", span, part)

    match kind:
        case "any":
            return at_least(1)
        case "every":
            return at_least(len(parts))
        case "no":
            return negated(at_least(1))
        case "at least":
            return at_least(number)
        case "at most":
            return negated(at_least(number + 1))
        case _:
            return checker.apply("and", span, at_least(number), negated(at_least(number + 1)))


def count_number(checker: Checker, count: s.Count) -> int:
    """The number of `at least 3`, or of the parameter named there; 0 where the kind has none."""
    if count.number is None:
        return 0
    checked = checker.value(count.number)
    type_: Type = checked.type
    if not isinstance(checked, Constant) or not isinstance(type_, NumberType) or type_.unit.dimension:
        raise checker.problems.fail(
            "E301", "a count is a whole number or a parameter that is one", count.number.span
        )
    number = Fraction(checked.value)
    if number.denominator != 1 or number < 0:
        raise checker.problems.fail("E301", "a count is a whole number", count.number.span)
    return int(number)
