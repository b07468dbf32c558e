"""What a condition rests on and waits for, of one patient: for the tests of explanations."""

import numpy as np

from remit.course.block import block_of
from remit.evaluate.evaluator import Evaluator
from remit.explain import Input, inputs_of, open_inputs
from remit.model.rules import RuleSet
from tests.unit.chart_review import Chart, checked, cohort

DECLARED = """
fact switched "Switched" : yes or no
fact started : date
measure skin "Active skin disease" : yes or no, no is better
measure dose "Prednisone" : mg/day from 0 to 2000, lower is better
measure esr : mm/h from 0 to 200, lower is better
measure protein : g/g from 0 to 50
measure grade : scale none < mild < severe, lower is better
event ivig "IVIG started"
timepoint baseline : day 0, window day -30 to day 0, last
timepoint month_6 : month 6, window month 5 to month 7, nearest
timepoint early : day 28, window day 1 to day 60, first
timepoint peak : day 28, window day 1 to day 60, worst
"""


def rules(condition: str) -> RuleSet:
    return checked(DECLARED + f"response r when {condition}\n")


def asked(condition: str, chart: Chart, **cohort_options: object) -> tuple[Evaluator, RuleSet]:
    made = rules(condition)
    block = block_of(cohort(made, chart, **cohort_options), np.array([0]))  # type: ignore[arg-type]
    return Evaluator(made.declarations, block), made


def waits_for(condition: str, chart: Chart, **cohort_options: object) -> tuple[Input, ...]:
    evaluator, made = asked(condition, chart, **cohort_options)
    return open_inputs(evaluator, made.outcomes["r"].when)


def rests_on(condition: str, chart: Chart, **cohort_options: object) -> tuple[Input, ...]:
    evaluator, made = asked(condition, chart, **cohort_options)
    return inputs_of(evaluator, made.outcomes["r"].when)


def only(found: tuple[Input, ...]) -> Input:
    assert len(found) == 1, [datum.words for datum in found]
    return found[0]
