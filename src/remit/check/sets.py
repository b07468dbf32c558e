"""Sets: what is asked of the remaining members, and numbers taken over the members.

Everything here is made of operators that there are: bounds on the members are bounds on the whole.
"""

from fractions import Fraction
from typing import TypeGuard

from remit.check import conditions
from remit.check.checker import Checker
from remit.check.quantities import in_one_unit
from remit.model import syntax as s
from remit.model.expressions import Expr
from remit.model.types import TRUTH, NumberType, plain_number
from remit.source import Span

# ---- the remaining -----------------------------------------------------------------------------------


def is_of_remaining(node: s.Expression) -> TypeGuard[s.OverSet]:
    """Whether a condition counts over `the remaining`."""
    return isinstance(node, s.OverSet) and isinstance(node.members, s.Remaining)


def of_remaining(checker: Checker, node: s.OverSet, before: s.Expression) -> Expr:
    """`… and at most 1 of the remaining worsens`: of the members that the count before it did not take.

    At least k with P are taken, and of the others at most m have Q: so it is for some choice of those taken
    when it is for all that have P, and then at most m have Q without P. At least m of the others have Q: some
    choice leaves so many exactly when m have Q at all, and k + m have P or Q (Hall 1935, J London Math Soc
    10:26).
    """
    while isinstance(before, s.Parenthesis):
        before = before.inner
    if not isinstance(before, s.OverSet) or before.count.kind not in ("any", "at least"):
        message = "what are they left over from? A count such as `at least 3 of core …` stands before it"
        raise checker.problems.fail("E301", message, node.span)
    members = conditions.members_of(checker, before.members)
    taken = conditions.member_conditions(checker, before, members)
    asked = conditions.member_conditions(checker, node, members)
    first, number = max(conditions.count_number(checker, before.count), 1), _number(checker, node)
    if first + number > len(members):
        message = (
            f"there are {len(members)}, of which {first} are taken: {number} cannot be asked of the others"
        )
        raise checker.problems.fail("E301", message, node.count.span)
    return _of_others(checker, node, taken, asked, first, number)


def _number(checker: Checker, node: s.OverSet) -> int:
    match node.count.kind:
        case "any":
            return 1
        case "exactly":
            message = "of the remaining ask `at least`, `at most`, `any`, `every` or `no`"
            raise checker.problems.fail("E301", message, node.count.span)
        case "at least":
            return conditions.count_number(checker, node.count)
        case _:
            return 0


def _of_others(
    checker: Checker, node: s.OverSet, taken: list[Expr], asked: list[Expr], first: int, number: int
) -> Expr:
    span, kind = node.span, node.count.kind

    def joined(operator: str, without: bool) -> list[Expr]:
        pairs = zip(taken, asked, strict=True)
        return [_joined(checker, span, operator, one, other, without) for one, other in pairs]

    if kind == "every":
        return conditions.counted(checker, "every", 0, span, joined("or", without=False))
    if kind in ("no", "at most"):
        most = 0 if kind == "no" else conditions.count_number(checker, node.count)
        return conditions.counted(checker, "at most", most, span, joined("and", without=True))
    enough = conditions.counted(checker, "at least", number, span, asked)
    either = conditions.counted(checker, "at least", first + number, span, joined("or", without=False))
    return checker.apply("and", span, enough, either)


def _joined(checker: Checker, span: Span, operator: str, taken: Expr, asked: Expr, without: bool) -> Expr:
    """What is asked of a member, with or without what it was taken for, under the member's name."""
    first = checker.apply("not", span, taken) if without else taken
    body = checker.apply(operator, span, first, asked)
    name = getattr(asked, "name", "")
    return conditions.named(checker, span, name, body)


# ---- numbers over a set ------------------------------------------------------------------------------


def of_numbers(checker: Checker, node: s.OfNumbers) -> Expr:
    """`total of lesions`, `lowest of (a, b)`, `number of lesions with (it > 10 mm)`."""
    members = conditions.members_of(checker, node.members)
    if node.kind == "number":
        assert node.condition is not None
        return _number_of(checker, node.span, members, node.condition)
    if node.condition is not None and node.kind != "total":
        message = f"only a total and a number take a condition, and this is the {node.kind}"
        raise checker.problems.fail("E301", message, node.condition.span)
    values = checker.problems.all_of([lambda member=member: _numeric(checker, member) for member in members])  # type: ignore[misc]
    values = in_one_unit(checker, values, "put beside")
    match node.kind:
        case "lowest" | "highest":
            return checker.apply("min" if node.kind == "lowest" else "max", node.span, *values)
        case "total":
            if node.condition is not None:
                values = _where(checker, members, values, node.condition)
            return _sum(checker, node.span, values)
        case "mean":
            count = checker.constant(node.span, plain_number(), Fraction(len(values)))
            return checker.apply("/", node.span, _sum(checker, node.span, values), count)
    message = (
        f"`{node.kind}` asks of visits; of the members of a set ask for the lowest, highest, mean or total"
    )
    raise checker.problems.fail("E301", message, node.span)


def _numeric(checker: Checker, member: s.Expression) -> Expr:
    result = checker.value(member)
    if not isinstance(result.type, NumberType):
        message = f"a number is needed here, and this is {result.type.words}"
        raise checker.problems.fail("E301", message, member.span)
    return result


def _sum(checker: Checker, span: Span, values: list[Expr]) -> Expr:
    total = values[0]
    for value in values[1:]:
        total = checker.apply("+", span, total, value)
    return total


def _where(
    checker: Checker, members: list[s.Expression], values: list[Expr], condition: s.Expression
) -> list[Expr]:
    """Each value where the condition holds of its member, and nothing where it does not."""
    held = [_held(checker, member, condition) for member in members]
    return [
        checker.apply("points for", value.span, value, truth)
        for value, truth in zip(values, held, strict=True)
    ]


def _number_of(checker: Checker, span: Span, members: list[s.Expression], condition: s.Expression) -> Expr:
    one = checker.constant(span, plain_number(Fraction(1), Fraction(1)), Fraction(1))
    held = [_held(checker, member, condition) for member in members]
    return _sum(checker, span, [checker.apply("points for", span, one, truth) for truth in held])


def _held(checker: Checker, member: s.Expression, condition: s.Expression) -> Expr:
    held = conditions.with_it(checker, member, lambda: conditions.truth(checker, condition))
    assert held.type == TRUTH
    return held
