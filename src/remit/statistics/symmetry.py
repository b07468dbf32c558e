"""Moves between categories under symmetry: each is as likely as the move the other way.

Given how many pairs moved between two categories, those that went forth are then binomial, and independent of
those between two others; so the p of a table is the probability of a table at least as extreme among those
with the same numbers of moves. With two categories it is McNemar's exact conditional p. (A. Agresti,
Categorical Data Analysis, 3rd ed., 2013, sections 11.1 and 11.4.)
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from remit.statistics.exact_sums import ExactSum, Term, fair_coin, whole_dtype
from remit.statistics.sign_flips import MOST_WEIGHTS
from remit.statistics.tables import SquareTable

Whole = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Moves:
    """Between two categories: the pairs that went from the lower to the higher, and back."""

    lower: int
    higher: int
    forth: int
    back: int

    @property
    def total(self) -> int:
        return self.forth + self.back

    @property
    def excess(self) -> int:
        return self.forth - self.back

    def term(self, value: Callable[[int], int]) -> Term:
        """A figure of the excess of forth over back, for each that `total` moves may have, with its chance."""
        excesses = range(-self.total, self.total + 1, 2)
        return [value(excess) for excess in excesses], fair_coin(self.total)


class ExactP(NamedTuple):
    """The p value of a table given its moves, and the smallest that any table with these moves has."""

    p: float
    floor: float


def moves_of(table: SquareTable) -> list[Moves]:
    """The moves between any two categories between which a pair moved."""
    rows, size = table.rows, table.size
    moves = [Moves(i, j, rows[i][j], rows[j][i]) for j in range(size) for i in range(j)]
    return [each for each in moves if each.total]


def symmetry_p(moves: Sequence[Moves]) -> ExactP | None:
    """The exact p of Bowker's statistic, the sum of excess^2 / total; None where it would take too much work."""
    common = math.lcm(*(each.total for each in moves))

    def square(each: Moves, excess: int) -> int:
        return excess**2 * (common // each.total)

    null = _null([each.term(lambda excess, each=each: square(each, excess)) for each in moves], moves)  # type: ignore[misc]
    return null and _at_least(null.totals, null.chances, sum(square(each, each.excess) for each in moves))


def homogeneity_p(moves: Sequence[Moves], squares: Sequence["Square"]) -> ExactP | None:
    """The exact p of a sum of `squares` of the differences of the margins; None where it takes too much work.

    The differences of a table are carried as the digits of one whole number, which the moves add up to.
    """
    reach = sum(each.total for each in moves)
    base, size = 2 * reach + 1, len(squares[0].weights)
    places = [*(base**place for place in range(size)), 0]

    def code(each: Moves, excess: int) -> int:
        return excess * (places[min(each.lower, size)] - places[min(each.higher, size)])

    null = _null([each.term(lambda excess, each=each: code(each, excess)) for each in moves], moves)  # type: ignore[misc]
    if null is None:
        return None
    shift = reach * sum(places)
    seen = sum(code(each, each.excess) for each in moves)
    digits = [(null.totals + shift) // place % base - reach for place in places[:size]]
    raise NotImplementedError
