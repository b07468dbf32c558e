"""The layouts of a study's tables: visits and wide charts; their dates, and values of one date."""

import pytest

from remit.course.cohort import Status
from remit.model.declarations import Declarations
from tests.study.trial import (
    PATIENTS,
    TWO_PATIENTS,
    VISITS,
    Write,
    dates,
    levels,
    measure,
    mistake,
    place,
    read,
    recorded,
    spans,
)

DAYS = VISITS.replace("date =", "day =")


# ---- several tables of visits ------------------------------------------------------------------------


def test_rows_of_one_date_are_one_visit(study: Write):
    toml = (
        PATIENTS
        + DAYS
        + 'measures = { esr = "esr" }\n'
        + DAYS.replace("visits", "b", 2).replace("[[b]]", "[[visits]]")
    )
    toml += 'measures = { crp = "crp" }\n'
    found = read(
        study(
            toml,
            patients_csv=TWO_PATIENTS,
            visits_csv="id,date,esr\nP1,0,1\nP1,9,2\n",
            b_csv="id,date,crp\nP1,9,3\nP1,4,4\n",
        )
    )
    assert dates(found) == {"P1": [0, 4, 9], "P2": []}
    assert found.is_visit.tolist() == [True] * 3
    assert found.measures["esr"].status.tolist() == [Status.RECORDED, Status.NO_ROW, Status.RECORDED]
    assert found.measures["crp"].status.tolist() == [Status.NO_ROW, Status.RECORDED, Status.RECORDED]
    assert found.visit_addresses is not None
    rows = found.visit_addresses
    assert [
        (rows.origins[one].file, line) for one, line in zip(rows.origin, rows.row.tolist(), strict=True)
    ] == [
        ("visits.csv", 2),
        ("b.csv", 3),
        ("visits.csv", 3),
    ]


def test_a_value_speaks_for_its_date_before_an_empty_cell(study: Write):
    visits = "id,date,esr\nP1,0,\nP1,0,31\nP1,0,31.0\nP1,0,-999\nP1,9,\nP1,9,-999\n"
    toml = PATIENTS + DAYS + 'measures = { esr = "esr" }\n[data]\nmissing = "-999"'
    found = read(study(toml, patients_csv=TWO_PATIENTS, visits_csv=visits)).measures["esr"]
    assert found.status.tolist() == [Status.RECORDED, Status.CODED]
    assert found.addresses is not None
    assert found.addresses.row.tolist() == [3, 7]


def test_of_unusable_cells_that_speaks_which_says_most(study: Write):
    cells = ["", "ND", "x", "999"]
    toml = PATIENTS + DAYS + 'measures = { esr = "esr" }\n[data]\nmissing = "ND"\n'
    toml += 'unreadable = "set aside"\nout_of_range = "set aside"'
    rows = "".join(f"P1,{day},{cell}\n" for day in range(4) for cell in cells[: day + 1])
    found = read(study(toml, patients_csv=TWO_PATIENTS, visits_csv="id,date,esr\n" + rows)).measures["esr"]
    assert found.status.tolist() == [Status.EMPTY, Status.CODED, Status.UNREADABLE, Status.OUT_OF_RANGE]


# ---- two values of one date --------------------------------------------------------------------------

CONFLICT = """\
id,date,esr,skin,grade,arm
P1,7,31,yes,clear,left
P1,7,,,,
P1,7,35,no,severe,right
P1,9,1,no,clear,none
"""
ALL = PATIENTS + DAYS + "measures = {{ {0} = '{0}' }}\n[data]\nconflicts = '{1}'"


def test_two_values_of_one_date_name_both_cells(study: Write):
    found = mistake(study(ALL.format("esr", "stop"), patients_csv=TWO_PATIENTS, visits_csv=CONFLICT))
    assert (found.code, place(found)) == ("E707", "visits.csv:4:esr")
    assert found.message == "`esr` of P1 on 2024-01-15 (day 7) has two values, `31` and `35`"
    assert [str(label.place) for label in found.secondary] == ["visits.csv:2:esr"]


@pytest.mark.parametrize(
    ("name", "rule", "bounds", "text", "line"),
    [
        ("esr", "first", (31, 31), "31", 2),
        ("esr", "last", (35, 35), "35", 4),
        ("esr", "mean", (33, 33), "31 and 35", 2),
        ("esr", "worst", (35, 35), "35", 4),
        ("skin", "first", (1, 1), "yes", 2),
        ("skin", "last", (0, 0), "no", 4),
        ("skin", "worst", (1, 1), "yes", 2),
        ("grade", "worst", (4, 4), "severe", 4),
        ("arm", "last", (2, 2), "right", 4),
    ],
)
def test_a_declared_rule_settles_them(
    study: Write, name: str, rule: str, bounds: tuple[float, float], text: str, line: int
):
    found = read(study(ALL.format(name, rule), patients_csv=TWO_PATIENTS, visits_csv=CONFLICT))
    column = found.measures[name]
    assert spans(column)[0] == bounds
    assert column.addresses is not None
    assert (column.addresses.text[0], column.addresses.row.tolist()) == (text, [line, 5])
    assert f'{name}: 1 date with several values, settled by `conflicts = "{rule}"`.' in found.notes


@pytest.mark.parametrize(
    ("name", "rule"), [("skin", "mean"), ("grade", "mean"), ("arm", "mean"), ("arm", "worst")]
)
def test_a_rule_that_settles_nothing(study: Write, name: str, rule: str):
    found = mistake(study(ALL.format(name, rule), patients_csv=TWO_PATIENTS, visits_csv=CONFLICT))
    assert (found.code, place(found)) == ("E707", f"visits.csv:4:{name}")
    why = "has no mean" if rule == "mean" else "has no direction that tells the worst"
    assert found.help == (f'`conflicts = "{rule}"` does not settle it: `{name}` {why}',)


@pytest.mark.parametrize(
    ("rule", "bounds"), [("first", (0, 5)), ("last", (4, 4)), ("mean", (2, 4.5)), ("worst", (4, 5))]
)
def test_a_bound_is_another_value(study: Write, rule: str, bounds: tuple[float, float]):
    visits = "id,date,esr\nP1,7,<5\nP1,7,4\n"
    assert spans(
        read(study(ALL.format("esr", rule), patients_csv=TWO_PATIENTS, visits_csv=visits)).measures["esr"]
    ) == [bounds]
    assert (
        mistake(study(ALL.format("esr", "stop"), patients_csv=TWO_PATIENTS, visits_csv=visits)).code == "E707"
    )


def test_a_bound_and_its_limit_are_two_values(study: Write):
    visits = "id,date,esr\nP1,7,<5\nP1,7,5\n"
    found = mistake(study(ALL.format("esr", "stop"), patients_csv=TWO_PATIENTS, visits_csv=visits))
    assert (found.code, place(found)) == ("E707", "visits.csv:3:esr")


@pytest.mark.parametrize(("better", "bounds"), [("right", (1, 1)), ("left", (2, 2)), (None, None)])
def test_of_two_levels_without_order_the_other_is_worse(
    study: Write, better: str | None, bounds: tuple[float, float] | None
):
    side = measure("side", levels("left", "right"), better)
    declared = Declarations({}, {"side": side}, {}, {})
    visits = "id,date,side\nP1,7,left\nP1,7,right\n"
    folder = study(ALL.format("side", "worst"), patients_csv=TWO_PATIENTS, visits_csv=visits)
    if bounds is None:
        assert mistake(folder, declared).code == "E707"
    else:
        assert spans(read(folder, declared).measures["side"]) == [bounds]


def test_a_mean_of_decimals_is_a_decimal(study: Write):
    visits = "id,date,esr\nP1,7,0.1\nP1,7,0.2\n"
    assert spans(
        read(study(ALL.format("esr", "mean"), patients_csv=TWO_PATIENTS, visits_csv=visits)).measures["esr"]
    ) == [(0.15, 0.15)]


# ---- one row a patient -------------------------------------------------------------------------------

WIDE = """
[[wide]]
file = "chart.csv"
patient = "id"
at = { baseline = { esr = "esr_0", skin = "skin_0" }, month_6 = { esr = "esr_6", skin = "skin_6" } }
"""


def test_a_wide_chart_stands_at_the_target_days(study: Write):
    chart = "id,esr_0,skin_0,esr_6,skin_6\nP1,31,yes,12,no\nP2,28,,,\n"
    found = read(study(PATIENTS + WIDE, patients_csv=TWO_PATIENTS, chart_csv=chart))
    assert dates(found) == {"P1": [0, 183], "P2": [0]}
    assert recorded(found, "esr") == {("P1", 0): (31, 31), ("P1", 183): (12, 12), ("P2", 0): (28, 28)}
    assert found.measures["skin"].status.tolist() == [1, 1, Status.EMPTY]
    assert found.follow_up_end.tolist() == [183, 0]
    addresses = found.measures["esr"].addresses
    assert addresses is not None
    assert [addresses.origins[one].column for one in addresses.origin] == ["esr_0", "esr_6", "esr_0"]
    assert addresses.row.tolist() == [2, 2, 3]


def test_missing_codes_tell_of_no_visit(study: Write):
    chart = "id,esr_0,skin_0,esr_6,skin_6\nP1,31,yes,-999,-999\nP2,28,-999,,-999\n"
    toml = PATIENTS + WIDE + '[data]\nmissing = "-999"'
    assert dates(read(study(toml, patients_csv=TWO_PATIENTS, chart_csv=chart))) == {"P1": [0], "P2": [0]}


def test_a_wide_chart_by_instants_without_any_patients_table(study: Write):
    toml = (
        WIDE[: WIDE.index("at =")]
        + 'at = { "day 0" = { esr = "a" }, "month 6" = { esr = "b" }, "week -2" = { esr = "c" } }'
    )
    found = read(study(toml, chart_csv="id,a,b,c\n7,1,2,3\n"))
    assert recorded(found, "esr") == {("7", -14): (3, 3), ("7", 0): (1, 1), ("7", 183): (2, 2)}


def test_a_wide_chart_with_the_dates_of_its_visits(study: Write):
    at = 'at = { baseline = { esr = "a" }, month_6 = { date = "when", esr = "b", skin = "s" } }'
    toml = PATIENTS + WIDE[: WIDE.index("at =")] + at
    chart = "id,a,when,b,s\nP1,31,2024-07-01,12,\nP2,28,2024-08-09,,\n"
    found = read(study(toml, patients_csv=TWO_PATIENTS, chart_csv=chart))
    assert dates(found) == {"P1": [0, 175], "P2": [0, 186]}
    assert found.measures["esr"].status.tolist() == [1, 1, 1, Status.EMPTY]
    chart = "id,a,when,b,s\nP1,31,,12,\nP2,28,,,\n"
    found_ = mistake(study(toml, patients_csv=TWO_PATIENTS, chart_csv=chart))
    assert (found_.code, place(found_), found_.message) == (
        "E703",
        "chart.csv:2:when",
        "this row has no date",
    )


def test_a_wide_chart_with_study_days_in_weeks(study: Write):
    at = 'at = { month_6 = { day = { column = "when", unit = "week" }, esr = "b" } }'
    found = read(study(WIDE[: WIDE.index("at =")] + at, chart_csv="id,when,b\nP1,26,12\n"))
    assert dates(found) == {"P1": [182]}


def test_a_timepoint_that_the_rules_do_not_declare(study: Write):
    toml = PATIENTS + WIDE.replace("month_6 =", "month_7 =")
    found = mistake(
        study(toml, patients_csv=TWO_PATIENTS, chart_csv="id,esr_0,skin_0,esr_6,skin_6\nP1,1,1,1,1\n")
    )
    assert (found.code, place(found)) == ("E505", "11:55 month_7")
    assert found.help[0] == "did you mean `month_6`?"
