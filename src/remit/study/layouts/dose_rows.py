"""Drugs tables: dose records as they are written, each with its drug, its days and how often it is given."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from remit.course.cohort import Ints
from remit.operators.bounds import Bools
from remit.study.file.configuration import Drugs
from remit.study.file.places import Path
from remit.study.layouts.completeness import Declared, declare_complete
from remit.study.layouts.dose_amounts import Doses, dose_values
from remit.study.layouts.dose_days import Days, record_days, wanted_days
from remit.study.layouts.patients import PatientsTable
from remit.study.layouts.rows import Opened, patient_columns
from remit.study.problems import Failed, counted, listed
from remit.study.reading import Reading
from remit.study.tables.opening import open_table
from remit.study.values.binding import find_drug, known_unit
from remit.study.values.cells import Cells, Expected, read_cells
from remit.study.values.frequencies import DAILY, UNKNOWN, Frequency, read_frequency
from remit.study.values.naming import named_rows
from remit.study.values.texts import Unusable

Words = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True, eq=False)
class DoseRows:
    """The dose records of one table, arrays being `[records]`.

    rows     places in the table
    drug     the name of each record's drug
    route    how it was given, as written; "" where that is not told
    written  dose, unit and frequency as written: two records that agree in them give the same dose
    every    on every how many-th day a dose is given
    doses    the dose of a day, by class of drugs
    """

    opened: Opened
    path: Path
    source: Drugs
    rows: Ints
    patient: Ints
    drug: Words
    route: Words
    written: Words
    days: Days
    every: Ints
    doses: Mapping[str, Doses]


@dataclass(frozen=True, slots=True, eq=False)
class DoseTables:
    """What the drugs tables give: their records, and the completeness of each class by its name."""

    tables: Sequence[DoseRows]
    complete: Mapping[str, Declared]


def read_dose_tables(reading: Reading, patients: PatientsTable | None) -> DoseTables:
    """Read every drugs table; without patients only for the mistakes in them."""
    tables: list[DoseRows] = []
    complete: dict[str, Declared] = {}
    overlap: dict[str, tuple[Path, Sequence[str]]] = {}
    for number, table in enumerate(reading.study.configuration.drugs):
        path: Path = ("drugs", number)
        names = _drugs(reading, path, table)
        for name in dict.fromkeys(one.name for drug in names for one in find_drug(reading, drug, path)):
            declare_complete(reading, path, name, table.complete, complete)
        for name in names:
            _declare_overlap(reading, path, name, table.overlap, overlap)
        with suppress(Failed):
            tables.append(_read(reading, path, table, names, patients))
    return DoseTables(tables, complete)


def _drugs(reading: Reading, path: Path, table: Drugs) -> dict[str, Sequence[str]]:
    """The declared drugs of a table with the texts of each; of a table of one drug, no texts."""
    named = [((*path, "drugs", name), name, texts) for name, texts in table.drugs.items()]
    if table.drug is not None:
        named = [((*path, "drug"), table.drug, ())]
    found: dict[str, Sequence[str]] = {}
    for place, name, texts in named:
        with suppress(Failed):
            find_drug(reading, name, place)
            found[name] = texts
    return found


def _declare_overlap(
    reading: Reading,
    path: Path,
    name: str,
    declared: Sequence[str],
    known: dict[str, tuple[Path, Sequence[str]]],
) -> None:
    first, before = known.setdefault(name, (path, declared))
    if before != declared:
        line = reading.key(first).line
        message = f"`{name}` is bound twice, and what becomes of overlaps is not declared alike (line {line})"
        reading.problems.add("E503", message, reading.value((*path, "overlap")))


# ---- one table ---------------------------------------------------------------------------------------


def _read(
    reading: Reading,
    path: Path,
    table: Drugs,
    names: Mapping[str, Sequence[str]],
    patients: PatientsTable | None,
) -> DoseRows:
    """The records of a table; Failed where it cannot be read."""
    frequencies = _frequencies(reading, path, table)
    _check_units(reading, path, table)
    roster = patients.roster if patients else None
    opened = Opened.of(reading, path, table, open_table(reading, path, table, _wanted(path, table)))
    rows, patient = opened.every_row(roster)
    drug = _drug_of_rows(opened, table, names, rows)
    counts = _counts(opened, table, rows, drug != "")
    rows, patient, drug = rows[counts], patient[counts], drug[counts]
    given = _given(opened, table, frequencies, rows)
    index = None if roster is None else roster.index_of(patient)
    days = record_days(
        opened,
        path,
        table,
        rows,
        index,
        np.array([one is not None and one.is_single for one in given], dtype=bool),
    )
    route, is_sure = _routes(opened, table, rows)
    doses = {
        declared.name: dose_values(opened, path, table, declared, rows, drug, given, is_sure & days.are_sure)
        for declared in reading.declared.drugs.values()
        if any(member.name in names for member in declared.members)
    }
    every = np.array([1 if one is None else one.every for one in given], dtype=np.int64)
    written = _written(opened, table, rows)
    return DoseRows(opened, path, table, rows, patient, drug, route, written, days, every, doses)


def _wanted(path: Path, table: Drugs) -> dict[Path, str]:
    wanted = patient_columns(path, table.patient) | wanted_days(path, table)
    wanted[*path, "dose", "column"] = table.dose.column
    for key in ("name", "unit", "frequency", "route"):
        column = getattr(table, key)
        if column is not None:
            wanted[*path, key] = column
    return wanted


def _drug_of_rows(opened: Opened, table: Drugs, names: Mapping[str, Sequence[str]], rows: Ints) -> Words:
    """The drug of each row, "" where its text is bound to none."""
    drug = np.full(len(rows), table.drug or "", dtype=object)
    if table.name is not None:
        cells = Cells(opened.table, table.name, rows)
        for name, mask in named_rows(opened.reading, cells, names, "drug").items():
            drug[mask] = name
    return drug


def _texts(opened: Opened, column: str | None, rows: Ints) -> Words:
    """The texts of a column, "" for missing codes and where there is no column."""
    if column is None:
        return np.full(len(rows), "", dtype=object)
    cells = Cells(opened.table, column, rows)
    missing = opened.written.missing
    texts = np.array(["" if text in missing else text for text in cells.column.texts], dtype=object)
    return np.asarray(texts[cells.codes]) if len(rows) else np.zeros(0, dtype=object)


def _written(opened: Opened, table: Drugs, rows: Ints) -> Words:
    """Dose, unit and frequency of each record as written."""
    columns = [_texts(opened, name, rows) for name in (table.dose.column, table.unit, table.frequency)]
    found = np.empty(len(rows), dtype=object)
    found[:] = list(zip(*columns, strict=True))
    return found


def _check_units(reading: Reading, path: Path, table: Drugs) -> None:
    """Tell the units of the study file that are none; Failed where there is one."""
    named = [((*path, "units", text), unit) for text, unit in table.units.items()]
    if table.dose.unit is not None:
        named.append(((*path, "dose", "unit"), table.dose.unit))
    known = 0
    for place, unit in named:
        with suppress(Failed):
            known_unit(reading, unit, place)
            known += 1
    if known < len(named):
        raise Failed


# ---- how often ---------------------------------------------------------------------------------------


def _frequencies(reading: Reading, path: Path, table: Drugs) -> dict[str, Frequency | None]:
    """What the study file says that texts mean, None where that leaves the dose open; Failed once told."""
    found: dict[str, Frequency | None] = {}
    for text, meaning in table.frequencies.items():
        try:
            found[text.casefold()] = None if meaning == UNKNOWN else read_frequency(meaning)
        except Unusable:
            message = f'`{meaning}` is no frequency, such as "twice daily", "every other day" or "unknown"'
            reading.problems.add("E503", message, reading.value((*path, "frequencies", text)))
    if len(found) < len(table.frequencies):
        raise Failed
    return found


def _given(
    opened: Opened, table: Drugs, declared: Mapping[str, Frequency | None], rows: Ints
) -> list[Frequency | None]:
    """How often each record's dose is given, None where that is not known; without a column, daily."""
    if table.frequency is None:
        return [DAILY] * len(rows)
    known: list[Frequency | None] = []

    def parse(text: str) -> tuple[float, float]:
        folded = text.casefold()
        known.append(declared[folded] if folded in declared else read_frequency(text))
        return len(known) - 1.0, len(known) - 1.0

    cells = Cells(opened.table, table.frequency, rows)
    values = read_cells(opened.reading, cells, Expected(parse, opened.written.missing))
    return [None if np.isnan(one) else known[int(one)] for one in values.low.tolist()]


# ---- routes ------------------------------------------------------------------------------------------


def _counts(opened: Opened, table: Drugs, rows: Ints, named: Bools) -> Bools:
    """Which rows are of a drug of the rules and of a route that counts; the others are noted."""
    if not table.routes:
        return named
    routes = frozenset(text.casefold() for text in table.routes)
    texts = _texts(opened, table.route, rows)
    others = np.array([bool(text) and text.casefold() not in routes for text in texts], dtype=bool) & named
    if others.any():
        found, count = np.unique(texts[others].astype(str), return_counts=True)
        order = np.argsort(-count, kind="stable").tolist()
        told = listed([f"{found[place]} ({count[place]:,})" for place in order])
        records = counted(int(others.sum()), "dose record")
        opened.reading.notes.append(
            f"{opened.table.file}: {records} left out, of another `{table.route}` than counts: {told}."
        )
    return named & ~others


def _routes(opened: Opened, table: Drugs, rows: Ints) -> tuple[Words, Bools]:
    """The route of each record, and whether it certainly counts: where it is not told, it may or may not."""
    texts = _texts(opened, table.route, rows)
    folded = np.array([text.casefold() for text in texts], dtype=object)
    untold = (folded == "") & bool(table.routes)
    if untold.any():
        records = counted(int(untold.sum()), "dose record")
        opened.reading.notes.append(f"{opened.table.file}: {records} without a route; each may count or not.")
    return folded, ~untold
