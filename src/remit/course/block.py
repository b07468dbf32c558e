"""A few thousand patients as dense arrays `[patients, dates]`: what evaluation works on."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from remit.course.cohort import Cohort, Column, EventDays, Ints, Status
from remit.course.courses import Courses, Portion
from remit.operators.bounds import Bools, Bounds, Floats, each

BLOCK_SIZE = 16384


@dataclass(frozen=True, slots=True)
class Cells:
    """The values of one measure `[patients, dates]` or fact `[patients]`.

    `recorded` is where a cell held a usable value, `row` where a table had a row for it.
    """

    values: Bounds
    recorded: Bools
    row: Bools


@dataclass(frozen=True, slots=True)
class EventCells:
    """The days of one kind of event `[patients, most events]`, padded with events that are never.

    The history is complete from `complete_from` to `complete_to`, `[patients]`.
    """

    earliest: Floats
    latest: Floats
    exists: Bools
    complete_from: Floats
    complete_to: Floats


@dataclass(frozen=True, slots=True)
class Block:
    """Some patients of a cohort; columns are laid out when they are first asked for.

    members   `[patients]` their places in the cohort
    day       `[patients, dates]` study days, infinite in the padding
    exists    `[patients, dates]` false in the padding
    visit     `[patients, dates]` whether the date is a visit
    follow_up_end  `[patients]`
    place     `[patients, dates]` where each date stands in the cohort's columns
    """

    cohort: Cohort
    members: Ints
    day: Floats
    exists: Bools
    visit: Bools
    follow_up_end: Floats
    place: Ints
    _measures: dict[str, Cells] = field(default_factory=dict)
    _facts: dict[str, Cells] = field(default_factory=dict)
    _events: dict[str, EventCells] = field(default_factory=dict)

    @property
    def shape(self) -> tuple[int, int]:
        return self.day.shape[0], self.day.shape[1]

    def measure(self, name: str) -> Cells:
        if name not in self._measures:
            self._measures[name] = _gathered(self.cohort.measures[name], self.place)
        return self._measures[name]

    def fact(self, name: str) -> Cells:
        if name not in self._facts:
            self._facts[name] = _gathered(self.cohort.facts[name], self.members)
        return self._facts[name]

    def events(self, name: str) -> EventCells:
        if name not in self._events:
            self._events[name] = _events(self.cohort.events[name], self.members)
        return self._events[name]


def _gathered(column: Column, index: Ints) -> Cells:
    status = _laid_out(column.status, index) if len(column.status) else np.zeros(index.shape, np.uint8)
    return Cells(
        each(column.values, lambda array: _laid_out(array, index)),
        status == Status.RECORDED,
        status != Status.NO_ROW,
    )


def _laid_out(array: np.ndarray, index: Ints) -> np.ndarray:
    """The entries at an index, in the memory order of the index."""
    return np.asarray(array.take(index.T).T)


def _events(days: EventDays, members: Ints) -> EventCells:
    index, exists = _padded(days.starts, members)
    if not exists.any():
        never = np.full((len(members), 0), np.inf)
        return EventCells(never, never, exists[:, :0], days.complete_from[members], days.complete_to[members])
    return EventCells(
        np.where(exists, days.earliest[index], np.inf),
        np.where(exists, days.latest[index], np.inf),
        exists,
        days.complete_from[members],
        days.complete_to[members],
    )


def _padded(starts: Ints, members: Ints) -> tuple[Ints, Bools]:
    """Where each member's entries stand, in rows of equal length; and which are padding."""
    first, past = starts[members], starts[members + 1]
    width = int((past - first).max(initial=0))
    # One date of all patients after another in memory: what runs along the dates then works on whole columns.
    offsets = (first[None, :] + np.arange(width)[:, None]).T
    exists = offsets < past[:, None]
    # The padding points at an entry that exists, and is masked wherever it is used.
    return np.minimum(offsets, max(int(starts[-1]) - 1, 0)), exists


def block_of(source: Courses, members: Ints) -> Block:
    """The block of the given patients, in the given order."""
    cohort, members = source.some(members)
    index, exists = _padded(cohort.starts, members)
    if len(cohort.day) == 0:
        index, exists = index[:, :0], exists[:, :0]
    return Block(
        cohort,
        members,
        np.where(exists, _laid_out(cohort.day, index), np.inf),
        exists,
        _laid_out(cohort.is_visit, index) & exists,
        cohort.follow_up_end[members],
        index,
    )


def blocks(portion: Portion, size: int = BLOCK_SIZE) -> Iterator[Block]:
    """The patients of a portion in blocks, those with equally many dates together: little is padding."""
    cohort, members = portion.read(), portion.members
    members = members[np.argsort(np.diff(cohort.starts)[members], kind="stable")]
    for start in range(0, len(members), size):
        yield block_of(cohort, members[start : start + size])
