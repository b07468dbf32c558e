"""From when to when dose records last: partial dates, records that go on, and ends that are not known."""

from dataclasses import dataclass

import numpy as np

from remit.course.cohort import Ints, Status
from remit.diagnostics.diagnostic import Cell, Diagnostic, Label
from remit.operators.bounds import Bools, Floats
from remit.study.file.configuration import DayColumn, Drugs
from remit.study.file.places import Path
from remit.study.layouts.rows import Opened
from remit.study.values.cells import Cells, Expected, Statuses, read_cells
from remit.study.values.dates import MOST_DAYS
from remit.study.values.texts import LevelTexts
from remit.study.values.times import Time, read_times, study_days


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """The first and the last day of records as study days, each between two bounds: `[records]`.

    is_ongoing  whether the record still lasted when it was written down
    are_sure    False where a single dose has other days than its own: on each of them it may have been given
    """

    first_earliest: Floats
    first_latest: Floats
    last_earliest: Floats
    last_latest: Floats
    is_ongoing: Bools
    are_sure: Bools


def wanted_days(path: Path, table: Drugs) -> dict[Path, str]:
    """The columns that tell the days, by the path of what names them."""
    wanted: dict[Path, str] = {}
    for key, date, day in (("start", table.start, table.start_day), ("end", table.end, table.end_day)):
        if date is not None:
            wanted[*path, key] = date
        elif day is not None:
            wanted[*path, f"{key}_day", "column"] = day.column
    if table.ongoing is not None:
        wanted[*path, "ongoing", "column"] = table.ongoing.column
    return wanted


def record_days(
    opened: Opened, path: Path, table: Drugs, rows: Ints, index: Floats | None, is_single: Bools
) -> Days:
    """The days of records; an end before its start, and a limit that is nowhere, are told.

    `index` are the index dates of the records' patients as ordinals, None where there are none. A record
    that `is_single` is one dose, which ends on its first day where nothing else is said.
    """
    reader = _Reader(opened, table, rows, index)
    start, first_low, first_high = reader.limit(table.start, table.start_day)
    end, last_low, last_high = reader.limit(table.end, table.end_day)
    goes_on, has_ended = reader.ongoing(path)
    reader.tell_missing("start", start, np.ones(len(rows), dtype=bool))
    open_end = ~(goes_on | has_ended | is_single)
    reader.tell_missing("end", end, open_end)
    reader.tell_ended(goes_on & (end == Status.RECORDED))
    empty = np.isin(end, _EMPTY)
    goes_on |= empty & open_end & (table.without_end == "ongoing")
    ends_at_once = is_single & empty & ~goes_on
    last_low, last_high = (
        np.where(goes_on, np.inf, np.where(ends_at_once, first, last))
        for first, last in ((first_low, last_low), (first_high, last_high))
    )
    reader.tell_backwards(last_high < first_low)
    # A first day is a day: of one that is not told, any of the years that dates may be of.
    first_low = np.maximum(first_low, -MOST_DAYS)
    first_high = np.minimum(np.fmin(first_high, last_high), MOST_DAYS)
    last_low = np.fmax(last_low, first_low)
    are_sure = ~is_single | ends_at_once | ((first_low == last_high) & ~goes_on)
    return Days(first_low, first_high, last_low, last_high, goes_on, are_sure)


_EMPTY = (Status.EMPTY, Status.CODED)


@dataclass(frozen=True, slots=True, eq=False)
class _Reader:
    """The columns of a table that tell the days of some of its rows."""

    opened: Opened
    table: Drugs
    rows: Ints
    index: Floats | None

    def limit(self, date: str | None, day: DayColumn | None) -> tuple[Statuses, Floats, Floats]:
        """Whether the first or last day of each record is told, and its bounds; any day where it is not."""
        if date is None and day is None:
            count = len(self.rows)
            status = np.full(count, Status.EMPTY, dtype=np.uint8)
            return status, np.full(count, -np.inf), np.full(count, np.inf)
        time = Time.of(date, day)
        cells = Cells(self.opened.table, time.column, self.rows)
        values = read_times(self.opened.reading, cells, time, self.opened.written, may_be_set_aside=True)
        index = np.full(len(self.rows), np.nan) if self.index is None else self.index
        low, high = study_days(values, time, index)
        # Of unknown patients, who are told, the index date is not known.
        recorded = values.recorded & ~np.isnan(low)
        return values.status, np.where(recorded, low, -np.inf), np.where(recorded, high, np.inf)

    def ongoing(self, path: Path) -> tuple[Bools, Bools]:
        """Which records are said to go on, and which are not, or nobody can read what is said of them."""
        nothing = np.zeros(len(self.rows), dtype=bool)
        column = self.table.ongoing
        if column is None:
            return nothing, nothing
        missing = self.opened.written.missing | set(column.missing)
        cells = Cells(self.opened.table, column.column, self.rows)
        parse = LevelTexts.of_truth(column.values)
        values = read_cells(self.opened.reading, cells, Expected(parse, missing))
        return values.low == 1, (values.low == 0) | (values.status == Status.UNREADABLE)

    # ---- what is told --------------------------------------------------------------------------------

    def tell_missing(self, limit: str, status: Statuses, concerned: Bools) -> None:
        """Tell the records without a start or an end, unless the study file says what that means."""
        if getattr(self.table, f"without_{limit}") != "stop":
            return
        help_ = (
            "correct the cell",
            f'or say what it means: `without_{limit} = "unknown"`'
            + (' or `without_end = "ongoing"`' if limit == "end" else ""),
        )
        places = np.flatnonzero(np.isin(status, _EMPTY) & concerned).tolist()
        found = [
            Diagnostic("E717", f"this dose record has no {limit}", Label(self._cell(limit, place)), (), help_)
            for place in places
        ]
        self.opened.reading.problems.several(found, f"records without {limit}")

    def tell_ended(self, both: Bools) -> None:
        self._tell_two(both, "this dose record has an end and is said to go on", "ongoing")

    def tell_backwards(self, backwards: Bools) -> None:
        self._tell_two(backwards, "this dose record ends before it starts", "start")

    def _tell_two(self, records: Bools, message: str, other: str) -> None:
        """Tell the records whose end does not agree with another of their cells."""
        found = []
        for place in np.flatnonzero(records).tolist():
            also = (Label(self._cell(other, place), f"`{self._text(other, place)}` here"),)
            label = Label(self._cell("end", place), f"`{self._text('end', place)}` here")
            found.append(Diagnostic("E716", message, label, also, ("correct one of the two",)))
        self.opened.reading.problems.several(found, "such records")

    def _column(self, limit: str) -> str:
        """The column of a limit; where the table has none, that of the dose."""
        table = self.table
        dates = {"start": table.start, "end": table.end, "ongoing": None}
        others = {"start": table.start_day, "end": table.end_day, "ongoing": table.ongoing}
        other = others[limit]
        return dates[limit] or (table.dose.column if other is None else other.column)

    def _cell(self, limit: str, place: int) -> Cell:
        return self.opened.table.cell(self._column(limit), int(self.rows[place]))

    def _text(self, limit: str, place: int) -> str:
        column = self.opened.table.columns[self._column(limit)]
        code = int(column.codes[self.rows[place]])
        return column.texts[code]
