"""What would settle an undetermined verdict, and what would change a decided one."""

from math import inf

import pytest

from remit.explain import what_would_change, what_would_settle
from remit.explain.settle import MOST_DATA
from tests.unit.chart_review import EMPTY, Between, Chart, checked, cohort, unreadable

DECLARED = """
fact switched : yes or no
fact started : date
measure skin : yes or no, no is better
measure dose : mg/day from 0 to 2000, lower is better
measure esr : mm/h from 0 up, lower is better
measure grade : scale none < mild < moderate < severe, lower is better
event ivig
timepoint baseline : day 0, window day -30 to day 0, last
timepoint month_6 : month 6, window month 5 to month 7, nearest
"""


def settle(clauses: str, chart: Chart) -> list[str]:
    made = checked(DECLARED + f"response r {clauses}\n")
    return [effect.text for effect in what_would_settle(made, cohort(made, chart), "P1", "r")]


def change(clauses: str, chart: Chart) -> list[str]:
    made = checked(DECLARED + f"response r {clauses}\n")
    return [effect.text for effect in what_would_change(made, cohort(made, chart), "P1", "r")]


START = {"skin": True, "dose": 24, "esr": 30, "grade": "moderate"}


def after(**cells: object) -> Chart:
    """A patient with a full baseline, and these cells at month 6."""
    return Chart({0: START, 186: cells}, until=400)


# ---- one datum settles it ----------------------------------------------------------------------------


def test_yes_or_no():
    found = settle("among skin at baseline when not skin at month_6", after(skin=EMPTY))
    assert found == ["skin at month_6: no → MET, yes → NOT MET"]


def test_a_threshold_that_is_another_value_of_the_patient():
    found = settle("when dose falls from baseline to month_6", after(dose=unreadable("tapering")))
    assert found == ["dose at month_6: below 24 mg/day → MET, 24 mg/day or more → NOT MET"]


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        ("dose at month_6 <= 7.5 mg/day", "7.5 mg/day or less → MET, more than 7.5 mg/day → NOT MET"),
        ("dose at month_6 < 7.5 mg/day", "below 7.5 mg/day → MET, 7.5 mg/day or more → NOT MET"),
        (
            "dose at month_6 = 5 mg/day",
            "below 5 mg/day → NOT MET, 5 mg/day → MET, more than 5 mg/day → NOT MET",
        ),
        ("dose at month_6 > 0 mg/day", "0 mg/day → NOT MET, more than 0 mg/day → MET"),
        (
            "dose falls by at least 20% from baseline to month_6",
            "19.2 mg/day or less → MET, more than 19.2 mg/day → NOT MET",
        ),
        (
            "dose falls by more than 20% from baseline to month_6",
            "below 19.2 mg/day → MET, 19.2 mg/day or more → NOT MET",
        ),
        (
            "dose at month_6 >= 2 mg/day and dose at month_6 < 10 mg/day",
            "below 2 mg/day → NOT MET, from 2 mg/day to below 10 mg/day → MET, 10 mg/day or more → NOT MET",
        ),
        (
            "0.7 * dose at month_6 <= 10 mg/day",
            "below about 14.2857 mg/day → MET, about 14.2857 mg/day or more → NOT MET",
        ),
    ],
)
def test_a_number_is_cut_exactly_where_the_verdict_changes(condition: str, text: str):
    assert settle(f"when {condition}", after(dose=EMPTY)) == [f"dose at month_6: {text}"]


def test_a_step_of_a_sum_is_named_though_the_sum_is_wider_than_the_datum():
    text = (
        "measure one : points from 0 to 2\nmeasure other : points from 0 to 70\n"
        "define both = one + other\n"
        "band severity of (both) in steps of 1 point clear at most 0 points some above 0 points\n"
        "response r when (severity is clear) at month_6\n"
    )
    made = checked(DECLARED + text)
    chart = Chart({186: {"one": EMPTY, "other": 0}}, until=400)
    (found,) = [effect.text for effect in what_would_settle(made, cohort(made, chart), "P1", "r")]
    assert found == (
        "one on day 186: 0 points → MET, above 0 points to below 1 points → UNDETERMINED, "
        "1 points or more → NOT MET"
    )


def test_a_number_without_a_highest_value():
    found = settle("when esr at month_6 > 1000 mm/h", after(esr=EMPTY))
    assert found == ["esr at month_6: 1000 mm/h or less → NOT MET, more than 1000 mm/h → MET"]


def test_levels():
    found = settle("when grade at month_6 <= mild", after(grade=EMPTY))
    assert found == ["grade at month_6: none or mild → MET, moderate or severe → NOT MET"]


def test_only_what_a_bound_leaves_open_is_tried():
    found = settle("when grade at month_6 is mild", after(grade="mild|moderate"))
    assert found == ["grade at month_6: mild → MET, moderate → NOT MET"]
    found = settle("when dose at month_6 < 5 mg/day", after(dose=Between(0, 10, "<10")))
    assert found == ["dose at month_6: below 5 mg/day → MET, 5 mg/day or more → NOT MET"]


def test_a_fact():
    chart = Chart({0: START}, facts={"switched": EMPTY})
    found = settle("among switched when skin at baseline", chart)
    assert found == ["switched: no → NOT APPLICABLE, yes → MET"]


def test_a_date():
    chart = Chart({0: START, 90: START}, facts={"started": EMPTY})
    assert settle("when started <= day 50", chart) == [
        "started: before day 51 → MET, day 51 or later → NOT MET"
    ]


def test_a_missing_visit_is_a_visit_on_the_target_day():
    chart = Chart({0: START}, until=150)
    found = settle("when not skin at month_6", chart)
    assert found == ["skin at month_6: no → MET, yes → NOT MET"]


def test_an_event_history():
    chart = Chart({0: START}, complete=(inf, -inf), until=200)
    found = settle("when skin at baseline unless any ivig from day 0 to day 100", chart)
    assert found == ["ivig from day 0 to day 100: none → MET, one or more → NOT MET"]
    found = settle("when at least 2 ivig from day 0 to day 100", chart)
    assert found == ["ivig from day 0 to day 100: none or one → NOT MET, two or more → MET"]


def test_an_event_history_in_which_one_is_known():
    chart = Chart({0: START}, events={"ivig": [50]}, complete=(-inf, 60), until=200)
    found = settle("when at least 2 ivig from day 0 to day 100", chart)
    assert found == ["ivig from day 0 to day 100: no more → NOT MET, at least one more → MET"]


def test_the_day_of_an_event():
    chart = Chart({0: START}, events={"ivig": [(90, 120)]}, until=200)
    found = settle("when any ivig from day 0 to day 100", chart)
    assert found == ["ivig from day 0 to day 100: day 90 to 100 → MET, day 101 to 120 → NOT MET"]


def test_follow_up_with_and_without_a_further_visit():
    chart = Chart({0: {"dose": 5}, 90: {"dose": 5}}, until=150)
    found = settle("when any visit from day 0 to day 200 has (dose > 20 mg/day)", chart)
    assert found == [
        "follow-up from day 0 to day 200: no further visit → NOT MET",
        "dose at a visit on day 200: 20 mg/day or less → NOT MET, more than 20 mg/day → MET",
    ]


def test_a_visit_of_which_nothing_but_its_day_is_asked():
    text = "when (days from day 0 to now > 100 days) at month_6"
    assert settle(text, Chart({0: START}, until=400)) == ["visit at month_6: a visit → MET"]


# ---- one datum does not settle it --------------------------------------------------------------------


def test_a_datum_that_may_settle_it_says_what_is_needed_besides():
    found = settle("when not skin at month_6 and dose at month_6 < 5 mg/day", after(skin=EMPTY, dose=EMPTY))
    assert found == [
        "skin at month_6: no → UNDETERMINED, and also needs dose at month_6; yes → NOT MET",
        (
            "dose at month_6: below 5 mg/day → UNDETERMINED, and also needs skin at month_6; "
            "5 mg/day or more → NOT MET"
        ),
    ]


def test_what_settles_it_alone_makes_the_rest_superfluous():
    found = settle(
        "when not skin at month_6 unless dose at month_6 > 5 mg/day and skin at month_6",
        after(skin=EMPTY, dose=EMPTY),
    )
    assert found == ["skin at month_6: no → MET, yes → NOT MET"]


EXACTLY_ONE = """
define a = skin at month_6
define b = dose at month_6 > 5 mg/day
"""


def test_two_data_that_settle_it_only_together():
    made = checked(DECLARED + EXACTLY_ONE + "response r when exactly 1 of (a, b)\n")
    effects = what_would_settle(made, cohort(made, after(skin=EMPTY, dose=EMPTY)), "P1", "r")
    (effect,) = effects
    assert effect.data == ("skin at month_6", "dose at month_6")
    assert effect.text.startswith("skin at month_6 and also dose at month_6: for example no and ")
    assert {one.verdict.words for one in effect.consequences} == {"met", "not met"}


def test_more_than_two_data():
    more = EXACTLY_ONE + "define c = esr at month_6 > 5 mm/h\ndefine d = grade at month_6 is mild\n"
    made = checked(DECLARED + more + "response r when exactly 2 of (a, b, c, d)\n")
    chart = after(skin=EMPTY, dose=EMPTY, esr=EMPTY, grade=EMPTY)
    effects = what_would_settle(made, cohort(made, chart), "P1", "r")
    assert [effect.text for effect in effects] == [
        "more than two of skin at month_6, dose at month_6, esr at month_6 and grade at month_6"
    ]


def test_nothing_missing_settles_a_zero_baseline():
    chart = Chart({0: {"dose": 0}, 183: {"dose": 5}})
    assert settle("when dose rises by at least 20% from baseline to month_6", chart) == []


def test_a_decided_verdict_waits_for_nothing():
    assert settle("when not skin at month_6", after(skin=False)) == []


# ---- what would change it ----------------------------------------------------------------------------


def test_the_recorded_data_of_the_deciding_path():
    assert change("among skin at baseline when not skin at month_6", after(skin=False)) == [
        "skin at baseline (visits.csv:2:skin): no → NOT APPLICABLE",
        "skin at month_6 (visits.csv:3:skin): yes → NOT MET",
    ]


def test_only_the_values_that_bring_another_verdict():
    assert change("when dose falls from baseline to month_6", after(dose=10)) == [
        "dose at baseline (visits.csv:2:dose): 10 mg/day or less → NOT MET",
        "dose at month_6 (visits.csv:3:dose): 24 mg/day or more → NOT MET",
    ]


def test_what_was_not_tried_is_counted():
    chart = Chart({day: {"skin": False} for day in range(MOST_DATA + 3)})
    found = change("when every visit has (not skin)", chart)
    assert len(found) == MOST_DATA + 1
    assert found[-1] == "3 further data were not tried"


def test_what_two_reasons_decide_turns_on_neither_alone():
    assert change("when not skin at month_6 and dose at month_6 < 5 mg/day", after(skin=True, dose=10)) == []


def test_events_that_were_and_were_not():
    chart = Chart({0: START}, events={"ivig": [50]}, until=200)
    clauses = "when skin at baseline unless any ivig from day 0 to day {}"
    assert (
        change(clauses.format(100), chart)[-1] == "ivig from day 0 to day 100 (events.csv:2:date): none → MET"
    )
    assert change(clauses.format(20), chart)[-1] == "ivig from day 0 to day 20: one or more → NOT MET"


def test_an_open_verdict_has_nothing_to_change():
    assert change("when not skin at month_6", after(skin=EMPTY)) == []


@pytest.mark.parametrize(("patient", "outcome"), [("P9", "r"), ("P1", "nothing")])
def test_an_unknown_patient_or_outcome(patient: str, outcome: str):
    made = checked(DECLARED + "response r when skin at baseline\n")
    for asked in (what_would_settle, what_would_change):
        with pytest.raises(KeyError):
            asked(made, cohort(made, Chart({0: START})), patient, outcome)


def test_the_cohort_is_not_changed():
    made = checked(DECLARED + "response r when dose falls from baseline to month_6\n")
    patients = cohort(made, after(dose=EMPTY), after(dose=3))
    before = [patients.measures["dose"].values.low.copy(), patients.measures["dose"].status.copy()]  # type: ignore[union-attr]
    what_would_settle(made, patients, "P1", "r")
    what_would_change(made, patients, "P2", "r")
    assert (patients.measures["dose"].values.low == before[0]).all()  # type: ignore[union-attr]
    assert (patients.measures["dose"].status == before[1]).all()


# ---- what was recorded in part decides as well -------------------------------------------------------


def test_a_bound_that_decides_may_be_supposed_beyond_itself():
    found = change("when dose at month_6 <= 10 mg/day", after(dose=Between(0, 5, "<5")))
    assert found == ["dose at month_6 (visits.csv:3:dose): more than 10 mg/day → NOT MET"]


def test_an_event_that_decides_in_an_incomplete_history():
    chart = Chart({0: START}, events={"ivig": [30]}, complete=(-inf, 80), until=80)
    found = change("when any ivig from baseline to month_6", chart)
    assert found == ["ivig from day 0 to day 183 (events.csv:2:date): none → NOT MET"]
