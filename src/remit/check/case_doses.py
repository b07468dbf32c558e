"""The doses that a case gives: of a declared drug, or of a member of a class, in the unit of the class."""

from dataclasses import dataclass
from fractions import Fraction

from remit.check.calendar import instant_day
from remit.check.checker import Checker
from remit.check.quantities import in_one_unit, number
from remit.model import rules
from remit.model import syntax as s
from remit.model.declarations import Drugs


@dataclass(frozen=True, slots=True)
class Dosed:
    """What a case gives doses of: a class of drugs, and what a unit of the one named is worth in it."""

    name: str
    drugs: Drugs
    equivalence: Fraction


def dosed(checker: Checker, word: s.Word) -> Dosed | None:
    """The drug of that name: a declared one or class, or else the member of one."""
    if checker.knows(word.text):
        found = checker.resolve(word.text, word.span)
        return Dosed(found.name, found, Fraction(1)) if isinstance(found, Drugs) else None
    homes = [one for one in _classes(checker) if any(member.name == word.text for member in one.members)]
    if len(homes) > 1:
        also = [(one.span, "listed in this class") for one in homes]
        message = f"`{word.text}` is listed in {len(homes)} classes: in which is it meant?"
        raise checker.problems.fail("E404", message, word.span, also=also, help=["give a dose of the class"])
    if not homes:
        return None
    member = next(one for one in homes[0].members if one.name == word.text)
    return Dosed(word.text, homes[0], member.equivalence)


def _classes(checker: Checker) -> list[Drugs]:
    """Those of this file, and those that used ones declare."""
    files = [checker]
    for file in files:
        files += file.used.values()
    named = {
        one.name.text: one for file in files for one in file.written.values() if isinstance(one, s.Drugs)
    }
    written = [one for name, one in named.items() if checker.knows(name)]
    found = [
        checker.problems.attempt(lambda name=one.name: checker.resolve(name.text, name.span))  # type: ignore[misc]
        for one in written
    ]
    return [one for one in found if isinstance(one, Drugs)]


def given_dose(checker: Checker, item: s.Given, of: Dosed) -> rules.Given:
    """A dose on one day, or on the days of a period; `not recorded` is a dose that nobody knows."""
    name = of.drugs.name
    if item.when is None and item.doses is None:
        if item.value is None:
            return rules.Given(name, None, None, item.span)
        help_ = [f"write `{of.name} = … from day 0 to day 27`, or `… at day 0` for one day"]
        raise checker.problems.fail("E404", "a dose is given on days: which?", item.span, help=help_)
    dose = None if item.value is None else _amount(checker, item.value, of)
    if item.when is not None:
        day = instant_day(item.when.unit, item.when.count)
        return rules.Given(name, dose, day, item.span, last=day)
    assert item.doses is not None
    first, last = item.doses.first, item.doses.last
    days = [instant_day(end.unit, end.count) for end in (first, last) if end is not None]
    if days[-1] < days[0]:
        place = item.doses.span
        raise checker.problems.fail("E407", "the days of the dose end before they begin", place)
    if item.doses.every < 1:
        raise checker.problems.fail("E404", "a dose is given every day at most", item.doses.span)
    every = item.doses.every
    return rules.Given(name, dose, days[0], item.span, last=days[1] if last else None, every=every)


def _amount(checker: Checker, value: s.Number | s.Truth | s.Word | s.Censored, of: Dosed) -> Fraction:
    """A written dose in the unit of the class, within its range."""
    type_ = of.drugs.type
    if not isinstance(value, s.Number):
        raise checker.problems.fail("E404", f"`{of.name}` is given in {type_.unit}", value.span)
    wanted = checker.constant(value.span, type_, Fraction(0))
    both = in_one_unit(checker, [wanted, number(checker, value)], "given")
    dose = Fraction(both[1].value) * of.equivalence  # type: ignore[attr-defined]
    if dose < 0 or (type_.high is not None and dose > type_.high):
        also = [(of.drugs.span, "its possible range is declared here")]
        message = f"{value.span.text} is not a possible dose of `{of.name}`"
        raise checker.problems.fail("E316", message, value.span, also=also)
    return dose
