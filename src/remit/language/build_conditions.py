"""Conditions: one method a rule of the grammar."""

from fractions import Fraction
from typing import Any, Literal, cast

from remit.language.parts import (
    AtMost,
    Gaps,
    Marker,
    VisitName,
    asked,
    every,
    gaps_of,
    is_zero_policy,
    name_of,
    only,
    reject_loose,
    says_days,
    whole_number,
)
from remit.model import syntax as s
from remit.source import Span

_VERBS: dict[str, s.Verb] = {"fall": "falls", "rise": "rises", "improve": "improves", "worsen": "worsens"}


class ConditionRules:
    """The rules of conditions."""

    # ---- conditions ----------------------------------------------------------------------------------

    def _disjunction(self, span: Span, parts: list[Any]) -> s.Logical:
        return self._logical(span, "or", parts)

    def _conjunction(self, span: Span, parts: list[Any]) -> s.Logical:
        return self._logical(span, "and", parts)

    def _logical(self, span: Span, operator: Literal["and", "or"], parts: list[Any]) -> s.Logical:
        for place, part in enumerate(parts):
            reject_loose(part, operator, first=place == 0, last=place == len(parts) - 1, whole=span)
        return s.Logical(span, operator, tuple(parts))

    def _negation(self, span: Span, parts: list[Any]) -> s.Not:
        return s.Not(span, parts[0])

    def _comparison(self, span: Span, parts: list[Any]) -> s.Comparison:
        left, operator, right = parts
        return s.Comparison(span, operator, left, right)

    def _is_level(self, span: Span, parts: list[Any]) -> s.IsLevel:
        subject, negated, levels = asked(parts)
        return s.IsLevel(span, subject, tuple(levels), negated)

    def _is_one_of(self, span: Span, parts: list[Any]) -> s.IsLevel:
        return self._is_level(span, parts)

    def _level_name(self, span: Span, parts: list[Any]) -> s.Word:
        return cast(s.Word, parts[0]) if parts else s.Word(span, span.text)

    def _is_recorded(self, span: Span, parts: list[Any]) -> s.IsRecorded:
        subject, negated, _ = asked(parts)
        return s.IsRecorded(span, subject, negated)

    def _is_applicable(self, span: Span, parts: list[Any]) -> s.IsApplicable:
        subject, negated, _ = asked(parts)
        return s.IsApplicable(span, subject, negated)

    def _amount(self, span: Span, parts: list[Any]) -> s.Amount:
        marker, value = parts
        return s.Amount(span, marker.rule == "more_than", value)

    def _change(self, verb: s.Word, rest: list[Any]) -> s.Change:
        amounts = tuple(part for part in rest if isinstance(part, s.Amount))
        zero = any(isinstance(part, Marker) and part.rule == "zero_policy" for part in rest)
        start, end = [part for part in rest if not isinstance(part, s.Amount) and not is_zero_policy(part)]
        word = verb.text if verb.text.endswith("s") else _VERBS[verb.text]
        return s.Change(verb.span.to(end.span), cast(s.Verb, word), amounts, start, end, zero)

    def _changes(self, span: Span, parts: list[Any]) -> s.Changes:
        subject, verb, *rest = parts
        return s.Changes(span, subject, self._change(verb, rest))

    def _quantified(self, span: Span, parts: list[Any]) -> s.OverVisits:
        count, *rest, body = parts
        return s.OverVisits(
            span, count, every(rest, s.Period), gaps_of(rest), body, name_of(rest), says_days(rest)
        )

    def _visit_name(self, span: Span, parts: list[Any]) -> VisitName:
        return VisitName(parts[0])

    def _events(self, span: Span, parts: list[Any]) -> s.OverEvents:
        count, event, *periods = parts
        return s.OverEvents(span, count, event, tuple(periods))

    def _of_set(self, span: Span, parts: list[Any]) -> s.OverSet:
        count, members, body = parts
        return s.OverSet(span, count, members, body)

    def _set_changes(self, span: Span, parts: list[Any]) -> s.OverSet:
        count, members, verb, *rest = parts
        return s.OverSet(span, count, members, self._change(verb, rest))

    def _of_list(self, span: Span, parts: list[Any]) -> s.OverSet:
        count, members = parts
        return s.OverSet(span, count, members, None)

    def _remaining(self, span: Span, parts: list[Any]) -> s.Remaining:
        return s.Remaining(span)

    def _list(self, span: Span, parts: list[Any]) -> tuple[s.Expression, ...]:
        return tuple(parts)

    def _any(self, span: Span, parts: list[Any]) -> s.Count:
        return s.Count(span, "any")

    def _every(self, span: Span, parts: list[Any]) -> s.Count:
        return s.Count(span, "every")

    def _none(self, span: Span, parts: list[Any]) -> s.Count:
        return s.Count(span, "no")

    def _count_at_least(self, span: Span, parts: list[Any]) -> s.Count:
        return s.Count(span, "at least", parts[0])

    def _count_at_most(self, span: Span, parts: list[Any]) -> s.Count:
        return s.Count(span, "at most", parts[0])

    def _count_exactly(self, span: Span, parts: list[Any]) -> s.Count:
        return s.Count(span, "exactly", parts[0])

    def _whole(self, span: Span, parts: list[Any]) -> s.Number:
        return s.Number(span, Fraction(whole_number(parts[0])), None)

    def _sustained(self, span: Span, parts: list[Any]) -> s.Sustained:
        body, extent, *rest = parts
        return s.Sustained(span, body, extent, gaps_of(rest))

    def _stable(self, span: Span, parts: list[Any]) -> s.Stable:
        return s.Stable(span, *parts)

    def _visit_count(self, span: Span, parts: list[Any]) -> int:
        return whole_number(parts[0])

    def _gaps(self, span: Span, parts: list[Any]) -> "Gaps":
        return Gaps(parts[0])

    def _confirmed(self, span: Span, parts: list[Any]) -> s.Confirmed:
        body, *rest = parts
        by = None
        if (
            not isinstance(rest[0], s.Length)
            and len([p for p in rest if not isinstance(p, s.Allowing | AtMost)]) > 1
        ):
            by, *rest = rest
        at_most = only(rest, AtMost)
        allowing = only(rest, s.Allowing)
        return s.Confirmed(span, body, by, rest[0], at_most.length if at_most else None, allowing)

    def _at_most_length(self, span: Span, parts: list[Any]) -> "AtMost":
        return AtMost(parts[0])

    def _allowing(self, span: Span, parts: list[Any]) -> s.Allowing:
        number, _, body = parts
        return s.Allowing(span, whole_number(number), body)

    def _moves(self, span: Span, parts: list[Any]) -> s.Moves:
        return s.Moves(span, parts[0])

    def _onset(self, span: Span, parts: list[Any]) -> s.Onset:
        return s.Onset(span, parts[0])
