"""One patient's row of an evaluated block: the very values that decided, one at a time."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, cast

import numpy as np

from remit.course.cohort import Cohort
from remit.course.doses import daily_doses
from remit.evaluate.evaluator import Evaluator
from remit.evaluate.limits import Limits, Selection, select
from remit.evaluate.timepoints import in_window, picked
from remit.model.declarations import Timepoint
from remit.model.expressions import AtTimepoint, Expr, Period, ReadAt
from remit.model.types import Level
from remit.operators.bounds import Bools, Bounds, Floats, Levels, Moment, Truth, each, pair


class Mark(StrEnum):
    """What is known of a condition."""

    CERTAIN = "certain"
    IMPOSSIBLE = "impossible"
    OPEN = "open"

    @property
    def sign(self) -> str:
        return {Mark.CERTAIN: "✓", Mark.IMPOSSIBLE: "✗", Mark.OPEN: "?"}[self]


def mark_of(truth: Truth) -> Mark:
    """The mark of one truth (arrays without axes)."""
    if truth.certain:
        return Mark.CERTAIN
    return Mark.OPEN if truth.possible else Mark.IMPOSSIBLE


@dataclass(frozen=True, slots=True)
class Trace:
    """The values of the patient in one row of a block; `date` is a place among that patient's dates.

    A per-patient expression is asked for with any date; a per-visit one needs its own.
    """

    evaluator: Evaluator
    row: int = 0

    # ---- values --------------------------------------------------------------------------------------

    def value(self, x: Expr, date: int | None) -> Bounds:
        """The bounds of an expression, arrays without axes."""
        index = self._index(x.level, date)
        return each(self.evaluator.value(x), lambda array: array[index])

    def truth(self, x: Expr, date: int | None) -> Truth:
        return cast(Truth, self.value(x, date))

    def mark(self, x: Expr, date: int | None) -> Mark:
        return mark_of(self.truth(x, date))

    def is_open(self, x: Expr, date: int | None) -> bool:
        return bool(self.value(x, date).open)

    def _index(self, level: Level, date: int | None) -> Any:
        return self.row if level is Level.PATIENT else (self.row, date)

    # ---- the patient ---------------------------------------------------------------------------------

    @property
    def cohort(self) -> Cohort:
        return self.evaluator.block.cohort

    @property
    def patient(self) -> int:
        """The patient's place in the cohort."""
        return int(self.evaluator.block.members[self.row])

    @property
    def follow_up_end(self) -> float:
        return float(self.evaluator.block.follow_up_end[self.row])

    def day(self, date: int) -> int:
        return int(self.evaluator.block.day[self.row, date])

    def is_visit(self, date: int) -> bool:
        return bool(self.evaluator.block.visit[self.row, date])

    def stored(self, date: int) -> int:
        """Where a date of the patient stands in the cohort's per-visit columns."""
        return int(self.cohort.starts[self.patient]) + date

    def doses(self, name: str, first: int, last: int) -> tuple[Floats, Floats]:
        """The lowest and highest dose of a class of drugs on the days from the first to the last."""
        block, type_ = self.evaluator.block, self.evaluator.declarations.drugs[name].type
        here = slice(self.row, self.row + 1)
        days, highest = np.arange(first, last + 1), np.inf if type_.high is None else float(type_.high)
        end = block.follow_up_end[here]
        found = daily_doses(self.cohort.doses[name], block.members[here], end, days, highest).values
        return found.low[0], found.high[0]

    # ---- dates ---------------------------------------------------------------------------------------

    def dates(self, reads: frozenset[str]) -> list[int]:
        """The dates at which a form that reads these measures looks."""
        return _places(self.evaluator.dates(reads)[self.row])

    def recorded(self, measure: str, timepoint: Timepoint) -> list[int]:
        """The dates of a timepoint's window at which a measure was recorded."""
        return _places(self.evaluator.block.measure(measure).recorded[self.row] & self._window(timepoint))

    def recordable(self, measure: str, timepoint: Timepoint) -> list[int]:
        """The dates of a timepoint's window at which it was, or could have been: visits, and rows for it."""
        block = self.evaluator.block
        return _places((block.visit | block.measure(measure).row)[self.row] & self._window(timepoint))

    def _window(self, timepoint: Timepoint) -> Bools:
        block = self.evaluator.block
        return np.asarray(in_window(block.day[self.row], timepoint) & block.exists[self.row])

    def pick(self, candidates: list[int], timepoint: Timepoint) -> int | None:
        """The date that a timepoint takes among these."""
        day = self.evaluator.block.day[self.row : self.row + 1]
        among = np.zeros(day.shape, np.bool_)
        among[0, candidates] = True
        index, found = picked(day, among, timepoint)
        return int(index[0]) if found[0] else None

    def read_date(self, x: ReadAt) -> int | None:
        """The date whose cell a reading shows; of `worst`, the first with the worst value."""
        recorded = self.recorded(x.measure, x.timepoint)
        if recorded and x.worst_is_high is not None:
            return self._worst(x, recorded)
        return self.pick(recorded or self.recordable(x.measure, x.timepoint), x.timepoint)

    def _worst(self, x: ReadAt, recorded: list[int]) -> int:
        cells = self.evaluator.block.measure(x.measure).values

        def badness(date: int) -> tuple[float, ...]:
            value = each(cells, lambda array: array[self.row, date])
            ends = [float(array) for array in _arrays(value)]
            return tuple(reversed(ends)) if x.worst_is_high else tuple(-end for end in ends)

        return max(recorded, key=badness)

    def timepoint_date(self, x: AtTimepoint) -> int | None:
        """The one date at which a larger expression is read."""
        window = self._window(x.timepoint)
        return self.pick([date for date in self.dates(x.reads) if window[date]], x.timepoint)

    def date_on(self, day: float) -> int | None:
        """The date that falls on a day."""
        block = self.evaluator.block
        found = _places(block.exists[self.row] & (block.day[self.row] == day))
        return found[0] if found else None

    # ---- periods -------------------------------------------------------------------------------------

    def limits(self, period: Period, date: int | None) -> Limits:
        """The limits of a period, each `[1]`."""
        limits, index = self.evaluator.limits(period), self._index(period.level, date)

        def here(array: np.ndarray) -> np.ndarray:
            return np.array([array[index]])

        return replace(
            limits,
            start_earliest=here(limits.start_earliest),
            start_latest=here(limits.start_latest),
            end_earliest=here(limits.end_earliest),
            end_latest=here(limits.end_latest),
            ends_observed=here(limits.ends_observed),
        )

    def selection(self, period: Period, reads: frozenset[str], date: int | None) -> Selection:
        """The dates of a form in a period, `[1, dates]`."""
        block, here = self.evaluator.block, slice(self.row, self.row + 1)
        dates = self.evaluator.dates(reads)[here]
        return select(block.day[here], dates, block.follow_up_end[here], self.limits(period, date))

    def moment(self, x: Expr, date: int | None) -> Moment:
        return cast(Moment, self.value(x, date))


def _places(mask: Bools) -> list[int]:
    return [int(place) for place in np.flatnonzero(mask)]


def certain_dates(selection: Selection) -> list[int]:
    """The dates certainly in the period."""
    return _places(selection.certain[0])


def possible_dates(selection: Selection) -> list[int]:
    """The dates possibly in the period."""
    return _places(selection.possible[0])


def _arrays(value: Bounds) -> tuple[Any, ...]:
    return (value.mask,) if isinstance(value, Levels) else pair(value)
