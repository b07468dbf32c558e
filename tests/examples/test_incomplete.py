"""The same study with gaps: which verdicts they leave open, and why."""

import pytest

from remit.course.cohort import Status
from remit.pipeline import Run
from tests.examples.studies import as_expected, evaluated, rows, verdicts

VERDICTS = {
    # skin resolved, remission kept, relapse, less prednisone, less of it alone, lymphopenia, infection
    "P1": ("met", "not applicable", "not met", "met", "met", "met", "not met"),
    "P2": ("undetermined", "not applicable", "not met", "undetermined", "undetermined", "met", "not met"),
    "P3": ("met", "not applicable", "not met", "met", "not met", "met", "not met"),
    "P4": ("undetermined", "not applicable", "undetermined", "met", "met", "met", "met"),
    "P5": ("met", "met", "not met", "undetermined", "undetermined", "met", "not met"),
}

RATES = {
    # met at least, met at most, decided, all
    "skin_response": (3, 5, 3, 5),
    "skin_remission": (1, 1, 1, 1),
    "less_prednisone": (3, 5, 3, 5),
    "less_prednisone_alone": (2, 4, 3, 5),
    "lymphopenia": (5, 5, 5, 5),
    "infections": (1, 1, 5, 5),
}


@pytest.fixture(scope="module")
def study() -> Run:
    return evaluated("incomplete")


@pytest.mark.parametrize("patient", VERDICTS)
def test_verdicts(study: Run, patient: str):
    assert verdicts(study, patient) == as_expected(VERDICTS[patient])


def test_the_data_differ_from_the_complete_study_only_where_the_page_says():
    assert rows("incomplete", "patients.csv") == rows("lenalidomide", "patients.csv")
    whole = {(row["synthetic_patient"], row["visit"]): row for row in rows("lenalidomide", "visits.csv")}
    found = {(row["synthetic_patient"], row["visit"]): row for row in rows("incomplete", "visits.csv")}
    assert whole.keys() - found.keys() == {("P2", "month 6")}
    changed = {
        (*place, column): text
        for place, row in found.items()
        for column, text in row.items()
        if text != whole[place][column]
    }
    assert changed == {
        ("P3", "month 6", "visit_date"): "2009-02-24",
        ("P4", "month 6", "skin"): "",
        ("P5", "month 6", "prednisone_mg"): "tapering",
    }
    assert [row["event_date"] for row in rows("incomplete", "events.csv")] == ["2009-02-19", "2009-11-08"]


# ---- why -----------------------------------------------------------------------------------------------


def dates_in_window(study: Run, patient: str) -> dict[int, int]:
    """A patient's study days in the window of month 6, each with its place among the visits."""
    month_6 = study.rules.declarations.timepoints["month_6"]
    dates = study.cohort.dates_of(study.cohort.patients.index(patient))
    places = range(dates.start, dates.stop)
    days = study.cohort.day.tolist()
    return {days[place]: place for place in places if month_6.low <= days[place] <= month_6.high}


def status_at_month_6(study: Run, patient: str, measure: str) -> Status:
    (place,) = dates_in_window(study, patient).values()
    return Status(int(study.cohort.measures[measure].status[place]))


def test_p2_missed_the_six_month_visit(study: Run):
    assert dates_in_window(study, "P2") == {}


def test_p3_began_ivig_after_day_183_and_before_the_visit_that_is_read_for_month_6(study: Run):
    place = study.cohort.patients.index("P3")
    events = study.cohort.events["new_dmard"]
    begun = events.earliest[events.starts[place] : events.starts[place + 1]].tolist()
    assert (begun, list(dates_in_window(study, "P3"))) == ([195], [200])


def test_p4_came_and_the_skin_was_not_recorded(study: Run):
    assert list(dates_in_window(study, "P4")) == [186]
    assert status_at_month_6(study, "P4", "skin_disease") is Status.EMPTY
    assert status_at_month_6(study, "P4", "prednisone") is Status.RECORDED


def test_p5_has_a_text_for_a_dose_and_the_report_is_told(study: Run):
    assert status_at_month_6(study, "P5", "prednisone") is Status.UNREADABLE
    (note,) = study.cohort.notes
    assert "visits.csv" in note and "`tapering`" in note


# ---- what it does to the figures -----------------------------------------------------------------------


@pytest.mark.parametrize("outcome", RATES)
def test_rates_say_what_the_gaps_leave_open(study: Run, outcome: str):
    rate = next(one for one in study.analysis.rates if one.outcome == outcome)
    headline = rate.lines[0]
    low, high, decided, n = RATES[outcome]
    assert (headline.low, headline.high, rate.met + rate.not_met, headline.n) == (low, high, decided, n)
    kinds = [line.kind for line in rate.lines]
    assert kinds == (["all decided"] if decided == n else ["open", "worst", "decided only", "best"])


@pytest.mark.parametrize(
    ("name", "pairs", "floor"), [("prednisone", 3, 0.25), ("esr", 4, 0.125), ("lymphocytes", 4, 0.125)]
)
def test_comparisons_use_complete_pairs_and_say_what_they_lost(
    study: Run, name: str, pairs: int, floor: float
):
    found = next(one for one in study.analysis.comparisons if one.comparison.name == name)
    ranks = next(one.test for one in found.methods if one.name == "wilcoxon test")
    assert (ranks.n, ranks.n_total, dict(ranks.n_missing)["after"]) == (pairs, 5, 5 - pairs)
    assert ranks.p_floor == floor


def test_a_relapse_may_have_happened_at_the_visit_without_an_examination(study: Run):
    (relapse,) = study.analysis.times
    assert relapse.events == (False,) * 5
    assert relapse.open == 1
