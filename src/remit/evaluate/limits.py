"""Periods over a block: where they begin and end at the earliest and the latest, and what covers them."""

from dataclasses import dataclass

import numpy as np

from remit.operators.bounds import Bools, Floats, some


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of a period's first and last day, each `[patients]`; infinite where unlimited.

    `ends_observed`: the end, where it comes at all, comes within follow-up. `between_visits`: it lies between
    two visits of the patient, so that whatever was assessed in it is known.
    """

    start_earliest: Floats
    start_latest: Floats
    end_earliest: Floats
    end_latest: Floats
    ends_observed: Bools
    between_visits: bool = False

    def ends_by(self, day: Floats) -> Bools:
        """Whether the period certainly ends by a day, or never: an end that never comes asks for no more."""
        ends = (self.end_earliest, self.end_latest)
        parts = [(end <= day) | np.isposinf(end) for end in ends]
        reached = parts[0] & parts[1]
        if not bool(self.ends_observed.all()):
            # It may never come, and it may come later than anybody looked.
            known = np.isfinite(self.end_latest) | np.isposinf(self.end_earliest)
            reached &= known | self.ends_observed
        return np.asarray(reached)

    @property
    def known(self) -> bool:
        return self.start_earliest is self.start_latest and self.end_earliest is self.end_latest


@dataclass(frozen=True, slots=True)
class Selection:
    """The dates of a form in a period: those certainly and those possibly in it, `[patients, dates]`."""

    day: Floats
    certain: Bools
    possible: Bools
    limits: Limits
    follow_up_end: Floats

    @property
    def covered(self) -> Bools:
        """Follow-up reaches the end of the period, at the earliest and at the latest, where it has one."""
        return self.limits.ends_by(self.follow_up_end)

    @property
    def assessed(self) -> Bools:
        """Some date lies certainly in it; or it lies between two visits, so that none in it is unseen."""
        seen = some(self.certain)
        if self.limits.between_visits:
            seen = seen | (self.limits.end_earliest >= self.limits.start_latest - 1)
        return seen

    def full(self, gaps: int | None) -> Bools:
        """Covered, assessed, and assessed often enough."""
        full = self.covered & self.assessed
        return full if gaps is None else full & self._dense(gaps)

    def _dense(self, gaps: int) -> Bools:
        """No two neighbours farther apart than `gaps`; the edges of the period are neighbours too."""
        known = np.where(self.certain, self.day, -np.inf)
        latest_so_far = np.maximum.accumulate(known, axis=1)
        before = np.empty_like(latest_so_far)
        before[:, 1:] = latest_so_far[:, :-1]
        start = self.limits.start_earliest
        if before.shape[1]:
            before[:, 0] = -np.inf
        before = np.maximum(before, np.where(np.isneginf(start), -np.inf, start)[:, None])
        last = np.maximum(known.max(axis=1, initial=-np.inf), np.where(np.isneginf(start), -np.inf, start))
        end = np.where(np.isposinf(self.limits.end_latest), self.follow_up_end, self.limits.end_latest)
        with np.errstate(invalid="ignore"):
            apart = self.certain & np.isfinite(before) & (self.day - before > gaps)
            # A start that may be any day may be long before the first visit.
            begins = np.isfinite(start) | np.isneginf(self.limits.start_latest)
            return np.asarray(~some(apart) & ~(end - last > gaps) & begins)


def select(day: Floats, dates: Bools, follow_up_end: Floats, limits: Limits) -> Selection:
    """The dates of a form certainly and possibly within the limits."""
    certain = dates & (day >= limits.start_latest[:, None]) & (day <= limits.end_earliest[:, None])
    possible = certain
    if not limits.known:
        possible = dates & (day >= limits.start_earliest[:, None]) & (day <= limits.end_latest[:, None])
    return Selection(day, certain, possible, limits, follow_up_end)
