"""Sums, extremes and counts over many stretches of days at once, `[patients, stretches]`.

A stretch of n days is put together from pieces whose lengths are the powers of two that make n. The pieces of
a stretch depend on its days alone, so that neither other patients nor other days change its last digit.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from remit.course.cohort import Ints
from remit.operators.bounds import Bools


def reduced(
    function: np.ufunc, values: npt.NDArray[Any], first: Ints, last: Ints, none: float | int | bool
) -> npt.NDArray[Any]:
    """A function such as `np.add` over the columns `first` to `last`, both included; `none` where empty."""
    width = np.maximum(last - first + 1, 0)
    result = np.full(first.shape, none, values.dtype)
    position, level, length = first.copy(), values, 1
    most = int(width.max(initial=0))
    while length <= most:
        take = (width & length) != 0
        if bool(take.any()):
            piece = np.take_along_axis(level, np.where(take, position, 0), axis=1)
            result = np.where(take, function(result, piece), result)
            position = position + np.where(take, length, 0)
        level = function(level[:, :-length], level[:, length:]) if level.shape[1] > length else level
        length *= 2
    return result


def counted(mask: Bools, first: Ints, last: Ints) -> Ints:
    """How many of the columns `first` to `last` hold; 0 where there is none."""
    sums = np.zeros((mask.shape[0], mask.shape[1] + 1), np.int64)
    np.cumsum(mask, axis=1, out=sums[:, 1:])
    empty = last < first
    ends = [np.where(empty, 0, column) for column in (last + 1, first)]
    return np.asarray(np.take_along_axis(sums, ends[0], axis=1) - np.take_along_axis(sums, ends[1], axis=1))


def next_holding(mask: Bools, first: Ints) -> Ints:
    """The first column from `first` on that holds; the number of columns where there is none."""
    width = mask.shape[1]
    found = np.full((mask.shape[0], width + 1), width, np.int64)
    found[:, :-1] = np.where(mask, np.arange(width), width)
    found = np.minimum.accumulate(found[:, ::-1], axis=1)[:, ::-1]
    return np.asarray(np.take_along_axis(found, np.clip(first, 0, width), axis=1))


def last_holding(mask: Bools, last: Ints) -> Ints:
    """The last column up to `last` that holds; -1 where there is none."""
    width = mask.shape[1]
    found = np.full((mask.shape[0], width + 1), -1, np.int64)
    found[:, 1:] = np.where(mask, np.arange(width), -1)
    found = np.maximum.accumulate(found, axis=1)
    return np.asarray(np.take_along_axis(found, np.clip(last + 1, 0, width), axis=1))
