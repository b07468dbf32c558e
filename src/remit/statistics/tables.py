"""Counts of paired classifications: two by two, and square over any number of categories."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import index
from typing import TypedDict


@dataclass(frozen=True, slots=True)
class Lost:
    """Patients without a pair, because the first classification, the second, or both are missing."""

    first: int = 0
    second: int = 0
    both: int = 0

    @property
    def total(self) -> int:
        return self.first + self.second + self.both

    def named(self) -> tuple[tuple[str, int], ...]:
        return ("first", self.first), ("second", self.second), ("both", self.both)


class TableCounts(TypedDict):
    """Who entered an analysis of a table, under the field names of an `Estimate`."""

    n_total: int
    n: int
    n_missing: tuple[tuple[str, int], ...]
    n_zero: int


@dataclass(frozen=True, slots=True)
class PairedTable:
    """Patients by a yes or no at two timepoints, or by two criteria.

    both, neither  pairs that agree: yes twice, no twice
    first_only     yes first and no second (b in the usual notation): a *fall*
    second_only    no first and yes second (c): a *rise*

    Raises ValueError for a negative count, TypeError for one that is not whole.
    """

    both: int
    first_only: int
    second_only: int
    neither: int
    lost: Lost = field(default=Lost())

    def __post_init__(self) -> None:
        for name in ("both", "first_only", "second_only", "neither"):
            object.__setattr__(self, name, _count(getattr(self, name)))

    @classmethod
    def of(cls, first: Sequence[bool | None], second: Sequence[bool | None]) -> "PairedTable":
        """The table of two sequences in the same patient order; None is undetermined or missing.

        Raises ValueError where they differ in length.
        """
        seen, lost = _tally(first, second)
        return cls(seen[True, True], seen[True, False], seen[False, True], seen[False, False], lost)

    @property
    def n(self) -> int:
        return self.both + self.first_only + self.second_only + self.neither

    @property
    def discordant(self) -> int:
        """The pairs that changed; they alone carry information about a change."""
        return self.first_only + self.second_only

    @property
    def change(self) -> float | None:
        """The proportion of yes second less that of yes first; None without pairs."""
        return (self.second_only - self.first_only) / self.n if self.n else None

    def counts(self) -> TableCounts:
        return _counts(self.n, self.both + self.neither, self.lost)


@dataclass(frozen=True, slots=True)
class SquareTable:
    """Pairs by two classifications into the same k categories: row i, column j holds first i, second j.

    `rows` are k sequences of k counts, kept as tuples. Raises ValueError where the table is not square or a
    count is negative, TypeError where a count is not whole.
    """

    rows: Sequence[Sequence[int]]
    lost: Lost = field(default=Lost())

    def __post_init__(self) -> None:
        rows = tuple(tuple(_count(cell) for cell in row) for row in self.rows)
        if any(len(row) != len(rows) for row in rows):
            raise ValueError(f"{len(rows)} rows of {[len(row) for row in rows]} columns are no square table")
        object.__setattr__(self, "rows", rows)

    @classmethod
    def of(cls, first: Sequence[int | None], second: Sequence[int | None], size: int) -> "SquareTable":
        """The table of two sequences of categories 0 ... size - 1 in the same patient order; None is missing.

        Raises ValueError where they differ in length or hold a category outside that range.
        """
        if strange := {c for c in (*first, *second) if c is not None and not 0 <= c < size}:
            raise ValueError(f"categories {sorted(strange)} lie outside 0 to {size - 1}")
        seen, lost = _tally(first, second)
        return cls([[seen[i, j] for j in range(size)] for i in range(size)], lost)

    @property
    def size(self) -> int:
        return len(self.rows)

    @property
    def n(self) -> int:
        return sum(self.first)

    @property
    def agreeing(self) -> int:
        """The pairs on the diagonal."""
        return sum(self.rows[i][i] for i in range(self.size))

    @property
    def first(self) -> tuple[int, ...]:
        """How many pairs fall into each category first: the row sums."""
        return tuple(sum(row) for row in self.rows)

    @property
    def second(self) -> tuple[int, ...]:
        """How many pairs fall into each category second: the column sums."""
        return tuple(sum(row[j] for row in self.rows) for j in range(self.size))

    @property
    def used(self) -> tuple[int, ...]:
        """The categories into which any pair falls, first or second."""
        return tuple(i for i in range(self.size) if self.first[i] or self.second[i])

    def counts(self) -> TableCounts:
        return _counts(self.n, self.agreeing, self.lost)


def _count(number: int) -> int:
    if (count := index(number)) < 0:
        raise ValueError(f"a count cannot be negative: {number}")
    return count


def _counts(n: int, unchanged: int, lost: Lost) -> TableCounts:
    return TableCounts(n_total=n + lost.total, n=n, n_missing=lost.named(), n_zero=unchanged)


def _tally(
    first: Sequence[int | None], second: Sequence[int | None]
) -> tuple[Counter[tuple[int, int]], Lost]:
    if len(first) != len(second):
        raise ValueError(f"{len(first)} classifications and {len(second)} do not make pairs")
    offered = list(zip(first, second, strict=True))
    missing = Counter((a is None, b is None) for a, b in offered)
    pairs = Counter((a, b) for a, b in offered if a is not None and b is not None)
    return pairs, Lost(missing[True, False], missing[False, True], missing[True, True])
