"""A class of drugs as a rule file declares it, and dose records as a test reads them."""

from fractions import Fraction
from typing import NamedTuple

from remit.course.cohort import Cohort
from remit.model.declarations import Declarations, Drugs, Member
from tests.study.trial import DECLARED, HERE, number

EQUIVALENCES = {
    "prednisone": "1",
    "prednisolone": "1",
    "methylprednisolone": "1.25",
    "dexamethasone": "6.67",
}


def drugs(name: str, unit: str, high: float | None, **equivalences: str) -> Drugs:
    members = tuple(Member(one, Fraction(worth), HERE) for one, worth in equivalences.items())
    return Drugs(name, name, number(unit, 0, high), members, HERE)


GLUCOCORTICOID = drugs("glucocorticoid", "mg/day", 2000, **EQUIVALENCES)
METHOTREXATE = drugs("methotrexate", "mg/day", None, methotrexate="1")
WITH_DRUGS = Declarations(
    DECLARED.facts,
    DECLARED.measures,
    DECLARED.events,
    DECLARED.timepoints,
    {one.name: one for one in (GLUCOCORTICOID, METHOTREXATE)},
)


class Dose(NamedTuple):
    """One record: the bounds of its first and last day and of its dose, given on every so many-th day."""

    first: tuple[float, float]
    last: tuple[float, float]
    dose: tuple[float, float]
    every: int = 1


def doses(cohort: Cohort, name: str = "glucocorticoid") -> dict[str, list[Dose]]:
    """The records of a class by patient."""
    found = cohort.doses[name]
    assert len(found.starts) == len(cohort.patients) + 1
    rows = [
        Dose((first, first_latest), (last, last_latest), (low, high), every)
        for first, first_latest, last, last_latest, low, high, every in zip(
            *(
                one.tolist()
                for one in (
                    found.first_earliest,
                    found.first_latest,
                    found.last_earliest,
                    found.last_latest,
                    found.low,
                    found.high,
                    found.every,
                )
            ),
            strict=True,
        )
    ]
    spans = zip(found.starts, found.starts[1:], strict=False)
    return {patient: rows[start:stop] for patient, (start, stop) in zip(cohort.patients, spans, strict=True)}


def on(first: float, last: float, dose: float, every: int = 1) -> Dose:
    """A record of which everything is known."""
    return Dose((first, first), (last, last), (dose, dose), every)
