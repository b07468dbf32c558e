"""Values, points in time, periods and lengths: one method a rule of the grammar."""

from fractions import Fraction
from typing import Any, cast

from remit.language.parts import With, condition_of, every, name_of, says_days
from remit.model import syntax as s
from remit.source import Span


class ValueRules:
    """The rules of values and of time."""

    # ---- values --------------------------------------------------------------------------------------

    def _sum(self, span: Span, parts: list[Any]) -> s.Arithmetic:
        return self._arithmetic(parts)

    def _product(self, span: Span, parts: list[Any]) -> s.Arithmetic:
        return self._arithmetic(parts)

    def _arithmetic(self, parts: list[Any]) -> s.Arithmetic:
        left, operator, right, *rest = parts
        joined = s.Arithmetic(left.span.to(right.span), operator, left, right)
        return self._arithmetic([joined, *rest]) if rest else joined

    def _minus(self, span: Span, parts: list[Any]) -> s.Minus:
        return s.Minus(span, parts[0])

    def _aggregate(self, span: Span, parts: list[Any]) -> s.Aggregate:
        word, subject, *rest = parts
        kind = cast(s.AggregateKind, " ".join(word.text.split()))
        return s.Aggregate(span, kind, subject, every(rest, s.Period), condition_of(rest))

    def _of_numbers(self, span: Span, parts: list[Any]) -> s.OfNumbers:
        word, members, *rest = parts
        kind = cast(s.AggregateKind, " ".join(word.text.split()))
        return s.OfNumbers(span, kind, members, condition_of(rest))

    def _number_of(self, span: Span, parts: list[Any]) -> s.OfNumbers:
        _, members, condition = parts
        return s.OfNumbers(span, "number", members, condition.condition)

    def _share_of(self, span: Span, parts: list[Any]) -> s.ShareOfVisits:
        _, *periods, condition = parts
        return s.ShareOfVisits(span, every(periods, s.Period), condition)

    def _previous(self, span: Span, parts: list[Any]) -> s.Aggregate:
        return s.Aggregate(span, "previous", parts[0], (), None)

    def _first_or_last(self, span: Span, parts: list[Any]) -> s.FirstOrLast:
        which, subject, *rest = parts
        return s.FirstOrLast(span, which.text, subject, every(rest, s.Period), condition_of(rest))

    def _with(self, span: Span, parts: list[Any]) -> "With":
        return With(parts[0])

    def _change_in(self, span: Span, parts: list[Any]) -> s.ChangeIn:
        word, subject, start, end = parts
        return s.ChangeIn(span, word.text.startswith("percent"), subject, start, end)

    def _at(self, span: Span, parts: list[Any]) -> s.At:
        return s.At(span, *parts)

    def _in_unit(self, span: Span, parts: list[Any]) -> s.InUnit:
        return s.InUnit(span, *parts)

    def _or_else(self, span: Span, parts: list[Any]) -> s.OrElse:
        return s.OrElse(span, *parts)

    def _it(self, span: Span, parts: list[Any]) -> s.It:
        return s.It(span)

    def _call(self, span: Span, parts: list[Any]) -> s.Call:
        function, *arguments = parts
        return s.Call(span, function, tuple(arguments))

    def _duration_between(self, span: Span, parts: list[Any]) -> s.DaysBetween:
        return s.DaysBetween(span, *parts)

    def _parenthesis(self, span: Span, parts: list[Any]) -> s.Parenthesis:
        return s.Parenthesis(span, parts[0])

    def _moment(self, span: Span, parts: list[Any]) -> s.VisitMoment:
        which, *rest, body = parts
        return s.VisitMoment(span, which.text, every(rest, s.Period), body, name_of(rest), says_days(rest))

    def _earlier_or_later(self, span: Span, parts: list[Any]) -> s.EarlierOrLater:
        which, *points = parts
        return s.EarlierOrLater(span, which.text, tuple(points))

    def _reference(self, span: Span, parts: list[Any]) -> s.Reference:
        return s.Reference(span, parts[0].text)

    def _number(self, span: Span, parts: list[Any]) -> s.Number:
        number, *unit = parts
        return s.Number(span, Fraction(number.text), unit[0] if unit else None)

    def _percentage_points(self, span: Span, parts: list[Any]) -> s.PercentagePoints:
        return s.PercentagePoints(span, Fraction(parts[0].text))

    def _yes(self, span: Span, parts: list[Any]) -> s.Truth:
        return s.Truth(span, True)

    def _no(self, span: Span, parts: list[Any]) -> s.Truth:
        return s.Truth(span, False)

    # ---- points, periods, lengths --------------------------------------------------------------------

    def _now(self, span: Span, parts: list[Any]) -> s.Now:
        return s.Now(span)

    def _end_of_follow_up(self, span: Span, parts: list[Any]) -> s.EndOfFollowUp:
        return s.EndOfFollowUp(span)

    def _instant(self, span: Span, parts: list[Any]) -> s.Instant:
        unit, count = parts
        return s.Instant(span, unit.text, int(count.text))

    def _length(self, span: Span, parts: list[Any]) -> s.Length | s.Reference:
        if isinstance(parts[0], s.Reference):
            return parts[0]
        number, unit = parts
        return s.Length(span, Fraction(number.text), cast(s.CalendarUnit, unit.text.removesuffix("s")))

    def _from_to(self, span: Span, parts: list[Any]) -> s.Period:
        return s.Period(span, "from_to", tuple(parts))

    def _from_on(self, span: Span, parts: list[Any]) -> s.Period:
        return s.Period(span, "from_on", tuple(parts))

    def _between(self, span: Span, parts: list[Any]) -> s.Period:
        return s.Period(span, "between", tuple(parts))

    def _after(self, span: Span, parts: list[Any]) -> s.Period:
        return s.Period(span, "after", tuple(parts))

    def _before(self, span: Span, parts: list[Any]) -> s.Period:
        return s.Period(span, "before", tuple(parts))

    def _until(self, span: Span, parts: list[Any]) -> s.Period:
        return s.Period(span, "until", tuple(parts))

    def _within_after(self, span: Span, parts: list[Any]) -> s.Period:
        return s.Period(span, "within_after", (parts[1],), parts[0])

    def _within_before(self, span: Span, parts: list[Any]) -> s.Period:
        return s.Period(span, "within_before", (parts[1],), parts[0])

    def _within_any(self, span: Span, parts: list[Any]) -> s.Period:
        return s.Period(span, "within_any", (), parts[0])

    def _in_last(self, span: Span, parts: list[Any]) -> s.Period:
        return s.Period(span, "in_last", (), parts[1])

    def _so_far(self, span: Span, parts: list[Any]) -> s.Period:
        return s.Period(span, "so_far")
