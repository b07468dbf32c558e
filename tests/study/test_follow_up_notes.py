"""What the report is told of follow-up: visits long before it, and an end that nobody declared."""

from dataclasses import replace

import pytest

from tests.study.trial import DECLARED, PATIENTS, TWO_PATIENTS, VISITS, Write, read, timepoint

ESR = PATIENTS + VISITS + 'measures = { esr = "esr" }\n'
FIRST = "id,date,esr\nP2,2024-02-05,4\n"
UNDECLARED = "The end of follow-up is not declared: the last visit of each patient is taken."


def early(notes: tuple[str, ...]) -> list[str]:
    return [note for note in notes if "before day 0" in note]


def test_a_visit_long_before_day_0_is_named_with_its_cell(study: Write):
    found = read(
        study(ESR, patients_csv=TWO_PATIENTS, visits_csv=FIRST + "P1,2004-01-08,3\nP1,2024-01-08,2\n")
    )
    (note,) = early(found.notes)
    assert note == (
        "visits.csv: 1 visit more than 2 years before day 0 and in the window of no timepoint "
        "(a slip in a date?): P1 on 2004-01-08 (day -7305) in visits.csv:3:date."
    )


@pytest.mark.parametrize(("day", "is_told"), [(-729, False), (-730, False), (-731, True), (0, False)])
def test_two_years_are_long(study: Write, day: int, is_told: bool):
    toml = ESR.replace('date = "date"', 'day = "date"')
    visits = f"id,date,esr\nP2,0,1\nP1,{day},2\n"
    found = read(study(toml, patients_csv=TWO_PATIENTS, visits_csv=visits))
    assert bool(early(found.notes)) is is_told


def test_a_visit_in_the_window_of_a_timepoint_is_no_slip(study: Write):
    before = timepoint("years_before", -1000, -1100, -900)
    declared = replace(DECLARED, timepoints={**DECLARED.timepoints, before.name: before})
    toml = ESR.replace('date = "date"', 'day = "date"')
    days = (-1101, -1100, -900, -899)
    visits = "id,date,esr\nP2,0,1\n" + "".join(f"P1,{day},2\n" for day in days)
    (note,) = early(read(study(toml, patients_csv=TWO_PATIENTS, visits_csv=visits), declared).notes)
    assert [f"(day {day})" in note for day in days] == [True, False, False, True]


def test_results_beside_the_visits_may_be_old(study: Write):
    labs = '[[measurements]]\nfile = "labs.csv"\npatient = "id"\ndate = "date"\nmeasures = { crp = "crp" }\n'
    files = {"visits_csv": FIRST + "P1,2024-01-08,2\n", "labs_csv": "id,date,crp\nP1,2004-01-08,2\n"}
    found = read(study(ESR + labs, patients_csv=TWO_PATIENTS, **files))
    assert early(found.notes) == []


def test_an_end_of_follow_up_that_is_not_declared_is_told_once(study: Write):
    visits = FIRST + "P1,2024-01-08,2\n"
    assert read(study(ESR, patients_csv=TWO_PATIENTS, visits_csv=visits)).notes.count(UNDECLARED) == 1
    without = ESR.replace(PATIENTS, "").replace('date = "date"', 'day = "day"')
    assert UNDECLARED in read(study(without, visits_csv="id,day,esr\nP1,0,3\n")).notes


@pytest.mark.parametrize("key", ['follow_up_end = "last"', 'follow_up_end_day = "last"'])
def test_a_declared_end_of_follow_up_is_not_told(study: Write, key: str):
    last = "2024-09-01" if "day" not in key else "300"
    patients = f"id,start,last\nP1,2024-01-08,{last}\nP2,2024-02-05,{last}\n"
    toml = ESR.replace('index = "start"', f'index = "start"\n{key}')
    found = read(study(toml, patients_csv=patients, visits_csv=FIRST + "P1,2024-01-08,2\n"))
    assert UNDECLARED not in found.notes
