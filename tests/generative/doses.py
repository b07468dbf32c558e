"""Random dose records: gaps, overlaps, alternate days, partial dates, open ends, unknown histories."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import inf
from random import Random

import numpy as np

from remit.course.cohort import DoseRecords
from remit.model.declarations import Drugs, Member
from remit.model.types import NumberType
from remit.model.units import parse_unit
from remit.source import Source

_SPAN = Source("made up", "made up").span(0, 7)
_PER_DAY = parse_unit("mg/day")
STEROID = NumberType(_PER_DAY, Fraction(0), Fraction(100), Fraction(100))
CYTOSTATIC = NumberType(_PER_DAY, Fraction(0), None, Fraction(0))
DRUGS = {
    name: Drugs(name, name, type_, (Member(name, Fraction(1), _SPAN),), _SPAN)
    for name, type_ in (("steroid", STEROID), ("cytostatic", CYTOSTATIC))
}

_Record = tuple[float, float, float, float, float, float, int]


def random_doses(random: Random, ends: Sequence[float], highest: float) -> DoseRecords:
    """The records of as many patients as there are ends of follow-up."""
    patients = [list(_records(random, end, highest)) for end in ends]
    complete = [_complete(random, end) for end in ends]
    flat = np.array([record for one in patients for record in one], np.float64).reshape(-1, 7)
    return DoseRecords(
        starts=np.cumsum([0, *(len(one) for one in patients)], dtype=np.int64),
        first_earliest=flat[:, 0],
        first_latest=flat[:, 1],
        last_earliest=flat[:, 2],
        last_latest=flat[:, 3],
        low=flat[:, 4],
        high=flat[:, 5],
        every=flat[:, 6].astype(np.int64),
        complete_from=np.array([first for first, _ in complete]),
        complete_to=np.array([last for _, last in complete]),
    )


def _complete(random: Random, end: float) -> tuple[float, float]:
    return random.choice(((-inf, end), (-inf, end), (-inf, inf), (-20.0, 60.0), (10.0, 300.0), (inf, -inf)))


def _records(random: Random, end: float, highest: float) -> Iterator[_Record]:
    day = random.choice((-30, -7, 0, 0, 3))
    for _ in range(random.choice((0, 1, 2, 3, 4))):
        length = random.choice((1, 7, 14, 28, 90))
        first = float(day)
        unsure = random.choice((0, 0, 0, 0, 5, inf))
        earliest = first - unsure
        last = random.choice(
            ((first + length - 1,) * 2,) * 3 + ((inf, inf), (first, inf), (first, first + 9))
        )
        dose = random.choice((2.5, 5.0, 5.0, 7.5, 20.0, 0.1))
        low, high = random.choice(((dose, dose),) * 6 + ((0.0, highest), (2.5, 5.0)))
        yield earliest, first, *last, low, high, random.choice((1, 1, 1, 2, 7))
        day += random.choice((length, length, length - 3, length + 10))
