"""What the cells of measures mean: bounds, levels, codes, and what is no value."""

import numpy as np
import pytest

from remit.course.cohort import Status
from remit.diagnostics.diagnostic import Cell
from remit.operators.bounds import Levels, Truth
from tests.study.one_column import TOML, column, table
from tests.study.trial import (
    TWO_PATIENTS,
    Write,
    mistake,
    mistakes,
    place,
    read,
    spans,
)

# ---- bounds ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("<0.3", (0, 0.3)),
        ("< 0.3", (0, 0.3)),
        ("<=5", (0, 5)),
        ("≤5", (0, 5)),
        (">150", (150, 200)),
        (">=150", (150, 200)),
        ("≥ 150", (150, 200)),
    ],
)
def test_a_censored_value_is_a_bound_and_counts_as_recorded(
    study: Write, text: str, bounds: tuple[float, float]
):
    found = column(study, "esr", '"x"', [text, "7"])
    assert spans(found) == [bounds, (7, 7)]
    assert found.recorded.tolist() == [True, True]


def test_a_bound_is_converted_too(study: Write):
    assert spans(column(study, "crp", '{ column = "x", unit = "mg/dL" }', ["<0.3", ">50"])) == [
        (0, 3),
        (500, 1000),
    ]


def test_without_an_upper_limit_a_bound_is_infinite(study: Write):
    assert spans(column(study, "prednisone", '"x"', [">5", ""]))[0] == (5, 2000)


@pytest.mark.parametrize("text", ["<-1", ">300"])
def test_a_bound_outside_the_possible_range(study: Write, text: str):
    assert mistake(table(study, "esr", '"x"', [text])).code == "E702"


# ---- levels ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["yes", "Yes", "Y", "true", "TRUE", "1", " yes "])
def test_yes_however_it_is_written(study: Write, text: str):
    assert spans(column(study, "skin", '"x"', [text])) == [(1, 1)]


@pytest.mark.parametrize("text", ["no", "N", "False", "0"])
def test_no_however_it_is_written(study: Write, text: str):
    assert spans(column(study, "skin", '"x"', [text])) == [(0, 0)]


@pytest.mark.parametrize("text", ["clear", "Clear", "CLEAR "])
def test_a_level_by_its_name(study: Write, text: str):
    assert spans(column(study, "grade", '"x"', [text])) == [(1, 1)]


@pytest.mark.parametrize("text", ["almost clear", "Almost-Clear", "almost_clear"])
def test_blanks_and_hyphens_are_underscores(study: Write, text: str):
    assert spans(column(study, "grade", '"x"', [text])) == [(2, 2)]


def test_declared_texts_replace_the_usual_ones(study: Write):
    binding = '{ column = "x", values = { yes = [2, "Present"], no = 1 } }'
    assert spans(column(study, "skin", binding, ["2", "present", "1"])) == [(1, 1), (1, 1), (0, 0)]
    found = mistake(table(study, "skin", binding, ["yes"]))
    assert (found.code, found.message) == ("E710", "`yes` is not yes or no")


def test_an_unknown_level(study: Write):
    found = mistake(table(study, "grade", '"x"', ["clear", "sever"]))
    assert (found.code, place(found)) == ("E710", "visits.csv:3:x")
    assert found.message == "`sever` is not a level of `grade`"
    assert found.help[0] == "did you mean `severe`?"
    assert found.help[1] == 'or say in study.toml what it means, such as `values = { clear = ["sever"] }`'
    assert found.secondary[0].text == "its levels are clear, almost_clear, severe"


# ---- nothing recorded --------------------------------------------------------------------------------


def test_what_is_not_recorded_is_open_at_its_range(study: Write):
    cells = ["", "-999", "."]
    data = 'missing = [-999, "."]'
    number_ = column(study, "esr", '"x"', cells, data)
    assert number_.status.tolist() == [Status.EMPTY, Status.CODED, Status.CODED]
    assert spans(number_) == [(0, 200)] * 3
    truth = column(study, "skin", '"x"', cells, data).values
    assert isinstance(truth, Truth)
    assert truth.open.all()
    levels_ = column(study, "grade", '"x"', cells, data).values
    assert isinstance(levels_, Levels)
    assert levels_.mask.tolist() == [7, 7, 7]


def test_a_missing_code_of_one_column(study: Write):
    found = column(study, "esr", '{ column = "x", missing = "ND" }', ["ND", "3"])
    assert found.status.tolist() == [Status.CODED, Status.RECORDED]


def test_a_missing_code_of_one_table(study: Write):
    toml = TOML + 'missing = ["ND"]\nmeasures = { esr = "x" }\n'
    found = read(study(toml, patients_csv=TWO_PATIENTS, visits_csv="id,day,x\nP1,0,ND\n")).measures["esr"]
    assert found.status.tolist() == [Status.CODED]


def test_what_no_table_binds_is_never_recorded_and_noted(study: Write):
    found = read(table(study, "esr", '"x"', ["3"]))
    assert found.measures["crp"].status.tolist() == [Status.NO_ROW]
    assert spans(found.measures["crp"]) == [(0, 1000)]
    assert np.isneginf(spans(found.facts["switch_date"])[0][0])
    assert "Bound to no column: 5 measures, prednisone, crp, skin, grade, arm." in found.notes
    assert "Bound to no column: 2 events, infection, new_dmard." in found.notes


@pytest.mark.parametrize(
    ("name", "help_"),
    [
        ("sed_rate", "did you mean `esr`?"),
        ("grad", "did you mean `grade`?"),
        ("age", "it is a fact, which is bound under `facts` of [patients]"),
        ("infection", "it is an event, which is bound in a table of [[events]]"),
        ("zzzzzzzz", "the rules declare esr, prednisone, crp, skin, grade, arm"),
    ],
)
def test_a_name_that_the_rules_do_not_declare(study: Write, name: str, help_: str):
    found = mistake(table(study, name, '"x"', ["3"]))
    assert (found.code, place(found)) == ("E505", f"12:14 {name}")
    assert found.message == f"the rules declare no measure `{name}`"
    assert found.help == (help_,)


# ---- many mistakes -----------------------------------------------------------------------------------


def test_a_text_is_told_once_and_twenty_texts_of_a_column(study: Write):
    found = mistakes(table(study, "esr", '"x"', [f"a{number % 30}" for number in range(90)]))
    assert [one.message for one in found] == [f"`a{number}` is not a number" for number in range(20)]
    assert [one.primary.place for one in found][:2] == [
        Cell("visits.csv", 2, "x"),
        Cell("visits.csv", 3, "x"),
    ]
    assert found[0].data == "3 cells of the column hold it"
    assert found[-1].data == "and 10 more such texts in the column `x`"


def test_two_values_of_one_visit_are_told_with_mistakes_in_other_rows(study: Write):
    toml = TOML + 'measures = { esr = "x" }\n'
    visits = "id,day,x\nP1,0,1\nP1,0,2\nP9,1,3\nP2,soon,3\nP2,9,abc\n"
    found = mistakes(study(toml, patients_csv="id,start\nP1,\nP2,2024-02-05\n", visits_csv=visits))
    assert [one.code for one in found] == ["E711", "E705", "E701", "E701", "E707"]
    assert found[-1].message == "`esr` of P1 on day 0 has two values, `1` and `2`"


def test_mistakes_of_all_kinds_are_told_together(study: Write):
    toml = TOML + 'measures = { esr = "x", nonsense = "y", skin = "z" }\n'
    visits = "id,day,x,y,z\nP1,0,abc,1,maybe\nP9,1,900,1,yes\nP1,soon,1,1,1\n"
    found = mistakes(study(toml, patients_csv="id,start\nP1,2024-01-08\nP1,2024-13-08\n", visits_csv=visits))
    assert sorted(one.code for one in found) == [
        "E505",
        "E701",
        "E701",
        "E702",
        "E703",
        "E705",
        "E709",
        "E710",
    ]
    assert found[0].code == "E505"  # mistakes of the study file come first
