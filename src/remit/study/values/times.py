"""When the rows of a table stand: study days from dates and the index date, or as they are written."""

from dataclasses import dataclass

import numpy as np

from remit.course.cohort import Status
from remit.operators.bounds import Bools, Floats
from remit.study.file.configuration import DayColumn
from remit.study.problems import counted
from remit.study.reading import Format, Reading
from remit.study.values.cells import Cells, Expected, Values, read_cells
from remit.study.values.dates import DateTexts, DayTexts
from remit.study.values.texts import Parse


@dataclass(frozen=True, slots=True)
class Time:
    """The column that says when, and of study days in what unit; `unit` is None for dates."""

    column: str
    unit: str | None = None

    @classmethod
    def of(cls, date: str | None, day: DayColumn | None) -> "Time":
        """From the keys `date` and `day` of a table, one of which is there."""
        if date is not None:
            return cls(date)
        assert day is not None
        return cls(day.column, day.unit)


def read_times(
    reading: Reading, cells: Cells, time: Time, written: Format, *, may_be_set_aside: bool
) -> Values:
    """When each row stands: ordinals of dates, or study days; partial dates are open."""
    parse: Parse
    if time.unit is None:
        texts = [cells.column.texts[code] for code in cells.used]
        known = [text for text in texts if text and text not in written.missing]
        parse = DateTexts(written.date_format, known)
    else:
        parse = DayTexts(time.unit)
    return read_cells(reading, cells, Expected(parse, written.missing, may_be_set_aside=may_be_set_aside))


def study_days(values: Values, time: Time, index: Floats | None) -> tuple[Floats, Floats]:
    """Times as study days, `index` being the index date of each row's patient as an ordinal."""
    if time.unit is not None:
        return values.low, values.high
    assert index is not None
    low = values.low - index
    return low, low if values.high is values.low else values.high - index


def exact_days(reading: Reading, cells: Cells, time: Time, written: Format, index: Floats | None) -> Floats:
    """`[rows]` the study day of each row, NaN where it has none: that is told, since a row must have one."""
    values = read_times(reading, cells, time, written, may_be_set_aside=False)
    what = "date" if time.unit is None else "study day"
    _tell(reading, cells, "E703", f"this row has no {what}", _without_entry(values))
    partial = values.recorded & (values.low != values.high)
    _tell(reading, cells, "E713", "this date is partial, and a visit needs its day", partial)
    low, _ = study_days(values, time, index)
    return np.where(partial, np.nan, low)


def _without_entry(values: Values) -> Bools:
    return np.isin(values.status, (Status.EMPTY, Status.CODED))


def _tell(reading: Reading, cells: Cells, code: str, message: str, rows: Bools) -> None:
    """Tell a fault of rows at the first of them, with their number."""
    found = np.flatnonzero(rows)
    if not len(found):
        return
    more = None if len(found) == 1 else f"so have {counted(len(found), 'row')} of the table"
    place = cells.table.cell(cells.name, int(cells.rows[found[0]]))
    text = cells.column.texts[cells.codes[found[0]]]
    shown = f"{message}: `{text}`" if text else message
    reading.problems.add(code, shown, place, data=more)
