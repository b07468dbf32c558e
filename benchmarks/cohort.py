"""Synthetic cohorts for the benchmarks: made in arrays, the same for the same numbers."""

import numpy as np

from remit.course.cohort import Cohort, Column, EventDays, Status
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
    return Cohort(
        tuple(f"P{number}" for number in range(patients)),
        np.arange(patients + 1, dtype=np.int64) * visits,
        day.reshape(-1),
        np.ones(dates, np.bool_),
        day[:, -1].astype(np.float64),
        facts,
        measures,
        events,
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
