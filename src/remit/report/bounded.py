"""Values that are known only within bounds, such as `<5`: whose they are, and how they were written."""

from typing import cast

import numpy as np

from remit.course.block import block_of
from remit.evaluate.evaluator import Evaluator
from remit.explain.trace import Trace
from remit.explain.words import number
from remit.model.expressions import Expr, Named, ReadAt
from remit.model.types import NumberType
from remit.operators.bounds import Bools, Number, each
from remit.report.report import Report


def is_bounded(report: Report, side: Expr) -> Bools:
    """In whom a measure at a timepoint is known only within bounds, `[patients]`; in nobody of other values.

    A value of which nothing is known has the possible range of its measure; a bound is narrower.
    """
    values, read = report.evaluation.value(side), _reading(side)
    if read is None or not isinstance(values, Number):
        return np.zeros(len(report.cohort.patients), np.bool_)
    type_ = cast(NumberType, report.rules.declarations.measures[read.measure].type)
    low = -np.inf if type_.low is None else float(type_.low)
    high = np.inf if type_.high is None else float(type_.high)
    return np.asarray(values.open & ((values.low > low) | (values.high < high)))


def bound_words(report: Report, side: Expr, patient: int) -> str:
    """A bounded value of one patient as its cell has it (`<5`); without one such cell, its limits."""
    read, value = _reading(side), each(report.evaluation.value(side), lambda array: array[patient])
    assert read is not None and isinstance(value, Number)
    return _written(report, read, value, patient) or _limits(float(value.low), float(value.high))


def _reading(side: Expr) -> ReadAt | None:
    """The reading that a value is, by whatever name it goes."""
    while isinstance(side, Named):
        side = side.body
    return side if isinstance(side, ReadAt) else None


def _written(report: Report, read: ReadAt, value: Number, patient: int) -> str:
    """The text of the cell; nothing where it was converted, or where several cells make the value."""
    block = block_of(report.cohort, np.array([patient], np.int64))
    trace = Trace(Evaluator(report.rules.declarations, block))
    date, column = trace.read_date(read), trace.cohort.measures[read.measure]
    if date is None or column.addresses is None:
        return ""
    place = trace.stored(date)
    found = cast(Number, each(column.values, lambda array: array[place]))
    conversion = column.addresses.origins[int(column.addresses.origin[place])].conversion
    is_whole = found.low == value.low and found.high == value.high and conversion is None
    return column.addresses.text[place].replace(" ", "") if is_whole else ""


def _limits(low: float, high: float) -> str:
    if not np.isfinite(low):
        return f"≤{number(high)}"
    return f"{number(low)} to {number(high)}" if np.isfinite(high) else f"≥{number(low)}"
