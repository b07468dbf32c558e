"""Events: on which days they happened, and for what period all of them are known."""

from math import inf

import pytest

from remit.course.cohort import Cohort
from tests.study.trial import PATIENTS, TWO_PATIENTS, VISITS, Write, mistake, mistakes, place, read

BASE = PATIENTS + VISITS
ROWS = "id,date\nP1,2024-01-08\nP1,2024-07-08\nP2,2024-02-05\n"
EVENTS = """
[[events]]
file = "events.csv"
patient = "id"
date = "date"
name = "what"
events = { new_dmard = ["IVIG started", "Rituximab"], infection = ["pyelonephritis", "pneumonia"] }
"""


def happened(cohort: Cohort, name: str) -> dict[str, list[tuple[float, float]]]:
    """The days of an event by patient."""
    found = cohort.events[name]
    assert len(found.starts) == len(cohort.patients) + 1
    return {
        patient: list(zip(found.earliest[start:stop], found.latest[start:stop], strict=True))
        for patient, start, stop in zip(cohort.patients, found.starts, found.starts[1:], strict=False)
    }


def complete(cohort: Cohort, name: str) -> list[tuple[float, float]]:
    found = cohort.events[name]
    return list(zip(found.complete_from, found.complete_to, strict=True))


def events(study: Write, rows: str, options: str = "", patients: str = TWO_PATIENTS, base: str = BASE):
    return study(
        base + EVENTS + options, patients_csv=patients, visits_csv=ROWS, events_csv="id,date,what\n" + rows
    )


def test_events_stand_on_study_days_by_patient_and_in_order(study: Write):
    rows = """\
P2,2024-02-15,Pneumonia
P1,2024-06-01,pyelonephritis
P1,2024-01-01,pneumonia
P1,2024-03-01,ivig started
"""
    found = read(events(study, rows))
    assert happened(found, "infection") == {"P1": [(-7, -7), (145, 145)], "P2": [(10, 10)]}
    assert happened(found, "new_dmard") == {"P1": [(53, 53)], "P2": []}
    addresses = found.events["infection"].addresses
    assert addresses is not None
    assert (addresses.row.tolist(), addresses.text) == ([4, 3, 2], ("2024-01-01", "2024-06-01", "2024-02-15"))
    assert addresses.origins[0].file == "events.csv"


def test_whole_dates_pay_for_one_array(study: Write):
    found = read(events(study, "P2,2024-02-15,Pneumonia\n")).events["infection"]
    assert found.earliest is found.latest


def test_a_partial_date_is_an_interval_and_without_one_any_day_or_never(study: Write):
    found = read(
        events(study, "P1,2024-02,pneumonia\nP1,2024,pneumonia\nP1,,pneumonia\nP2,2024-02-05,pneumonia\n")
    )
    assert happened(found, "infection") == {"P1": [(-inf, inf), (-7, 358), (24, 52)], "P2": [(0, 0)]}
    assert "events.csv: 1 event without a usable date; any day, or none, is possible." in found.notes


def test_an_unreadable_date_may_be_set_aside(study: Write):
    assert mistake(events(study, "P1,soon,pneumonia\n")).code == "E703"
    found = read(events(study, "P1,soon,pneumonia\n", '[data]\nunreadable = "set aside"'))
    assert happened(found, "infection")["P1"] == [(-inf, inf)]


def test_an_event_that_is_written_twice_counts_once(study: Write):
    rows = """\
P1,2024-02-01,pneumonia
P1,2024-02-01,pneumonia
P1,2024-02-01,pyelonephritis
P2,2024-02-01,pneumonia
P1,2024-03,pneumonia
P1,2024-03,pneumonia
"""
    found = read(events(study, rows))
    assert happened(found, "infection") == {"P1": [(24, 24), (24, 24), (53, 83), (53, 83)], "P2": [(-4, -4)]}
    assert "events.csv: 1 row with patient, date and text of another left out." in found.notes


def test_texts_that_are_bound_to_no_event_are_noted(study: Write):
    found = read(
        events(
            study,
            "P1,not a date,Headache\nP1,2024-02-01,pneumonia\nP9,2024-02-01,pneumonia\n",
            '[data]\nunknown_patients = "set aside"',
        )
    )
    assert happened(found, "infection") == {"P1": [(24, 24)], "P2": []}
    assert "events.csv: 1 row left out, their `what` bound to no event: Headache (1)." in found.notes
    assert (
        "events.csv: no row has `IVIG started`, `Rituximab`, `pyelonephritis` as its `what`." in found.notes
    )


def test_one_text_may_be_two_kinds_of_event(study: Write):
    toml = BASE + EVENTS.replace('"pneumonia"]', '"pneumonia", "Rituximab"]')
    folder = study(
        toml, patients_csv=TWO_PATIENTS, visits_csv=ROWS, events_csv="id,date,what\nP1,2024-02-01,Rituximab\n"
    )
    found = read(folder)
    assert happened(found, "infection")["P1"] == happened(found, "new_dmard")["P1"] == [(24, 24)]


def test_a_file_of_one_kind_by_study_day(study: Write):
    toml = BASE + '[[events]]\nfile = "inf.csv"\npatient = "id"\nday = "day"\nevent = "infection"'
    found = read(
        study(toml, patients_csv=TWO_PATIENTS, visits_csv=ROWS, inf_csv="id,day\nP1,30\nP1,7\nP1,7\n")
    )
    assert happened(found, "infection") == {"P1": [(7, 7), (30, 30)], "P2": []}


def test_a_kind_from_two_files(study: Write):
    toml = EVENTS + '[[events]]\nfile = "inf.csv"\npatient = "id"\nday = "day"\nevent = "infection"'
    folder = study(
        BASE + toml,
        patients_csv=TWO_PATIENTS,
        visits_csv=ROWS,
        inf_csv="id,day\nP1,7\n",
        events_csv="id,date,what\nP1,2024-01-09,pneumonia\n",
    )
    found = read(folder).events["infection"]
    assert found.earliest.tolist() == [1, 7]
    assert found.addresses is not None
    assert [found.addresses.origins[one].file for one in found.addresses.origin] == ["events.csv", "inf.csv"]


# ---- completeness ------------------------------------------------------------------------------------


@pytest.mark.parametrize("options", ["", 'complete = "unknown"\n'])
def test_unless_declared_complete_absence_is_open(study: Write, options: str):
    assert complete(read(events(study, "", options)), "infection") == [(inf, -inf)] * 2


def test_complete_for_follow_up(study: Write):
    found = read(events(study, "", 'complete = "follow-up"\n'))
    assert complete(found, "infection") == complete(found, "new_dmard") == [(-inf, 182), (-inf, 0)]


def test_what_no_table_binds_is_never_complete(study: Write):
    found = read(study(BASE, patients_csv=TWO_PATIENTS, visits_csv=ROWS))
    assert complete(found, "infection") == [(inf, -inf)] * 2
    assert happened(found, "infection") == {"P1": [], "P2": []}


def test_complete_between_two_columns_of_the_patients_table(study: Write):
    patients = "id,start,since,until\nP1,2024-01-08,2023-12,2024-05\nP2,2024-02-05,,2024-05-05\n"
    found = read(events(study, "", 'complete = { from = "since", to = "until" }\n', patients))
    assert complete(found, "infection") == [(-8, 114), (inf, -inf)]


def test_a_column_of_completeness_that_is_missing(study: Write):
    found = mistake(events(study, "", 'complete = { from = "since", to = "start" }\n'))
    assert (found.code, place(found).split(" ", 1)[1]) == ("E605", '"since"')
    assert found.message == "`patients.csv` has no column `since`"


def test_one_kind_has_one_completeness(study: Write):
    toml = '[[events]]\nfile = "inf.csv"\npatient = "id"\nday = "day"\nevent = "infection"\n'
    toml += 'complete = "follow-up"'
    folder = study(
        BASE + EVENTS + toml,
        patients_csv=TWO_PATIENTS,
        visits_csv=ROWS,
        inf_csv="id,day\n",
        events_csv="id,date,what\n",
    )
    found = mistake(folder)
    assert (found.code, place(found).split(" ", 1)[1]) == ("E503", '"follow-up"')


# ---- mistakes ----------------------------------------------------------------------------------------


def test_an_event_that_the_rules_do_not_declare(study: Write):
    toml = EVENTS.replace("infection =", "infektion =")
    found = mistake(
        study(BASE + toml, patients_csv=TWO_PATIENTS, visits_csv=ROWS, events_csv="id,date,what\n")
    )
    assert (found.code, found.message) == ("E505", "the rules declare no event `infektion`")
    assert found.help == ("did you mean `infection`?",)


def test_mistakes_of_an_events_table_are_told_with_the_others(study: Write):
    visits = ROWS + "P9,2024-02-01\n"
    folder = study(
        BASE + EVENTS,
        patients_csv=TWO_PATIENTS,
        visits_csv=visits,
        events_csv="id,date,what\nP8,2024-02-30,pneumonia\n",
    )
    assert [(one.code, place(one)) for one in mistakes(folder)] == [
        ("E705", "visits.csv:5:id"),
        ("E705", "events.csv:2:id"),
        ("E703", "events.csv:2:date"),
    ]
