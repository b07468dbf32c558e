"""The values of definitions, one patient (and visit) at a time."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from remit.explain.words import value_words
from remit.model.rules import Definition
from remit.model.types import Level, LevelsType, Type
from remit.operators.bounds import Bounds, Levels, Moment, Number, Truth, each
from remit.report.report import Report

Known = bool | int | float | str | None


@dataclass(frozen=True, slots=True)
class DefinedValue:
    """What a definition is for a patient, at a visit on `day` where it is one per visit.

    value     yes or no, a number, a level, the day of a moment or None for "never"; None where it is open
    possible  all that it may still be, in words; "" where it is known
    """

    patient: str
    day: int | None
    value: Known
    possible: str


def defined_values(report: Report, definition: Definition) -> Iterator[DefinedValue]:
    """The values of a definition in the order of the patients and their dates."""
    values, type_ = report.evaluation.definitions[definition.name], definition.body.type
    cohort = report.cohort
    for place, patient in enumerate(cohort.patients):
        if definition.body.level is Level.PATIENT:
            yield _value(patient, None, _at(values, place), type_)
            continue
        for date, day in enumerate(cohort.day[cohort.dates_of(place)].tolist()):
            yield _value(patient, day, _at(values, (place, date)), type_)


def _at(values: Bounds, place: Any) -> Bounds:
    return each(values, lambda array: array[place])


def _value(patient: str, day: int | None, value: Bounds, type_: Type) -> DefinedValue:
    if value.open:
        return DefinedValue(patient, day, None, value_words(value, type_))
    return DefinedValue(patient, day, _known(value, type_), "")


def _known(value: Bounds, type_: Type) -> Known:
    match value:
        case Truth():
            return bool(value.certain)
        case Number():
            return float(value.low)
        case Levels():
            return cast(LevelsType, type_).levels[int(value.mask).bit_length() - 1]
        case Moment():
            return None if math.isinf(value.latest) else int(value.latest)
