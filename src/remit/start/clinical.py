"""What is commonly known of clinical measures: their units, what is possible, and which direction is better.

Only where a header names a measure without saying more; whatever is taken from here is marked as a guess.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from remit.model.units import Unit, parse_unit


@dataclass(frozen=True, slots=True)
class Scale:
    """A unit in which a measure is given, where medians lie in it, and the highest possible value."""

    unit: Unit
    usual: tuple[Fraction, Fraction]
    high: Fraction


@dataclass(frozen=True, slots=True)
class Measure:
    """What is known of a measure: the direction that is better, if one is, and its scales."""

    better: str | None
    scales: tuple[Scale, ...]

    def in_unit(self, unit: Unit) -> Scale | None:
        """The scale in a unit."""
        same = (
            one
            for one in self.scales
            if (one.unit.dimension, one.unit.factor) == (unit.dimension, unit.factor)
        )
        return next(same, None)

    def by_median(self, median: Fraction) -> Scale | None:
        """The only scale on which a median is usual; None where none is or several are."""
        fitting = [one for one in self.scales if one.usual[0] <= median <= one.usual[1]]
        return fitting[0] if len(fitting) == 1 else None


_TABLE: Final = """
glucocorticoid     lower   mg/day 0..100 2000
crp                lower   mg/L 0..300 1000
esr                lower   mm/h 0..120 200
hemoglobin         higher  g/dL 4..20 30        g/L 40..200 300
lymphocytes        higher  10^9/L 0..15 100     cells/uL 100..15000 100000
neutrophils        higher  10^9/L 0..30 200     cells/uL 100..30000 200000
leukocytes         -       10^9/L 0..50 500     cells/uL 500..50000 500000
platelets          -       10^9/L 5..1000 5000
creatinine         lower   mg/dL 0..8 50        umol/L 15..800 5000
egfr               higher  mL/min/1.73m2 3..150 300
proteinuria        lower   g/g 0..12 100        mg/mmol 13..1300 10000
albumin            higher  g/dL 1..6 10         g/L 10..60 100
complement         higher  g/L 0..3 10          mg/dL 4..300 1000
anti_dsdna         lower   IU/mL 0..2000 100000
ferritin           lower   ng/mL 0..20000 1000000
calprotectin       lower   ug/g 0..6000 100000
creatine_kinase    lower   U/L 0..20000 1000000
physician_global   lower   points 0..10 10      mm 11..100 100
patient_global     lower   points 0..10 10      mm 11..100 100
pain               lower   points 0..10 10      mm 11..100 100
haq                lower   points 0..3 3
active_joints      lower   joints 0..75 75
limited_joints     lower   joints 0..75 75
swollen_joints     lower   joints 0..75 75
tender_joints      lower   joints 0..75 75
morning_stiffness  lower   min 0..600 1440
das28              lower   points 0..10 10
cdai               lower   points 0..100 100
jadas              lower   points 0..101 101
sledai             lower   points 0..105 105
clasi              lower   points 0..70 70
cdasi              lower   points 0..100 100
pasi               lower   points 0..72 72
easi               lower   points 0..72 72
bvas               lower   points 0..63 63
pcdai              lower   points 0..125 125
puccai             lower   points 0..85 85
mmt                higher  points 0..150 150
sum_of_diameters   lower   mm 0..1000 5000
body_weight        -       kg 1..250 500
body_height        -       cm 30..220 300
fever              -       Cel 34..42 45
skin_disease       lower
ulcers             lower
alopecia           lower
uveitis            lower
age                -       year 0..120 120
"""
"""A concept a line: the better direction; per unit where medians usually lie, and the highest value."""


def _measures() -> dict[str, Measure]:
    read = {}
    for line in _TABLE.split("\n"):
        if line:
            concept, better, *scales = line.split()
            thirds = [scales[start : start + 3] for start in range(0, len(scales), 3)]
            read[concept] = Measure(None if better == "-" else better, tuple(map(_scale, thirds)))
    return read


def _scale(words: Sequence[str]) -> Scale:
    unit, usual, high = words
    low, top = usual.split("..")
    return Scale(parse_unit(unit), (Fraction(low), Fraction(top)), Fraction(high))


_MEASURES: Final = _measures()


def measure(words: Sequence[str], concept: str | None) -> Measure | None:
    """What is known of a measure by the words of its header and the concept that they name."""
    if "age" in words:
        return _MEASURES["age"]
    return _MEASURES.get(concept) if concept else None
