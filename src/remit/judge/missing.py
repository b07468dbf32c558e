"""What stands for all that the data leave open: for the judge's bounds, everything that it may be."""

from collections.abc import Hashable
from math import inf
from typing import Protocol, assert_never

from remit.model.types import LevelsType, MomentType, NumberType, TruthType, Type
from remit.operators.record import Plain, PlainNumber

PlainTruth = tuple[bool, bool]
PlainRange = tuple[PlainNumber, PlainNumber]

OPEN: PlainTruth = (False, True)


class Missing(Protocol):
    """Answers where the data have none; one key always gets one answer."""

    def value(self, key: Hashable, type_: Type, bounds: Plain) -> Plain:
        """A value of which only bounds are known."""
        ...

    def unseen(self, key: Hashable) -> PlainRange:
        """How many visits (events) with a property there are beyond those that were seen."""
        ...

    def truth(self, key: Hashable) -> PlainTruth:
        """A truth of which nothing is known."""
        ...

    def moment(
        self, key: Hashable, first: PlainNumber, last: PlainNumber, may_never_come: bool
    ) -> PlainRange:
        """The day, from `first` to `last`, of an unseen visit or event; or never, where that may be."""
        ...


class LeftOpen:
    """Nothing missing is guessed: every answer is all that it may be."""

    def value(self, key: Hashable, type_: Type, bounds: Plain) -> Plain:
        return bounds

    def unseen(self, key: Hashable) -> PlainRange:
        return 0, inf

    def truth(self, key: Hashable) -> PlainTruth:
        return OPEN

    def moment(
        self, key: Hashable, first: PlainNumber, last: PlainNumber, may_never_come: bool
    ) -> PlainRange:
        return first, inf


def anything(type_: Type) -> Plain:
    """All that a type allows."""
    match type_:
        case TruthType():
            return OPEN
        case NumberType(low=low, high=high):
            return (-inf if low is None else low), (inf if high is None else high)
        case LevelsType():
            return type_.every
        case MomentType():
            return -inf, inf
        case _:
            assert_never(type_)
