"""When two numbers are equal: nearer than 10^-9 of the larger, or of the widest range involved.

Published cuts sit on values that data hit exactly, and binary floats miss them: 0.5 to 0.4 would fall by
19.999999999999996 %.
"""

from fractions import Fraction

import numpy as np

from remit.operators.bounds import Bools, Floats
from remit.operators.record import PlainNumber

RELATIVE = 1e-9
_EXACT = Fraction(1, 10**9)


def equal_arrays(left: Floats, right: Floats, scale: float) -> Bools:
    """Equality of two arrays of the same unit; infinities equal only themselves."""
    with np.errstate(invalid="ignore"):
        apart = np.abs(left - right)
        near = apart <= RELATIVE * np.maximum(np.abs(left), np.maximum(np.abs(right), scale))
    return np.asarray((left == right) | (near & (apart < np.inf)))


def less_arrays(left: Floats, right: Floats, scale: float) -> Bools:
    """Less, and not equal."""
    return np.asarray((left < right) & ~equal_arrays(left, right, scale))


def equal_plain(left: PlainNumber, right: PlainNumber, scale: Fraction) -> bool:
    """Equality of two plain numbers of the same unit; infinities equal only themselves."""
    if isinstance(left, float) or isinstance(right, float):  # an infinity
        return left == right
    return abs(left - right) <= _EXACT * max(abs(left), abs(right), scale)


def less_plain(left: PlainNumber, right: PlainNumber, scale: Fraction) -> bool:
    """Less, and not equal."""
    return left < right and not equal_plain(left, right, scale)
