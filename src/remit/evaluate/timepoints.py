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
    found = some(candidates)
    match timepoint.pick:
        case "first":
            index = candidates.argmax(axis=1)
        case "last" | "worst":
            index = candidates.shape[1] - 1 - candidates[:, ::-1].argmax(axis=1)
        case "nearest" | "nearest, later":
            # Half a day decides a tie; days are whole.
            wanted = timepoint.target + (0.25 if timepoint.pick == "nearest, later" else -0.25)
            with np.errstate(invalid="ignore"):
                index = np.where(candidates, np.abs(day - wanted), np.inf).argmin(axis=1)
    return index.astype(np.int64), found
