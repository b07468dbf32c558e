"""What the cells of a column hold, judged by all of them, and which of them are not like the others."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Final

from remit.diagnostics.diagnostic import Cell
from remit.start.kinds import Held, judged
from remit.start.words import word_set
from remit.study.tables.table import Table, TextColumn


@dataclass(frozen=True, slots=True)
class Strange:
    """A text that is not what the other cells hold: its first cell, and how many cells hold it."""

    text: str
    cell: Cell
    count: int


@dataclass(frozen=True, slots=True)
class Contents:
    """What cells hold.

    count    how many hold something usable
    missing  the texts that say that nothing was recorded, such as `NA`
    codes    the numbers that seem to stand for the same, such as -999
    strange  the texts that fit neither
    """

    held: Held
    count: int
    missing: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    strange: tuple[Strange, ...] = ()


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells of one column, `chosen` being the places of their rows; None for all."""

    table: Table
    column: TextColumn
    decimal: str = "."
    chosen: tuple[int, ...] | None = None

    def codes(self) -> Sequence[int]:
        """The number of each cell's text."""
        codes: list[int] = self.column.codes.tolist()
        return codes if self.chosen is None else [codes[row] for row in self.chosen]

    def counts(self) -> Mapping[str, int]:
        """How many cells hold each text; empty ones do not count."""
        counts = Counter(self.column.texts[code] for code in self.codes())
        return {text: count for text, count in counts.items() if text}

    def first(self, text: str) -> Cell:
        """The address of the first cell that holds a text."""
        row = next(row for row, code in enumerate(self.codes()) if self.column.texts[code] == text)
        return self.table.cell(self.column.name, row if self.chosen is None else self.chosen[row])


def contents(columns: Iterable[Cells]) -> Contents:
    """What the cells of some columns hold together: those of one measure, say, at several timepoints."""
    columns = tuple(columns)
    counts: Counter[str] = Counter()
    for cells in columns:
        counts.update(cells.counts())
    decimal = columns[0].decimal if columns else "."
    missing = _missing(counts)
    for text in missing:
        del counts[text]
    found = judged(counts, decimal)
    known = found.fitting | found.codes
    strange = [text for text in counts if text not in known]
    return Contents(
        found.held,
        sum(counts[text] for text in found.fitting),
        missing,
        tuple(text for text in counts if text in found.codes),
        tuple(_strange(text, counts[text], columns) for text in strange),
    )


def _strange(text: str, count: int, columns: Sequence[Cells]) -> Strange:
    holder = next(cells for cells in columns if text in cells.counts())
    return Strange(text, holder.first(text), count)


def _missing(texts: Collection[str]) -> tuple[str, ...]:
    """The texts that say that nothing was recorded; a minus beside a plus is a finding."""
    if {"+", "-"} <= set(texts):
        return ()
    return tuple(text for text in texts if text.casefold() in _MISSING)


_MISSING: Final = (
    word_set("na n/a #n/a nan null #null! . - -- ? nask nk unk unknown missing")
    | {"not done", "not recorded", "not available", "not known"}
    | {f".{letter}" for letter in ascii_lowercase}
)
"""What stands for nothing recorded, SAS's letters among it. `ND` is not: not done, or not detected?"""
