"""Dose records: how much of a drug was given on which days, and what is left open or told."""

from dataclasses import replace
from math import inf
from pathlib import Path

import pytest

from remit.course.cohort import Cohort
from remit.diagnostics.diagnostic import Diagnostic
from remit.study.values.dates import MOST_DAYS
from tests.study.doses import WITH_DRUGS, Dose, doses, drugs, on
from tests.study.trial import PATIENTS, VISITS, Write, place
from tests.study.trial import mistake as mistake_of
from tests.study.trial import mistakes as mistakes_of
from tests.study.trial import read as read_study

BASE = PATIENTS + VISITS
START = "2024-01-08"
"""Day 0 of both patients; their follow-up ends on day 182."""
ROSTER = f"id,start\nP1,{START}\nP2,{START}\n"
ROWS = f"id,date\nP1,{START}\nP1,2024-07-08\nP2,{START}\nP2,2024-07-08\n"
TABLE = """
[[drugs]]
file = "cm.csv"
patient = "id"
name = "drug"
drugs = { prednisone = ["prednisone", "PRED 5MG"], methylprednisolone = "Medrol", dexamethasone = "dexa" }
start = "from"
end = "to"
"""
PLAIN = TABLE + 'dose = "dose"\n'
HEADER = "id,drug,dose,from,to\n"


def folder_of(write: Write, table: str, rows: str, options: str = "", roster: str = ROSTER) -> Path:
    return write(options + BASE + table, patients_csv=roster, visits_csv=ROWS, cm_csv=rows)


def read(write: Write, table: str, rows: str, options: str = "", roster: str = ROSTER) -> Cohort:
    return read_study(folder_of(write, table, rows, options, roster), WITH_DRUGS)


def given(write: Write, table: str, rows: str, options: str = "") -> list[Dose]:
    """The glucocorticoid records of P1."""
    return doses(read(write, table, rows, options))["P1"]


def mistake(write: Write, table: str, rows: str, options: str = "") -> Diagnostic:
    return mistake_of(folder_of(write, table, rows, options), WITH_DRUGS)


def mistakes(write: Write, table: str, rows: str, options: str = "") -> tuple[Diagnostic, ...]:
    return mistakes_of(folder_of(write, table, rows, options), WITH_DRUGS)


# ---- records -------------------------------------------------------------------------------------------


def test_records_stand_by_patient_in_the_order_of_their_first_days(study: Write):
    rows = HEADER + (
        "P2,prednisone,10,2024-01-08,2024-01-20\n"
        "P1,pred 5mg,5,2024-02-08,2024-02-18\n"
        "P1,prednisone,20,2024-01-08,2024-02-07\n"
        "P1,Medrol,8,2024-03-01,2024-03-01\n"
    )
    found = read(study, PLAIN, rows)
    assert doses(found) == {"P1": [on(0, 30, 20), on(31, 41, 5), on(53, 53, 10)], "P2": [on(0, 12, 10)]}
    assert doses(found, "methotrexate") == {"P1": [], "P2": []}


def test_each_record_keeps_its_cell_and_says_how_it_was_converted(study: Write):
    rows = HEADER + "P1,Medrol,8,2024-01-08,2024-01-20\nP1,prednisone,10,2024-01-21,2024-02-20\n"
    addresses = read(study, PLAIN, rows).doses["glucocorticoid"].addresses
    assert addresses is not None
    assert addresses.row.tolist() == [2, 3]
    assert addresses.text == ("8", "10")
    origins = [addresses.origins[one] for one in addresses.origin.tolist()]
    assert [(one.file, one.column) for one in origins] == [("cm.csv", "dose")] * 2
    assert [one.conversion for one in origins] == ["mg of methylprednisolone → mg/day, × 1.25", None]


def test_texts_bound_to_no_drug_are_noted(study: Write):
    rows = HEADER + "P1,IBUPROFEN,400,soon,\nP1,prednisone,5,2024-01-08,2024-01-20\n"
    notes = read(study, PLAIN, rows).notes
    assert "cm.csv: 1 row left out, their `drug` bound to no drug: IBUPROFEN (1)." in notes
    assert "cm.csv: no row has `PRED 5MG`, `Medrol`, `dexa` as its `drug`." in notes
    assert "glucocorticoid: no table of [[drugs]] names prednisolone." in notes
    assert "Bound to no table of [[drugs]]: methotrexate." in notes


def test_a_table_of_one_drug_by_study_day(study: Write):
    table = """
[[drugs]]
file = "cm.csv"
patient = "id"
drug = "methotrexate"
dose = { column = "dose", unit = "mg" }
frequency = "how"
start_day = "from"
end_day = { column = "to", unit = "week" }
"""
    found = read(study, table, "id,dose,how,from,to\nP1,15,weekly,7,10\n")
    assert doses(found, "methotrexate")["P1"] == [on(7, 70, 15, every=7)]
    assert doses(found)["P1"] == []


def test_a_drug_may_belong_to_two_classes(study: Write):
    both = {**WITH_DRUGS.drugs, "oral": drugs("oral", "g/day", 2, prednisone="1")}
    rows = "id,drug,dose,unit,from,to\nP1,prednisone,5,mg,2024-01-08,2024-01-20\n"
    folder = folder_of(study, PLAIN + 'unit = "unit"\n', rows)
    found = read_study(folder, replace(WITH_DRUGS, drugs=both))
    assert doses(found)["P1"] == [on(0, 12, 5)]
    assert doses(found, "oral")["P1"] == [on(0, 12, 0.005)]


def test_without_a_unit_the_numbers_are_in_that_of_the_class(study: Write):
    in_grams = {"steroid": drugs("steroid", "g/week", 2, prednisone="1", dexamethasone="6")}
    table = PLAIN.replace('methylprednisolone = "Medrol", ', "")
    folder = folder_of(study, table, HEADER + "P1,prednisone,0.05,2024-01-08,2024-01-20\n")
    assert doses(read_study(folder, replace(WITH_DRUGS, drugs=in_grams)), "steroid")["P1"] == [
        on(0, 12, 0.35)
    ]


# ---- units ---------------------------------------------------------------------------------------------

UNITS = TABLE + 'dose = "dose"\nunit = "unit"\n'
WITH_UNIT = "id,drug,dose,unit,from,to\n"


@pytest.mark.parametrize(
    ("dose", "unit", "expected"),
    [("5", "mg", 5), ("0.5", "g", 500), ("500", "µg", 0.5), ("500", "ug", 0.5), ("7.5", "mg/day", 7.5)],
)
def test_doses_are_converted_by_pinned_factors(study: Write, dose: str, unit: str, expected: float):
    rows = WITH_UNIT + f"P1,prednisone,{dose},{unit},2024-01-08,2024-01-20\n"
    assert given(study, UNITS, rows) == [on(0, 12, expected)]


def test_the_text_of_a_unit_may_stand_for_a_strength(study: Write):
    table = UNITS + 'units = { TABLET = "5 mg" }\n'
    rows = (
        WITH_UNIT
        + "P1,prednisone,1.5,TABLET,2024-01-08,2024-01-20\nP1,prednisone,5,mg,2024-02-08,2024-02-20\n"
    )
    assert given(study, table, rows) == [on(0, 12, 7.5), on(31, 43, 5)]


def test_several_units_are_noted(study: Write):
    rows = WITH_UNIT + "P1,prednisone,5,mg,2024-01-08,2024-01-20\nP1,dexa,1,g,2024-02-08,2024-02-20\n"
    rows += "P2,prednisone,5,mg,2024-01-08,2024-01-20\n"
    notes = read(study, UNITS, rows.replace("dexa,1,g", "dexa,0.1,g")).notes
    assert "cm.csv: the doses of glucocorticoid are in mg (2), g (1)." in notes


def test_a_unit_that_is_not_known(study: Write):
    rows = (
        WITH_UNIT + "P1,prednisone,1,TABLET,2024-01-08,2024-01-20\nP1,dexa,1,TABLET,2024-02-08,2024-02-20\n"
    )
    found = mistakes(study, UNITS, rows)
    assert [(one.code, place(one)) for one in found] == [("E712", "cm.csv:2:unit"), ("E712", "cm.csv:3:unit")]
    assert found[0].help[-1] == 'if each is a known amount, declare it: `units = { "TABLET" = "5 mg" }`'
    aside = read(study, UNITS, rows, '[data]\nunreadable = "set aside"\n')
    assert [one.dose for one in doses(aside)["P1"]] == [(0, 2000)] * 2
    assert (
        "cm.csv: 2 records of glucocorticoid whose dose of a day is not known; "
        "any dose from 0 to 2000 mg/day is possible." in aside.notes
    )


def test_a_dose_without_a_unit(study: Write):
    rows = WITH_UNIT + "P1,prednisone,1,,2024-01-08,2024-01-20\n"
    found = mistake(study, UNITS, rows)
    assert (found.code, place(found)) == ("E712", "cm.csv:2:unit")
    table = UNITS.replace('dose = "dose"', 'dose = { column = "dose", unit = "g" }')
    assert given(study, table, rows) == [on(0, 12, 1000)]


def test_a_unit_that_the_class_cannot_take_names_the_cell(study: Write):
    rows = WITH_UNIT + "P1,prednisone,1,mL,2024-01-08,2024-01-20\n"
    found = mistake(study, UNITS, rows)
    assert (found.code, place(found)) == ("E312", "cm.csv:2:unit")
    assert found.message == "`glucocorticoid` is declared in mg/day (mass per time), and this dose is in mL"


@pytest.mark.parametrize("key", ['units = { TAB = "tablet" }', 'dose = { column = "dose", unit = "mgg" }'])
def test_a_unit_of_the_study_file_that_is_none(study: Write, key: str):
    table = (TABLE if key.startswith("dose") else UNITS) + key + "\n"
    header = "id,drug,dose,unit,from,to\n"
    found = mistake(study, table, header + "P1,prednisone,1,mg,2024-01-08,2024-01-20\n")
    assert found.code == "E204"


# ---- how often -----------------------------------------------------------------------------------------

OFTEN = PLAIN + 'frequency = "how"\n'
WITH_HOW = "id,drug,dose,how,from,to\n"


@pytest.mark.parametrize(
    ("text", "times", "every"),
    [
        *((text, 1, 1) for text in ("QD", "once daily", "Daily", "1x/day", "every morning", "q24h")),
        *((text, 2, 1) for text in ("BID", "b.i.d.", "twice daily", "2x/day", "2 times a day", "Q12H")),
        *(
            (text, 3, 1)
            for text in ("TID", "three times daily", "3 x daily", "every 8 hours", "thrice daily")
        ),
        *((text, 4, 1) for text in ("QID", "four times a day", "Q6H", "4/day")),
        *((text, 1, 2) for text in ("QOD", "alternate days", "every other day", "Every 2 days", "q2d")),
        *((text, 1, 7) for text in ("QS", "weekly", "once weekly", "QW", "once a week", "every week")),
        *((text, 1, 28) for text in ("Q4S", "every 4 weeks")),
    ],
)
def test_frequencies(study: Write, text: str, times: int, every: int):
    rows = WITH_HOW + f"P1,prednisone,5,{text},2024-01-08,2024-01-20\n"
    assert given(study, OFTEN, rows) == [on(0, 12, 5 * times, every)]


@pytest.mark.parametrize("text", ["TIS", "three times a week", "twice weekly", "QM", "monthly"])
def test_where_the_days_are_not_known_the_dose_or_none_is_possible_on_each(study: Write, text: str):
    rows = WITH_HOW + f"P1,prednisone,5,{text},2024-01-08,2024-01-20\n"
    assert given(study, OFTEN, rows) == [Dose((0, 0), (12, 12), (0, 5))]


def test_a_single_dose_ends_on_its_day(study: Write):
    rows = WITH_HOW + "P1,prednisone,5,ONCE,2024-01-08,\nP1,prednisone,5,once,2024-02-08,2024-02-08\n"
    assert given(study, OFTEN, rows) == [on(0, 0, 5), on(31, 31, 5)]


def test_a_single_dose_on_one_of_several_days(study: Write):
    rows = WITH_HOW + "P1,prednisone,5,ONCE,2024-01-08,2024-01-10\nP1,prednisone,5,ONCE,2024-02,\n"
    assert given(study, OFTEN, rows) == [
        Dose((0, 0), (2, 2), (0, 5)),
        Dose((24, 52), (24, 52), (5, 5)),
    ]


@pytest.mark.parametrize("text", ["PRN", "OTHER", "5", "q7h", "0x/day", "every 0 days"])
def test_an_unknown_frequency_is_told_with_its_place(study: Write, text: str):
    rows = WITH_HOW + f"P1,prednisone,5,{text},2024-01-08,2024-01-20\n"
    found = mistake(study, OFTEN, rows)
    assert (found.code, place(found)) == ("E715", "cm.csv:2:how")
    assert found.message == f"`{text}` is not a frequency that is known"
    assert given(study, OFTEN, rows, '[data]\nunreadable = "set aside"\n')[0].dose == (0, 2000)


def test_a_study_says_what_its_frequencies_mean(study: Write):
    table = OFTEN + 'frequencies = { "1-0-1" = "twice daily", prn = "unknown" }\n'
    rows = WITH_HOW + "P1,prednisone,5,1-0-1,2024-01-08,2024-01-20\nP1,dexa,5,PRN,2024-02-08,2024-02-20\n"
    assert given(study, table, rows) == [on(0, 12, 10), Dose((31, 31), (43, 43), (0, 2000))]


def test_a_frequency_that_is_not_recorded_leaves_the_dose_open(study: Write):
    rows = WITH_HOW + "P1,prednisone,5,,2024-01-08,2024-01-20\n"
    assert given(study, OFTEN, rows) == [Dose((0, 0), (12, 12), (0, 2000))]


def test_what_a_frequency_is_said_to_mean_must_be_one(study: Write):
    table = OFTEN + 'frequencies = { "1-0-1" = "two daily" }\n'
    found = mistake(study, table, WITH_HOW)
    assert (found.code, place(found).split(" ", 1)[1]) == ("E503", '"two daily"')


def test_a_dose_per_day_is_that_of_the_day_however_it_is_divided(study: Write):
    table = OFTEN + 'unit = "unit"\n'
    rows = "id,drug,dose,unit,how,from,to\nP1,prednisone,10,mg/day,BID,2024-01-08,2024-01-20\n"
    assert given(study, table, rows) == [on(0, 12, 10)]
    found = mistake(study, table, rows.replace("BID", "QOD"))
    assert (found.code, place(found)) == ("E715", "cm.csv:2:how")


# ---- doses ---------------------------------------------------------------------------------------------


def test_a_dose_that_is_not_recorded_is_open(study: Write):
    rows = HEADER + "P1,prednisone,,2024-01-08,2024-01-20\n"
    assert given(study, PLAIN, rows) == [Dose((0, 0), (12, 12), (0, 2000))]


@pytest.mark.parametrize(
    ("dose", "code"), [("-5", "E702"), ("2001", "E702"), ("five", "E701"), ("=A1", "E701"), ("5,5x", "E701")]
)
def test_a_dose_that_cannot_be(study: Write, dose: str, code: str):
    rows = HEADER + f'P1,prednisone,"{dose}",2024-01-08,2024-01-20\n'
    found = mistake(study, PLAIN, rows)
    assert (found.code, place(found)) == (code, "cm.csv:2:dose")
    policy = '[data]\nout_of_range = "set aside"\nunreadable = "set aside"\n'
    assert given(study, PLAIN, rows, policy)[0].dose == (0, 2000)


def test_the_range_is_of_the_dose_of_a_day_in_the_unit_of_the_class(study: Write):
    rows = WITH_HOW + "P1,dexa,200,BID,2024-01-08,2024-01-20\n"
    found = mistake(study, OFTEN, rows)
    assert (found.code, found.message) == (
        "E702",
        "`200`, which is 2668 mg/day, is outside the possible range",
    )


def test_a_dose_below_zero_is_refused_though_no_range_is_declared(study: Write):
    table = TABLE.replace('prednisone = ["prednisone", "PRED 5MG"]', 'methotrexate = "MTX"')
    table = table.replace(', methylprednisolone = "Medrol", dexamethasone = "dexa"', "")
    found = mistake(study, table + 'dose = "dose"\n', HEADER + "P1,MTX,-1,2024-01-08,2024-01-20\n")
    assert (found.code, place(found)) == ("E702", "cm.csv:2:dose")


# ---- routes --------------------------------------------------------------------------------------------


def test_routes_that_do_not_count_are_left_out_and_told(study: Write):
    table = PLAIN + 'route = "route"\nroutes = ["oral", "INTRAVENOUS"]\n'
    rows = "id,drug,dose,route,from,to\n"
    rows += "P1,prednisone,5,ORAL,2024-01-08,2024-01-20\nP1,prednisone,1,OPHTHALMIC,2024-01-08,2024-01-20\n"
    rows += "P1,prednisone,9,topical,2024-01-08,2024-01-20\nP1,dexa,9,Topical,never,\n"
    found = read(study, table, rows)
    assert doses(found)["P1"] == [on(0, 12, 5)]
    assert (
        "cm.csv: 3 dose records left out, of another `route` than counts: "
        "OPHTHALMIC (1), Topical (1), topical (1)." in found.notes
    )


def test_a_record_without_a_route_may_count_or_not(study: Write):
    table = PLAIN + 'route = "route"\nroutes = "oral"\n'
    found = read(study, table, "id,drug,dose,route,from,to\nP1,prednisone,5,,2024-01-08,2024-01-20\n")
    assert doses(found)["P1"] == [Dose((0, 0), (12, 12), (0, 5))]
    assert "cm.csv: 1 dose record without a route; each may count or not." in found.notes


# ---- days ----------------------------------------------------------------------------------------------


def test_partial_dates_are_intervals(study: Write):
    rows = HEADER + "P1,prednisone,5,2024-02,2024-04\nP2,prednisone,5,2023,2024\n"
    found = doses(read(study, PLAIN, rows))
    assert found["P1"] == [Dose((24, 52), (84, 113), (5, 5))]
    # The end is not before the start, nor the start after the end.
    assert found["P2"] == [Dose((-372, -8), (-7, 358), (5, 5))]


def test_a_record_of_one_partial_month(study: Write):
    rows = HEADER + "P1,prednisone,5,2024-02-10,2024-02\nP2,prednisone,5,2024-02,2024-02-10\n"
    found = doses(read(study, PLAIN, rows))
    assert (found["P1"], found["P2"]) == (
        [Dose((33, 33), (33, 52), (5, 5))],
        [Dose((24, 33), (33, 33), (5, 5))],
    )


def test_an_empty_end_is_told_until_the_study_says_what_it_means(study: Write):
    rows = HEADER + "P1,prednisone,5,2024-02-08,\n"
    found = mistake(study, PLAIN, rows)
    assert (found.code, place(found), found.message) == ("E717", "cm.csv:2:to", "this dose record has no end")
    assert given(study, PLAIN + 'without_end = "unknown"\n', rows) == [Dose((31, 31), (31, inf), (5, 5))]


def test_what_goes_on_is_given_to_the_end_of_follow_up_and_nothing_tells_of_later_days(study: Write):
    rows = HEADER + "P1,prednisone,5,2024-02-08,\nP2,prednisone,5,2025-02-08,\n"
    found = doses(read(study, PLAIN + 'without_end = "ongoing"\n', rows))
    assert found["P1"] == [Dose((31, 31), (182, inf), (5, 5))]
    assert found["P2"] == [Dose((397, 397), (397, inf), (5, 5))]


def test_a_column_tells_what_goes_on(study: Write):
    table = PLAIN + 'ongoing = "on"\n'
    rows = "id,drug,dose,from,to,on\nP1,prednisone,5,2024-02-08,,yes\nP1,dexa,1,2024-02-08,,no\n"
    rows += "P1,prednisone,5,2024-01-08,2024-01-20,no\n"
    assert given(study, table, rows) == [
        on(0, 12, 5),
        Dose((31, 31), (182, inf), (5, 5)),
        Dose((31, 31), (31, inf), (6.67, 6.67)),
    ]
    found = mistake(study, table, rows + "P1,Medrol,5,2024-01-08,,\n")
    assert (found.code, place(found)) == ("E717", "cm.csv:5:to")


def test_the_texts_of_what_goes_on_may_be_declared(study: Write):
    table = PLAIN + 'ongoing = { column = "on", values = { yes = "AFTER", no = "BEFORE" }, missing = "U" }\n'
    rows = "id,drug,dose,from,to,on\nP1,prednisone,5,2024-02-08,,After\n"
    assert given(study, table, rows) == [Dose((31, 31), (182, inf), (5, 5))]
    found = mistake(
        study, table, rows + "P1,dexa,1,2024-02-08,,perhaps\nP1,Medrol,1,2024-02-08,2024-03-01,U\n"
    )
    assert (found.code, place(found)) == ("E710", "cm.csv:3:on")


def test_a_record_that_has_an_end_and_goes_on(study: Write):
    table = PLAIN + 'ongoing = "on"\n'
    rows = "id,drug,dose,from,to,on\nP1,prednisone,5,2024-02-08,2024-02-09,yes\n"
    found = mistake(study, table, rows)
    assert (found.code, place(found)) == ("E716", "cm.csv:2:to")
    assert [str(one.place) for one in found.secondary] == ["cm.csv:2:on"]


def test_an_end_before_its_start_names_both_cells(study: Write):
    rows = HEADER + "P1,prednisone,5,2024-02-08,2024-01-09\n"
    found = mistake(study, PLAIN, rows)
    assert (found.code, place(found)) == ("E716", "cm.csv:2:to")
    assert [str(one.place) for one in found.secondary] == ["cm.csv:2:from"]
    assert found.message == "this dose record ends before it starts"


def test_a_record_without_a_start(study: Write):
    rows = HEADER + "P1,prednisone,5,,2024-01-20\n"
    found = mistake(study, PLAIN, rows)
    assert (found.code, place(found)) == ("E717", "cm.csv:2:from")
    table = PLAIN + 'without_start = "unknown"\n'
    assert given(study, table, rows) == [Dose((-MOST_DAYS, 12), (12, 12), (5, 5))]


def test_a_date_that_is_none(study: Write):
    rows = HEADER + "P1,prednisone,5,2024-02-30,2024-03-20\nP1,dexa,5,2024-01-08,later\n"
    found = mistakes(study, PLAIN, rows)
    assert [(one.code, place(one)) for one in found] == [("E703", "cm.csv:2:from"), ("E703", "cm.csv:3:to")]
    assert given(study, PLAIN, rows, '[data]\nunreadable = "set aside"\n') == [
        Dose((-MOST_DAYS, 72), (72, 72), (5, 5)),
        Dose((0, 0), (0, inf), (33.35, 33.35)),
    ]


def test_a_table_without_an_end(study: Write):
    table = PLAIN.replace('end = "to"\n', "")
    rows = HEADER + "P1,prednisone,5,2024-02-08,\n"
    found = mistake(study, table, rows)
    assert (found.code, found.message) == ("E504", "the end of the records is missing in [[drugs]]")
    assert given(study, table + 'without_end = "unknown"\n', rows) == [Dose((31, 31), (31, inf), (5, 5))]


# ---- overlaps ------------------------------------------------------------------------------------------

CHANGE = HEADER + "P1,prednisone,20,2024-01-08,2024-02-08\nP1,prednisone,10,2024-02-08,2024-03-08\n"


def twice(row: str) -> str:
    return HEADER + row + row


def test_records_of_one_drug_that_overlap_name_both_cells(study: Write):
    found = mistake(study, PLAIN, CHANGE)
    assert (found.code, place(found)) == ("E714", "cm.csv:3:dose")
    assert found.message == "two records of `prednisone` of P1 overlap"
    assert found.primary.text == "10, from day 31 to day 60"
    (other,) = found.secondary
    assert (str(other.place), other.text) == ("cm.csv:2:dose", "20, from day 0 to day 31")


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ('"add"', [on(0, 31, 20), on(31, 60, 10)]),
        ('"later replaces"', [on(0, 30, 20), on(31, 60, 10)]),
        ('["once", "add"]', [on(0, 31, 20), on(31, 60, 10)]),
    ],
)
def test_a_declared_rule_settles_overlaps(study: Write, rule: str, expected: list[Dose]):
    assert given(study, PLAIN + f"overlap = {rule}\n", CHANGE) == expected


def test_once_settles_identical_records_only(study: Write):
    row = "P1,prednisone,20,2024-01-08,2024-02-08\n"
    found = mistake(study, PLAIN, twice(row))
    assert (found.code, found.message) == ("E714", "`prednisone` of P1 has two identical records")
    cohort = read(study, PLAIN + 'overlap = "once"\n', twice(row))
    assert doses(cohort)["P1"] == [on(0, 31, 20)]
    assert "Doses: 1 record identical to another left out." in cohort.notes
    assert mistake(study, PLAIN + 'overlap = "once"\n', CHANGE).code == "E714"


@pytest.mark.parametrize(("rule", "expected"), [('"add"', [20, 20]), ('"later replaces"', [20])])
def test_identical_records_under_the_other_rules(study: Write, rule: str, expected: list[float]):
    rows = twice("P1,prednisone,20,2024-01-08,2024-02-08\n")
    found = given(study, PLAIN + f"overlap = {rule}\n", rows)
    assert [one.dose[0] for one in found] == expected


def test_of_two_that_start_on_one_day_neither_is_the_later(study: Write):
    rows = HEADER + "P1,prednisone,20,2024-01-08,2024-02-08\nP1,prednisone,10,2024-01-08,2024-03-08\n"
    found = mistake(study, PLAIN + 'overlap = "later replaces"\n', rows)
    assert (found.code, place(found)) == ("E714", "cm.csv:3:dose")
    assert found.message == "two records of `prednisone` of P1 start on one day, so that neither is the later"


def test_what_goes_on_is_ended_by_a_later_record(study: Write):
    table = PLAIN + 'without_end = "ongoing"\noverlap = "later replaces"\n'
    rows = HEADER + "P1,prednisone,20,2024-01-08,\nP1,prednisone,10,2024-02-08,\n"
    cohort = read(study, table, rows)
    assert doses(cohort)["P1"] == [on(0, 30, 20), Dose((31, 31), (182, inf), (10, 10))]
    assert "Doses: 1 record ended by the start of a later one." in cohort.notes


def test_an_unknown_end_only_may_overlap_and_is_left(study: Write):
    table = PLAIN + 'without_end = "unknown"\n'
    rows = HEADER + "P1,prednisone,20,2024-01-08,\nP1,prednisone,10,2024-02-08,2024-03-08\n"
    assert given(study, table, rows) == [Dose((0, 0), (0, inf), (20, 20)), on(31, 60, 10)]
    replaced = given(study, table + 'overlap = "later replaces"\n', rows)
    assert replaced == [Dose((0, 0), (0, 30), (20, 20)), on(31, 60, 10)]


def test_of_two_in_no_known_order_each_may_have_ended_the_other(study: Write):
    table = PLAIN + 'overlap = "later replaces"\n'
    rows = HEADER + "P1,prednisone,20,2024-02,2024-05-08\nP1,prednisone,10,2024-02-10,2024-06-08\n"
    assert [one.dose for one in given(study, table, rows)] == [(0, 20), (0, 10)]


def test_months_that_touch_do_not_certainly_overlap(study: Write):
    rows = HEADER + "P1,prednisone,20,2024-01,2024-02\nP1,prednisone,10,2024-02,2024-03\n"
    assert [one.dose[0] for one in given(study, PLAIN, rows)] == [20, 10]


def test_another_drug_or_another_route_is_no_overlap(study: Write):
    table = PLAIN + 'route = "route"\n'
    rows = "id,drug,dose,route,from,to\nP1,prednisone,5,oral,2024-01-08,2024-01-20\n"
    rows += "P1,prednisone,500,iv,2024-01-10,2024-01-12\nP1,dexa,1,oral,2024-01-08,2024-01-20\n"
    rows += "P2,prednisone,5,Oral,2024-01-08,2024-01-20\n"
    assert len(given(study, table, rows)) == 3
    found = mistake(study, table, rows + "P2,prednisone,5,oral,2024-01-09,2024-01-21\n")
    assert (found.code, place(found)) == ("E714", "cm.csv:6:dose")


def test_overlaps_between_two_tables(study: Write):
    second = PLAIN.replace("cm.csv", "iv.csv")
    rows = HEADER + "P1,prednisone,5,2024-01-08,2024-01-20\n"
    iv = HEADER + "P1,prednisone,7,2024-01-10,2024-01-22\n"
    files = {"patients_csv": ROSTER, "visits_csv": ROWS, "cm_csv": rows, "iv_csv": iv}
    found = mistake_of(study(BASE + PLAIN + second, **files), WITH_DRUGS)
    assert (found.code, place(found), str(found.secondary[0].place)) == (
        "E714",
        "iv.csv:2:dose",
        "cm.csv:2:dose",
    )
    rule = 'overlap = "add"\n'
    both = read_study(study(BASE + PLAIN + rule + second + rule, **files), WITH_DRUGS)
    assert doses(both)["P1"] == [on(0, 12, 5), on(2, 14, 7)]
    addresses = both.doses["glucocorticoid"].addresses
    assert addresses is not None
    assert [addresses.origins[one].file for one in addresses.origin.tolist()] == ["cm.csv", "iv.csv"]
    unlike = mistakes_of(study(BASE + PLAIN + rule + second, **files), WITH_DRUGS)
    assert {one.code for one in unlike} == {"E503"}


# ---- completeness --------------------------------------------------------------------------------------


def complete(cohort: Cohort, name: str = "glucocorticoid") -> list[tuple[float, float]]:
    found = cohort.doses[name]
    return list(zip(found.complete_from.tolist(), found.complete_to.tolist(), strict=True))


def test_the_history_is_complete_only_where_that_is_declared(study: Write):
    assert complete(read(study, PLAIN, HEADER)) == [(inf, -inf)] * 2
    followed = read(study, PLAIN + 'complete = "follow-up"\n', HEADER)
    assert complete(followed) == [(-inf, 182)] * 2
    assert complete(followed, "methotrexate") == [(inf, -inf)] * 2


def test_complete_between_two_columns_of_the_patients_table(study: Write):
    roster = f"id,start,since,until\nP1,{START},2023-12,2024-05\nP2,{START},,2024-05-05\n"
    found = read(study, PLAIN + 'complete = { from = "since", to = "until" }\n', HEADER, roster=roster)
    assert complete(found) == [(-8, 114), (inf, -inf)]


# ---- the study file ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "code", "message"),
    [
        (('dose = "dose"\n', ""), "E504", "the key `dose` is missing in [[drugs]]"),
        (('name = "drug"\n', ""), "E504", "the key `name` is missing in [[drugs]]"),
        (
            ('name = "drug"', 'drug = "prednisone"\nname = "drug"'),
            "E503",
            "`drug` is for a file of one drug, `name` and `drugs` for several; a table has one of them",
        ),
        (('start = "from"\n', ""), "E504", "the start of the records is missing in [[drugs]]"),
        (
            ('start = "from"\n', 'start = "from"\nstart_day = "from"\n'),
            "E503",
            "the start is given twice, by `start` and by `start_day`",
        ),
        (
            ('end = "to"', 'end = "to"\nunits = { TAB = "mg" }'),
            "E504",
            "`units` is about the texts of a column, which `unit` names",
        ),
        (
            ('end = "to"', 'end = "to"\nroutes = "oral"'),
            "E504",
            "`routes` is about the texts of a column, which `route` names",
        ),
        (
            ('end = "to"', 'end = "to"\noverlap = ["add", "later replaces"]'),
            "E503",
            'of overlapping records, either "add" or "later replaces" can be the rule',
        ),
        (
            ('dexamethasone = "dexa"', 'dexamethasone = "MEDROL"'),
            "E503",
            "the name `MEDROL` stands for both `methylprednisolone` and `dexamethasone`",
        ),
        (('dexamethasone = "dexa"', 'deza = "dexa"'), "E505", "the rules declare no drug `deza`"),
        (('dexamethasone = "dexa"', 'esr = "dexa"'), "E505", "the rules declare no drug `esr`"),
        (('dose = "dose"', 'dose = "Dose"'), "E605", "`cm.csv` has no column `Dose`"),
        (('end = "to"', 'end = "to"\noverlap = "sum"'), "E503", None),
        (('end = "to"', 'end = "to"\nwithout_end = "open"'), "E503", None),
        (('end = "to"', 'end = "to"\nrout = "oral"'), "E502", "`rout` is no key in [[drugs]]"),
    ],
)
def test_mistakes_of_the_study_file(study: Write, change: tuple[str, str], code: str, message: str | None):
    found = mistake(study, PLAIN.replace(*change), HEADER + "P1,prednisone,5,2024-01-08,2024-01-20\n")
    assert found.code == code
    assert found.message == message or message is None


def test_a_class_has_its_drugs_bound_and_not_itself(study: Write):
    found = mistake(study, PLAIN.replace("dexamethasone =", "glucocorticoid ="), HEADER)
    assert found.code == "E505"
    members = "prednisone, prednisolone, methylprednisolone, dexamethasone"
    help_ = f"`glucocorticoid` is a class of drugs; its texts are given for each of them: {members}"
    assert found.help == (help_,)


def test_mistakes_are_told_without_patients(study: Write):
    rows = HEADER + "P1,prednisone,five,2024-01-08,2024-01-20\n"
    folder = study(BASE + PLAIN, patients_csv="id,begin\n", visits_csv=ROWS, cm_csv=rows)
    assert {one.code for one in mistakes_of(folder, WITH_DRUGS)} == {"E605", "E701"}


def test_rows_of_unknown_patients(study: Write):
    rows = HEADER + "P9,prednisone,5,2024-01-08,2024-01-20\nP1,prednisone,5,2024-01-08,2024-01-20\n"
    found = mistake(study, PLAIN, rows)
    assert (found.code, place(found)) == ("E705", "cm.csv:2:id")
    assert given(study, PLAIN, rows, '[data]\nunknown_patients = "set aside"\n') == [on(0, 12, 5)]
