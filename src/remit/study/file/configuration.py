"""What `study.toml` may say: one frozen record a table, checked by pydantic.

A field without a default is required. Where a column needs nothing but its name, the name alone may be
written: `esr = "ESR"` is `esr = { column = "ESR" }`.
"""

import codecs
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictInt, field_validator


class Record(BaseModel):
    """A table of the study file: nothing unknown in it, and nothing changes later."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _one_or_many(value: Any) -> Any:
    """A text alone is a list of one; numbers are the texts that a cell would hold."""
    texts = value if isinstance(value, list) else [value]
    is_number = [isinstance(text, int | Decimal) and not isinstance(text, bool) for text in texts]
    return [str(text) if number else text for text, number in zip(texts, is_number, strict=True)]


def _named(key: str) -> BeforeValidator:
    """What may be written as its main entry alone."""
    return BeforeValidator(lambda value: value if isinstance(value, Mapping) else {key: value})


Texts = Annotated[tuple[str, ...], BeforeValidator(_one_or_many)]
Policy = Literal["stop", "set aside"]
Conflicts = Literal["stop", "first", "last", "mean", "worst"]


class FileFormat(Record):
    """How a file is written; what a table leaves out, `[data]` says for all.

    `date_format` has the letters of Python's `strptime`. `missing` are texts that stand for "not recorded".
    """

    separator: str | None = Field(default=None, min_length=1, max_length=1)
    decimal: Literal[".", ","] | None = None
    encoding: str | None = None
    date_format: str | None = None
    missing: Texts = ()

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, name: str | None) -> str | None:
        try:
            codecs.lookup(name or "utf-8")
        except LookupError:
            raise ValueError("the name of an encoding, such as utf-8 or cp1252") from None
        return name

    @field_validator("date_format")
    @classmethod
    def _whole_date(cls, pattern: str | None) -> str | None:
        """A format must hold a whole date, and must not make another day of an ISO date."""
        days = [date(1987, 11, 23), date(2013, 2, 1)]
        try:
            whole = pattern is None or all(_read_back(day, pattern) == day for day in days)
        except ValueError:
            whole = False
        if not whole or pattern == "%Y-%d-%m":
            raise ValueError('a date format such as "%d/%m/%Y"')
        return pattern


def _read_back(day: date, pattern: str) -> date:
    return datetime.strptime(day.strftime(pattern), pattern).date()  # noqa: DTZ007 - a day has no time zone


class Data(FileFormat):
    """`[data]`: how the files are written, and what becomes of cells and rows that cannot be used."""

    out_of_range: Policy = "stop"
    unreadable: Policy = "stop"
    conflicts: Conflicts = "stop"
    unknown_patients: Policy = "stop"
    without_visits: Literal["stop", "keep"] = "keep"


class Coding(Record):
    """How the texts of a measure or fact are read.

    unit     the unit of the numbers, where it is not the declared one
    factor   what a number is multiplied by instead of the units' own ratio
    values   for levels and yes or no: the texts of each
    missing  texts that stand for "not recorded", beside those of the file
    """

    unit: str | None = None
    factor: Decimal | None = Field(default=None, gt=0)
    values: dict[str, Texts] = {}
    missing: Texts = ()


class Column(Coding):
    """The column of a measure or fact."""

    column: str


class Result(Coding):
    """The names under which a measure appears in a table that has a row for every result."""

    texts: Texts


class DayColumn(Record):
    """A column of study days, or of weeks, months or years since day 0."""

    column: str
    unit: Literal["day", "week", "month", "year"] = "day"


Columns = dict[str, Annotated[Column, _named("column")]]
Day = Annotated[DayColumn, _named("column")]


class DataFile(FileFormat):
    """A table's file. Several `patient` columns identify a patient together, joined by a slash."""

    file: str
    sheet: str | None = None
    patient: Annotated[Texts, Field(min_length=1)]


class Patients(DataFile):
    """`[patients]`: a row a patient. Without `index`, every time of the study is in study days."""

    index: str | None = None
    follow_up_end: str | None = None
    follow_up_end_day: Day | None = None
    facts: Columns = {}


class Visits(DataFile):
    """`[[visits]]`: a row a visit, by `date` or by study `day`."""

    date: str | None = None
    day: Day | None = None
    measures: Columns = {}


class Wide(DataFile):
    """`[[wide]]`: a row a patient, columns for each timepoint.

    `at` has an entry a timepoint, or an instant such as "day 180": the columns of the measures, and the
    column of the actual `date` or `day` where there is one.
    """

    at: dict[str, Columns]


class Measurements(DataFile):
    """`[[measurements]]`: assessments beside the visits, such as laboratory results.

    Either a row a result (`name`, `value`, `names`, and `unit` for the column of units), or a row a date with
    `measures` as in visits. `align` is how many days a row may lie from the visit that it joins.
    """

    date: str | None = None
    day: Day | None = None
    align: StrictInt = Field(default=0, ge=0)
    name: str | None = None
    value: str | None = None
    unit: str | None = None
    units: dict[str, str] = {}
    names: dict[str, Annotated[Result, _named("texts")]] = {}
    measures: Columns = {}


class Complete(Record):
    """For what period the events, or the doses, are all known.

    `extent` is "follow-up" or "unknown"; or two columns of the patients table say from when and to when.
    """

    extent: Literal["follow-up", "unknown"] | None = None
    start: str | None = Field(default=None, alias="from")
    end: str | None = Field(default=None, alias="to")


class Events(DataFile):
    """`[[events]]`: a row an event: `events` maps the texts of the column `name`, or all are of one kind."""

    date: str | None = None
    day: Day | None = None
    name: str | None = None
    events: dict[str, Texts] = {}
    event: str | None = None
    complete: Annotated[Complete, _named("extent")] = Complete(extent="unknown")


class DoseColumn(Record):
    """The column of doses; `unit` is that of all, or of those that have none in the column of units."""

    column: str
    unit: str | None = None
    missing: Texts = ()


class YesNoColumn(Record):
    """A column of yes or no; `values` are the texts of each, where they are not the usual ones."""

    column: str
    values: dict[str, Texts] = {}
    missing: Texts = ()


Overlap = Literal["once", "add", "later replaces"]


class Drugs(DataFile):
    """`[[drugs]]`: a row a dose record: a drug, how much of it, how often, and from when to when.

    `drugs` maps the texts of the column `name` to the drugs of the rules, or all rows are of one `drug`.
    What an empty start or end means is declared (`without_start`, `without_end`), and so is what becomes of
    records of one drug that overlap: identical ones count once, they add up, or the later ends the earlier.
    """

    name: str | None = None
    drugs: dict[str, Texts] = {}
    drug: str | None = None
    dose: Annotated[DoseColumn, _named("column")]
    unit: str | None = None
    units: dict[str, str] = {}
    frequency: str | None = None
    frequencies: dict[str, str] = {}
    route: str | None = None
    routes: Texts = ()
    start: str | None = None
    start_day: Day | None = None
    end: str | None = None
    end_day: Day | None = None
    ongoing: Annotated[YesNoColumn, _named("column")] | None = None
    without_start: Literal["stop", "unknown"] = "stop"
    without_end: Literal["stop", "ongoing", "unknown"] = "stop"
    overlap: Annotated[tuple[Overlap, ...], BeforeValidator(_one_or_many)] = ()
    complete: Annotated[Complete, _named("extent")] = Complete(extent="unknown")


class Schedule(Record):
    """`[schedule]`: the visits that were planned, and how many days from its day a visit may be held."""

    visits: Annotated[tuple[str, ...], Field(min_length=1)]
    tolerance: StrictInt = Field(ge=0)


class Configuration(Record):
    """The whole of `study.toml`."""

    title: str = ""
    rules: Annotated[Texts, Field(min_length=1)]
    data: Data = Data()
    patients: Patients | None = None
    visits: tuple[Visits, ...] = ()
    wide: tuple[Wide, ...] = ()
    measurements: tuple[Measurements, ...] = ()
    events: tuple[Events, ...] = ()
    drugs: tuple[Drugs, ...] = ()
    schedule: Schedule | None = None

    @property
    def assessments(self) -> list[tuple[str, int, "Visits | Wide | Measurements"]]:
        """The tables that give dates, each with its key and its number under it."""
        tables: dict[str, tuple[Visits | Wide | Measurements, ...]] = {
            "visits": self.visits,
            "wide": self.wide,
            "measurements": self.measurements,
        }
        return [(key, number, table) for key, group in tables.items() for number, table in enumerate(group)]

    @property
    def bound_names(self) -> frozenset[str]:
        """The facts, measures, events and drugs that some table binds."""
        names: set[str] = set(self.patients.facts) if self.patients else set()
        for visits in self.visits:
            names |= set(visits.measures)
        for wide in self.wide:
            names |= {name for columns in wide.at.values() for name in columns}
        for results in self.measurements:
            names |= {*results.measures, *results.names}
        for events in self.events:
            names |= {*events.events, events.event or ""}
        for doses in self.drugs:
            names |= {*doses.drugs, doses.drug or ""}
        return frozenset(names)
