"""Two values of one measure for one patient and date: told, or settled by the declared rule."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from remit.course.cohort import Ints, Status, exact
from remit.diagnostics.diagnostic import Diagnostic, Label
from remit.model.declarations import Measure
from remit.model.types import LevelsType, NumberType, TruthType
from remit.operators.bounds import Bools, Floats
from remit.study.assembly.calendar import Calendar
from remit.study.assembly.entries import Entries
from remit.study.layouts.roster import Roster
from remit.study.problems import counted
from remit.study.reading import Reading

Group = Sequence[int]
"""The recorded entries of one date, in the order of their days."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What a rule made of several values of one date; `entry` is the one whose address it bears."""

    entry: int
    low: float
    high: float
    text: str


def conflicts(entries: Entries, order: Ints, is_first: Bools) -> Iterator[Group]:
    """The groups of entries of one date that do not all hold the same value; `order` is theirs by date."""
    if is_first.all():
        return
    first = np.maximum.accumulate(np.where(is_first, np.arange(len(order)), 0))
    recorded = entries.status[order] == Status.RECORDED
    low, high = entries.low[order], entries.high[order]
    differs = recorded & ((low != low[first]) | (high != high[first]))
    for start in np.unique(first[differs]).tolist():
        stop = int(np.searchsorted(first, start, side="right"))
        yield order[start:stop][recorded[start:stop]].tolist()


def settled(
    reading: Reading,
    measure: Measure,
    entries: Entries,
    groups: Iterable[Group],
    dates: Calendar,
    roster: Roster,
) -> list[Settled]:
    """What the study's rule makes of each group; what it makes nothing of is told."""
    rule = reading.policy.conflicts
    made: list[Settled] = []
    found: list[Diagnostic] = []
    for group in groups:
        one = _settle(measure, entries, group, rule)
        if one is None:
            found.append(_conflict(reading, measure, entries, group, dates, roster))
        else:
            made.append(one)
    reading.problems.several(found, f"dates with two values of `{measure.name}`")
    if made:
        count = counted(len(made), "date")
        reading.notes.append(
            f'{measure.name}: {count} with several values, settled by `conflicts = "{rule}"`.'
        )
    return made


# ---- rules -------------------------------------------------------------------------------------------


def _settle(measure: Measure, entries: Entries, group: Group, rule: str) -> Settled | None:
    """The value that a rule makes of several; None where it makes none of such values."""
    match rule:
        case "first":
            return _one(entries, group[0])
        case "last":
            return _one(entries, group[-1])
        case "mean" if isinstance(measure.type, NumberType):
            low, high = (_mean(ends[list(group)]) for ends in (entries.low, entries.high))
            return _several(entries, group, low, high)
        case "worst":
            return _worst(measure, entries, group)
    return None


def _one(entries: Entries, entry: int) -> Settled:
    return Settled(entry, float(entries.low[entry]), float(entries.high[entry]), entries.written(entry))


def _several(entries: Entries, group: Group, low: float, high: float) -> Settled:
    """What is made of several entries: it bears the address of the first and the texts of all."""
    text = " and ".join(dict.fromkeys(entries.written(entry) for entry in group))
    return Settled(group[0], low, high, text)


def _mean(values: Floats) -> float:
    """The mean of decimals, exact before it is rounded once; of an infinite limit, that."""
    if not np.isfinite(values).all():
        return float(values.sum())
    return float(sum(map(exact, values.tolist()), Fraction(0)) / len(values))


def _worst(measure: Measure, entries: Entries, group: Group) -> Settled | None:
    """The worst value by the measure's direction: of censored ones the worst of each limit."""
    worst = _worst_end(measure)
    if worst is None:
        return None
    low, high = (worst(ends[list(group)].tolist()) for ends in (entries.low, entries.high))
    for entry in group:
        if entries.low[entry] == low and entries.high[entry] == high:
            return _one(entries, entry)
    return _several(entries, group, low, high)


def _worst_end(measure: Measure) -> Callable[[Iterable[float]], float] | None:
    """How the worst of several values is found, None where the measure has no direction that tells."""
    match measure.type:
        case TruthType():
            return {"no": max, "yes": min}.get(measure.better or "")
        case LevelsType(levels=levels, ordered=False):
            # Of more than two levels, those that are not the better one are not worse than each other.
            return (
                None
                if len(levels) > 2 or measure.better is None
                else (max, min)[levels.index(measure.better)]
            )
    return {"lower": max, "higher": min}.get(measure.better or "")


# ---- what is told ------------------------------------------------------------------------------------


def _conflict(
    reading: Reading, measure: Measure, entries: Entries, group: Group, dates: Calendar, roster: Roster
) -> Diagnostic:
    """Two different values, at the later cell, with the first."""
    first = group[0]
    other = next(entry for entry in group if not entries.same(entry, first))
    position = int(entries.position[first])
    patient = int(dates.patient[position])
    when = roster.when(patient, int(dates.day[position]))
    one, two = f"`{entries.written(first)}`", f"`{entries.written(other)}`"
    message = f"`{measure.name}` of {roster.patients[patient]} on {when} has two values, {one} and {two}"
    also = (Label(entries.cell(first), f"{one} here"),)
    place = Label(entries.cell(other), f"{two} here")
    return Diagnostic("E707", message, place, also, (_way_out(reading, measure),))


def _way_out(reading: Reading, measure: Measure) -> str:
    rule = reading.policy.conflicts
    if rule == "stop":
        return (
            'mend one of them, or declare a rule: `conflicts = "first"`, "last", "mean" or "worst" in [data]'
        )
    why = "has no mean" if rule == "mean" else "has no direction that tells the worst"
    return f'`conflicts = "{rule}"` does not settle it: `{measure.name}` {why}'
