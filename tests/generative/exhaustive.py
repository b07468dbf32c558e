"""Every completion over small finite domains: the answers to what is missing are tried one after another.

A run of the judge asks for what is missing as it goes. Each question has a few answers (the limits of what
is possible, and what the rule compares with); the runs take every path of answers, or as many as a budget
allows, the ends of each domain first.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from fractions import Fraction
from math import inf, isinf
from random import Random
from typing import Generic, TypeVar, cast

from remit.judge.missing import PlainRange, PlainTruth
from remit.model.types import LevelsType, MomentType, TruthType, Type
from remit.operators.record import Plain, PlainNumber

FAR = Fraction(10**6)
"""How far an unlimited value may lie."""

Answer = TypeVar("Answer")
Made = TypeVar("Made")


class Path(Generic[Answer]):
    """One path of answers: read from a prefix of choices, with the first answer to every later question;
    chosen at random; or the same answer, the first, the second …, to every question.
    """

    def __init__(self, choices: Sequence[int] | Random | int, landmarks: Sequence[Fraction]) -> None:
        self._choices = choices
        self._landmarks = landmarks
        self._answers: dict[Hashable, Plain] = {}
        self.taken: list[tuple[int, int]] = []
        """What was chosen at each question, and among how many answers."""

    def value(self, key: Hashable, type_: Type, bounds: Plain) -> Plain:
        """One value within the bounds."""
        if isinstance(type_, LevelsType):
            mask = cast(int, bounds)
            return self._choose(key, [1 << bit for bit in range(mask.bit_length()) if mask >> bit & 1])
        low, high = cast(PlainRange, bounds)
        if low == high:
            return low, high
        match type_:
            case TruthType():
                return self._choose(key, [(False, False), (True, True)])
            case MomentType():
                return self._choose(key, _exact(self._days(low, high, may_never_come=high == inf)))
            case _:
                return self._choose(key, _exact(self._numbers(low, high)))

    def unseen(self, key: Hashable) -> PlainRange:
        """None, more than any rule asks for, or a few."""
        return cast(
            PlainRange, self._choose(("unseen", key), _exact([Fraction(many) for many in (0, 9, 1, 2, 3)]))
        )

    def truth(self, key: Hashable) -> PlainTruth:
        """Yes or no."""
        return cast(PlainTruth, self._choose(("truth", key), [(False, False), (True, True)]))

    def moment(
        self, key: Hashable, first: PlainNumber, last: PlainNumber, may_never_come: bool
    ) -> PlainRange:
        """One day, or never."""
        answers = _exact(self._days(first, last, may_never_come))
        return cast(PlainRange, self._choose(("moment", key), answers))

    def _numbers(self, low: PlainNumber, high: PlainNumber) -> list[PlainNumber]:
        ends = [_finite(low, high, -FAR), _finite(high, low, FAR)]
        between = [one for one in self._landmarks if low < one < high]
        middle = [] if isinf(low) or isinf(high) else [(Fraction(low) + Fraction(high)) / 2]
        return list(dict.fromkeys([*ends, *between, *middle]))

    def _days(self, first: PlainNumber, last: PlainNumber, may_never_come: bool) -> list[PlainNumber]:
        never: list[PlainNumber] = [inf] if may_never_come else []
        if first > last:
            return never or [first]
        return [*never, *(one for one in self._numbers(first, last) if one == int(one))]

    def _choose(self, key: Hashable, answers: Sequence[Plain]) -> Plain:
        if key not in self._answers:
            place = len(self.taken)
            chosen = self._chosen(place, len(answers))
            self.taken.append((chosen, len(answers)))
            self._answers[key] = answers[chosen]
        return self._answers[key]

    def _chosen(self, place: int, many: int) -> int:
        if isinstance(self._choices, Random):
            return self._choices.randrange(many)
        if isinstance(self._choices, int):
            return min(self._choices, many - 1)
        return self._choices[place] if place < len(self._choices) else 0


def _finite(end: PlainNumber, other: PlainNumber, far: Fraction) -> Fraction:
    """An end, or a number far away where there is none."""
    return Fraction(end) if not isinf(end) else far + (0 if isinf(other) else Fraction(other))


def _exact(values: Sequence[PlainNumber]) -> list[Plain]:
    return [(value, value) for value in values]


def every_completion(
    judged: Callable[[Path[Made]], Made], landmarks: Sequence[Fraction], budget: int
) -> Iterator[Made]:
    """What comes of a judgement under one completion after another, at most `budget` of them.

    The last question changes fastest. Where half of the budget does not reach the end of them, the other half
    answers at random, the same for the same budget.
    """
    # All days of a period with one dose, say: no other path comes to that soon.
    for same in range(1, 4):
        yield judged(Path(same, landmarks))
    prefix: list[int] | None = []
    for run in range(3, budget):
        if prefix is None:
            return
        in_turn = run < budget / 2
        path: Path[Made] = Path(prefix if in_turn else Random(run), landmarks)
        yield judged(path)
        prefix = _next(path.taken) if in_turn else prefix


def _next(taken: Sequence[tuple[int, int]]) -> list[int] | None:
    """The path after this one; None after the last."""
    for place in range(len(taken) - 1, -1, -1):
        chosen, many = taken[place]
        if chosen + 1 < many:
            return [*(one for one, _ in taken[:place]), chosen + 1]
    return None
