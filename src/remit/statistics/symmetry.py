"""Moves between categories under symmetry: each is as likely as the move the other way.

Given how many pairs moved between two categories, those that went forth are then binomial, and independent of
those between two others. So the exact p of a table is the probability of one at least as extreme among all
with the same numbers of moves; with two categories it is that of McNemar's test. (The conditional argument:
A. Agresti, Categorical Data Analysis, 3rd ed., 2013, section 11.1.)
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from remit.statistics.exact_sums import ExactSum, fair_coin, whole_dtype
from remit.statistics.sign_flips import MOST_WEIGHTS
from remit.statistics.whole_form import WholeForm


@dataclass(frozen=True, slots=True)
class Moves:
    """Between two categories, i below j: the pairs that went from i to j, and back."""

    i: int
    j: int
    forth: int
    back: int

    @property
    def total(self) -> int:
        return self.forth + self.back

    @property
    def excess(self) -> int:
        return self.forth - self.back

    @property
    def excesses(self) -> range:
        """What the excess of forth over back may be; its place is the number of pairs that went forth."""
        return range(-self.total, self.total + 1, 2)


class ExactP(NamedTuple):
    """The p value of a table given its moves, and the smallest that a table with these moves can have."""

    p: float
    floor: float


def moves_of(rows: Sequence[Sequence[int]]) -> list[Moves]:
    """The moves of a square table of counts, between every two categories between which a pair moved."""
    moves = [Moves(i, j, rows[i][j], rows[j][i]) for j in range(len(rows)) for i in range(j)]
    return [each for each in moves if each.total]


def symmetry_p(moves: Sequence[Moves]) -> ExactP | None:
    """The exact p of Bowker's statistic, the sum of excess^2 / total; None where it takes too much work."""
    common = math.lcm(*(each.total for each in moves))
    weights = [common // each.total for each in moves]
    null = _null(
        moves,
        [[weight * e**2 for e in each.excesses] for each, weight in zip(moves, weights, strict=True)],
    )
    seen = sum(weight * each.excess**2 for each, weight in zip(moves, weights, strict=True))
    return None if null is None else _extreme(null.totals, null.chances, seen)


def homogeneity_p(moves: Sequence[Moves], form: WholeForm) -> ExactP | None:
    """The exact p of a form in the differences of the margins, the last category's left out.

    A table's differences are carried as the digits of one whole number, to which each move adds its share.
    None where it takes too much work.
    """
    reach = sum(each.total for each in moves)
    base, size = 2 * reach + 1, len(form.rows[0])
    places = [base**place for place in range(size)] + [0]
    shares = [places[each.i] - places[each.j] for each in moves]
    null = _null(
        moves, [[share * e for e in each.excesses] for each, share in zip(moves, shares, strict=True)]
    )
    if null is None:
        return None
    seen = np.array([sum(share * each.excess for each, share in zip(moves, shares, strict=True))])
    values, (value,) = (_of_digits(codes, places[:size], reach, form) for codes in (null.totals, seen))
    return _extreme(values, null.chances, value)


def _of_digits(codes: NDArray[Any], places: Sequence[int], reach: int, form: WholeForm) -> NDArray[Any]:
    """The form of the differences, each from -reach to reach, that each code holds."""
    positive = codes + reach * sum(places)
    dtype = whole_dtype(form.most(reach))
    digits = [(positive // place % (2 * reach + 1) - reach).astype(dtype) for place in places]
    return np.asarray(form.numerator(digits))


def _null(moves: Sequence[Moves], values: Sequence[Sequence[int]]) -> ExactSum | None:
    """The distribution of a sum of one value for each excess of each of the moves."""
    if sum(each.total for each in moves) > MOST_WEIGHTS:
        return None
    chances = (fair_coin(each.total) for each in moves)
    return ExactSum.of(zip(values, chances, strict=True))


def _extreme(values: NDArray[Any], chances: NDArray[np.float64], seen: int) -> ExactP:
    """The probability of a value of at least what was `seen`, and that of the largest value."""
    p, floor = (float(chances[values >= least].sum()) for least in (seen, values.max()))
    return ExactP(min(p, 1.0), min(floor, 1.0))
