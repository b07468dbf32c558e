"""The patients table: identifiers, index dates, ends of follow-up, facts, and complete histories."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from remit.course.cohort import Addresses, Column, Status
from remit.diagnostics.diagnostic import Cell, Diagnostic, Label
from remit.model.types import MomentType
from remit.operators.bounds import Floats
from remit.study.file.configuration import Drugs, Events, Patients
from remit.study.file.places import Path
from remit.study.layouts.roster import Roster, patient_column
from remit.study.problems import counted
from remit.study.reading import Format, Reading
from remit.study.tables.opening import open_table
from remit.study.tables.table import Table, TextColumn
from remit.study.values.binding import Binding, bind_all, find_fact
from remit.study.values.cells import Cells, Values, read_cells
from remit.study.values.columns import addresses_of, column_of, never_recorded
from remit.study.values.times import Time, read_times, study_days

_PATH: Path = ("patients",)


@dataclass(frozen=True, slots=True, eq=False)
class PatientsTable:
    """What the patients table gives, everything in the order of the roster.

    facts         every declared fact
    declared_end  `[patients]` the declared end of follow-up as a study day, NaN where there is none
    complete      when complete histories of events and doses begin and end, by the path of what names the
                  column: `[patients]` study days, NaN where there is none
    """

    roster: Roster
    facts: Mapping[str, Column]
    declared_end: Floats
    complete: Mapping[Path, Floats]


def without_table(reading: Reading, roster: Roster) -> PatientsTable:
    """What there is to say of patients whom only the tables of visits know."""
    nobody = np.full(len(roster.patients), np.nan)
    return PatientsTable(roster, _unbound_facts(reading, len(nobody)), nobody, {})


def read_patients(reading: Reading, table: Patients) -> PatientsTable:
    """Read the patients table.

    Raises:
        Failed: The table cannot be read, or does not say who is who.
    """
    bindings = bind_all(reading, (*_PATH, "facts"), table.facts, find_fact, reading.format_of(table))
    wanted = _wanted(reading, table)
    opened = open_table(reading, _PATH, table, wanted)
    roster = _roster(reading, table, opened)
    reader = _Reader(reading, opened, reading.format_of(table), roster)
    facts = {name: reader.fact(table.facts[name].column, binding) for name, binding in bindings.items()}
    complete = {
        path: reader.days(Time(column, reader.unit), last=path[-1] == "from")
        for path, column in _completing(reading).items()
    }
    declared = {
        name: facts.get(name, column) for name, column in _unbound_facts(reading, len(opened)).items()
    }
    return PatientsTable(roster, declared, reader.end_of_follow_up(table), complete)


def _unbound_facts(reading: Reading, count: int) -> dict[str, Column]:
    return {
        name: column_of(fact.type, never_recorded(count), None)
        for name, fact in reading.declared.facts.items()
    }


def _wanted(reading: Reading, table: Patients) -> dict[Path, str]:
    """The columns of the table that are read, by the path of what names them."""
    wanted: dict[Path, str] = {(*_PATH, "patient", number): name for number, name in enumerate(table.patient)}
    if table.index is not None:
        wanted[*_PATH, "index"] = table.index
    if table.follow_up_end is not None:
        wanted[*_PATH, "follow_up_end"] = table.follow_up_end
    if table.follow_up_end_day is not None:
        wanted[*_PATH, "follow_up_end_day", "column"] = table.follow_up_end_day.column
    for name, coding in table.facts.items():
        wanted[*_PATH, "facts", name, "column"] = coding.column
    return wanted | _completing(reading)


def _completing(reading: Reading) -> dict[Path, str]:
    """The columns that say from when and to when events and doses are known."""
    found: dict[Path, str] = {}
    study = reading.study.configuration
    completed: dict[str, Sequence[Events | Drugs]] = {"events": study.events, "drugs": study.drugs}
    for kind, tables in completed.items():
        for number, table in enumerate(tables):
            for key, column in (("from", table.complete.start), ("to", table.complete.end)):
                if column is not None:
                    found[kind, number, "complete", key] = column
    return found


# ---- who and when ------------------------------------------------------------------------------------


def _roster(reading: Reading, table: Patients, opened: Table) -> Roster:
    """Who the patients are, and when their day 0 was; Failed where there is none."""
    column = patient_column(opened, table.patient)
    patients = tuple(column.texts[code] for code in column.codes.tolist())
    if not patients:
        place = Cell(table.file, sheet=opened.sheet)
        help_ = ["export the table again, with a line for each patient"]
        raise reading.problems.fail("E602", f"`{table.file}` has a header and no patient", place, help=help_)
    _tell_unnamed(reading, opened, column, patients)
    _tell_repeated(reading, opened, column)
    if table.index is None:
        return Roster(patients, (opened, column.name))
    index, texts = _index(reading, opened, table.index, reading.format_of(table), patients)
    return Roster(patients, (opened, column.name), index, texts)


def _tell_unnamed(reading: Reading, opened: Table, column: TextColumn, patients: Sequence[str]) -> None:
    rows = [row for row, name in enumerate(patients) if not name]
    found = [_fault("E705", "this row names no patient", opened.cell(column.name, row)) for row in rows]
    reading.problems.several(found, "such rows")


def _tell_repeated(reading: Reading, opened: Table, column: TextColumn) -> None:
    _, first, which = np.unique(column.codes, return_index=True, return_inverse=True)
    found = []
    for row in np.flatnonzero(first[which] != np.arange(len(which))).tolist():
        name = column.texts[column.codes[row]]
        if not name:
            continue
        also = (Label(opened.cell(column.name, int(first[which[row]])), "first here"),)
        message = f"patient `{name}` is listed twice"
        place = Label(opened.cell(column.name, row), "again here")
        found.append(Diagnostic("E709", message, place, also, ("keep one row for each patient",)))
    reading.problems.several(found, "patients listed twice")


def _index(
    reading: Reading, opened: Table, column: str, written: Format, patients: Sequence[str]
) -> tuple[Floats, tuple[str, ...]]:
    """The index date of each row, NaN where it is told that there is none."""
    cells = Cells(opened, column, np.arange(len(opened)))
    values = read_times(reading, cells, Time(column), written, may_be_set_aside=False)
    missing = np.isin(values.status, (Status.EMPTY, Status.CODED))
    partial = values.recorded & (values.low != values.high)
    for code, rows, message in (
        ("E711", missing, "patient `{}` has no index date, which is day 0"),
        ("E713", partial, "the index date of patient `{}` is partial, and day 0 needs its day"),
    ):
        places = np.flatnonzero(rows).tolist()
        found = [_fault(code, message.format(patients[row]), opened.cell(column, row)) for row in places]
        reading.problems.several(found, "such patients")
    texts = tuple(cells.column.texts[code] for code in cells.codes.tolist())
    return np.where(partial, np.nan, values.low), texts


def _fault(code: str, message: str, cell: Cell) -> Diagnostic:
    return Diagnostic(code, message, Label(cell))


# ---- what each has -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Reader:
    """The columns of the table as values of the patients."""

    reading: Reading
    table: Table
    written: Format
    roster: Roster

    @property
    def unit(self) -> str | None:
        """In a study without index dates, times of patients are study days."""
        return "day" if self.roster.index is None else None

    def fact(self, name: str, binding: Binding) -> Column:
        cells = self._cells(name)
        expected = binding.expected(cells, self.written.date_format, in_days=self.unit == "day")
        values = read_cells(self.reading, cells, expected)
        if isinstance(binding.declared.type, MomentType):
            low, high = study_days(values, Time(name, self.unit), self.roster.index)
            values = Values(low, high, values.status)
        return column_of(binding.declared.type, values, self._addresses(cells, binding.conversion))

    def days(self, time: Time, *, last: bool = False) -> Floats:
        """Study days, of a partial date the first or the last of its days; NaN where there is none."""
        values = read_times(
            self.reading, self._cells(time.column), time, self.written, may_be_set_aside=False
        )
        return study_days(values, time, self.roster.index)[last]

    def end_of_follow_up(self, table: Patients) -> Floats:
        if table.follow_up_end is None and table.follow_up_end_day is None:
            return np.full(len(self.table), np.nan)
        # Of a partial date the first day: until then at least the patient was followed.
        days = self.days(Time.of(table.follow_up_end, table.follow_up_end_day))
        without = int(np.isnan(days).sum())
        if without:
            self.reading.notes.append(
                f"{self.table.file}: no end of follow-up for {counted(without, 'patient')}; "
                "the last visit is taken for it."
            )
        return days

    def _cells(self, name: str) -> Cells:
        return Cells(self.table, name, np.arange(len(self.table)))

    def _addresses(self, cells: Cells, conversion: str | None) -> Addresses:
        texts = [cells.column.texts[code] for code in cells.codes.tolist()]
        origin = np.zeros(len(self.table), dtype=np.int64)
        return addresses_of([self.table.origin(cells.name, conversion)], origin, self.table.lines, texts)
