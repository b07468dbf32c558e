"""Slips of the unit: a value that is far from all others by a power of ten."""

from math import isfinite, log
from typing import Final

from remit.model.units import Unit

_FACTORS: Final = (10, 100, 1000)
"""Ratios between units that are mixed up: mg/dL and mg/L, g and mg, cells/uL and 10^9/L.

The factors of single substances (creatinine 88.4) are no part of this: a unit does not tell the substance.
"""
_NEAR: Final = 3.0
"""How near the median, as a ratio, a value must come, and how far from it it must be to look wrong."""

_SCALED: Final = frozenset(
    ("mass", "volume", "length", "amount", "activity", "international activity", "mass ratio")
)
"""Dimensions whose units are powers of ten of each other; points, counts and plain numbers have one unit."""


def may_slip(unit: Unit) -> bool:
    """Whether values of a unit may have been written in a unit that is a power of ten of it."""
    return any(name in _SCALED for name, _ in unit.dimension)


def slip(value: float, median: float) -> str | None:
    """The factor that would bring a value near the median, as text: `1000`, `1/100`; None without one."""
    if not (isfinite(value) and value > 0 and median > 0) or abs(log(value / median)) <= log(_NEAR):
        return None
    times = [(abs(log(value * factor / median)), f"{factor}") for factor in _FACTORS]
    parts = [(abs(log(value / factor / median)), f"1/{factor}") for factor in _FACTORS]
    distance, text = min(times + parts)
    return text if distance <= log(_NEAR) else None
