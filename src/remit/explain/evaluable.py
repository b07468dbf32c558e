"""Who could be evaluated: per outcome the counts, and for each undetermined patient why."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from remit.course.block import BLOCK_SIZE, block_of
from remit.course.courses import Courses
from remit.evaluate.evaluator import Evaluator
from remit.evaluate.rules import Evaluation
from remit.evaluate.verdicts import Verdict
from remit.explain.inputs import outcome_inputs
from remit.explain.outcome import verdicts_of
from remit.explain.part import Scope
from remit.explain.reasons import Input
from remit.model.rules import Outcome, RuleSet

SHOWN = 20
"""So many undetermined patients are listed with their reasons."""
LOOKED_INTO = 2000
"""For so many the reasons are counted; to look further would take longer than the evaluation."""
_MOST_REASONS = 3
_FEW = 256
"""So many patients at a time where rules ask for days: many years of each fit in memory."""


@dataclass(frozen=True, slots=True)
class Undecided:
    """An undetermined patient, and the data that leave the verdict open."""

    patient: str
    open: tuple[Input, ...]

    @property
    def line(self) -> str:
        """`P4: skin_disease not recorded at the visit of day 186 (visits.csv:12:skin)`."""
        reasons = [datum.sentence for datum in self.open[:_MOST_REASONS]]
        beyond = len(self.open) - _MOST_REASONS
        more = [f"and {beyond} more"] if beyond > 0 else []
        return f"{self.patient}: {'; '.join([*reasons, *more])}"


@dataclass(frozen=True, slots=True)
class Evaluable:
    """Who could be evaluated on an outcome.

    total           patients in the data
    among           those certainly in the outcome's population; among_open those who may be
    decided         met or not met
    undetermined    of `among` and `among_open`
    not_applicable  certainly outside the population
    shown           the first undetermined patients, in the order of the data
    others          the further ones counted by what is missing, most frequent first
    not_looked_into how many of the undetermined were neither shown nor counted
    """

    outcome: str
    label: str
    total: int
    among: int
    among_open: int
    decided: int
    undetermined: int
    not_applicable: int
    shown: tuple[Undecided, ...]
    others: tuple[tuple[str, int], ...]
    not_looked_into: int


def evaluable(evaluation: Evaluation, outcome: str, shown: int = SHOWN) -> Evaluable:
    """Who of a cohort could be evaluated on an outcome, and why the others could not.

    Only undetermined patients are looked into, the first `shown` one by one, further ones up to LOOKED_INTO.
    Raises KeyError where there is no such outcome.
    """
    verdicts = evaluation.verdicts[outcome]
    judged = evaluation.rules.outcomes[outcome]
    undetermined = np.flatnonzero(verdicts.verdict == Verdict.UNDETERMINED)
    looked_into = [int(place) for place in undetermined[: max(LOOKED_INTO, shown)]]
    found = [open_ for _, open_ in _decisive(evaluation.rules, evaluation.cohort, judged, looked_into)]
    names = evaluation.cohort.patients
    counts = Counter(_grouped(open_) for open_ in found[shown:])
    return Evaluable(
        outcome,
        judged.label,
        len(names),
        int(verdicts.among.certain.sum()),
        int(verdicts.among.open.sum()),
        int(np.isin(verdicts.verdict, (Verdict.MET, Verdict.NOT_MET)).sum()),
        len(undetermined),
        int((verdicts.verdict == Verdict.NOT_APPLICABLE).sum()),
        tuple(
            Undecided(names[place], open_) for place, open_ in zip(looked_into[:shown], found, strict=False)
        ),
        tuple(sorted(counts.items(), key=lambda counted: (-counted[1], counted[0]))),
        len(undetermined) - len(looked_into),
    )


def _grouped(open_: Sequence[Input]) -> str:
    """The words under which a patient is counted: what is missing first, and the kind of reason."""
    if not open_:
        return "undetermined"
    first = open_[0]
    reason = first.reason.value if first.reason is not None else "open"
    return f"{first.name}: {reason}"


def decided_by(
    rules: RuleSet, cohort: Courses, outcome: str, patients: Sequence[int] | None = None
) -> tuple[str, ...]:
    """In a few words what decided each patient, for a column of the report: `day 181`, or what is missing.

    `patients` are places in the cohort, None for all. A decided verdict shows the last day of the data that
    decided it (the name of a datum, where none has a day), an undetermined one what it waits for first.
    Raises KeyError where there is no such outcome.
    """
    places = range(len(cohort.patients)) if patients is None else patients
    judged = rules.outcomes[outcome]
    return tuple(_by(verdict, found) for verdict, found in _decisive(rules, cohort, judged, places))


def _by(verdict: Verdict, found: Sequence[Input]) -> str:
    if not found:
        return ""
    days = [day for datum in found if (day := datum.known_by) is not None]
    decided = verdict is not Verdict.UNDETERMINED
    return f"day {max(days)}" if decided and days else found[0].words


def _decisive(
    rules: RuleSet, cohort: Courses, outcome: Outcome, places: Sequence[int]
) -> Iterator[tuple[Verdict, tuple[Input, ...]]]:
    """Each patient's verdict with the data that decide it or leave it open, block by block."""
    size = _FEW if rules.declarations.drugs else BLOCK_SIZE
    for start in range(0, len(places), size):
        members = np.array(places[start : start + size], np.int64)
        evaluator = Evaluator(rules.declarations, block_of(cohort, members))
        verdicts = verdicts_of(evaluator, outcome)
        for row, verdict in enumerate(verdicts.verdict):
            scope = Scope.OPEN if verdict == Verdict.UNDETERMINED else Scope.DECIDING
            yield Verdict(int(verdict)), outcome_inputs(evaluator, outcome, scope, row, verdicts)
