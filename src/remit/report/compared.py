"""A compared value of every patient, before and after, and whether it got better."""

from collections.abc import Sequence
from typing import Final

from remit.model.expressions import Expr
from remit.model.rules import Comparison
from remit.model.types import LevelsType, NumberType, Type
from remit.operators.bounds import Bounds, Number
from remit.report.blocks import Column
from remit.report.bounded import bound_words, is_bounded
from remit.report.figures import NOT_KNOWN
from remit.report.report import Report
from remit.report.values import Known, at, known, words

BETTER: Final = "✓"
WORSE: Final = "✗"
UNCHANGED: Final = "="


def compared_column(one: Comparison) -> Column:
    """The column of a comparison: what is compared, in which unit, from when to when."""
    type_ = one.before.type
    unit = f", {type_.unit}" if isinstance(type_, NumberType) and type_.unit.text else ""
    return Column(f"{one.name}{unit}\n{one.start.replace('_', ' ')} → {one.end.replace('_', ' ')}")


def compared_cells(report: Report, one: Comparison, most: int) -> list[str]:
    """The cells of the first patients, the marks one below the other."""
    measure = report.rules.declarations.measures.get(one.name)
    better = measure.better if measure is not None else None
    sides = [_values(report, side, most) for side in (one.before, one.after)]
    cells = [_cell(before, after, one.before.type, better) for before, after in zip(*sides, strict=True)]
    room = max((len(text) for text, _ in cells), default=0)
    return [f"{text:<{room}} {mark}" for text, mark in cells]


Shown = tuple[str, Bounds]
"""A value as its cell shows it, and the value."""


def _values(report: Report, side: Expr, most: int) -> list[Shown]:
    values, bounded = report.evaluation.value(side), is_bounded(report, side)
    found = []
    for place in range(most):
        value = at(values, place)
        if bounded[place]:
            found.append((bound_words(report, side, place), value))
        else:
            found.append((NOT_KNOWN if value.open else words(known(value, side.type)), value))
    return found


def _cell(before: Shown, after: Shown, type_: Type, better: str | None) -> tuple[str, str]:
    (first, start), (second, end) = before, after
    text = f"{first} → {second}"
    if not start.open and not end.open:
        return text, mark([known(side, type_) for side in (start, end)], type_, better)
    if NOT_KNOWN in (first, second) or not isinstance(start, Number) or not isinstance(end, Number):
        return text, NOT_KNOWN
    return text, mark_within(start, end, better)


def mark_within(before: Number, after: Number, better: str | None) -> str:
    """Whether a number is better than another wherever in their bounds the two are."""
    lower, higher = bool(after.high < before.low), bool(after.low > before.high)
    if not lower and not higher:
        return NOT_KNOWN
    return mark([1.0, 0.0] if lower else [0.0, 1.0], NumberType(), better)


def mark(values: Sequence[Known], type_: Type, better: str | None) -> str:
    """Whether the second value is better than the first; nothing where the rules say no direction."""
    if values[0] == values[1]:
        return UNCHANGED
    if better is None:
        return ""
    first, second = (_merit(value, type_, better) for value in values)
    return BETTER if second > first else WORSE if second < first else ""


def _merit(value: Known, type_: Type, better: str) -> float:
    """A number that is larger the better the value is."""
    if better not in ("lower", "higher"):
        return float(words(value) == better)
    rank = type_.levels.index(str(value)) if isinstance(type_, LevelsType) else float(value or 0)
    return -rank if better == "lower" else rank
