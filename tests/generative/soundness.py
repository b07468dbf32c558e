"""Soundness: whatever the missing data were, each value lies within the bounds given without them."""

from collections.abc import Iterator

from remit.judge.completion import Completion
from remit.judge.judge import Judge
from remit.judge.patient import PlainPatient
from remit.model.expressions import Constant, Expr
from remit.operators.record import Plain
from tests.generative.cohorts import DECLARATIONS, landmarks
from tests.generative.rules import walk
from tests.generative.trials import Trial, contains, described, kind_of, places, written

MAY_BE_UNDEFINED = frozenset(
    {"/", "ln", "sqrt", "percent change", "percent change, any rise from zero counts", "days between"}
)
"""What has no value for some arguments, and then stays open under every completion."""


def overturned(trial: Trial, completions: int) -> Iterator[str]:
    """For each patient the first completion, and of it the innermost node, that breaks the bounds."""
    for patient in trial.patients:
        bounded = Judge(DECLARATIONS, patient)
        found = (
            f"{_where(trial, patient, seed, node, date)}: bounds {bounds}, completed {value}"
            for seed in range(completions)
            for node, date, value in completed(trial, patient, seed)
            if not contains(bounds := bounded.value(node, date), value)
        )
        yield from [first for first in [next(found, None)] if first is not None]


def left_open(trial: Trial, completions: int) -> Iterator[str]:
    """Completed values that are still open although all that they are made of is defined everywhere."""
    defined = {
        node.key for node in trial.nodes if not any(kind_of(part) in MAY_BE_UNDEFINED for part in walk(node))
    }
    for patient in trial.patients:
        for seed in range(completions):
            for node, date, value in completed(trial, patient, seed):
                if node.key in defined and not isinstance(node, Constant) and not _is_one(value):
                    yield f"{_where(trial, patient, seed, node, date)}: completed {value}"


def completed(trial: Trial, patient: PlainPatient, seed: int) -> Iterator[tuple[Expr, int | None, Plain]]:
    """Every node, inner ones first, at every date, with its value under the completion of a seed."""
    judge = Judge(DECLARATIONS, patient, Completion(seed, landmarks(trial.cohort)))
    for node in trial.nodes:
        for date in places(node, patient):
            yield node, date, judge.value(node, date)


def _is_one(value: Plain) -> bool:
    return value & (value - 1) == 0 if isinstance(value, int) else value[0] == value[1]


def _where(trial: Trial, patient: PlainPatient, seed: int, node: Expr, date: int | None) -> str:
    place = f"seed {trial.seed}, {patient.identifier}, date {date}, completion {seed}"
    return f"{place}: {written(node)}\n    {described(patient, node)}\n    "
