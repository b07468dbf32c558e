"""Workbooks: the cells of a sheet as texts, as they would be typed."""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from remit.diagnostics.diagnostic import Cell
from remit.source import Span
from remit.study.problems import Failed, Problems, did_you_mean, listed, unreadable
from remit.study.tables.table import Rows

if TYPE_CHECKING:
    from openpyxl import Workbook


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """A sheet of a workbook that is wanted.

    name     what the study file calls the workbook
    sheet    None for the only one
    named, chosen   where the study file names the workbook and the sheet
    decimal  the sign that separates decimals in the study's texts
    """

    path: Path
    name: str
    sheet: str | None
    named: Span
    chosen: Span
    decimal: str


def sheet_rows(file: Spreadsheet, problems: Problems) -> tuple[str, list[str], Iterator[Rows]]:
    """The name of the sheet, its header, which is the first row with an entry, and the rows below it."""
    with closing(_open(file, problems, computed=True)) as book:
        sheet = _chosen(file, book, problems)
        cells = [list(row) for row in _values(book, sheet)]
    _keep_formulas(file, sheet, cells, problems)
    rows = [[_text(value, file.decimal) for value in row] for row in cells]
    numbered = [(number, row) for number, row in enumerate(rows, 1) if any(row)]
    if not numbered:
        place = Cell(file.name, sheet=sheet)
        help_ = ['name the sheet that holds the table: `sheet = "…"` in study.toml']
        raise problems.fail("E602", f"the sheet `{sheet}` of `{file.name}` is empty", place, help=help_)
    (_, header), *below = numbered
    padded = [row + [""] * (len(header) - len(row)) for _, row in below]
    return sheet, header, iter([([number for number, _ in below], padded)])


def letters(position: int) -> str:
    """The letters of a column, counted from 0: A to Z, AA, AB."""
    above, rest = divmod(position, 26)
    return (letters(above - 1) if above else "") + chr(ord("A") + rest)


# ---- the workbook ------------------------------------------------------------------------------------


def _open(file: Spreadsheet, problems: Problems, *, computed: bool) -> "Workbook":
    """The workbook, with the results of its formulas or with the formulas."""
    try:
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException
    except ImportError:
        message = f"reading `{file.name}` needs the package openpyxl"
        help_ = ['install it: `pip install "remit[xlsx]"`']
        raise problems.fail("E610", message, file.named, "a workbook", help=help_) from None
    try:
        with warnings.catch_warnings(action="ignore"):
            return load_workbook(file.path, read_only=True, data_only=computed)
    except OSError as error:
        raise unreadable(file.name, error, Cell(file.name), problems) from None
    except (InvalidFileException, BadZipFile, KeyError, ValueError, EOFError):
        raise _not_a_workbook(file, problems) from None


def _not_a_workbook(file: Spreadsheet, problems: Problems) -> Failed:
    as_text = PurePath(file.name).with_suffix(".csv")
    help_ = ["save it as .xlsx, without a password", f"if it is a CSV file, name it `{as_text}`"]
    message = f"`{file.name}` is not a workbook that can be read"
    return problems.fail("E609", message, Cell(file.name), help=help_)


def _chosen(file: Spreadsheet, book: "Workbook", problems: Problems) -> str:
    names = [sheet.title for sheet in book.worksheets]
    if file.sheet is None and len(names) == 1:
        return names[0]
    if file.sheet is None:
        help_ = [f"add `sheet`: its sheets are {listed(names)}"]
        message = f"`{file.name}` has several sheets, and none is chosen"
        raise problems.fail("E504", message, file.named, help=help_)
    if file.sheet not in names:
        help_ = did_you_mean(file.sheet, names) or [f"its sheets are {listed(names)}"]
        message = f"`{file.name}` has no sheet `{file.sheet}`"
        raise problems.fail("E608", message, file.chosen, "no such sheet", help=help_)
    return file.sheet


def _keep_formulas(file: Spreadsheet, sheet: str, cells: Sequence[list[Any]], problems: Problems) -> None:
    """Put in the text of formulas that no program has computed: they look empty, and are not."""
    if not any(value is None for row in cells for value in row):
        return
    with closing(_open(file, problems, computed=False)) as book:
        for row, formulas in zip(cells, _values(book, sheet), strict=True):
            for position, formula in enumerate(formulas):
                if row[position] is None and formula is not None:
                    row[position] = str(formula)


def _values(book: "Workbook", sheet: str) -> Iterator[tuple[Any, ...]]:
    worksheet = book[sheet]
    # Some programs write a size of the sheet that is too small.
    worksheet.reset_dimensions()
    with warnings.catch_warnings(action="ignore"):
        yield from worksheet.iter_rows(values_only=True)


# ---- cells -------------------------------------------------------------------------------------------


def _text(value: Any, decimal: str) -> str:
    """A cell's value as it would be typed: a date as year-month-day, a number with the 15 digits shown."""
    match value:
        case None:
            return ""
        case str():
            return value.strip()
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return format(value, ".15g").replace(".", decimal)
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
        case date():
            return value.isoformat()
    return str(value)
