"""The cells of a measure brought to the dates of its patients, one value a date."""

from collections.abc import Sequence

import numpy as np

from remit.course.cohort import Column, Ints, Status
from remit.model.declarations import Measure
from remit.study.assembly.calendar import Calendar
from remit.study.assembly.conflicts import Settled, conflicts, settled
from remit.study.assembly.entries import Entries
from remit.study.layouts.roster import Roster
from remit.study.layouts.rows import Assessed
from remit.study.reading import Reading
from remit.study.tables.table import CellTexts
from remit.study.values.cells import Values
from remit.study.values.columns import addresses_of, column_of, never_recorded


def merged(
    reading: Reading, measure: Measure, assessed: Sequence[Assessed], dates: Calendar, roster: Roster
) -> Column:
    """The column of a measure; two different values for one patient and date are told or settled."""
    count = len(dates.keys)
    if not assessed:
        return column_of(measure.type, never_recorded(count), None)
    if len(assessed) == 1 and dates.are_those_of(assessed[0].rows):
        return _as_read(measure, assessed[0])
    entries = _entries(assessed, dates)
    order, is_first = entries.by_date()
    chosen = order[is_first]
    groups = conflicts(entries, order, is_first)
    replaced = settled(reading, measure, entries, groups, dates, roster)
    return _column(measure, entries, chosen, replaced, count)


def _as_read(measure: Measure, assessed: Assessed) -> Column:
    """Cells whose rows are the dates, one for one and in their order."""
    cells, rows = assessed.cells, assessed.rows
    origin = cells.table.origin(cells.name, assessed.conversion)
    only = np.broadcast_to(np.int64(0), len(rows.rows))
    addresses = addresses_of([origin], only, rows.lines, CellTexts(cells.column, rows.rows))
    return column_of(measure.type, assessed.values, addresses)


def _entries(assessed: Sequence[Assessed], dates: Calendar) -> Entries:
    texts: list[str] = []
    codes: list[Ints] = []
    for one in assessed:
        codes.append(one.cells.codes.astype(np.int64) + len(texts))
        texts.extend(one.cells.column.texts)
    numbers = [np.full(len(one.rows.rows), number) for number, one in enumerate(assessed)]
    shared = all(one.values.high is one.values.low for one in assessed)
    low = np.concatenate([one.values.low for one in assessed])
    return Entries(
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
    measure: Measure, entries: Entries, chosen: Ints, replaced: Sequence[Settled], count: int
) -> Column:
    """The chosen entries at their dates; those of `replaced` by what a rule made of several."""
    at = entries.position[chosen]
    values = _scattered(entries, chosen, at, count)
    origin = np.zeros(count, dtype=np.int64)
    line = np.full(count, -1, dtype=np.int64)
    text = np.full(count, len(entries.texts) - 1, dtype=np.int64)
    origin[at], line[at], text[at] = entries.origin[chosen], entries.line[chosen], entries.text[chosen]
    texts = list(map(entries.texts.__getitem__, text.tolist()))
    for one in replaced:
        position = entries.position[one.entry]
        values.low[position], values.high[position], texts[position] = one.low, one.high, one.text
        origin[position], line[position] = entries.origin[one.entry], entries.line[one.entry]
    return column_of(measure.type, values, addresses_of(entries.origins, origin, line, texts))


def _scattered(entries: Entries, chosen: Ints, at: Ints, count: int) -> Values:
    status = np.full(count, Status.NO_ROW, dtype=np.uint8)
    low = np.full(count, np.nan)
    status[at], low[at] = entries.status[chosen], entries.low[chosen]
    if entries.high is entries.low:
        return Values(low, low, status)
    high = np.full(count, np.nan)
    high[at] = entries.high[chosen]
    return Values(low, high, status)
