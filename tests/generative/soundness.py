"""Soundness: whatever the missing data were, each value lies within the bounds given without them."""

from collections.abc import Iterator

from remit.judge.completion import Completion
from remit.judge.judge import Judge
from remit.judge.missing import Missing
from remit.judge.patient import PlainPatient
from remit.model.expressions import Constant, Expr
from remit.operators.record import Plain
from tests.generative.cohorts import DECLARATIONS, landmarks
from tests.generative.exhaustive import every_completion
from tests.generative.tightness import landmarks as numbers_of
from tests.generative.trials import Trial, contains, described, kind_of, places, written
from tests.generative.walking import walk

MAY_BE_UNDEFINED = frozenset(
    {
        "/",
        "ln",
        "sqrt",
        "percent change",
        "percent change, any rise from zero counts",
        "days between",
        "up to",
    }
)
"""What has no value for some arguments, and then stays open under every completion."""


def overturned(trial: Trial, completions: int) -> str | None:
    """A value that a completion moves out of its bounds, of the innermost such node; None without one."""
    for patient in trial.patients:
        bounded = Judge(DECLARATIONS, patient)
        for seed in range(completions):
            for node, date, value in _completed(trial, patient, seed):
                bounds = bounded.value(node, date)
                if not contains(bounds, value):
                    where, answers = (
                        _where(trial, patient, seed, node, date),
                        f"bounds {bounds}, completed {value}",
                    )
                    return f"{where}\n    {answers}\n    {described(patient, node)}"
    return None


def overturned_root(trial: Trial, budget: int) -> tuple[int, str | None]:
    """Only the root, under every completion over small domains, or so many: how many, and what differs."""
    tried = 0
    for patient in trial.patients:
        marks = numbers_of([trial.root], patient)
        for date in places(trial.root, patient):
            bounds = Judge(DECLARATIONS, patient).value(trial.root, date)

            def judged(missing: Missing, patient: PlainPatient = patient, date: int | None = date) -> Plain:
                return Judge(DECLARATIONS, patient, missing).value(trial.root, date)

            for value in every_completion(judged, marks, budget):
                tried += 1
                if not contains(bounds, value):
                    where = f"seed {trial.seed}, {patient.identifier}, date {date}: {written(trial.root)}"
                    answers = f"bounds {bounds}, completed {value}"
                    return tried, f"{where}\n    {answers}\n    {described(patient, trial.root)}"
    return tried, None


def left_open(trial: Trial, completions: int) -> str | None:
    """A completed value that is still open although all that it is made of is defined everywhere."""
    defined = {
        node.key for node in trial.nodes if not any(kind_of(part) in MAY_BE_UNDEFINED for part in walk(node))
    }
    for patient in trial.patients:
        for seed in range(completions):
            for node, date, value in _completed(trial, patient, seed):
                if node.key in defined and not isinstance(node, Constant) and not _is_one(value):
                    where = _where(trial, patient, seed, node, date)
                    return f"{where}\n    completed {value}\n    {described(patient, node)}"
    return None


def _completed(trial: Trial, patient: PlainPatient, seed: int) -> Iterator[tuple[Expr, int | None, Plain]]:
    """Every node, inner ones first, at every date, with its value under the completion of a seed."""
    judge = Judge(DECLARATIONS, patient, Completion(seed, landmarks(trial.cohort)))
    for node in trial.nodes:
        for date in places(node, patient):
            yield node, date, judge.value(node, date)


def _is_one(value: Plain) -> bool:
    return value & (value - 1) == 0 if isinstance(value, int) else value[0] == value[1]


def _where(trial: Trial, patient: PlainPatient, seed: int, node: Expr, date: int | None) -> str:
    return f"seed {trial.seed}, {patient.identifier}, date {date}, completion {seed}: {written(node)}"
