"""A row a patient, a column a measure and timepoint: `[[wide]]`, the layout of most chart reviews."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from remit.course.cohort import Ints
from remit.operators.bounds import Bools
from remit.study.file.configuration import Column, Wide
from remit.study.file.places import Path
from remit.study.layouts.roster import Roster
from remit.study.layouts.rows import Assessments, DatedRows, Opened, patient_columns
from remit.study.problems import Failed
from remit.study.reading import Reading
from remit.study.tables.opening import open_table
from remit.study.tables.table import TextColumn
from remit.study.values.binding import Binding, bind_all, find_day, find_measure
from remit.study.values.cells import Cells
from remit.study.values.times import Time


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """The columns of one timepoint; `time` is None where the values stand at the target day."""

    target: int
    time: Time | None
    columns: Mapping[str, Column]
    bindings: Mapping[str, Binding]


@dataclass(frozen=True, slots=True, eq=False)
class WideRows:
    """The layout, opened."""

    opened: Opened
    groups: tuple[_Group, ...]

    @property
    def patient(self) -> TextColumn:
        return self.opened.patient

    def read(self, roster: Roster | None) -> Assessments:
        rows, patient = self.opened.every_row(roster)
        found = Assessments()
        for group in self.groups:
            dated = self._dated(group, rows, patient, roster)
            found.rows.append(dated)
            found.assessed.extend(
                self.opened.assessed(group.columns[name].column, binding, dated)
                for name, binding in group.bindings.items()
            )
        return found

    def _dated(self, group: _Group, rows: Ints, patient: Ints, roster: Roster | None) -> DatedRows:
        """The patients of whom something was recorded at the timepoint: nothing else tells of a visit."""
        there = np.zeros(len(rows), dtype=bool)
        for name, binding in group.bindings.items():
            there |= self._holds(group.columns[name].column, binding.missing, rows)
        if group.time is not None:
            there |= self._holds(group.time.column, self.opened.written.missing, rows)
            return self.opened.dated(rows[there], patient[there], group.time, roster)
        day = np.full(int(there.sum()), float(group.target))
        return DatedRows(self.opened.table, rows[there], patient[there], day, None)

    def _holds(self, column: str, missing: frozenset[str], rows: Ints) -> Bools:
        """Whether a cell holds more than nothing or a missing code."""
        cells = Cells(self.opened.table, column, rows)
        says = np.array([bool(text) and text not in missing for text in cells.column.texts], dtype=bool)
        return np.asarray(says[cells.codes])


def open_wide_rows(reading: Reading, path: Path, source: Wide) -> WideRows:
    """Bind the columns of the table and open it; Failed where it cannot be read."""
    groups = []
    for timepoint, columns in source.at.items():
        with suppress(Failed):
            groups.append(_group(reading, (*path, "at", timepoint), timepoint, columns, source))
    wanted = patient_columns(path, source.patient)
    for timepoint, columns in source.at.items():
        for name, coding in columns.items():
            wanted[*path, "at", timepoint, name, "column"] = coding.column
    opened = Opened.of(reading, path, source, open_table(reading, path, source, wanted))
    return WideRows(opened, tuple(groups))


def _group(
    reading: Reading, path: Path, timepoint: str, columns: Mapping[str, Column], source: Wide
) -> _Group:
    # `date` and `day` are words of the rule language, so that no measure can have their names.
    measures = {name: coding for name, coding in columns.items() if name not in ("date", "day")}
    bindings = bind_all(reading, path, measures, find_measure, reading.format_of(source))
    time = None
    if "date" in columns:
        time = Time(columns["date"].column)
    elif "day" in columns:
        time = Time(columns["day"].column, columns["day"].unit or "day")
    return _Group(find_day(reading, timepoint, path), time, columns, bindings)
