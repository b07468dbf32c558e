"""A row a result, with its name, value and unit: `[[measurements]]` as laboratories export them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from remit.course.cohort import Ints
from remit.model.types import NumberType
from remit.model.units import UnknownUnit, parse_unit, unit_symbols
from remit.operators.bounds import Bools
from remit.study.binding import PINNED, Binding, bind_all, find_measure, other_dimension
from remit.study.cells import Cells
from remit.study.configuration import Measurements
from remit.study.files import open_table
from remit.study.places import Path
from remit.study.problems import counted, did_you_mean, listed
from remit.study.reading import Reading
from remit.study.roster import Roster
from remit.study.rows import Assessed, Assessments, DatedRows, Opened, patient_columns
from remit.study.table import TextColumn
from remit.study.texts import NumberTexts, Parse, Unusable, plain
from remit.study.times import Time


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
        rows, patient = self.opened.every_row(roster)
        measure = self._measure_of_rows(rows)
        named = measure >= 0
        time = Time.of(self.source.date, self.source.day)
        dated = self.opened.dated(rows[named], patient[named], time, roster, self.source.align)
        found = Assessments([dated])
        for number, binding in enumerate(self.bindings.values()):
            found.assessed.extend(self._of_measure(binding, dated.subset(measure[named] == number)))
        return found

    # ---- names -------------------------------------------------------------------------------------

    def _measure_of_rows(self, rows: Ints) -> Ints:
        """The number of each row's measure among the bindings, -1 where its name is not bound."""
        assert self.source.name is not None
        cells = Cells(self.opened.table, self.source.name, rows)
        numbers = {
            text.casefold(): number
            for number, name in enumerate(self.bindings)
            for text in self.source.names[name].texts
        }
        of_text = np.array([numbers.get(text.casefold(), -1) for text in cells.column.texts], dtype=np.int64)
        self._note_names(cells, of_text, set(numbers))
        return np.asarray(of_text[cells.codes]) if len(rows) else np.zeros(0, dtype=np.int64)

    def _note_names(self, cells: Cells, of_text: Ints, bound: set[str]) -> None:
        file, notes = self.opened.table.file, self.opened.reading.notes
        texts, counts = cells.column.texts, cells.counts
        others = [code for code in cells.used if of_text[code] < 0]
        if others:
            count = counted(int(counts[others].sum()), "row")
            names = listed([f"{texts[code] or '(empty)'} ({counts[code]:,})" for code in others])
            notes.append(f"{file}: {count} left out, whose `{cells.name}` is bound to no measure: {names}.")
        unseen = bound - {texts[code].casefold() for code in cells.used}
        written = [text for one in self.source.names.values() for text in one.texts if text.casefold() in unseen]
        if written:
            notes.append(f"{file}: no row's `{cells.name}` is {listed([f'`{text}`' for text in written])}.")

    # ---- values ------------------------------------------------------------------------------------

    def _of_measure(self, binding: Binding, rows: DatedRows) -> Iterator[Assessed]:
        assert self.source.value is not None
        if self.source.unit is None or not isinstance(binding.declared.type, NumberType):
            yield self.opened.assessed(self.source.value, binding, rows)
            return
        units = Cells(self.opened.table, self.source.unit, rows.rows)
        filled = Cells(self.opened.table, self.source.value, rows.rows).filled()
        for code in units.used:
            chosen = units.codes == code
            in_unit = self._in_unit(binding, units, code, chosen & filled)
            yield self.opened.assessed(self.source.value, in_unit, rows.subset(chosen))

    def _in_unit(self, binding: Binding, units: Cells, code: int, filled: Bools) -> Binding:
        """The binding for the rows of one unit; where the unit is none, every value of it is unusable."""
        assert isinstance(binding.declared.type, NumberType)
        declared, written = binding.declared.type.unit, units.column.texts[code]
        text = self.source.units.get(written, written)
        coding = self.source.names[binding.declared.name]
        if coding.factor is not None or (not text and coding.unit is not None):
            return binding
        fault = self._fault(binding, text)
        if fault is None:
            factor = parse_unit(text).factor_to(declared)
            parse = NumberTexts(binding.declared.type, factor, self.opened.written.decimal)
            conversion = None if factor == 1 else f"{text} → {declared}, × {plain(factor)}, column {units.name}"
            return replace(binding, parse=parse, conversion=conversion)
        if not filled.any():
            return binding
        return replace(binding, parse=self._refused(fault, units, filled))

    def _fault(self, binding: Binding, text: str) -> Unusable | None:
        assert isinstance(binding.declared.type, NumberType)
        if not text:
            return Unusable("E712", f"this value of `{binding.declared.name}` has no unit")
        try:
            unit = parse_unit(text)
        except UnknownUnit as unknown:
            near = did_you_mean(unknown.symbol, unit_symbols())
            way_out = f'declare what it is: `units = {{ "{text}" = "{binding.declared.type.unit}" }}`'
            return Unusable("E712", f"`{text}` is not a unit that is known", (*near, way_out))
        if unit.dimension != binding.declared.type.unit.dimension:
            return Unusable("E312", other_dimension(binding.declared, unit), (PINNED,))
        return None

    def _refused(self, fault: Unusable, units: Cells, filled: Bools) -> Parse:
        """What reads the values of an unusable unit: each is unreadable, and the unit is told once, at its cell."""
        reading = self.opened.reading
        if reading.policy.unreadable == "stop" or fault.code == "E312":
            count = int(filled.sum())
            place = units.table.cell(units.name, int(units.rows[int(np.argmax(filled))]))
            data = None if count == 1 else counted(count, "value") + " with this unit"
            reading.problems.add(fault.code, fault.message, place, help=fault.help, data=data)
            return lambda _: (np.nan, np.nan)

        def unusable(text: str) -> tuple[float, float]:
            raise Unusable("E712", f"`{text}` has no usable unit")

        return unusable


def open_results(reading: Reading, path: Path, source: Measurements) -> ResultRows:
    """Bind the names of the table and open it; Failed where it cannot be read."""
    bindings = bind_all(reading, (*path, "names"), source.names, find_measure, reading.format_of(source))
    _check_units(reading, path, source)
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
    return ResultRows(Opened.of(reading, path, source, open_table(reading, path, source, wanted)), source, bindings)


def _check_units(reading: Reading, path: Path, source: Measurements) -> None:
    for text, unit in source.units.items():
        try:
            parse_unit(unit)
        except UnknownUnit as unknown:
            help_ = did_you_mean(unknown.symbol, unit_symbols())
            place = reading.value((*path, "units", text))
            reading.problems.add("E204", f"`{unknown.symbol}` is not a unit that is known", place, help=help_)
