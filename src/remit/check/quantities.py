"""Units are types: literals with their units, and two sides brought into one."""

from collections.abc import Sequence
from fractions import Fraction

from remit.check.checker import Checker
from remit.diagnostics.suggest import suggest
from remit.model import syntax as s
from remit.model.expressions import Apply, Constant, Expr, FactValue, MeasureValue, Named, ReadAt
from remit.model.types import NumberType, plain_number
from remit.model.units import ONE, Unit, UnknownUnit, parse_unit, unit_symbols
from remit.source import Span


def unit_of(checker: Checker, word: s.Word) -> Unit:
    """The unit that a word names; an unknown symbol is told with what it resembles."""
    try:
        return parse_unit(word.text)
    except UnknownUnit as unknown:
        near = suggest(unknown.symbol, unit_symbols())
        help_ = [f"did you mean {' or '.join(f'`{one}`' for one in near)}?"] if near else []
        message = f"`{unknown.symbol}` is not a unit that is known"
        raise checker.problems.fail("E204", message, word.span, "unknown unit", help=help_) from None


def number(checker: Checker, literal: s.Number) -> Constant:
    """A literal as a constant in its own unit."""
    unit = unit_of(checker, literal.unit) if literal.unit else ONE
    value = literal.value
    return checker.constant(literal.span, NumberType(unit, value, value, abs(value)), value)


def written_number(value: Fraction) -> str:
    """A rational as a decimal where it is one."""
    as_float = float(value)
    return str(int(value)) if value.denominator == 1 else repr(as_float)


def is_bare(expression: Expr) -> bool:
    """A number without a unit: `20`, or a ratio of two numbers of one unit. mg/kg is no plain number."""
    return isinstance(expression.type, NumberType) and not expression.type.unit.text


def converted(checker: Checker, expression: Expr, unit: Unit) -> Expr:
    """The same number in another unit of its dimension, by the pinned factor."""
    type_ = expression.type
    assert isinstance(type_, NumberType)
    if type_.unit.factor == unit.factor:
        return expression
    factor = type_.unit.factor_to(unit)
    low = None if type_.low is None else type_.low * factor
    high = None if type_.high is None else type_.high * factor
    target = NumberType(unit, low, high, type_.scale * factor)
    if isinstance(expression, Constant):
        return checker.constant(expression.span, target, Fraction(expression.value) * factor)
    by = checker.constant(expression.span, plain_number(factor, factor), factor)
    return checker.make(
        Apply,
        expression.span,
        target,
        expression.level,
        operator="*",
        arguments=(expression, by),
        scale=Fraction(0),
    )


def in_one_unit(checker: Checker, arguments: Sequence[Expr], doing: str) -> list[Expr]:
    """All arguments in the unit of the first that has one; `doing` is what a message says of them."""
    leading = next((one for one in arguments if not is_bare(one)), arguments[0])
    assert isinstance(leading.type, NumberType)
    unit = leading.type.unit
    for argument in arguments:
        assert isinstance(argument.type, NumberType)
        if argument.type.unit.dimension != unit.dimension or is_bare(argument) != is_bare(leading):
            raise _clash(checker, leading, argument, doing)
    return [converted(checker, argument, unit) for argument in arguments]


def _clash(checker: Checker, leading: Expr, other: Expr, doing: str) -> Exception:
    assert isinstance(leading.type, NumberType) and isinstance(other.type, NumberType)
    unit, subject = leading.type.unit, _subject(leading)
    also = _declared_here(checker, leading)
    if is_bare(other):
        value = written_number(Fraction(other.value)) if isinstance(other, Constant) else other.span.text
        help_ = [f"write `{value} {unit}`", f"or compare plain numbers: `{leading.span.text} in {unit}`"]
        message = f"{subject} is in {unit}, but it is {doing} a bare number"
        return checker.problems.fail(
            "E311", message, other.span, "a number without a unit", also=also, help=help_
        )
    help_ = []
    if isinstance(other, Constant):
        help_.append(f"did you mean `{written_number(Fraction(other.value))} {unit}`?")
    message = f"{subject} is in {unit}, but it is {doing} `{other.span.text}`"
    return checker.problems.fail("E312", message, other.span, other.type.unit.words, also=also, help=help_)


def _subject(expression: Expr) -> str:
    return f"`{' '.join(expression.span.text.split())}`"


def _declared_here(checker: Checker, expression: Expr) -> list[tuple[Span, str]]:
    inner = expression
    while isinstance(inner, Named):
        inner = inner.body
    name = inner.measure if isinstance(inner, ReadAt) else getattr(inner, "name", None)
    datum = checker.datum(str(name))
    if not isinstance(inner, ReadAt | MeasureValue | FactValue) or datum is None:
        return []
    assert isinstance(expression.type, NumberType)
    return [(datum.span, f"{name} is declared in {expression.type.unit} here")]


def quantity_type(checker: Checker, scale: s.Quantity) -> NumberType:
    """The type of a declared quantity: its unit, its possible range, and the scale of equality."""
    unit = unit_of(checker, scale.unit)
    if scale.high is not None and scale.high < scale.low:
        raise checker.problems.fail(
            "E407", "the range is upside down", scale.span, "from the smaller to the larger"
        )
    ends = [abs(end) for end in (scale.low, scale.high) if end is not None]
    return NumberType(unit, scale.low, scale.high, max(ends) if scale.high is not None else Fraction(0))
