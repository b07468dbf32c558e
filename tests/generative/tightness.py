"""Tightness: of the conditions that stay open, how many have two completions that disagree?

An open condition of which no two completions disagree was bounded too loosely, or its completions were not
found: the share is a lower bound on how tight a form is.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from remit.judge.completion import Completion
from remit.judge.judge import Judge
from remit.judge.patient import PlainPatient
from remit.model.expressions import Expr
from remit.model.types import TruthType
from tests.generative.cohorts import DECLARATIONS, landmarks
from tests.generative.trials import Trial, kind_of, places


@dataclass(slots=True)
class Tally:
    """Of one kind of condition: how often it was open, and how often completions then disagreed."""

    undetermined: int = 0
    disputed: int = 0


def tightness(trials: Iterable[Trial], completions: int) -> dict[str, Tally]:
    """By the operator or form at the root of the trial (of the condition inside, where it is a value)."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for trial in trials:
        if isinstance(trial.root.type, TruthType):
            for patient in trial.patients:
                _count(trial, patient, completions, tallies[kind_of(trial.root)])
    return dict(sorted(tallies.items()))


def _count(trial: Trial, patient: PlainPatient, completions: int, tally: Tally) -> None:
    bounded, marks = Judge(DECLARATIONS, patient), landmarks(trial.cohort)
    for date in places(trial.root, patient):
        certain, possible = bounded.truth(trial.root, date)
        if possible and not certain:
            tally.undetermined += 1
            tally.disputed += _is_disputed(
                trial.root, patient, date, [Completion(n, marks) for n in range(completions)]
            )


def _is_disputed(root: Expr, patient: PlainPatient, date: int | None, completions: list[Completion]) -> bool:
    seen: set[tuple[bool, bool]] = set()
    for completion in completions:
        seen.add(Judge(DECLARATIONS, patient, completion).truth(root, date))
        if {(True, True), (False, False)} <= seen:
            return True
    return False
