"""All cases of a rule file as one cohort, a patient a case.

A case says all there is: its visits are the days on which it gives a measure, and its events are complete up
to the end of follow-up (unless it says `not recorded` of one): the last day it names, or `followed until`.
"""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from remit.cases.doses import case_doses
from remit.course.cohort import Cohort, Column, EventDays, Status
from remit.model.declarations import Declarations
from remit.model.rules import Case, Given
from remit.model.types import LevelsType, MomentType, NumberType, TruthType, Type
from remit.operators.bounds import Bounds, Levels, Moment, Number, Truth

Ends = tuple[Fraction | None, Fraction | None]
"""The bounds of a value that is only known to be below or above a limit; None for the limit of its type."""
Datum = tuple[Fraction | bool | str | int | Ends | None, Status]
_NOTHING: Datum = (None, Status.NO_ROW)


def case_cohort(declarations: Declarations, cases: Sequence[Case]) -> Cohort:
    """The cohort of the cases; patients are named by the cases' titles."""
    visit_days = [_visit_days(declarations, case) for case in cases]
    starts = np.concatenate([[0], np.cumsum([len(days) for days in visit_days])]).astype(np.int64)
    day = np.array([one for days in visit_days for one in days], np.int64)
    ends = [_follow_up_end(case) for case in cases]
    return Cohort(
        patients=tuple(case.title for case in cases),
        starts=starts,
        day=day,
        is_visit=np.ones(len(day), np.bool_),
        follow_up_end=np.array(ends, np.float64),
        facts={
            name: _column(fact.type, [_fact(case, name, fact.type) for case in cases])
            for name, fact in declarations.facts.items()
        },
        measures={
            name: _column(measure.type, _measured(cases, visit_days, name))
            for name, measure in declarations.measures.items()
        },
        events={name: _events(cases, ends, name) for name in declarations.events},
        index_text=("",) * len(cases),
        doses={
            name: case_doses(
                [[one for one in case.givens if one.name == name] for case in cases], ends, drugs
            )
            for name, drugs in declarations.drugs.items()
        },
    )


def _visit_days(declarations: Declarations, case: Case) -> list[int]:
    return sorted(
        {one.day for one in case.givens if one.name in declarations.measures and one.day is not None}
    )


def _follow_up_end(case: Case) -> int:
    if case.followed_until is not None:
        return case.followed_until
    days = [day for given in case.givens for day in (given.day, given.last) if day is not None]
    return max(days, default=0)


def _measured(cases: Sequence[Case], visit_days: Sequence[Sequence[int]], name: str) -> list[Datum]:
    found: list[Datum] = []
    for case, days in zip(cases, visit_days, strict=True):
        by_day = {given.day: given for given in case.givens if given.name == name}
        found += [_datum(by_day[day]) if day in by_day else (None, Status.EMPTY) for day in days]
    return found


def _datum(given: Given) -> Datum:
    if given.limit is not None and isinstance(given.value, Fraction):
        ends: Ends = (None, given.value) if given.limit == "upper" else (given.value, None)
        return ends, Status.RECORDED
    return given.value, Status.EMPTY if given.value is None else Status.RECORDED


def _fact(case: Case, name: str, type_: Type) -> Datum:
    given = next((one for one in case.givens if one.name == name), None)
    if given is None:
        return _NOTHING
    if isinstance(type_, MomentType):
        return (given.day, Status.RECORDED) if given.day is not None else (None, Status.EMPTY)
    return _datum(given)


def _events(cases: Sequence[Case], ends: Sequence[int], name: str) -> EventDays:
    days = [sorted(g.day for g in case.givens if g.name == name and g.day is not None) for case in cases]
    unknown = np.array(
        [any(g.name == name and g.day is None for g in case.givens) for case in cases], np.bool_
    )
    flat = np.array([day for one in days for day in one], np.float64)
    return EventDays(
        np.concatenate([[0], np.cumsum([len(one) for one in days])]).astype(np.int64),
        flat,
        flat,
        np.where(unknown, np.inf, -np.inf),
        np.where(unknown, -np.inf, np.array(ends, np.float64)),
    )


def _column(type_: Type, data: Sequence[Datum]) -> Column:
    status = np.array([one for _, one in data], np.uint8)
    return Column(_values(type_, [value for value, _ in data]), status)


def _values(type_: Type, values: Sequence[object]) -> Bounds:
    """The values with bounds; None is open over the whole range of the type."""
    match type_:
        case TruthType():
            certain = np.array([value is True for value in values], np.bool_)
            possible = np.array([value is not False for value in values], np.bool_)
            return Truth(certain, certain) if np.array_equal(certain, possible) else Truth(certain, possible)
        case NumberType(low=low, high=high):
            ends = [-np.inf if low is None else float(low), np.inf if high is None else float(high)]
            lower, upper = (
                _filled([one[place] if isinstance(one, tuple) else one for one in values], end)
                for place, end in enumerate(ends)
            )
            known = not any(one is None or isinstance(one, tuple) for one in values)
            return Number(lower, lower if known else upper)
        case LevelsType():
            masks = [type_.mask(value) if isinstance(value, str) else type_.every for value in values]
            return Levels(np.array(masks, np.int64))
        case MomentType():
            lower, upper = _filled(values, -np.inf), _filled(values, np.inf)
            return Moment(lower, lower if None not in values else upper)


def _filled(values: Sequence[object], end: float) -> np.ndarray:
    return np.array([end if value is None else float(value) for value in values], np.float64)  # type: ignore[arg-type]
