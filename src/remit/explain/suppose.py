"""What if a datum were otherwise: what can be supposed, and the verdict that it would bring."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
import numpy.typing as npt

from remit.course.block import block_of
from remit.course.cohort import Cohort, EventDays
from remit.evaluate.evaluator import Evaluator
from remit.explain.copies import Value, copies, record
from remit.explain.other_doses import with_doses
from remit.explain.outcome import verdicts_of
from remit.explain.reasons import Input, InputKind
from remit.model.rules import Outcome, RuleSet


@dataclass(frozen=True, slots=True)
class SupposedCell:
    """A measure on a day; where `new`, at a visit then that there was not."""

    input: Input
    measure: str
    day: int
    new: bool
    until: float = -np.inf

    @property
    def visits(self) -> tuple[int, ...]:
        return (self.day,) if self.new else ()

    def put(self, many: Cohort, values: Sequence[Value]) -> Cohort:
        record(many.measures[self.measure], np.flatnonzero(many.day == self.day), values)
        return many


@dataclass(frozen=True, slots=True)
class SupposedFact:
    """A fact of the patient."""

    input: Input
    fact: str
    visits: tuple[int, ...] = ()
    until: float = -np.inf

    def put(self, many: Cohort, values: Sequence[Value]) -> Cohort:
        record(many.facts[self.fact], np.arange(len(values)), values)
        return many


@dataclass(frozen=True, slots=True)
class SupposedEvents:
    """All events of a kind, with a complete history."""

    input: Input
    event: str
    visits: tuple[int, ...] = ()
    until: float = -np.inf

    def put(self, many: Cohort, values: Sequence[Value]) -> Cohort:
        days = [cast("tuple[float, ...]", one) for one in values]
        flat = np.array([day for one in days for day in one], np.float64)
        starts = np.cumsum([0, *(len(one) for one in days)]).astype(np.int64)
        always = np.full(len(days), np.inf)
        history = EventDays(starts, flat, flat, -always, always)
        return replace(many, events={**many.events, self.event: history})


@dataclass(frozen=True, slots=True)
class SupposedDoses:
    """One dose of a class of drugs on each of some days, the rest as it was."""

    input: Input
    drugs: str
    days: tuple[int, ...]
    visits: tuple[int, ...] = ()
    until: float = -np.inf

    def put(self, many: Cohort, values: Sequence[Value]) -> Cohort:
        records, end = many.doses[self.drugs], float(many.follow_up_end[0])
        doses = [float(cast(float, one)) for one in values]
        other = with_doses(records, end, self.days, doses, np.inf)
        return replace(many, doses={**many.doses, self.drugs: other})


@dataclass(frozen=True, slots=True)
class SupposedFollowUp:
    """Follow-up to a day, and perhaps a visit then at which nothing was recorded."""

    input: Input
    until: float
    visits: tuple[int, ...] = ()

    @property
    def words(self) -> str:
        return "a visit" if self.visits else "no further visit"

    def put(self, many: Cohort, values: Sequence[Value]) -> Cohort:
        return many


Supposition = SupposedCell | SupposedFact | SupposedEvents | SupposedDoses | SupposedFollowUp
"""A datum that can be supposed to be otherwise.

`visits` are the days on which there must be a visit for it, `until` is the day up to which the patient must
have been followed; `put` gives copies of the patient one value each.
"""


def suppositions(found: Sequence[Input]) -> list[Supposition]:
    """What can be supposed of the data found, each once; nothing for what no datum gives."""
    supposed: dict[tuple[object, ...], Supposition] = {}
    for datum in found:
        for one in _of_input(datum):
            same = (
                (one.measure, one.day) if isinstance(one, SupposedCell) else (one.input.kind, one.input.words)
            )
            supposed.setdefault(same, one)
    return list(supposed.values())


def _of_input(datum: Input) -> Iterator[Supposition]:
    match datum.kind:
        case InputKind.READING | InputKind.MEASURE:
            day = datum.wanted if datum.day is None else datum.day
            if day is not None:
                yield SupposedCell(datum, datum.name, day, new=datum.day is None)
        case InputKind.FACT:
            yield SupposedFact(datum, datum.name)
        case InputKind.EVENTS:
            yield SupposedEvents(datum, datum.name)
        case InputKind.FOLLOW_UP | InputKind.VISIT:
            yield from _of_missing_visit(datum)
        case InputKind.DOSES:
            yield from _of_doses(datum)
        case InputKind.COMPUTED:
            pass


def _of_doses(datum: Input) -> Iterator[Supposition]:
    first, last = datum.period
    if first is not None and last is not None:
        words = datum.words if first == last else f"{datum.words}, one dose throughout"
        days = tuple(range(first, last + 1, datum.every))
        yield SupposedDoses(replace(datum, words=words), datum.name, days)


def _of_missing_visit(datum: Input) -> Iterator[Supposition]:
    """Follow-up that goes on without a visit; a visit with each of the measures that are asked for there."""
    if datum.wanted is None:
        return
    if datum.kind is InputKind.FOLLOW_UP:
        yield SupposedFollowUp(datum, float(datum.wanted))
    elif not datum.measures:
        yield SupposedFollowUp(datum, float(datum.wanted), (datum.wanted,))
    for measure in datum.measures:
        words = f"{measure} at a visit on day {datum.wanted}"
        visit = replace(datum, kind=InputKind.MEASURE, name=measure, words=words)
        yield SupposedCell(visit, measure, datum.wanted, new=True)


@dataclass(frozen=True, slots=True)
class Question:
    """Which verdict on an outcome a patient would have.

    `beyond_bounds`: what was recorded in part, such as `<5`, is supposed to be anything, not only what it may
    be.
    """

    rules: RuleSet
    cohort: Cohort
    patient: int
    outcome: Outcome
    beyond_bounds: bool = False

    def evaluated(self, supposed: Mapping[Supposition, Sequence[Value]]) -> Evaluator:
        """The copies of the patient, one for each value; all data have as many."""
        count = len(next(iter(supposed.values()))) if supposed else 1
        visits = [day for datum in supposed for day in datum.visits]
        until = max((datum.until for datum in supposed), default=-np.inf)
        cohort = copies(self.cohort, self.rules, self.patient, count, visits, until)
        for datum, values in supposed.items():
            cohort = datum.put(cohort, values)
        return Evaluator(self.rules.declarations, block_of(cohort, np.arange(count, dtype=np.int64)))

    def verdicts(self, supposed: Mapping[Supposition, Sequence[Value]]) -> npt.NDArray[np.uint8]:
        """The verdict of each copy."""
        return verdicts_of(self.evaluated(supposed), self.outcome).verdict
