"""One patient's course in plain Python: exact rationals and whole days, no arrays."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from math import isinf

from remit.course.cohort import Cohort, Column, EventDays, Status, exact
from remit.judge.doses import DoseHistory, dose_histories, first_day
from remit.operators.bounds import Bounds, Levels, Truth, pair
from remit.operators.record import Plain, PlainNumber


@dataclass(frozen=True, slots=True)
class Cell:
    """What the data hold of a fact, or of a measure on one date; `value` means something where recorded."""

    status: Status
    value: Plain

    @property
    def recorded(self) -> bool:
        return self.status is Status.RECORDED

    @property
    def has_row(self) -> bool:
        return self.status is not Status.NO_ROW


@dataclass(frozen=True, slots=True)
class History:
    """The events of one kind, each between its earliest and latest day, and the days it is complete for."""

    events: tuple[tuple[PlainNumber, PlainNumber], ...]
    complete_from: PlainNumber
    complete_to: PlainNumber


@dataclass(frozen=True, slots=True)
class PlainPatient:
    """Everything known of one patient.

    `days` are the study days of the patient's dates in order; `is_visit` and the cells of each measure run
    along them.
    """

    identifier: str
    days: tuple[int, ...]
    is_visit: tuple[bool, ...]
    follow_up_end: PlainNumber
    facts: Mapping[str, Cell]
    measures: Mapping[str, tuple[Cell, ...]]
    histories: Mapping[str, History]
    drugs: Mapping[str, DoseHistory] = field(default_factory=dict)

    @classmethod
    def of(cls, cohort: Cohort, patient: int) -> "PlainPatient":
        """The patient at a place in the cohort's order."""
        dates = range(int(cohort.starts[patient]), int(cohort.starts[patient + 1]))
        return cls(
            identifier=cohort.patients[patient],
            days=tuple(int(cohort.day[date]) for date in dates),
            is_visit=tuple(bool(cohort.is_visit[date]) for date in dates),
            follow_up_end=plain_number(cohort.follow_up_end[patient]),
            facts={name: _cell(column, patient) for name, column in cohort.facts.items()},
            measures={
                name: tuple(_cell(column, d) for d in dates) for name, column in cohort.measures.items()
            },
            histories={name: _history(days, patient) for name, days in cohort.events.items()},
            drugs=dose_histories(cohort, patient),
        )

    @property
    def first_day(self) -> PlainNumber:
        """The day with which the patient's days begin where a period has no start."""
        return first_day(self.drugs, self.days)

    def form_dates(self, reads: Collection[str]) -> list[int]:
        """The dates that a form looks at: visits, and others with a row for every measure that it reads."""
        return [
            date for date, is_visit in enumerate(self.is_visit) if is_visit or self._has_rows(reads, date)
        ]

    def _has_rows(self, reads: Collection[str], date: int) -> bool:
        return bool(reads) and all(self.measures[name][date].has_row for name in reads)


def plain_number(value: float) -> PlainNumber:
    """The decimal that a float stands for; an infinity remains one."""
    return float(value) if isinf(value) else exact(value)


def _cell(column: Column, place: int) -> Cell:
    return Cell(Status(int(column.status[place])), _plain(column.values, place))


def _plain(values: Bounds, place: int) -> Plain:
    if isinstance(values, Levels):
        return int(values.mask[place])
    low, high = pair(values)
    if isinstance(values, Truth):
        return bool(low[place]), bool(high[place])
    return plain_number(low[place]), plain_number(high[place])


def _history(days: EventDays, patient: int) -> History:
    places = range(int(days.starts[patient]), int(days.starts[patient + 1]))
    return History(
        tuple((plain_number(days.earliest[place]), plain_number(days.latest[place])) for place in places),
        plain_number(days.complete_from[patient]),
        plain_number(days.complete_to[patient]),
    )
