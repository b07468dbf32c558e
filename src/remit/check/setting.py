"""What a `use` sets in the file that it uses: its parameters, and what it reads in place of its own names."""

from typing import TypeAlias

from remit.check.calendar import instant_day
from remit.check.checker import Checker
from remit.check.level_constants import level_constant
from remit.check.problems import Failed
from remit.check.quantities import number
from remit.check.shared import Datum
from remit.diagnostics.suggest import suggest
from remit.model import syntax as s
from remit.model.declarations import Drugs, Event, Fact, Measure, Timepoint
from remit.model.expressions import Expr
from remit.model.rules import Definition, Outcome, Parameter, RuleSet
from remit.model.types import MOMENT, TRUTH, Level, LevelsType, NumberType, Type
from remit.source import Span

_Settable: TypeAlias = Datum | Parameter | Definition


def constant(checker: Checker, value: s.Number | s.Truth | s.Instant | s.LevelOf) -> Expr:
    """The checked value of a parameter."""
    match value:
        case s.Number():
            return number(checker, value)
        case s.Truth():
            return checker.constant(value.span, TRUTH, value.value)
        case s.Instant():
            return checker.constant(value.span, MOMENT, instant_day(value.unit, value.count))
        case s.LevelOf():
            return level_constant(checker, value)


def set_value(checker: Checker, setting: s.Setting, wanted: Type) -> Expr:
    """The value that a setting gives to a parameter of a used file: a constant, or a parameter of its own.

    A parameter that is a level is set to another level of its scale.
    """
    if not isinstance(setting.value, s.Reference):
        return constant(checker, setting.value)
    assert checker.outer is not None
    name = setting.value.name
    if isinstance(wanted, LevelsType) and name in wanted.levels:
        return checker.constant(setting.value.span, wanted, wanted.mask(name))
    found = checker.outer.resolve(name, setting.value.span)
    if not isinstance(found, Parameter):
        message = (
            f"`{setting.name.text}` is a parameter: it is set to a value, and `{setting.value.name}` is none"
        )
        raise checker.problems.fail("E209", message, setting.value.span)
    return found.value


def check_setting(used: Checker, name: str, setting: s.Setting) -> None:
    """Fails where the used file has no such name, or where what is given is of another kind."""
    assert used.plain is not None and used.outer is not None
    wanted = _settable(used.plain).get(name)
    if wanted is None:
        raise _unknown(used, used.plain, setting)
    if isinstance(wanted, Parameter):
        _check_value(used, wanted, set_value(used, setting, wanted.value.type), setting)
        return
    if not isinstance(setting.value, s.Reference):
        message = f"`{name}` is no parameter: it is read from something that this file names"
        help_ = [f"write `{name} = name`, where `name` is declared in this file"]
        raise _misfit(used, wanted, message, setting.value.span, help_)
    given = used.outer.resolve(setting.value.name, setting.value.span)
    _check_datum(used, wanted, given, setting.value)


def _settable(plain: RuleSet) -> dict[str, _Settable]:
    """What a using file may set: parameters, the data, and the values that are defined."""
    data = plain.declarations
    named: list[_Settable] = [*data.facts.values(), *data.measures.values(), *data.events.values()]
    named += [*data.drugs.values(), *data.timepoints.values()]
    named += [*plain.definitions.values(), *plain.parameters.values()]
    return {one.name: one for one in named if "." not in one.name}


def _unknown(used: Checker, plain: RuleSet, setting: s.Setting) -> Failed:
    name, settable = setting.name, _settable(plain)
    file = plain.source.name
    outcome = plain.outcomes.get(name.text)
    also = [(outcome.span, "an outcome, which is never set")] if outcome else []
    near = suggest(name.text, settable)
    also += [(settable[one].span, f"`{one}` is declared here") for one in near]
    help_ = [f"did you mean {' or '.join(f'`{one}`' for one in near)}?"] if near else []
    if not near and plain.parameters:
        help_ = [f"its parameters are {', '.join(plain.parameters)}"]
    message = f"`{file}` has nothing called `{name.text}` that can be set"
    fix = near[0] if len(near) == 1 else None
    return used.problems.fail(
        "E201", message, name.span, "not declared there", also=also, help=help_, fix=fix
    )


def _check_value(used: Checker, wanted: Parameter, given: Expr, setting: s.Setting) -> None:
    default = wanted.value
    if _one_kind(default.type, given.type):
        return
    shown = " ".join(default.span.text.split())
    message = (
        f"`{setting.name.text}` is {_words(default.type)} such as `{shown}`, "
        f"and `{setting.value.span.text}` is {_words(given.type)}"
    )
    raise _misfit(used, wanted, message, setting.value.span, [])


def _check_datum(used: Checker, wanted: _Settable, given: object, value: s.Reference) -> None:
    """A moment of reading for a timepoint, an event for an event, else a value of one kind at one level."""
    for kind, words in ((Timepoint, "a timepoint"), (Event, "an event"), (Drugs, "a drug")):
        if isinstance(wanted, kind) or isinstance(given, kind):
            if isinstance(wanted, kind) and isinstance(given, kind):
                return
            ours = isinstance(wanted, kind)
            message = f"`{wanted.name}` is {words if ours else 'a value'}, and `{value.name}` is " + (
                "none" if ours else words
            )
            raise _misfit(used, wanted, message, value.span, [])
    assert isinstance(wanted, Measure | Fact | Definition)
    if not isinstance(given, Measure | Fact | Definition | Outcome):
        message = f"`{value.name}` cannot stand for `{wanted.name}`, which is {_value_words(wanted)}"
        raise _misfit(used, wanted, message, value.span, [])
    (type_, level), (other, other_level) = _type_of(wanted), _type_of(given)
    if level is not other_level or not _one_kind(type_, other):
        message = f"`{wanted.name}` is {_value_words(wanted)}, and `{value.name}` is {_value_words(given)}"
        raise _misfit(used, wanted, message, value.span, [])


def _type_of(item: Measure | Fact | Definition | Outcome) -> tuple[Type, Level]:
    match item:
        case Measure():
            return item.type, Level.VISIT
        case Fact():
            return item.type, Level.PATIENT
        case Definition():
            return item.body.type, item.body.level
        case Outcome():
            return TRUTH, Level.PATIENT


def _value_words(item: Measure | Fact | Definition | Outcome) -> str:
    type_, level = _type_of(item)
    return f"{_words(type_)} {'at each visit' if level is Level.VISIT else 'per patient'}"


def _words(type_: Type) -> str:
    if isinstance(type_, LevelsType):
        return f"one of {', '.join(type_.levels)}"
    return type_.words


def _one_kind(wanted: Type, given: Type) -> bool:
    """Numbers of one dimension, the same levels, yes or no, moments: ranges may differ."""
    if isinstance(wanted, NumberType) and isinstance(given, NumberType):
        return wanted.unit.dimension == given.unit.dimension
    if isinstance(wanted, LevelsType) and isinstance(given, LevelsType):
        return wanted == given
    return type(wanted) is type(given) and wanted == given


def _misfit(used: Checker, wanted: _Settable, message: str, span: Span, help_: list[str]) -> Failed:
    also = [(wanted.span, "declared here")]
    return used.problems.fail("E209", message, span, also=also, help=help_)
