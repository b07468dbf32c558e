"""The file, its declarations, outcomes, reports and cases: one method a rule of the grammar."""

from fractions import Fraction
from typing import Any, cast

from remit.diagnostics.diagnostic import Diagnostic, Label, Rejected
from remit.language.parts import (
    By,
    Gate,
    Head,
    Marker,
    case_value,
    every,
    methods_of,
    named,
    only,
    order_of,
    population_of,
    unquoted,
    whole_number,
)
from remit.model import syntax as s
from remit.source import Span


class FileRules:
    """The rules of a file and its statements."""

    # ---- the file and its declarations ---------------------------------------------------------------

    def _start(self, span: Span, parts: list[Any]) -> s.RuleFile:
        head = parts[0] if parts and isinstance(parts[0], Head) else Head()
        statements = tuple(part for part in parts if not isinstance(part, Head))
        whole = span.source.span(0, len(span.source.text))
        return s.RuleFile(
            whole,
            head.name,
            head.version,
            head.title,
            head.citations,
            head.notes,
            head.unverified,
            statements,
        )

    def _ruleset(self, span: Span, parts: list[Any]) -> "Head":
        name, version, *items = parts
        by_rule: dict[str, list[str]] = {"title": [], "cite": [], "note": [], "unverified": []}
        for item in items:
            rule, text = ("unverified", item.text) if isinstance(item, s.Unverified) else item
            by_rule[rule].append(text)
        title = by_rule["title"][0] if by_rule["title"] else None
        return Head(
            name,
            version.text,
            title,
            tuple(by_rule["cite"]),
            tuple(by_rule["note"]),
            tuple(by_rule["unverified"]),
        )

    def _title(self, span: Span, parts: list[Any]) -> tuple[str, str]:
        return "title", unquoted(parts[0])

    def _cite(self, span: Span, parts: list[Any]) -> tuple[str, str]:
        return "cite", unquoted(parts[0])

    def _note(self, span: Span, parts: list[Any]) -> tuple[str, str]:
        return "note", unquoted(parts[0])

    def _negative(self, span: Span, parts: list[Any]) -> s.Number:
        (number,) = parts
        return s.Number(span, -number.value, number.unit)

    def _parameter(self, span: Span, parts: list[Any]) -> s.Parameter:
        name, label, (value, *cited) = named(parts)
        return s.Parameter(span, name, label, value, cited[0] if cited else None)

    def _level_of(self, span: Span, parts: list[Any]) -> s.LevelOf:
        level, *scale = parts
        return s.LevelOf(span, level, scale[0] if scale else None)

    def _use(self, span: Span, parts: list[Any]) -> s.Use:
        file, *rest = parts
        named_file = s.Word(file.span, unquoted(file))
        return s.Use(span, named_file, every(rest, s.Setting), only(rest, s.Word))

    def _setting(self, span: Span, parts: list[Any]) -> s.Setting:
        name, value = parts
        return s.Setting(span, name, value)

    def _fact(self, span: Span, parts: list[Any]) -> s.Fact:
        name, label, (scale,) = named(parts)
        return s.Fact(span, name, label, scale)

    def _measure(self, span: Span, parts: list[Any]) -> s.Measure:
        name, label, (scale, *attributes) = named(parts)
        usual = only(attributes, s.Usual)
        better = only(attributes, s.Word)
        return s.Measure(span, name, label, scale, usual, better)

    def _event(self, span: Span, parts: list[Any]) -> s.Event:
        name, label, _ = named(parts)
        return s.Event(span, name, label)

    def _drugs(self, span: Span, parts: list[Any]) -> s.Drugs:
        name, label, (dose, *rest) = named(parts)
        return s.Drugs(span, name, label, dose, every(rest, s.Equivalent), only(rest, str))

    def _drug(self, span: Span, parts: list[Any]) -> s.Drugs:
        name, label, (dose,) = named(parts)
        return s.Drugs(span, name, label, dose, (), None)

    def _equivalent(self, span: Span, parts: list[Any]) -> s.Equivalent:
        name, *worth = parts
        above, below = Fraction(worth[0].text), Fraction(worth[1].text if len(worth) > 1 else 1)
        return s.Equivalent(span, name, above / below if below else None)

    def _cited(self, span: Span, parts: list[Any]) -> str:
        return unquoted(parts[0])

    def _set(self, span: Span, parts: list[Any]) -> s.Set:
        name, label, members = named(parts)
        return s.Set(span, name, label, tuple(members))

    def _yes_or_no(self, span: Span, parts: list[Any]) -> s.YesOrNo:
        return s.YesOrNo(span)

    def _one_of(self, span: Span, parts: list[Any]) -> s.Levels:
        return s.Levels(span, tuple(parts), ordered=False)

    def _ordered(self, span: Span, parts: list[Any]) -> s.Levels:
        return s.Levels(span, tuple(parts), ordered=True)

    def _date(self, span: Span, parts: list[Any]) -> s.Date:
        return s.Date(span)

    def _quantity(self, span: Span, parts: list[Any]) -> s.Quantity:
        unit, low, high = parts
        return s.Quantity(span, unit, low, None if isinstance(high, Marker) else high)

    def _unit(self, span: Span, parts: list[Any]) -> s.Word:
        return cast(s.Word, parts[0])

    def _bound(self, span: Span, parts: list[Any]) -> Fraction:
        return Fraction(parts[0].text)

    def _usual(self, span: Span, parts: list[Any]) -> s.Usual:
        return s.Usual(span, *parts)

    def _direction(self, span: Span, parts: list[Any]) -> s.Word:
        return cast(s.Word, parts[0])

    def _timepoint(self, span: Span, parts: list[Any]) -> s.Timepoint:
        name, label, (target, (low, high), *pick) = named(parts)
        return s.Timepoint(span, name, label, target, low, high, pick[0] if pick else None)

    def _window(self, span: Span, parts: list[Any]) -> tuple[s.Instant, s.Instant]:
        return parts[0], parts[1]

    def _pick(self, span: Span, parts: list[Any]) -> str:
        return ", ".join(part.text for part in parts if part.text != ",")

    def _define(self, span: Span, parts: list[Any]) -> s.Define:
        name, label, (value,) = named(parts)
        return s.Define(span, name, label, value)

    def _unverified(self, span: Span, parts: list[Any]) -> s.Unverified:
        return s.Unverified(span, unquoted(parts[0]))

    def _score(self, span: Span, parts: list[Any]) -> s.Score:
        name, label, weights = named(parts)
        return s.Score(span, name, label, tuple(weights))

    def _weight(self, span: Span, parts: list[Any]) -> s.Weight:
        points, *items = parts
        return s.Weight(span, points, tuple(items))

    def _state(self, span: Span, parts: list[Any]) -> s.State:
        name, label, (value,) = named(parts)
        return s.State(span, name, label, value)

    def _moving(self, span: Span, parts: list[Any]) -> s.MovingReference:
        name, label, (_, start, _, value, moves) = named(parts)
        return s.MovingReference(span, name, label, start, value, moves)

    def _lasting_state(self, span: Span, parts: list[Any]) -> s.State:
        name, label, (begins, _, ends) = named(parts)
        return s.State(span, name, label, begins, ends)

    def _classify(self, span: Span, parts: list[Any]) -> s.Classify:
        name, label, rest = named(parts)
        return s.Classify(span, name, label, every(rest, s.LevelTest), order_of(rest))

    def _level(self, span: Span, parts: list[Any]) -> s.LevelTest:
        return s.LevelTest(span, *parts)

    def _otherwise(self, span: Span, parts: list[Any]) -> s.LevelTest:
        return s.LevelTest(span, parts[0], None)

    # ---- outcomes, reports, cases --------------------------------------------------------------------

    def _outcome(self, span: Span, parts: list[Any]) -> s.Outcome:
        kind, *rest = parts
        name, label, clauses = named(rest)
        return s.Outcome(span, name, label, kind.text, tuple(clauses))

    def _among(self, span: Span, parts: list[Any]) -> s.Clause:
        return s.Clause(span, "among", parts[0])

    def _following(self, span: Span, parts: list[Any]) -> s.Clause:
        return s.Clause(span, "following", parts[0])

    def _when(self, span: Span, parts: list[Any]) -> s.Clause:
        return s.Clause(span, "when", parts[0])

    def _unless(self, span: Span, parts: list[Any]) -> s.Clause:
        return s.Clause(span, "unless", parts[0])

    def _missing(self, span: Span, parts: list[Any]) -> s.MissingCounts:
        return s.MissingCounts(span, parts[0].rule == "met")

    def _describe(self, span: Span, parts: list[Any]) -> s.Describe:
        return s.Describe(span, tuple(parts))

    def _compare(self, span: Span, parts: list[Any]) -> s.Compare:
        subject, start, end, *rest = parts
        return s.Compare(span, subject, start, end, population_of(rest), *methods_of(rest))

    def _compare_with(self, span: Span, parts: list[Any]) -> s.CompareWith:
        first, second, *rest = parts
        return s.CompareWith(span, first, second, population_of(rest), *methods_of(rest))

    def _population(self, span: Span, parts: list[Any]) -> s.Population:
        return s.Population(span, parts[0] if parts else None, None)

    def _by_group(self, span: Span, parts: list[Any]) -> "By":
        return By(parts[0])

    def _agree(self, span: Span, parts: list[Any]) -> s.Agree:
        first, second, *rest = parts
        return s.Agree(span, first, second, population_of(rest), only(rest, s.Word))

    def _adjust(self, span: Span, parts: list[Any]) -> s.Adjust:
        return s.Adjust(span, parts[0])

    def _method(self, span: Span, parts: list[Any]) -> s.Word:
        return cast(s.Word, parts[0])

    def _gate(self, span: Span, parts: list[Any]) -> "Gate":
        return Gate(parts[0], Fraction(parts[1].text))

    def _rate(self, span: Span, parts: list[Any]) -> s.Rate:
        return s.Rate(span, every(parts, s.Reference), population_of(parts), only(parts, s.Word))

    def _time_to(self, span: Span, parts: list[Any]) -> s.TimeTo:
        return s.TimeTo(span, every(parts, s.Reference), population_of(parts))

    def _case(self, span: Span, parts: list[Any]) -> s.Case:
        title, *items = parts
        givens = tuple(item for item in items if isinstance(item, s.Given | s.Followed))
        expected = tuple(item for item in items if isinstance(item, s.Expected))
        return s.Case(span, unquoted(title), givens, expected)

    def _censored(self, span: Span, parts: list[Any]) -> s.Censored:
        comparator, limit = parts
        if comparator.text in ("=", "!="):
            place = Label(comparator.span, "only < and > are known here")
            help_ = ("`= <0.3 mg/L` is a value below what can be told",)
            raise Rejected([Diagnostic("E101", f"`{comparator.text}` limits no value", place, help=help_)])
        return s.Censored(span, limit, comparator.text.startswith("<"))

    def _given(self, span: Span, parts: list[Any]) -> s.Given:
        name, value, *when = parts
        return s.Given(span, name, case_value(value), *_when(when))

    def _given_more(self, span: Span, parts: list[Any]) -> s.Given:
        value, *when = parts
        return s.Given(span, None, case_value(value), *_when(when))

    def _doses(self, span: Span, parts: list[Any]) -> s.Doses:
        every_days = [part for part in parts if isinstance(part, int)]
        first, *last = [part for part in parts if isinstance(part, s.Instant)]
        return s.Doses(span, first, last[0] if last else None, every_days[0] if every_days else 1)

    def _every_days(self, span: Span, parts: list[Any]) -> int:
        return 2 if isinstance(parts[0], Marker) else whole_number(parts[0])

    def _followed(self, span: Span, parts: list[Any]) -> s.Followed:
        return s.Followed(span, parts[0])

    def _word(self, span: Span, parts: list[Any]) -> s.Word:
        return cast(s.Word, parts[0])

    def _expectation(self, span: Span, parts: list[Any]) -> s.Expected:
        name, verdict, *when = parts
        if isinstance(verdict, Marker):
            verdict = verdict.rule.replace("_", " ")
        return s.Expected(span, name, verdict, when[0] if when else None)

    def _expected_value(self, span: Span, parts: list[Any]) -> s.Expected:
        name, value, *when = parts
        return s.Expected(span, name, value, when[0] if when else None)


def _when(parts: list[Any]) -> tuple[s.Instant | None, s.Doses | None]:
    """The day of a datum, or the days on which a dose was given."""
    return only(parts, s.Instant), only(parts, s.Doses)
