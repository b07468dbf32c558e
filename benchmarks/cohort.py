"""Synthetic cohorts for the benchmarks: made in arrays, the same for the same numbers."""

import numpy as np

from remit.course.cohort import Cohort, Column, DoseRecords, EventDays, Status
from remit.model.declarations import Declarations
from remit.model.types import LevelsType, NumberType, TruthType
from remit.operators.bounds import Bounds, Levels, Moment, Number, Truth


def synthetic(
    declarations: Declarations, patients: int, visits: int, missing: float, seed: int = 1
) -> Cohort:
    """Patients with so many visits some 30 days apart, each cell missing with a given probability."""
    random = np.random.default_rng(seed)
    day = (np.arange(visits) * 30 + random.integers(-7, 8, (patients, visits))).astype(np.int64)
    day[:, 0] = 0
    dates = patients * visits
    measures = {
        name: _column(measure.type, random, dates, missing) for name, measure in declarations.measures.items()
    }
    facts = {name: _column(fact.type, random, patients, missing) for name, fact in declarations.facts.items()}
    events = {name: _events(random, patients, day[:, -1].astype(np.float64)) for name in declarations.events}
    doses = {
        name: _doses(drugs.type, random, day[:, -1].astype(np.float64), missing)
        for name, drugs in declarations.drugs.items()
    }
    return Cohort(
        tuple(f"P{number}" for number in range(patients)),
        np.arange(patients + 1, dtype=np.int64) * visits,
        day.reshape(-1),
        np.ones(dates, np.bool_),
        day[:, -1].astype(np.float64),
        facts,
        measures,
        events,
        doses=doses,
    )


def _column(type_: object, random: np.random.Generator, size: int, missing: float) -> Column:
    empty = random.random(size) < missing
    return Column(
        _values(type_, random, size, empty), np.where(empty, Status.EMPTY, Status.RECORDED).astype(np.uint8)
    )


def _values(type_: object, random: np.random.Generator, size: int, empty: np.ndarray) -> Bounds:
    match type_:
        case TruthType():
            present = random.random(size) < 0.4
            return Truth(present & ~empty, present | empty)
        case NumberType(low=low, high=high):
            least, most = float(low or 0), float(high if high is not None else 100)
            value = np.round(least + (most - least) * random.random(size) ** 2, 1)
            return Number(np.where(empty, least, value), np.where(empty, most, value))
        case LevelsType(levels=levels):
            mask = np.int64(1) << random.integers(0, len(levels), size)
            return Levels(np.where(empty, type_.every, mask))
        case _:  # a date: some day of the first month, or any
            day = np.floor(random.random(size) * 30)
            return Moment(np.where(empty, -np.inf, day), np.where(empty, np.inf, day))


def _events(random: np.random.Generator, patients: int, end: np.ndarray) -> EventDays:
    has = random.random(patients) < 0.2
    days = np.floor(random.random(int(has.sum())) * 300)
    starts = np.concatenate([[0], np.cumsum(has)]).astype(np.int64)
    return EventDays(starts, days, days, np.full(patients, -np.inf), end)


_COURSE = 28
"""How many days each dose lasts, one after another."""


def _doses(type_: NumberType, random: np.random.Generator, end: np.ndarray, missing: float) -> DoseRecords:
    """A taper in steps of four weeks to the end of follow-up, some in alternate days, the last going on."""
    patients = len(end)
    most = 1.0 if type_.high is None else float(type_.high)
    steps = np.maximum(end // _COURSE, 1).astype(np.int64)
    starts = np.concatenate([[0], np.cumsum(steps)]).astype(np.int64)
    nth = np.arange(starts[-1]) - np.repeat(starts[:-1], steps)
    first, open_dose = nth * float(_COURSE), random.random(len(nth)) < missing / 5
    last = np.where(nth == np.repeat(steps, steps) - 1, np.inf, first + _COURSE - 1)
    dose = np.round(most / 50 * random.random(len(nth)) * 0.8**nth, 1)
    return DoseRecords(
        starts=starts,
        first_earliest=first,
        first_latest=first,
        last_earliest=last,
        last_latest=last,
        low=np.where(open_dose, 0.0, dose),
        high=np.where(open_dose, np.inf if type_.high is None else most, dose),
        every=np.where(random.random(len(nth)) < 0.1, 2, 1),
        complete_from=np.where(random.random(patients) < missing, 0.0, -np.inf),
        complete_to=end,
    )
