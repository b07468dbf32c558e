"""The audit of clauses about doses: days that decide, records with their cells, what would settle it."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from remit.cases.cohort import case_cohort
from remit.course.block import block_of
from remit.course.cohort import Addresses, Cohort, DoseRecords, Origin
from remit.course.doses import daily_doses
from remit.evaluate.evaluator import Evaluator
from remit.explain import Input, inputs_of, open_inputs, what_would_change, what_would_settle
from remit.explain.other_doses import with_doses
from remit.model.rules import RuleSet
from tests.generative.doses import random_doses
from tests.unit.chart_review import checked

DECLARED = """
drugs glucocorticoid : mg/day from 0 to 2000 prednisone 1, methylprednisolone 1.25
drug mycophenolate : mg/day from 0 to 6000
timepoint day_28 : day 28, window day 20 to day 40, nearest
"""


def patient(condition: str, *given: str) -> tuple[RuleSet, Cohort]:
    """A patient followed to day 100 with these doses, from the rows of a file in turn."""
    givens = ", ".join(("followed until day 100", *given))
    made = checked(
        f'{DECLARED}response r when {condition}\ncase "it" given {givens} expect r is undetermined\n'
    )
    cohort = case_cohort(made.declarations, made.cases)
    origin = Origin("medication.csv", "dose")
    addressed = {
        name: replace(
            records,
            addresses=Addresses(
                (origin,),
                np.zeros(len(records.low), np.int64),
                np.arange(2, 2 + len(records.low)),
                [str(dose) for dose in records.low],
            ),
        )
        for name, records in cohort.doses.items()
    }
    return made, replace(cohort, doses=addressed)


def told(found: tuple[Input, ...]) -> list[str]:
    return [f"{one.words}: {one.value} ({one.cell}, {one.when})" for one in found if one.name != "follow-up"]


def rests_on(condition: str, *given: str) -> list[str]:
    rules, cohort = patient(condition, *given)
    evaluator = Evaluator(rules.declarations, block_of(cohort, np.array([0])))
    return told(inputs_of(evaluator, rules.outcomes["r"].when))


def waits_for(condition: str, *given: str) -> list[str]:
    rules, cohort = patient(condition, *given)
    evaluator = Evaluator(rules.declarations, block_of(cohort, np.array([0])))
    return [one.sentence for one in open_inputs(evaluator, rules.outcomes["r"].when)]


def settle(condition: str, *given: str) -> list[str]:
    rules, cohort = patient(condition, *given)
    return [one.text for one in what_would_settle(rules, cohort, cohort.patients[0], "r")]


def change(condition: str, *given: str) -> list[str]:
    rules, cohort = patient(condition, *given)
    return [one.text for one in what_would_change(rules, cohort, cohort.patients[0], "r")]


NEVER_HIGH = "every day from day 7 to day 55 has (glucocorticoid <= 7.5 mg/day)"


# ---- what it rests on --------------------------------------------------------------------------------


LOW = "glucocorticoid = 5 mg/day from day 0 to day 29"


@pytest.mark.parametrize(
    ("condition", "given", "found"),
    [
        (
            NEVER_HIGH,
            (LOW, "prednisone = 10 mg/day from day 30 to day 60"),
            ["glucocorticoid on day 30: 10 mg/day (medication.csv:3:dose, day 30)"],
        ),
        (
            NEVER_HIGH,
            (LOW, "prednisone = 7.5 mg/day from day 30 to day 60"),
            [
                "glucocorticoid from day 7 to day 29: 5 mg/day (medication.csv:2:dose, )",
                "glucocorticoid from day 30 to day 55: 7.5 mg/day (medication.csv:3:dose, )",
            ],
        ),
        (
            "mean glucocorticoid from day 0 to day 9 <= 10 mg/day",
            ("glucocorticoid = 20 mg/day every other day from day 0 to day 29",),
            ["glucocorticoid from day 0 to day 9: 0 and 20 mg/day (medication.csv:2:dose, )"],
        ),
        (
            "glucocorticoid at day_28 <= 10 mg/day",
            ("glucocorticoid = 5 mg/day from day 0", "prednisone = 1 mg/day from day 20 to day 30"),
            ["glucocorticoid on day 28: 6 mg/day (medication.csv:2:dose, day 28)"],
        ),
    ],
)
def test_the_days_that_decide_and_the_records_they_came_from(
    condition: str, given: tuple[str, ...], found: list[str]
) -> None:
    assert rests_on(condition, *given) == found


def test_what_is_open_says_why_and_where() -> None:
    open_days = waits_for(NEVER_HIGH, LOW, "glucocorticoid = not recorded from day 30 to day 60")
    assert open_days == [
        "glucocorticoid from day 30 to day 55 not known: dose not recorded (medication.csv:3:dose)"
    ]


def test_open_doses_of_alternate_days_are_one_line() -> None:
    found = waits_for(NEVER_HIGH, LOW, "glucocorticoid = not recorded every other day from day 30 to day 60")
    words = "glucocorticoid every other day from day 30 to day 54"
    assert found == [f"{words} not known: dose not recorded (medication.csv:3:dose)"]


# ---- what would settle it ----------------------------------------------------------------------------

AT_MOST = "7.5 mg/day or less → MET, more than 7.5 mg/day → NOT MET"


@pytest.mark.parametrize(
    ("condition", "given", "found"),
    [
        (
            NEVER_HIGH,
            (LOW, "glucocorticoid = not recorded from day 30 to day 60"),
            f"glucocorticoid from day 30 to day 55, one dose throughout: {AT_MOST}",
        ),
        (
            NEVER_HIGH,
            (LOW, "glucocorticoid = not recorded every other day from day 30 to day 60"),
            f"glucocorticoid every other day from day 30 to day 54, one dose throughout: {AT_MOST}",
        ),
        (  # 100 mg over the first five of ten days
            "mean glucocorticoid from day 0 to day 9 <= 12 mg/day",
            ("glucocorticoid = 20 mg/day from day 0 to day 4", "glucocorticoid = not recorded from day 5"),
            (
                "glucocorticoid from day 5 to day 9, one dose throughout: "
                "4 mg/day or less → MET, more than 4 mg/day → NOT MET"
            ),
        ),
        (  # nobody knows of the days after follow-up
            "every day from day 90 to day 120 has (glucocorticoid <= 7.5 mg/day)",
            ("glucocorticoid = 5 mg/day from day 0",),
            f"glucocorticoid from day 101 to day 120, one dose throughout: {AT_MOST}",
        ),
    ],
)
def test_one_dose_on_all_of_the_open_days_settles_it(
    condition: str, given: tuple[str, ...], found: str
) -> None:
    assert settle(condition, *given) == [found]


def test_two_drugs_are_needed_together() -> None:
    both = "glucocorticoid at day_28 <= 10 mg/day and mycophenolate at day_28 > 0 mg/day"
    assert settle(both, "glucocorticoid = not recorded", "mycophenolate = not recorded") == [
        (
            "glucocorticoid on day 28: 10 mg/day or less → UNDETERMINED, "
            "and also needs mycophenolate on day 28; "
            "more than 10 mg/day → NOT MET"
        ),
        (
            "mycophenolate on day 28: 0 mg/day → NOT MET; more than 0 mg/day → UNDETERMINED, "
            "and also needs glucocorticoid on day 28"
        ),
    ]


def test_the_recorded_doses_on_which_a_verdict_turns() -> None:
    throughout, higher = "one dose throughout", "more than 7.5 mg/day → NOT MET"
    assert change(NEVER_HIGH, LOW, "prednisone = 7.5 mg/day from day 30 to day 60") == [
        f"glucocorticoid from day 7 to day 29, {throughout} (medication.csv:2:dose): {higher}",
        f"glucocorticoid from day 30 to day 55, {throughout} (medication.csv:3:dose): {higher}",
    ]


# ---- doses that are otherwise ------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(300))
def test_other_days_stay_as_they_were(seed: int) -> None:
    """On random records: the days supposed have the value, the others what was known of them, or more."""
    random = Random(seed)
    end, highest = float(random.choice((30, 100, 250))), 100.0
    records = random_doses(random, [end], highest)
    first, step = random.randrange(-40, 260), random.choice((1, 1, 2, 3))
    days = tuple(range(first, first + random.choice((1, 3, 30)) * step, step))
    values, row = [0.0, 6.25], np.arange(-60, 400)
    other = with_doses(records, end, days, values, highest)
    before = series(records, end, row, 1)
    after = series(other, end, row, 2)
    supposed = np.isin(row, days)
    for copy, value in enumerate(values):
        for side in (0, 1):
            assert (after[side][copy, supposed] == value).all()
        assert (after[0][copy, ~supposed] == before[0][0, ~supposed]).all()
        assert (after[1][copy, ~supposed] >= before[1][0, ~supposed]).all()
        covered = row <= max(end, float(records.complete_to[0]))
        same = ~supposed & covered & (row >= records.complete_from[0]) & (row <= records.complete_to[0])
        assert (after[1][copy, same] == before[1][0, same]).all()


def series(records: DoseRecords, end: float, row: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    found = daily_doses(records, np.arange(count), np.full(count, end), row, 100.0).values
    return found.low, found.high
