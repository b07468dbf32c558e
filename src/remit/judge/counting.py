"""So many visits or events, among them those that nobody saw."""

from collections.abc import Sequence
from typing import assert_never

from remit.judge.missing import PlainRange, PlainTruth
from remit.judge.period import Seen
from remit.model.expressions import CountKind


def counted(
    kind: CountKind,
    number: int,
    seen: Sequence[Seen],
    unseen: PlainRange,
    failing: PlainRange,
    window: int | None,
) -> PlainTruth:
    """Whether so many of the seen and the unseen have what is asked.

    `unseen` have it, `failing` have it not: how many there may be, from and to.
    """
    least = _surely_together([one for one in seen if one.certain], window) + unseen[0]
    most = _perhaps_together([one for one in seen if one.possible], window) + unseen[1]
    match kind:
        case "at least":
            return least >= number, most >= number
        case "at most":
            return most <= number, least <= number
        case "exactly":
            return least == number == most, least <= number <= most
        case "every":
            certain = failing[1] == 0 and all(one.held[0] for one in seen)
            possible = failing[0] == 0 and all(one.held[1] for one in seen if one.surely)
            return certain, possible
        case _:
            assert_never(kind)


def _surely_together(seen: Sequence[Seen], window: int | None) -> int:
    """The most that lie within so many days from the day of the first, whatever their days turn out to be."""
    if window is None:
        return len(seen)
    return max((_after(first, seen, window) for first in seen), default=0)


def _after(first: Seen, seen: Sequence[Seen], window: int) -> int:
    return sum(first.earliest <= one.earliest and one.latest <= first.earliest + window for one in seen)


def _perhaps_together(seen: Sequence[Seen], window: int | None) -> int:
    """The most that could lie within so many days."""
    if window is None:
        return len(seen)
    return max((_near(first, seen, window) for first in seen), default=0)


def _near(first: Seen, seen: Sequence[Seen], window: int) -> int:
    return sum(one.latest >= first.latest and one.earliest <= first.latest + window for one in seen)
