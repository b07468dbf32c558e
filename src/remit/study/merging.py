"""The cells of a measure brought to the dates of its patients, one value a date."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np

from remit.course.cohort import Column, Ints, Origin, Status, exact
from remit.diagnostics.diagnostic import Cell, Diagnostic, Label
from remit.model.declarations import Measure
from remit.model.types import LevelsType, NumberType
from remit.operators.bounds import Bools, Floats
from remit.study.calendar import Calendar
from remit.study.cells import Statuses, Values
from remit.study.columns import addresses_of, column_of, never_recorded
from remit.study.problems import counted
from remit.study.reading import Reading
from remit.study.roster import Roster
from remit.study.rows import Assessed

_PREFERENCE: Final = {
    Status.RECORDED: 0,
    Status.OUT_OF_RANGE: 1,
    Status.UNREADABLE: 2,
    Status.CODED: 3,
    Status.EMPTY: 4,
    Status.NO_ROW: 5,
}
"""Which of several cells of one date speaks for it: the one that says most."""
_RANK: Final = np.array([_PREFERENCE[status] for status in Status], dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class _Entries:
    """All cells of one measure, one after another: `[cells]` arrays."""

    position: Ints
    day: Floats
    low: Floats
    high: Floats
    status: Statuses
    origin: Ints
    line: Ints
    text: Ints
    texts: tuple[str, ...]
    origins: tuple[Origin, ...]

    def cell(self, entry: int) -> Cell:
        """The address of a cell."""
        origin = self.origins[self.origin[entry]]
        return Cell(origin.file, int(self.line[entry]), origin.column, origin.sheet, origin.letter)

    def written(self, entry: int) -> str:
        return self.texts[self.text[entry]]


def merged(
    reading: Reading, measure: Measure, assessed: Sequence[Assessed], dates: Calendar, roster: Roster
) -> Column:
    """The column of a measure; two different values for one patient and date are told or settled."""
    count = len(dates.keys)
    if not assessed:
        return column_of(measure.type, never_recorded(count), None)
    entries = _entries(assessed, dates)
    chosen, settled = _chosen(reading, measure, entries, dates, roster)
    return _column(measure, entries, chosen, settled, count)


def _entries(assessed: Sequence[Assessed], dates: Calendar) -> _Entries:
    texts: list[str] = []
    codes: list[Ints] = []
    for one in assessed:
        codes.append(one.cells.codes.astype(np.int64) + len(texts))
        texts.extend(one.cells.column.texts)
    numbers = [np.full(len(one.rows.rows), number) for number, one in enumerate(assessed)]
    shared = all(one.values.high is one.values.low for one in assessed)
    low = np.concatenate([one.values.low for one in assessed])
    return _Entries(
        position=np.concatenate([dates.position(one.rows) for one in assessed]),
        day=np.concatenate([one.rows.day for one in assessed]),
        low=low,
        high=low if shared else np.concatenate([one.values.high for one in assessed]),
        status=np.concatenate([one.values.status for one in assessed]),
        origin=np.concatenate(numbers).astype(np.int64),
        line=np.concatenate([one.rows.table.lines[one.rows.rows] for one in assessed]),
        text=np.concatenate(codes),
        texts=(*texts, ""),
        origins=tuple(one.cells.table.origin(one.cells.name, one.conversion) for one in assessed),
    )


def _column(
    measure: Measure, entries: _Entries, chosen: Ints, settled: Mapping[int, "_Settled"], count: int
) -> Column:
    """The chosen entries at their dates; `settled` replaces some by what a rule made of several."""
    at = entries.position[chosen]
    values = _scattered(entries, chosen, at, count)
    origin = np.zeros(count, dtype=np.int64)
    line = np.full(count, -1, dtype=np.int64)
    text = np.full(count, len(entries.texts) - 1, dtype=np.int64)
    origin[at], line[at], text[at] = entries.origin[chosen], entries.line[chosen], entries.text[chosen]
    texts = list(map(entries.texts.__getitem__, text.tolist()))
    for position, one in settled.items():
        values.low[position], values.high[position] = one.low, one.high
        texts[position] = one.text
    return column_of(measure.type, values, addresses_of(entries.origins, origin, line, texts))


def _scattered(entries: _Entries, chosen: Ints, at: Ints, count: int) -> Values:
    status = np.full(count, Status.NO_ROW, dtype=np.uint8)
    low = np.full(count, np.nan)
    status[at], low[at] = entries.status[chosen], entries.low[chosen]
    if entries.high is entries.low:
        return Values(low, low, status)
    high = np.full(count, np.nan)
    high[at] = entries.high[chosen]
    return Values(low, high, status)


# ---- several cells for one date ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Settled:
    """What a rule made of several values of one date."""

    low: float
    high: float
    text: str


def _chosen(
    reading: Reading, measure: Measure, entries: _Entries, dates: Calendar, roster: Roster
) -> tuple[Ints, dict[int, _Settled]]:
    """The entry that stands for each date that has one, and what was settled by rule."""
    order = np.lexsort((entries.day, _RANK[entries.status], entries.position))
    position = entries.position[order]
    is_first = np.append(True, position[1:] != position[:-1]) if len(order) else np.zeros(0, dtype=bool)
    chosen = order[is_first]
    settled: dict[int, _Settled] = {}
    found: list[Diagnostic] = []
    for group in _conflicts(entries, order, is_first):
        made = _settle(measure, entries, group, reading.policy.conflicts)
        if made is None:
            found.append(_conflict(reading, measure, entries, group, dates, roster))
        else:
            settled[int(entries.position[group[0]])] = made
    reading.problems.several(found, f"dates with two values of `{measure.name}`")
    if settled:
        rule = reading.policy.conflicts
        reading.notes.append(f'{measure.name}: {counted(len(settled), "date")} with several values settled by `conflicts = "{rule}"`.')
    return chosen, settled


def _conflicts(entries: _Entries, order: Ints, is_first: Bools) -> Iterator[list[int]]:
    """The groups of recorded entries of one date that do not all say the same, each in order of days."""
    if is_first.all():
        return
    first = np.maximum.accumulate(np.where(is_first, np.arange(len(order)), 0))
    recorded = entries.status[order] == Status.RECORDED
    low, high = entries.low[order], entries.high[order]
    differs = recorded & ((low != low[first]) | (high != high[first]))
    for start in np.unique(first[differs]).tolist():
        stop = start + int(np.searchsorted(first[start:], start, side="right"))
        yield [int(entry) for entry, counts in zip(order[start:stop], recorded[start:stop], strict=True) if counts]


Settle = Callable[[Measure, _Entries, Sequence[int]], _Settled | None]


def _settle(measure: Measure, entries: _Entries, group: Sequence[int], rule: str) -> _Settled | None:
    """The value that a rule makes of several; None where it makes none of such values."""
    match rule:
        case "first":
            return _one(entries, group[0])
        case "last":
            return _one(entries, group[-1])
        case "mean" if isinstance(measure.type, NumberType):
            return _Settled(
                _mean(entries.low, group), _mean(entries.high, group), _written(entries, group, " and ")
            )
        case "worst":
            return _worst(measure, entries, group)
    return None


def _one(entries: _Entries, entry: int) -> _Settled:
    return _Settled(float(entries.low[entry]), float(entries.high[entry]), entries.written(entry))


def _mean(values: Floats, group: Sequence[int]) -> float:
    """The mean of decimals, exact before it is rounded once; of an infinite limit, that."""
    chosen = [float(values[entry]) for entry in group]
    if not all(map(np.isfinite, chosen)):
        return sum(chosen)
    return float(sum(map(exact, chosen), Fraction(0)) / len(chosen))


def _worst(measure: Measure, entries: _Entries, group: Sequence[int]) -> _Settled | None:
    """The worst value by the measure's direction: of censored ones the worst of each limit."""
    worst = _worst_end(measure)
    if worst is None:
        return None
    low, high = (worst(float(ends[entry]) for entry in group) for ends in (entries.low, entries.high))
    same = (entry for entry in group if entries.low[entry] == low and entries.high[entry] == high)
    text = next((entries.written(entry) for entry in same), _written(entries, group, " and "))
    return _Settled(low, high, text)


def _worst_end(measure: Measure) -> Callable[[Iterator[float]], float] | None:
    """How the worst of several is found, None where the measure's direction does not tell."""
    match measure.better:
        case "lower" | "no":
            return max
        case "higher" | "yes":
            return min
    two_levels = isinstance(measure.type, LevelsType) and len(measure.type.levels) == 2
    if two_levels and measure.better is not None:
        return max if measure.type.levels[0] == measure.better else min  # type: ignore[union-attr]
    return None


def _written(entries: _Entries, group: Sequence[int], between: str) -> str:
    return between.join(dict.fromkeys(entries.written(entry) for entry in group))


def _conflict(
    reading: Reading, measure: Measure, entries: _Entries, group: Sequence[int], dates: Calendar, roster: Roster
) -> Diagnostic:
    """Two different values, at the later cell, with the first."""
    first = group[0]
    other = next(
        entry
        for entry in group
        if (entries.low[entry], entries.high[entry]) != (entries.low[first], entries.high[first])
    )
    position = entries.position[first]
    patient = roster.patients[int(dates.patient[position])]
    texts = [f"`{entries.written(entry)}`" for entry in (first, other)]
    message = f"`{measure.name}` of {patient} on day {dates.day[position]} has two values, {texts[0]} and {texts[1]}"
    also = (Label(entries.cell(first), f"{texts[0]} here"),)
    return Diagnostic("E707", message, Label(entries.cell(other), f"{texts[1]} here"), also, _ways_out(reading, measure))


def _ways_out(reading: Reading, measure: Measure) -> tuple[str, ...]:
    rule = reading.policy.conflicts
    if rule == "stop":
        return ('correct one of them, or declare a rule in [data]: `conflicts = "first"`, "last", "mean" or "worst"',)
    why = "has no mean" if rule == "mean" else "has no direction that tells the worst"
    return (f'`conflicts = "{rule}"` does not settle it: `{measure.name}` {why}',)
