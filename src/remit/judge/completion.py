"""A completion: one value for everything that the data leave open, the same whenever it is asked for."""

from collections.abc import Hashable, Sequence
from fractions import Fraction
from math import inf, isinf
from random import Random
from typing import cast

from remit.judge.missing import PlainRange, PlainTruth
from remit.model.types import LevelsType, MomentType, TruthType, Type
from remit.operators.record import Plain, PlainNumber

FAR = (1, 10, 1000, 10**6)
"""How far beyond what is known an unlimited value may lie."""

DAYS = (0, 1, 7, 28, 90, 400)
"""How far from a known day an unknown one may lie."""


class Completion:
    """The completion of a seed.

    Each answer depends on the seed and its key only, not on what was asked before. `landmarks` are numbers
    and days worth trying where they are possible: the thresholds of a rule, values recorded elsewhere, the
    days of visits.
    """

    def __init__(self, seed: int, landmarks: Sequence[Fraction] = ()) -> None:
        self._seed = seed
        self._landmarks = tuple(landmarks)

    def value(self, key: Hashable, type_: Type, bounds: Plain) -> Plain:
        """One value within the bounds."""
        random = self._random(key)
        if isinstance(type_, LevelsType):
            mask = cast(int, bounds)
            return random.choice([1 << place for place in range(mask.bit_length()) if mask >> place & 1])
        low, high = cast(PlainRange, bounds)
        if low == high:
            return low, high
        match type_:
            case TruthType():
                return _both(random.random() < 0.5)
            case MomentType():
                return self._day(random, low, high, may_never_come=high == inf)
            case _:
                return self._number(random, low, high)

    def unseen(self, key: Hashable) -> PlainRange:
        """How many there are: often none."""
        number = self._random(key).choice((0, 0, 1, 2, 5))
        return number, number

    def truth(self, key: Hashable) -> PlainTruth:
        """Yes or no."""
        return _both(self._random(key).random() < 0.5)

    def moment(
        self, key: Hashable, first: PlainNumber, last: PlainNumber, may_never_come: bool
    ) -> PlainRange:
        """One day, or never."""
        return self._day(self._random(key), first, last, may_never_come)

    def _random(self, key: Hashable) -> Random:
        return Random(repr((self._seed, key)))

    def _number(self, random: Random, low: PlainNumber, high: PlainNumber) -> PlainRange:
        return self._one_of(random, low, high, [*_between(random, low, high), *_beyond(low, high, FAR)])

    def _day(self, random: Random, first: PlainNumber, last: PlainNumber, may_never_come: bool) -> PlainRange:
        if may_never_come and (first > last or random.random() < 0.3):
            return inf, inf
        if first > last:
            return first, first
        return self._one_of(random, first, last, _beyond(first, last, DAYS), whole=True)

    def _one_of(
        self,
        random: Random,
        low: PlainNumber,
        high: PlainNumber,
        others: Sequence[Fraction],
        whole: bool = False,
    ) -> PlainRange:
        """A limit, a landmark, or one of the others, each kind as often as the next."""
        limits = [end for end in (low, high) if not isinf(end)]
        kinds = (limits, self._landmarks, others)
        possible = [
            [one for one in kind if low <= one <= high and (not whole or one == int(one))] for kind in kinds
        ]
        value = Fraction(random.choice(random.choice([kind for kind in possible if kind])))
        return value, value


def _both(answer: bool) -> PlainTruth:
    return answer, answer


def _between(random: Random, low: PlainNumber, high: PlainNumber) -> list[Fraction]:
    """A round share of the way from one limit to the other."""
    if isinf(low) or isinf(high):
        return []
    return [Fraction(low) + (Fraction(high) - Fraction(low)) * Fraction(random.randint(1, 19), 20)]


def _beyond(low: PlainNumber, high: PlainNumber, steps: Sequence[int]) -> list[Fraction]:
    """Values some steps from the limits that there are, or from zero."""
    from_low = Fraction(0) if isinf(low) else Fraction(low)
    from_high = Fraction(0) if isinf(high) else Fraction(high)
    return [*(from_low + step for step in steps), *(from_high - step for step in steps)]
