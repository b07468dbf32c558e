"""Timepoints for the times that the data have: those that headers name, or about which visits gather."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from remit.start.charts import Wide
from remit.start.dating import days_of_visits, time_of
from remit.start.headings import BASELINE, Instant
from remit.start.layouts import Arrangement


@dataclass(frozen=True, slots=True)
class Timepoint:
    """A proposed timepoint: its target, its window with both ends, and how many patients have a visit in it.

    `patients` is None where the days of the visits are not known.
    """

    target: Instant
    low: Instant
    high: Instant
    patients: int | None = None

    @property
    def name(self) -> str:
        return self.target.name

    @property
    def label(self) -> str:
        return self.target.words.capitalize()


@dataclass(frozen=True, slots=True)
class Schedule:
    """The proposed timepoints, the baseline first, and of how many patients the days of visits are known."""

    timepoints: tuple[Timepoint, ...]
    patients: int

    @property
    def later(self) -> Timepoint | None:
        """The one that is likeliest asked about: near six months, of those that half the patients reached."""
        after = [one for one in self.timepoints if one.target.day > 0]
        return min(
            after, key=lambda one: (self._is_thin(one), abs(one.target.day - _HALF_YEAR)), default=None
        )

    def _is_thin(self, timepoint: Timepoint) -> bool:
        return timepoint.patients is not None and 2 * timepoint.patients < self.patients


_HALF_YEAR: Final = 183


def schedule(arrangement: Arrangement) -> Schedule:
    """The timepoints to propose: of a chart its own, else those around which the visits gather."""
    named = _of_charts(arrangement.wide)
    if named:
        patients = {who for table in arrangement.wide for who in table.survey.patients}
        targets = sorted({BASELINE, *named})
        counts = [len(named.get(target, ())) for target in targets]
        return Schedule(_timepoints(targets, counts), len(patients))
    visits: defaultdict[str, set[int]] = defaultdict(set)
    for who, day in days_of_visits(arrangement):
        visits[who].add(day)
    targets = [BASELINE, *(_planned(arrangement, visits) or _gathered(visits))]
    seen = [_seen(visits, low.day, high.day) if visits else None for low, high in _windows(targets)]
    return Schedule(_timepoints(targets, seen), len(visits))


def _timepoints(targets: Sequence[Instant], seen: Sequence[int | None]) -> tuple[Timepoint, ...]:
    windows = zip(targets, _windows(targets), seen, strict=True)
    return tuple(Timepoint(target, *window, count) for target, window, count in windows)


def _of_charts(tables: Iterable[Wide]) -> dict[Instant, set[str]]:
    """The times of charts, each with the patients of whom something is recorded at it."""
    found: defaultdict[Instant, set[str]] = defaultdict(set)
    for table in tables:
        for time, columns in table.measures.items():
            if isinstance(time, Instant):
                rows = zip(table.survey.patients, *(column.by_row for column in columns), strict=True)
                found[time] |= {who for who, *texts in rows if any(texts)}
    return found


# ---- visits ------------------------------------------------------------------------------------------

_MOST_PLANNED: Final = 12
_MONTHS: Final = (6, 12, 3, 24, 9, 18, 1, 36, 2, 4, 48, 60, 30, 15)
"""The months that are looked for, the usual ones first."""


def _planned(arrangement: Arrangement, visits: Mapping[str, set[int]]) -> list[Instant]:
    """The times of visits that are written as a few numbers, such as weeks, of at least half the patients."""
    units = [time_of(table, arrangement.patients) for table in arrangement.assessments]
    unit = next((time.unit for time in units if time is not None and time.unit), None)
    every = sorted({day for days in visits.values() for day in days if day > 0})
    if unit is None or not every or len(every) > _MOST_PLANNED:
        return []
    counts = {Instant.of(unit, round(day / _DAYS[unit])): day for day in every}
    return [
        one for one, day in counts.items() if one.day == day and 2 * _seen(visits, day, day) >= len(visits)
    ]


_DAYS: Final = {"day": 1.0, "week": 7.0, "month": 30.4375, "year": 365.25}


def _gathered(visits: Mapping[str, set[int]]) -> list[Instant]:
    """The months about which at least half of the patients were seen, the best first where two are near."""
    candidates = [Instant.of("month", count) for count in _MONTHS]
    seen = {one: _seen(visits, *(end.day for end in _window(one))) for one in candidates}
    chosen: list[Instant] = []
    for one in sorted(candidates, key=lambda one: -seen[one]):
        low, high = _window(one)
        apart = all(_window(other)[1] < low or high < _window(other)[0] for other in chosen)
        if visits and 2 * seen[one] >= len(visits) and apart:
            chosen.append(one)
    return sorted(chosen)


def _seen(visits: Mapping[str, set[int]], low: int, high: int) -> int:
    """How many patients have a visit from one day to another."""
    return sum(any(low <= day <= high for day in days) for days in visits.values())


# ---- windows -----------------------------------------------------------------------------------------


def _window(target: Instant) -> tuple[Instant, Instant]:
    """A usual window: a month either way of the third to the ninth, wider later and narrower before."""
    if target == BASELINE:
        return Instant(-30, "day", -30), BASELINE
    if target.unit == "month" and target.count >= 3:
        months = 1 if target.count <= 9 else 2 if target.count <= 18 else 3
        return Instant.of("month", target.count - months), Instant.of("month", target.count + months)
    width = next(width for limit, width in _WIDTHS if target.day <= limit)
    return _day(target.day - width), _day(target.day + width)


_WIDTHS: Final = ((14, 3), (45, 7), (100, 14), (330, 30), (550, 61), (10**9, 91))


def _day(day: int) -> Instant:
    return Instant(day, "day", day)


def _windows(targets: Sequence[Instant]) -> list[tuple[Instant, Instant]]:
    """The windows of targets in their order: the usual ones, cut half-way where two would overlap."""
    usual = [_window(target) for target in targets]
    starts, ends = [low.day for low, _ in usual], [high.day for _, high in usual]
    for number, (one, other) in enumerate(pairwise(targets)):
        if ends[number] >= starts[number + 1]:
            middle = (one.day + other.day) // 2
            # The baseline ends with day 0, whatever follows.
            ends[number] = min(ends[number], middle if one != BASELINE else 0)
            starts[number + 1] = middle + 1
    return [
        window if (window[0].day, window[1].day) == cut else (_day(cut[0]), _day(cut[1]))
        for window, cut in zip(usual, zip(starts, ends, strict=True), strict=True)
    ]
