"""A cohort as columns: every patient's visits one after another, values with their bounds and addresses.

This is what reading a study gives and what evaluation takes; it knows nothing of files beyond the addresses
that it carries for the audit. Values are `float64`; a decimal of the source with up to fifteen digits comes
back exactly from `exact`, which is how statistics and the judge see it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from remit.course.courses import Portion
from remit.operators.bounds import Bools, Bounds, Floats

Ints = npt.NDArray[np.int64]


class Status(IntEnum):
    """Why a cell holds a value or none."""

    NO_ROW = 0
    """no table had a row for this measure on this date"""
    RECORDED = 1
    """a usable value; a bound such as `<0.3` counts"""
    EMPTY = 2
    """there is a row, and the cell is empty"""
    UNREADABLE = 3
    """there is something that is not a value, and the study sets such cells aside"""
    OUT_OF_RANGE = 4
    """outside the possible range, and the study sets such values aside"""
    CODED = 5
    """a declared missing code, such as -999 or NASK"""


@dataclass(frozen=True, slots=True)
class Origin:
    """The file (and sheet) and column that a value came from; `letter` is the sheet's column letters.

    `factor` is what the cell's number was multiplied by to come into the measure's unit, with the units'
    texts, where it was.
    """

    file: str
    column: str
    sheet: str | None = None
    letter: str | None = None
    conversion: str | None = None


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where each value was read: `origins[origin[i]]`, row `row[i]` (-1 for none), and its text."""

    origins: tuple[Origin, ...]
    origin: Ints
    row: Ints
    text: Sequence[str]


@dataclass(frozen=True, slots=True)
class Column:
    """The values of one measure or fact, with bounds (open ones at the range of the measure).

    `status` holds a `Status` a value. All arrays have one entry a visit (a measure) or a patient (a fact).
    `addresses` is None where the source gives none (made-up data, cases).
    """

    values: Bounds
    status: npt.NDArray[np.uint8]
    addresses: Addresses | None = None

    @property
    def recorded(self) -> Bools:
        return np.asarray(self.status == Status.RECORDED)


@dataclass(frozen=True, slots=True)
class EventDays:
    """The days of one kind of event, patients one after another.

    Patient i has the events `starts[i]:starts[i+1]` of `earliest` and `latest` (study days; different where
    the date was partial). The history is complete from `complete_from[i]` to `complete_to[i]` (study days;
    from > to where it is not known to be complete at all). `follow-up` completeness is from -inf to the end
    of follow-up.
    """

    starts: Ints
    earliest: Floats
    latest: Floats
    complete_from: Floats
    complete_to: Floats
    addresses: Addresses | None = None


@dataclass(frozen=True, slots=True)
class DoseRecords:
    """The dose records of one declared class of drugs, patients one after another.

    Patient i has the records `starts[i]:starts[i+1]`. A record gives its dose on its first day and on every
    `every`-th day after it (1 daily, 2 alternate days), up to its last day. Records of one day add up; what
    overlaps in the source by mistake was settled when it was read.

    first_earliest, first_latest  the first day (different where its date was partial), always finite: one
                                  that is not known is up to 200 years from day 0
    last_earliest, last_latest    the last day; from the end of follow-up to infinity where the drug is
                                  ongoing (nothing tells of later days); from the first day to infinity
                                  where the end is unknown
    low, high                     the dose of a day on which it is given, in the unit of the class (for
                                  members, times their equivalence); the declared range where unknown
    complete_from, complete_to    `[patients]` as for events: outside of it a day without a record is open,
                                  inside it is a dose of zero
    """

    starts: Ints
    first_earliest: Floats
    first_latest: Floats
    last_earliest: Floats
    last_latest: Floats
    low: Floats
    high: Floats
    every: Ints
    complete_from: Floats
    complete_to: Floats
    addresses: Addresses | None = None


@dataclass(frozen=True, slots=True)
class Cohort:
    """All patients of a study.

    patients      their identifiers, in the order of the report
    starts        `[patients + 1]`: patient i has the dates `starts[i]:starts[i+1]` of everything per visit
    day           `[dates]` study days, rising within a patient, each once
    is_visit      `[dates]` whether the date is a visit (a row of a visits table or of the schedule), or only
                  a date of another table, which counts for conditions that ask for nothing else
    follow_up_end `[patients]` the last study day observed
    facts, measures, events   by declared name; every declared one is present
    index_text    `[patients]` day 0 as written in the source ("" where the study gives days)
    """

    patients: tuple[str, ...]
    starts: Ints
    day: Ints
    is_visit: Bools
    follow_up_end: Floats
    facts: Mapping[str, Column]
    measures: Mapping[str, Column]
    events: Mapping[str, EventDays]
    index_text: tuple[str, ...] = ()
    visit_addresses: Addresses | None = None
    notes: tuple[str, ...] = field(default=())
    """What was set aside or joined while reading, one sentence each, for the report."""
    doses: Mapping[str, DoseRecords] = field(default_factory=dict)
    """By declared class of drugs; every declared one is present."""

    @property
    def visits(self) -> int:
        """How many visits there are."""
        return int(self.is_visit.sum())

    def portions(self, size: int) -> Sequence[Portion]:
        """All patients, so many at a time, those with equally many dates together."""
        order = np.argsort(np.diff(self.starts), kind="stable").astype(np.int64)
        return [Portion(0, order[start : start + size], lambda: self) for start in range(0, len(order), size)]

    def some(self, members: Ints) -> "tuple[Cohort, Ints]":
        """This cohort, which holds everybody."""
        return self, members

    def dates_of(self, patient: int) -> slice:
        """Where a patient's dates stand in the per-visit columns."""
        return slice(int(self.starts[patient]), int(self.starts[patient + 1]))


def exact(value: float) -> Fraction:
    """The decimal that a float64 stands for: the shortest that reads back as the same float."""
    return Fraction(repr(float(value)))
