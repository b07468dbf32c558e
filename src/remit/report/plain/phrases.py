"""Checked expressions as phrases: values as nouns, conditions as clauses in the past tense.

A form that has no phrase here is said in the rule's own words.
"""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from remit.model.expressions import (
    Aggregate,
    AnyRecorded,
    Apply,
    AtMoment,
    AtTimepoint,
    Confirmed,
    Constant,
    EndOfFollowUp,
    EventMoment,
    Expr,
    FactValue,
    FirstMatch,
    FromVisit,
    MeasureValue,
    Named,
    NowDay,
    Onset,
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
from remit.model.types import TruthType
from remit.operators.registry import OPERATORS
from remit.report.plain.changes import change_of
from remit.report.plain.periods import period
from remit.report.plain.words import all_of, any_of, constant, days, exact, lowered, quoted, spaced

_COMPARED: Final = {
    "<": ("was below", "was at least"),
    "<=": ("was at most", "was above"),
    ">": ("was above", "was at most"),
    ">=": ("was at least", "was below"),
    "=": ("was", "was not"),
    "!=": ("was not", "was"),
    "is": ("was", "was not"),
    "same level": ("was the same as", "was not the same as"),
    "is before": ("came before", "did not come before"),
    "is not after": ("came no later than", "came after"),
}
"""A comparison, and its denial."""

_NOUNS: Final = {
    "-": "{0} minus {1}",
    "/": "{0} divided by {1}",
    "negative": "minus {0}",
    "abs": "the size of {0}",
    "sqrt": "the square root of {0}",
    "ln": "the natural logarithm of {0}",
    "exp": "the exponential of {0}",
    "position": "{0}",
    "percent change": "the percent change from {0} to {1}",
    "percent change, any rise from zero counts": "percent change (from 0 any rise counts), {0} to {1}",
    "days between": "the number of days from {0} to {1}",
    "else (number)": "{1} (where it was not recorded, {2})",
    "else (levels)": "{1} (where it was not recorded, {2})",
}
_LISTS: Final = {
    "min": "the lowest of {0}",
    "max": "the highest of {0}",
    "earlier": "the earlier of {0}",
    "later": "the later of {0}",
}
_AGGREGATES: Final = {
    "lowest": "the lowest",
    "highest": "the highest",
    "mean": "the mean",
    "time-weighted mean": "the time-weighted mean of",
    "total": "the total",
    "first": "the first",
    "last": "the last",
}


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
        match x:
            case Constant():
                return constant(x)
            case FactValue(name=name) | MeasureValue(name=name):
                return self.name(name)
            case ReadAt(measure=measure, timepoint=timepoint):
                return f"{self.name(measure)} at {self.name(timepoint.name)}"
            case AtTimepoint(body=body, timepoint=timepoint):
                return f"{self.noun(body)} at {self.name(timepoint.name)}"
            case AtMoment(body=body, moment=moment):
                return f"{self.noun(body)} at {self.noun(moment)}"
            case FromVisit(body=body):
                return f"{self.noun(body)} of the outer visit"
            case Aggregate():
                return self._aggregate(x)
            case VisitMoment(which=which, body=body, period=limits):
                return f"the {which} visit{period(limits, self.noun)} at which {self.clause(body)}"
            case EventMoment(which=which, event=event, period=limits):
                return f"the {which} record of {self.question(event)}{period(limits, self.noun)}"
            case TimepointEnd(timepoint=timepoint):
                return f"the end of {self.name(timepoint.name)}"
            case NowDay():
                return "that visit"
            case VisitDay():
                return "the day of the outer visit"
            case EndOfFollowUp():
                return "the end of follow-up"
            case Named(name=name, body=body):
                return self.name(name) if name in self._rules.definitions else self.noun(body)
            case FirstMatch():
                return f"the first that applied of: {self.levels(x)}"
            case Apply():
                return self._applied(x)
            case _:
                return _as_written(x)

    def levels(self, x: FirstMatch) -> str:
        """The categories with their tests, in order."""
        tested = [
            f"{quoted(level)} when {self.clause(test)}"
            for level, test in zip(x.levels, x.tests, strict=False)
        ]
        rest = [f"{quoted(level)} otherwise" for level in x.levels[len(x.tests) :]]
        return "; ".join([*tested, *rest])

    def _aggregate(self, x: Aggregate) -> str:
        limits = x.period
        is_previous = (
            x.kind == "last"
            and not limits.starts
            and [(type(edge.moment), edge.shift) for edge in limits.ends] == [(NowDay, -1)]
        )
        if is_previous and x.condition is None:
            return f"the previous {self.noun(x.body)}"
        where = "" if x.condition is None else f" at visits at which {self.clause(x.condition)}"
        return f"{_AGGREGATES[x.kind]} {self.noun(x.body)}{period(limits, self.noun)}{where}"

    def _applied(self, x: Apply) -> str:
        if isinstance(x.type, TruthType):
            return f"whether {self.clause(x)}"
        if x.operator == "points for":
            return f"{self.noun(x.arguments[0])} when {self.clause(x.arguments[1])}"
        if x.operator == "+":
            terms = [self.noun(term) for term in _terms(x)]
            return " plus ".join(terms) if len(terms) == 2 else f"the sum of {all_of(terms)}"
        if x.operator in _LISTS:
            return _LISTS[x.operator].format(all_of([self.noun(part) for part in x.arguments]))
        if x.operator == "*":
            first, second = x.arguments
            if isinstance(second, Constant) and not isinstance(first, Constant):
                first, second = second, first
            if isinstance(first, Constant) and first.value == 1:  # a number freed of its unit
                return self.noun(second)
            return f"{self._inner(first)} times {self._inner(second)}"
        said = _NOUNS.get(x.operator, OPERATORS[x.operator].words)
        if said.startswith("{1}"):
            return said.format("", *(self.noun(part) for part in x.arguments[1:]))
        return said.format(*(self._inner(part) for part in x.arguments))

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
        match x:
            case Constant(value=value):
                return "this always held" if bool(value) == holds else "this never held"
            case FactValue(name=name) | MeasureValue(name=name):
                return f"{self.question(name)} was {answer}"
            case ReadAt(measure=measure, timepoint=timepoint):
                return f"{self.question(measure)} was {answer} at {self.name(timepoint.name)}"
            case Recorded(subject=subject):
                return f"{self.noun(subject)} {was} recorded"
            case AnyRecorded(recorded=Recorded(subject=subject), period=limits):
                return f"{self.noun(subject)} {was} recorded{period(limits, self.noun)}"
            case AtTimepoint(body=body, timepoint=timepoint):
                return self._at(self.clause(body, holds=holds), self.name(timepoint.name), body)
            case AtMoment(body=body, moment=moment):
                return self._at(self.clause(body, holds=holds), self.noun(moment), body)
            case FromVisit(body=body):
                return f"at the outer visit {self.clause(body, holds=holds)}"
            case Named(name=name, body=body):
                if name in self._rules.definitions or name in self._rules.outcomes:
                    return f"{quoted(self._rules.label(name))} {was} met"
                return self.clause(body, holds=holds)
            case Apply():
                return self._condition(x, holds)
            case Aggregate():
                return f"{self.noun(x)} was {answer}"
            case _ if not holds:
                return self._denied(x)
            case OverVisits():
                return self._over_visits(x)
            case OverEvents():
                return self._over_events(x)
            case Sustained(body=body, days=length, visits=visits):
                extent = (
                    f"at {visits} or more visits in a row" if visits else f"for at least {days(length or 0)}"
                )
                return f"{self.clause(body)}, sustained {extent}{_gaps(x.gaps)}"
            case Confirmed():
                return self._confirmed(x)
            case Onset(body=body):
                return f"{self.clause(body)}, which had not been so at the assessment before"
            case _:
                return f"{_as_written(x)} held"

    def _at(self, clause: str, point: str, body: Expr) -> str:
        """A clause at one visit: `it was met at week 52`; one that has parts of its own follows the visit."""
        is_simple = isinstance(body, Named | MeasureValue) or (
            isinstance(body, Apply) and not self._is_joined(body)
        )
        return f"{clause} at {point}" if is_simple else f"at {point} {clause}"

    def _denied(self, x: Expr) -> str:
        if isinstance(x, OverVisits | OverEvents) and x.count == "at least" and x.number == 1:
            return self._none(x)
        return f"it was not the case that {self.clause(x)}"

    def _condition(self, x: Apply, holds: bool) -> str:
        operator, parts = x.operator, x.arguments
        if operator == "not":
            return self.clause(parts[0], holds=not holds)
        if (changed := change_of(x, self.noun, self.name)) is not None:
            return changed if holds else f"it was not the case that {changed}"
        if operator in _COMPARED:
            said = _COMPARED[operator][0 if holds else 1]
            return f"{self.noun(parts[0])} {said} {self.noun(parts[1])}"
        if operator == "at least":
            return self._of_set(x, holds)
        if operator in ("and", "or"):
            # Denied, each part is, and `and` becomes `or`.
            joins = operator if holds else {"and": "or", "or": "and"}[operator]
            return self._joined(parts, joins, holds)
        if operator == "occurs":
            return f"{self.noun(parts[0])} {'occurred' if holds else 'did not occur'}"
        if operator == "agree":
            both = f"whether {self.clause(parts[0])} and whether {self.clause(parts[1])}"
            return f"{both} had {'the same answer' if holds else 'different answers'}"
        if operator == "else (truth)":
            first, second = (self.clause(part, holds=holds) for part in parts[1:])
            return f"{first} (where that was not recorded, {second})"
        said = OPERATORS[operator].words.format(*(self.noun(part) for part in parts))
        return f"{said} held" if holds else f"{said} did not hold"

    def _joined(self, parts: Sequence[Expr], operator: str, holds: bool) -> str:
        said = []
        for part in parts:
            clause = self.clause(part, holds=holds)
            said.append(f"({clause})" if self._is_joined(part) else clause)
        return all_of(said) if operator == "and" else f"{'either ' if len(said) == 2 else ''}{any_of(said)}"

    def _is_joined(self, part: Expr) -> bool:
        if not isinstance(part, Apply) or part.operator not in ("and", "or"):
            return False
        return change_of(part, self.noun, self.name) is None

    def _of_set(self, x: Apply, holds: bool) -> str:
        """So many of some conditions; where they say the same of several things, it is said once."""
        number, *members = x.arguments
        count = constant(number) if isinstance(number, Constant) else self.noun(number)
        many = f"at least {count}" if holds else f"fewer than {count}"
        if not holds and isinstance(number, Constant):
            many = f"at most {exact(Fraction(number.value) - 1)}"
        said = [self.clause(one.body if isinstance(one, Named) else one) for one in members]
        names = [self._subject(one) for one in members]
        rests = {text.removeprefix(name) for text, name in zip(said, names, strict=True) if name}
        if (
            all(names)
            and len(rests) == 1
            and all(text.startswith(name) for text, name in zip(said, names, strict=True))
        ):
            return f"{many} of the following{rests.pop()}: {all_of(names)}"
        return f"{many} of the following held: {'; '.join(said)}"

    def _subject(self, x: Expr) -> str:
        is_measure = isinstance(x, Named) and x.name in self._rules.declarations.measures
        if not is_measure or not isinstance(x, Named):
            return ""
        is_question = isinstance(self._rules.declarations.measures[x.name].type, TruthType)
        return self.question(x.name) if is_question else self.name(x.name)

    # ---- forms ---------------------------------------------------------------------------------------

    def _over_visits(self, x: OverVisits) -> str:
        limits = period(x.period, self.noun) + _window(x.window)
        body, gaps = self.clause(x.body), _gaps(x.gaps)
        if x.count == "every":
            return f"at every visit{limits}{gaps} {body}"
        if x.count == "at most" and x.number == 0:
            return self._none(x) + gaps
        if x.count == "at least" and x.number == 1:
            return f"there was a visit{limits} at which {body}{gaps}"
        return f"there were {x.count} {x.number} visits{limits} at which {body}{gaps}"

    def _over_events(self, x: OverEvents) -> str:
        if x.count == "at most" and x.number == 0:
            return self._none(x)
        limits = period(x.period, self.noun) + _window(x.window)
        many = "" if (x.count, x.number) == ("at least", 1) else f" {x.count} {x.number} times"
        return f"{self.question(x.event)} was recorded{many}{limits}"

    def _none(self, x: OverVisits | OverEvents) -> str:
        limits = period(x.period, self.noun) + _window(x.window)
        if isinstance(x, OverEvents):
            return f"{self.question(x.event)} was not recorded{limits}"
        return f"there was no visit{limits} at which {self.clause(x.body)}"

    def _confirmed(self, x: Confirmed) -> str:
        latest = "" if x.at_most is None else f" and at most {days(x.at_most)}"
        by = "" if x.by.key == x.body.key else f" at which {self.clause(x.by)}"
        between = ""
        if x.allowing is not None:
            visits = "visit" if x.allowed == 1 else "visits"
            between = f" (allowing at most {x.allowed} {visits} between at which {self.clause(x.allowing)})"
        later = f"at a visit at least {days(x.at_least)}{latest} later"
        return f"{self.clause(x.body)}, confirmed {later}{by}{between}"


def _terms(x: Expr) -> list[Expr]:
    """The terms of a sum."""
    if isinstance(x, Apply) and x.operator == "+":
        return [term for part in x.arguments for term in _terms(part)]
    return [x]


def _gaps(gaps: int | None) -> str:
    return "" if gaps is None else f" (with visits no more than {days(gaps)} apart)"


def _window(window: int | None) -> str:
    return "" if window is None else f" within any {days(window)}"


def _as_written(x: Expr) -> str:
    """In the rule's own words."""
    return f"`{' '.join(x.span.text.split())}`"
