"""Conditions and values over days: every day of a period is there, though its doses may be open."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from math import inf, isinf

from remit.judge.aggregates import Taken
from remit.judge.missing import Missing, PlainRange, PlainTruth
from remit.judge.period import Days, Seen
from remit.operators.record import Plain, PlainNumber


@dataclass(frozen=True, slots=True)
class OnDay:
    """A study day as the place of a value, which needs no visit on it."""

    day: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days of a period: those surely in it, those perhaps, and whether there may be others.

    A period without a start begins with the patient's first day, one without an end ends with follow-up.
    """

    sure: tuple[PlainNumber, PlainNumber]
    maybe: tuple[PlainNumber, PlainNumber]
    bounded: bool

    @classmethod
    def of(cls, days: Days, first_day: PlainNumber) -> "Stretch":
        """The days of a period of a patient."""
        starts = [first_day if start == -inf else start for start in days.start]
        ends = [days.follow_up_end if end == inf else end for end in days.end]
        # What may be any day, or never, leaves no more for certain than what it may be at worst.
        starts[0] = min(starts)
        ends[0] = min(ends)
        begins = days.start[0] > -inf or days.start[1] == -inf
        ends_known = days.end[1] < inf or days.end[0] == inf or days.end_observed
        return cls((starts[1], ends[0]), (starts[0], ends[1]), begins and ends_known)

    @property
    def days(self) -> range:
        """The days perhaps in it."""
        first, last = self.maybe
        return range(int(first), int(last) + 1) if -inf < first <= last < inf else range(0)

    def surely_holds(self, day: int) -> bool:
        return self.sure[0] <= day <= self.sure[1]

    @property
    def full(self) -> bool:
        """Whether it has a day for certain, and none but those that may be in it."""
        return self.sure[0] <= self.sure[1] and self.bounded

    def seen(self, held: Callable[[int], PlainTruth]) -> list[Seen]:
        """Its days with what is asked of them."""
        return [Seen(day, day, self.surely_holds(day), held(day)) for day in self.days]

    def taken(self, held: Callable[[int], PlainTruth], value: Callable[[int], Plain]) -> list[Taken]:
        """The days that an aggregate takes or may take, with their values."""
        found = []
        for day in self.days:
            certain, possible = held(day)
            if possible:
                found.append(Taken(day, self.surely_holds(day) and certain, value(day)))
        return found


def first_day_with(
    seen: Sequence[Seen], stretch: Stretch, days: Days, missing: Missing, key: Hashable
) -> PlainRange:
    """The day of the first of the days that has what is asked."""
    earliest = next((one.earliest for one in seen if one.possible), inf)
    latest = next((one.earliest for one in seen if one.certain), inf)
    if stretch.full:
        return earliest, latest
    unseen = missing.moment(key, days.start[0], _end(days), may_never_come=True)
    return unseen[0], min(latest, unseen[1])


def last_day_with(
    seen: Sequence[Seen], stretch: Stretch, days: Days, missing: Missing, key: Hashable
) -> PlainRange:
    """The day of the last of the days that has what is asked."""
    certain = [one.earliest for one in seen if one.certain]
    if not certain:
        return first_day_with(seen, stretch, days, missing, key)
    if not stretch.bounded:
        return missing.moment(key, certain[-1], _end(days), may_never_come=False)
    return certain[-1], [one.earliest for one in seen if one.possible][-1]


def _end(days: Days) -> PlainNumber:
    """The last day that a period without an end may have: that of follow-up."""
    return days.follow_up_end if isinf(days.end[1]) else days.end[1]


def in_run(held: Callable[[int], bool], day: int, length: int) -> bool:
    """Whether a day lies in a row of at least so many days that all have what is asked."""
    if not held(day):
        return False
    before = next((n for n in range(1, length) if not held(day - n)), length)
    after = next((n for n in range(1, length) if not held(day + n)), length)
    return before + after - 1 >= length
