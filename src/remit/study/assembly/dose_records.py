"""The dose records of all patients: of each class of drugs, patient by patient, with overlaps settled."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from remit.course.cohort import Addresses, DoseRecords, Ints
from remit.diagnostics.diagnostic import Cell, Diagnostic, Label
from remit.operators.bounds import Bools, Floats
from remit.study.assembly.overlaps import Pair, Record, settle
from remit.study.layouts.completeness import known_period
from remit.study.layouts.dose_rows import DoseRows, DoseTables
from remit.study.layouts.patients import PatientsTable
from remit.study.layouts.roster import Roster
from remit.study.problems import counted, listed
from remit.study.reading import Reading
from remit.study.values.columns import addresses_of
from remit.study.values.dates import MOST_DAYS


@dataclass(frozen=True, slots=True, eq=False)
class _Days:
    """The records of all tables, one table after another, while their days are settled: `[records]`.

    table, place  which table a record is of, and its place in it
    group         the number of its patient, drug and route: only records of one group can overlap
    """

    table: Ints
    place: Ints
    group: Ints
    patient: Ints
    first_earliest: Floats
    first_latest: Floats
    last_earliest: Floats
    last_latest: Floats
    is_kept: Bools
    is_sure: Bools


def dose_records(
    reading: Reading, read: DoseTables, patients: PatientsTable, end: Floats
) -> dict[str, DoseRecords]:
    """Every declared class of drugs; `end` is the end of follow-up of each patient.

    A drug that goes on is given to the end of follow-up at least, and to any day after it.
    """
    days = _days(read.tables, end)
    _settle(reading, read.tables, days, patients.roster)
    _note_unnamed(reading, read.tables)
    return {
        name: _of_class(name, read.tables, days, *known_period(read.complete, name, patients, end))
        for name in reading.declared.drugs
    }


def _days(tables: Sequence[DoseRows], end: Floats) -> _Days:
    counts = [len(one.rows) for one in tables]
    patient = _joined([one.patient for one in tables], np.int64)
    first_earliest, first_latest, last_earliest, last_latest = (
        _joined([getattr(one.days, name) for one in tables], np.float64)
        for name in ("first_earliest", "first_latest", "last_earliest", "last_latest")
    )
    # What went on when it was written down went on to the end of follow-up; nothing tells of later days.
    goes_on = _joined([one.days.is_ongoing for one in tables], np.bool_)
    followed = np.append(end, -np.inf)[patient]
    return _Days(
        table=np.repeat(np.arange(len(tables)), counts),
        place=_joined([np.arange(count) for count in counts], np.int64),
        group=_groups(tables, patient),
        patient=patient,
        first_earliest=first_earliest,
        first_latest=first_latest,
        last_earliest=np.where(goes_on, np.maximum(followed, first_earliest), last_earliest),
        last_latest=last_latest,
        is_kept=np.ones(len(patient), dtype=bool),
        is_sure=np.ones(len(patient), dtype=bool),
    )


def _joined(parts: Sequence[np.ndarray], dtype: type) -> np.ndarray:
    return np.concatenate([np.zeros(0, dtype=dtype), *parts]).astype(dtype)


def _groups(tables: Sequence[DoseRows], patient: Ints) -> Ints:
    """The number of each record's patient, drug and route."""
    numbers: dict[tuple[int, str, str], int] = {}
    drugs = (name for one in tables for name in one.drug.tolist())
    routes = (name for one in tables for name in one.route.tolist())
    keys = zip(patient.tolist(), drugs, routes, strict=True)
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.int64)


# ---- overlaps ----------------------------------------------------------------------------------------


def _settle(reading: Reading, tables: Sequence[DoseRows], days: _Days, roster: Roster) -> None:
    """Settle what overlaps, tell what the declared rule does not settle, and note what was done."""
    unsettled: list[Pair] = []
    repeated = ended = 0
    for group in _groups_of_several(days):
        rules = tables[int(days.table[group[0]])].source.overlap
        records = [_record(tables, days, number) for number in group]
        settled = settle(records, rules)
        for record in records:
            days.is_kept[record.number], days.is_sure[record.number] = record.is_kept, record.is_sure
            days.last_earliest[record.number] = record.last_earliest
            days.last_latest[record.number] = record.last_latest
        repeated, ended = repeated + settled.repeated, ended + settled.ended
        unsettled.extend(settled.unsettled)
    told = [_diagnostic(tables, days, pair, roster) for pair in unsettled]
    reading.problems.several(told, "pairs of records")
    if repeated:
        reading.notes.append(f"Doses: {counted(repeated, 'record')} identical to another left out.")
    if ended:
        reading.notes.append(f"Doses: {counted(ended, 'record')} ended by the start of a later one.")


def _groups_of_several(days: _Days) -> Iterator[list[int]]:
    """The numbers of the records of each group that has more than one, in the order of the rows."""
    order = np.argsort(days.group, kind="stable")
    bounds = np.flatnonzero(np.diff(days.group[order])) + 1
    for group in np.split(order, bounds):
        if len(group) > 1:
            yield group.tolist()


def _record(tables: Sequence[DoseRows], days: _Days, number: int) -> Record:
    table, place = tables[int(days.table[number])], int(days.place[number])
    limits = (days.first_earliest, days.first_latest, days.last_earliest, days.last_latest)
    first_earliest, first_latest, last_earliest, last_latest = (float(one[number]) for one in limits)
    given = table.written[place]
    return Record(number, given, first_earliest, first_latest, last_earliest, last_latest)


def _diagnostic(tables: Sequence[DoseRows], days: _Days, pair: Pair, roster: Roster) -> Diagnostic:
    """Two records that overlap, at the dose of the one whose row comes later, with the other."""
    one, other = pair
    table, place = tables[int(days.table[other.number])], int(days.place[other.number])
    who = roster.patients[int(days.patient[other.number])]
    drug, rules = str(table.drug[place]), table.source.overlap
    if one.is_identical(other):
        message = f"`{drug}` of {who} has two identical records"
        way_out = 'leave out one of them, or declare that they count once: `overlap = "once"` in [[drugs]]'
    elif "later replaces" in rules:
        message = f"two records of `{drug}` of {who} start on one day, so that neither is the later"
        way_out = 'correct one of them, or declare that they add up: `overlap = ["once", "add"]` in [[drugs]]'
    else:
        message = f"two records of `{drug}` of {who} overlap"
        way_out = 'correct one of them, or declare a rule: `overlap = "later replaces"` or "add" in [[drugs]]'
    label, also = (_label(tables, days, record) for record in (other, one))
    return Diagnostic("E714", message, label, (also,), (way_out,))


def _label(tables: Sequence[DoseRows], days: _Days, record: Record) -> Label:
    """The dose of a record with what it gives and its days."""
    table, place = tables[int(days.table[record.number])], int(days.place[record.number])
    given = " ".join(text for text in record.given if text) or "no dose"
    start = _day(days.first_earliest[record.number], days.first_latest[record.number])
    end = _day(record.last_earliest, record.last_latest)
    return Label(_cell(table, place), f"{given}, from {start} to {end}")


def _day(earliest: float, latest: float) -> str:
    """A study day, or the two between which it lies."""
    if earliest == latest:
        return f"day {earliest:.0f}"
    low = "any day" if earliest <= -MOST_DAYS else f"day {earliest:.0f}"
    return f"{low} or later" if np.isinf(latest) else f"{low}-{latest:.0f}"


def _cell(table: DoseRows, place: int) -> Cell:
    return table.opened.table.cell(table.source.dose.column, int(table.rows[place]))


def _note_unnamed(reading: Reading, tables: Sequence[DoseRows]) -> None:
    """The drugs of a bound class that no table names: none of their records can be there."""
    bound = reading.study.configuration.bound_names
    for name, drugs in reading.declared.drugs.items():
        members = [member.name for member in drugs.members]
        unnamed = [member for member in members if member not in bound]
        if unnamed and len(unnamed) < len(members):
            reading.notes.append(f"{name}: no table of [[drugs]] names {listed(unnamed)}.")


# ---- of one class ------------------------------------------------------------------------------------


def _of_class(
    name: str, tables: Sequence[DoseRows], days: _Days, complete_from: Floats, complete_to: Floats
) -> DoseRecords:
    """The records of a class, patient by patient, each patient's by their first days."""
    low, high = np.full(len(days.patient), np.nan), np.full(len(days.patient), np.nan)
    every = np.ones(len(days.patient), dtype=np.int64)
    chosen = np.zeros(len(days.patient), dtype=bool)
    for number, table in enumerate(tables):
        own = days.table == number
        every[own] = table.every
        if name in table.doses:
            doses = table.doses[name]
            low[own], high[own], chosen[own] = doses.low, doses.high, doses.is_member
    low = np.where(days.is_sure, low, 0.0)
    records = np.flatnonzero(chosen & days.is_kept)
    limits = (days.patient, days.first_earliest, days.first_latest)
    order = records[np.lexsort([records, *(one[records] for one in reversed(limits))])]
    return DoseRecords(
        starts=np.searchsorted(days.patient[order], np.arange(len(complete_from) + 1)).astype(np.int64),
        first_earliest=days.first_earliest[order],
        first_latest=days.first_latest[order],
        last_earliest=days.last_earliest[order],
        last_latest=days.last_latest[order],
        low=low[order],
        high=high[order],
        every=every[order],
        complete_from=complete_from,
        complete_to=complete_to,
        addresses=_addresses(name, tables, days, order),
    )


def _addresses(name: str, tables: Sequence[DoseRows], days: _Days, order: Ints) -> Addresses | None:
    """Where the dose of each record stands, with how it was converted."""
    bound = [(number, table) for number, table in enumerate(tables) if name in table.doses]
    if not bound:
        return None
    origins = [origin for _, table in bound for origin in table.doses[name].origins]
    line = np.zeros(len(days.patient), dtype=np.int64)
    origin, offset = np.zeros(len(days.patient), dtype=np.int64), 0
    texts = np.full(len(days.patient), "", dtype=object)
    for number, table in bound:
        own = days.table == number
        doses = table.doses[name]
        line[own] = table.opened.table.lines[table.rows]
        origin[own] = offset + doses.origin
        texts[own] = [given[0] for given in table.written.tolist()]
        offset += len(doses.origins)
    return addresses_of(origins, origin[order], line[order], texts[order].tolist())
