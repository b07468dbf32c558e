"""Published criteria on patients with less recorded: is what stays undetermined truly undecided?

The patients are those of the rule files' own cases. Some of what is recorded of each is erased at random; for
each verdict that is then undetermined two completions are sought that disagree.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from random import Random

from remit.cases.cohort import case_cohort
from remit.course.cohort import Status
from remit.judge.judge import Judge
from remit.judge.missing import Missing, anything
from remit.judge.outcome import verdict
from remit.judge.patient import Cell, PlainPatient
from remit.model.declarations import Declarations
from remit.model.rules import Outcome, RuleSet, VerdictWord
from tests.generative.exhaustive import every_completion
from tests.generative.tightness import Tally, is_disputed, landmarks

ERASED = (1, 3)
"""How many recorded cells are erased of a patient, in turn."""


@dataclass(frozen=True, slots=True)
class Loose:
    """A verdict: undetermined, and no two completions disagree; or decided, and one does."""

    outcome: str
    case: str


def tightness_of(rules: RuleSet, budget: int, every: int = 1) -> tuple[Tally, list[Loose]]:
    """Of all outcomes, on every so many cases; with the verdicts that no completions dispute."""
    random, declarations = Random(rules.name), rules.declarations
    cohort = case_cohort(declarations, rules.cases)
    tally, loose = Tally(), []
    for place, case in list(enumerate(rules.cases))[::every]:
        for patient in _with_less(PlainPatient.of(cohort, place), declarations, random):
            for outcome in rules.outcomes.values():
                if _verdict(declarations, patient, outcome, None) != "undetermined":
                    continue
                disputed = _is_disputed(declarations, patient, outcome, budget)
                tally += Tally(1, disputed)
                if not disputed:
                    loose.append(Loose(outcome.name, case.title))
    return tally, loose


def overturned_of(rules: RuleSet, budget: int, every: int = 1) -> tuple[int, list[Loose]]:
    """How many completions were tried where a verdict is decided, and the verdicts that one changes."""
    random, declarations = Random(rules.name), rules.declarations
    cohort = case_cohort(declarations, rules.cases)
    tried, changed = 0, []
    for place, case in list(enumerate(rules.cases))[::every]:
        for patient in _with_less(PlainPatient.of(cohort, place), declarations, random):
            for outcome in rules.outcomes.values():
                decided = _verdict(declarations, patient, outcome, None)
                if decided != "undetermined":
                    answers = _answers(declarations, patient, outcome, budget)
                    tried += len(answers)
                    if set(answers) != {decided}:
                        changed.append(Loose(outcome.name, case.title))
    return tried, changed


def _answers(
    declarations: Declarations, patient: PlainPatient, outcome: Outcome, budget: int
) -> list[VerdictWord]:
    judged = partial(_completed, declarations, patient, outcome)
    return list(every_completion(judged, _marks(outcome, patient), budget))


def _marks(outcome: Outcome, patient: PlainPatient) -> list[Fraction]:
    parts = [outcome.among, outcome.following, outcome.unless, outcome.when]
    return landmarks([part for part in parts if part is not None], patient)


def _is_disputed(declarations: Declarations, patient: PlainPatient, outcome: Outcome, budget: int) -> bool:
    judged = partial(_completed, declarations, patient, outcome)
    return is_disputed(judged, _marks(outcome, patient), budget, undefined="undetermined")


def _completed(
    declarations: Declarations, patient: PlainPatient, outcome: Outcome, missing: Missing
) -> VerdictWord:
    return _verdict(declarations, patient, outcome, missing)


def _verdict(
    declarations: Declarations, patient: PlainPatient, outcome: Outcome, missing: Missing | None
) -> VerdictWord:
    return verdict(
        Judge(declarations, patient, missing),
        when=outcome.when,
        among=outcome.among,
        following=outcome.following,
        unless=outcome.unless,
    )


def _with_less(patient: PlainPatient, declarations: Declarations, random: Random) -> Iterator[PlainPatient]:
    """The patient with some recorded cells erased, now few, now more."""
    recorded = [(name, None) for name, cell in patient.facts.items() if cell.recorded] + [
        (name, date)
        for name, cells in patient.measures.items()
        for date, cell in enumerate(cells)
        if cell.recorded
    ]
    for many in ERASED:
        if recorded:
            yield _without(patient, declarations, random.sample(recorded, min(many, len(recorded))))


def _without(
    patient: PlainPatient, declarations: Declarations, erased: Sequence[tuple[str, int | None]]
) -> PlainPatient:
    facts, measures = dict(patient.facts), {name: list(cells) for name, cells in patient.measures.items()}
    for name, date in erased:
        if date is None:
            facts[name] = Cell(Status.EMPTY, anything(declarations.facts[name].type))
        else:
            measures[name][date] = Cell(Status.EMPTY, anything(declarations.measures[name].type))
    return replace(patient, facts=facts, measures={name: tuple(cells) for name, cells in measures.items()})
