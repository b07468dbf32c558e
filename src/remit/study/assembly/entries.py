"""All cells of one measure, from whichever tables, one after another."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from remit.course.cohort import Ints, Origin, Status
from remit.diagnostics.diagnostic import Cell
from remit.operators.bounds import Bools, Floats
from remit.study.values.cells import Statuses

_PREFERENCE: Final = {
    Status.RECORDED: 0,
    Status.OUT_OF_RANGE: 1,
    Status.UNREADABLE: 2,
    Status.CODED: 3,
    Status.EMPTY: 4,
    Status.NO_ROW: 5,
}
"""Which of several cells of one date speaks for it: the one that says most."""
_RANK: Final = np.array([_PREFERENCE[status] for status in Status], dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """All cells of one measure, one after another: `[cells]` arrays.

    position   the place of the cell's date among all dates
    day        the day of the cell's own row, before it joined a visit
    low, high  the bounds of its value (one array where none is open), NaN where nothing is recorded
    origin, line, text   its place in `origins`, its row in the file, its place in `texts`
    """

    position: Ints
    day: Floats
    low: Floats
    high: Floats
    status: Statuses
    origin: Ints
    line: Ints
    text: Ints
    texts: tuple[str, ...]
    origins: tuple[Origin, ...]

    def cell(self, entry: int) -> Cell:
        """The address of a cell."""
        origin = self.origins[int(self.origin[entry])]
        return Cell(origin.file, int(self.line[entry]), origin.column, origin.sheet, origin.letter)

    def written(self, entry: int) -> str:
        return self.texts[int(self.text[entry])]

    def by_date(self) -> tuple[Ints, Bools]:
        """The entries by date, what says most first, then by day; and which is the first of its date."""
        is_first = np.ones(len(self.position), dtype=bool)
        if (self.position[1:] > self.position[:-1]).all():
            return np.arange(len(self.position)), is_first
        order = np.lexsort((self.day, _RANK[self.status], self.position))
        is_first[1:] = np.diff(self.position[order]) != 0
        return order, is_first

    def same(self, one: int, other: int) -> bool:
        """Whether two cells hold the same value."""
        return bool(self.low[one] == self.low[other] and self.high[one] == self.high[other])
