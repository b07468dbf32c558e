"""Small studies written into a folder, and the declarations that their rules would give."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from textwrap import dedent

import pytest

from remit.course.cohort import Cohort, Column
from remit.diagnostics.diagnostic import Cell, Diagnostic, Rejected
from remit.model.declarations import Declarations, Event, Fact, Measure, Timepoint
from remit.model.types import MOMENT, TRUTH, LevelsType, NumberType, Type
from remit.model.units import parse_unit
from remit.operators.bounds import Levels, pair
from remit.source import Source, Span
from remit.study import read_cohort, read_configuration

RULES = "rules.remit"
_TEXT = Source(RULES, "measure esr : mm/h from 0 to 200\n")
HERE = Span(_TEXT, 8, 11)
"""Where everything is declared: the word `esr` of a rule file."""


def number(unit: str, low: float | None = 0, high: float | None = None) -> NumberType:
    lowest, highest = (None if end is None else Fraction(str(end)) for end in (low, high))
    return NumberType(parse_unit(unit), lowest, highest)


def levels(*names: str, ordered: bool = False) -> LevelsType:
    return LevelsType(names, ordered)


def measure(
    name: str, type_: Type, better: str | None = None, usual: tuple[int, int] | None = None
) -> Measure:
    ends = None if usual is None else (Fraction(usual[0]), Fraction(usual[1]))
    return Measure(name, name, type_, HERE, better, ends)


def timepoint(name: str, target: int, low: int, high: int) -> Timepoint:
    return Timepoint(name, name, target, low, high, "nearest", HERE)


MEASURES = (
    measure("esr", number("mm/h", 0, 200), "lower", usual=(0, 100)),
    measure("prednisone", number("mg/day", 0, 2000), "lower"),
    measure("crp", number("mg/L", 0, 1000), "lower"),
    measure("skin", TRUTH, "no"),
    measure("grade", levels("clear", "almost_clear", "severe", ordered=True), "lower"),
    measure("arm", levels("left", "right", "none")),
)
FACTS = (
    Fact("sex", "sex", levels("female", "male"), HERE),
    Fact("age", "age", number("year", 0, 120), HERE),
    Fact("switched", "switched", TRUTH, HERE),
    Fact("switch_date", "switch date", MOMENT, HERE),
)
EVENTS = (Event("infection", "infection", HERE), Event("new_dmard", "new DMARD", HERE))
TIMEPOINTS = (timepoint("baseline", 0, -28, 0), timepoint("month_6", 183, 152, 213))

DECLARED = Declarations(
    {one.name: one for one in FACTS},
    {one.name: one for one in MEASURES},
    {one.name: one for one in EVENTS},
    {one.name: one for one in TIMEPOINTS},
)

PATIENTS = """
[patients]
file = "patients.csv"
patient = "id"
index = "start"
"""
VISITS = """
[[visits]]
file = "visits.csv"
patient = "id"
date = "date"
"""
TWO_PATIENTS = "id,start\nP1,2024-01-08\nP2,2024-02-05\n"

Write = Callable[..., Path]


def write_study(folder: Path, toml: str, files: dict[str, str | bytes]) -> Path:
    """A study in a folder: its study file below the line that names the rules, its rules, and its data."""
    (folder / "study.toml").write_text('rules = "rules.remit"\n' + dedent(toml), encoding="utf-8", newline="")
    (folder / RULES).write_text(_TEXT.text, encoding="utf-8")
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / name).write_bytes(data)
    return folder


def read(folder: Path, declared: Declarations = DECLARED) -> Cohort:
    return read_cohort(read_configuration(folder), declared)


def mistakes(folder: Path, declared: Declarations = DECLARED) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with a study; there must be something."""
    with pytest.raises(Rejected) as rejected:
        read(folder, declared)
    return rejected.value.diagnostics


def mistake(folder: Path, declared: Declarations = DECLARED) -> Diagnostic:
    """The only mistake of a study."""
    (found,) = mistakes(folder, declared)
    return found


def place(diagnostic: Diagnostic) -> str:
    """Where a mistake is: a cell, or the line, column and text of a place in the study file."""
    where = diagnostic.primary.place
    return str(where) if isinstance(where, Cell) else f"{where.line}:{where.column} {where.text}"


def spans(column: Column) -> list[tuple[float, float]]:
    """Each value's bounds as numbers; of levels, the set of them twice."""
    values = column.values
    if isinstance(values, Levels):
        return [(float(mask), float(mask)) for mask in values.mask]
    low, high = pair(values)
    return [(float(one), float(other)) for one, other in zip(low, high, strict=True)]


def recorded(cohort: Cohort, name: str) -> dict[tuple[str, int], tuple[float, float]]:
    """The bounds of a measure by patient and day, of recorded values only."""
    column = cohort.measures[name]
    bounds = spans(column)
    return {
        (patient, int(cohort.day[date])): bounds[date]
        for number_, patient in enumerate(cohort.patients)
        for date in range(cohort.starts[number_], cohort.starts[number_ + 1])
        if column.recorded[date]
    }


def dates(cohort: Cohort) -> dict[str, list[int]]:
    """The days of each patient."""
    return {
        patient: cohort.day[cohort.dates_of(number_)].tolist()
        for number_, patient in enumerate(cohort.patients)
    }
