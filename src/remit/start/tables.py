"""The user's files as tables: every column that has a name of its own, and how the file is written."""

import os
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Final

from remit.diagnostics.diagnostic import Cell, Diagnostic, Rejected
from remit.source import Source, Span
from remit.start.sheets import sheet_names
from remit.study.problems import Failed, Problems, did_you_mean
from remit.study.reading import WORKBOOKS
from remit.study.tables.csv_rows import Delimited, csv_rows
from remit.study.tables.table import Rows, Table, text_columns
from remit.study.tables.workbook import Spreadsheet, letters, sheet_rows


@dataclass(frozen=True, slots=True, eq=False)
class DataTable:
    """A table of the user's data.

    separator, decimal, encoding   how its file is written, None where it is as the study's readers expect
    unread                         names that several columns share, and the letters of columns without one
    """

    table: Table
    separator: str | None = None
    decimal: str | None = None
    encoding: str | None = None
    unread: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        return self.table.file

    @property
    def shown(self) -> str:
        """The name of the file, of a workbook with that of the sheet."""
        name = PurePosixPath(self.file).name
        return f"{name} {self.table.sheet}" if self.table.sheet else name


def read_tables(files: Sequence[Path], folder: Path) -> list[DataTable]:
    """Read every file, of a workbook every visible sheet that has rows.

    Args:
        files: CSV files and workbooks.
        folder: Where the study file will be; the tables are named by their paths from there.

    Raises:
        Rejected: A file is missing (E601) or empty (E602), not text (E603), has rows of another length
            (E607), or is no workbook that can be read (E609, E610). Every mistake is told.
    """
    tables: list[DataTable] = []
    mistakes: list[Diagnostic] = []
    for path, place in zip(files, _places(files), strict=True):
        file = _File(path, _relative(path, folder), place, Problems())
        found = file.tables()
        tables += found
        # A workbook comes with empty sheets; only where nothing else is in it that is a mistake.
        mistakes += [one for one in _found(file.problems) if not (found and one.code == "E602")]
    if mistakes:
        raise Rejected(mistakes)
    return tables


def _found(problems: Problems) -> Sequence[Diagnostic]:
    try:
        problems.stop_if_any()
    except Rejected as rejected:
        return rejected.diagnostics
    return ()


def _relative(path: Path, folder: Path) -> str:
    """The path from a folder, with slashes; the whole path where none leads there (another drive)."""
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:
        return path.resolve().as_posix()


def _places(files: Sequence[Path]) -> list[Span]:
    """Where the files stand on the command line."""
    names = [str(path) for path in files]
    starts = [len(" ".join(("remit init", *names[:count]))) + 1 for count in range(len(names))]
    source = Source("command line", " ".join(("remit init", *names)))
    return [source.span(start, start + len(name)) for start, name in zip(starts, names, strict=True)]


_OTHER_WORKBOOKS: Final = (".xls", ".xlsb", ".ods")
_SEPARATORS: Final = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class _File:
    """A file that the user named: where it is, what the study file will call it, where it was named."""

    path: Path
    name: str
    place: Span
    problems: Problems

    def tables(self) -> list[DataTable]:
        """Its tables; what is wrong with it is told."""
        tables: list[DataTable] = []
        with suppress(Failed):
            self._find()
            if self.path.suffix.lower() not in WORKBOOKS:
                return [self._delimited()]
            sheets: Sequence[str | None] = sheet_names(self.path) or [None]
            for sheet in sheets:
                with suppress(Failed):
                    tables.append(self._sheet(sheet))
        return tables

    def _find(self) -> None:
        if self.path.is_dir():
            message = f"`{self.path}` is a folder"
            raise self.problems.fail("E601", message, self.place, help=["name the files in it"])
        if not self.path.is_file():
            known = sorted(str(other) for other in self.path.parent.glob("*.*"))
            help_ = did_you_mean(str(self.path), known)
            message = f"the data file `{self.path}` is not found"
            raise self.problems.fail("E601", message, self.place, "no such file", help=help_)
        if self.path.suffix.lower() in _OTHER_WORKBOOKS:
            help_ = ["save it as an Excel workbook (.xlsx) or as CSV UTF-8"]
            message = f"`{self.path}` is of a kind of workbook that is not read"
            raise self.problems.fail("E609", message, self.place, help=help_)

    def _sheet(self, name: str | None) -> DataTable:
        """The table of a sheet, its numbers written with the decimal sign of its texts."""

        def read(decimal: str) -> DataTable:
            sheet = Spreadsheet(self.path, self.name, name, self.place, self.place, decimal)
            found, header, rows = sheet_rows(sheet, self.problems)
            return self._table(header, rows, found)

        table = read(".")
        decimal = _decimal(table.table)
        return replace(read(decimal), decimal=decimal) if decimal else table

    def _delimited(self) -> DataTable:
        encoding = _encoding(self.path.read_bytes())
        usual = "\t" if self.path.suffix.lower() in (".tsv", ".tab") else ","
        widths = {sign: self._width(sign, encoding) for sign in dict.fromkeys((usual, *_SEPARATORS))}
        separator = max(widths, key=lambda sign: widths[sign])
        file = Delimited(self.path, self.name, separator, encoding)
        table = self._table(*csv_rows(file, self.problems), None)
        return replace(
            table,
            separator=separator if separator != usual else None,
            decimal=_decimal(table.table),
            encoding=encoding if encoding != "utf-8" else None,
        )

    def _width(self, separator: str, encoding: str) -> int:
        """How many columns a separator makes of the header; 0 where it makes nothing of it."""
        file = Delimited(self.path, self.name, separator, encoding)
        read = Problems().attempt(lambda: csv_rows(file, Problems()))
        return len(read[0]) if read else 0

    def _table(self, header: list[str], rows: Iterator[Rows], sheet: str | None) -> DataTable:
        """The columns with a name of their own."""
        times = Counter(header)
        own = [position for position, name in enumerate(header) if name and times[name] == 1]
        unnamed = [letters(position) for position, name in enumerate(header) if not name]
        repeated = [name for name, count in times.items() if name and count > 1]
        names = [header[position] for position in own]
        column_letters = [letters(position) if sheet else None for position in own]
        lines, columns = text_columns(rows, names, own, column_letters)
        if not len(lines) and _found(self.problems):
            raise Failed
        if not len(lines):
            place = Cell(self.name, sheet=sheet)
            help_ = ["export the table again, with a line for each row"]
            raise self.problems.fail("E602", f"`{self.name}` has a header and no row", place, help=help_)
        table = Table(self.name, sheet, lines, columns)
        return DataTable(table, unread=(*repeated, *unnamed))


def _encoding(content: bytes) -> str:
    """How a file's text is encoded: UTF-8, UTF-16 by its mark, or else as Windows writes it."""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    for encoding in ("utf-8", "cp1252"):
        with suppress(UnicodeDecodeError):
            if "\0" not in content.decode(encoding):
                return encoding
    return "utf-8"


_COMMA: Final = re.compile(r"[<>]?[+-]?\d+,\d+")
_THOUSANDS: Final = re.compile(r"[<>]?[+-]?\d{1,3},\d{3}")
_POINT: Final = re.compile(r"[<>]?[+-]?\d*\.\d+")


def _decimal(table: Table) -> str | None:
    """A comma where most decimals of the table have one; `1,200` alone may be a thousand."""
    texts = [text for column in table.columns.values() for text in column.texts]
    commas = [text for text in texts if _COMMA.fullmatch(text)]
    certain = any(not _THOUSANDS.fullmatch(text) for text in commas)
    return "," if certain and len(commas) > _count(texts, _POINT) else None


def _count(texts: Iterable[str], pattern: "re.Pattern[str]") -> int:
    return sum(pattern.fullmatch(text) is not None for text in texts)
