"""A quadratic form in the inverse of a variance, in whole numbers: no rounding, so that ties are ties."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any


@dataclass(frozen=True, slots=True)
class WholeForm:
    """The form d' V^- d as the sum of factor * (row . d)^2 over the rows, divided by `denominator`.

    Its rank is the number of rows.
    """

    rows: tuple[tuple[int, ...], ...]
    factors: tuple[int, ...]
    denominator: int

    @classmethod
    def inverse(cls, variance: Sequence[Sequence[int]]) -> "WholeForm":
        """The form in the inverse of a positive semidefinite matrix, for d in its range; by elimination.

        A pivot of zero has a row of zeros: the earlier ones determine that entry of d.
        """
        size = len(variance)
        # Beside the matrix, what is done to its rows: of d, it makes the term that goes with each pivot.
        rows = [
            [Fraction(a) for a in row] + [Fraction(i == j) for j in range(size)]
            for i, row in enumerate(variance)
        ]
        squares: list[tuple[list[Fraction], Fraction]] = []
        for k, pivot_row in enumerate(rows):
            if not (pivot := pivot_row[k]):
                continue
            squares.append((pivot_row[size:], pivot))
            for i in range(k + 1, size):
                factor = rows[i][k] / pivot
                rows[i] = [a - factor * b for a, b in zip(rows[i], pivot_row, strict=True)]
        return cls._whole(squares)

    @classmethod
    def _whole(cls, squares: Sequence[tuple[Sequence[Fraction], Fraction]]) -> "WholeForm":
        """The sum of (row . d)^2 / pivot, its rows and the factors before them made whole."""
        scales = [math.lcm(*(entry.denominator for entry in row)) for row, _ in squares]
        factors = [1 / (pivot * scale**2) for (_, pivot), scale in zip(squares, scales, strict=True)]
        denominator = math.lcm(*(factor.denominator for factor in factors))
        return cls(
            tuple(
                tuple(int(entry * scale) for entry in row)
                for (row, _), scale in zip(squares, scales, strict=True)
            ),
            tuple(int(factor * denominator) for factor in factors),
            denominator,
        )

    def numerator(self, entries: Sequence[Any]) -> Any:
        """The form times `denominator`, of the entries of d: whole numbers, or arrays of one shape."""
        return sum(
            factor * sum(weight * entry for weight, entry in zip(row, entries, strict=True)) ** 2
            for row, factor in zip(self.rows, self.factors, strict=True)
        )

    def most(self, reach: int) -> int:
        """The most that `numerator` can be while no entry of d exceeds `reach` in size."""
        sums = (sum(map(abs, row)) for row in self.rows)
        return sum(factor * (reach * total) ** 2 for factor, total in zip(self.factors, sums, strict=True))
