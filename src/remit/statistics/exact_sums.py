"""The distribution of a sum of independent whole numbers, without drawing: each term and its chances given.

The terms are added one after another, and equal totals put together; where totals come in few values, as sums
of moves between categories do, that takes little work however many the combinations are.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: The most totals, equal ones not yet put together, that may stand side by side: about a tenth of a second.
_MOST_TOTALS = 1_000_000
_INT64_SAFE = 2**60

#: The values of a term, and the probability of each.
Term = tuple[Sequence[int], Sequence[float]]


@dataclass(frozen=True, slots=True, eq=False)
class ExactSum:
    """The different totals, ascending (int64, or Python integers where they are too large), shape `[k]`,
    and the probability of each."""

    totals: NDArray[Any]
    chances: NDArray[np.float64]

    @classmethod
    def of(cls, terms: Iterable[Term]) -> "ExactSum | None":
        """The distribution of the sum of independent terms; None where it would take too much work."""
        terms = list(terms)
        reach = sum(max(map(abs, values)) for values, _ in terms)
        dtype = np.int64 if reach < _INT64_SAFE else object
        totals: NDArray[Any] = np.zeros(1, dtype)
        chances = np.ones(1)
        for values, probabilities in terms:
            if totals.size * len(values) > _MOST_TOTALS:
                return None
            sums = np.add.outer(totals, np.array(values, dtype)).ravel()
            totals, place = np.unique(sums, return_inverse=True)
            weights = np.multiply.outer(chances, np.array(probabilities)).ravel()
            chances = np.bincount(place.ravel(), weights)
        return cls(totals, chances)


def fair_coin(throws: int) -> list[float]:
    """The probability of 0 ... `throws` heads of a fair coin."""
    return [math.ldexp(float(ways), -throws) if throws < 1000 else _ratio(ways, throws) for ways in _ways(throws)]


def _ways(throws: int) -> list[int]:
    return [math.comb(throws, heads) for heads in range(throws + 1)]


def _ratio(ways: int, throws: int) -> float:
    return ways / 2**throws
