"""Engine and judge: the same value of every node, for every patient, at every date."""

from collections.abc import Iterator
from fractions import Fraction
from math import isfinite

from remit.evaluate import evaluate
from remit.judge.judge import Judge
from remit.operators.bounds import Bounds, Levels, pair
from remit.operators.record import Plain, PlainNumber
from tests.generative.cohorts import DECLARATIONS
from tests.generative.trials import Trial, agrees, described, places, written


def differences(trial: Trial) -> Iterator[str]:
    """For each patient the innermost node on which the two differ; or that the engine fails."""
    try:
        engine = evaluate(DECLARATIONS, trial.nodes, trial.cohort)
    except Exception as failure:  # whatever it is, the judge did not fail
        yield f"seed {trial.seed}: the engine fails on {written(trial.root)}\n    {failure!r}"
        return
    for row, patient in enumerate(trial.patients):
        judge = Judge(DECLARATIONS, patient)
        found = (
            f"seed {trial.seed}, {patient.identifier}, date {date}: {written(node)}\n"
            f"    the judge says {theirs}, the engine {ours}\n    {described(patient, node)}"
            for node, bounds in zip(trial.nodes, engine, strict=True)
            for date in places(node, patient)
            if not agrees(theirs := judge.value(node, date), ours := _plain(bounds, row, date))
        )
        yield from [first for first in [next(found, None)] if first is not None]


def _plain(bounds: Bounds, row: int, date: int | None) -> Plain:
    place = (row,) if date is None else (row, date)
    if isinstance(bounds, Levels):
        return int(bounds.mask[place])
    low, high = (array[place].item() for array in pair(bounds))
    return (low, high) if isinstance(low, bool) else (_rational(low), _rational(high))


def _rational(value: float) -> PlainNumber:
    return Fraction(value) if isfinite(value) else value
