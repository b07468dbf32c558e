"""What a rule file asks to be reported, and its cases."""

from fractions import Fraction
from typing import Literal, TypeAlias, cast

from remit.check.calendar import instant_day
from remit.check.case_doses import Dosed, dosed, given_dose
from remit.check.checker import Checker
from remit.check.quantities import in_one_unit, number
from remit.model import rules
from remit.model import syntax as s
from remit.model.declarations import Drugs, Event, Fact, Measure
from remit.model.expressions import Constant, Expr
from remit.model.types import MOMENT, TRUTH, Level, LevelsType, NumberType, Type

_Subject: TypeAlias = Measure | Fact | Event | Dosed


def described(checker: Checker, names: tuple[s.Reference, ...]) -> list[tuple[str, Expr]]:
    """The values to describe, one per patient each."""

    def one(node: s.Reference) -> tuple[str, Expr]:
        body = checker.value(node)
        if body.level is not Level.PATIENT:
            message = f"`{node.name}` has a value at each visit: which one is described?"
            help_ = [f"define it at a time: `define … = {node.name} at baseline`"]
            raise checker.problems.fail("E302", message, node.span, help=help_)
        return checker.name_of(node), body

    return checker.problems.all_of([lambda node=node: one(node) for node in names])  # type: ignore[misc]


# ---- cases -------------------------------------------------------------------------------------------


def case(checker: Checker, node: s.Case) -> rules.Case:
    """A checked case: data within their ranges, and expectations of things that are judged."""
    givens: list[rules.Given] = []
    until: int | None = None
    current: _Subject | None = None
    for item in node.givens:
        if isinstance(item, s.Followed):
            until = instant_day(item.until.unit, item.until.count)
            continue
        current = _subject(checker, item, current)
        givens.append(_given(checker, item, current))
    _reject_later(checker, givens, until)
    _reject_twice(checker, givens)
    expected = checker.problems.all_of([lambda one=one: _expected(checker, one) for one in node.expected])  # type: ignore[misc]
    return rules.Case(node.title, tuple(givens), until, tuple(expected), node.span)


def _reject_later(checker: Checker, givens: list[rules.Given], until: int | None) -> None:
    """Nothing is known of a patient after the end of follow-up."""
    for given in givens:
        days = [day for day in (given.day, given.last) if day is not None]
        if until is not None and days and max(days) > until:
            message = f"day {max(days)} lies after the end of follow-up, day {until}"
            raise checker.problems.fail("E404", message, given.span)


def _reject_twice(checker: Checker, givens: list[rules.Given]) -> None:
    """One measure has one value a day, and a fact has one."""
    seen: dict[tuple[str, int | None], rules.Given] = {}
    for given in givens:
        key = (given.name, given.day if isinstance(checker.datum(given.name), Measure) else None)
        if key in seen and not isinstance(checker.datum(given.name), Event | Drugs):
            message = f"`{given.name}` is given twice for one {'day' if key[1] is not None else 'patient'}"
            also = [(seen[key].span, "first here")]
            raise checker.problems.fail("E404", message, given.span, "again here", also=also)
        seen[key] = given


def _subject(checker: Checker, item: s.Given, current: _Subject | None) -> _Subject | None:
    """What a datum is of: its own name, else the one before; an event stands for itself."""
    if item.name is None:
        return current
    if (drug := dosed(checker, item.name)) is not None:
        return drug
    found = checker.resolve(item.name.text, item.name.span)
    if isinstance(found, Measure | Fact) or (isinstance(found, Event) and item.value is None):
        return found
    message = f"`{item.name.text}` is not recorded, so a case cannot give it"
    help_ = [f"write `{item.name.text} at day 10`"] if isinstance(found, Event) else []
    raise checker.problems.fail("E301", message, item.name.span, help=help_)


def _given(checker: Checker, item: s.Given, subject: _Subject | None) -> rules.Given:
    day = instant_day(item.when.unit, item.when.count) if item.when else None
    word = item.value
    if isinstance(subject, Dosed) and not (item.name is None and isinstance(word, s.Word)):
        return given_dose(checker, item, subject)
    if item.doses is not None:
        message = "only the dose of a drug is given on the days of a period"
        raise checker.problems.fail("E404", message, item.doses.span, help=["write `at day 0`"])
    if item.name is None and isinstance(word, s.Word) and not _is_level(word, subject):
        found = checker.resolve(word.text, word.span)
        if isinstance(found, Event) or (isinstance(found, Fact) and found.type == MOMENT):
            return rules.Given(found.name, None, day, item.span)
        raise checker.problems.fail("E404", f"`{word.text}` is neither an event nor a level here", word.span)
    if subject is None or isinstance(subject, Dosed):
        raise checker.problems.fail(
            "E404", "a value of what?", item.span, help=["write `measure = value at day 0`"]
        )
    if isinstance(subject, Event):  # `new_dmard = not recorded`: nobody knows whether it happened
        return rules.Given(subject.name, None, None, item.span)
    if isinstance(subject, Measure) and day is None:
        help_ = [f"write `{subject.name} = … at day 0`"]
        raise checker.problems.fail(
            "E404", f"`{subject.name}` is measured on a day: which?", item.span, help=help_
        )
    if subject.type == MOMENT:
        return rules.Given(subject.name, None, day, item.span)
    limit: Literal["upper", "lower"] | None = None
    if isinstance(item.value, s.Censored):
        limit = "upper" if item.value.upper else "lower"
    return rules.Given(subject.name, _datum(checker, item, subject), day, item.span, limit)


def _is_level(word: s.Word, subject: _Subject | None) -> bool:
    return (
        isinstance(subject, Measure | Fact)
        and isinstance(subject.type, LevelsType)
        and word.text in subject.type.levels
    )


def _datum(checker: Checker, item: s.Given, subject: Measure | Fact) -> Fraction | bool | str | None:
    if item.value is None:
        return None
    written = item.value.limit if isinstance(item.value, s.Censored) else item.value
    value = case_value(checker, written, subject.type, subject.name)
    type_ = subject.type
    if isinstance(type_, NumberType) and isinstance(value, Fraction):
        too_low = type_.low is not None and value < type_.low
        if too_low or (type_.high is not None and value > type_.high):
            also = [(subject.span, "its possible range is declared here")]
            message = f"{item.value.span.text} is not a possible value of `{subject.name}`"
            raise checker.problems.fail("E316", message, item.value.span, also=also)
    return value


def case_value(
    checker: Checker, value: s.Number | s.Truth | s.Word | s.Censored, type_: Type, name: str
) -> Fraction | bool | str:
    """A written value in a declared type, in its unit."""
    match value, type_:
        case s.Truth(), _ if type_ == TRUTH:
            return value.value
        case s.Word(), LevelsType():
            if value.text in type_.levels:
                return value.text
            help_ = [f"the levels are {', '.join(type_.levels)}"]
            raise checker.problems.fail(
                "E203", f"`{value.text}` is not a level of `{name}`", value.span, help=help_
            )
        case s.Number(), NumberType():
            wanted = checker.constant(value.span, type_, Fraction(0))
            both = in_one_unit(checker, [wanted, number(checker, value)], "given")
            return Fraction(cast(Constant, both[1]).value)
    message = f"`{name}` is {type_.words}, and `{value.span.text}` is not"
    raise checker.problems.fail("E404", message, value.span)


def _expected(checker: Checker, node: s.Expected) -> rules.Expected:
    name = node.name
    found = checker.resolve(name.text, name.span)
    day = instant_day(node.when.unit, node.when.count) if node.when else None
    if isinstance(found, rules.Outcome):
        if not isinstance(node.verdict, str):
            help_ = ["met, not met, undetermined or not applicable"]
            shown = f"`{name.text}` is an outcome"
            raise checker.problems.fail("E404", f"{shown}: what verdict is expected?", node.span, help=help_)
        if day is not None and found.day is None:
            raise checker.problems.fail("E404", f"`{name.text}` has no day of its own", node.span)
        return rules.Expected(found.name, node.verdict, None, day, node.span)
    if not isinstance(found, rules.Definition):
        raise checker.problems.fail("E404", f"`{name.text}` is given, not judged", name.span)
    if found.body.level is not Level.PATIENT and day is None:
        help_ = [f"write `{name.text} … at day 0`"]
        raise checker.problems.fail(
            "E404", f"`{name.text}` has a value at each visit: on which day?", node.span, help=help_
        )
    return rules.Expected(found.name, *_expected_value(checker, node, found), day, node.span)


def _expected_value(
    checker: Checker, node: s.Expected, found: rules.Definition
) -> tuple[rules.VerdictWord | None, Fraction | bool | str | None]:
    """`undetermined` of a definition is an open value."""
    if isinstance(node.verdict, str):
        return node.verdict, None
    return None, case_value(checker, node.verdict, found.body.type, found.name)
