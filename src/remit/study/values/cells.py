"""The cells of a column read as values: each distinct text once, then all rows that hold it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import Final

import numpy as np
import numpy.typing as npt

from remit.course.cohort import Ints, Status
from remit.diagnostics.diagnostic import Cell, Diagnostic, Label
from remit.operators.bounds import Bools, Floats
from remit.study.problems import counted, listed
from remit.study.reading import Reading
from remit.study.tables.table import Codes, Table, TextColumn
from remit.study.values.slips import slip
from remit.study.values.texts import CELLS_ASIDE, VALUES_ASIDE, Parse, Unusable, plain

Statuses = npt.NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Cells:
    """The cells of one column in some rows of a table, `rows` being places in the table."""

    table: Table
    name: str
    rows: Ints

    @property
    def column(self) -> TextColumn:
        return self.table.columns[self.name]

    @cached_property
    def codes(self) -> Codes:
        """`[rows]` the number of each cell's text."""
        if len(self.rows) == len(self.table):
            return self.column.codes
        return np.asarray(self.column.codes[self.rows])

    @property
    def numbers(self) -> Floats | None:
        """`[rows]` the cells of a column of numbers, NaN where nothing is recorded; None of texts."""
        numbers = self.column.numbers
        if numbers is None or len(self.rows) == len(self.table):
            return numbers
        return np.asarray(numbers[self.rows])

    @cached_property
    def counts(self) -> Ints:
        """`[texts]` how many cells hold each text."""
        return np.bincount(self.codes, minlength=len(self.column.texts))

    @property
    def used(self) -> list[int]:
        """The texts that occur, in the order of their first row of the table."""
        return np.flatnonzero(self.counts).tolist()

    def first(self, code: int) -> Cell:
        """The address of the first cell that holds a text."""
        row = int(self.rows[int(np.argmax(self.codes == code))])
        return self.table.cell(self.name, row)

    def filled(self) -> Bools:
        """`[rows]` whether there is anything in the cell."""
        is_filled = np.array([bool(text) for text in self.column.texts], dtype=bool)
        return np.asarray(is_filled[self.codes])


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """What cells hold: `[rows]` the bounds (the same array twice where none is open) and the status.

    Where the status is not RECORDED the bounds are NaN.
    """

    low: Floats
    high: Floats
    status: Statuses

    @property
    def recorded(self) -> Bools:
        return np.asarray(self.status == Status.RECORDED)


@dataclass(frozen=True, slots=True)
class Expected:
    """What a column should hold: how its texts are read, which stand for nothing, and where that is declared.

    `aside` is whether the study sets unusable cells aside; a column that times or identifies a row cannot.
    """

    parse: Parse
    missing: frozenset[str]
    declared: Label | None = None
    may_be_set_aside: bool = True


_UNREADABLE: Final = ("E701", "E703", "E710", "E712", "E715")


def read_cells(reading: Reading, cells: Cells, expected: Expected) -> Values:
    """The values of cells; every text that is none is told once, or set aside with a note."""
    if (plain_numbers := _of_numbers(cells, expected)) is not None:
        return plain_numbers
    texts = cells.column.texts
    low = np.full(len(texts), np.nan)
    high = np.full(len(texts), np.nan)
    status = np.full(len(texts), Status.EMPTY, dtype=np.uint8)
    faults: dict[int, Unusable] = {}
    several = getattr(expected.parse, "several", None)
    rest = cells.used if several is None else _at_once(several, cells, expected.missing, low, high, status)
    for code in rest:
        text = texts[code]
        if text in expected.missing:
            status[code] = Status.CODED
        elif text:
            try:
                low[code], high[code] = expected.parse(text)
                status[code] = Status.RECORDED
            except Unusable as fault:
                faults[code] = fault
    _judge(reading, cells, expected, faults, low, status)
    closed = bool(np.array_equal(low, high, equal_nan=True))
    lows = low[cells.codes]
    return Values(lows, lows if closed else high[cells.codes], status[cells.codes])


_AT_ONCE: Final = 512
"""So many texts are read together, or each alone where one of them is of another kind."""


def _at_once(
    several: Callable[[Sequence[str]], Floats | None],
    cells: Cells,
    missing: frozenset[str],
    low: Floats,
    high: Floats,
    status: Statuses,
) -> list[int]:
    """Read texts many at a time where they are all plain values; those that remain to be read."""
    texts, remaining = cells.column.texts, []
    used = cells.used
    for start in range(0, len(used), _AT_ONCE):
        codes = used[start : start + _AT_ONCE]
        own = [texts[code] for code in codes]
        values = several(own) if missing.isdisjoint(own) else None
        if values is None:
            remaining.extend(codes)
        else:
            low[codes] = high[codes] = values
            status[codes] = Status.RECORDED
    return remaining


def _of_numbers(cells: Cells, expected: Expected) -> Values | None:
    """The cells of a column of numbers where each is as expected, or missing; None where texts must tell."""
    numbers, allows = cells.numbers, getattr(expected.parse, "allows", None)
    if numbers is None or allows is None:
        return None
    recorded = ~np.isnan(numbers)
    status = np.where(recorded, Status.RECORDED, Status.EMPTY).astype(np.uint8)
    for text in expected.missing:
        if (code := _number_of(text)) is not None:
            coded = numbers == code
            status[coded], recorded = Status.CODED, recorded & ~coded
    if not (allows(numbers) | ~recorded).all():
        return None
    numbers = numbers if Status.CODED not in status else np.where(recorded, numbers, np.nan)
    return Values(numbers, numbers, status)


def _number_of(text: str) -> float | None:
    """The number that a text stands for, where it is written as one would be in a column of numbers."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if text in (plain(number), repr(number)) else None


def _judge(
    reading: Reading,
    cells: Cells,
    expected: Expected,
    faults: dict[int, Unusable],
    low: Floats,
    status: Statuses,
) -> None:
    """Set aside the faulty texts that the study sets aside, and tell the others."""
    told: dict[str, list[Diagnostic]] = {}
    aside: dict[Status, list[int]] = {}
    recorded = low[cells.used] if faults else low[:0]
    usual = recorded[np.isfinite(recorded)].tolist()
    for code, fault in faults.items():
        set_aside = _set_aside(reading, fault) if expected.may_be_set_aside else None
        if set_aside is not None:
            status[code] = set_aside
            aside.setdefault(set_aside, []).append(code)
        else:
            status[code] = Status.UNREADABLE
            told.setdefault(fault.code, []).append(_diagnostic(cells, code, fault, expected, usual))
    if "E704" in told:
        # One format is wanted for the whole column, so that one mistake is told.
        told["E704"] = told["E704"][:1]
    for alike in told.values():
        reading.problems.several(alike, f"such texts in the column `{cells.name}`")
    for kind, codes in aside.items():
        _note(reading, cells, kind, codes)


def _set_aside(reading: Reading, fault: Unusable) -> Status | None:
    if fault.code in _UNREADABLE and reading.policy.unreadable == "set aside":
        return Status.UNREADABLE
    if fault.code == "E702" and reading.policy.out_of_range == "set aside":
        return Status.OUT_OF_RANGE
    return None


def _diagnostic(
    cells: Cells, code: int, fault: Unusable, expected: Expected, usual: Sequence[float]
) -> Diagnostic:
    count = int(cells.counts[code])
    held = None if count == 1 else f"{counted(count, 'cell')} of the column hold it"
    declared = () if expected.declared is None else (expected.declared,)
    barred = () if expected.may_be_set_aside else (CELLS_ASIDE, VALUES_ASIDE)
    ways_out = tuple(way for way in fault.help if way not in barred)
    help_ = (*_slip_help(fault, usual), *ways_out)
    return Diagnostic(fault.code, fault.message, Label(cells.first(code)), declared, help_, held)


def _slip_help(fault: Unusable, usual: Sequence[float]) -> tuple[str, ...]:
    factor = slip(fault.value, median(usual)) if fault.value is not None and usual else None
    if factor is None:
        return ()
    nearby = f"near the column's median, {plain(median(usual))}"
    return (f"is it in another unit? Times {factor} it would be {nearby}",)


def _note(reading: Reading, cells: Cells, kind: Status, codes: Sequence[int]) -> None:
    why = "outside the possible range" if kind is Status.OUT_OF_RANGE else "unreadable"
    count = int(cells.counts[list(codes)].sum())
    texts = listed([f"`{cells.column.texts[code]}`" for code in codes])
    reading.notes.append(
        f"{cells.table.file}: {counted(count, 'cell')} of `{cells.name}` set aside as {why}: {texts}."
    )
