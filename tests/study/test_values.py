"""What the cells of measures mean: numbers in units, and their possible range."""

from fractions import Fraction
from pathlib import Path

import pytest

from remit.course.cohort import Status, exact
from remit.operators.bounds import Number
from tests.study.one_column import WIDE, column, table
from tests.study.trial import (
    HERE,
    Write,
    mistake,
    place,
    read,
    spans,
)

# ---- numbers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        (" 12 ", 12),
        ("12.50", 12.5),
        ("1e2", 100),
        ("1E-1", 0.1),
        ("+3", 3),
        (".5", 0.5),
        ("7.", 7),
        ("0", 0),
        ("200", 200),
    ],
)
def test_a_number_however_it_is_written(study: Write, text: str, value: float):
    assert spans(column(study, "esr", '"x"', [text])) == [(value, value)]


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "NaN",
        "inf",
        "-inf",
        "1_000",
        "12 mm/h",
        "1.2.3",
        "0x1F",
        "12%",
        "٣",
        "--1",
        "<",
        "<x",
        "12,5",
    ],
)
def test_what_is_no_number(study: Write, text: str):
    found = mistake(table(study, "esr", '"x"', ["31", text]))
    assert (found.code, place(found), found.message) == (
        "E701",
        "visits.csv:3:x",
        f"`{text}` is not a number",
    )
    (declared,) = found.secondary
    assert (declared.place, declared.text) == (HERE, "a number from 0 to 200 mm/h")


@pytest.mark.parametrize("text", ["12,5", "-12,5"])
def test_a_decimal_comma_is_offered_before_it_is_read(study: Write, text: str):
    found = mistake(table(study, "esr", '"x"', [text]))
    assert found.help == (f'if it is {text.replace(",", ".")}, declare `decimal = ","`',)


@pytest.mark.parametrize("text", ["1e91", "-1e91", "1e-91", "-1e-91", "1e999", "1e-999"])
@pytest.mark.parametrize("binding", ['"x"', '{ column = "x", factor = 0.5 }'])
def test_a_number_that_no_chart_holds(study: Write, text: str, binding: str):
    found = mistake(table(study, "wide", binding, [text]), WIDE)
    assert (found.code, found.message) == (
        "E701",
        f"`{text}` is not a number that a chart holds: its size is not from 10^-90 to 10^90",
    )


def test_the_size_that_counts_is_that_of_the_converted_number(study: Write):
    for text, factor in (("1e90", "10"), ("1e-90", "0.1"), ("1e300", "1e300")):
        binding = f'{{ column = "x", factor = {factor} }}'
        assert mistake(table(study, "wide", binding, [text]), WIDE).code == "E701"


def test_the_largest_and_the_least_number_that_a_chart_holds(study: Write):
    folder = table(study, "wide", '"x"', ["1e90", "-1e90", "1e-90", "0", "0e999", "-0.0"])
    assert [low for low, _ in spans(read(folder, WIDE).measures["wide"])] == [1e90, -1e90, 1e-90, 0, 0, 0]


def test_a_declared_decimal_comma(study: Write):
    assert spans(column(study, "esr", '"x"', ["12,5", "7"], 'decimal = ","')) == [(12.5, 12.5), (7, 7)]
    assert mistake(table(study, "esr", '"x"', ["12.5"], 'decimal = ","')).code == "E701"


def test_a_missing_code_is_offered_for_text(study: Write):
    found = mistake(table(study, "esr", '"x"', ["NASK", "NASK", "3"]))
    assert found.help == (
        "correct the cell",
        'if it means not recorded, declare that: `missing = ["NASK"]`',
        'or set such cells aside: `unreadable = "set aside"` in [data]',
    )
    assert found.data == "2 cells of the column hold it"


def test_closed_columns_pay_for_one_array(study: Write):
    for name, cells in (("esr", ["1", "2"]), ("skin", ["yes", "no"])):
        values = column(study, name, '"x"', cells).values
        low, high = (
            (values.low, values.high) if isinstance(values, Number) else (values.certain, values.possible)
        )
        assert low is high


# ---- units -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("binding", "text", "value", "conversion"),
    [
        ('{ column = "x", unit = "mg/dL" }', "1.3", "13", "mg/dL → mg/L, × 10"),
        ('{ column = "x", unit = "mg/L" }', "1.3", "1.3", None),
        ('{ column = "x", unit = "g/L" }', "0.0187", "18.7", "g/L → mg/L, × 1000"),
        ('{ column = "x", unit = "ug/mL" }', "1.1", "1.1", None),
        ('{ column = "x", factor = 0.00884 }', "237.6", "2.100384", "as recorded → mg/L, × 0.00884"),
        ('{ column = "x", unit = "nmol/L", factor = 0.105 }', "100", "10.5", "nmol/L → mg/L, × 0.105"),
        ('{ column = "x", unit = "mg/day", factor = 2 }', "3.3", "6.6", "mg/day → mg/L, × 2"),
    ],
)
def test_numbers_are_converted_exactly(
    study: Write, tmp_path: Path, binding: str, text: str, value: str, conversion: str | None
):
    found = column(study, "crp", binding, [text])
    assert isinstance(found.values, Number)
    assert exact(found.values.low[0]) == Fraction(value)
    assert found.addresses is not None
    assert found.addresses.text == (text,)
    assert found.addresses.origins[0].conversion == (
        conversion and f"{conversion}, {tmp_path / 'study.toml'}:12"
    )


@pytest.mark.parametrize(
    ("name", "binding", "code", "where", "message"),
    [
        (
            "esr",
            '{ column = "x", unit = "mg/L" }',
            "E312",
            '"mg/L"',
            "`esr` is declared in mm/h (length per time), and this is in mg/L",
        ),
        ("crp", '{ column = "x", unit = "mgg/L" }', "E204", '"mgg/L"', "`mgg` is not a unit that is known"),
        ("esr", '{ column = "x", values = { yes = "1" } }', "E503", "values", "`values` does not fit `esr`"),
        ("skin", '{ column = "x", unit = "mg" }', "E503", "unit", "`unit` does not fit `skin`"),
        ("skin", '{ column = "x", values = { yse = "1" } }', "E203", "yse", "`skin` has no level `yse`"),
        (
            "grade",
            '{ column = "x", values = { claer = "1" } }',
            "E203",
            "claer",
            "`grade` has no level `claer`",
        ),
        (
            "skin",
            '{ column = "x", values = { yes = "1", no = ["0", "1"] } }',
            "E503",
            "no",
            "the text `1` stands for both",
        ),
    ],
)
def test_a_coding_that_does_not_fit(
    study: Write, name: str, binding: str, code: str, where: str, message: str
):
    found = mistake(table(study, name, binding, ["1"]))
    assert (found.code, place(found).split(" ", 1)[1]) == (code, where)
    assert found.message.startswith(message)


@pytest.mark.parametrize(
    ("name", "unit", "meant"),
    [
        ("prednisone", "mg", "mg/day"),
        ("prednisone", "g", "g/day"),
        ("prednisone", "mg/day/kg", None),
        ("crp", "mg", "mg/L"),
        ("crp", "mg/L/day", None),
        ("crp", "umol/L", None),
        ("crp", "mm/h", None),
        ("esr", "mg", None),
    ],
)
def test_the_unit_that_was_meant_is_offered_and_no_factor(
    study: Write, name: str, unit: str, meant: str | None
):
    found = mistake(table(study, name, f'{{ column = "x", unit = "{unit}" }}', ["1"]))
    assert found.code == "E312"
    *likely, factor = found.help
    assert likely == ([f"did you mean `{meant}`?"] if meant else [])
    assert "factor = …" in factor
    assert not any(sign.isdigit() for sign in factor)


# ---- the possible range ------------------------------------------------------------------------------


def test_a_value_outside_the_possible_range(study: Write):
    found = mistake(table(study, "esr", '"x"', ["31", "201"]))
    assert (found.code, place(found)) == ("E702", "visits.csv:3:x")
    assert found.message == "`201` is outside the possible range"
    assert found.secondary[0].text == "a number from 0 to 200 mm/h"


def test_the_range_is_that_of_the_converted_value(study: Write):
    found = mistake(table(study, "crp", '{ column = "x", unit = "mg/dL" }', ["101"]))
    assert found.message == "`101`, which is 1010 mg/L, is outside the possible range"


def test_a_slip_of_the_unit_is_offered(study: Write):
    found = mistake(table(study, "esr", '"x"', ["30", "31", "33", "3100"]))
    assert found.help[0] == "is it in another unit? Times 1/100 it would be near the column's median, 31"


def test_values_may_be_set_aside(study: Write):
    found = read(table(study, "esr", '"x"', ["31", "201", "-1", "201"], 'out_of_range = "set aside"'))
    assert found.measures["esr"].status.tolist() == [1, 4, 4, 4]
    assert spans(found.measures["esr"]) == [(31, 31)] + [(0, 200)] * 3
    assert "visits.csv: 3 cells of `x` set aside as outside the possible range: `201`, `-1`." in found.notes


def test_unreadable_cells_may_be_set_aside(study: Write):
    found = read(table(study, "esr", '"x"', ["31", "tapering"], 'unreadable = "set aside"'))
    assert found.measures["esr"].status.tolist() == [Status.RECORDED, Status.UNREADABLE]
    assert found.measures["esr"].addresses is not None
    assert found.measures["esr"].addresses.text == ("31", "tapering")
    assert mistake(table(study, "esr", '"x"', ["201"], 'unreadable = "set aside"')).code == "E702"
