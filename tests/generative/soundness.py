"""Soundness: whatever the missing data were, each value lies within the bounds that were given without them."""

from collections.abc import Iterator

from remit.judge.completion import Completion
from remit.judge.judge import Judge
from remit.judge.patient import PlainPatient
from tests.generative.cohorts import DECLARATIONS, landmarks
from tests.generative.trials import Trial, contains, described, places, written


def overturned(trial: Trial, completions: int) -> Iterator[str]:
    """For each patient the first completion, and of it the innermost node, that breaks the bounds."""
    for patient in trial.patients:
        found = (broken for seed in range(completions) for broken in _broken(trial, patient, seed))
        yield from [first for first in [next(found, None)] if first is not None]


def _broken(trial: Trial, patient: PlainPatient, completion: int) -> Iterator[str]:
    bounded = Judge(DECLARATIONS, patient)
    completed = Judge(DECLARATIONS, patient, Completion(completion, landmarks(trial.cohort)))
    for node in trial.nodes:
        for date in places(node, patient):
            bounds, value = bounded.value(node, date), completed.value(node, date)
            if not contains(bounds, value):
                yield (
                    f"seed {trial.seed}, {patient.identifier}, date {date}, completion {completion}: {written(node)}"
                    f"\n    bounds {bounds}, completed {value}\n    {described(patient, node)}"
                )
