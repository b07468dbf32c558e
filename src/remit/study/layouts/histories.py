"""Events tables: on which days each kind of event happened, and for what period all of them are known."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from remit.course.cohort import Addresses, EventDays, Ints, Origin
from remit.operators.bounds import Bools, Floats
from remit.study.file.configuration import Complete, Events
from remit.study.file.places import Path
from remit.study.layouts.completeness import declare_complete, known_period
from remit.study.layouts.patients import PatientsTable
from remit.study.layouts.roster import Roster
from remit.study.layouts.rows import Opened, patient_columns
from remit.study.problems import Failed, counted
from remit.study.reading import Reading
from remit.study.tables.opening import open_table
from remit.study.tables.table import Codes
from remit.study.values.binding import find_event
from remit.study.values.cells import Cells
from remit.study.values.columns import addresses_of
from remit.study.values.naming import named_rows
from remit.study.values.times import Time, read_times, study_days


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
            declare_complete(reading, path, name, table.complete, complete)
        with suppress(Failed):
            for name, found in _read(reading, path, table, kinds, patients).items():
                happened[name].append(found)
    return Histories(happened, complete)


def _kinds(reading: Reading, path: Path, table: Events) -> dict[str, Sequence[str]]:
    """The declared kinds of a table with the texts of each; of a table of one kind, no texts."""
    named = [((*path, "events", name), name, texts) for name, texts in table.events.items()]
    if table.event is not None:
        named = [((*path, "event"), table.event, ())]
    kinds: dict[str, Sequence[str]] = {}
    for place, name, texts in named:
        with suppress(Failed):
            find_event(reading, name, place)
            kinds[name] = texts
    return kinds


# ---- rows --------------------------------------------------------------------------------------------


def _read(
    reading: Reading,
    path: Path,
    table: Events,
    kinds: Mapping[str, Sequence[str]],
    patients: PatientsTable | None,
) -> dict[str, _Happened]:
    """The events of each kind in a table; Failed where it cannot be read."""
    roster = patients.roster if patients else None
    time = Time.of(table.date, table.day)
    opened = Opened.of(reading, path, table, open_table(reading, path, table, _wanted(path, table, time)))
    rows, patient = opened.every_row(roster)
    masks, said = _kinds_of_rows(opened, table, kinds, rows)
    bound = np.logical_or.reduce([np.zeros(len(rows), dtype=bool), *masks.values()])
    rows, patient = rows[bound], patient[bound]
    days = _days(opened, Cells(opened.table, time.column, rows), time, patient, roster)
    repeated = _repeated(patient, said[bound], days)
    _note_repeated(opened, int(repeated.sum()))
    return {
        name: _happened(opened, time, rows, patient, days, mask[bound] & ~repeated)
        for name, mask in masks.items()
    }


def _kinds_of_rows(
    opened: Opened, table: Events, kinds: Mapping[str, Sequence[str]], rows: Ints
) -> tuple[dict[str, Bools], Codes]:
    """Which rows are of which kind, and the number of each row's text."""
    if table.name is None:
        return {name: np.ones(len(rows), dtype=bool) for name in kinds}, np.zeros(len(rows), dtype=np.int32)
    cells = Cells(opened.table, table.name, rows)
    return named_rows(opened.reading, cells, kinds, "event"), cells.codes


def _wanted(path: Path, table: Events, time: Time) -> dict[Path, str]:
    wanted = patient_columns(path, table.patient)
    wanted[(*path, "date") if table.date else (*path, "day", "column")] = time.column
    if table.name is not None:
        wanted[*path, "name"] = table.name
    return wanted


def _days(
    opened: Opened, cells: Cells, time: Time, patient: Ints, roster: Roster | None
) -> tuple[Floats, Floats]:
    """The first and last day on which each event may have happened; without a date any day, or never."""
    index = np.full(len(patient), np.nan) if roster is None else roster.index_of(patient)
    values = read_times(opened.reading, cells, time, opened.written, may_be_set_aside=True)
    low, high = study_days(values, time, index)
    undated = int((~values.recorded).sum())
    if undated:
        events = f"{counted(undated, 'event')} without a usable date"
        opened.reading.notes.append(f"{cells.table.file}: {events}; any day, or none, is possible.")
    return np.where(values.recorded, low, -np.inf), np.where(values.recorded, high, np.inf)


def _repeated(patient: Ints, said: Codes, days: tuple[Floats, Floats]) -> Bools:
    """Which rows say what a row before them says: the same patient, text and whole date."""
    exact = np.asarray(days[0] == days[1])
    rows = np.stack([patient.astype(np.float64), said.astype(np.float64), days[0]])[:, exact]
    _, first = np.unique(rows, axis=1, return_index=True)
    repeated = exact.copy()
    repeated[np.flatnonzero(exact)[first]] = False
    return repeated


def _note_repeated(opened: Opened, count: int) -> None:
    if count:
        rows = f"{counted(count, 'row')} with patient, date and text of another"
        opened.reading.notes.append(f"{opened.table.file}: {rows} left out.")


def _happened(
    opened: Opened, time: Time, rows: Ints, patient: Ints, days: tuple[Floats, Floats], chosen: Bools
) -> _Happened:
    column = opened.table.columns[time.column]
    written = tuple(column.texts[code] for code in column.codes[rows[chosen]].tolist())
    earliest, latest = days
    line, origin = opened.table.lines[rows[chosen]], opened.table.origin(time.column)
    return _Happened(patient[chosen], earliest[chosen], latest[chosen], line, written, origin)


# ---- of all patients ---------------------------------------------------------------------------------


def event_days(
    reading: Reading, histories: Histories, patients: PatientsTable, end: Floats
) -> dict[str, EventDays]:
    """Every declared kind of event; `end` is the end of follow-up of each patient."""
    return {
        name: _of_patients(
            histories.happened.get(name, ()), *known_period(histories.complete, name, patients, end), len(end)
        )
        for name in reading.declared.events
    }


def _of_patients(
    happened: Sequence[_Happened], complete_from: Floats, complete_to: Floats, patients: int
) -> EventDays:
    """Events patient by patient, each patient's by their days."""
    patient = np.concatenate([np.zeros(0, dtype=np.int64), *(one.patient for one in happened)])
    earliest = np.concatenate([np.zeros(0), *(one.earliest for one in happened)])
    latest = np.concatenate([np.zeros(0), *(one.latest for one in happened)])
    order = np.lexsort((latest, earliest, patient))
    starts = np.searchsorted(patient[order], np.arange(patients + 1)).astype(np.int64)
    first = earliest[order]
    last = first if np.array_equal(earliest, latest) else latest[order]
    addresses = _addresses(happened, order) if happened else None
    return EventDays(starts, first, last, complete_from, complete_to, addresses)


def _addresses(happened: Sequence[_Happened], order: Ints) -> Addresses:
    origin = np.repeat(np.arange(len(happened)), [len(one.line) for one in happened])
    line = np.concatenate([one.line for one in happened])
    texts = [text for one in happened for text in one.text]
    written = [texts[place] for place in order.tolist()]
    return addresses_of([one.origin for one in happened], origin[order], line[order], written)
