"""Why verdicts are undetermined, patient by patient."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from remit.course.block import block_of
from remit.evaluate.evaluator import Evaluator
from remit.evaluate.verdicts import Verdict
from remit.explain.inputs import outcome_inputs
from remit.explain.part import Scope
from remit.model.rules import Outcome
from remit.report.report import Report

Reasons = Mapping[int, tuple[str, ...]]
"""By the patient's place in the cohort: what leaves the verdict open, each with its address."""

_BLOCK: Final = 256
"""So many patients at a time: many years of days of each fit in memory."""


def reasons_of(report: Report, outcome: Outcome) -> Reasons:
    """The reasons of all patients in whom an outcome is undetermined."""
    members = np.flatnonzero(report.evaluation.verdicts[outcome.name].verdict == Verdict.UNDETERMINED)
    found: dict[int, tuple[str, ...]] = {}
    for start in range(0, len(members), _BLOCK):
        chosen = members[start : start + _BLOCK]
        block = block_of(report.cohort, chosen)
        evaluator = Evaluator(report.rules.declarations, block)
        for row, patient in enumerate(chosen.tolist()):
            inputs = outcome_inputs(evaluator, outcome, Scope.OPEN, row)
            found[patient] = tuple(dict.fromkeys(one.sentence for one in inputs))
    return found
