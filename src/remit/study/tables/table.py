"""A table as text: what was read from a file before anything is made of it, with each cell's address."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from operator import itemgetter

import numpy as np
import numpy.typing as npt

from remit.course.cohort import Ints, Origin
from remit.diagnostics.diagnostic import Cell

Codes = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class TextColumn:
    """The cells of a column: row i holds `texts[codes[i]]`, without blanks around it; no text is there twice.

    What a text means is then worked out once, however many cells hold it. `letter` is the column's letters in
    a workbook.
    """

    name: str
    letter: str | None
    texts: tuple[str, ...]
    codes: Codes


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


Rows = tuple[Sequence[int], Sequence[Sequence[str]]]
"""Some rows of a table: the line in which each begins, and its cells, at least as many as the header has."""


def text_columns(
    chunks: Iterable[Rows], names: Sequence[str], positions: Sequence[int], letters: Sequence[str | None]
) -> tuple[Ints, dict[str, TextColumn]]:
    """The lines of all rows, and the columns at some positions of the header, by name."""
    lines: array[int] = array("q")
    books: list[defaultdict[str, int]] = [defaultdict(count().__next__) for _ in positions]
    codes: list[array[int]] = [array("i") for _ in positions]
    for chunk_lines, rows in chunks:
        lines.extend(chunk_lines)
        for position, book, column in zip(positions, books, codes, strict=True):
            column.extend(map(book.__getitem__, map(itemgetter(position), rows)))
    columns = {
        name: _stripped(name, letter, list(book), np.array(column, dtype=np.int32))
        for name, letter, book, column in zip(names, letters, books, codes, strict=True)
    }
    return np.array(lines, dtype=np.int64), columns


def _stripped(name: str, letter: str | None, texts: Sequence[str], codes: Codes) -> TextColumn:
    """A column without the blanks around its texts; texts that are then the same become one."""
    book: defaultdict[str, int] = defaultdict(count().__next__)
    merged = [book[text.strip()] for text in texts]
    if len(book) < len(texts):
        codes = np.array(merged, dtype=np.int32)[codes]
    return TextColumn(name, letter, tuple(book), codes)


def joined(columns: Sequence[TextColumn]) -> TextColumn:
    """Several columns as one: the texts of a row joined by a slash, empty where one of them is."""
    if len(columns) == 1:
        return columns[0]
    book: defaultdict[str, int] = defaultdict(count().__next__)
    parts = zip(*([column.texts[code] for code in column.codes.tolist()] for column in columns), strict=True)
    codes = [book["/".join(part) if all(part) else ""] for part in parts]
    return TextColumn(columns[0].name, columns[0].letter, tuple(book), np.array(codes, dtype=np.int32))
