"""Who could be evaluated, and in a word what decided each patient."""

import pytest

from remit.evaluate.rules import evaluate_rules
from remit.explain import decided_by, evaluable
from remit.explain.evaluable import LOOKED_INTO
from tests.unit.chart_review import EMPTY, Between, Chart, checked, cohort

RULES = checked("""
fact switched : yes or no
measure skin : yes or no
measure dose : mg/day from 0 to 2000
event ivig
timepoint baseline : day 0, window day -30 to day 0, last
timepoint month_6 : month 6, window month 5 to month 7, nearest
response clear
  among skin at baseline
  when not skin at month_6
response after_switch
  among switched
  when not skin at month_6
safety treated
  when any ivig from baseline to month_6
""")
MET = Chart({0: {"skin": True}, 181: {"skin": False}}, facts={"switched": True}, until=300)
NOT_RECORDED = Chart(
    {0: {"skin": True}, 186: {"skin": EMPTY, "dose": 5}}, facts={"switched": False}, until=300
)
NO_VISIT = Chart({0: {"skin": True}}, until=300)
WAS_CLEAR = Chart({0: {"skin": False}, 181: {"skin": False}}, events={"ivig": [40]}, until=300)


def test_the_counts():
    patients = cohort(RULES, MET, NOT_RECORDED, NO_VISIT, WAS_CLEAR)
    found = evaluable(evaluate_rules(RULES, patients), "clear")
    assert (found.total, found.among, found.among_open, found.not_applicable) == (4, 3, 0, 1)
    assert (found.decided, found.undetermined, found.not_looked_into) == (1, 2, 0)
    assert [one.line for one in found.shown] == [
        "P2: skin not recorded at the visit of day 186 (visits.csv:5:skin)",
        "P3: skin at month_6: no visit in the window (days 152-213)",
    ]


def test_an_open_population_is_counted_by_itself():
    patients = cohort(RULES, MET, NO_VISIT)
    found = evaluable(evaluate_rules(RULES, patients), "after_switch")
    assert (found.among, found.among_open, found.undetermined) == (1, 1, 1)
    assert (
        found.shown[0].line
        == "P2: switched not recorded; skin at month_6: no visit in the window (days 152-213)"
    )


def test_beyond_those_shown_patients_are_counted_by_reason():
    charts = [NOT_RECORDED] * 5 + [NO_VISIT] * 3
    found = evaluable(evaluate_rules(RULES, cohort(RULES, *charts)), "clear", shown=2)
    assert [one.patient for one in found.shown] == ["P1", "P2"]
    assert found.others == (("skin: no visit in the window", 3), ("skin: not recorded", 3))
    assert len(found.shown) + sum(count for _, count in found.others) == found.undetermined


def test_not_everybody_is_looked_into():
    charts = [NO_VISIT] * (LOOKED_INTO + 7)
    found = evaluable(evaluate_rules(RULES, cohort(RULES, *charts, addresses=False)), "clear")
    assert (found.undetermined, found.not_looked_into) == (LOOKED_INTO + 7, 7)


def test_many_reasons_are_cut_short():
    many = checked(
        "\n".join(f"measure m{number} : yes or no" for number in range(5))
        + "\ntimepoint t : day 0, window day 0 to day 0\nresponse r when "
        + "\n and ".join(f"m{number} at t" for number in range(5))
    )
    chart = Chart({0: {f"m{number}": EMPTY for number in range(5)}})
    found = evaluable(evaluate_rules(many, cohort(many, chart)), "r")
    assert found.shown[0].line.endswith("m2 not recorded at the visit of day 0 (visits.csv:2:m2); and 2 more")


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("clear", ("day 181", "skin at month_6", "skin at month_6", "day 0")),
        ("after_switch", ("day 181", "switched", "switched", "switched")),
        (
            "treated",
            (
                "ivig from day 0 to day 183",
                "ivig from day 0 to day 186",
                "ivig from day 0 to day 183",
                "day 40",
            ),
        ),
    ],
)
def test_what_decided_in_a_few_words(outcome: str, words: tuple[str, ...]):
    patients = cohort(RULES, MET, NOT_RECORDED, NO_VISIT, WAS_CLEAR)
    assert decided_by(RULES, patients, outcome) == words
    assert decided_by(RULES, patients, outcome, [3, 0]) == (words[3], words[0])


def test_an_unknown_outcome():
    evaluation = evaluate_rules(RULES, cohort(RULES, MET))
    with pytest.raises(KeyError):
        evaluable(evaluation, "nothing")


STOPPED = checked("""
measure clasi : points from 0 to 70, lower is better
event stop
timepoint baseline : day 0, window day -30 to day 0, last
timepoint month_6 : month 6, window month 5 to month 7, nearest
response clasi_50
  among clasi at baseline >= 10 points
  when clasi falls by at least 50% from baseline to month_6
  unless any stop from baseline to month_6
response twice
  when at least 2 stop from baseline to month_6
response low
  when clasi at month_6 <= 10 points
""")


def test_an_event_that_decides_before_the_history_ends_has_its_day():
    chart = Chart({0: {"clasi": 30}}, events={"stop": [30]}, complete=(-1e9, 80), until=80)
    assert decided_by(STOPPED, cohort(STOPPED, chart), "clasi_50") == ("day 30",)


def test_several_events_decide_on_the_day_of_the_last_that_is_needed():
    chart = Chart({0: {"clasi": 30}}, events={"stop": [30, 60, 90]}, until=300)
    assert decided_by(STOPPED, cohort(STOPPED, chart), "twice") == ("day 60",)


def test_a_bound_that_decides_has_its_day():
    chart = Chart({0: {"clasi": 30}, 181: {"clasi": Between(0, 5, "<5")}}, until=300)
    assert decided_by(STOPPED, cohort(STOPPED, chart), "low") == ("day 181",)
