"""Workbooks: the cells of a sheet as texts, as they would be typed."""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, time
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from remit.diagnostics.diagnostic import Cell
from remit.source import Span
from remit.study.problems import Failed, Problems, did_you_mean, listed
from remit.study.tables.table import Rows

if TYPE_CHECKING:
    from openpyxl import Workbook


class Sheet:
    """A sheet of a workbook.

    Args:
        path: The workbook.
        name: What the study file calls it.
        sheet: The sheet that is wanted; None for the only one.
        place: Where the study file names it.
        decimal: The sign that separates decimals in the study's texts.
        problems: What is found amiss.
    """

    def __init__(
        self, path: Path, name: str, sheet: str | None, place: Span, decimal: str, problems: Problems
    ) -> None:
        self._path, self._name, self._place, self._problems = path, name, place, problems
        with closing(self._open(computed=True)) as book:
            self.sheet = self._chosen(book, sheet)
            cells = [list(row) for row in _values(book, self.sheet)]
        self._refuse_uncomputed(cells)
        self._rows = [[_text(value, decimal) for value in row] for row in cells]

    def header_and_rows(self) -> tuple[list[str], Iterator[Rows]]:
        """The header, which is the first row with an entry, and the rows below it that have one."""
        start = next((number for number, row in enumerate(self._rows) if any(row)), None)
        if start is None:
            place = Cell(self._name, sheet=self.sheet)
            raise self._problems.fail("E602", f"the sheet `{self.sheet}` of `{self._name}` is empty", place)
        header = [name.strip() for name in self._rows[start]]
        width = len(header)
        below = [(number, row) for number, row in enumerate(self._rows[start + 1 :], start + 2) if any(row)]
        padded = [row + [""] * (width - len(row)) for _, row in below]
        return header, iter([([number for number, _ in below], padded)])

    def _open(self, *, computed: bool) -> "Workbook":
        """The workbook, with the results of its formulas or with the formulas."""
        try:
            from openpyxl import load_workbook
            from openpyxl.utils.exceptions import InvalidFileException
        except ImportError:
            message = f"reading `{self._name}` needs the package openpyxl"
            help_ = ['install it: `pip install "remit[xlsx]"`']
            raise self._problems.fail("E610", message, self._place, "a workbook", help=help_) from None
        try:
            with warnings.catch_warnings(action="ignore"):
                return load_workbook(self._path, read_only=True, data_only=computed)
        except (InvalidFileException, BadZipFile, KeyError, ValueError, OSError, EOFError):
            raise self._unreadable() from None

    def _chosen(self, book: "Workbook", wanted: str | None) -> str:
        names = [sheet.title for sheet in book.worksheets]
        if wanted in names:
            return str(wanted)
        if wanted is not None:
            help_ = did_you_mean(wanted, names) or [f"its sheets are {listed(names)}"]
            message = f"`{self._name}` has no sheet `{wanted}`"
            raise self._problems.fail("E608", message, self._place, "no such sheet", help=help_)
        if len(names) != 1:
            message = f"`{self._name}` has several sheets, and none is chosen"
            help_ = [f"add `sheet`: its sheets are {listed(names)}"]
            raise self._problems.fail("E504", message, self._place, help=help_)
        return names[0]

    def _unreadable(self) -> Failed:
        as_text = PurePath(self._name).with_suffix(".csv")
        help_ = ["save it as .xlsx, without a password", f"if it is a CSV file, name it `{as_text}`"]
        message = f"`{self._name}` is not a workbook that can be read"
        return self._problems.fail("E609", message, Cell(self._name), help=help_)

    def _refuse_uncomputed(self, cells: Sequence[Sequence[Any]]) -> None:
        """A formula that no program has computed yet reads as an empty cell, which it is not."""
        if not any(value is None for row in cells for value in row):
            return
        with closing(self._open(computed=False)) as book:
            for number, (row, formulas) in enumerate(zip(cells, _values(book, self.sheet), strict=True), 1):
                for column, (value, formula) in enumerate(zip(row, formulas, strict=True)):
                    if value is None and isinstance(formula, str) and formula.startswith("="):
                        self._refuse(number, letters(column))

    def _refuse(self, row: int, letter: str) -> None:
        help_ = "open the workbook in a spreadsheet program, which computes it, and save it"
        place = Cell(self._name, row, None, self.sheet, letter)
        self._problems.add("E609", "this formula has never been computed", place, help=[help_])


def _values(book: "Workbook", sheet: str) -> Iterator[tuple[Any, ...]]:
    worksheet = book[sheet]
    # Some programs write a size of the sheet that is too small.
    worksheet.reset_dimensions()
    with warnings.catch_warnings(action="ignore"):
        yield from worksheet.iter_rows(values_only=True)


def letters(position: int) -> str:
    """The letters of a column, counted from 0: A to Z, AA, AB."""
    above, rest = divmod(position, 26)
    return (letters(above - 1) if above else "") + chr(ord("A") + rest)


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
