"""Dose records laid out as a daily series: what was taken on each day at least and at most.

A record certainly gives its dose on a day that lies between its latest first and its earliest last day, in
step with its frequency; it possibly does between its earliest first and its latest last day, where the first
day may have been one that is in step. Records of one day add up. A day outside of the period for which the
history is complete may hold more than what was recorded: up to the whole range of the class.
"""

from dataclasses import dataclass

import numpy as np

from remit.course.cohort import DoseRecords, Ints
from remit.operators.bounds import Bools, Floats, Number


@dataclass(frozen=True, slots=True)
class DailyDoses:
    """The doses `[patients, days]`, in the unit of the class; one array twice where nothing is open."""

    values: Number

    @property
    def known(self) -> Bools:
        """Where the dose of the day is one number."""
        return np.asarray(self.values.low == self.values.high)


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
    first, last = records.first_earliest[found.place], records.last_latest[found.place]
    maybe = _given(records, found, first, last, days, certainly=False)
    shape = (len(members), len(days))
    low = _summed(records.low, found, sure, shape)
    high = _summed(records.high, found, maybe, shape)
    covered = (days >= records.complete_from[members][:, None]) & (
        days <= records.complete_to[members][:, None]
    )
    high = np.where(covered, high, np.maximum(high, highest))
    return DailyDoses(Number(low, low) if np.array_equal(low, high) else Number(low, high))


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
    begin, end = np.maximum(first, days[0]), np.clip(last, days[0] - 1, days[-1])
    known = np.isfinite(first)
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
