"""Slips of the unit: a value that is far from all others by a factor between units in use."""

from math import isfinite, log
from typing import Final

FACTORS: Final = (10.0, 100.0, 1000.0, 88.4, 18.0, 113.0)
"""Ratios between units that are mixed up: powers of ten (mg/dL and mg/L, g and mg), creatinine mg/dL and
umol/L (88.4), glucose mmol/L and mg/dL (18.0), urine protein to creatinine g/g and mg/mmol (113)."""

_NEAR: Final = 3.0
"""How far from the median, as a ratio, a value may be after it is corrected."""


def slip(value: float, median: float) -> str | None:
    """The factor that would bring a value near the median, as text: `1000`, `1/88.4`; None without one."""
    if not (isfinite(value) and value > 0 and median > 0):
        return None
    candidates = [(factor, f"{factor:g}") for factor in FACTORS]
    candidates += [(1 / factor, f"1/{factor:g}") for factor in FACTORS]
    distance, text = min((abs(log(value * factor / median)), text) for factor, text in candidates)
    return text if distance <= log(_NEAR) < abs(log(value / median)) else None
