"""Small cohorts by hand, with the addresses that a study's files would give."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from typing import Any

import numpy as np

from remit.check import check
from remit.course.cohort import Addresses, Cohort, Column, EventDays, Origin, Status
from remit.language import parse
from remit.model.rules import RuleSet
from remit.model.types import LevelsType, MomentType, NumberType, TruthType, Type
from remit.operators.bounds import Bounds, Levels, Moment, Number, Truth
from remit.source import Source

ROOT = Path(__file__).resolve().parents[2]


def checked(text: str, name: str = "rules.remit") -> RuleSet:
    """The rules of a text."""
    return check(parse(Source(name, text)))


@dataclass(frozen=True)
class Gap:
    """A cell that holds nothing usable."""

    status: Status
    text: str = ""


@dataclass(frozen=True)
class Between:
    """A value recorded as a bound, or a partial date."""

    low: float
    high: float
    text: str


EMPTY = Gap(Status.EMPTY)


def unreadable(text: str) -> Gap:
    return Gap(Status.UNREADABLE, text)


def out_of_range(text: str) -> Gap:
    return Gap(Status.OUT_OF_RANGE, text)


def coded(text: str) -> Gap:
    return Gap(Status.CODED, text)


@dataclass(frozen=True)
class Chart:
    """One patient.

    visits     what was recorded on each day; a measure that is not named has no row there
    others     the same of dates that are no visits
    events     the days of each kind (a pair: between these), complete over `complete`
    """

    visits: Mapping[int, Mapping[str, Any]]
    others: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    events: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    complete: tuple[float, float] = (-inf, inf)
    until: float | None = None

    @property
    def days(self) -> list[int]:
        return sorted({*self.visits, *self.others})

    def at(self, day: int, measure: str) -> Any:
        return {**self.visits, **self.others}[day].get(measure, Gap(Status.NO_ROW))

    @property
    def follow_up_end(self) -> float:
        return max(self.days, default=0) if self.until is None else self.until


def cohort(
    rules: RuleSet, *charts: Chart, conversion: Mapping[str, str] | None = None, addresses: bool = True
) -> Cohort:
    """The patients P1, P2, … with addresses such as `visits.csv:2:esr` and `events.csv:2:date`."""
    declared, converted = rules.declarations, conversion or {}
    days = [day for chart in charts for day in chart.days]
    lines = np.arange(2, 2 + len(days))
    patients = np.arange(2, 2 + len(charts))
    measured = {
        name: [chart.at(day, name) for chart in charts for day in chart.days] for name in declared.measures
    }
    known = {name: [chart.facts.get(name, Gap(Status.NO_ROW)) for chart in charts] for name in declared.facts}

    def column(type_: Type, values: Sequence[Any], file: str, name: str, rows: np.ndarray) -> Column:
        origin = Origin(file, name, conversion=converted.get(name))
        return _column(type_, values, _addresses(origin, values, rows) if addresses else None)

    return Cohort(
        patients=tuple(f"P{number}" for number in range(1, len(charts) + 1)),
        starts=np.cumsum([0, *(len(chart.days) for chart in charts)], dtype=np.int64),
        day=np.array(days, np.int64),
        is_visit=np.array([day in chart.visits for chart in charts for day in chart.days], np.bool_),
        follow_up_end=np.array([chart.follow_up_end for chart in charts], np.float64),
        facts={
            name: column(declared.facts[name].type, values, "patients.csv", name, patients)
            for name, values in known.items()
        },
        measures={
            name: column(declared.measures[name].type, values, "visits.csv", name, lines)
            for name, values in measured.items()
        },
        events={name: _events(charts, name, addresses) for name in declared.events},
        index_text=("",) * len(charts),
        visit_addresses=_addresses(Origin("visits.csv", "date"), [True] * len(days), lines)
        if addresses
        else None,
    )


def _addresses(origin: Origin, values: Sequence[Any], rows: np.ndarray) -> Addresses:
    no_row = [isinstance(value, Gap) and value.status is Status.NO_ROW for value in values]
    texts = tuple(value.text if isinstance(value, Gap | Between) else str(value) for value in values)
    return Addresses((origin,), np.zeros(len(values), np.int64), np.where(no_row, -1, rows), texts)


def _column(type_: Type, values: Sequence[Any], addresses: Addresses | None) -> Column:
    status = [value.status if isinstance(value, Gap) else Status.RECORDED for value in values]
    return Column(_bounds(type_, values), np.array(status, np.uint8), addresses)


def _bounds(type_: Type, values: Sequence[Any]) -> Bounds:
    match type_:
        case TruthType():
            pairs = [(False, True) if isinstance(value, Gap) else (value, value) for value in values]
            return Truth(*(np.array([pair[end] for pair in pairs], np.bool_) for end in (0, 1)))
        case LevelsType():
            masks = [type_.every if isinstance(one, Gap) else type_.mask(*one.split("|")) for one in values]
            return Levels(np.array(masks, np.int64))
        case NumberType(low=low, high=high):
            return Number(*_ends(values, -inf if low is None else low, inf if high is None else high))
        case MomentType():
            return Moment(*_ends(values, -inf, inf))


def _ends(values: Sequence[Any], low: Any, high: Any) -> list[np.ndarray]:
    def ends(value: Any) -> tuple[float, float]:
        if isinstance(value, Gap):
            return float(low), float(high)
        return (value.low, value.high) if isinstance(value, Between) else (float(value), float(value))

    return [np.array([ends(value)[end] for value in values], np.float64) for end in (0, 1)]


def _events(charts: Sequence[Chart], name: str, addresses: bool) -> EventDays:
    pairs = [
        day if isinstance(day, tuple) else (day, day)
        for chart in charts
        for day in chart.events.get(name, ())
    ]
    rows = np.arange(2, 2 + len(pairs))
    return EventDays(
        np.cumsum([0, *(len(chart.events.get(name, ())) for chart in charts)], dtype=np.int64),
        np.array([first for first, _ in pairs], np.float64),
        np.array([last for _, last in pairs], np.float64),
        np.array([chart.complete[0] for chart in charts], np.float64),
        np.array([chart.complete[1] for chart in charts], np.float64),
        _addresses(Origin("events.csv", "date"), [True] * len(pairs), rows) if addresses else None,
    )
