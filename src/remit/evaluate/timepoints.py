"""Which date a timepoint picks, over a block."""

import numpy as np

from remit.course.cohort import Ints
from remit.model.declarations import Timepoint
from remit.operators.bounds import Bools, Floats, some


def in_window(day: Floats, timepoint: Timepoint) -> Bools:
    """The dates of the window, both ends included."""
    return np.asarray((day >= timepoint.low) & (day <= timepoint.high))


def picked(day: Floats, candidates: Bools, timepoint: Timepoint) -> tuple[Ints, Bools]:
    """The index of the date picked among the candidates, `[patients]`, and whether there is one.

    `worst` picks a value, not a date; where a date must stand for it, it is the last.
    """
    if candidates.shape[1] == 0:
        return np.zeros(len(candidates), np.int64), np.zeros(len(candidates), np.bool_)
    index = np.zeros(len(candidates), np.int64)
    match timepoint.pick:
        case "first":
            for column in reversed(range(candidates.shape[1])):
                index[candidates[:, column]] = column
        case "last" | "worst":
            for column in range(candidates.shape[1]):
                index[candidates[:, column]] = column
        case "nearest" | "nearest, later":
            # Half a day decides a tie; days are whole.
            wanted = timepoint.target + (0.25 if timepoint.pick == "nearest, later" else -0.25)
            _nearest(np.where(candidates, np.abs(day - wanted), np.inf), index)
    return index, some(candidates)


def _nearest(distance: Floats, index: Ints) -> None:
    """Fill in the place of the least distance of each patient; of equal ones the first."""
    least = np.full(len(distance), np.inf)
    for column in range(distance.shape[1]):
        nearer = distance[:, column] < least
        index[nearer] = column
        least = np.minimum(least, distance[:, column])
