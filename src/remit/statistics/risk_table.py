"""How many patients were at risk of an event, and how many had it, at each time that matters."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from operator import add, mul, sub

from remit.statistics.exact_numbers import Number, exact


@dataclass(frozen=True, slots=True)
class RiskTable:
    """Patients under observation, by the distinct times at which that of any ended.

    times     exact, ascending
    at_risk   patients under observation just before each time
    events    patients whose observation ended there with the event
    censored  patients whose observation ended there without
    missing   patients without a time, who are in none of the counts
    """

    times: tuple[Fraction, ...]
    at_risk: tuple[int, ...]
    events: tuple[int, ...]
    censored: tuple[int, ...]
    missing: int

    @classmethod
    def of(cls, times: Sequence[Number | None], events: Sequence[bool]) -> "RiskTable":
        """The table of each patient's time, or None, and of whether it ended with the event.

        Raises ValueError for lengths that differ and for a time that is negative or no number; TypeError for
        floats.
        """
        if len(times) != len(events):
            raise ValueError(f"{len(times)} times and {len(events)} events do not belong together")
        ends = [
            (_time(row, time), bool(event))
            for row, (time, event) in enumerate(zip(times, events, strict=True), 1)
            if time is not None
        ]
        counts = Counter(ends)
        distinct = tuple(sorted({time for time, _ in ends}))
        had, left = (tuple(counts[time, event] for time in distinct) for event in (True, False))
        gone = accumulate(map(add, had, left), initial=0)
        at_risk = tuple(len(ends) - before for _, before in zip(distinct, gone, strict=False))
        return cls(distinct, at_risk, had, left, missing=len(times) - len(ends))

    @property
    def n(self) -> int:
        return sum(self.events) + sum(self.censored)

    @property
    def observed(self) -> int:
        """Patients who were under observation beyond the start."""
        return sum(
            had + left for time, had, left in zip(self.times, self.events, self.censored, strict=True) if time
        )

    @property
    def left(self) -> tuple[int, ...]:
        """Patients still at risk after each time."""
        gone = map(add, self.events, self.censored)
        return tuple(map(sub, self.at_risk, gone))

    @property
    def survival(self) -> tuple[Fraction, ...]:
        kept = (1 - Fraction(d, y) for d, y in zip(self.events, self.at_risk, strict=True))
        return tuple(accumulate(kept, mul))


def _time(row: int, time: Number) -> Fraction:
    try:
        value = exact(time)
    except ValueError as error:
        raise ValueError(f"time of patient {row}: {error}") from None
    if value < 0:
        raise ValueError(f"time of patient {row}: {time} is negative")
    return value
