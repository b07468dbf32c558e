"""Bands, decision tables and values by case: one method a rule of the grammar."""

from typing import Any, cast

from remit.language.parts import Marker, every, named, only, order_of
from remit.model import syntax as s
from remit.source import Span


class TableRules:
    """The rules of bands, tables and choices."""

    # ---- bands ---------------------------------------------------------------------------------------

    def _band(self, span: Span, parts: list[Any]) -> s.Band:
        name, label, (subject, *rest) = named(parts)
        steps = only(rest, s.Steps)
        rows = every(rest, s.BandRow)
        return s.Band(
            span, name, label, subject, steps.step if steps else None, _first(rest), order_of(rest), rows
        )

    def _banded_at(self, span: Span, parts: list[Any]) -> s.At:
        return s.At(span, *parts)

    def _steps(self, span: Span, parts: list[Any]) -> s.Steps:
        return s.Steps(span, parts[1])

    def _order(self, span: Span, parts: list[Any]) -> s.PlainOrder:
        return s.PlainOrder(span, cast(s.Order, " ".join(parts[0].text.split())))

    def _band_row(self, span: Span, parts: list[Any]) -> s.BandRow:
        level, limits, *points = parts
        return s.BandRow(span, level, limits, points[0] if points else None)

    def _rest(self, span: Span, parts: list[Any]) -> s.BandRow:
        level, *points = parts
        return s.BandRow(span, level, None, points[0] if points else None)

    def _from_to_limit(self, span: Span, parts: list[Any]) -> s.Limits:
        return _limits(span, parts, low_open=False, high_open=False)

    def _from_below(self, span: Span, parts: list[Any]) -> s.Limits:
        return _limits(span, parts, low_open=False, high_open=True)

    def _above_to(self, span: Span, parts: list[Any]) -> s.Limits:
        return _limits(span, parts, low_open=True, high_open=False)

    def _above_below(self, span: Span, parts: list[Any]) -> s.Limits:
        return _limits(span, parts, low_open=True, high_open=True)

    def _below(self, span: Span, parts: list[Any]) -> s.Limits:
        return s.Limits(span, None, False, parts[0], True)

    def _at_most_limit(self, span: Span, parts: list[Any]) -> s.Limits:
        return s.Limits(span, None, False, parts[0], False)

    def _above(self, span: Span, parts: list[Any]) -> s.Limits:
        return s.Limits(span, parts[0], True, None, False)

    def _at_least_limit(self, span: Span, parts: list[Any]) -> s.Limits:
        return s.Limits(span, parts[0], False, None, False)

    # ---- tables --------------------------------------------------------------------------------------

    def _table(self, span: Span, parts: list[Any]) -> s.Table:
        name, label, rest = named(parts)
        inputs, rows = every(rest, s.Reference), every(rest, s.Row)
        return s.Table(span, name, label, inputs, _first(rest), order_of(rest), rows)

    def _row(self, span: Span, parts: list[Any]) -> s.Row:
        *entries, level = parts
        asked = tuple(
            entry if isinstance(entry, s.Entry) else s.Entry(entry.span, (), False) for entry in entries
        )
        return s.Row(span, asked, level)

    def _table_rest(self, span: Span, parts: list[Any]) -> s.Row:
        return s.Row(span, None, parts[0])

    def _entry(self, span: Span, parts: list[Any]) -> s.Entry:
        negated = isinstance(parts[0], Marker) and parts[0].rule == "not"
        return s.Entry(span, every(parts, s.Word), negated)

    # ---- values by case ------------------------------------------------------------------------------

    def _choice(self, span: Span, parts: list[Any]) -> s.Choice:
        *cases, last = parts
        return s.Choice(span, (*(value for value, _ in cases), last), tuple(test for _, test in cases))

    def _choice_when(self, span: Span, parts: list[Any]) -> tuple[s.Expression, s.Expression]:
        return parts[0], parts[1]

    def _choice_otherwise(self, span: Span, parts: list[Any]) -> s.Expression:
        return cast(s.Expression, parts[0])

    def _points_of(self, span: Span, parts: list[Any]) -> s.PointsOf:
        return s.PointsOf(span, parts[1])


def _limits(span: Span, parts: list[Any], *, low_open: bool, high_open: bool) -> s.Limits:
    """`from 10 to 20 points`: a limit without a unit has that of the other."""
    low, high = parts
    if isinstance(low, s.Number) and isinstance(high, s.Number) and low.unit is None:
        low = s.Number(low.span, low.value, high.unit)
    return s.Limits(span, low, low_open, high, high_open)


def _first(parts: list[Any]) -> bool:
    """Whether `first match` was said."""
    return any(isinstance(part, Marker) and part.rule == "first_match" for part in parts)
