"""So many visits or events, among them those that nobody saw."""

from collections.abc import Sequence
from typing import assert_never

from remit.judge.missing import PlainRange, PlainTruth
from remit.judge.period import Seen
from remit.model.expressions import CountKind


def counted(
    kind: CountKind, number: int, seen: Sequence[Seen], unseen: PlainRange, failing: PlainRange
) -> PlainTruth:
    """Whether so many of the seen and the unseen have what is asked.

    `unseen` have it, `failing` have it not: how many there may be, from and to.
    """
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
            certain = failing[1] == 0 and all(one.held[0] for one in seen)
            possible = failing[0] == 0 and all(one.held[1] for one in seen if one.surely)
            return certain, possible
        case _:
            assert_never(kind)
