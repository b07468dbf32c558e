"""What belongs to a study, not to a file: its data and its timepoints have one meaning in all rule files.

A name that two files declare alike is one and the same datum, which the study binds once. Where they declare
it differently, the files disagree, and neither is taken: both places are shown.
"""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from remit.model import syntax as s
from remit.model.declarations import Drugs, Event, Fact, Measure, Timepoint
from remit.model.types import LevelsType, NumberType
from remit.source import Span

if TYPE_CHECKING:
    from remit.check.checker import Checker

Datum: TypeAlias = Measure | Fact | Event | Drugs | Timepoint
DATA = (Measure, Fact, Event, Drugs, Timepoint)
SHARED_STATEMENTS = (s.Measure, s.Fact, s.Event, s.Drugs, s.Timepoint)
"""How a datum is written."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A datum as one file declares it."""

    datum: Datum
    checker: "Checker"


@dataclass
class Shared:
    """The data of a study by name, each as every file declares it that names it."""

    entries: dict[str, list[Entry]] = field(default_factory=dict)

    def enter(self, checker: "Checker", datum: Datum) -> None:
        """Note a datum of a file. Fails where another file means something else by its name."""
        for entry in self.entries.get(datum.name, []):
            if difference := _difference(entry.datum, datum):
                raise _disagree(checker, datum, entry.datum.span, difference)
        outer = checker.outer
        while outer is not None:
            written = outer.written.get(datum.name)
            if written is not None and type(written) not in SHARED_STATEMENTS:
                raise _disagree(checker, datum, written.name.span, "not a datum of the study here")
            outer = outer.outer
        self.entries.setdefault(datum.name, []).append(Entry(datum, checker))

    def data(self, checker: "Checker") -> dict[str, Datum]:
        """Every datum that was named: those of this file in their order, then those of the files it uses."""
        own = [name for name in checker.written if name in self.entries]
        names = dict.fromkeys([*own, *self.entries])
        return {name: _joined(self.entries[name]) for name in names}


def _joined(entries: list[Entry]) -> Datum:
    """One datum of what all files say: the outermost file's words, and what of the rest any says."""
    first, *others = [
        one.datum for one in sorted(entries, key=lambda one: (one.checker.prefix.count("."), one.datum.name))
    ]
    if isinstance(first, Measure):
        for other in others:
            assert isinstance(other, Measure)
            first = replace(first, better=first.better or other.better, usual=first.usual or other.usual)
    return first


def _difference(first: Datum, second: Datum) -> str:
    """How two declarations of one name differ in meaning, said of the first; nothing where they agree."""
    if type(first) is not type(second):
        return f"{_KINDS[type(first)]} here"
    if isinstance(first, Timepoint) and isinstance(second, Timepoint):
        one, other = ((x.target, x.low, x.high, x.pick) for x in (first, second))
        words = f"day {first.target}, window day {first.low} to day {first.high}, {first.pick} here"
        return "" if one == other else words
    if isinstance(first, Drugs) and isinstance(second, Drugs):
        alike = first.type == second.type and _members(first) == _members(second)
        return "" if alike else "another range or other equivalences here"
    return _value_difference(first, second)


def _value_difference(first: Any, second: Any) -> str:
    if isinstance(first, Event):
        return ""
    if first.type != second.type:
        return f"{type_words(first.type)} here"
    if isinstance(first, Measure) and first.better and second.better and first.better != second.better:
        return f"{first.better} is better here"
    return ""


def _members(drugs: Drugs) -> list[tuple[str, Any]]:
    return [(one.name, one.equivalence) for one in drugs.members]


def type_words(type_: Any) -> str:
    """A type with its range or its levels."""
    if isinstance(type_, NumberType):
        low, high = ("?" if end is None else f"{float(end):g}" for end in (type_.low, type_.high))
        upper = "up" if type_.high is None else f"to {high}"
        return f"{type_.unit.text or 'a plain number'} from {low} {upper}"
    if isinstance(type_, LevelsType):
        return (" < " if type_.ordered else ", ").join(type_.levels)
    return str(type_.words)


_KINDS: dict[type, str] = {
    Measure: "a measure",
    Fact: "a fact",
    Event: "an event",
    Drugs: "a drug",
    Timepoint: "a timepoint",
}


def _disagree(checker: "Checker", datum: Datum, other: Span, difference: str) -> Exception:
    name = datum.name
    message = f"`{name}` means one thing in `{_file(datum.span)}` and another in `{_file(other)}`"
    help_ = [
        f"say what the used file reads: `use … with {name} = {name}`",
        "or give one of them another name",
    ]
    also = [(other, difference)]
    return checker.problems.fail("E208", message, datum.span, _here(datum), also=also, help=help_)


def _here(datum: Datum) -> str:
    match datum:
        case Timepoint():
            return f"day {datum.target}, window day {datum.low} to day {datum.high}, {datum.pick} here"
        case Measure(better=str()):
            return f"{type_words(datum.type)}, {datum.better} is better here"
        case Measure() | Fact():
            return f"{type_words(datum.type)} here"
        case _:
            return f"{_KINDS[type(datum)]} here"


def _file(span: Span) -> str:
    return span.source.name
