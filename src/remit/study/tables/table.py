"""A table as text: what was read from a file before anything is made of it, with each cell's address."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from operator import itemgetter
from typing import Protocol, overload

import numpy as np
import numpy.typing as npt

from remit.course.cohort import Ints, Origin
from remit.diagnostics.diagnostic import Cell
from remit.operators.bounds import Floats

Codes = npt.NDArray[np.int32]


class TextColumn:
    """The cells of a column: row i holds `texts[codes[i]]`, without blanks around it; no text is there twice.

    What a text means is then worked out once, however many cells hold it. `letter` is the column's letters in
    a workbook.
    """

    def __init__(self, name: str, letter: str | None, texts: tuple[str, ...], codes: Codes) -> None:
        self.name, self.letter = name, letter
        self._texts, self._codes = texts, codes

    @property
    def texts(self) -> tuple[str, ...]:
        return self._texts

    @property
    def codes(self) -> Codes:
        return self._codes

    @property
    def numbers(self) -> Floats | None:
        """The cells as numbers, NaN where nothing is recorded; None where only the texts tell."""
        return None

    def text(self, row: int) -> str:
        """The text of one cell."""
        return self.texts[int(self.codes[row])]


class CellTexts(Sequence[str]):
    """The texts of a column's cells in some rows, each worked out when it is asked for."""

    def __init__(self, column: TextColumn, rows: Ints) -> None:
        self._column, self._rows = column, rows

    def __len__(self) -> int:
        return len(self._rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if isinstance(place, slice):
            return CellTexts(self._column, self._rows[place])
        return self._column.text(int(self._rows[place]))


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The columns of a table that a study reads; rows without any entry are left out.

    file   as the study file names it
    lines  `[rows]` the line of the file, or the row of the sheet, in which each row begins
    """

    file: str
    sheet: str | None
    lines: Ints
    columns: Mapping[str, TextColumn]

    def __len__(self) -> int:
        return len(self.lines)

    def cell(self, column: str, row: int) -> Cell:
        """The address of a row's cell."""
        return Cell(self.file, int(self.lines[row]), column, self.sheet, self.columns[column].letter)

    def origin(self, column: str, conversion: str | None = None) -> Origin:
        """The column as the origin of values."""
        return Origin(self.file, column, self.sheet, self.columns[column].letter, conversion)


class Coded(Protocol):
    """Rows whose cells were compared already."""

    def coded(self, position: int) -> tuple[Sequence[str], Codes]:
        """The distinct texts of a column, in the order in which they come; and the number of each cell's."""


Rows = tuple[Sequence[int], Sequence[Sequence[str]] | Coded]
"""Some rows of a table: the line in which each begins, and its cells, at least as many as the header has."""


def text_columns(
    chunks: Iterable[Rows], names: Sequence[str], positions: Sequence[int], letters: Sequence[str | None]
) -> tuple[Ints, dict[str, TextColumn]]:
    """The lines of all rows, and the columns at some positions of the header, by name."""
    lines: list[Ints] = [np.zeros(0, dtype=np.int64)]
    books: list[defaultdict[str, int]] = [defaultdict(count().__next__) for _ in positions]
    codes: list[list[Codes]] = [[np.zeros(0, dtype=np.int32)] for _ in positions]
    for chunk_lines, rows in chunks:
        lines.append(np.array(chunk_lines, dtype=np.int64))
        for position, book, column in zip(positions, books, codes, strict=True):
            column.append(_numbers(rows, position, book))
    columns = {
        name: TextColumn(name, letter, *_without_blanks(tuple(book), np.concatenate(column)))
        for name, letter, book, column in zip(names, letters, books, codes, strict=True)
    }
    return np.concatenate(lines), columns


def _numbers(rows: Sequence[Sequence[str]] | Coded, position: int, book: Mapping[str, int]) -> Codes:
    """The numbers of a column's cells in a book that numbers each text when it first comes."""
    if isinstance(rows, Sequence):
        return np.fromiter(map(book.__getitem__, map(itemgetter(position), rows)), np.int32, len(rows))
    texts, codes = rows.coded(position)
    return np.fromiter(map(book.__getitem__, texts), np.int32, len(texts))[codes]


def _without_blanks(texts: tuple[str, ...], codes: Codes) -> tuple[tuple[str, ...], Codes]:
    """As `stripped`, of texts no two of which are the same."""
    together = "".join(texts)
    return (texts, codes) if together.split(maxsplit=1) == [together] else stripped(texts, codes)


def stripped(texts: Sequence[str], codes: Codes) -> tuple[tuple[str, ...], Codes]:
    """Texts without the blanks around them, those that are then the same as one; and the codes for them."""
    book: defaultdict[str, int] = defaultdict(count().__next__)
    merged = [book[text.strip()] for text in texts]
    if len(book) < len(texts):
        codes = np.array(merged, dtype=np.int32)[codes]
    return tuple(book), codes


def joined(columns: Sequence[TextColumn]) -> TextColumn:
    """Several columns as one: the texts of a row joined by a slash, empty where one of them is."""
    if len(columns) == 1:
        return columns[0]
    book: defaultdict[str, int] = defaultdict(count().__next__)
    parts = zip(*([column.texts[code] for code in column.codes.tolist()] for column in columns), strict=True)
    codes = [book["/".join(part) if all(part) else ""] for part in parts]
    return TextColumn(columns[0].name, columns[0].letter, tuple(book), np.array(codes, dtype=np.int32))
