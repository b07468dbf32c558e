"""The days of a period, and what lies in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf, isinf

from remit.judge.missing import PlainRange, PlainTruth
from remit.judge.patient import History
from remit.operators.record import PlainNumber


@dataclass(frozen=True, slots=True)
class Seen:
    """A visit or an event that may lie in a period, and whether it has what is asked.

    It is on a day from `earliest` to `latest`; `surely`: it lies in the period for certain.
    """

    earliest: PlainNumber
    latest: PlainNumber
    surely: bool
    held: PlainTruth

    @property
    def certain(self) -> bool:
        return self.surely and self.held[0]

    @property
    def possible(self) -> bool:
        return self.held[1]


@dataclass(frozen=True, slots=True)
class Days:
    """From a start to an end, each between two bounds, as far as follow-up went."""

    start: PlainRange
    end: PlainRange
    follow_up_end: PlainNumber
    end_observed: bool
    """The end, where it comes at all, comes within follow-up."""
    between_visits: bool = False
    """It lies between two visits that were seen."""

    def surely_holds(self, earliest: PlainNumber, latest: PlainNumber) -> bool:
        return earliest >= self.start[1] and latest <= self.end[0]

    def may_hold(self, earliest: PlainNumber, latest: PlainNumber) -> bool:
        return latest >= self.start[0] and earliest <= self.end[1]

    @property
    def covered(self) -> bool:
        """Whether follow-up goes as far as the period; an end that never comes asks for no more."""
        return self._end_is_known and all(isinf(end) or end <= self.follow_up_end for end in self.end)

    @property
    def _end_is_known(self) -> bool:
        """Not one that may come later than anybody looked, or never."""
        return self.end_observed or not isinf(self.end[1]) or self.end[0] == inf

    def full_of_visits(self, surely: Sequence[PlainNumber], gaps: int | None) -> bool:
        """Whether the dates that surely lie in it leave no room for a visit that was not seen."""
        return self.covered and self.assessed(surely) and (gaps is None or self._close(surely, gaps))

    def assessed(self, surely: Sequence[PlainNumber]) -> bool:
        """Whether some date surely lies in it, or none can be missing: between two visits, in order."""
        return bool(surely) or (self.between_visits and self.start[1] <= self.end[0] + 1)

    def _close(self, surely: Sequence[PlainNumber], gaps: int) -> bool:
        start = [] if self.start[1] == -inf else [self.start[0]]
        end = self.follow_up_end if isinf(self.end[1]) else self.end[1]
        return all(later - earlier <= gaps for earlier, later in pairwise([*start, *surely, end]))

    def full_of_events(self, history: History) -> bool:
        """Whether the history is complete for it."""
        end = self.follow_up_end if isinf(self.end[1]) else self.end[1]
        reached = end <= history.complete_to and (isinf(self.end[0]) or self.end[0] <= history.complete_to)
        return self._end_is_known and history.complete_from <= self.start[0] and reached
