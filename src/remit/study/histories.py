"""Events tables: on which days each kind of event happened, and for what period all of them are known."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from remit.course.cohort import EventDays, Ints, Origin
from remit.operators.bounds import Bools, Floats
from remit.study.binding import find_event
from remit.study.cells import Cells
from remit.study.columns import addresses_of
from remit.study.configuration import Complete, Events
from remit.study.files import open_table
from remit.study.patients import PatientsTable
from remit.study.places import Path
from remit.study.problems import Failed, counted, listed
from remit.study.reading import Reading
from remit.study.rows import Opened, patient_columns
from remit.study.times import Time, read_times, study_days


@dataclass(frozen=True, slots=True, eq=False)
class _Happened:
    """Events of one kind from one table: `[events]` arrays."""

    patient: Ints
    earliest: Floats
    latest: Floats
    line: Ints
    text: tuple[str, ...]
    origin: Origin


@dataclass(frozen=True, slots=True, eq=False)
class Histories:
    """What the events tables give: the events and the completeness of each kind, by its name."""

    happened: Mapping[str, Sequence[_Happened]]
    complete: Mapping[str, tuple[Path, Complete]]


def read_histories(reading: Reading, patients: PatientsTable | None) -> Histories:
    """Read every events table; without patients only for the mistakes in them."""
    happened: defaultdict[str, list[_Happened]] = defaultdict(list)
    complete: dict[str, tuple[Path, Complete]] = {}
    for number, table in enumerate(reading.study.configuration.events):
        path: Path = ("events", number)
        kinds = _kinds(reading, path, table)
        for name in kinds:
            _declare_complete(reading, path, name, table.complete, complete)
        with suppress(Failed):
            for name, found in _read(reading, path, table, kinds, patients).items():
                happened[name].append(found)
    return Histories(happened, complete)


def _kinds(reading: Reading, path: Path, table: Events) -> dict[str, tuple[str, ...]]:
    """The declared kinds of a table with the texts of each; of a table of one kind, no texts."""
    named = [((*path, "events", name), name, texts) for name, texts in table.events.items()]
    if table.event is not None:
        named = [((*path, "event"), table.event, ())]
    kinds: dict[str, tuple[str, ...]] = {}
    for place, name, texts in named:
        with suppress(Failed):
            find_event(reading, name, place)
            kinds[name] = texts
    return kinds


def _declare_complete(
    reading: Reading, path: Path, name: str, declared: Complete, known: dict[str, tuple[Path, Complete]]
) -> None:
    first, before = known.setdefault(name, (path, declared))
    if before != declared:
        line = reading.key(first).line
        message = f"`{name}` is bound twice, and its completeness is not declared alike (line {line})"
        reading.problems.add("E503", message, reading.value((*path, "complete")))


# ---- rows --------------------------------------------------------------------------------------------


def _read(
    reading: Reading,
    path: Path,
    table: Events,
    kinds: Mapping[str, tuple[str, ...]],
    patients: PatientsTable | None,
) -> dict[str, _Happened]:
    time = Time.of(table.date, table.day)
    wanted = {
        **patient_columns(path, table.patient),
        (*path, "date") if table.date else (*path, "day", "column"): time.column,
    }
    if table.name is not None:
        wanted[*path, "name"] = table.name
    opened = Opened.of(reading, path, table, open_table(reading, path, table, wanted))
    rows, patient = opened.every_row(patients.roster if patients else None)
    cells = Cells(opened.table, time.column, rows)
    index = np.full(len(rows), np.nan) if patients is None else patients.roster.index_of(patient)
    values = read_times(reading, cells, time, opened.written, may_be_set_aside=True)
    low, high = study_days(values, time, index)
    known = values.recorded
    _note_undated(reading, opened, int((~known).sum()))
    days = (np.where(known, low, -np.inf), np.where(known, high, np.inf))
    names = _names(reading, opened, table, kinds, rows)
    return {name: _of_kind(opened, time, rows, patient, days, names, texts) for name, texts in kinds.items()}


def _note_undated(reading: Reading, opened: Opened, count: int) -> None:
    if count:
        rows = counted(count, "event")
        reading.notes.append(f"{opened.table.file}: {rows} without a usable date; any day, or none, is possible.")


def _names(
    reading: Reading, opened: Opened, table: Events, kinds: Mapping[str, tuple[str, ...]], rows: Ints
) -> Cells | None:
    """The cells that name the events, None in a table of one kind; names that are bound to none are noted."""
    if table.name is None:
        return None
    cells = Cells(opened.table, table.name, rows)
    bound = {text.casefold() for texts in kinds.values() for text in texts}
    texts, counts = cells.column.texts, cells.counts
    others = [code for code in cells.used if texts[code].casefold() not in bound]
    if others:
        count = counted(int(counts[others].sum()), "row")
        names = listed([f"{texts[code] or '(empty)'} ({counts[code]:,})" for code in others])
        reading.notes.append(f"{table.file}: {count} left out, whose `{cells.name}` is bound to no event: {names}.")
    unseen = bound - {texts[code].casefold() for code in cells.used}
    written = [text for group in kinds.values() for text in group if text.casefold() in unseen]
    if written:
        missing = listed([f"`{text}`" for text in written])
        reading.notes.append(f"{table.file}: no row's `{cells.name}` is {missing}.")
    return cells


def _of_kind(
    opened: Opened,
    time: Time,
    rows: Ints,
    patient: Ints,
    days: tuple[Floats, Floats],
    names: Cells | None,
    texts: Sequence[str],
) -> _Happened:
    """The rows of one kind of event, a row that says the same as one before it left out."""
    chosen = np.ones(len(rows), dtype=bool)
    said = np.zeros(len(rows), dtype=np.int64)
    if names is not None:
        folded = [text.casefold() for text in names.column.texts]
        wanted = {text.casefold() for text in texts}
        is_kind = np.array([text in wanted for text in folded], dtype=bool)
        chosen = np.asarray(is_kind[names.codes])
        said = names.codes.astype(np.int64)
    chosen &= _is_new(opened, chosen, np.stack([patient, said, *(_sortable(day) for day in days)]))
    column = opened.table.columns[time.column]
    written = tuple(column.texts[code] for code in column.codes[rows[chosen]].tolist())
    earliest, latest = days
    lines = opened.table.lines[rows[chosen]]
    origin = opened.table.origin(time.column)
    return _Happened(patient[chosen], earliest[chosen], latest[chosen], lines, written, origin)
