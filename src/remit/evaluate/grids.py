"""Days as the dates of a block: one row of consecutive days that all patients share.

What a patient has on a day does not depend on which days the row begins and ends with, nor on who else is in
the block: a row only has to hold the days that are asked for.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from weakref import ref

import numpy as np

from remit.course.block import Block, block_of
from remit.course.cohort import Cohort, Ints
from remit.course.doses import DailyDoses, daily_doses, entries_of
from remit.evaluate.stretches import FAR
from remit.operators.bounds import Floats

if TYPE_CHECKING:
    from remit.evaluate.evaluator import Evaluator


MOST_CELLS: Final = 1 << 20
"""So many patients times days are worked out at once: 8 MB an array, and a handful of arrays."""


class TooManyCells(Exception):
    """A row of so many days is too long for all patients of a block at once."""

    def __init__(self, days: int) -> None:
        super().__init__(f"{days} days")
        self.days = days


class Grids:
    """The evaluators of days that the forms of one block ask for, each row of days once."""

    def __init__(self, home: "Evaluator") -> None:
        self._home_of = ref(home)
        self._made: dict[tuple[int, int], Evaluator] = {}
        self._first_days: Floats | None = None
        self._doses: dict[str, tuple[int, DailyDoses]] = {}
        self.most_cells: int | None = None
        """Where it is set, `TooManyCells` is raised for more of several patients."""

    @property
    def _home(self) -> "Evaluator":
        home = self._home_of()
        assert home is not None, "the days of a block are asked for by its evaluator"
        return home

    def drop(self) -> None:
        """Forget all: the evaluators of days hold that of their block, and it holds this."""
        self._made.clear()
        self._doses.clear()

    def of(self, first: int, last: int) -> "Evaluator":
        """The evaluator of the days from the first to the last, both included."""
        if (first, last) not in self._made:
            home, patients = self._home, len(self._home.block.members)
            if (
                self.most_cells is not None
                and patients * (last + 1 - first) > self.most_cells
                and patients > 1
            ):
                raise TooManyCells(last + 1 - first)
            row = np.arange(first, last + 1)
            self._made[first, last] = type(home)(
                home.declarations, _days_of(home.block, row), None, home, row
            )
        return self._made[first, last]

    def forget(self, depth: int, column: int) -> None:
        """Drop what was worked out for a choice of a visit further out."""
        for made in self._made.values():
            for key in [one for one in made.values if isinstance(one, tuple) and (depth, column) in one]:
                del made.values[key]

    def doses(self, name: str, row: Ints) -> DailyDoses:
        """The doses of a class of drugs on the days of a row, worked out once for days asked repeatedly."""
        first, last = int(row[0]), int(row[-1])
        begin, known = self._doses.get(name, (0, None))
        if known is None or first < begin or last >= begin + known.days:
            before = self._followed() if known is None else (begin, begin + known.days - 1)
            first, last = self._joined((first, last), before)
            block, type_ = self._home.block, self._home.declarations.drugs[name].type
            highest = np.inf if type_.high is None else float(type_.high)
            days = np.arange(first, last + 1)
            known = daily_doses(block.cohort.doses[name], block.members, block.follow_up_end, days, highest)
            begin = first
            self._doses[name] = begin, known
        return known.between(int(row[0]) - begin, int(row[-1]) - begin)

    def _followed(self) -> tuple[int, int]:
        """The days on which rules mostly ask: from the first one that is known to the end of follow-up."""
        ends = (self.first_days.min(initial=0.0), self._home.block.follow_up_end.max(initial=0.0))
        first, last = (int(np.clip(end, -FAR, FAR)) for end in ends)
        return first, last

    def _joined(self, asked: tuple[int, int], known: tuple[int, int]) -> tuple[int, int]:
        """From the first to the last day of both, where that is not too long; else what is asked for."""
        first, last = min(asked[0], known[0]), max(asked[1], known[1])
        cells = len(self._home.block.members) * (last + 1 - first)
        return (first, last) if cells <= MOST_CELLS else asked

    @property
    def first_days(self) -> Floats:
        """The day with which each patient's days begin where a period has no start, `[patients]`."""
        if self._first_days is None:
            self._first_days = first_days(self._home.block.cohort, self._home.block)
        return self._first_days


def _days_of(block: Block, row: Ints) -> Block:
    """The same patients, with each day of the row in place of their dates."""
    shape = (len(block.members), len(row))
    day = np.broadcast_to(row.astype(np.float64), shape)
    every = np.broadcast_to(np.True_, shape)
    return replace(block, day=day, exists=every, visit=every, _measures={})


def first_days(cohort: Cohort, block: Block) -> Floats:
    """The earliest of day 0, the first date, and the first day of a dose record, where it is known."""
    first = np.minimum(block.day.min(axis=1, initial=np.inf), 0.0)
    for records in cohort.doses.values():
        begun = np.where(np.isfinite(records.first_earliest), records.first_earliest, np.inf)
        row, place = entries_of(records.starts, block.members)
        np.minimum.at(first, row, begun[place])
    return np.asarray(first)


def narrower(block: Block, days: int) -> Iterator[Block]:
    """A block's patients in smaller blocks, after a row of so many days was too long for all of them.

    Those of whom few days are known go together: one with a record long ago makes only his own row long.
    """
    waiting = [block.members[np.argsort(_spans(block), kind="stable")]]
    spans = dict(zip(block.members.tolist(), _spans(block).tolist(), strict=True))
    first = True
    while waiting:
        members = waiting.pop()
        cells = len(members) * min(days, spans[int(members[-1])])
        if first or (cells > MOST_CELLS and len(members) > 1):
            waiting += [members[: len(members) // 2], members[len(members) // 2 :]]
        else:
            yield block_of(block.cohort, members)
        first = False


def _spans(block: Block) -> Ints:
    """How many days are known of each patient, `[patients]`."""
    span = block.follow_up_end - first_days(block.cohort, block) + 1
    return np.clip(span, 1, FAR).astype(np.int64)
