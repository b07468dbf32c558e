"""Dose records in which the doses of some days are otherwise: one dose on each, the rest as it was."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from remit.course.cohort import DoseRecords, Ints
from remit.course.doses import daily_doses
from remit.operators.bounds import Floats


@dataclass(frozen=True, slots=True)
class _Rows:
    """Records of one patient, `[records]`."""

    first_earliest: Floats
    first_latest: Floats
    last_earliest: Floats
    last_latest: Floats
    low: Floats
    high: Floats
    every: Ints


def with_doses(
    records: DoseRecords, follow_up_end: float, days: Sequence[int], values: Sequence[float], highest: float
) -> DoseRecords:
    """Copies of one patient, in each of which the dose of these days is a value; `highest` ends the range.

    What was known of other days, and what was not, stays so. The history is then complete on these days; a
    gap between them and the time for which it was is a record of any dose.
    """
    first, last, count = min(days), max(days), len(values)
    own = _rows(records)
    known_to = max(follow_up_end, float(records.complete_to[0]))
    rows = [_before(own, first - 1, known_to), _after(own, last + 1)]
    rows += [_between(records, follow_up_end, days, highest)]
    begin, end, gap = _completed(float(records.complete_from[0]), float(records.complete_to[0]), first, last)
    if gap is not None:
        rows.append(_given(np.array(gap[:1]), np.array(gap[1:]), np.zeros(1), np.full(1, highest)))
    kept, given = _joined(rows), np.array(sorted(set(days)), np.float64)
    return _tiled(kept, given, values, (np.full(count, begin), np.full(count, end)))


def _rows(records: DoseRecords) -> _Rows:
    own = slice(int(records.starts[0]), int(records.starts[1]))
    return _Rows(
        records.first_earliest[own], records.first_latest[own],
        records.last_earliest[own], records.last_latest[own],
        records.low[own], records.high[own], records.every[own],
    )  # fmt: skip


def _before(own: _Rows, last: float, known_to: float) -> _Rows:
    """What the records tell of the days up to the last; of one that goes on, as far as that is certain."""
    sure = np.where(np.isposinf(own.last_earliest), known_to, own.last_earliest)
    ends = (np.minimum(sure, last), np.minimum(own.last_latest, last))
    return _Rows(own.first_earliest, own.first_latest, *ends, own.low, own.high, own.every)


def _after(own: _Rows, first: float) -> _Rows:
    """What the records tell of the days from the first on, in step; of unknown step, any day is possible."""
    in_step = own.first_earliest == own.first_latest
    from_start = np.where(in_step & (own.first_earliest < first), first - own.first_earliest, 0.0)
    stepped = own.first_earliest + np.ceil(from_start / own.every) * own.every
    unsure = ~in_step & (own.every > 1)
    earliest = np.where(in_step, stepped, np.maximum(own.first_earliest, first))
    latest = np.where(in_step, stepped, np.maximum(own.first_latest, first))
    every = np.where(unsure, 1, own.every)
    low = np.where(unsure, 0.0, own.low)
    return _Rows(earliest, latest, own.last_earliest, own.last_latest, low, own.high, every)


def _between(records: DoseRecords, follow_up_end: float, days: Sequence[int], highest: float) -> _Rows:
    """The doses as they were on the days between those supposed, such as those of a drug every other day."""
    others = np.array(sorted(set(range(min(days), max(days) + 1)) - set(days)), np.int64)
    if not len(others):
        none = np.zeros(0)
        return _given(none, none, none, none)
    row = np.arange(min(days), max(days) + 1)
    end = np.array([follow_up_end])
    found = daily_doses(records, np.zeros(1, np.int64), end, row, highest).values
    place, day = others - row[0], others.astype(np.float64)
    return _given(day, day, found.low[0, place], found.high[0, place])


def _completed(
    begin: float, end: float, first: int, last: int
) -> tuple[float, float, tuple[float, float] | None]:
    """For what time the history is complete then, and the gap in it that stays open."""
    if begin > end:
        return first, last, None
    gap = (end + 1.0, first - 1.0) if first > end + 1 else None
    if last < begin - 1:
        gap = (last + 1.0, begin - 1.0)
    return min(begin, first), max(end, last), gap


def _given(first: Floats, last: Floats, low: Floats, high: Floats) -> _Rows:
    return _Rows(first, first, last, last, low, high, np.ones(len(first), np.int64))


def _joined(rows: Sequence[_Rows]) -> _Rows:
    return _Rows(
        np.concatenate([one.first_earliest for one in rows]),
        np.concatenate([one.first_latest for one in rows]),
        np.concatenate([one.last_earliest for one in rows]),
        np.concatenate([one.last_latest for one in rows]),
        np.concatenate([one.low for one in rows]),
        np.concatenate([one.high for one in rows]),
        np.concatenate([one.every for one in rows]),
    )


def _tiled(
    kept: _Rows, given: Floats, values: Sequence[float], complete: tuple[Floats, Floats]
) -> DoseRecords:
    """The records that stay, in as many copies as there are values, each with one of these on the days."""
    count, size = len(values), len(kept.low) + len(given)

    def tiled(of_kept: Floats) -> Floats:
        return np.tile(np.concatenate([of_kept, given]), count)

    dose = np.array(values, np.float64)[:, None] * np.ones(len(given))

    def dosed(of_kept: Floats) -> Floats:
        return np.concatenate([np.tile(of_kept, (count, 1)), dose], axis=1).reshape(-1)

    return DoseRecords(
        starts=np.arange(count + 1, dtype=np.int64) * size,
        first_earliest=tiled(kept.first_earliest),
        first_latest=tiled(kept.first_latest),
        last_earliest=tiled(kept.last_earliest),
        last_latest=tiled(kept.last_latest),
        low=dosed(kept.low),
        high=dosed(kept.high),
        every=np.tile(np.concatenate([kept.every, np.ones(len(given), np.int64)]), count),
        complete_from=complete[0],
        complete_to=complete[1],
    )
