"""Dose records laid out as a daily series: what was taken on each day at least and at most.

A record certainly gives its dose on a day that lies between its latest first and its earliest last day, in
step with its frequency; it possibly does between its earliest first and its latest last day, where the first
day may have been one that is in step. Records of one day add up. A day outside of the period for which the
history is complete may hold more than what was recorded: up to the whole range of the class.
"""

from dataclasses import dataclass
from typing import cast

import numpy as np

from remit.course.cohort import DoseRecords, Ints
from remit.operators.bounds import Bools, Floats, Number, each


@dataclass(frozen=True, slots=True)
class DailyDoses:
    """The doses `[patients, days]`, in the unit of the class; one array twice where nothing is open."""

    values: Number

    @property
    def known(self) -> Bools:
        """Where the dose of the day is one number."""
        return np.asarray(self.values.low == self.values.high)

    @property
    def days(self) -> int:
        """How many days there are."""
        return int(self.values.low.shape[1])

    def between(self, first: int, last: int) -> "DailyDoses":
        """Those of the columns from `first` to `last`, both included."""
        if (first, last) == (0, self.days - 1):
            return self
        return DailyDoses(cast(Number, each(self.values, lambda array: array[:, first : last + 1])))


@dataclass(frozen=True, slots=True)
class _Records:
    """The records of a block's patients: the row of each patient, and the record's own place."""

    row: Ints
    place: Ints


def daily_doses(
    records: DoseRecords, members: Ints, follow_up_end: Floats, days: Ints, highest: float
) -> DailyDoses:
    """The doses of some patients on consecutive days; `highest` is the end of the declared range.

    A drug that is ongoing is known to go on to the end of follow-up, or as far as the history is complete.
    """
    found = _Records(*entries_of(records.starts, members))
    known_to = np.maximum(follow_up_end, records.complete_to[members])[found.row]
    last_sure = np.where(
        np.isposinf(records.last_earliest[found.place]), known_to, records.last_earliest[found.place]
    )
    sure = _given(records, found, records.first_latest[found.place], last_sure, days, certainly=True)
    low = _summed(records.low, found, sure, (len(members), len(days)))
    high = _highs(records, found, last_sure, low, days)
    covered = (days >= records.complete_from[members][:, None]) & (
        days <= records.complete_to[members][:, None]
    )
    if not covered.all():
        high = np.where(covered, high, np.maximum(high, highest))
    return DailyDoses(Number(low, low) if high is low or np.array_equal(low, high) else Number(low, high))


def _highs(records: DoseRecords, found: _Records, last_sure: Floats, low: Floats, days: Ints) -> Floats:
    """The sums of what is possibly given; those of what is certainly given, of patients without more."""
    last = records.last_latest[found.place]
    unsure = (
        (records.first_earliest[found.place] != records.first_latest[found.place])
        | (np.minimum(last, days[-1]) != np.minimum(last_sure, days[-1]))
        | (records.low[found.place] != records.high[found.place])
    )
    if not unsure.any():
        return low
    rows = np.unique(found.row[unsure])
    of_rows = np.isin(found.row, rows)
    some = _Records(np.searchsorted(rows, found.row[of_rows]), found.place[of_rows])
    maybe = _given(records, some, records.first_earliest[some.place], last[of_rows], days, certainly=False)
    high = low.copy()
    high[rows] = _summed(records.high, some, maybe, (len(rows), len(days)))
    return high


def entries_of(starts: Ints, members: Ints) -> tuple[Ints, Ints]:
    """The row of each entry of the given patients, and its own place, patient by patient."""
    first, past = starts[members], starts[members + 1]
    counts = past - first
    row = np.repeat(np.arange(len(members)), counts)
    place = np.repeat(first - (np.cumsum(counts) - counts), counts) + np.arange(len(row))
    return row, place


@dataclass(frozen=True, slots=True)
class _Given:
    """The days on which records give their dose: the record of each, and its column."""

    record: Ints
    column: Ints


def _given(
    records: DoseRecords, found: _Records, first: Floats, last: Floats, days: Ints, *, certainly: bool
) -> _Given:
    """Each day of the row on which each record is (may be) given, record by record."""
    if not len(days) or not len(found.place):
        none = np.zeros(0, np.int64)
        return _Given(none, none)
    every = records.every[found.place]
    in_step = records.first_earliest[found.place] == records.first_latest[found.place]
    if certainly:  # of alternate days from an unknown day on, none is certain
        last = np.where(in_step | (every == 1), last, -np.inf)
    else:  # and each is possible
        every = np.where(in_step, every, 1)
    # A first day beyond the row, or none, begins after its end.
    first, end = np.minimum(first, days[-1] + 1.0), np.clip(last, days[0] - 1, days[-1])
    known = np.isfinite(first)
    begin = np.maximum(first, days[0])
    late = np.where(known, begin - np.where(known, first, 0.0), 0.0)
    begin = np.where(known, begin + np.mod(-late, every), begin)
    counts = np.where(end >= begin, (end - begin) // every + 1, 0).astype(np.int64)
    record = np.repeat(np.arange(len(counts)), counts)
    nth = np.arange(len(record)) - np.repeat(np.cumsum(counts) - counts, counts)
    offset = np.where(counts > 0, begin - days[0], 0.0).astype(np.int64)
    return _Given(record, offset[record] + nth * every[record])


def _summed(dose: Floats, found: _Records, given: _Given, shape: tuple[int, int]) -> Floats:
    """The sum of each day in the order of the records: no rounding is left behind where one ends."""
    cells = found.row[given.record] * shape[1] + given.column
    flat = np.bincount(cells, dose[found.place[given.record]], minlength=shape[0] * shape[1])
    return np.asarray(flat, np.float64).reshape(shape)
