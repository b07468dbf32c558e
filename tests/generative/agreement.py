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


def difference(trial: Trial) -> str | None:
    """What the two differ in, the innermost node first; or that the engine fails; None where they agree."""
    try:
        engine = evaluate(DECLARATIONS, trial.nodes, trial.cohort)
    except Exception as failure:  # whatever it is, the judge has a value
        return f"seed {trial.seed}: the engine fails with {failure!r}\n    {written(trial.root)}"
    return next(_differences(trial, engine), None)


def _differences(trial: Trial, engine: list[Bounds]) -> Iterator[str]:
    for row, patient in enumerate(trial.patients):
        judge = Judge(DECLARATIONS, patient)
        for node, bounds in zip(trial.nodes, engine, strict=True):
            for date in places(node, patient):
                stored = None if date is None else int(trial.cohort.starts[row]) + date
                judged, evaluated = judge.value(node, date), _plain(bounds, row, stored)
                if not agrees(judged, evaluated):
                    where = f"seed {trial.seed}, {patient.identifier}, date {date}: {written(node)}"
                    answers = f"judge {judged}, engine {evaluated}"
                    yield f"{where}\n    {answers}\n    {described(patient, node)}"


def _plain(bounds: Bounds, row: int, stored: int | None) -> Plain:
    place = row if stored is None else stored
    if isinstance(bounds, Levels):
        return int(bounds.mask[place])
    low, high = (array[place].item() for array in pair(bounds))
    return (low, high) if isinstance(low, bool) else (_rational(low), _rational(high))


def _rational(value: float) -> PlainNumber:
    return Fraction(value) if isfinite(value) else value
