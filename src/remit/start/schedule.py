"""Timepoints for the times that the data have: those named by headers, or those around which visits gather."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from remit.start.contents import Dates, reading
from remit.start.headings import BASELINE, Instant
from remit.start.layouts import Arrangement, Patients, Results, Visits
from remit.start.survey import Column
from remit.start.timing import TimeColumn


@dataclass(frozen=True, slots=True)
class Timepoint:
    """A proposed timepoint: its target, its window in study days, and how many patients have a visit in it.

    `patients` is None where the days of the visits are not known.
    """

    target: Instant
    low: int
    high: int
    patients: int | None = None

    @property
    def name(self) -> str:
        return self.target.name


@dataclass(frozen=True, slots=True)
class Schedule:
    """The proposed timepoints, the baseline first, and of how many patients the days of visits are known."""

    timepoints: Sequence[Timepoint]
    patients: int

    @property
    def later(self) -> Timepoint | None:
        """The timepoint after the baseline that is likeliest asked about: the best covered, then near six months."""
        after = [one for one in self.timepoints if one.target.day > 0]
        return min(after, key=lambda one: (-(one.patients or 0), abs(one.target.day - 183)), default=None)
