"""Checked expressions as phrases: values as nouns, conditions as clauses in the past tense.

Every form and every operator has its phrase here.
"""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Final, assert_never, cast

from remit.model.expressions import (
    Aggregate,
    AnyExpr,
    AnyRecorded,
    Apply,
    AtMoment,
    AtTimepoint,
    Confirmed,
    Constant,
    DayMoment,
    DaysAggregate,
    DaysOnset,
    DaysSustained,
    DoseValue,
    EndOfFollowUp,
    EventMoment,
    Expr,
    FactValue,
    FirstMatch,
    FromVisit,
    HeldReference,
    Lasting,
    MeasureValue,
    MovingReference,
    Named,
    NowDay,
    Onset,
    OverDays,
    OverEvents,
    OverVisits,
    ReadAt,
    Recorded,
    Sustained,
    TimepointEnd,
    VisitDay,
    VisitMoment,
)
from remit.model.rules import RuleSet
from remit.model.types import Level, NumberType, TruthType
from remit.report.plain.categories import by_level, clause_by_level, levels
from remit.report.plain.changes import change_of
from remit.report.plain.forms import called, denied, form
from remit.report.plain.operators import AGGREGATES, COMPARED, LISTS, NOUNS
from remit.report.plain.periods import period
from remit.report.plain.words import all_of, any_of, constant, exact, lowered, quoted, spaced

_READ: Final = (FactValue, MeasureValue, ReadAt, Named, AtTimepoint, AtMoment, FromVisit, Constant)
"""What is read may be a truth and still be a value: `whether` is said of conditions."""


class Phrases:
    """The phrases of one rule set: its labels are the nouns."""

    def __init__(self, rules: RuleSet) -> None:
        self._rules = rules

    # ---- nouns ---------------------------------------------------------------------------------------

    def name(self, name: str) -> str:
        """A declared name inside a sentence: its label, or the name where it has none."""
        label = self._rules.label(name)
        if label == name:
            return spaced(name)
        # A label with a comma would run into the sentence around it.
        return quoted(label) if re.search("[,:;]", label) else lowered(label)

    def question(self, name: str) -> str:
        """What is answered yes or no: its label is seldom a noun, and stands in quotes."""
        return quoted(self._rules.label(name))

    def noun(self, x: Expr) -> str:
        """A value."""
        if isinstance(x.type, TruthType) and not isinstance(x, _READ):
            return f"whether {self.clause(x)}"
        x = cast(AnyExpr, x)
        match x:
            case Constant():
                return constant(x)
            case FactValue(name=name) | MeasureValue(name=name) | HeldReference(name=name):
                return self.name(name)
            case DoseValue(name=name):
                return f"the dose of {self.name(name)}"
            case ReadAt(measure=measure, timepoint=timepoint):
                return f"{self.name(measure)} at {self.name(timepoint.name)}"
            case AtTimepoint(body=body, timepoint=timepoint):
                return f"{self._inner(body)} at {self.name(timepoint.name)}"
            case AtMoment(body=body, moment=moment):
                return f"{self._inner(body)} at {self.noun(moment)}"
            case FromVisit(body=body):
                return self.noun(body)
            case Aggregate() | DaysAggregate():
                return self._aggregate(x)
            case VisitMoment() | EventMoment() | DayMoment():
                return self._moment(x)
            case TimepointEnd(timepoint=timepoint):
                return f"the end of {self.name(timepoint.name)}"
            case NowDay():
                return visit_name(x) or ("that day" if x.level is Level.DAY else "that visit")
            case VisitDay():
                return visit_name(x) or "the visit in question"
            case EndOfFollowUp():
                return "the end of follow-up"
            case Named(name=name, body=body):
                return self.name(name) if name in self._rules.definitions else self.noun(body)
            case MovingReference(start=start, value=value, moves=moves):
                moved = f"moved to {self.noun(value)} after each visit at which {self.clause(moves)}"
                return f"a reference that started at {self.noun(start)} and {moved}"
            case FirstMatch():
                return f"what was {levels(x, self)}"
            case Apply():
                return self._applied(x)
            case (
                Recorded() | AnyRecorded() | OverVisits() | OverEvents() | OverDays() | Sustained()
                | DaysSustained() | Confirmed() | Onset() | DaysOnset() | Lasting()
            ):  # fmt: skip
                return f"whether {self.clause(x)}"
            case _:
                assert_never(x)

    def _moment(self, x: VisitMoment | EventMoment | DayMoment) -> str:
        limits = period(x.period, self.noun)
        match x:
            case VisitMoment(which=which, body=body):
                return f"the {which} visit{called(x)}{limits} at which {self.clause(body)}"
            case DayMoment(which=which, body=body):
                return f"the {which} day{limits} on which {self.clause(body)}"
            case EventMoment(which=which, event=event):
                return f"the {which} record of {self.question(event)}{limits}"

    def _aggregate(self, x: Aggregate | DaysAggregate) -> str:
        limits = x.period
        is_previous = (
            x.kind == "last"
            and not limits.starts
            and [(type(edge.moment), edge.shift) for edge in limits.ends] == [(NowDay, -1)]
        )
        body = self._of_each(x.body)
        if is_previous and x.condition is None and isinstance(x, Aggregate):
            return f"the previous {body}"
        places = "at visits at which" if isinstance(x, Aggregate) else "on days on which"
        if x.kind == "mean" and (asked := _asked_of_share(x.body)) is not None:
            each = "visits at which" if isinstance(x, Aggregate) else "days on which"
            return f"the share of {each} {self.clause(asked)}, of all{period(limits, self.noun)}"
        where = "" if x.condition is None else f" {places} {self.clause(x.condition)}"
        return f"{AGGREGATES[x.kind]} {body}{period(limits, self.noun)}{where}"

    def _of_each(self, x: Expr) -> str:
        """What an aggregate is taken of: `the lowest dose of prednisone`."""
        if isinstance(x, MeasureValue) and isinstance(x.type, TruthType):
            return self.question(x.name)
        return self._inner(x).removeprefix("the ")

    def _applied(self, x: Apply) -> str:
        if x.operator == "points for":
            return f"{self.noun(x.arguments[0])} when {self.clause(x.arguments[1])}"
        if x.operator.startswith("by level"):
            return f"({by_level(x, self)})"
        if x.operator == "+":
            return self._sum(_terms(x))
        if x.operator in LISTS:
            return LISTS[x.operator].format(all_of([self.noun(part) for part in x.arguments]))
        if x.operator == "*":
            first, second = x.arguments
            if isinstance(second, Constant) and not isinstance(first, Constant):
                first, second = second, first
            if isinstance(first, Constant) and first.value == 1:  # a number freed of its unit
                return self.noun(second)
            return f"{self._inner(first)} times {self._inner(second)}"
        said = NOUNS[x.operator]
        if said.startswith("{1}"):
            return said.format("", *(self.noun(part) for part in x.arguments[1:]))
        return said.format(*(self._inner(part) for part in x.arguments))

    def _sum(self, terms: Sequence[Expr]) -> str:
        """A sum; of ones for what holds, the number of what holds."""
        asked = [_counted_as_one(term) for term in terms]
        if len(terms) > 1 and all(one is not None for one in asked):
            return self._number_of([one for one in asked if one is not None])
        said = [
            f"({self.noun(term)})" if isinstance(term, Apply) and term.operator in LISTS else self.noun(term)
            for term in terms
        ]
        return " plus ".join(said) if len(said) == 2 else f"the sum of {all_of(said)}"

    def _number_of(self, members: Sequence[Expr]) -> str:
        if (shared := self._of_each_member(members)) is not None:
            text, names = shared
            return f"the number of the following for which {text}: {all_of(names)}"
        return f"the number of the following that held: {'; '.join(self.clause(one) for one in members)}"

    def _inner(self, x: Expr) -> str:
        """A value inside a calculation: a calculation of its own stands in parentheses."""
        said = self.noun(x)
        return (
            f"({said})"
            if isinstance(x, Apply) and re.search(" (plus|minus|times|divided by) ", said)
            else said
        )

    # ---- clauses -------------------------------------------------------------------------------------

    def clause(self, x: Expr, *, holds: bool = True) -> str:
        """A condition as a clause, or its denial."""
        was, answer = "was" if holds else "was not", "yes" if holds else "no"
        x = cast(AnyExpr, x)
        match x:
            case Constant(value=value):
                return "this always held" if bool(value) == holds else "this never held"
            case FactValue(name=name) | MeasureValue(name=name):
                return f"{self.question(name)} was {answer}"
            case ReadAt(measure=measure, timepoint=timepoint):
                return f"{self.question(measure)} was {answer} at {self.name(timepoint.name)}"
            case Recorded(subject=DoseValue() as dose):
                return f"{self.noun(dose)} {was} known"
            case Recorded(subject=subject):
                return f"{self._what(subject)} {was} recorded"
            case AnyRecorded():
                return self._any_recorded(x, holds)
            case AtTimepoint(body=body, timepoint=timepoint):
                return self._at(self.clause(body, holds=holds), self.name(timepoint.name), body)
            case AtMoment(body=body, moment=moment):
                return self._at(self.clause(body, holds=holds), self.noun(moment), body)
            case FromVisit(body=body):
                return self.clause(body, holds=holds)
            case Named(name=name, body=body):
                if name in self._rules.definitions or name in self._rules.outcomes:
                    return f"{quoted(self._rules.label(name))} {was} met"
                return self.clause(body, holds=holds)
            case Apply():
                return self._condition(x, holds)
            case Aggregate() | DaysAggregate():
                return f"{self._aggregate(x)} was {answer}"
            case (
                OverVisits() | OverDays() | OverEvents() | Sustained() | DaysSustained() | Confirmed()
                | Onset() | DaysOnset() | Lasting()
            ):  # fmt: skip
                return form(self, x) if holds else denied(self, x)
            case (
                DoseValue() | TimepointEnd() | NowDay() | VisitDay() | EndOfFollowUp() | VisitMoment()
                | EventMoment() | DayMoment() | HeldReference() | MovingReference() | FirstMatch()
            ):  # fmt: skip
                raise TypeError(f"{x.type.words} is no condition")
            case _:
                assert_never(x)

    def _any_recorded(self, x: AnyRecorded, holds: bool) -> str:
        limits = period(x.period, self.noun)
        if isinstance(x.recorded, Recorded) and x.condition is None:
            return f"{self._what(x.recorded.subject)} {'was' if holds else 'was not'} recorded{limits}"
        asked = [x.recorded, *([x.condition] if x.condition is not None else [])]
        visit = "there was a visit" if holds else "there was no visit"
        return f"{visit}{limits} at which {all_of([self.clause(one) for one in asked])}"

    def _what(self, x: Expr) -> str:
        """What was recorded: a datum, be its value a truth or not."""
        match x:
            case FactValue(name=name) | MeasureValue(name=name):
                return self.name(name)
            case _:
                return self.noun(x)

    def _at(self, clause: str, point: str, body: Expr) -> str:
        """A clause at one visit: `it was met at week 52`; one that has parts of its own follows the visit."""
        is_simple = isinstance(body, Named | MeasureValue) or (
            isinstance(body, Apply) and not self._is_joined(body)
        )
        return f"{clause} at {point}" if is_simple else f"at {point} {clause}"

    def _condition(self, x: Apply, holds: bool) -> str:
        operator, parts = x.operator, x.arguments
        if operator == "not":
            return self.clause(parts[0], holds=not holds)
        if (changed := change_of(x, self.noun, self.name, holds=holds)) is not None:
            return changed
        if operator in COMPARED:
            said = COMPARED[operator][0 if holds else 1]
            return f"{self.noun(parts[0])} {said} {self.noun(parts[1])}"
        if operator == "at least":
            return self._of_set(x, holds)
        if operator in ("and", "or"):
            # Denied, each part is, and `and` becomes `or`.
            joins = operator if holds else {"and": "or", "or": "and"}[operator]
            return self._joined(x, joins, holds)
        if operator == "occurs":
            return f"{self.noun(parts[0])} {'occurred' if holds else 'did not occur'}"
        if operator == "agree":
            both = f"whether {self.clause(parts[0])} and whether {self.clause(parts[1])}"
            return f"{both} had {'the same answer' if holds else 'different answers'}"
        if operator == "else (truth)":
            first, second = (self.clause(part, holds=holds) for part in parts[1:])
            return f"{first} (where that was not recorded, {second})"
        if operator == "by level (truth)":
            return clause_by_level(x, self, holds)
        if operator == "up to":
            return f"{self.noun(parts[0])} {'was at most' if holds else 'was above'} {self.noun(parts[1])}"
        raise KeyError(operator)

    def _joined(self, x: Apply, operator: str, holds: bool) -> str:
        """Parts joined; what always holds of all, or never of any, is left out."""
        parts = self._flat(x)
        counts = [one for one in parts if not _is_constant(one, (operator == "and") == holds)] or parts[:1]
        shared = self._of_each_member(counts, holds) if len(counts) > 2 else None
        if shared is not None:
            text, names = shared
            many = "each" if operator == "and" else "at least one"
            return f"for {many} of the following, {text}: {all_of(names)}"
        said = []
        for part in counts:
            clause = self.clause(part, holds=holds)
            has_parts = self._is_joined(part) or ": " in re.sub("“[^”]*”", "", clause)
            said.append(f"({clause})" if has_parts and len(counts) > 1 else clause)
        if len(said) == 1:
            return said[0]
        return all_of(said) if operator == "and" else f"{'either ' if len(said) == 2 else ''}{any_of(said)}"

    def _flat(self, x: Apply) -> list[Expr]:
        """The parts of a conjunction of conjunctions, or of a disjunction of disjunctions.

        What is asked of every member of a set stays together.
        """
        found: list[Expr] = []
        for part in x.arguments:
            is_same = isinstance(part, Apply) and part.operator == x.operator
            if isinstance(part, Apply) and is_same and not self._is_of_members(part):
                found += self._flat(part)
            else:
                found.append(part)
        return found

    def _is_of_members(self, x: Apply) -> bool:
        return len(x.arguments) > 2 and self._of_each_member(x.arguments) is not None

    def _is_joined(self, part: Expr) -> bool:
        part = self._unnamed(part)
        if not isinstance(part, Apply) or part.operator not in ("and", "or", "else (truth)"):
            return isinstance(part, Confirmed | Sustained | Onset | Lasting | DaysSustained | DaysOnset)
        return change_of(part, self.noun, self.name) is None

    def _unnamed(self, x: Expr) -> Expr:
        """What is said of a name that is no definition."""
        said = self._rules.definitions.keys() | self._rules.outcomes.keys()
        while isinstance(x, Named) and x.name not in said:
            x = x.body
        return x

    def _of_set(self, x: Apply, holds: bool) -> str:
        """So many of some conditions; where they say the same of several things, it is said once."""
        number, *members = x.arguments
        count = constant(number) if isinstance(number, Constant) else self.noun(number)
        many = f"at least {count}" if holds else f"fewer than {count}"
        if not holds and isinstance(number, Constant):
            most = Fraction(number.value) - 1
            many = f"at most {exact(most)}" if most else "none"
        if (shared := self._of_each_member(members)) is not None:
            text, names = shared
            if text.startswith("it ") and " it " not in text and " its " not in text:
                were = re.sub("^it (was )?", lambda found: "were " if found[1] else "", text)
                return f"{many} of the following {were}: {all_of(names)}"
            return f"for {many} of the following, {text}: {all_of(names)}"
        said = [self.clause(one.body if isinstance(one, Named) else one) for one in members]
        return f"{many} of the following held: {'; '.join(said)}"

    def _of_each_member(self, members: Sequence[Expr], holds: bool = True) -> tuple[str, list[str]] | None:
        """What is said alike of several measures, with `it` for each, and their names."""
        names = [self._subject(one) for one in members]
        if not all(names) or len(set(names)) < len(names):
            return None
        bodies = [one.body if isinstance(one, Named) else one for one in members]
        said = {_of_it(self.clause(x, holds=holds), name) for x, name in zip(bodies, names, strict=True)}
        return (said.pop(), names) if len(said) == 1 else None

    def _subject(self, x: Expr) -> str:
        is_measure = isinstance(x, Named) and x.name in self._rules.declarations.measures
        if not is_measure or not isinstance(x, Named):
            return ""
        is_question = isinstance(self._rules.declarations.measures[x.name].type, TruthType)
        return self.question(x.name) if is_question else self.name(x.name)


def _terms(x: Expr) -> list[Expr]:
    """The terms of a sum."""
    if isinstance(x, Apply) and x.operator == "+":
        return [term for part in x.arguments for term in _terms(part)]
    return [x]


def _of_it(clause: str, name: str) -> str:
    """What is said of a member, for every member: `it was “a” and its previous value was not`."""
    text = clause.replace(f"the previous {name}", "its previous value")
    text = re.sub(f"{re.escape(name)} at ", "its value at ", text)
    return text.replace(name, "it")


def _is_constant(x: Expr, value: bool) -> bool:
    return isinstance(x, Constant) and bool(x.value) == value


def _counted_as_one(x: Expr) -> Expr | None:
    """What is asked where a term is one if it holds and nothing if not."""
    match x:
        case Apply(operator="points for", arguments=(Constant(value=1, type=NumberType(unit=unit)), asked)):
            return asked if not unit.text else None
        case _:
            return None


def _asked_of_share(x: Expr) -> Expr | None:
    """What is asked where a mean is the share of those for which it holds."""
    match x:
        case Apply(operator="points for", arguments=(Constant(value=100, type=NumberType(unit=unit)), asked)):
            return asked if unit.text == "%" else None
        case _:
            return None


def visit_name(x: NowDay | VisitDay) -> str:
    """The name that the rule gives a visit; empty for `now`."""
    text = x.span.text
    return text if re.fullmatch("[A-Za-z][A-Za-z0-9_]*", text) and text != "now" else ""
