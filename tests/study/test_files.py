"""Data files: what is read of them, and what is told of a file that cannot be."""

import sys
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.study.trial import (
    PATIENTS,
    TWO_PATIENTS,
    VISITS,
    Write,
    mistake,
    mistakes,
    place,
    read,
    recorded,
)

ESR = PATIENTS + VISITS + 'measures = { esr = "esr" }\n'
GOOD = "id,date,esr\nP1,2024-01-08,31\nP2,2024-08-01,25\n"
READ = {("P1", 0): (31, 31), ("P2", 178): (25, 25)}


def esr_of(folder: Path) -> dict[tuple[str, int], tuple[float, float]]:
    return recorded(read(folder), "esr")


# ---- delimited text ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "content"),
    [
        ("", GOOD.encode()),
        ("", b"\xef\xbb\xbf" + GOOD.encode()),
        ("", GOOD.replace("\n", "\r\n").encode()),
        ("", GOOD.replace("\n", "\r").encode()),
        ("", b"\n , \n" + GOOD.replace("\n", "\n\n,,\n").encode()),
        ("", GOOD.replace("esr", " esr ").replace("31", "  31 ").encode()),
        ("", GOOD.replace("\n", ",,\n").encode()),
        ("", GOOD.rstrip("\n").encode()),
        ('separator = ";"', GOOD.replace(",", ";").encode()),
        ('separator = "\\t"', GOOD.replace(",", "\t").encode()),
        ('separator = "|"', GOOD.replace(",", "|").encode()),
        ('encoding = "utf-16"', GOOD.encode("utf-16")),
        ('decimal = ","\nseparator = ";"', GOOD.replace(",", ";").replace("31", "31,0").encode()),
    ],
)
def test_the_same_table_however_it_is_written(study: Write, options: str, content: bytes):
    assert esr_of(study(ESR + options, visits_csv=content, patients_csv=TWO_PATIENTS)) == READ


def test_a_declared_encoding_reads_its_letters(study: Write):
    toml = PATIENTS.replace('"start"', '"start"\nencoding = "cp1252"') + VISITS + 'measures = { esr = "esr" }'
    folder = study(
        toml,
        patients_csv="id,start\nJérôme,2024-01-08\n".encode("cp1252"),
        visits_csv="id,date,esr\nJérôme,2024-01-08,31\n",
    )
    assert read(folder).patients == ("Jérôme",)


def test_a_tsv_file_is_separated_by_tabs(study: Write):
    folder = study(
        ESR.replace("visits.csv", "visits.tsv"), visits_tsv=GOOD.replace(",", "\t"), patients_csv=TWO_PATIENTS
    )
    assert esr_of(folder) == READ


def test_a_file_may_lie_in_another_folder(study: Write, tmp_path: Path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "v.csv").write_text(GOOD)
    assert esr_of(study(ESR.replace("visits.csv", "data/v.csv"), patients_csv=TWO_PATIENTS)) == READ


def test_a_row_is_found_at_the_line_where_it_begins(study: Write):
    remarks = ('"two\nlines"', '"a ""quoted"" word, and\r\nmore"\n', "")
    days = ("P1,2024-01-08,31", "P1,2024-02-01,30", "P2,2024-08-01,25")
    rows = "".join(f"{day},{remark}\n" for day, remark in zip(days, remarks, strict=True))
    visits = "id,date,esr,remark\n" + rows
    column = read(study(ESR, visits_csv=visits, patients_csv=TWO_PATIENTS)).measures["esr"]
    assert column.addresses is not None
    assert column.addresses.row.tolist() == [2, 4, 7]
    assert column.addresses.text == ("31", "30", "25")


def test_more_rows_than_are_read_at_once_keep_their_lines(study: Write):
    rows = [f'P1,{day},{day % 100},"{"line" if day % 700 else "a" + chr(10) + "b"}"' for day in range(5000)]
    toml = PATIENTS + VISITS.replace("date", "day") + 'measures = { esr = "esr" }'
    folder = study(toml, visits_csv="id,day,esr,remark\n" + "\n".join(rows), patients_csv=TWO_PATIENTS)
    column = read(folder).measures["esr"]
    assert column.addresses is not None
    lines = (folder / "visits.csv").read_text().split("\n")
    for day in (0, 1, 699, 700, 701, 2047, 2048, 4999):
        assert lines[column.addresses.row[day] - 1].startswith(f"P1,{day},")
        assert column.addresses.text[day] == str(day % 100)


FAULTS = [
    ("E602", b"", "visits.csv"),
    ("E602", b"\xef\xbb\xbf\r\n\n", "visits.csv"),
    ("E603", "id,date,esr,ort\nP1,2024-01-08,31,Zürich\n".encode("cp1252"), "visits.csv:2"),
    ("E603", GOOD.encode("utf-16"), "visits.csv:1"),
    ("E603", b"PK\x03\x04\x14\x00\x06\x00\xb5\xff", "visits.csv:1"),
    ("E604", GOOD.replace(",", ";").encode(), "visits.csv:1"),
    ("E604", GOOD.replace(",", "\t").encode(), "visits.csv:1"),
    ("E605", GOOD.replace("esr", "ESR_mm").encode(), '12:20 "esr"'),
    ("E606", b"id,date,esr,esr\nP1,2024-01-08,31,30\n", "visits.csv:1:esr"),
    ("E607", b"id,date,esr\nP1,2024-01-08,31\nP2,2024-08-01,2,5\n", "visits.csv:3"),
    ("E607", b"id,date,esr\nP1,2024-01-08,31\n\nP2,2024-08-01\n", "visits.csv:4"),
    ("E607", b'id,date,esr\nP1,2024-01-08,"31\nP2,2024-08-01,25\n', "visits.csv:3"),
    ("E607", b'id,date,esr\nP1,2024-01-08,"31" mm\n', "visits.csv:2"),
    ("E708", b"id,date,esr\n", "visits.csv"),
]


@pytest.mark.parametrize(("code", "content", "where"), FAULTS)
def test_a_faulty_file(study: Write, code: str, content: bytes, where: str):
    found = mistake(study(ESR, visits_csv=content, patients_csv=TWO_PATIENTS))
    assert (found.code, place(found)) == (code, where)


def told(study: Write, content: bytes):
    return mistake(study(ESR, visits_csv=content, patients_csv=TWO_PATIENTS))


def test_what_is_not_utf8_names_the_byte(study: Write):
    found = told(study, "id,date,esr,ort\nP1,2024-01-08,31,Zürich\n".encode("cp1252"))
    assert found.message == "`visits.csv` is not UTF-8"
    assert found.primary.text == "byte 0xFC stands here, as byte 19 of the line"
    assert 'encoding = "cp1252"' in found.help[1]


def test_another_separator_is_offered(study: Write):
    found = told(study, GOOD.replace(",", ";").encode())
    assert found.message == "the columns of `visits.csv` are separated by semicolons"
    assert found.help == ('declare it in study.toml: `separator = ";"`',)
    assert told(study, GOOD.replace(",", "\t").encode()).help == (
        'declare it in study.toml: `separator = "\\t"`',
    )


def test_a_missing_column_offers_the_one_it_resembles(study: Write):
    found = told(study, GOOD.replace("esr", "esr1").encode())
    assert found.help == ("did you mean `esr1`?", "its columns are id, date, esr1")


def test_every_missing_column_is_told(study: Write):
    found = mistakes(study(ESR, visits_csv="patient,day,ESR\n", patients_csv="ID,begin\n"))
    assert [(one.code, place(one)) for one in found] == [
        ("E605", '5:11 "id"'),
        ("E605", '6:9 "start"'),
        ("E605", '10:11 "id"'),
        ("E605", '11:8 "date"'),
        ("E605", '12:20 "esr"'),
    ]


def test_a_repeated_column_that_is_not_read_is_no_mistake(study: Write):
    visits = GOOD.replace("esr", "esr,x,x").replace("31", "31,1,2").replace("25", "25,1,2")
    assert esr_of(study(ESR, visits_csv=visits, patients_csv=TWO_PATIENTS)) == READ


def test_ragged_rows_are_told_twenty_at_a_time(study: Write):
    found = mistakes(
        study(ESR, visits_csv="id,date,esr\n" + "P1,2024-01-08\n" * 50, patients_csv=TWO_PATIENTS)
    )
    ragged = [one for one in found if one.code == "E607"]
    assert [place(one) for one in ragged] == [f"visits.csv:{line}" for line in range(2, 22)]
    assert ragged[-1].data == "and 30 more such rows"
    assert ragged[0].message == "this row has 2 cells, and the header has 3"


def test_a_file_that_is_not_there(study: Write):
    folder = study(ESR, visit_csv=GOOD, patients_csv=TWO_PATIENTS)
    found = mistake(folder)
    assert (found.code, place(found)) == ("E601", '9:8 "visits.csv"')
    assert found.help == ("did you mean `visit.csv`?",)


def test_a_patients_table_without_patients(study: Write):
    found = mistakes(study(ESR, visits_csv=GOOD, patients_csv="id,start\n"))
    assert [(one.code, place(one)) for one in found] == [("E602", "patients.csv")]


# ---- workbooks ---------------------------------------------------------------------------------------

CHART = ESR.replace("visits.csv", "chart.xlsx")


def workbook(folder: Path, rows: list[list[object]], *others: str, name: str = "chart.xlsx") -> None:
    book = Workbook()
    assert book.active is not None
    book.active.title = "Data"
    for row in rows:
        book.active.append(row)
    for other in others:
        book.create_sheet(other)
    book.save(folder / name)


HEADER: list[object] = ["id", "date", "esr"]


def test_a_workbook_is_read_with_its_numbers_dates_and_addresses(study: Write, tmp_path: Path):
    rows: list[list[object]] = [
        [],
        HEADER,
        ["P1", date(2024, 1, 8), 31],
        ["P1", datetime.fromisoformat("2024-02-01 09:30"), 12.5],
        [None, None, None],
        ["P2", "2024-08-01", " 0.3 "],
        ["P2", date(2024, 8, 2), 0.1 + 0.2],
        ["P2", date(2024, 8, 3), None],
    ]
    workbook(tmp_path, rows)
    cohort = read(study(CHART, patients_csv=TWO_PATIENTS))
    assert recorded(cohort, "esr") == {
        ("P1", 0): (31, 31),
        ("P1", 24): (12.5, 12.5),
        ("P2", 178): (0.3, 0.3),
        ("P2", 179): (0.3, 0.3),
    }
    column = cohort.measures["esr"]
    assert column.addresses is not None
    (origin,) = column.addresses.origins
    assert (origin.file, origin.sheet, origin.letter, origin.column) == ("chart.xlsx", "Data", "C", "esr")
    assert column.addresses.row.tolist() == [3, 4, 6, 7, 8]
    assert column.addresses.text == ("31", "12.5", "0.3", "0.3", "")
    assert cohort.visit_addresses is not None
    assert cohort.visit_addresses.text[:2] == ("2024-01-08", "2024-02-01 09:30:00")


def test_a_patient_is_the_same_in_a_workbook_and_in_text(study: Write, tmp_path: Path):
    workbook(tmp_path, [HEADER, [1, date(2024, 1, 8), False], [2.0, date(2024, 1, 8), True]])
    toml = CHART.replace('{ esr = "esr" }', '{ skin = "esr" }')
    folder = study(toml, patients_csv="id,start\n1,2024-01-08\n2,2024-01-08\n")
    assert recorded(read(folder), "skin") == {("1", 0): (0, 0), ("2", 0): (1, 1)}


def test_a_decimal_comma_of_the_texts_does_not_touch_the_numbers_of_a_workbook(study: Write, tmp_path: Path):
    workbook(tmp_path, [HEADER, ["P1", date(2024, 1, 8), 12.5], ["P1", date(2024, 1, 9), "12,5"]])
    folder = study(CHART + 'decimal = ","', patients_csv=TWO_PATIENTS)
    assert recorded(read(folder), "esr") == {("P1", 0): (12.5, 12.5), ("P1", 1): (12.5, 12.5)}


def test_a_mistake_in_a_workbook_has_the_cell_as_its_place(study: Write, tmp_path: Path):
    workbook(tmp_path, [HEADER, ["P1", date(2024, 1, 8), 31], ["P1", date(2024, 2, 8), "#N/A"]])
    found = mistake(study(CHART, patients_csv=TWO_PATIENTS))
    assert (found.code, place(found)) == ("E701", "chart.xlsx Data!C3")


def test_a_sheet_is_chosen_by_its_name(study: Write, tmp_path: Path):
    workbook(tmp_path, [HEADER, ["P1", date(2024, 1, 8), 31]], "Codes")
    folder = study(CHART + 'sheet = "Data"', patients_csv=TWO_PATIENTS)
    assert recorded(read(folder), "esr") == {("P1", 0): (31, 31)}


@pytest.mark.parametrize(
    ("options", "code", "where", "help_"),
    [
        ('sheet = "Date"', "E608", '13:9 "Date"', "did you mean `Data`?"),
        ('sheet = "xyz"', "E608", '13:9 "xyz"', "its sheets are Data, Codes"),
        ("", "E504", '9:8 "chart.xlsx"', "add `sheet`: its sheets are Data, Codes"),
        (
            'sheet = "Codes"',
            "E602",
            "chart.xlsx Codes",
            'name the sheet that holds the table: `sheet = "…"` in study.toml',
        ),
    ],
)
def test_a_sheet_that_is_not_there(
    study: Write, tmp_path: Path, options: str, code: str, where: str, help_: str
):
    workbook(tmp_path, [HEADER], "Codes")
    found = mistake(study(CHART + options, patients_csv=TWO_PATIENTS))
    assert (found.code, place(found)) == (code, where)
    assert found.help == (help_,)


@pytest.mark.parametrize("content", [b"", b"id,date,esr\n", b"PK\x03\x04 and then nothing"])
def test_a_file_that_is_no_workbook(study: Write, content: bytes):
    found = mistake(study(CHART, chart_xlsx=content, patients_csv=TWO_PATIENTS))
    assert (found.code, place(found)) == ("E609", "chart.xlsx")


def test_an_old_workbook_is_not_read(study: Write):
    found = mistake(
        study(ESR.replace("visits.csv", "chart.xls"), chart_xls=b"\xd0\xcf", patients_csv=TWO_PATIENTS)
    )
    assert (found.code, place(found)) == ("E609", '9:8 "chart.xls"')


def test_a_formula_that_was_never_computed_is_not_an_empty_cell(study: Write, tmp_path: Path):
    workbook(tmp_path, [HEADER, ["P1", date(2024, 1, 8), "=10+21"], ["P1", date(2024, 1, 9), None]])
    found = mistake(study(CHART, patients_csv=TWO_PATIENTS))
    assert (found.code, place(found)) == ("E701", "chart.xlsx Data!C2")
    assert found.message == "`=10+21` is not a number"
    assert found.help == ("this formula was never computed: save the workbook in a spreadsheet program",)


def test_an_empty_cell_is_empty_beside_numbers_and_dates(study: Write, tmp_path: Path):
    rows: list[list[object]] = [
        [*HEADER, "crp"],
        ["P1", date(2024, 1, 8), None, 0.1 + 0.2],
        ["P1", date(2024, 1, 9), 5, None],
    ]
    workbook(tmp_path, rows)
    toml = CHART.replace('esr = "esr"', 'esr = "esr", crp = "crp"')
    found = read(study(toml, patients_csv=TWO_PATIENTS)).measures
    assert found["esr"].addresses is not None
    assert found["crp"].addresses is not None
    assert found["esr"].addresses.text == ("", "5")
    assert found["crp"].addresses.text == ("0.3", "")


def test_workbooks_need_a_package(study: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    workbook(tmp_path, [HEADER])
    folder = study(CHART, patients_csv=TWO_PATIENTS)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    found = mistake(folder)
    assert (found.code, place(found)) == ("E610", '9:8 "chart.xlsx"')
    assert found.help == ('install it: `pip install "remit[xlsx]"`',)


def test_a_missing_column_of_a_workbook(study: Write, tmp_path: Path):
    workbook(tmp_path, [["id", "date", "ESR (mm/h)", None, None]])
    found = mistake(study(CHART, patients_csv=TWO_PATIENTS))
    assert (found.code, found.message) == ("E605", "`chart.xlsx Data` has no column `esr`")
    assert found.help[-1] == "its columns are id, date, ESR (mm/h)"
