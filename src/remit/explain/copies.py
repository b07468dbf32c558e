"""Many copies of one patient, in which a datum can be put otherwise."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

import numpy as np

from remit.course.cohort import Cohort, Column, DoseRecords, EventDays, Ints, Status
from remit.evaluate.taking import open_value
from remit.model.rules import RuleSet
from remit.model.types import Type
from remit.operators.bounds import Bounds, Floats, Levels, Moment, Number, Truth, pair

Value = bool | float | int | tuple[float, ...]
"""A supposed value: yes or no, a number or study day, a set of levels as bits, or the days of all events."""


def copies(
    cohort: Cohort,
    rules: RuleSet,
    patient: int,
    count: int,
    visits: Iterable[int] = (),
    until: float = -np.inf,
) -> Cohort:
    """A cohort of `count` copies of one patient, with further visits at which nothing was recorded.

    Follow-up reaches at least to `until` and to every one of those visits. The arrays are the copies' own, so
    that they can be changed.
    """
    visits = sorted(set(visits))
    own = cohort.dates_of(patient)
    day = np.union1d(cohort.day[own], np.array(visits, np.int64)).astype(np.int64)
    known = {int(one): place for place, one in enumerate(cohort.day[own])}
    source = np.array([known.get(int(one), -1) for one in day], np.int64)
    was_visit = np.append(cohort.is_visit[own], False)[source]
    end = max(float(cohort.follow_up_end[patient]), until, *(float(one) for one in visits))
    declared = rules.declarations
    return Cohort(
        patients=tuple(str(number) for number in range(count)),
        starts=np.arange(count + 1, dtype=np.int64) * len(day),
        day=np.tile(day, count),
        is_visit=np.tile(was_visit | np.isin(day, visits), count),
        follow_up_end=np.full(count, end),
        facts={
            name: _tiled(
                column, slice(patient, patient + 1), np.zeros(1, np.int64), count, declared.facts[name].type
            )
            for name, column in cohort.facts.items()
        },
        measures={
            name: _tiled(column, own, source, count, declared.measures[name].type)
            for name, column in cohort.measures.items()
        },
        events={name: _tiled_events(days, patient, count) for name, days in cohort.events.items()},
        doses={name: _tiled_doses(records, patient, count) for name, records in cohort.doses.items()},
    )


def _tiled(column: Column, own: slice, source: Ints, count: int, type_: Type) -> Column:
    """A patient's part of a column, open where `source` is -1, so many times over; low and high apart."""
    opening = open_value(type_, (1,))

    def tiled(array: Any, missing: Any) -> Any:
        return np.tile(np.append(array[own], missing)[source], count).astype(array.dtype)

    status = tiled(column.status, np.array([Status.NO_ROW], np.uint8))
    if isinstance(column.values, Levels):
        return Column(Levels(tiled(column.values.mask, cast(Levels, opening).mask).astype(np.int64)), status)
    ends = [
        tiled(array, missing)
        for array, missing in zip(pair(column.values), pair(cast(Truth, opening)), strict=True)
    ]
    return Column(cast(Bounds, type(column.values)(*ends)), status)


def _tiled_events(days: EventDays, patient: int, count: int) -> EventDays:
    own = slice(int(days.starts[patient]), int(days.starts[patient + 1]))
    earliest, latest = days.earliest[own], days.latest[own]
    return EventDays(
        np.arange(count + 1, dtype=np.int64) * len(earliest),
        np.tile(earliest, count),
        np.tile(latest, count),
        np.full(count, days.complete_from[patient]),
        np.full(count, days.complete_to[patient]),
    )


def _tiled_doses(records: DoseRecords, patient: int, count: int) -> DoseRecords:
    own = slice(int(records.starts[patient]), int(records.starts[patient + 1]))
    every = records.every[own]

    def tiled(array: Floats) -> Floats:
        return np.tile(array[own], count)

    return DoseRecords(
        starts=np.arange(count + 1, dtype=np.int64) * len(every),
        first_earliest=tiled(records.first_earliest),
        first_latest=tiled(records.first_latest),
        last_earliest=tiled(records.last_earliest),
        last_latest=tiled(records.last_latest),
        low=tiled(records.low),
        high=tiled(records.high),
        every=np.tile(every, count),
        complete_from=np.full(count, records.complete_from[patient]),
        complete_to=np.full(count, records.complete_to[patient]),
    )


def record(column: Column, places: Ints, values: Sequence[Value]) -> None:
    """Put recorded values into a column of the copies."""
    match column.values:
        case Levels(mask=mask):
            mask[places] = np.array(values, np.int64)
        case Truth(certain=low, possible=high):
            low[places] = high[places] = np.array(values, np.bool_)
        case Number(low=low, high=high) | Moment(earliest=low, latest=high):
            low[places] = high[places] = np.array(values, np.float64)
    column.status[places] = Status.RECORDED
