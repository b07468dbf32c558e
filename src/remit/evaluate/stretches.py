"""The days of a period as columns of a row of days."""

from dataclasses import dataclass, replace

import numpy as np

from remit.course.cohort import Ints
from remit.evaluate.limits import Limits
from remit.operators.bounds import Bools, Floats

FAR = 10.0**7
"""Beyond any study day: where a period that never begins begins."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days certainly and possibly in a period, each from a first to a last column, `[patients, places]`.

    limits   those of the period, `[patients, places]`
    bounded  no day that is not among them may lie in it
    """

    sure_first: Ints
    sure_last: Ints
    maybe_first: Ints
    maybe_last: Ints
    limits: Limits
    bounded: Bools

    @property
    def begun(self) -> Bools:
        """Some day lies certainly in it."""
        return np.asarray(self.sure_last >= self.sure_first)

    @property
    def exact(self) -> bool:
        """Whether every day is certainly in it or certainly not."""
        same = (self.sure_first == self.maybe_first) & (self.sure_last == self.maybe_last)
        return bool(same.all())


def stretch_of(limits: Limits, first_day: Floats, follow_up_end: Floats) -> tuple[Stretch, int, int]:
    """The stretch of a period, and the first and last day of the row whose columns it counts.

    A period without a start begins with the patient's first day, one without an end ends with follow-up; both
    `[patients]`.
    """
    limits = _by_place(limits)
    first, end = first_day[:, None], follow_up_end[:, None]
    sure_first = np.where(np.isneginf(limits.start_latest), first, limits.start_latest)
    maybe_first = np.where(np.isneginf(limits.start_earliest), first, limits.start_earliest)
    sure_last = np.where(np.isposinf(limits.end_earliest), end, limits.end_earliest)
    maybe_last = np.where(np.isposinf(limits.end_latest), end, limits.end_latest)
    # What may be any day, or never, leaves no more for certain than what it may be at worst.
    sure = sure_first, np.minimum(sure_last, maybe_last)
    maybe = np.minimum(maybe_first, sure_first), maybe_last
    days = [np.clip(one, -FAR, FAR).astype(np.int64) for one in (*sure, *maybe)]
    some = days[3] >= days[2]
    low = int(days[2][some].min()) if some.any() else 0
    high = int(days[3][some].max()) if some.any() else 0
    width = high - low + 1
    firsts = [np.clip(one - low, 0, width) for one in (days[0], days[2])]
    lasts = [np.clip(one - low, -1, width - 1) for one in (days[1], days[3])]
    begins = ~np.isneginf(limits.start_earliest) | np.isneginf(limits.start_latest)
    ends = ~np.isposinf(limits.end_latest) | np.isposinf(limits.end_earliest) | limits.ends_observed
    return Stretch(firsts[0], lasts[0], firsts[1], lasts[1], limits, begins & ends), low, high


_SIDES = ("start_earliest", "start_latest", "end_earliest", "end_latest", "ends_observed")


def _by_place(limits: Limits) -> Limits:
    if limits.start_earliest.ndim > 1:
        return limits
    return replace(limits, **{side: getattr(limits, side)[:, None] for side in _SIDES})


def limits_at(limits: Limits, patients: slice, columns: list[int]) -> Limits:
    """The limits of a period about now at some places only."""
    return replace(limits, **{side: getattr(limits, side)[patients, columns] for side in _SIDES})
