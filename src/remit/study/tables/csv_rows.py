"""Delimited text: its header and rows, and what can be wrong with a file before a cell is looked at."""

import csv
import io
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from sys import maxsize
from typing import TYPE_CHECKING, Final

from remit.diagnostics.diagnostic import Cell, Diagnostic, Label
from remit.study.problems import Failed, Problems, counted, unreadable
from remit.study.tables.csv_grid import Grid, is_bytewise
from remit.study.tables.table import Rows

if TYPE_CHECKING:
    from _csv import Reader

_SEPARATORS: Final = {";": ";", "\t": "\\t", "|": "|", ",": ","}
"""The separators that a file may have, each as TOML writes it."""


_PIECE: Final = 1 << 22
"""So many bytes of a file are looked at together."""
_CHUNK: Final = 1 << 10
_LINE_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Delimited:
    """How a delimited file is written, and under which name the study file speaks of it."""

    path: Path
    name: str
    separator: str
    encoding: str


def csv_rows(file: Delimited, problems: Problems) -> tuple[list[str], Iterator[Rows]]:
    """The header of a file, and its rows; rows of another length are told once all are read."""
    content = _content(file, problems)
    reader = _reader(file, content)
    try:
        header = next(filter(any, ([name.strip() for name in row] for row in reader)), [])
    except csv.Error as error:
        raise _unmatched_quote(file, reader.line_num, error, problems) from None
    if not header:
        help_ = ["export the table again, with a header line and a line for each row"]
        raise problems.fail("E602", f"`{file.name}` is empty", Cell(file.name), help=help_)
    _check_separator(file, header, problems)
    return header, _rows(_Below(file, content, len(header)), reader, problems)


def _reader(file: Delimited, content: bytes, start: int = 0) -> "Reader":
    """A reader of the text from some place."""
    buffer = io.BytesIO(content)
    buffer.seek(start)
    lines = io.TextIOWrapper(buffer, file.encoding, newline="")
    return csv.reader(lines, delimiter=file.separator, strict=True)


def _content(file: Delimited, problems: Problems) -> bytes:
    """The bytes of the file, proven to be in its encoding; a byte-order mark is no part of it."""
    try:
        content = file.path.read_bytes()
    except OSError as error:
        raise unreadable(file.name, error, Cell(file.name), problems) from None
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) and not file.encoding.lower().startswith("utf-16"):
        help_ = ['save it as CSV UTF-8, or declare `encoding = "utf-16"`']
        raise problems.fail("E603", f"`{file.name}` is UTF-16, not UTF-8", Cell(file.name, 1), help=help_)
    if content.startswith(BOM_UTF8):
        content = content[len(BOM_UTF8) :]
    try:
        content.decode(file.encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(file, content, error, problems) from None
    return content


def _undecodable(file: Delimited, content: bytes, error: UnicodeDecodeError, problems: Problems) -> Failed:
    help_ = ["save it as CSV UTF-8", 'or declare how it was saved, such as `encoding = "cp1252"`']
    if content.startswith(b"PK\x03\x04"):
        help_ = ["it looks like a workbook: name it `.xlsx`, or save it as CSV UTF-8"]
    line = content.count(b"\n", 0, error.start) + 1
    column = error.start - content.rfind(b"\n", 0, error.start)
    label = f"byte 0x{content[error.start]:02X} stands here, as byte {column} of the line"
    message = f"`{file.name}` is not {file.encoding.upper()}"
    return problems.fail("E603", message, Cell(file.name, line), label, help=help_)


def _check_separator(file: Delimited, header: Sequence[str], problems: Problems) -> None:
    """A header of one column that another separator would divide was written with that one."""
    if len(header) > 1:
        return
    other = next((sign for sign in _SEPARATORS if sign != file.separator and sign in header[0]), None)
    if other is None:
        return
    names = {";": "semicolons", "\t": "tabs", "|": "vertical bars", ",": "commas"}
    help_ = [f'declare it in study.toml: `separator = "{_SEPARATORS[other]}"`']
    message = f"the columns of `{file.name}` are separated by {names[other]}"
    raise problems.fail("E604", message, Cell(file.name, 1), f"`{header[0]}`", help=help_)


@dataclass(frozen=True, slots=True)
class _Below:
    """What is known of the rows below a header, each of which has `width` cells; the `ragged` have not."""

    file: Delimited
    content: bytes
    width: int
    ragged: list[Diagnostic] = field(default_factory=list)

    @property
    def has_usual_lines(self) -> bool:
        """Whether lines and cells can be found in the bytes."""
        is_usual = self.content.count(b"\r") == self.content.count(b"\r\n")
        return is_usual and is_bytewise(self.file.encoding, self.file.separator)

    def after(self, lines: int, start: int = 0) -> int:
        """Where the text after some lines begins."""
        for _ in range(lines):
            start = self.content.find(b"\n", start) + 1 or len(self.content)
        return start

    def piece(self, start: int) -> tuple[int, bytes]:
        """Where some lines end, and these lines, without those that are empty at the end of the file."""
        stop = self.content.find(b"\n", start + _PIECE) + 1
        if stop:
            return stop, self.content[start:stop]
        return len(self.content), self.content[start:].rstrip(b"\r\n") + b"\n"


def _rows(below: _Below, reader: "Reader", problems: Problems) -> Iterator[Rows]:
    """The rows below the header, many at a time: as bytes where their text is of the plain kind."""
    file, content, line = below.file, below.content, reader.line_num
    try:
        if not below.has_usual_lines:
            yield from _read(below, reader, 0, problems)
            return
        start = below.after(line)
        while start < len(content):
            stop, piece = below.piece(start)
            if grid := Grid.of(piece, below.width, file.separator, file.encoding):
                yield range(line + 1, line + 1 + len(grid)), grid
                line, start = line + len(grid), stop
            else:
                reader = _reader(file, content, start)
                yield from _read(below, reader, line, problems, content.count(b"\n", start, stop) or 1)
                line, start = line + reader.line_num, below.after(reader.line_num, start)
    finally:
        problems.several(below.ragged, "such rows")


def _read(
    below: _Below, reader: "Reader", above: int, problems: Problems, lines: int = maxsize
) -> Iterator[Rows]:
    """Rows as the reader gives them, from about so many lines; `above` are those before its first."""
    first = above + reader.line_num + 1
    try:
        while rows := list(islice(reader, max(0, min(_CHUNK, lines - reader.line_num)))):
            is_plain = above + reader.line_num - first + 1 == len(rows) and set(map(len, rows)) == {
                below.width
            }
            if is_plain and all(row[0].strip() for row in rows):
                yield range(first, first + len(rows)), rows
            else:
                yield _sifted(rows, first, below)
            first = above + reader.line_num + 1
    except csv.Error as error:
        raise _unmatched_quote(below.file, above + reader.line_num, error, problems) from None


def _sifted(rows: Sequence[list[str]], first: int, below: _Below) -> Rows:
    """Rows with their lines, without those that are empty or of another length; the latter are gathered."""
    lines, kept, width = [], [], below.width
    for cells in rows:
        # Cells beyond the header that are empty take nothing away.
        if len(cells) == width or (len(cells) > width and not any(cells[width:])):
            if any(map(str.strip, cells)):
                lines.append(first)
                kept.append(cells)
        elif any(map(str.strip, cells)):
            below.ragged.append(_ragged(below.file, first, cells, width))
        first += 1 + sum(len(_LINE_BREAK.findall(cell)) for cell in cells)
    return lines, kept


def _ragged(file: Delimited, line: int, cells: Sequence[str], width: int) -> Diagnostic:
    message = f"this row has {counted(len(cells), 'cell')}, and the header has {width}"
    written = file.separator.join(cells)
    shown = f"`{written[:60]}{'…' if len(written) > 60 else ''}`"
    divided = len(cells) > width
    help_ = (f"a text that holds a `{file.separator}` stands in quotation marks",) if divided else ()
    return Diagnostic("E607", message, Label(Cell(file.name, line), shown), help=help_)


def _unmatched_quote(file: Delimited, line: int, error: csv.Error, problems: Problems) -> Failed:
    help_ = "a quotation mark inside a quoted text is written twice"
    message = f"the quotation marks of this row do not match ({error})"
    return problems.fail("E607", message, Cell(file.name, line), help=[help_])
