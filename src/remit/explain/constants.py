"""The sets and parameters behind an audit, and where a used file's parameters were set."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from remit.explain.findings import Finding
from remit.explain.lines import Line
from remit.explain.statements import Statement, statement_of, statements
from remit.model.rules import Definition, Outcome, Parameter, RuleSet
from remit.source import Source


@dataclass(frozen=True, slots=True)
class Section:
    """A statement of the rules with what was found on its lines; `day` is the visit it is about, if any.

    `file` is where it is written and, of a used file, by what name it is used.
    """

    file: str
    name: str
    day: int | None
    lines: tuple[Line, ...]


def file_of(source: Source, name: str) -> str:
    """The file of a statement, and by what name it is used: `sparing.remit as loose`."""
    prefix = name.rpartition(".")[0]
    return f"{source.name} as {prefix}" if prefix else source.name


def constants(rules: RuleSet, shown: Sequence[Outcome | Definition]) -> Iterator[Section]:
    """The sets and parameters that the shown statements use, each once, in the order of the text."""
    found: dict[tuple[str, int, str], Section] = {}
    for declared in shown:
        prefix = declared.name.rpartition(".")[0]
        for use in statement_of(declared).uses:
            full = f"{prefix}.{use}" if prefix else use
            constant = _constant(rules, declared.span.source, full, use)
            if constant is not None:
                file = file_of(constant.span.source, full)
                found.setdefault((file, constant.span.start, full), _section(rules, constant, full))
    yield from (found[key] for key in sorted(found))


def _constant(rules: RuleSet, source: Source, full: str, use: str) -> Statement | None:
    """The statement of a set or parameter; None of other names."""
    if full in rules.parameters:
        return statement_of(rules.parameters[full])
    statement = statements(source).get(use)
    return statement if statement is not None and statement.is_constant else None


def _section(rules: RuleSet, constant: Statement, full: str) -> Section:
    source = constant.span.source
    lines = [Line(number, source.line_text(number)) for number in constant.lines]
    parameter = rules.parameters.get(full)
    if parameter is not None and parameter.set_at is not None:
        lines[0] = replace(lines[0], finding=Finding(value=_set(parameter)))
    return Section(file_of(source, full), full, None, tuple(lines))


def _set(parameter: Parameter) -> str:
    """`7.5 mg/day, set at study.remit:3`."""
    place = parameter.set_at
    assert place is not None
    value = " ".join(parameter.value.span.text.split())
    return f"{value}, set at {place.source.name}:{place.line}"
