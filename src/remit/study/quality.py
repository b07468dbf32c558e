"""The quality of a study's data: how far each timepoint is covered, and values that look wrong.

Nothing here changes a value: `usual` ranges and slips of units are for the eyes of a data manager.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from remit.course.cohort import Cohort, Column, Ints, Status
from remit.diagnostics.diagnostic import Cell
from remit.model.declarations import Declarations, Measure, Timepoint
from remit.model.types import NumberType
from remit.operators.bounds import Bools, Floats, Number
from remit.study.values.slips import may_slip, slip


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the patients have of a measure in the window of a timepoint; the four counts add to all patients.

    recorded         a value
    not_recorded     a visit, or a row for the measure, but no usable value
    no_visit         no visit, although follow-up reaches the end of the window
    follow_up_ended  no visit, and follow-up ended before the window closed
    """

    timepoint: str
    recorded: int
    not_recorded: int
    no_visit: int
    follow_up_ended: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A value to look at: whose, when, what was written, where, and why, in a few words."""

    patient: str
    day: int
    text: str
    cell: Cell | None
    why: str


@dataclass(frozen=True, slots=True)
class MeasureQuality:
    """The data of one measure.

    cells          how many cells there are of each status but NO_ROW
    coverage       a record a timepoint, in the order of the rules
    outside_usual  values outside the declared usual range
    unit_outliers  values that a factor between units would bring to the others
    """

    name: str
    label: str
    cells: tuple[tuple[Status, int], ...]
    coverage: tuple[Coverage, ...]
    outside_usual: tuple[Finding, ...]
    unit_outliers: tuple[Finding, ...]

    @property
    def is_bound(self) -> bool:
        """Whether any table has a row for the measure."""
        return any(count for _, count in self.cells)


def describe_data(cohort: Cohort, declared: Declarations) -> tuple[MeasureQuality, ...]:
    """The quality of the data of every measure, in the order of the rules."""
    patient = np.repeat(np.arange(len(cohort.patients)), np.diff(cohort.starts))
    return tuple(
        _describe(cohort, declared, measure, cohort.measures[name], patient)
        for name, measure in declared.measures.items()
    )


def _describe(
    cohort: Cohort, declared: Declarations, measure: Measure, column: Column, patient: Ints
) -> MeasureQuality:
    statuses = [status for status in Status if status is not Status.NO_ROW]
    return MeasureQuality(
        name=measure.name,
        label=measure.label,
        cells=tuple((status, int((column.status == status).sum())) for status in statuses),
        coverage=tuple(
            _coverage(cohort, column, timepoint, patient) for timepoint in declared.timepoints.values()
        ),
        outside_usual=tuple(_outside_usual(cohort, measure, column, patient)),
        unit_outliers=tuple(_unit_outliers(cohort, measure, column, patient)),
    )


# ---- coverage ----------------------------------------------------------------------------------------


def _coverage(cohort: Cohort, column: Column, timepoint: Timepoint, patient: Ints) -> Coverage:
    within = (cohort.day >= timepoint.low) & (cohort.day <= timepoint.high)
    recorded = _any(within & column.recorded, patient, len(cohort.patients))
    there = cohort.is_visit | (column.status != Status.NO_ROW)
    came = _any(within & there, patient, len(cohort.patients)) & ~recorded
    absent = ~(recorded | came)
    ended = absent & (cohort.follow_up_end < timepoint.high)
    counts = (int(each.sum()) for each in (recorded, came, absent & ~ended, ended))
    return Coverage(timepoint.name, *counts)


def _any(dates: Bools, patient: Ints, patients: int) -> Bools:
    """`[patients]` whether any of a patient's dates is marked."""
    return np.bincount(patient[dates], minlength=patients) > 0


# ---- values to look at -------------------------------------------------------------------------------


def _outside_usual(cohort: Cohort, measure: Measure, column: Column, patient: Ints) -> Iterator[Finding]:
    if measure.usual is None or not isinstance(column.values, Number):
        return
    low, high = (float(end) for end in measure.usual)
    outside = column.recorded & ((column.values.high < low) | (column.values.low > high))
    why = f"outside the usual range, {low:g} to {high:g}"
    for date in np.flatnonzero(outside).tolist():
        yield _finding(cohort, column, patient, date, why)


def _unit_outliers(cohort: Cohort, measure: Measure, column: Column, patient: Ints) -> Iterator[Finding]:
    """Values far from the others, by their logarithms, that a factor between units brings near the median."""
    is_scaled = isinstance(measure.type, NumberType) and may_slip(measure.type.unit)
    if not (is_scaled and isinstance(column.values, Number)):
        return
    values = column.values.low
    exact = column.recorded & (column.values.low == column.values.high) & (values > 0)
    if not exact.any():
        return
    median = float(np.median(values[exact]))
    for date in np.flatnonzero(exact)[_is_far(np.log(values[exact]))].tolist():
        factor = slip(float(values[date]), median)
        if factor is not None:
            why = f"times {factor} it is near the median, {median:g}: another unit?"
            yield _finding(cohort, column, patient, date, why)


def _is_far(values: Floats) -> Bools:
    """Which values have a modified z score above 3.5 (Iglewicz and Hoaglin 1993).

    The score is 0.6745 (x - median) / MAD, MAD being the median absolute deviation; where more than half of
    the values are equal, so that MAD is 0, any other value is far.
    """
    distance = np.abs(values - np.median(values))
    spread = np.median(distance)
    return np.asarray(0.6745 * distance > 3.5 * spread)


def _finding(cohort: Cohort, column: Column, patient: Ints, date: int, why: str) -> Finding:
    text, cell = "", None
    if column.addresses is not None:
        addresses = column.addresses
        origin = addresses.origins[addresses.origin[date]]
        text = addresses.text[date]
        cell = Cell(origin.file, int(addresses.row[date]), origin.column, origin.sheet, origin.letter)
    return Finding(cohort.patients[patient[date]], int(cohort.day[date]), text, cell, why)
