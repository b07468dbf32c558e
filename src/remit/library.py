"""The published criteria that come with remit: found, described, and held against a study's data."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from remit.model.rules import RuleSet
    from remit.model.syntax import RuleFile


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule file of the library as its head tells it.

    name        by which it is asked for, its path without the ending: `sle/doris_2021`
    unverified  what of it was not checked against its source, one sentence each; empty where all was
    """

    name: str
    path: Path
    title: str
    citations: tuple[str, ...]
    unverified: tuple[str, ...]


def entries() -> tuple[Entry, ...]:
    """Every rule file of the library, by name."""
    return tuple(_entry(name, path) for name, path in files())


def files() -> Iterator[tuple[str, Path]]:
    """Every rule file of the library with its name, by name."""
    from remit.rule_files import library_files

    yield from library_files().items()


def _entry(name: str, path: Path) -> Entry:
    from remit.language import parse
    from remit.rule_files import read_source

    head = parse(read_source(path))
    marked = [*head.unverified, *_marked_outcomes(head.statements), *_marked_used(head)]
    return Entry(name, path, head.title or name, head.citations, tuple(marked))


def _marked_outcomes(statements: Sequence[object]) -> Iterator[str]:
    from remit.model.syntax import Outcome, Unverified

    for statement in statements:
        if isinstance(statement, Outcome):
            for clause in statement.clauses:
                if isinstance(clause, Unverified):
                    yield f"{statement.name.text}: {clause.text}"


def _marked_used(head: "RuleFile") -> Iterator[str]:
    """What of the files that it uses was not checked: its own verdicts rest on them."""
    from remit.model.syntax import Use
    from remit.rule_files import used_file

    for statement in head.statements:
        if isinstance(statement, Use):
            used = used_file(head.span.source, statement.file)
            yield from (f"{statement.file.text}: {text}" for text in used.unverified)
            yield from _marked_used(used)


def named(name: str) -> Path | None:
    """The file of a library name, with or without its folder; None where there is no such one."""
    found = dict(files())
    short = [path for full, path in found.items() if full.partition("/")[2] == name]
    return found.get(name) or (short[0] if len(short) == 1 else None)


def names() -> tuple[str, ...]:
    """Every name by which a rule file can be asked for."""
    return tuple(name for name, _ in files())


def matching(words: Sequence[str]) -> tuple[Entry, ...]:
    """The entries whose name, title or citation holds every one of the words."""

    def holds(entry: Entry) -> bool:
        text = " ".join((entry.name, entry.title, *entry.citations)).lower()
        return all(word.lower() in text for word in words)

    return tuple(entry for entry in entries() if holds(entry))


@dataclass(frozen=True, slots=True)
class Fit:
    """What a study's data have of what a rule file reads: the names it has, and those it lacks."""

    entry: Entry
    has: tuple[str, ...]
    lacks: tuple[str, ...]


def fits(recorded: frozenset[str]) -> tuple[Fit, ...]:
    """How far a study that records these names has what each rule file reads, the nearest fit first."""
    from remit.rule_files import load_rules

    found: list[Fit] = []
    for entry in entries():
        needed = inputs(load_rules(entry.path))
        has = tuple(name for name in needed if name in recorded)
        found.append(Fit(entry, has, tuple(name for name in needed if name not in recorded)))
    return tuple(
        sorted(
            found, key=lambda fit: (len(fit.lacks) / max(len(fit.has) + len(fit.lacks), 1), fit.entry.name)
        )
    )


def inputs(rules: "RuleSet") -> tuple[str, ...]:
    """The names of all that a rule set reads: measures, facts, events, drugs."""
    declared = rules.declarations
    return (*declared.measures, *declared.facts, *declared.events, *declared.drugs)
