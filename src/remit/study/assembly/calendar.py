"""All dates of all patients: the visits, the schedule, and other rows joined to them or standing alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from remit.course.cohort import Addresses, Ints, Origin
from remit.operators.bounds import Bools, Floats
from remit.study.layouts.rows import DatedRows
from remit.study.problems import counted
from remit.study.tables.table import CellTexts
from remit.study.values.columns import addresses_of

_DAYS: Final = 1 << 32
"""More days than there are, so that patient and day together are one number that sorts."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A planned schedule: the study days of its visits, and how far from its day a visit may be held."""

    days: tuple[int, ...]
    tolerance: int


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """The dates of all patients, patients one after another, days rising.

    keys      `[dates]` patient and day as one number
    visits    `[visits]` the keys of the dates that are visits
    """

    keys: Ints
    visits: Ints
    _compared: list[tuple[DatedRows, bool]] = field(default_factory=list)

    @property
    def patient(self) -> Ints:
        return self.keys // _DAYS

    @property
    def day(self) -> Ints:
        return self.keys % _DAYS - _DAYS // 2

    @property
    def is_visit(self) -> Bools:
        if self.visits is self.keys:
            return np.ones(len(self.keys), dtype=bool)
        return _among(self.keys, self.visits)

    def starts(self, patients: int) -> Ints:
        """`[patients + 1]` where each patient's dates begin."""
        return np.searchsorted(self.keys, np.arange(patients + 1) * _DAYS).astype(np.int64)

    def are_those_of(self, rows: DatedRows) -> bool:
        """Whether the rows are the dates, one for one and in their order."""
        if not any(known is rows for known, _ in self._compared):
            keys = _joined(rows, self.visits) if len(rows.rows) == len(self.keys) else None
            self._compared.append((rows, keys is not None and np.array_equal(keys, self.keys)))
        return next(same for known, same in self._compared if known is rows)

    def position(self, rows: DatedRows) -> Ints:
        """`[rows]` the place of each row's date."""
        return np.searchsorted(self.keys, _joined(rows, self.visits)).astype(np.int64)


def calendar(rows: Sequence[DatedRows], end: Floats, planned: Planned | None) -> Calendar:
    """The dates of rows and of a schedule, `end` being the end of follow-up of each patient.

    Rows beside the visits join the nearest visit within their `align` days (of two as near, the earlier).
    Where nothing gives visits, every date is one.
    """
    of_visits = [_keys(group.patient, group.day) for group in rows if group.align is None]
    visits = _sorted(of_visits)
    if planned is not None:
        visits = _sorted([visits, _unheld(visits, end, planned)])
    others = [_joined(group, visits) for group in rows if group.align is not None]
    keys = _sorted([visits, *others]) if others else visits
    return Calendar(keys, visits if of_visits or planned is not None else keys)


def last_days(rows: Sequence[DatedRows], patients: int) -> Floats:
    """`[patients]` the last day of any row, before rows are joined to visits; -infinity without one."""
    last = np.full(patients, -np.inf)
    for group in rows:
        np.maximum.at(last, group.patient, group.day)
    return last


def _sorted(groups: Sequence[Ints]) -> Ints:
    """Keys in order, each once; they come nearly sorted, which a stable sort makes use of."""
    keys = np.concatenate([np.zeros(0, dtype=np.int64), *groups])
    if (keys[1:] > keys[:-1]).all():
        return keys
    keys.sort(kind="stable")
    is_new = np.ones(len(keys), dtype=bool)
    is_new[1:] = keys[1:] != keys[:-1]
    return np.asarray(keys[is_new])


def _among(keys: Ints, sorted_keys: Ints) -> Bools:
    """Which keys are among others, those in order."""
    if not len(sorted_keys):
        return np.zeros(len(keys), dtype=bool)
    place = np.minimum(np.searchsorted(sorted_keys, keys), len(sorted_keys) - 1)
    return np.asarray(sorted_keys[place] == keys)


def _keys(patient: Ints, day: Floats) -> Ints:
    return patient * _DAYS + (day.astype(np.int64) + _DAYS // 2)


def _joined(rows: DatedRows, visits: Ints) -> Ints:
    """The keys of rows, those beside the visits moved to the nearest visit that is near enough."""
    keys = _keys(rows.patient, rows.day)
    if not rows.align or not len(visits):
        return keys
    after = np.searchsorted(visits, keys)
    later = visits[np.minimum(after, len(visits) - 1)]
    earlier = visits[np.maximum(after - 1, 0)]
    # Keys of different patients lie farther apart than any alignment.
    nearest = np.where(np.abs(keys - earlier) <= np.abs(later - keys), earlier, later)
    return np.where(np.abs(nearest - keys) <= rows.align, nearest, keys)


def _unheld(visits: Ints, end: Floats, planned: Planned) -> Ints:
    """The planned visits, within follow-up, near which no visit was held."""
    patient = np.repeat(np.arange(len(end)), len(planned.days))
    day = np.tile(np.array(planned.days, dtype=np.float64), len(end))
    within = day <= np.repeat(end, len(planned.days))
    keys = _keys(patient[within], day[within])
    if not len(visits):
        return keys
    next_visit = visits[np.minimum(np.searchsorted(visits, keys - planned.tolerance), len(visits) - 1)]
    return np.asarray(keys[np.abs(next_visit - keys) > planned.tolerance])


def visit_addresses(dates: Calendar, rows: Sequence[DatedRows]) -> Addresses:
    """The first row that stands at each date; the dates of the schedule have none."""
    if len(rows) == 1 and rows[0].time is not None and dates.are_those_of(rows[0]):
        only, texts = rows[0], CellTexts(rows[0].table.columns[rows[0].time], rows[0].rows)
        nothing = np.broadcast_to(np.int64(0), len(only.rows))
        return addresses_of([_origin(only)], nothing, only.lines, texts)
    origin = np.zeros(len(dates.keys), dtype=np.int64)
    line = np.full(len(dates.keys), -1, dtype=np.int64)
    text = np.full(len(dates.keys), "", dtype=object)
    for number, group in reversed(list(enumerate(rows))):
        position = dates.position(group)[::-1]
        origin[position], line[position] = number, group.table.lines[group.rows][::-1]
        text[position] = _date_texts(group)[::-1]
    return addresses_of([_origin(group) for group in rows], origin, line, text.tolist())


def _origin(rows: DatedRows) -> Origin:
    """The column of the date; of values that stand at a target day, the table."""
    return (
        Origin(rows.table.file, "", rows.table.sheet) if rows.time is None else rows.table.origin(rows.time)
    )


def _date_texts(rows: DatedRows) -> npt.NDArray[np.object_]:
    if rows.time is None:
        return np.full(len(rows.rows), "", dtype=object)
    column = rows.table.columns[rows.time]
    return np.array(column.texts, dtype=object)[column.codes[rows.rows]]


def joining_notes(rows: Sequence[DatedRows], dates: Calendar) -> list[str]:
    """How many rows beside the visits joined a visit of another day, and how many stand alone."""
    notes = []
    for group in rows:
        if group.align is None or dates.visits is dates.keys:
            continue
        at = dates.keys[dates.position(group)]
        moved = np.abs(at - _keys(group.patient, group.day))
        alone = int((~_among(at, dates.visits)).sum())
        joined = int((moved > 0).sum())
        if joined or alone:
            notes.append(_joining_note(group, joined, int(moved.max(initial=0)), alone))
    return notes


def _joining_note(rows: DatedRows, joined: int, farthest: int, alone: int) -> str:
    parts = []
    if joined:
        parts.append(f"{counted(joined, 'row')} joined a visit up to {counted(farthest, 'day')} away")
    if alone:
        stands = "is a date of its own" if alone == 1 else "are dates of their own"
        parts.append(f"{counted(alone, 'row')} joined no visit and {stands}")
    return f"{rows.table.file}: {'; '.join(parts)}."
