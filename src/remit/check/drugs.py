"""Drugs: classes of members with their equivalences, and what a daily dose may be."""

from collections.abc import Iterable
from fractions import Fraction

from remit.check.checker import Checker, Resolved
from remit.check.quantities import quantity_type
from remit.model import syntax as s
from remit.model.declarations import Drugs, Member
from remit.model.types import NumberType


def drugs(checker: Checker, written: s.Drugs) -> Resolved:
    """A checked drug, which is its own only member, or class of drugs."""
    dose, members = checker.problems.all_of(
        [lambda: _dose(checker, written.dose), lambda: _members(checker, written)]
    )
    assert isinstance(dose, NumberType) and isinstance(members, tuple)
    name = written.name
    label = written.label if written.label is not None else name.text.replace("_", " ")
    return Drugs(name.text, label, dose, members, name.span, written.source)


def _dose(checker: Checker, scale: s.Quantity) -> NumberType:
    """An amount per day, from zero on: a day without the drug is a day with a dose of zero."""
    type_ = quantity_type(checker, scale)
    time = dict(type_.unit.dimension).get("time")
    if time != -1 or not type_.unit.text.endswith("/day"):
        message = f"a daily dose is an amount per day, and this is in {type_.unit}"
        help_ = ["write `mg/day`", "a weekly dose is a record that is given every 7 days"]
        raise checker.problems.fail("E301", message, scale.unit.span, type_.unit.words, help=help_)
    if type_.low != 0:
        message = "the range of a dose begins at 0: that is the dose of a day without the drug"
        upper = "up" if scale.high is None else f"to {scale.high}"
        help_ = [f"write `{scale.unit.text} from 0 {upper}`"]
        raise checker.problems.fail("E407", message, scale.span, help=help_)
    return type_


def _members(checker: Checker, written: s.Drugs) -> tuple[Member, ...]:
    """Each drug of a class once, and worth something."""
    if not written.members:
        return (Member(written.name.text, Fraction(1), written.name.span),)
    _reject_twice(checker, written.members)
    return tuple(Member(one.name.text, _worth(checker, one), one.name.span) for one in written.members)


def _worth(checker: Checker, member: s.Equivalent) -> Fraction:
    if member.equivalence is None:
        message = f"the equivalence of `{member.name.text}` is divided by zero"
        raise checker.problems.fail("E407", message, member.span)
    if member.equivalence <= 0:
        message = f"a dose of `{member.name.text}` is worth nothing: its equivalence is above 0"
        raise checker.problems.fail("E407", message, member.span)
    return member.equivalence


def _reject_twice(checker: Checker, members: Iterable[s.Equivalent]) -> None:
    seen: dict[str, s.Word] = {}
    for member in members:
        name = member.name
        if name.text in seen:
            message = f"the drug `{name.text}` is listed twice"
            also = [(seen[name.text].span, "first here")]
            raise checker.problems.fail("E202", message, name.span, "again here", also=also)
        seen[name.text] = name
