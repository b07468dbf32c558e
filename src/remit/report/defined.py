"""The values of definitions, one patient (and visit) at a time."""

from collections.abc import Iterator
from dataclasses import dataclass

from remit.explain.words import value_words
from remit.model.rules import Definition
from remit.model.types import Level, Type
from remit.operators.bounds import Bounds
from remit.report.report import Report
from remit.report.values import Known, at, known


@dataclass(frozen=True, slots=True)
class DefinedValue:
    """What a definition is for a patient, at a visit on `day` where it is one per visit.

    `possible` is all that the value may still be, in words, where it is open, else "".
    """

    patient: str
    day: int | None
    value: Known
    possible: str


def defined_values(report: Report, definition: Definition) -> Iterator[DefinedValue]:
    """The values of a definition in the order of the patients and their dates."""
    if definition.body.level is not Level.PATIENT:
        yield from _at_visits(report, definition)
        return
    values = report.evaluation.definitions[definition.name]
    for place, patient in enumerate(report.cohort.patients):
        yield _value(patient, None, at(values, place), definition.body.type)


def _at_visits(report: Report, definition: Definition) -> Iterator[DefinedValue]:
    for cohort, values in report.evaluation.per_visit(definition.name):
        for place, patient in enumerate(cohort.patients):
            for date in range(int(cohort.starts[place]), int(cohort.starts[place + 1])):
                yield _value(patient, int(cohort.day[date]), at(values, date), definition.body.type)


def _value(patient: str, day: int | None, value: Bounds, type_: Type) -> DefinedValue:
    if value.open:
        return DefinedValue(patient, day, None, value_words(value, type_))
    return DefinedValue(patient, day, known(value, type_), "")
