"""The quality of dose records: how many there are, what is open in them, the days that nothing tells of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from remit.course.cohort import Cohort, DoseRecords
from remit.model.declarations import Declarations, Drugs


@dataclass(frozen=True, slots=True)
class Uncovered:
    """Days from day 0 to the end of follow-up of which nothing tells whether the drug was given.

    `first` and `last` are the study days of the first such span; `days` counts those of all spans.
    """

    patient: str
    first: int
    last: int
    days: int
    spans: int


@dataclass(frozen=True, slots=True)
class DrugQuality:
    """The dose records of one class of drugs.

    patients    how many have a record
    open_doses  records whose dose of a day is not one number
    open_days   records whose first or last day is not one day, those that go on among them
    uncovered   the patients with days that neither a record nor a complete history covers
    """

    name: str
    label: str
    records: int
    patients: int
    open_doses: int
    open_days: int
    uncovered: tuple[Uncovered, ...]


def describe_doses(cohort: Cohort, declared: Declarations) -> tuple[DrugQuality, ...]:
    """The quality of the dose records of every declared class of drugs, in the order of the rules."""
    return tuple(_describe(cohort, drugs, cohort.doses[name]) for name, drugs in declared.drugs.items())


def _describe(cohort: Cohort, drugs: Drugs, found: DoseRecords) -> DrugQuality:
    exact = (found.first_earliest == found.first_latest) & (found.last_earliest == found.last_latest)
    return DrugQuality(
        name=drugs.name,
        label=drugs.label,
        records=len(found.low),
        patients=int((np.diff(found.starts) > 0).sum()),
        open_doses=int((found.low != found.high).sum()),
        open_days=int((~exact).sum()),
        uncovered=tuple(_uncovered(cohort, found)),
    )


def _uncovered(cohort: Cohort, found: DoseRecords) -> Iterator[Uncovered]:
    for number, patient in enumerate(cohort.patients):
        own = slice(int(found.starts[number]), int(found.starts[number + 1]))
        covered = [(float(found.complete_from[number]), float(found.complete_to[number]))]
        covered += zip(found.first_latest[own].tolist(), found.last_earliest[own].tolist(), strict=True)
        gaps = list(_gaps(covered, float(cohort.follow_up_end[number])))
        if gaps:
            days = sum(last - first + 1 for first, last in gaps)
            yield Uncovered(patient, *gaps[0], days, len(gaps))


def _gaps(covered: Iterable[tuple[float, float]], end: float) -> Iterator[tuple[int, int]]:
    """The spans from day 0 to the end that no span covers."""
    day = 0.0
    for first, last in sorted(covered):
        if last < first:
            continue
        if first > day:
            yield int(day), int(min(first - 1, end))
        day = max(day, last + 1)
        if day > end:
            return
    if day <= end:
        yield int(day), int(end)
