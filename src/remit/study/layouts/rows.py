"""Rows of a table with their patients and days, and the cells of measures that stand in them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from remit.course.cohort import Ints
from remit.operators.bounds import Bools, Floats
from remit.study.file.configuration import DataFile
from remit.study.file.places import Path
from remit.study.layouts.roster import Roster, patient_column, patient_numbers
from remit.study.reading import Format, Reading
from remit.study.tables.table import Table, TextColumn
from remit.study.values.binding import Binding
from remit.study.values.cells import Cells, Values, read_cells
from remit.study.values.times import Time, exact_days


@dataclass(frozen=True, slots=True, eq=False)
class DatedRows:
    """Rows of a table in time.

    rows     places in the table
    patient  `[rows]` the patient's number
    day      `[rows]` the study day
    time     the column of the date or day; None where it is the target day of a timepoint
    align    how many days from a visit a row joins it; None where the rows are visits themselves
    """

    table: Table
    rows: Ints
    patient: Ints
    day: Floats
    time: str | None
    align: int | None = None

    def subset(self, chosen: Bools) -> "DatedRows":
        """Some of the rows."""
        return DatedRows(
            self.table, self.rows[chosen], self.patient[chosen], self.day[chosen], self.time, self.align
        )

    @property
    def lines(self) -> Ints:
        """`[rows]` the line of the file in which each begins."""
        lines = self.table.lines
        return lines if len(self.rows) == len(lines) else np.asarray(lines[self.rows])

    @property
    def placed(self) -> Bools:
        """`[rows]` whether a row has its patient and day; of those that have not, that is told."""
        return (self.patient >= 0) & np.isfinite(self.day)


@dataclass(frozen=True, slots=True, eq=False)
class Assessed:
    """The cells of one measure in dated rows."""

    measure: str
    rows: DatedRows
    cells: Cells
    values: Values
    conversion: str | None

    def placed(self) -> "Assessed":
        """The cells of the rows that have their patient and day."""
        chosen = self.rows.placed
        if chosen.all():
            return self
        cells = Cells(self.cells.table, self.cells.name, self.cells.rows[chosen])
        values = Values(self.values.low[chosen], self.values.high[chosen], self.values.status[chosen])
        return Assessed(self.measure, self.rows.subset(chosen), cells, values, self.conversion)


@dataclass(frozen=True, slots=True, eq=False)
class Assessments:
    """What a table gives: its dated rows, whether or not anything is read in them, and its cells."""

    rows: list[DatedRows] = field(default_factory=list)
    assessed: list[Assessed] = field(default_factory=list)

    def placed(self) -> "Assessments":
        """What stands in rows that have their patient and day."""
        rows = [group if group.placed.all() else group.subset(group.placed) for group in self.rows]
        return Assessments(rows, [one.placed() for one in self.assessed])


class Layout(Protocol):
    """A table of the study file, opened, its columns bound."""

    @property
    def patient(self) -> TextColumn:
        """The identifiers of its rows."""

    def read(self, roster: Roster | None) -> Assessments:
        """Its dated rows and cells. Without a roster only the cells are read, for the mistakes in them."""


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A table that was opened: its rows in time, and cells of its columns."""

    reading: Reading
    path: Path
    source: DataFile
    table: Table
    written: Format
    patient: TextColumn

    @classmethod
    def of(cls, reading: Reading, path: Path, source: DataFile, table: Table) -> "Opened":
        return cls(
            reading, path, source, table, reading.format_of(source), patient_column(table, source.patient)
        )

    def every_row(self, roster: Roster | None) -> tuple[Ints, Ints]:
        """The rows to read, and their patients; rows of unknown patients are told, or set aside."""
        rows = np.arange(len(self.table))
        if roster is None:
            return rows, np.zeros(len(rows), dtype=np.int64)
        patient = patient_numbers(self.reading, self.table, self.patient, roster)
        if self.reading.policy.unknown_patients == "stop":
            return rows, patient
        known = patient >= 0
        return rows[known], patient[known]

    def dated(
        self, rows: Ints, patient: Ints, time: Time, roster: Roster | None, align: int | None = None
    ) -> DatedRows:
        """Rows at the days of a column."""
        unknown = np.full(len(rows), np.nan)
        index = unknown if roster is None else roster.index_of(patient)
        day = exact_days(self.reading, Cells(self.table, time.column, rows), time, self.written, index)
        return DatedRows(self.table, rows, patient, day, time.column, align)

    def assessed(self, column: str, binding: Binding, rows: DatedRows) -> Assessed:
        """The cells of a measure in rows."""
        cells = Cells(self.table, column, rows.rows)
        expected = binding.expected(cells, self.written.date_format, in_days=False)
        values = read_cells(self.reading, cells, expected)
        return Assessed(binding.declared.name, rows, cells, values, binding.conversion)


def patient_columns(path: Path, names: Sequence[str]) -> dict[Path, str]:
    """The columns that identify the patient, by the path of what names them."""
    return {(*path, "patient", number): name for number, name in enumerate(names)}
