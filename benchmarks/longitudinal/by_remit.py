"""The fourteen columns in remit, from the rule file: both bounds of each, of which SQL has the lower."""

from pathlib import Path

import numpy as np
import pyarrow as pa

from remit.evaluate.rules import Evaluation, evaluate_rules
from remit.evaluate.verdicts import Verdict
from remit.operators.bounds import Bounds, Moment, Number, Truth
from remit.pipeline import open_study


def fourteen_columns(folder: Path, workers: int) -> Evaluation:
    """Everything that the rule file asks, a value a patient, with its bounds."""
    _, rules, patients = open_study(folder)
    return evaluate_rules(rules, patients, workers=workers)


def known(evaluation: Evaluation) -> pa.Table:
    """What SQL has too: a number or a day where it is known, a truth where it is certain."""
    columns = {name: _known(value) for name, value in evaluation.definitions.items()}
    for name, verdicts in evaluation.verdicts.items():
        columns[name] = pa.array(verdicts.verdict == Verdict.MET)
    order = pa.array(np.array(evaluation.cohort.patients, dtype=np.int64))
    return pa.table({"patient": order, **columns}).sort_by("patient")


def _known(value: Bounds) -> pa.Array:
    match value:
        case Number():
            return pa.array(value.low, mask=value.low != value.high)
        case Truth():
            return pa.array(value.certain)
        case Moment():  # the first day on which it certainly held
            return pa.array(value.latest, mask=np.isinf(value.latest))
        case _:
            raise TypeError(value)
