"""Slips of the unit: a value that is far from all others by a factor between units in use."""

from math import isfinite, log
from typing import Final

FACTORS: Final = {10.0: 3.0, 100.0: 3.0, 1000.0: 3.0, 88.4: 1.25, 18.0: 1.25, 113.0: 1.25}
"""Ratios between units that are mixed up, and how near the median, as a ratio, a value must come by them.

Powers of ten (mg/dL and mg/L, g and mg) are common to all measures; the others belong to one substance each
and must fit closely: creatinine in mg/dL and umol/L (88.4), glucose in mmol/L and mg/dL (18.0), urine protein
to creatinine in g/g and mg/mmol (113).
"""

_APART: Final = 3.0
"""How far from the median, as a ratio, a value must be to look wrong."""


def slip(value: float, median: float) -> str | None:
    """The factor that would bring a value near the median, as text: `1000`, `1/88.4`; None without one."""
    if not (isfinite(value) and value > 0 and median > 0) or abs(log(value / median)) <= log(_APART):
        return None
    times = [(abs(log(value * factor / median)), near, f"{factor:g}") for factor, near in FACTORS.items()]
    parts = [(abs(log(value / factor / median)), near, f"1/{factor:g}") for factor, near in FACTORS.items()]
    fitting = [(distance, text) for distance, near, text in times + parts if distance <= log(near)]
    return min(fitting)[1] if fitting else None
