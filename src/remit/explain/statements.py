"""The statements of a rule file with their lines and the names that they use."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from types import MappingProxyType

from remit.model import syntax as s
from remit.model.rules import Definition, Outcome, Parameter
from remit.source import Source, Span


@dataclass(frozen=True, slots=True)
class Statement:
    """A declared statement: its name, all of its text, and the names it refers to, in reading order.

    `is_constant` of a set or parameter, which is the same for every patient; `counts_line` is the line of an
    outcome's `missing counts as`, None without.
    """

    name: str
    span: Span
    uses: tuple[str, ...]
    is_constant: bool
    counts_line: int | None

    @property
    def lines(self) -> range:
        """Its lines, counted from 1."""
        return range(self.span.line, self.span.end_line + 1)


@cache
def statements(source: Source) -> Mapping[str, Statement]:
    """The declared statements of a rule text that has been checked, by name, in its order."""
    # The checked rules keep the places of names and conditions, not of whole statements.
    from remit.language import parse

    declared = (one for one in parse(source).statements if isinstance(one, s.Declaration))
    return MappingProxyType({one.name.text: _statement(one) for one in declared})


def statement_of(declared: Definition | Outcome | Parameter) -> Statement:
    """The statement of what was checked; of a used file it has that file's name in front."""
    return statements(declared.span.source)[declared.name.rpartition(".")[2]]


def _statement(one: s.Declaration) -> Statement:
    clauses = one.clauses if isinstance(one, s.Outcome) else ()
    counts = [clause.span.line for clause in clauses if isinstance(clause, s.MissingCounts)]
    is_constant = isinstance(one, s.Set | s.Parameter)
    return Statement(one.name.text, one.span, _uses(one), is_constant, counts[0] if counts else None)


def _uses(declaration: s.Declaration) -> tuple[str, ...]:
    if isinstance(declaration, s.Set):
        return tuple(member.text for member in declaration.members)
    return tuple(dict.fromkeys(_references(declaration)))


def _references(node: object) -> Iterator[str]:
    """The names that are referred to anywhere inside a node."""
    if isinstance(node, s.Reference):
        yield node.name
    elif isinstance(node, s.IsLevel):
        yield from _references(node.subject)
        yield from (word.text for word in node.levels)  # a level, or a parameter that is one
    elif isinstance(node, tuple):
        for part in node:
            yield from _references(part)
    elif isinstance(node, s.Node):
        for field in fields(node):
            yield from _references(getattr(node, field.name))
