"""The root of a monotone condition, to the last digit of a double."""

from collections.abc import Callable


def threshold(holds: Callable[[float], bool], low: float, high: float) -> float:
    """Where a condition that fails below some point of [low, high] and holds above it begins to hold.

    The answer is `high` where it holds nowhere and `low` where it holds everywhere, to neighbouring doubles.
    """
    while low < (middle := (low + high) / 2) < high:
        if holds(middle):
            high = middle
        else:
            low = middle
    return high
