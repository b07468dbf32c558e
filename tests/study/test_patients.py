"""Who is in a study, from when to when, and what becomes of rows of others."""

import numpy as np
import pytest

from remit.diagnostics.diagnostic import Severity
from remit.study import read_configuration, read_data
from tests.study.trial import (
    DECLARED,
    PATIENTS,
    TWO_PATIENTS,
    VISITS,
    Write,
    dates,
    mistake,
    mistakes,
    place,
    read,
    recorded,
    spans,
)

ESR = PATIENTS + VISITS + 'measures = { esr = "esr" }\n[data]\n'
ROWS = "id,date,esr\nP1,2024-01-08,31\nP2,2024-02-05,25\n"


def test_patients_stand_in_the_order_of_their_table(study: Write):
    patients = "id,start\nP10,2024-01-08\nP2,2024-02-05\n001,2024-03-01\n"
    visits = "id,date,esr\n001,2024-03-01,3\nP2,2024-02-06,2\nP10,2024-01-10,1\nP2,2024-02-05,4\n"
    found = read(study(ESR, patients_csv=patients, visits_csv=visits))
    assert found.patients == ("P10", "P2", "001")
    assert dates(found) == {"P10": [2], "P2": [0, 1], "001": [0]}
    assert recorded(found, "esr") == {
        ("P10", 2): (1, 1),
        ("P2", 0): (4, 4),
        ("P2", 1): (2, 2),
        ("001", 0): (3, 3),
    }
    assert found.index_text == ("2024-01-08", "2024-02-05", "2024-03-01")


def test_facts(study: Write):
    toml = (
        PATIENTS + 'facts = { sex = "sex", age = { column = "months", unit = "month" }, switched = "sw" }\n'
    )
    patients = "id,start,sex,months,sw\nP1,2024-01-08,Female,120,y\nP2,2024-02-05,,,\n"
    found = read(study(toml + VISITS, patients_csv=patients, visits_csv=ROWS))
    assert spans(found.facts["sex"]) == [(1, 1), (3, 3)]
    assert spans(found.facts["age"]) == [(10, 10), (0, 120)]
    assert spans(found.facts["switched"]) == [(1, 1), (0, 1)]
    age = found.facts["age"].addresses
    assert age is not None
    assert (age.row.tolist(), age.text) == ([2, 3], ("120", ""))
    assert age.origins[0].conversion is not None
    assert age.origins[0].conversion.startswith("month → year, × 1/12")


def test_a_patient_listed_twice(study: Write):
    patients = "id,start\nP1,2024-01-08\nP2,2024-02-05\nP1 ,2024-01-08\n"
    found = mistake(study(ESR, patients_csv=patients, visits_csv=ROWS))
    assert (found.code, place(found)) == ("E709", "patients.csv:4:id")
    assert [str(label.place) for label in found.secondary] == ["patients.csv:2:id"]


def test_a_row_without_a_patient(study: Write):
    found = mistakes(
        study(ESR, patients_csv=TWO_PATIENTS + ",2024-01-01\n", visits_csv=ROWS + ",2024-01-01,3\n")
    )
    assert [(one.code, place(one)) for one in found] == [("E705", "patients.csv:4:id")]
    found = mistakes(study(ESR, patients_csv=TWO_PATIENTS, visits_csv=ROWS + ",2024-01-01,3\n"))
    assert [(one.code, place(one), one.message) for one in found] == [
        ("E705", "visits.csv:4:id", "this row names no patient")
    ]


# ---- unknown patients --------------------------------------------------------------------------------


def test_a_patient_in_visits_but_not_in_patients(study: Write):
    found = mistake(
        study(ESR, patients_csv=TWO_PATIENTS, visits_csv=ROWS + "P3,2024-01-08,1\nP3,2024-01-09,1\n")
    )
    assert (found.code, place(found)) == ("E705", "visits.csv:4:id")
    assert found.message == "patient `P3` is not in patients.csv"
    assert found.data == "2 rows of visits.csv"
    assert found.help == ('to leave such rows out, declare `unknown_patients = "set aside"` in [data]',)


@pytest.mark.parametrize(
    ("listed", "written", "meant"),
    [
        ("LEN-03", "LNE-03", "LEN-03"),
        ("003", "3.0", "003"),
        ("Meier", "Maier", "Meier"),
        ("LEN-03", "LEN-04", None),
        ("P10", "P1", None),
    ],
)
def test_a_misspelt_identifier_is_recognised_and_another_number_is_not(
    study: Write, listed: str, written: str, meant: str | None
):
    visits = f"id,date,esr\n{listed},2024-01-08,31\n{written},2024-02-05,25\n"
    found = mistake(study(ESR, patients_csv=f"id,start\n{listed},2024-01-08\n", visits_csv=visits))
    assert [one.startswith(f"did you mean `{meant}`?") for one in found.help[:-1]] == (
        [True] if meant else []
    )


def test_zeros_that_a_spreadsheet_took_away_are_recognised(study: Write):
    patients = "id,start\n001,2024-01-08\n002,2024-02-05\n"
    found = mistakes(study(ESR, patients_csv=patients, visits_csv=ROWS.replace("P", "")))
    assert [one.help[0] for one in found] == [
        "did you mean `001`? Only zeros, capitals or signs differ",
        "did you mean `002`? Only zeros, capitals or signs differ",
    ]


def test_rows_of_unknown_patients_may_be_set_aside(study: Write):
    visits = ROWS + "P3,not a date,not a number\nP4,2024-01-09,1\nP4,2024-01-10,1\n"
    found = read(study(ESR + 'unknown_patients = "set aside"', patients_csv=TWO_PATIENTS, visits_csv=visits))
    assert found.patients == ("P1", "P2")
    assert len(found.day) == 2
    assert "visits.csv: 3 rows set aside, of 2 patients not in patients.csv: P3, P4." in found.notes


def test_a_wrong_column_of_identifiers_is_told_twenty_times(study: Write):
    visits = "id,date,esr\n" + "".join(f"X{number},2024-01-08,1\n" for number in range(45))
    found = mistakes(study(ESR, patients_csv=TWO_PATIENTS, visits_csv=visits))
    assert len(found) == 20
    assert found[-1].data == "and 25 more unknown patients in visits.csv"


def test_several_columns_may_identify_a_patient(study: Write):
    toml = ESR.replace('patient = "id"', 'patient = ["site", "id"]')
    patients = "site,id,start\n1,1,2024-01-08\n1,2,2024-01-08\n2,1,2024-02-05\n"
    visits = "site,id,date,esr\n2,1,2024-02-05,7\n1,1,2024-01-08,5\n1,2,2024-01-08,6\n"
    found = read(study(toml, patients_csv=patients, visits_csv=visits))
    assert found.patients == ("1/1", "1/2", "2/1")
    assert recorded(found, "esr") == {("1/1", 0): (5, 5), ("1/2", 0): (6, 6), ("2/1", 0): (7, 7)}


# ---- patients without visits -------------------------------------------------------------------------


def test_a_patient_without_visits_stays_with_a_warning(study: Write):
    folder = study(ESR, patients_csv=TWO_PATIENTS + "P3,2024-03-01\n", visits_csv=ROWS)
    found = read_data(read_configuration(folder), DECLARED)
    assert found.cohort.patients == ("P1", "P2", "P3")
    assert found.cohort.starts.tolist() == [0, 1, 2, 2]
    assert found.cohort.follow_up_end.tolist() == [0, 0, 0]
    assert found.cohort.notes[0] == "W706: 1 patient without visits: P3."
    (warning,) = found.warnings
    assert (warning.code, warning.severity, place(warning)) == ("W706", Severity.WARNING, "patients.csv:4:id")


def test_a_patient_without_visits_may_stop_the_study(study: Write):
    toml = ESR + 'without_visits = "stop"'
    found = mistake(study(toml, patients_csv=TWO_PATIENTS + "P3,2024-03-01\n", visits_csv=ROWS))
    assert (found.code, place(found), found.message) == (
        "E706",
        "patients.csv:4:id",
        "patient `P3` has no visits",
    )


def test_no_visits_at_all(study: Write):
    found = mistake(study(ESR, patients_csv=TWO_PATIENTS, visits_csv="id,date,esr\n"))
    assert (found.code, place(found), found.message) == ("E708", "visits.csv", "there are no visits at all")


# ---- the end of follow-up ----------------------------------------------------------------------------

END = PATIENTS + 'follow_up_end = "last"\n' + VISITS + 'measures = { esr = "esr" }\n'


def ends(study: Write, *texts: str) -> list[float]:
    patients = "id,start,last\n" + "".join(
        f"P{number},2024-01-08,{text}\n" for number, text in enumerate(texts, 1)
    )
    visits = "id,date,esr\n" + "".join(f"P{number},2024-04-08,1\n" for number in range(1, len(texts) + 1))
    return list(read(study(END, patients_csv=patients, visits_csv=visits)).follow_up_end)


def test_the_declared_end_of_follow_up(study: Write):
    assert ends(study, "2024-12-31", "2024-04-08") == [358, 91]


def test_without_a_declared_end_the_last_visit_is_taken(study: Write):
    assert ends(study, "", "2024-12-31") == [91, 358]
    found = read(study(ESR, patients_csv=TWO_PATIENTS, visits_csv=ROWS.replace("2024-02-05", "2024-03-05")))
    assert found.follow_up_end.tolist() == [0, 29]


def test_a_visit_after_the_declared_end_is_still_a_contact(study: Write):
    patients = "id,start,last\nP1,2024-01-08,2024-01-31\nP2,2024-01-08,2024-12-31\n"
    found = read(study(END, patients_csv=patients, visits_csv=ROWS.replace("P1,2024-01-08", "P1,2024-04-08")))
    assert found.follow_up_end.tolist() == [91, 358]
    assert found.notes[0].endswith("the last visit of 1 patient, whose visit is taken for it: P1.")


def test_of_a_partial_end_only_the_first_day_is_certain(study: Write):
    assert ends(study, "2024-12", "2025") == [328, 359]


def test_an_end_that_is_no_date(study: Write):
    patients = "id,start,last\nP1,2024-01-08,later\nP2,2024-02-05,\n"
    found = mistake(study(END, patients_csv=patients, visits_csv=ROWS))
    assert (found.code, place(found)) == ("E703", "patients.csv:2:last")


def test_the_end_as_a_study_day(study: Write):
    toml = '[patients]\nfile = "patients.csv"\npatient = "id"\n'
    toml += 'follow_up_end_day = { column = "weeks", unit = "week" }\n'
    toml += VISITS.replace("date =", "day =")
    found = read(study(toml, patients_csv="id,weeks\nP1,52\n", visits_csv="id,date\nP1,7\n"))
    assert found.follow_up_end.tolist() == [364]


# ---- without a patients table ------------------------------------------------------------------------


def test_without_a_patients_table_the_visits_tell_who_there_is(study: Write):
    toml = VISITS.replace("date =", "day =") + 'measures = { esr = "esr" }\n'
    found = read(study(toml, visits_csv="id,date,esr\nP2,0,1\nP1,0,2\nP2,7,3\n"))
    assert found.patients == ("P2", "P1")
    assert recorded(found, "esr") == {("P2", 0): (1, 1), ("P2", 7): (3, 3), ("P1", 0): (2, 2)}
    assert found.index_text == ("", "")
    assert np.array_equal(found.facts["age"].status, [0, 0])


def test_without_a_patients_table_an_event_of_a_stranger_is_a_mistake(study: Write):
    toml = (
        VISITS.replace("date =", "day =")
        + '[[events]]\nfile = "events.csv"\npatient = "id"\nday = "day"\nevent = "infection"'
    )
    found = mistake(study(toml, visits_csv="id,date\nP2,0\n", events_csv="id,day\nP3,1\n"))
    assert (found.code, place(found)) == ("E705", "events.csv:2:id")
    assert found.message == "patient `P3` is not in the tables of visits"


@pytest.mark.parametrize("column", ["facts = { sexx = 'sex' }", "facts = { esr = 'sex' }"])
def test_a_fact_that_the_rules_do_not_declare(study: Write, column: str):
    folder = study(
        PATIENTS + column + VISITS, patients_csv="id,start,sex\nP1,2024-01-08,male\n", visits_csv=ROWS
    )
    found = next(one for one in mistakes(folder) if one.code == "E505")
    assert found.message.startswith("the rules declare no fact `")
