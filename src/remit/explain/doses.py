"""Inputs made of doses: spans of days that the same records tell of, with their addresses."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from remit.course.cohort import DoseRecords
from remit.explain.cells import cell_at
from remit.explain.reasons import Input, InputKind, Reason
from remit.explain.trace import Trace
from remit.explain.words import listed, number, value_words, with_unit
from remit.model.declarations import Drugs
from remit.operators.bounds import Number

_MOST_DOSES = 3
"""So many different doses of one span are listed; of more, the smallest and the largest."""


@dataclass(frozen=True, slots=True)
class _Day:
    """What is known of a dose on a day, and from which records."""

    day: int
    low: float
    high: float
    records: tuple[int, ...]
    reason: Reason | None


def doses(trace: Trace, name: str, days: Sequence[int], *, only_open: bool = False) -> Iterator[Input]:
    """The doses of a class of drugs on these days, in spans that the same records tell of."""
    if not days:
        return
    declared = trace.evaluator.declarations.drugs[name]
    known = [one for one in _days(trace, name, days) if one.reason is not None or not only_open]
    spans = [
        [one for _, one in span]
        for _, span in groupby(enumerate(known), lambda pair: _alike(pair[0], pair[1]))
    ]
    for folded, every in _folded(spans):
        yield _span(trace, declared, folded, every)


def _alike(place: int, one: _Day) -> tuple[object, ...]:
    """The same for days in a row with the same records and the same reason."""
    return one.day - place, one.records, one.reason


def _folded(spans: Sequence[Sequence[_Day]]) -> Iterator[tuple[list[_Day], int]]:
    """Single days of one reason that come every so many days are one span: those of alternate days."""
    held: list[_Day] = []
    every = 1
    for span in spans:
        if held and _next_in_step(held, every, span):
            every = span[0].day - held[-1].day
            held.append(span[0])
            continue
        if held:
            yield held, every
        held, every = list(span), 1
    if held:
        yield held, every


def _next_in_step(held: Sequence[_Day], every: int, span: Sequence[_Day]) -> bool:
    if len(span) != 1 or (len(held) > 1 and every == 1):
        return False
    one, last = span[0], held[-1]
    same = (one.records, one.reason, one.low, one.high) == (last.records, last.reason, last.low, last.high)
    return same and (len(held) == 1 or one.day - last.day == every)


def _days(trace: Trace, name: str, days: Sequence[int]) -> list[_Day]:
    first, last = min(days), max(days)
    low, high = trace.doses(name, first, last)
    records, patient = trace.cohort.doses[name], trace.patient
    found = []
    for day in sorted(set(days)):
        least, most = float(low[day - first]), float(high[day - first])
        about = tuple(_about(records, patient, day))
        reason = _reason(records, patient, about, day) if least != most else None
        found.append(_Day(day, least, most, about, reason))
    return found


def _about(records: DoseRecords, patient: int, day: int) -> Iterator[int]:
    """The records whose time a day may lie in, also on the days between two doses."""
    for place in range(int(records.starts[patient]), int(records.starts[patient + 1])):
        if records.first_earliest[place] <= day <= records.last_latest[place]:
            yield place


def _reason(records: DoseRecords, patient: int, about: Sequence[int], day: int) -> Reason:
    """Why a dose is open: nobody knows of others, a dose was not recorded, or when it began or ended."""
    if not records.complete_from[patient] <= day <= records.complete_to[patient]:
        return Reason.DRUG_HISTORY
    if any(records.low[place] != records.high[place] for place in about):
        return Reason.DOSE_UNKNOWN
    return Reason.DRUG_DATES


def _span(trace: Trace, declared: Drugs, span: Sequence[_Day], every: int) -> Input:
    first, last, name = span[0].day, span[-1].day, declared.name
    where = f"on day {first}" if first == last else f"{_often(every)}from day {first} to day {last}"
    records = trace.cohort.doses[name]
    cells = [cell for place in span[0].records if (cell := cell_at(records.addresses, place)) is not None]
    unit, reason = declared.type.unit.text, span[0].reason
    return Input(
        InputKind.DOSES, name, f"{name} {where}",
        day=first if first == last else None,
        cell=cells[0] if cells else None,
        value=_value(span, declared),
        unit=unit,
        reason=reason,
        why=f"{name} {where} not known: {reason.value}" if reason is not None else "",
        remark=reason.value if reason is not None else "",
        others=tuple(f"and {cell}" for cell in cells[1:]),
        period=(first, last),
        last_day=last,
        every=every,
    )  # fmt: skip


def _often(every: int) -> str:
    if every == 1:
        return ""
    return "every other day " if every == 2 else f"every {every} days "


def _value(span: Sequence[_Day], declared: Drugs) -> str:
    """`20 mg/day`; of alternate days `0 and 20 mg/day`; of open ones all that it may be."""
    low, high = min(one.low for one in span), max(one.high for one in span)
    taken = sorted({one.low for one in span})
    exact = all(one.low == one.high for one in span)
    if exact and 1 < len(taken) <= _MOST_DOSES:
        return with_unit(listed([number(dose) for dose in taken], "and"), declared.type.unit.text)
    return value_words(Number(np.float64(low), np.float64(high)), declared.type)  # type: ignore[arg-type]
