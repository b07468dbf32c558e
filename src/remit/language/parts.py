"""Small parts that the rules of the grammar hand to one another while records are built."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeVar

from remit.diagnostics.diagnostic import Diagnostic, Label, Rejected
from remit.model import syntax as s
from remit.source import Span

Wanted = TypeVar("Wanted")


@dataclass(frozen=True, slots=True)
class Marker(s.Node):
    """A word that only marks its presence: `not`, `from zero any rise counts`."""

    rule: str


@dataclass(frozen=True, slots=True)
class Head:
    """The `ruleset` line."""

    name: s.Word | None = None
    version: str | None = None
    title: str | None = None
    citations: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class By:
    group: s.Reference


@dataclass(frozen=True, slots=True)
class Gate:
    method: s.Word
    alpha: Fraction


@dataclass(frozen=True, slots=True)
class Gaps:
    length: s.Length | s.Reference


@dataclass(frozen=True, slots=True)
class VisitName:
    name: s.Word


@dataclass(frozen=True, slots=True)
class With:
    condition: s.Expression


@dataclass(frozen=True, slots=True)
class AtMost:
    length: s.Length | s.Reference


def unquoted(word: s.Word) -> str:
    """A text without its quotes."""
    return word.text[1:-1]


def named(parts: list[Any]) -> tuple[s.Word, str | None, list[Any]]:
    """A declaration's name, its label where it has one, and the rest."""
    name, *rest = parts
    if rest and isinstance(rest[0], s.Word) and rest[0].text.startswith('"'):
        return name, unquoted(rest[0]), rest[1:]
    return name, None, rest


def every(parts: list[Any], kind: type[Wanted]) -> tuple[Wanted, ...]:
    """The parts of one kind."""
    return tuple(part for part in parts if isinstance(part, kind))


def only(parts: list[Any], kind: type[Wanted]) -> Wanted | None:
    """The first part of one kind, if any."""
    return next(iter(every(parts, kind)), None)


def gaps_of(parts: list[Any]) -> s.Length | s.Reference | None:
    """The limit of `with gaps of at most …`, if any."""
    found = only(parts, Gaps)
    return found.length if found else None


def population_of(parts: list[Any]) -> s.Population:
    """Whom an analysis is about, of its parts."""
    population, by = only(parts, s.Population), only(parts, By)
    assert population is not None
    return s.Population(population.span, population.among, by.group if by else None)


def methods_of(parts: list[Any]) -> tuple[s.Word | None, s.Word | None, Fraction | None]:
    """The method, and the one behind the gate with its level."""
    gate = only(parts, Gate)
    return only(parts, s.Word), gate.method if gate else None, gate.alpha if gate else None


def order_of(parts: list[Any]) -> s.Order | None:
    """Which end of the levels is better, where the statement says it."""
    found = only(parts, s.PlainOrder)
    return found.order if found else None


def condition_of(parts: list[Any]) -> s.Expression | None:
    """The condition of `with (…)`, if any."""
    found = only(parts, With)
    return found.condition if found else None


def name_of(parts: list[Any]) -> s.Word | None:
    """The name that a visit is given, if any."""
    found = only(parts, VisitName)
    return found.name if found else None


def asked(parts: list[Any]) -> tuple[Any, bool, list[Any]]:
    """The subject, whether `not` was said, and what follows."""
    subject, *rest = parts
    negated = bool(rest) and isinstance(rest[0], Marker) and rest[0].rule == "not"
    return subject, negated, rest[1:] if negated else rest


def is_zero_policy(part: object) -> bool:
    """Whether a part says `from zero any rise counts`."""
    return isinstance(part, Marker) and part.rule == "zero_policy"


def says_days(parts: list[Any]) -> bool:
    """Whether it is asked of days, not of visits."""
    return any(isinstance(part, Marker) and part.rule == "each_day" for part in parts)


def case_value(value: Any) -> Any:
    """The value of a datum; None for `not recorded`."""
    return None if isinstance(value, Marker) else value


def whole_number(word: s.Word) -> int:
    """The number of a count."""
    if "." in word.text:
        place = Label(word.span, "a count is a whole number")
        raise Rejected([Diagnostic("E101", f"{word.text} is not a count", place)])
    return int(word.text)


def reject_loose(part: Any, operator: str, *, first: bool, last: bool, whole: Span) -> None:
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
