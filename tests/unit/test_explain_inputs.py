"""What leaves a decision open: the datum, and why."""

from math import inf

import numpy as np
import pytest

from remit.course.block import block_of
from remit.evaluate.evaluator import Evaluator
from remit.explain import inputs_of, open_inputs
from remit.explain.reasons import InputKind, Reason
from tests.unit.asked import DECLARED, only, rests_on, waits_for
from tests.unit.chart_review import EMPTY, Between, Chart, checked, coded, cohort, out_of_range, unreadable

# ---- why a reading is open ---------------------------------------------------------------------------

BASELINE = {"skin": True, "dose": 24}


def at_month_6(**cells: object) -> Chart:
    return Chart({-7: BASELINE, 186: cells}, until=400)


@pytest.mark.parametrize(
    ("cell", "reason", "sentence", "when"),
    [
        (
            EMPTY,
            Reason.NOT_RECORDED,
            "dose not recorded at the visit of day 186 (visits.csv:3:dose)",
            "empty",
        ),
        (
            unreadable("tapering"),
            Reason.UNREADABLE,
            "dose at the visit of day 186 set aside, unreadable: `tapering` (visits.csv:3:dose)",
            "unreadable: `tapering`",
        ),
        (
            out_of_range("9999"),
            Reason.OUT_OF_RANGE,
            "dose at the visit of day 186 set aside, out of the possible range: `9999` (visits.csv:3:dose)",
            "out of range: `9999`",
        ),
        (
            coded("NASK"),
            Reason.MISSING_CODE,
            "dose not recorded at the visit of day 186, missing code `NASK` (visits.csv:3:dose)",
            "missing code `NASK`",
        ),
        (
            Between(0, 30, "<30"),
            Reason.BOUND,
            "dose at the visit of day 186 is recorded as a bound: `<30` (visits.csv:3:dose)",
            "a bound: `<30`",
        ),
    ],
)
def test_a_cell_without_a_known_value(cell: object, reason: Reason, sentence: str, when: str):
    found = only(waits_for("dose falls from baseline to month_6", at_month_6(skin=False, dose=cell)))
    assert (found.kind, found.name, found.words) == (InputKind.READING, "dose", "dose at month_6")
    assert (found.reason, found.sentence) == (reason, sentence)
    assert found.when == f"day 186, {when}"


def test_a_visit_without_a_row_for_the_measure_shows_the_visits_row():
    found = only(waits_for("skin at month_6", at_month_6(dose=10)))
    assert found.reason is Reason.NOT_RECORDED
    assert found.sentence == "skin not recorded at the visit of day 186 (visits.csv:3)"
    assert found.when == "day 186, no row"


def test_no_visit_in_the_window():
    found = only(waits_for("skin at month_6", Chart({-7: BASELINE, 281: BASELINE})))
    assert found.reason is Reason.NO_VISIT
    assert found.sentence == "skin at month_6: no visit in the window (days 152-213)"
    assert (found.day, found.wanted, found.cell) == (None, 183, None)


def test_follow_up_ended_before_the_window_closed():
    found = only(waits_for("skin at month_6", Chart({-7: BASELINE}, until=150)))
    assert found.reason is Reason.NOT_YET
    assert found.sentence == "skin at month_6: follow-up ended on day 150, before the window closed (day 213)"


def test_a_larger_expression_without_a_visit_waits_for_each_of_its_measures():
    found = waits_for("(skin and dose > 5 mg/day) at month_6", Chart({-7: BASELINE}, until=400))
    assert [datum.words for datum in found] == ["skin at month_6", "dose at month_6"]
    assert {datum.reason for datum in found} == {Reason.NO_VISIT}


def test_zero_baseline():
    chart = Chart({0: {"dose": 0}, 183: {"dose": 5}})
    found = only(waits_for("dose rises by at least 20% from baseline to month_6", chart))
    assert found.reason is Reason.ZERO_BASELINE
    assert found.sentence == (
        "dose at baseline is 0, and a change from zero has no size in percent (visits.csv:2:dose)"
    )


def test_a_divisor_that_is_computed_is_named_by_its_text():
    chart = Chart({0: {"dose": 5}})
    found = only(waits_for("(1 / ((dose - dose) in mg/day) > 2) at baseline", chart))
    assert (found.kind, found.reason) == (InputKind.COMPUTED, Reason.UNDEFINED)
    assert found.sentence == "`(dose - dose) in mg/day` is 0, and nothing can be divided by zero"


def test_a_divisor_that_is_a_datum_is_named_by_it():
    found = only(waits_for("(1 / (dose in mg/day) > 2) at baseline", Chart({0: {"dose": 0}})))
    assert found.reason is Reason.UNDEFINED
    assert found.sentence == "dose on day 0 is 0, and nothing can be divided by zero (visits.csv:2:dose)"


def test_no_reference_before_the_first_visit():
    found = only(waits_for("(dose < lowest dose before now) at baseline", Chart({0: {"dose": 5}})))
    assert found.reason is Reason.NO_REFERENCE
    assert found.sentence == "`lowest dose before now`: nothing recorded until day -1"


def test_a_member_of_a_set_is_named_for_it():
    members = (
        "set core = dose, esr\nresponse r when (at least 1 of core has (it < previous it)) at baseline\n"
    )
    made = checked(DECLARED + members)
    chart = Chart({0: {"dose": 5, "esr": 5}})
    evaluator = Evaluator(made.declarations, block_of(cohort(made, chart), np.array([0])))
    found = open_inputs(evaluator, made.outcomes["r"].when)
    assert [datum.words for datum in found] == ["previous dose", "previous esr"]


def test_a_fact_that_is_not_recorded():
    found = only(waits_for("switched", Chart({0: {}}, facts={"switched": EMPTY})))
    assert (found.kind, found.sentence) == (InputKind.FACT, "switched not recorded (patients.csv:2:switched)")


def test_a_partial_date_of_a_fact():
    chart = Chart({0: {}}, facts={"started": Between(-20, 10, "2009-08")})
    found = only(waits_for("started < day 0", chart))
    assert (found.reason, found.value) == (Reason.PARTIAL_DATE, "day -20 to 10")


# ---- why a period is open ----------------------------------------------------------------------------


def test_a_period_that_follow_up_does_not_cover():
    chart = Chart({0: {"skin": False}, 90: {"skin": False}}, until=150)
    found = only(waits_for("no visit from baseline to day 200 has (skin)", chart))
    assert (found.kind, found.reason) == (InputKind.FOLLOW_UP, Reason.NOT_YET)
    assert found.sentence == "follow-up ended on day 150, before the period did (day 200)"
    assert (found.wanted, found.measures) == (200, ("skin",))


def test_a_period_that_was_not_assessed():
    found = only(waits_for("any visit from day 10 to day 20 has (skin)", Chart({0: BASELINE}, until=99)))
    assert found.reason is Reason.NOT_ASSESSED
    assert found.sentence == "no visit from day 10 to day 20 that measures skin"


def test_visits_too_far_apart():
    chart = Chart({day: {"skin": False} for day in (0, 28, 196, 200)})
    condition = "every visit from day 0 to day 200 with gaps of at most 12 weeks has (not skin)"
    found = only(waits_for(condition, chart))
    assert found.reason is Reason.TOO_FAR_APART
    assert found.sentence == "no visit between day 28 and day 196, 168 days apart (more than 84)"
    assert found.wanted == 112


@pytest.mark.parametrize(
    ("complete", "known"),
    [
        ((inf, -inf), "is not declared complete"),
        ((-inf, 50), "is complete only until day 50"),
        ((10, 100), "is complete only from day 10 to day 100"),
        ((-inf, 60), "is complete only to the end of follow-up on day 60"),
    ],
)
def test_an_event_history_that_is_not_complete(complete: tuple[float, float], known: str):
    chart = Chart({0: {}}, complete=complete, until=60)
    found = only(waits_for("any ivig from day 0 to day 100", chart))
    assert (found.kind, found.reason) == (InputKind.EVENTS, Reason.HISTORY_INCOMPLETE)
    assert found.value == "none or some"
    assert found.sentence == f"ivig from day 0 to day 100: the history of ivig {known}"


def test_an_event_whose_day_is_partial():
    chart = Chart({0: {}}, events={"ivig": [(90, 120)]}, until=200)
    found = only(waits_for("any ivig from day 0 to day 100", chart))
    assert (found.reason, found.value) == (Reason.PARTIAL_DATE, "day 90 to 120")
    assert not waits_for("any ivig from day 0 to day 150", chart)


def test_a_run_that_may_go_on():
    chart = Chart({0: {"skin": False}, 90: {"skin": False}})
    condition = "any visit has ((not skin) sustained for at least 6 months with gaps of at most 4 months)"
    found = only(waits_for(condition, chart))
    assert found.reason is Reason.GOES_ON
    assert found.why == "the run from day 0 may go on after the last visit (day 90); 181 days are needed"


def test_what_is_not_confirmed_yet():
    chart = Chart({0: {"skin": False}})
    found = only(waits_for("any visit has ((not skin) confirmed at least 28 days later)", chart))
    assert (found.reason, found.wanted) == (Reason.UNCONFIRMED, 28)


def test_an_onset_without_an_assessment_before():
    found = waits_for("any visit has (onset of (skin))", Chart({0: {"skin": True}}))
    assert [datum.reason for datum in found] == [Reason.NO_REFERENCE]


# ---- only what matters -------------------------------------------------------------------------------


def test_an_open_operand_of_what_is_impossible_does_not_matter():
    chart = Chart({0: {"skin": False, "dose": EMPTY, "esr": EMPTY}})
    assert not waits_for("(skin and dose > 5 mg/day) at baseline", chart)
    assert only(waits_for("(skin and dose > 5 mg/day or esr > 5 mm/h) at baseline", chart)).name == "esr"


def test_what_already_holds_does_not_matter():
    chart = Chart({0: {"skin": True, "dose": EMPTY}, 50: {"skin": EMPTY, "dose": 3}})
    found = waits_for("any visit has (skin) and any visit has (dose > 5 mg/day)", chart)
    assert [datum.words for datum in found] == ["dose on day 0"]


COUNTED = """
define a = skin at baseline
define b = dose at baseline > 5 mg/day
define c = esr at baseline > 5 mm/h
response r when at least 2 of (a, b, c)
"""


def test_what_a_count_does_not_need_does_not_matter():
    made = checked(DECLARED + COUNTED)
    enough = Chart({0: {"skin": True, "dose": 9, "esr": EMPTY}})
    too_few = Chart({0: {"skin": True, "dose": 3, "esr": EMPTY}})
    evaluator = Evaluator(made.declarations, block_of(cohort(made, enough, too_few), np.array([0, 1])))
    when = made.outcomes["r"].when
    assert not open_inputs(evaluator, when, row=0)
    assert [one.words for one in inputs_of(evaluator, when, row=0)] == [
        "skin at baseline",
        "dose at baseline",
    ]
    assert [one.words for one in open_inputs(evaluator, when, row=1)] == ["esr at baseline"]


def test_the_tests_after_the_level_that_matched_do_not_matter():
    classes = """
classify state
  bad when skin at baseline
  fair when dose at baseline > 5 mg/day
  good otherwise
response r when state is bad or esr at baseline > 5 mm/h
"""
    made = checked(DECLARED + classes)
    chart = Chart({0: {"skin": True, "dose": EMPTY, "esr": EMPTY}})
    evaluator = Evaluator(made.declarations, block_of(cohort(made, chart), np.array([0])))
    assert not open_inputs(evaluator, made.outcomes["r"].when)
    assert [one.words for one in inputs_of(evaluator, made.outcomes["r"].when)] == ["skin at baseline"]


def test_a_value_taken_instead_of_one_that_was_not_recorded():
    chart = Chart({0: {"dose": EMPTY, "esr": EMPTY}})
    made = checked(DECLARED + "define x = dose at baseline else 7 mg/day\nresponse r when x > 5 mg/day\n")
    evaluator = Evaluator(made.declarations, block_of(cohort(made, chart), np.array([0])))
    found = only(inputs_of(evaluator, made.outcomes["r"].when))
    assert (found.words, found.remark) == ("dose at baseline", "empty")


# ---- each once, in reading order ---------------------------------------------------------------------


def test_a_cell_is_named_once_however_it_is_asked_for():
    chart = Chart({0: {"skin": EMPTY}})
    found = waits_for("skin at baseline and any visit from day 0 to day 0 has (skin)", chart)
    assert [datum.words for datum in found] == ["skin at baseline"]


def test_a_change_reads_from_its_start_to_its_end():
    found = rests_on("dose falls from baseline to month_6", at_month_6(dose=10))
    assert [(datum.words, datum.value) for datum in found] == [
        ("dose at baseline", "24 mg/day"),
        ("dose at month_6", "10 mg/day"),
    ]
