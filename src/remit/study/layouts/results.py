"""A row a result, with its name, value and unit: `[[measurements]]` as laboratories export them."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np

from remit.course.cohort import Status
from remit.model.types import NumberType
from remit.model.units import Unit, UnknownUnit, parse_unit, unit_symbols
from remit.study.file.configuration import Measurements
from remit.study.file.places import Path
from remit.study.layouts.roster import Roster
from remit.study.layouts.rows import Assessed, Assessments, DatedRows, Opened, patient_columns
from remit.study.problems import Failed, counted, did_you_mean
from remit.study.reading import Reading
from remit.study.tables.opening import open_table
from remit.study.tables.table import TextColumn
from remit.study.values.binding import (
    PINNED,
    Binding,
    bind_all,
    find_measure,
    known_unit,
    likely_unit,
    other_dimension,
)
from remit.study.values.cells import Cells, Values
from remit.study.values.naming import named_rows
from remit.study.values.texts import NumberTexts, Unusable, plain
from remit.study.values.times import Time


@dataclass(frozen=True, slots=True, eq=False)
class ResultRows:
    """The layout, opened."""

    opened: Opened
    source: Measurements
    bindings: Mapping[str, Binding]

    @property
    def patient(self) -> TextColumn:
        return self.opened.patient

    def read(self, roster: Roster | None) -> Assessments:
        assert self.source.name is not None
        rows, patient = self.opened.every_row(roster)
        names = {name: self.source.names[name].texts for name in self.bindings}
        cells = Cells(self.opened.table, self.source.name, rows)
        masks = named_rows(self.opened.reading, cells, names, "measure")
        named = np.logical_or.reduce([np.zeros(len(rows), dtype=bool), *masks.values()])
        time = Time.of(self.source.date, self.source.day)
        dated = self.opened.dated(rows[named], patient[named], time, roster, self.source.align)
        found = Assessments([dated])
        for name, binding in self.bindings.items():
            found.assessed.extend(self._of_measure(binding, dated.subset(masks[name][named])))
        return found

    def _of_measure(self, binding: Binding, rows: DatedRows) -> Iterator[Assessed]:
        """The results of one measure, by their units where there is a column of units."""
        assert self.source.value is not None
        if self.source.unit is None or not isinstance(binding.declared.type, NumberType):
            yield self.opened.assessed(self.source.value, binding, rows)
            return
        units = Cells(self.opened.table, self.source.unit, rows.rows)
        for code in units.used:
            chosen = rows.subset(units.codes == code)
            try:
                in_unit = self._in_unit(binding, binding.declared.type, units.column.texts[code])
            except Unusable as fault:
                yield self._without_unit(binding, chosen, fault)
            else:
                yield self.opened.assessed(self.source.value, in_unit, chosen)

    def _in_unit(self, binding: Binding, type_: NumberType, written: str) -> Binding:
        """The binding for results of one unit; Unusable where it is none, or of another dimension."""
        coding = self.source.names[binding.declared.name]
        if coding.factor is not None or (not written and coding.unit is not None):
            return binding
        text = self.source.units.get(written, written)
        factor = _unit(binding, type_, text).factor_to(type_.unit)
        parse = NumberTexts(type_, factor, self.opened.written.decimal)
        conversion = f"{text} → {type_.unit}, × {plain(factor)}" if factor != 1 else None
        return replace(binding, parse=parse, conversion=conversion)

    def _without_unit(self, binding: Binding, rows: DatedRows, fault: Unusable) -> Assessed:
        """Results that cannot be used for their unit, which is told or noted once."""
        assert self.source.value is not None and self.source.unit is not None
        cells = Cells(self.opened.table, self.source.value, rows.rows)
        filled = cells.filled()
        if filled.any():
            self._tell_unit(fault, Cells(self.opened.table, self.source.unit, rows.rows[filled]))
        status = np.where(filled, Status.UNREADABLE, Status.EMPTY).astype(np.uint8)
        nothing = np.full(len(rows.rows), np.nan)
        return Assessed(binding.declared.name, rows, cells, Values(nothing, nothing, status), None)

    def _tell_unit(self, fault: Unusable, units: Cells) -> None:
        reading, count = self.opened.reading, counted(len(units.rows), "value")
        place = units.table.cell(units.name, int(units.rows[0]))
        if fault.code == "E712" and reading.policy.unreadable == "set aside":
            reading.notes.append(f"{units.table.file}: {count} set aside, since {fault.message}.")
        else:
            reading.problems.add(
                fault.code, fault.message, place, help=fault.help, data=f"{count} with this unit"
            )


def _unit(binding: Binding, type_: NumberType, text: str) -> Unit:
    """The unit of a text, of the dimension of a type."""
    if not text:
        raise Unusable("E712", f"a value of `{binding.declared.name}` has no unit")
    try:
        unit = parse_unit(text)
    except UnknownUnit as unknown:
        near = did_you_mean(unknown.symbol, unit_symbols())
        way_out = f'declare what it means: `units = {{ "{text}" = "{type_.unit}" }}`'
        raise Unusable("E712", f"`{text}` is not a unit that is known", (*near, way_out)) from None
    if unit.dimension != type_.unit.dimension:
        meant = likely_unit(type_.unit, unit)
        likely = (
            (f'if it means {meant}, declare that: `units = {{ "{text}" = "{meant}" }}`',) if meant else ()
        )
        raise Unusable("E312", other_dimension(binding.declared, unit), (*likely, PINNED))
    return unit


def open_results(reading: Reading, path: Path, source: Measurements) -> ResultRows:
    """Bind the names of the table and open it; Failed where it cannot be read."""
    bindings = bind_all(reading, (*path, "names"), source.names, find_measure, reading.format_of(source))
    units_are_known = _check_units(reading, path, source)
    assert source.name is not None and source.value is not None
    time = Time.of(source.date, source.day)
    wanted = {
        **patient_columns(path, source.patient),
        (*path, "date") if source.date else (*path, "day", "column"): time.column,
        (*path, "name"): source.name,
        (*path, "value"): source.value,
    }
    if source.unit is not None:
        wanted[*path, "unit"] = source.unit
    opened = Opened.of(reading, path, source, open_table(reading, path, source, wanted))
    if not units_are_known:
        raise Failed
    return ResultRows(opened, source, bindings)


def _check_units(reading: Reading, path: Path, source: Measurements) -> bool:
    """Whether every unit that a text is said to mean is one; the others are told."""
    known = 0
    for text, unit in source.units.items():
        with suppress(Failed):
            known_unit(reading, unit, (*path, "units", text))
            known += 1
    return known == len(source.units)
