"""Files read as tables, however they are written; and files that are none."""

from pathlib import Path

import pytest

from remit.diagnostics.diagnostic import Rejected
from remit.diagnostics.render import render_all
from remit.start.tables import DataTable, read_tables
from tests.start.study import written


def read(folder: Path, name: str, content: bytes | str) -> DataTable:
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    (table,) = read_tables([folder / name], folder)
    return table


def texts(table: DataTable, column: str) -> tuple[str, ...]:
    return table.table.columns[column].texts


@pytest.mark.parametrize(
    ("name", "text", "separator"),
    [
        ("a.csv", "id,esr\n1,5\n", None),
        ("a.csv", "id;esr\n1;5\n", ";"),
        ("a.csv", "id\tesr\n1\t5\n", "\t"),
        ("a.csv", "id|esr\n1|5\n", "|"),
        ("a.tsv", "id\tesr\n1\t5\n", None),
        ("a.tsv", "id,esr\n1,5\n", ","),
        ("a.csv", "id;name, first;esr\n1;a, b;5\n", ";"),
    ],
)
def test_the_separator_is_told_from_the_header(tmp_path: Path, name: str, text: str, separator: str | None):
    table = read(tmp_path, name, text)
    assert table.separator == separator
    assert texts(table, "esr") == ("5",)


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        ("id;esr\n1;5,5\n2;1,25\n", ","),
        ("id;esr\n1;5.5\n2;1.25\n", None),
        ("id;esr\n1;1,200\n2;2,500\n", None),
        ("id;esr;crp\n1;1,200;5.5\n2;1,5;2.5\n", None),
    ],
)
def test_a_comma_is_a_decimal_sign_where_most_decimals_have_one(
    tmp_path: Path, text: str, decimal: str | None
):
    assert read(tmp_path, "a.csv", text).decimal == decimal


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("id,größe\n1,5\n".encode(), None),
        ("\ufeffid,größe\n1,5\n".encode(), None),
        ("id,größe\n1,5\n".encode("cp1252"), "cp1252"),
        ("id,größe\n1,5\n".encode("utf-16"), "utf-16"),
    ],
)
def test_the_encoding_is_told_from_the_bytes(tmp_path: Path, content: bytes, encoding: str | None):
    table = read(tmp_path, "a.csv", content)
    assert table.encoding == encoding
    assert texts(table, "größe") == ("5",)


def test_columns_without_a_name_of_their_own_are_not_read(tmp_path: Path):
    table = read(tmp_path, "a.csv", "id,esr,,esr,crp\n1,2,3,4,5\n")
    assert (list(table.table.columns), table.unread) == (["id", "crp"], ("esr", "C"))


def test_a_file_is_called_by_its_path_from_the_study(tmp_path: Path):
    (path,) = written(tmp_path, {"a.csv": "id,esr\n1,5\n"})
    (table,) = read_tables([path], tmp_path / "study")
    assert (table.file, table.shown) == ("../a.csv", "a.csv")


def test_every_visible_sheet_with_rows_is_a_table(tmp_path: Path):
    workbook(tmp_path / "chart.xlsx", {"Data": [["id", "esr"], ["1", 5.5]], "Empty": [], "Head": [["id"]]})
    found = read_tables([tmp_path / "chart.xlsx"], tmp_path)
    assert [(table.shown, texts(table, "esr")) for table in found] == [("chart.xlsx Data", ("5.5",))]


def test_charts_and_hidden_sheets_are_left_out(tmp_path: Path):
    from openpyxl import Workbook
    from openpyxl.chart import BarChart

    book = Workbook()
    assert book.active is not None
    book.active.append(["id", "esr"])
    book.active.append(["1", 5])
    book.create_sheet("Lists").append(["id", "x"])
    book["Lists"].append(["1", "y"])
    book["Lists"].sheet_state = "hidden"
    book.create_chartsheet("Chart").add_chart(BarChart())
    book.save(tmp_path / "chart.xlsx")
    assert [table.shown for table in read_tables([tmp_path / "chart.xlsx"], tmp_path)] == ["chart.xlsx Sheet"]


def test_a_workbook_whose_numbers_are_typed_with_a_comma(tmp_path: Path):
    workbook(tmp_path / "chart.xlsx", {"Data": [["id", "esr", "crp"], ["1", "5,5", 2], ["2", "6,25", 7.5]]})
    (table,) = read_tables([tmp_path / "chart.xlsx"], tmp_path)
    assert (table.decimal, texts(table, "crp")) == (",", ("2", "7,5"))


def workbook(path: Path, sheets: dict[str, list[list[object]]]) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book["Sheet"])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)


# ---- files that cannot be read -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "code", "place"),
    [
        ("a.csv", b"", "E602", "a.csv"),
        ("a.csv", b"id,esr\n", "E602", "a.csv"),
        ("a.csv", b"id,esr\n1,2,3\n", "E607", "a.csv:2"),
        ("a.csv", b'id,esr\n1,"2\n', "E607", "a.csv"),
        ("a.csv", b"\x00\x81\xff\xfe,\x00", "E603", "a.csv:1"),
        ("a.csv", b"PK\x03\x04\xff\x81\x00", "E603", "a.csv:1"),
        ("a.xlsx", b"id,esr\n1,2\n", "E609", "a.xlsx"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "E609", "command line:1:12"),
    ],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, name: str, content: bytes, code: str, place: str):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Rejected) as rejected:
        read_tables([tmp_path / name], tmp_path)
    assert [one.code for one in rejected.value.diagnostics] == [code]
    assert f"--> {place}" in render_all(rejected.value.diagnostics)


def test_a_file_that_is_not_there_is_told_where_it_was_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    written(tmp_path, {"visits.csv": "id,esr\n1,5\n"})
    with pytest.raises(Rejected) as rejected:
        read_tables([Path("visits.csv"), Path("visit.csv")], tmp_path)
    assert render_all(rejected.value.diagnostics).splitlines()[:4] == [
        "error[E601]: the data file `visit.csv` is not found",
        "  --> command line:1:23",
        "   |",
        " 1 | remit init visits.csv visit.csv",
    ]
    assert "did you mean `visits.csv`?" in render_all(rejected.value.diagnostics)


def test_a_folder_is_no_file(tmp_path: Path):
    with pytest.raises(Rejected, match=r"E601: .* is a folder"):
        read_tables([tmp_path], tmp_path)


def test_every_file_that_cannot_be_read_is_told(tmp_path: Path):
    files = written(tmp_path, {"a.csv": "", "b.csv": "id,esr\n1,2,3\n", "c.csv": "id,esr\n1,2\n"})
    with pytest.raises(Rejected) as rejected:
        read_tables(files, tmp_path)
    assert [one.code for one in rejected.value.diagnostics] == ["E602", "E607"]


def test_an_empty_workbook(tmp_path: Path):
    workbook(tmp_path / "chart.xlsx", {"Data": [], "More": []})
    with pytest.raises(Rejected, match="E602"):
        read_tables([tmp_path / "chart.xlsx"], tmp_path)
