"""Names, numbers, arithmetic, functions, fallbacks; and the way to every other kind of expression."""

from fractions import Fraction
from typing import assert_never

from remit.check import change, conditions, sets, visits
from remit.check.checker import Checker
from remit.check.places import named_visit
from remit.check.quantities import converted, in_one_unit, number, unit_of
from remit.check.recorded import recorded
from remit.diagnostics.suggest import suggest
from remit.model import syntax as s
from remit.model.declarations import Drugs, Event, Fact, Measure, Timepoint
from remit.model.expressions import (
    Apply,
    Constant,
    DoseValue,
    Expr,
    FactValue,
    HeldReference,
    MeasureValue,
    Named,
)
from remit.model.rules import Definition, Outcome, Parameter
from remit.model.types import MOMENT, TRUTH, Level, LevelsType, NumberType, Type, plain_number
from remit.model.units import ONE, parse_unit
from remit.operators.registry import FUNCTIONS, OPERATORS


def value(checker: Checker, node: s.Expression, hint: Type | None = None) -> Expr:
    """The checked expression of a written one."""
    match node:
        case s.Reference():
            return reference(checker, node, hint)
        case s.Number():
            return number(checker, node)
        case s.PercentagePoints():
            return checker.constant(
                node.span, NumberType(parse_unit("%"), node.value, node.value), node.value
            )
        case s.Truth():
            return checker.constant(node.span, TRUTH, node.value)
        case s.It():
            return _it(checker, node)
        case s.Parenthesis():
            return checker.value(node.inner, hint)
        case s.Logical():
            return conditions.logical(checker, node)
        case s.Not():
            return checker.apply("not", node.span, conditions.truth(checker, node.operand))
        case s.Comparison():
            return conditions.comparison(checker, node)
        case s.IsLevel():
            return conditions.is_level(checker, node)
        case s.IsRecorded():
            return conditions.is_recorded(checker, node)
        case s.IsApplicable():
            return conditions.is_applicable(checker, node)
        case s.OverSet():
            return conditions.over_set(checker, node)
        case s.Moves():
            from remit.check import references

            return references.moves(checker, node)
        case s.OfNumbers():
            return sets.of_numbers(checker, node)
        case s.Arithmetic():
            return _arithmetic(checker, node)
        case s.Minus():
            return _minus(checker, node)
        case s.Call():
            return _call(checker, node)
        case s.InUnit():
            return _in_unit(checker, node)
        case s.OrElse():
            return _or_else(checker, node)
        case s.ChangeIn():
            return change.change_in(checker, node)
        case s.Changes():
            return change.changes(checker, node)
        case s.Choice() | s.PointsOf():
            return _of_categories(checker, node)
        case (
            s.At()
            | s.Aggregate()
            | s.ShareOfVisits()
            | s.FirstOrLast()
            | s.OverVisits()
            | s.OverEvents()
            | s.Sustained()
            | s.Stable()
            | s.Confirmed()
            | s.Onset()
            | s.VisitMoment()
            | s.EarlierOrLater()
            | s.DaysBetween()
            | s.Instant()
            | s.Now()
            | s.EndOfFollowUp()
        ):
            return visits.value(checker, node)
        case _:
            assert_never(node)


def _of_categories(checker: Checker, node: s.Choice | s.PointsOf) -> Expr:
    from remit.check import bands, tables

    return tables.choice(checker, node) if isinstance(node, s.Choice) else bands.points_of(checker, node)


def reference(checker: Checker, node: s.Reference, hint: Type | None) -> Expr:
    """A name: a level of what it stands beside, or what it was declared as."""
    if (visit := named_visit(checker, node.name, node.span)) is not None:
        return visit
    if checker.held is not None and checker.held.name == node.name:
        return checker.make(HeldReference, node.span, checker.held.type, Level.PATIENT, name=node.name)
    if isinstance(hint, LevelsType) and node.name in hint.levels:
        return checker.constant(node.span, hint, hint.mask(node.name))
    if not checker.knows(node.name) and (home := _home_of_level(checker, node.name)):
        message = f"`{node.name}` is a level of `{home}`, not a condition"
        raise checker.problems.fail("E203", message, node.span, help=[f"write `{home} is {node.name}`"])
    found = checker.resolve(node.name, node.span)
    match found:
        case Measure():
            return checker.make(MeasureValue, node.span, found.type, Level.VISIT, name=found.name)
        case Fact():
            return checker.make(FactValue, node.span, found.type, Level.PATIENT, name=found.name)
        case Parameter():
            return checker.forge.moved(found.value, node.span)
        case Definition():
            body = found.body
            return checker.make(Named, node.span, body.type, body.level, name=found.name, body=body)
        case Outcome():
            return checker.make(
                Named, node.span, TRUTH, Level.PATIENT, name=found.name, body=outcome_met(checker, found)
            )
        case Timepoint():
            help_ = [f"write what is read there: `… at {node.name}`"]
            raise checker.problems.fail(
                "E301", f"`{node.name}` is a timepoint and has no value", node.span, help=help_
            )
        case Event():
            help_ = [f"ask whether it happened: `any {node.name} from … to …`"]
            raise checker.problems.fail(
                "E301", f"`{node.name}` is an event, not a condition", node.span, help=help_
            )
        case Drugs():
            return checker.make(DoseValue, node.span, found.type, Level.DAY, name=found.name)
        case s.Set():
            help_ = [f"say how many of it: `at least 2 of {node.name} …`"]
            raise checker.problems.fail("E301", f"`{node.name}` is a set, not a value", node.span, help=help_)
        case _:
            assert_never(found)


def outcome_met(checker: Checker, outcome: Outcome) -> Expr:
    """How other rules see an outcome: its bounds before `missing counts as`; not applicable is impossible."""
    parts = [part for part in (outcome.among, outcome.when) if part is not None]
    if outcome.unless is not None:
        parts.append(checker.apply("not", outcome.unless.span, outcome.unless))
    return parts[0] if len(parts) == 1 else checker.apply("and", outcome.span, *parts)


def _home_of_level(checker: Checker, name: str) -> str | None:
    for declared, written in checker.written.items():
        scale = getattr(written, "scale", None)
        if isinstance(scale, s.Levels) and any(level.text == name for level in scale.levels):
            return declared
        if isinstance(written, s.Classify) and any(test.level.text == name for test in written.levels):
            return declared
        if isinstance(written, s.Band | s.Table) and any(row.level.text == name for row in written.rows):
            return declared
    return None


def _it(checker: Checker, node: s.It) -> Expr:
    if checker.it is None:
        message = "`it` stands for the member of a set, and there is no set here"
        raise checker.problems.fail(
            "E301", message, node.span, help=["as in `at least 2 of core has (it < 3 points)`"]
        )
    member, checker.it = checker.it, checker.it.outer
    try:
        return checker.forge.moved(checker.value(member.written), node.span)
    finally:
        checker.it = member


def numeric(checker: Checker, node: s.Expression, hint: Type | None = None) -> Expr:
    """An expression that must be a number."""
    result = checker.value(node, hint)
    if not isinstance(result.type, NumberType):
        message = f"a number is needed here, and this is {result.type.words}"
        raise checker.problems.fail("E301", message, node.span)
    return result


def _arithmetic(checker: Checker, node: s.Arithmetic) -> Expr:
    left, right = checker.problems.all_of(
        [lambda: numeric(checker, node.left), lambda: numeric(checker, node.right)]
    )
    operator = node.operator.text
    if operator in "+-":
        doing = "added to" if operator == "+" else "reduced by"
        left, right = in_one_unit(checker, [left, right], doing)
    else:
        left, right = _as_share(checker, left), _as_share(checker, right)
    return checker.apply(operator, node.span, left, right)


def _as_share(checker: Checker, part: Expr) -> Expr:
    """`30% * x`: a percent in a product is a share of the other."""
    if isinstance(part, Constant) and isinstance(part.type, NumberType) and part.type.unit.is_percent:
        share = Fraction(part.value) / 100
        return checker.constant(part.span, plain_number(share, share), share)
    return part


def _minus(checker: Checker, node: s.Minus) -> Expr:
    operand = numeric(checker, node.operand)
    if isinstance(operand, Constant) and isinstance(operand.type, NumberType):
        turned = -Fraction(operand.value)
        type_ = NumberType(operand.type.unit, turned, turned, abs(turned))
        return checker.constant(node.span, type_, turned)
    return checker.apply("negative", node.span, operand)


def _call(checker: Checker, node: s.Call) -> Expr:
    name = node.function.text
    if name not in FUNCTIONS:
        near = suggest(name, FUNCTIONS)
        help_ = [f"the functions are {', '.join(sorted(FUNCTIONS))}"]
        if near:
            help_.insert(0, f"did you mean `{near[0]}`?")
        raise checker.problems.fail("E201", f"there is no function `{name}`", node.function.span, help=help_)
    operator = OPERATORS[name]
    wanted = len(operator.takes)
    if len(node.arguments) != wanted and not (operator.variadic and len(node.arguments) >= wanted):
        many = (
            f"{wanted} or more values" if operator.variadic else f"{wanted} value{'s' if wanted > 1 else ''}"
        )
        raise checker.problems.fail("E301", f"`{name}` takes {many}", node.span)
    arguments = checker.problems.all_of([lambda part=part: numeric(checker, part) for part in node.arguments])  # type: ignore[misc]
    if operator.one_unit:
        arguments = in_one_unit(checker, arguments, "put beside")
    return checker.apply(name, node.span, *arguments)


def _in_unit(checker: Checker, node: s.InUnit) -> Expr:
    """`esr in mm/h` is its plain number."""
    subject, unit = numeric(checker, node.subject), unit_of(checker, node.unit)
    assert isinstance(subject.type, NumberType)
    if subject.type.unit.dimension != unit.dimension:
        message = f"`{node.subject.span.text}` is in {subject.type.unit}, which is no {unit}"
        raise checker.problems.fail("E312", message, node.unit.span, unit.words)
    inside = converted(checker, subject, unit)
    assert isinstance(inside.type, NumberType)
    plain = NumberType(ONE, inside.type.low, inside.type.high, inside.type.scale)
    if isinstance(inside, Constant):
        return checker.constant(node.span, plain, inside.value)
    one = checker.constant(node.span, plain_number(Fraction(1), Fraction(1)), Fraction(1))
    return checker.make(
        Apply, node.span, plain, inside.level, operator="*", arguments=(inside, one), scale=Fraction(0)
    )


def _or_else(checker: Checker, node: s.OrElse) -> Expr:
    first = checker.value(node.first)
    second = checker.value(node.second, first.type)
    if isinstance(first.type, NumberType) and isinstance(second.type, NumberType):
        first, second = in_one_unit(checker, [first, second], "replaced by")
    kinds = {NumberType: "number", LevelsType: "levels"}
    kind = "truth" if first.type == TRUTH else kinds.get(type(first.type))
    if kind is None or first.type == MOMENT:
        raise checker.problems.fail("E301", "`else` chooses between values, not moments", node.span)
    return checker.apply(f"else ({kind})", node.span, recorded(checker, first, "all"), first, second)
