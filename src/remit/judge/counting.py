"""So many visits or events, among them those that nobody saw."""

from collections.abc import Sequence
from typing import assert_never

from remit.judge.missing import PlainRange, PlainTruth
from remit.judge.period import Seen
from remit.model.expressions import CountKind


def counted(
    kind: CountKind, number: int, seen: Sequence[Seen], unseen: PlainRange, unseen_failing: PlainRange
) -> PlainTruth:
    """Whether there are so many with what is asked: of those seen, and of so many unseen with it (without it)."""
    least = sum(one.certain for one in seen) + unseen[0]
    most = sum(one.possible for one in seen) + unseen[1]
    match kind:
        case "at least":
            return least >= number, most >= number
        case "at most":
            return most <= number, least <= number
        case "exactly":
            return least == number == most, least <= number <= most
        case "every":
            certain = unseen_failing[1] == 0 and all(one.held[0] for one in seen)
            possible = unseen_failing[0] == 0 and all(one.held[1] for one in seen if one.surely)
            return certain, possible
        case _:
            assert_never(kind)
