"""The study day of each row as far as the files tell: index dates, how dates are written, study days."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from remit.start.contents import contents
from remit.start.kinds import Dates, reading
from remit.start.layouts import Arrangement, Dated, Patients
from remit.start.survey import Column
from remit.start.timing import TimeColumn
from remit.study.values.dates import DayTexts
from remit.study.values.texts import Unusable


@dataclass(frozen=True, slots=True)
class DateFormat:
    """How the dates of a table are written: the formats that read them, none where they are ISO dates.

    `example` is a date that needs a format.
    """

    formats: tuple[str, ...] = ()
    example: str = ""

    @property
    def must_be_asked(self) -> bool:
        """Whether there are several ways to read them; the century of a two-digit year is never sure."""
        return len(self.formats) > 1 or any("%y" in one for one in self.formats)

    @property
    def format(self) -> str | None:
        """The format to declare, None where none is needed or it must be asked."""
        return self.formats[0] if self.formats and not self.must_be_asked else None


def date_format(columns: Iterable[Column]) -> DateFormat:
    """How some columns of one table write their dates: in one way, since a table has one format."""
    held = contents([column.cells for column in columns if isinstance(column.held, Dates)]).held
    return DateFormat(held.formats, held.example) if isinstance(held, Dates) else DateFormat()


def time_of(table: Dated, patients: Patients | None) -> TimeColumn | None:
    """The column that says when rows were: dates where there is a day 0 to count from, or study days."""
    dates = [time for time in table.times if time.unit is None]
    days = [time for time in table.times if time.unit is not None and time.is_known]
    has_index = patients is not None and bool(patients.index)
    order = (*dates, *days) if has_index else (*days, *dates)
    return next(iter((*order, *table.times)), None)


def days_of_visits(arrangement: Arrangement) -> list[tuple[str, int]]:
    """The patient and the study day of every row of a visit or result whose day is certain."""
    index = _index(arrangement.patients) if arrangement.patients else {}
    found: list[tuple[str, int]] = []
    for table in arrangement.assessments:
        time = time_of(table, arrangement.patients)
        if time is not None and time.is_known:
            found += _days(table.survey.patients, time, index)
    return found


def _days(patients: Sequence[str], time: TimeColumn, index: Mapping[str, int]) -> list[tuple[str, int]]:
    if time.unit is None:
        ordinals = _ordinals(time.column, date_format([time.column]))
        pairs = zip(patients, ordinals, strict=True)
        return [(who, day - index[who]) for who, day in pairs if day is not None and who in index]
    numbers = {text: _day(text, time.unit) for text in time.column.cells.column.texts}
    texts = zip(patients, time.column.by_row, strict=True)
    return [(who, day) for who, text in texts if (day := numbers[text]) is not None]


def _day(text: str, unit: str) -> int | None:
    try:
        return int(DayTexts(unit)(text)[0])
    except Unusable:
        return None


def _index(patients: Patients) -> dict[str, int]:
    """The index date of each patient as an ordinal, where it can be read."""
    if not patients.index:
        return {}
    ordinals = _ordinals(patients.index[0], date_format([*patients.index, *filter(None, [patients.end])]))
    return {who: day for who, day in zip(patients.survey.patients, ordinals, strict=True) if day is not None}


def _ordinals(column: Column, written: DateFormat) -> list[int | None]:
    """`[rows]` the dates of a column as ordinals, none where they must be asked."""
    days = {}
    for text in column.cells.column.texts:
        day = reading(text, None) or (reading(text, written.format) if written.format else None)
        days[text] = day.toordinal() if day else None
    return [days[text] for text in column.by_row]
