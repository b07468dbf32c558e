"""The parser's tree to syntax records: one method a rule of the grammar, by the rule's name."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, TypeVar, cast

from lark import Token, Tree

from remit.diagnostics.diagnostic import Diagnostic, Label, Rejected
from remit.model import syntax as s
from remit.source import Source, Span

Wanted = TypeVar("Wanted")

_VERBS: dict[str, s.Verb] = {"fall": "falls", "rise": "rises", "improve": "improves", "worsen": "worsens"}


@dataclass(frozen=True, slots=True)
class Marker(s.Node):
    """A word that only marks its presence: `not`, `from zero any rise counts`."""

    rule: str


class Builder:
    """Builds the records of one source. Holds nothing but the source."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def rule_file(self, tree: Tree[object]) -> s.RuleFile:
        return cast(s.RuleFile, self._build(tree))

    # ---- walking -------------------------------------------------------------------------------------

    def _build(self, item: object) -> Any:
        if isinstance(item, Token):
            return s.Word(self._source.span(item.start_pos or 0, item.end_pos or 0), str(item))
        tree = cast("Tree[object]", item)
        parts = [self._build(child) for child in tree.children]
        span = self._span(tree)
        rule = str(tree.data)
        method: Callable[[Span, list[Any]], Any] | None = getattr(self, f"_{rule}", None)
        return method(span, parts) if method else Marker(span, rule)

    def _span(self, tree: Tree[object]) -> Span:
        meta = tree.meta
        return self._source.span(0, 0) if meta.empty else self._source.span(meta.start_pos, meta.end_pos)

    # ---- the file and its declarations ---------------------------------------------------------------

    def _start(self, span: Span, parts: list[Any]) -> s.RuleFile:
        head = parts[0] if parts and isinstance(parts[0], _Head) else _Head()
        statements = tuple(part for part in parts if not isinstance(part, _Head))
        whole = self._source.span(0, len(self._source.text))
        return s.RuleFile(whole, head.name, head.version, head.title, head.citations, head.notes, statements)

    def _ruleset(self, span: Span, parts: list[Any]) -> "_Head":
        name, version, *items = parts
        by_rule: dict[str, list[str]] = {"title": [], "cite": [], "note": []}
        for rule, text in items:
            by_rule[rule].append(text)
        title = by_rule["title"][0] if by_rule["title"] else None
        return _Head(name, version.text, title, tuple(by_rule["cite"]), tuple(by_rule["note"]))

    def _title(self, span: Span, parts: list[Any]) -> tuple[str, str]:
        return "title", _unquoted(parts[0])

    def _cite(self, span: Span, parts: list[Any]) -> tuple[str, str]:
        return "cite", _unquoted(parts[0])

    def _note(self, span: Span, parts: list[Any]) -> tuple[str, str]:
        return "note", _unquoted(parts[0])

    def _negative(self, span: Span, parts: list[Any]) -> s.Number:
        (number,) = parts
        return s.Number(span, -number.value, number.unit)

    def _parameter(self, span: Span, parts: list[Any]) -> s.Parameter:
        name, label, (value,) = _named(parts)
        return s.Parameter(span, name, label, value)

    def _fact(self, span: Span, parts: list[Any]) -> s.Fact:
        name, label, (scale,) = _named(parts)
        return s.Fact(span, name, label, scale)

    def _measure(self, span: Span, parts: list[Any]) -> s.Measure:
        name, label, (scale, *attributes) = _named(parts)
        usual = _only(attributes, s.Usual)
        better = _only(attributes, s.Word)
        return s.Measure(span, name, label, scale, usual, better)

    def _event(self, span: Span, parts: list[Any]) -> s.Event:
        name, label, _ = _named(parts)
        return s.Event(span, name, label)

    def _set(self, span: Span, parts: list[Any]) -> s.Set:
        name, label, members = _named(parts)
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
        name, label, (target, (low, high), *pick) = _named(parts)
        return s.Timepoint(span, name, label, target, low, high, pick[0] if pick else None)

    def _window(self, span: Span, parts: list[Any]) -> tuple[s.Instant, s.Instant]:
        return parts[0], parts[1]

    def _pick(self, span: Span, parts: list[Any]) -> str:
        return ", ".join(part.text for part in parts if part.text != ",")

    def _define(self, span: Span, parts: list[Any]) -> s.Define:
        name, label, (value,) = _named(parts)
        return s.Define(span, name, label, value)

    def _state(self, span: Span, parts: list[Any]) -> s.State:
        name, label, (value,) = _named(parts)
        return s.State(span, name, label, value)

    def _classify(self, span: Span, parts: list[Any]) -> s.Classify:
        name, label, levels = _named(parts)
        return s.Classify(span, name, label, tuple(levels))

    def _level(self, span: Span, parts: list[Any]) -> s.LevelTest:
        return s.LevelTest(span, *parts)

    def _otherwise(self, span: Span, parts: list[Any]) -> s.LevelTest:
        return s.LevelTest(span, parts[0], None)

    # ---- outcomes, reports, cases --------------------------------------------------------------------

    def _outcome(self, span: Span, parts: list[Any]) -> s.Outcome:
        kind, *rest = parts
        name, label, clauses = _named(rest)
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
        return s.Compare(span, subject, start, end, _population(rest), *_methods(rest))

    def _compare_with(self, span: Span, parts: list[Any]) -> s.CompareWith:
        first, second, *rest = parts
        return s.CompareWith(span, first, second, _population(rest), *_methods(rest))

    def _population(self, span: Span, parts: list[Any]) -> s.Population:
        return s.Population(span, parts[0] if parts else None, None)

    def _by_group(self, span: Span, parts: list[Any]) -> "_By":
        return _By(parts[0])

    def _agree(self, span: Span, parts: list[Any]) -> s.Agree:
        first, second, *rest = parts
        return s.Agree(span, first, second, _population(rest), _only(rest, s.Word))

    def _adjust(self, span: Span, parts: list[Any]) -> s.Adjust:
        return s.Adjust(span, parts[0])

    def _method(self, span: Span, parts: list[Any]) -> s.Word:
        return cast(s.Word, parts[0])

    def _gate(self, span: Span, parts: list[Any]) -> "_Gate":
        return _Gate(parts[0], Fraction(parts[1].text))

    def _rate(self, span: Span, parts: list[Any]) -> s.Rate:
        return s.Rate(span, _all(parts, s.Reference), _population(parts), _only(parts, s.Word))

    def _time_to(self, span: Span, parts: list[Any]) -> s.TimeTo:
        return s.TimeTo(span, _all(parts, s.Reference), _population(parts))

    def _case(self, span: Span, parts: list[Any]) -> s.Case:
        title, *items = parts
        givens = tuple(item for item in items if isinstance(item, s.Given | s.Followed))
        expected = tuple(item for item in items if isinstance(item, s.Expected))
        return s.Case(span, _unquoted(title), givens, expected)

    def _given(self, span: Span, parts: list[Any]) -> s.Given:
        name, value, *when = parts
        return s.Given(span, name, _case_value(value), when[0] if when else None)

    def _given_more(self, span: Span, parts: list[Any]) -> s.Given:
        value, when = parts
        return s.Given(span, None, _case_value(value), when)

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

    # ---- conditions ----------------------------------------------------------------------------------

    def _disjunction(self, span: Span, parts: list[Any]) -> s.Logical:
        return self._logical(span, "or", parts)

    def _conjunction(self, span: Span, parts: list[Any]) -> s.Logical:
        return self._logical(span, "and", parts)

    def _logical(self, span: Span, operator: Literal["and", "or"], parts: list[Any]) -> s.Logical:
        for place, part in enumerate(parts):
            _reject_loose(part, operator, first=place == 0, last=place == len(parts) - 1, whole=span)
        return s.Logical(span, operator, tuple(parts))

    def _negation(self, span: Span, parts: list[Any]) -> s.Not:
        return s.Not(span, parts[0])

    def _comparison(self, span: Span, parts: list[Any]) -> s.Comparison:
        left, operator, right = parts
        return s.Comparison(span, operator, left, right)

    def _is_level(self, span: Span, parts: list[Any]) -> s.IsLevel:
        subject, negated, levels = _is(parts)
        return s.IsLevel(span, subject, tuple(levels), negated)

    def _is_one_of(self, span: Span, parts: list[Any]) -> s.IsLevel:
        return self._is_level(span, parts)

    def _level_name(self, span: Span, parts: list[Any]) -> s.Word:
        return cast(s.Word, parts[0]) if parts else s.Word(span, span.text)

    def _is_recorded(self, span: Span, parts: list[Any]) -> s.IsRecorded:
        subject, negated, _ = _is(parts)
        return s.IsRecorded(span, subject, negated)

    def _is_applicable(self, span: Span, parts: list[Any]) -> s.IsApplicable:
        subject, negated, _ = _is(parts)
        return s.IsApplicable(span, subject, negated)

    def _amount(self, span: Span, parts: list[Any]) -> s.Amount:
        marker, value = parts
        return s.Amount(span, marker.rule == "more_than", value)

    def _change(self, verb: s.Word, rest: list[Any]) -> s.Change:
        amounts = tuple(part for part in rest if isinstance(part, s.Amount))
        zero = any(isinstance(part, Marker) and part.rule == "zero_policy" for part in rest)
        start, end = [part for part in rest if not isinstance(part, s.Amount) and not _is_zero_policy(part)]
        word = verb.text if verb.text.endswith("s") else _VERBS[verb.text]
        return s.Change(verb.span.to(end.span), cast(s.Verb, word), amounts, start, end, zero)

    def _changes(self, span: Span, parts: list[Any]) -> s.Changes:
        subject, verb, *rest = parts
        return s.Changes(span, subject, self._change(verb, rest))

    def _quantified(self, span: Span, parts: list[Any]) -> s.OverVisits:
        count, *rest, body = parts
        return s.OverVisits(span, count, _all(rest, s.Period), _gaps(rest), body)

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
        return s.Number(span, Fraction(_whole_number(parts[0])), None)

    def _sustained(self, span: Span, parts: list[Any]) -> s.Sustained:
        body, extent, *rest = parts
        return s.Sustained(span, body, extent, _gaps(rest))

    def _visit_count(self, span: Span, parts: list[Any]) -> int:
        return _whole_number(parts[0])

    def _gaps(self, span: Span, parts: list[Any]) -> "_Gaps":
        return _Gaps(parts[0])

    def _confirmed(self, span: Span, parts: list[Any]) -> s.Confirmed:
        body, *rest = parts
        by = None
        if (
            not isinstance(rest[0], s.Length)
            and len([p for p in rest if not isinstance(p, s.Allowing | _AtMost)]) > 1
        ):
            by, *rest = rest
        at_most = _only(rest, _AtMost)
        allowing = _only(rest, s.Allowing)
        return s.Confirmed(span, body, by, rest[0], at_most.length if at_most else None, allowing)

    def _at_most_length(self, span: Span, parts: list[Any]) -> "_AtMost":
        return _AtMost(parts[0])

    def _allowing(self, span: Span, parts: list[Any]) -> s.Allowing:
        number, _, body = parts
        return s.Allowing(span, _whole_number(number), body)

    def _onset(self, span: Span, parts: list[Any]) -> s.Onset:
        return s.Onset(span, parts[0])

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
        return s.Aggregate(span, kind, subject, _all(rest, s.Period), _with(rest))

    def _previous(self, span: Span, parts: list[Any]) -> s.Aggregate:
        return s.Aggregate(span, "previous", parts[0], (), None)

    def _first_or_last(self, span: Span, parts: list[Any]) -> s.FirstOrLast:
        which, subject, *rest = parts
        return s.FirstOrLast(span, which.text, subject, _all(rest, s.Period), _with(rest))

    def _with(self, span: Span, parts: list[Any]) -> "_With":
        return _With(parts[0])

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
        which, _, *rest, body = parts
        return s.VisitMoment(span, which.text, _all(rest, s.Period), body)

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

    def _in_last(self, span: Span, parts: list[Any]) -> s.Period:
        return s.Period(span, "in_last", (), parts[1])

    def _so_far(self, span: Span, parts: list[Any]) -> s.Period:
        return s.Period(span, "so_far")


@dataclass(frozen=True, slots=True)
class _Head:
    """The `ruleset` line."""

    name: s.Word | None = None
    version: str | None = None
    title: str | None = None
    citations: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _By:
    group: s.Reference


@dataclass(frozen=True, slots=True)
class _Gate:
    method: s.Word
    alpha: Fraction


@dataclass(frozen=True, slots=True)
class _Gaps:
    length: s.Length | s.Reference


@dataclass(frozen=True, slots=True)
class _With:
    condition: s.Expression


@dataclass(frozen=True, slots=True)
class _AtMost:
    length: s.Length | s.Reference


def _unquoted(word: s.Word) -> str:
    return word.text[1:-1]


def _named(parts: list[Any]) -> tuple[s.Word, str | None, list[Any]]:
    """A declaration's name, its label where it has one, and the rest."""
    name, *rest = parts
    if rest and isinstance(rest[0], s.Word) and rest[0].text.startswith('"'):
        return name, _unquoted(rest[0]), rest[1:]
    return name, None, rest


def _all(parts: list[Any], kind: type[Wanted]) -> tuple[Wanted, ...]:
    return tuple(part for part in parts if isinstance(part, kind))


def _only(parts: list[Any], kind: type[Wanted]) -> Wanted | None:
    return next(iter(_all(parts, kind)), None)


def _gaps(parts: list[Any]) -> s.Length | s.Reference | None:
    found = _only(parts, _Gaps)
    return found.length if found else None


def _population(parts: list[Any]) -> s.Population:
    population, by = _only(parts, s.Population), _only(parts, _By)
    assert population is not None
    return s.Population(population.span, population.among, by.group if by else None)


def _methods(parts: list[Any]) -> tuple[s.Word | None, s.Word | None, Fraction | None]:
    """The method, and the one behind the gate with its level."""
    gate = _only(parts, _Gate)
    return _only(parts, s.Word), gate.method if gate else None, gate.alpha if gate else None


def _with(parts: list[Any]) -> s.Expression | None:
    found = _only(parts, _With)
    return found.condition if found else None


def _is(parts: list[Any]) -> tuple[Any, bool, list[Any]]:
    """The subject, whether `not` was said, and what follows."""
    subject, *rest = parts
    negated = bool(rest) and isinstance(rest[0], Marker) and rest[0].rule == "not"
    return subject, negated, rest[1:] if negated else rest


def _is_zero_policy(part: object) -> bool:
    return isinstance(part, Marker) and part.rule == "zero_policy"


def _case_value(value: Any) -> Any:
    return None if isinstance(value, Marker) else value


def _whole_number(word: s.Word) -> int:
    if "." in word.text:
        place = Label(word.span, "a count is a whole number")
        raise Rejected([Diagnostic("E101", f"{word.text} is not a count", place)])
    return int(word.text)


def _reject_loose(part: Any, operator: str, *, first: bool, last: bool, whole: Span) -> None:
    """`any visit has a and b`: does `and b` belong to the visit? Both readings are offered, none is taken."""
    trailing = isinstance(part, s.OverVisits) and isinstance(part.body, s.Reference) and not last
    leading = isinstance(part, s.Sustained | s.Confirmed) and isinstance(part.body, s.Reference) and not first
    if not trailing and not leading:
        return
    source = whole.source
    before, after = source.text[whole.start : part.span.start], source.text[part.span.end : whole.end]
    apart = f"{before}({part.span.text}){after}"
    if trailing:
        head = source.text[part.span.start : part.body.span.start]
        inside = f"{before}{head}({part.body.span.text}{after})"
    else:
        tail = source.text[part.body.span.end : part.span.end]
        inside = f"({before}{part.body.span.text}){tail}{after}"
    raise Rejected(
        [
            Diagnostic(
                "E104",
                f"it is not clear how far the condition goes: `{operator}` stands loose beside it",
                Label(part.body.span, "does the condition end here?"),
                help=(f"either  {_one_line(apart)}", f"or      {_one_line(inside)}"),
            )
        ]
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
