"""How much a drugs table gives on a day, in the unit of a class of drugs; what is not known is left open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from remit.course.cohort import Ints, Origin
from remit.diagnostics.diagnostic import Cell, Label
from remit.model.declarations import Drugs as DeclaredDrugs
from remit.model.declarations import Member
from remit.model.types import NumberType
from remit.operators.bounds import Bools, Floats
from remit.source import Span
from remit.study.file.configuration import Drugs
from remit.study.file.places import Path
from remit.study.layouts.rows import Opened
from remit.study.problems import counted, listed
from remit.study.values.amounts import Amount, amount, possible_doses
from remit.study.values.cells import Cells, Expected, Values, read_cells
from remit.study.values.frequencies import Frequency
from remit.study.values.texts import NumberTexts, Unusable, possible_range


@dataclass(frozen=True, slots=True, eq=False)
class Doses:
    """The dose of a day of each record, in the unit of one class: `[records]`.

    is_member  whether the record is of a drug of the class
    origin     which of the origins its dose was read from
    """

    low: Floats
    high: Floats
    is_member: Bools
    origins: tuple[Origin, ...]
    origin: Ints


def dose_values(
    opened: Opened,
    path: Path,
    table: Drugs,
    declared: DeclaredDrugs,
    rows: Ints,
    drug: npt.NDArray[np.object_],
    given: Sequence[Frequency | None],
    is_sure: Bools,
) -> Doses:
    """Read the doses of a class of drugs in rows; what cannot be used is told, or set aside with a note.

    Of each row `drug` is its drug, `given` how often the dose is given (None where that is not known), and
    `is_sure` whether it certainly was on each of its days; where not, the dose or none is possible.
    """
    possible = possible_doses(declared)
    reader = _Reader(opened, path, table, declared, possible)
    is_member = np.isin(drug, [member.name for member in declared.members])
    _note_units(opened, table, declared, rows[is_member])
    low = np.full(len(rows), float(possible.low or 0))
    high = np.full(len(rows), np.inf if possible.high is None else float(possible.high))
    known = np.zeros(len(rows), dtype=bool)
    origin = np.zeros(len(rows), dtype=np.int64)
    origins = [opened.table.origin(table.dose.column)]
    for group in reader.groups(rows, drug, given):
        values = reader.values(rows[group.places], group)
        if values is None:
            continue
        found, conversion = values
        recorded = group.places[found.recorded]
        low[recorded], high[recorded] = found.low[found.recorded], found.high[found.recorded]
        known[recorded] = True
        origin[group.places] = len(origins)
        origins.append(opened.table.origin(table.dose.column, conversion))
        if not group.frequency.are_days_known:
            low[recorded] = 0.0
    low[~is_sure] = 0.0
    _note_open(opened, declared, possible, int((is_member & ~known).sum()))
    return Doses(low, high, is_member, tuple(origins), origin)


def _note_units(opened: Opened, table: Drugs, declared: DeclaredDrugs, rows: Ints) -> None:
    """In which units the doses are, where that is not one for all."""
    if table.unit is None:
        return
    units = Cells(opened.table, table.unit, rows)
    if len(units.used) > 1:
        codes = sorted(units.used, key=lambda code: -int(units.counts[code]))
        texts = listed([f"{units.column.texts[code] or 'none'} ({units.counts[code]:,})" for code in codes])
        opened.reading.notes.append(f"{opened.table.file}: the doses of {declared.name} are in {texts}.")


def _note_open(opened: Opened, declared: DeclaredDrugs, possible: NumberType, count: int) -> None:
    if count:
        records = counted(count, "record")
        opened.reading.notes.append(
            f"{opened.table.file}: {records} of {declared.name} whose dose of a day is not known; "
            f"any dose {possible_range(possible)} is possible."
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """Rows of one drug, one unit and one frequency; `unit` is None where none is told."""

    places: Ints
    member: Member
    unit: str | None
    frequency: Frequency


@dataclass(frozen=True, slots=True, eq=False)
class _Reader:
    opened: Opened
    path: Path
    table: Drugs
    declared: DeclaredDrugs
    possible: NumberType

    def groups(
        self, rows: Ints, drug: npt.NDArray[np.object_], given: Sequence[Frequency | None]
    ) -> Iterator[_Group]:
        """The rows of drugs of the class whose frequency is known, by what their doses are multiplied by."""
        members = {member.name: member for member in self.declared.members}
        units = self._units(rows)
        gathered: dict[tuple[str, str | None, Frequency], list[int]] = {}
        for place, (name, frequency) in enumerate(zip(drug.tolist(), given, strict=True)):
            if name in members and frequency is not None:
                gathered.setdefault((name, units[place], frequency), []).append(place)
        for (name, unit, frequency), places in gathered.items():
            yield _Group(np.array(places, dtype=np.int64), members[name], unit, frequency)

    def _units(self, rows: Ints) -> list[str | None]:
        """The unit of each row: of its cell, else that of the column of doses, else None."""
        constant = self.table.dose.unit
        if self.table.unit is None:
            return [constant] * len(rows)
        cells = Cells(self.opened.table, self.table.unit, rows)
        missing = self.opened.written.missing
        texts = ["" if text in missing else text for text in cells.column.texts]
        meant = [self.table.units.get(text, text) or constant or "" for text in texts]
        return [meant[code] for code in cells.codes.tolist()]

    def values(self, rows: Ints, group: _Group) -> tuple[Values, str | None] | None:
        """The doses of a group, and how they were converted; None where its unit cannot be used."""
        reading, cells = self.opened.reading, Cells(self.opened.table, self.table.dose.column, rows)
        try:
            found = self._amount(group)
        except Unusable as fault:
            filled = cells.filled()
            if filled.any():
                self._tell(fault, rows[filled])
            return None
        parse = NumberTexts(self.possible, found.factor, self.opened.written.decimal)
        missing = self.opened.written.missing | set(self.table.dose.missing)
        declaration = Label(self.declared.span, f"a dose {possible_range(self.possible)}")
        return read_cells(reading, cells, Expected(parse, missing, declaration)), found.conversion

    def _amount(self, group: _Group) -> Amount:
        if group.unit == "":
            message = f"a dose of `{group.member.name}` has no unit"
            way_out = 'where the others are in one unit, declare it: `dose = { column = "…", unit = "mg" }`'
            raise Unusable("E712", message, (way_out,))
        return amount(self.declared, group.member, group.unit, group.frequency)

    def _tell(self, fault: Unusable, rows: Ints) -> None:
        """Tell why doses cannot be used, or note that the study sets them aside."""
        reading, count = self.opened.reading, counted(len(rows), "dose")
        if fault.code in ("E712", "E715") and reading.policy.unreadable == "set aside":
            reading.notes.append(f"{self.opened.table.file}: {count} set aside, since {fault.message}.")
        else:
            place = self._place(fault, int(rows[0]))
            reading.problems.add(fault.code, fault.message, place, help=fault.help, data=f"so {count}")

    def _place(self, fault: Unusable, row: int) -> Cell | Span:
        column = self.table.frequency if fault.code == "E715" else self.table.unit
        if column is not None:
            return self.opened.table.cell(column, row)
        return self.opened.reading.value((*self.path, "dose", "unit"))
