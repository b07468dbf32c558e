"""Results, a row each or a row a date: the visits they join, and their units; planned visits."""

import pytest

from remit.course.cohort import Status
from tests.study.trial import (
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
)

DAYS = VISITS.replace("date =", "day =")


# ---- one row a result --------------------------------------------------------------------------------

VISIT_DAYS = PATIENTS + DAYS + 'measures = { esr = "esr" }\n'
TWO_VISITS = "id,date,esr\nP1,0,31\nP1,10,32\nP2,0,33\n"
LABS = """
[[measurements]]
file = "labs.csv"
patient = "id"
day = "day"
name = "test"
value = "value"
names = { crp = ["CRP", "C-reactive protein"], prednisone = "PRED" }
"""


def labs(study: Write, rows: str, options: str = "", data: str = ""):
    toml = VISIT_DAYS + LABS + options + "\n[data]\n" + data
    return study(toml, patients_csv=TWO_PATIENTS, visits_csv=TWO_VISITS, labs_csv=rows)


def test_results_join_the_visit_of_their_day_and_else_stand_alone(study: Write):
    rows = "id,day,test,value\nP1,0,CRP,5\nP1,11,crp,6\nP2,0,PRED,7\nP2,3,C-Reactive Protein,\n"
    found = read(labs(study, rows))
    assert dates(found) == {"P1": [0, 10, 11], "P2": [0, 3]}
    assert found.is_visit.tolist() == [True, True, False, True, False]
    assert recorded(found, "crp") == {("P1", 0): (5, 5), ("P1", 11): (6, 6)}
    assert found.measures["crp"].status.tolist() == [1, 0, 1, 0, Status.EMPTY]
    assert recorded(found, "prednisone") == {("P2", 0): (7, 7)}
    assert found.follow_up_end.tolist() == [11, 3]
    assert "labs.csv: 2 rows joined no visit and are dates of their own." in found.notes


@pytest.mark.parametrize(
    ("day", "align", "joined"),
    [
        (3, 3, 0),
        (3, 2, 3),
        (5, 5, 0),
        (6, 5, 10),
        (7, 3, 10),
        (14, 4, 10),
        (15, 4, 15),
        (-2, 2, 0),
        (-3, 2, -3),
    ],
)
def test_results_join_the_nearest_visit_within_reach_and_of_two_the_earlier(
    study: Write, day: int, align: int, joined: int
):
    found = read(labs(study, f"id,day,test,value\nP1,{day},CRP,5\n", f"align = {align}"))
    assert recorded(found, "crp") == {("P1", joined): (5, 5)}
    is_visit = dict(zip(found.day.tolist(), found.is_visit.tolist(), strict=True))
    assert is_visit[joined] == (joined in (0, 10))


def test_joining_is_noted(study: Write):
    found = read(labs(study, "id,day,test,value\nP1,2,CRP,5\nP1,7,CRP,5\nP1,50,CRP,5\n", "align = 3"))
    assert (
        "labs.csv: 2 rows joined a visit up to 3 days away; 1 row joined no visit and is a date of its own."
        in found.notes
    )


def test_a_visit_of_the_day_before_is_another_day(study: Write):
    found = read(labs(study, "id,day,test,value\nP1,1,CRP,5\nP2,0,CRP,5\n", "align = 1"))
    assert "labs.csv: 1 row joined a visit up to 1 day away." in found.notes
    assert read(labs(study, "id,day,test,value\nP1,0,CRP,5\n", "align = 1")).notes == tuple(
        note for note in found.notes if "joined" not in note
    )


def test_a_visit_of_another_patient_is_never_joined(study: Write):
    toml = VISIT_DAYS + LABS + "align = 1000000"
    folder = study(
        toml,
        patients_csv=TWO_PATIENTS,
        visits_csv="id,date,esr\nP1,0,31\n",
        labs_csv="id,day,test,value\nP2,0,CRP,5\n",
    )
    assert recorded(read(folder), "crp") == {("P2", 0): (5, 5)}


def test_two_results_that_join_one_visit_are_two_values(study: Write):
    rows = "id,day,test,value\nP1,2,CRP,5\nP1,1,CRP,6\n"
    found = mistake(labs(study, rows, "align = 3"))
    assert found.message == "`crp` of P1 on 2024-01-08 (day 0) has two values, `6` and `5`"
    for rule, value in (("first", 6), ("last", 5)):
        settled = read(labs(study, rows, "align = 3", f'conflicts = "{rule}"'))
        assert recorded(settled, "crp") == {("P1", 0): (value, value)}


def test_results_that_name_nothing_bound_are_noted(study: Write):
    found = read(labs(study, "id,day,test,value\nP1,0,CRP,5\nP1,0,ALT,-1\nP1,99,ALT,x\nP1,0,,x\n"))
    assert dates(found)["P1"] == [0, 10]
    assert "labs.csv: 3 rows left out, their `test` bound to no measure: ALT (2), (empty) (1)." in found.notes
    assert "labs.csv: no row has `C-reactive protein`, `PRED` as its `test`." in found.notes


# ---- units of results --------------------------------------------------------------------------------

UNITS = 'unit = "unit"\nunits = { "mg/100ml" = "mg/dL" }'


def test_each_result_is_converted_from_its_own_unit(study: Write):
    rows = (
        "id,day,test,value,unit\nP1,0,CRP,5,mg/L\nP1,10,CRP,1.3,mg/dL\nP2,0,CRP,<0.5,mg/100ml\nP2,9,CRP,,\n"
    )
    found = read(labs(study, rows, UNITS))
    assert recorded(found, "crp") == {("P1", 0): (5, 5), ("P1", 10): (13, 13), ("P2", 0): (0, 5)}
    addresses = found.measures["crp"].addresses
    assert addresses is not None
    conversions = [addresses.origins[one].conversion for one in addresses.origin]
    assert conversions == [None, "mg/dL → mg/L, × 10", "mg/dL → mg/L, × 10", None]
    assert found.measures["crp"].status.tolist() == [1, 1, 1, Status.EMPTY]


@pytest.mark.parametrize(
    ("unit", "code", "message"),
    [
        ("mg/std", "E712", "`mg/std` is not a unit that is known"),
        ("", "E712", "a value of `crp` has no unit"),
        ("mm/h", "E312", "`crp` is declared in mg/L (mass per volume), and this is in mm/h"),
    ],
)
def test_a_unit_that_cannot_be_used(study: Write, unit: str, code: str, message: str):
    others = f"P1,8,CRP,,{unit}\nP1,10,CRP,1.3,{unit}\nP2,9,CRP,2,{unit}\n"
    rows = "id,day,test,value,unit\nP1,0,CRP,5,mg/L\n" + others
    found = mistake(labs(study, rows, UNITS))
    assert (found.code, place(found), found.message) == (code, "labs.csv:4:unit", message)
    assert found.data == "2 values with this unit"


def test_a_unit_without_its_last_part_may_be_declared(study: Write):
    found = mistake(labs(study, "id,day,test,value,unit\nP1,0,CRP,5,mg\n", UNITS))
    assert found.code == "E312"
    assert found.help[0] == 'if it means mg/L, declare that: `units = { "mg" = "mg/L" }`'


def test_values_of_unknown_units_may_be_set_aside(study: Write):
    rows = "id,day,test,value,unit\nP1,0,CRP,5,mg/L\nP1,10,CRP,1.3,foo\n"
    found = read(labs(study, rows, UNITS, 'unreadable = "set aside"'))
    assert found.measures["crp"].status.tolist() == [1, Status.UNREADABLE, 0]
    assert "labs.csv: 1 value set aside, since `foo` is not a unit that is known." in found.notes


def test_a_declared_unit_stands_in_for_an_empty_one(study: Write):
    options = 'unit = "unit"'
    toml = LABS.replace('["CRP", "C-reactive protein"]', '{ texts = "CRP", unit = "mg/dL" }')
    folder = study(
        VISIT_DAYS + toml + options,
        patients_csv=TWO_PATIENTS,
        visits_csv=TWO_VISITS,
        labs_csv="id,day,test,value,unit\nP1,0,CRP,1.3,\nP1,10,CRP,7,mg/L\n",
    )
    assert recorded(read(folder), "crp") == {("P1", 0): (13, 13), ("P1", 10): (7, 7)}


def test_a_unit_of_the_study_file_that_is_unknown(study: Write):
    rows = "id,day,test,value,unit\nP1,0,CRP,5,x\n"
    found = mistake(labs(study, rows, 'unit = "unit"\nunits = { x = "mgg/L" }'))
    assert (found.code, place(found).split(" ")[1]) == ("E204", '"mgg/L"')


# ---- a row a date beside the visits ------------------------------------------------------------------

SIDE = """
[[measurements]]
file = "labs.csv"
patient = "id"
day = "day"
align = 2
measures = { crp = "crp", prednisone = "pred" }
"""


def test_a_row_a_date_joins_visits_too(study: Write):
    folder = study(
        VISIT_DAYS + SIDE,
        patients_csv=TWO_PATIENTS,
        visits_csv=TWO_VISITS,
        labs_csv="id,day,crp,pred\nP1,1,5,\nP1,20,,7\n",
    )
    found = read(folder)
    assert dates(found) == {"P1": [0, 10, 20], "P2": [0]}
    assert recorded(found, "crp") == {("P1", 0): (5, 5)}
    assert recorded(found, "prednisone") == {("P1", 20): (7, 7)}


def test_where_nothing_else_gives_visits_the_dates_of_results_are_visits(study: Write):
    found = read(study(SIDE, labs_csv="id,day,crp,pred\nP1,1,5,\nP1,2,,7\n"))
    assert dates(found) == {"P1": [1, 2]}
    assert found.is_visit.tolist() == [True, True]


# ---- the schedule ------------------------------------------------------------------------------------

SCHEDULE = PATIENTS + 'follow_up_end_day = "last"\n' + DAYS + 'measures = { esr = "esr" }\n[schedule]\n'


def test_a_planned_visit_that_left_no_row_is_a_visit_with_nothing_recorded(study: Write):
    toml = SCHEDULE + 'visits = ["day 0", "week 4", "month_6", "month 12"]\ntolerance = 5'
    patients = "id,start,last\nP1,2024-01-08,200\nP2,2024-02-05,370\n"
    found = read(
        study(
            toml,
            patients_csv=patients,
            visits_csv="id,date,esr\nP1,-5,1\nP1,33,2\nP2,6,3\nP2,177,4\nP2,360,5\n",
        )
    )
    assert dates(found) == {"P1": [-5, 33, 183], "P2": [0, 6, 28, 177, 183, 360]}
    assert found.is_visit.all()
    assert found.measures["esr"].status.tolist() == [1, 1, 0, 0, 1, 0, 1, 0, 1]
    assert found.visit_addresses is not None
    assert found.visit_addresses.row.tolist() == [2, 3, -1, -1, 4, -1, 5, -1, 6]


def test_a_planned_visit_after_the_end_of_follow_up_did_not_take_place(study: Write):
    toml = (
        SCHEDULE.replace('follow_up_end_day = "last"\n', "") + 'visits = ["day 0", "month 6"]\ntolerance = 5'
    )
    found = read(study(toml, patients_csv=TWO_PATIENTS, visits_csv="id,date,esr\nP1,100,1\nP2,183,1\n"))
    assert dates(found) == {"P1": [0, 100], "P2": [0, 183]}


def test_a_planned_visit_on_the_last_day_of_follow_up_was_due(study: Write):
    toml = SCHEDULE + 'visits = ["day 199", "day 200", "day 201"]\ntolerance = 0'
    folder = study(
        toml, patients_csv="id,start,last\nP1,2024-01-08,200\n", visits_csv="id,date,esr\nP1,0,1\n"
    )
    assert dates(read(folder)) == {"P1": [0, 199, 200]}


def test_results_join_planned_visits(study: Write):
    toml = SCHEDULE + 'visits = ["day 0", "day 30"]\ntolerance = 5' + LABS + "align = 3"
    patients = "id,start,last\nP1,2024-01-08,200\n"
    folder = study(
        toml,
        patients_csv=patients,
        visits_csv="id,date,esr\nP1,0,1\n",
        labs_csv="id,day,test,value\nP1,28,CRP,5\n",
    )
    assert recorded(read(folder), "crp") == {("P1", 30): (5, 5)}


def test_a_planned_visit_that_means_no_time(study: Write):
    toml = SCHEDULE + 'visits = ["day 0", "month_7"]\ntolerance = 5'
    found = mistakes(
        study(toml, patients_csv="id,start,last\nP1,2024-01-08,200\n", visits_csv="id,date,esr\nP1,0,1\n")
    )
    assert [(one.code, place(one).split(" ", 1)[1]) for one in found] == [("E505", '"month_7"')]
