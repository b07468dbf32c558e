"""Days as the dates of a block: one row of consecutive days that all patients share.

What a patient has on a day does not depend on which days the row begins and ends with, nor on who else is in
the block: a row only has to hold the days that are asked for.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from remit.course.block import Block
from remit.course.cohort import Cohort, Ints
from remit.course.doses import entries_of
from remit.operators.bounds import Floats

if TYPE_CHECKING:
    from remit.evaluate.evaluator import Evaluator


class Grids:
    """The evaluators of days that the forms of one block ask for, each row of days once."""

    def __init__(self, home: "Evaluator") -> None:
        self._home = home
        self._made: dict[tuple[int, int], Evaluator] = {}
        self._first_days: Floats | None = None

    def of(self, first: int, last: int) -> "Evaluator":
        """The evaluator of the days from the first to the last, both included."""
        if (first, last) not in self._made:
            home = self._home
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
