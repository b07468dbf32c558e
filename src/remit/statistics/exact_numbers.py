"""Decimals in, whole numbers out: so that differences, ranks and ties are exact.

In binary floating point 0.9 - 0.8 and 0.5 - 0.4 differ, which breaks ties between differences and with
them the ranks. Values are therefore kept as fractions, and a sample as whole multiples of one unit.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

Number = Decimal | Fraction | str | int

# Beyond these sizes squares and cubes leave the range of doubles; no clinical quantity comes near.
_LARGEST = 10**90
_INT64_SAFE = 2**60


def exact(number: Number) -> Fraction:
    """The exact value of a number as it was written.

    Raises ValueError, in words, for text that is no number, for infinities and NaN, and for sizes outside
    10^-90 to 10^90; TypeError for a float, whose decimal digits are already lost.
    """
    if isinstance(number, float):
        raise TypeError(f"{number!r} is a float; give Decimal, Fraction, str or int, which keep every digit")
    if isinstance(number, str):
        number = _parsed(number)
    if isinstance(number, Decimal):
        number = _finite(number)
    value = Fraction(number)
    if value and not 1 <= abs(value) * _LARGEST <= _LARGEST**2:
        raise ValueError(f"{number} is beyond the range of measurements, 10^-90 to 10^90")
    return value


def is_measurable(value: float) -> bool:
    """Whether a float is one that `exact` takes as a decimal: zero, or from 10^-90 to 10^90 in size."""
    return value == 0 or 1 / _LARGEST <= abs(value) <= _LARGEST


def _parsed(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError(f"{text!r} is not a number") from None


def _finite(number: Decimal) -> Decimal:
    if not number.is_finite():
        raise ValueError(f"{number} is not a finite number")
    if number and abs(number.adjusted()) > 1000:  # refused before a fraction of a million digits is built
        raise ValueError(f"{number} is beyond the range of measurements, 10^-90 to 10^90")
    return number


def exact_values(values: Sequence[Number | None], name: str) -> list[Fraction | None]:
    """The exact value of each number; None, a missing value, stays None.

    Raises as `exact` does; the ValueError says where: `name`, and the place in the sequence from 1.
    """
    return [
        None if value is None else _placed(value, f"{name} {place}") for place, value in enumerate(values, 1)
    ]


def _placed(number: Number, place: str) -> Fraction:
    try:
        return exact(number)
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from None


@dataclass(frozen=True, slots=True)
class Scaled:
    """A sample of exact numbers as whole multiples of a positive unit: value i is `integers[i] * unit`."""

    integers: tuple[int, ...]
    unit: Fraction

    def array(self) -> NDArray[Any]:
        """The integers, shape `[n]`: int64 where sums of n of them fit, Python integers (object) else."""
        fits = len(self.integers) * max(map(abs, self.integers), default=0) < _INT64_SAFE
        return np.array(self.integers, dtype=np.int64 if fits else object)

    def value(self, integer: int | Fraction) -> float:
        """The number that a multiple of the unit stands for, rounded once, to the nearest double."""
        return float(integer * self.unit)

    @property
    def mean(self) -> Fraction:
        """The mean; ZeroDivisionError for an empty sample."""
        return Fraction(sum(self.integers), len(self.integers)) * self.unit

    @property
    def variance(self) -> Fraction:
        """The sample variance (divisor n - 1); ZeroDivisionError below two values."""
        n, total = len(self.integers), sum(self.integers)
        squares = sum(i * i for i in self.integers)
        return Fraction(n * squares - total * total, n * (n - 1)) * self.unit**2

    @property
    def sd(self) -> float:
        """The sample standard deviation; exactly 0 where and only where all values are equal."""
        return math.sqrt(self.variance)

    def deviations(self) -> NDArray[np.float64]:
        """Deviations from the mean over the largest of them, shape `[n]`; the values are not all equal."""
        n, total = len(self.integers), sum(self.integers)
        exact_deviations = [n * i - total for i in self.integers]
        largest = max(map(abs, exact_deviations))
        return np.array([deviation / largest for deviation in exact_deviations])


def scaled(values: Sequence[Fraction]) -> Scaled:
    """The values on the coarsest grid through zero that holds them all."""
    denominator = math.lcm(*(value.denominator for value in values))
    integers = [value.numerator * (denominator // value.denominator) for value in values]
    step = math.gcd(*integers) or 1
    return Scaled(tuple(i // step for i in integers), Fraction(step, denominator))


def correlation(x: Scaled, y: Scaled) -> float | None:
    """Pearson's correlation of two samples of equal length; None where either is constant."""
    spread = _cross_products(x, x) * _cross_products(y, y)
    if not spread:
        return None
    products = _cross_products(x, y)
    size = math.sqrt(Fraction(products**2, spread))
    return size if products >= 0 else -size


def _cross_products(x: Scaled, y: Scaled) -> int:
    """The sum of products of deviations from the means, times n, in units of both samples."""
    n, products = len(x.integers), (a * b for a, b in zip(x.integers, y.integers, strict=True))
    return n * sum(products) - sum(x.integers) * sum(y.integers)
