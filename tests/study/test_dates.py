"""Dates and study days: how they are written, what they are relative to day 0, and what is none."""

import pytest

from remit.course.cohort import Status
from tests.study.trial import PATIENTS, VISITS, Write, dates, mistake, mistakes, place, read, spans

ESR = PATIENTS + VISITS + 'measures = { esr = "esr" }\n[data]\n'
PATIENT = "id,start\nP1,2024-01-08\n"
DAYS = '[patients]\nfile = "patients.csv"\npatient = "id"\n' + VISITS.replace('date = "date"', "day = {}")


def visits(*days: str) -> str:
    return "id,date,esr\n" + "".join(f'P1,"{day}",{number}\n' for number, day in enumerate(days))


def days_of(study: Write, *cells: str, data: str = "", start: str = "2024-01-08") -> list[int]:
    return dates(
        read(study(ESR + data, patients_csv=f'id,start\nP1,"{start}"\n', visits_csv=visits(*cells)))
    )["P1"]


def wrong(study: Write, *cells: str, data: str = ""):
    return mistake(study(ESR + data, patients_csv=PATIENT, visits_csv=visits(*cells)))


# ---- dates -------------------------------------------------------------------------------------------


def test_day_0_is_the_index_date(study: Write):
    assert days_of(study, "2023-12-31", "2024-01-08", "2024-02-29", "2025-01-08") == [-8, 0, 52, 366]


@pytest.mark.parametrize(
    "text", ["2024-02-29", " 2024-02-29 ", "2024-02-29T08:30", "2024-02-29 08:30:00", "2024-2-29"]
)
def test_year_month_day_with_or_without_a_time(study: Write, text: str):
    assert days_of(study, text) == [52]


@pytest.mark.parametrize(
    ("date_format", "text"),
    [
        ("%d/%m/%Y", "29/02/2024"),
        ("%m/%d/%Y", "02/29/2024"),
        ("%d.%m.%y", "29.02.24"),
        ("%d %b %Y", "29 Feb 2024"),
        ("%Y%m%d", "20240229"),
    ],
)
def test_a_declared_format(study: Write, date_format: str, text: str):
    assert days_of(study, text, "2024-03-01", data=f'date_format = "{date_format}"') == [52, 53]


def test_a_format_of_one_table(study: Write):
    toml = PATIENTS + 'date_format = "%d/%m/%Y"\n' + VISITS + 'measures = { esr = "esr" }'
    found = read(study(toml, patients_csv="id,start\nP1,08/01/2024\n", visits_csv=visits("2024-01-09")))
    assert dates(found) == {"P1": [1]}
    assert found.index_text == ("08/01/2024",)


def test_an_ambiguous_date_offers_both_readings(study: Write):
    found = wrong(study, "03/04/2024", "04/04/2024", "05/04/2024")
    assert (found.code, place(found)) == ("E704", "visits.csv:2:date")
    assert found.message == "`03/04/2024` may be 3 April 2024 or 4 March 2024"
    assert found.help == (
        'declare `date_format = "%d/%m/%Y"` if it is 3 April 2024',
        'declare `date_format = "%m/%d/%Y"` if it is 4 March 2024',
    )


def test_only_formats_that_fit_the_whole_column_are_offered(study: Write):
    toml = PATIENTS + 'facts = { switch_date = "switch" }' + VISITS + '[data]\nmissing = "."'
    texts = ["03/04/2024", "2024-01-09", "2024-02", "", ".", "23/04/2024"]
    patients = "id,start,switch\n" + "".join(
        f"P{number},2024-01-08,{text}\n" for number, text in enumerate(texts)
    )
    found = mistake(study(toml, patients_csv=patients, visits_csv="id,date\nP1,2024-01-08\n"))
    assert (found.code, place(found)) == ("E704", "patients.csv:2:switch")
    assert found.help == ('declare `date_format = "%d/%m/%Y"` if it is 3 April 2024',)


def test_a_date_in_words_is_not_ambiguous_and_still_declared(study: Write):
    found = wrong(study, "3 Apr 2024")
    assert (found.code, found.message) == ("E704", "`3 Apr 2024` is not written year-month-day")
    assert found.help == ('declare `date_format = "%d %b %Y"` if it is 3 April 2024',)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2024-02-30", "`2024-02-30` is not a day of the calendar"),
        ("2023-02-29", "`2023-02-29` is not a day of the calendar"),
        ("2024-13-01", "`2024-13-01` is not a day of the calendar"),
        ("2024-00-01", "`2024-00-01` is not a day of the calendar"),
        ("0214-02-03", "`0214-02-03` is in the year 0214; dates are from 1900 to 2100"),
        ("2204-02-03", "`2204-02-03` is in the year 2204; dates are from 1900 to 2100"),
        ("32/01/2024", "`32/01/2024` is not a date"),
        ("soon", "`soon` is not a date"),
        ("", "this row has no date"),
    ],
)
def test_an_impossible_date(study: Write, text: str, message: str):
    found = wrong(study, "2024-01-08", text)
    assert (found.code, place(found), found.message) == ("E703", "visits.csv:3:date", message)
    assert found.data is None


def test_a_date_that_the_declared_format_does_not_describe(study: Write):
    found = wrong(study, "30/02/2024", data='date_format = "%d/%m/%Y"')
    assert (found.code, found.message) == ("E703", "`30/02/2024` is not a date that `%d/%m/%Y` describes")


def test_the_day_number_of_a_spreadsheet_is_recognised(study: Write):
    found = wrong(study, "45299")
    assert found.code == "E703"
    assert found.help == ("as the day number of a spreadsheet it is 2024-01-08; export the dates as dates",)


@pytest.mark.parametrize("text", ["2024-02", "2024"])
def test_a_visit_needs_its_day(study: Write, text: str):
    found = wrong(study, "2024-01-08", text)
    assert (found.code, place(found)) == ("E713", "visits.csv:3:date")
    assert found.message == f"this date is partial, and a visit needs its day: `{text}`"


def test_the_dates_of_visits_are_never_set_aside(study: Write):
    assert wrong(study, "soon", data='unreadable = "set aside"').code == "E703"


def test_rows_without_a_date_are_counted(study: Write):
    found = wrong(study, "2024-01-08", "", "", "")
    assert found.data == "so have 3 rows of the table"


# ---- study days --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "cells", "days"),
    [
        ('"date"', ["-28", "0", "+183", "200.0", "210."], [-28, 0, 183, 200, 210]),
        ('{ column = "date", unit = "week" }', ["0", "1.5", "52"], [0, 11, 364]),
        ('{ column = "date", unit = "month" }', ["-1", "6", "12", "3.535714"], [-30, 108, 183, 365]),
        ('{ column = "date", unit = "year" }', ["0.243675391523382", "1"], [89, 365]),
    ],
)
def test_study_days_and_longer_units_rounded_half_up(
    study: Write, day: str, cells: list[str], days: list[int]
):
    toml = DAYS.format(day) + 'measures = { esr = "esr" }'
    assert dates(read(study(toml, patients_csv="id\nP1\n", visits_csv=visits(*cells)))) == {"P1": days}


@pytest.mark.parametrize(
    ("day", "cell", "code", "message"),
    [
        ('"date"', "1.5", "E701", "`1.5` is not a whole study day"),
        ('"date"', "day 1", "E701", "`day 1` is not a whole study day"),
        ('{ column = "date", unit = "week" }', "x", "E701", "`x` is not a number of weeks"),
        ('"date"', "", "E703", "this row has no study day"),
        (
            '"date"',
            "99999999999999999999",
            "E703",
            "`99999999999999999999` is more than 200 years from day 0",
        ),
    ],
)
def test_what_is_no_study_day(study: Write, day: str, cell: str, code: str, message: str):
    toml = DAYS.format(day) + 'measures = { esr = "esr" }'
    found = mistake(study(toml, patients_csv="id\nP1\n", visits_csv=visits("0", cell)))
    assert (found.code, place(found), found.message) == (code, "visits.csv:3:date", message)


def test_study_days_beside_an_index_date(study: Write):
    toml = PATIENTS + VISITS.replace("date =", "day =") + 'measures = { esr = "esr" }'
    assert dates(read(study(toml, patients_csv=PATIENT, visits_csv=visits("3", "90")))) == {"P1": [3, 90]}


# ---- facts that are dates ----------------------------------------------------------------------------

SWITCH = PATIENTS + 'facts = { switch_date = "switch" }' + VISITS + 'measures = { esr = "esr" }\n[data]\n'


def switched(study: Write, text: str, data: str = ""):
    patients = f"id,start,switch\nP1,2024-01-08,{text}\n"
    return read(study(SWITCH + data, patients_csv=patients, visits_csv=visits("2024-01-08"))).facts[
        "switch_date"
    ]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2024-01-08", (0, 0)),
        ("2023-12-31", (-8, -8)),
        ("2024-02", (24, 52)),
        ("2024-12", (328, 358)),
        ("2024", (-7, 358)),
        ("", (float("-inf"), float("inf"))),
    ],
)
def test_a_date_is_a_study_day_and_a_partial_one_an_interval(
    study: Write, text: str, days: tuple[float, float]
):
    found = switched(study, text)
    assert spans(found) == [days]
    assert found.status.tolist() == [Status.RECORDED if text else Status.EMPTY]
    assert found.addresses is not None
    assert found.addresses.text == (text,)


def test_an_unreadable_fact_may_be_set_aside(study: Write):
    found = switched(study, "soon", 'unreadable = "set aside"')
    assert found.status.tolist() == [Status.UNREADABLE]
    assert spans(found) == [(float("-inf"), float("inf"))]


def test_without_index_dates_a_date_is_a_study_day(study: Write):
    toml = '[patients]\nfile = "patients.csv"\npatient = "id"\nfacts = { switch_date = "switch" }\n'
    toml += VISITS.replace("date =", "day =") + 'measures = { esr = "esr" }'
    found = read(study(toml, patients_csv="id,switch\nP1,30\n", visits_csv=visits("0")))
    assert spans(found.facts["switch_date"]) == [(30, 30)]
    assert found.index_text == ("",)


# ---- the index date ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "code", "message"),
    [
        ("", "E711", "patient `P2` has no index date, which is day 0"),
        ("2024-01", "E713", "the index date of patient `P2` is partial, and day 0 needs its day"),
        ("2024-01-32", "E703", "`2024-01-32` is not a day of the calendar"),
        ("01/02/2024", "E704", "`01/02/2024` may be 1 February 2024 or 2 January 2024"),
    ],
)
def test_an_index_date_that_is_none(study: Write, start: str, code: str, message: str):
    patients = f"id,start\nP1,2024-01-08\nP2,{start}\n"
    found = mistakes(study(ESR, patients_csv=patients, visits_csv=visits("2024-01-08")))
    assert [(one.code, place(one), one.message) for one in found] == [(code, "patients.csv:3:start", message)]


def test_index_dates_are_never_set_aside(study: Write):
    toml = ESR + 'unreadable = "set aside"'
    found = mistake(study(toml, patients_csv="id,start\nP1,soon\n", visits_csv=visits("2024-01-08")))
    assert (found.code, place(found)) == ("E703", "patients.csv:2:start")


def test_a_missing_code_is_no_index_date(study: Write):
    found = mistake(
        study(ESR + 'missing = "."', patients_csv="id,start\nP1,.\n", visits_csv=visits("2024-01-08"))
    )
    assert (found.code, place(found)) == ("E711", "patients.csv:2:start")
