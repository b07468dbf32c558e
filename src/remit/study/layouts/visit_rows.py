"""A row a date, a column a measure: `[[visits]]`, and `[[measurements]]` with `measures`."""

from collections.abc import Mapping
from dataclasses import dataclass

from remit.study.file.configuration import Measurements, Visits
from remit.study.file.places import Path
from remit.study.layouts.roster import Roster
from remit.study.layouts.rows import Assessments, Opened, patient_columns
from remit.study.reading import Reading
from remit.study.tables.opening import open_table
from remit.study.tables.table import TextColumn
from remit.study.values.binding import Binding, bind_all, find_measure
from remit.study.values.times import Time


@dataclass(frozen=True, slots=True, eq=False)
class VisitRows:
    """The layout, opened; `align` is None where the rows are visits."""

    opened: Opened
    time: Time
    align: int | None
    columns: Mapping[str, str]
    bindings: Mapping[str, Binding]

    @property
    def patient(self) -> TextColumn:
        return self.opened.patient

    def read(self, roster: Roster | None) -> Assessments:
        rows = self.opened.dated(*self.opened.every_row(roster), self.time, roster, self.align)
        assessed = [
            self.opened.assessed(self.columns[name], binding, rows) for name, binding in self.bindings.items()
        ]
        return Assessments([rows], assessed)


def open_visit_rows(reading: Reading, path: Path, source: Visits | Measurements) -> VisitRows:
    """Bind the columns of the table and open it; Failed where it cannot be read."""
    bindings = bind_all(
        reading, (*path, "measures"), source.measures, find_measure, reading.format_of(source)
    )
    time = Time.of(source.date, source.day)
    columns = {name: coding.column for name, coding in source.measures.items()}
    wanted = {
        **patient_columns(path, source.patient),
        (*path, "date") if source.date else (*path, "day", "column"): time.column,
        **{(*path, "measures", name, "column"): column for name, column in columns.items()},
    }
    opened = Opened.of(reading, path, source, open_table(reading, path, source, wanted))
    align = source.align if isinstance(source, Measurements) else None
    return VisitRows(opened, time, align, columns, bindings)
