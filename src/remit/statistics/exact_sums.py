"""The distribution of a sum of independent whole numbers, exactly: each term and its chances given.

The terms are added one after another, and equal totals put together; where the totals come in few values, as
those of moves between categories do, that takes little work however many the combinations are.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: The most totals, equal ones not yet put together, that may stand side by side: some hundredths of a second.
_MOST_TOTALS = 300_000
_INT64_SAFE = 2**60

#: The values of a term, and the chance of each.
Term = tuple[Sequence[int], Sequence[float]]


@dataclass(frozen=True, slots=True, eq=False)
class ExactSum:
    """The distribution of a sum.

    totals   the different totals, ascending, shape `[k]`: int64, or Python integers where they are too large
    chances  the probability of each, shape `[k]`
    """

    totals: NDArray[Any]
    chances: NDArray[np.float64]

    @classmethod
    def of(cls, terms: Iterable[Term]) -> "ExactSum | None":
        """The sum of independent terms; None where it would take too much work."""
        terms = list(terms)
        dtype = whole_dtype(sum(max(map(abs, values)) for values, _ in terms))
        totals: NDArray[Any] = np.zeros(1, dtype)
        chances: NDArray[Any] = np.ones(1)
        for values, probabilities in terms:
            if totals.size * len(values) > _MOST_TOTALS:
                return None
            sums = np.add.outer(totals, np.array(values, dtype))
            totals, place = np.unique(sums, return_inverse=True)
            chances = np.bincount(place.ravel(), np.multiply.outer(chances, probabilities).ravel())
        return cls(totals, chances)


def whole_dtype(reach: int) -> type[np.int64] | type[object]:
    """The type of an array of whole numbers of at most this size: int64 where it holds them."""
    return np.int64 if reach < _INT64_SAFE else object


def fair_coin(throws: int) -> list[float]:
    """The probability of 0, 1 ... `throws` heads of a fair coin, each rounded once."""
    return [math.comb(throws, heads) / 2**throws for heads in range(throws + 1)]
