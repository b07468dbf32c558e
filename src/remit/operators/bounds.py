"""Values with the bounds that missing data leave open, as arrays.

Every array has one axis of patients `[patients]` or two `[patients, visits]`. Where nothing is open, the two
arrays of a pair are the *same* object, so complete data pay for one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Masks = npt.NDArray[np.int64]

NEVER = np.inf
"""The day of a moment that does not occur."""


@dataclass(frozen=True, slots=True)
class Truth:
    """Yes or no: `certain` where it is true under every completion, `possible` where under some."""

    certain: Bools
    possible: Bools

    @property
    def open(self) -> Bools:
        return self.possible & ~self.certain


@dataclass(frozen=True, slots=True)
class Number:
    """A number between `low` and `high`, both included, in the unit of its type."""

    low: Floats
    high: Floats

    @property
    def open(self) -> Bools:
        return np.asarray(self.low != self.high)


@dataclass(frozen=True, slots=True)
class Levels:
    """The set of levels that are still possible: bit i of `mask` for the i-th level of the type."""

    mask: Masks

    @property
    def open(self) -> Bools:
        return np.asarray((self.mask & (self.mask - 1)) != 0)


@dataclass(frozen=True, slots=True)
class Moment:
    """A study day between `earliest` and `latest`; infinite `latest` where it may be never."""

    earliest: Floats
    latest: Floats

    @property
    def open(self) -> Bools:
        return np.asarray(self.earliest != self.latest)


Bounds = Truth | Number | Levels | Moment


def each(value: Bounds, change: Callable[[Any], Any]) -> Bounds:
    """The same value with every array changed, shared arrays only once."""
    if isinstance(value, Levels):
        return Levels(change(value.mask))
    low, high = pair(value)
    first = change(low)
    second = first if high is low else change(high)
    return type(value)(first, second)


def pair(value: Truth | Number | Moment) -> tuple[Any, Any]:
    """The lower and the upper array of a value that has two."""
    if isinstance(value, Truth):
        return value.certain, value.possible
    if isinstance(value, Number):
        return value.low, value.high
    return value.earliest, value.latest


def some(mask: Bools) -> Bools:
    """Whether it holds at any of the places of each patient: `[patients, n]` to `[patients]`."""
    return np.asarray(np.logical_or.reduce(mask, axis=1))


def every(mask: Bools) -> Bools:
    """Whether it holds at all of the places of each patient: `[patients, n]` to `[patients]`."""
    return np.asarray(np.logical_and.reduce(mask, axis=1))


def exact_truth(array: Bools) -> Truth:
    """A yes or no that is nowhere open."""
    return Truth(array, array)
