"""The library of published criteria as a page: what there is, and one of them in full."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from remit.library import Entry, Fit
from remit.model.rules import RuleSet
from remit.model.types import NumberType, Type
from remit.report.blocks import Block, Column, Heading, Paragraph, Table
from remit.report.header import UNVERIFIED

_MOST_LISTED = 6


def entries_blocks(entries: Sequence[Entry], words: Sequence[str] = ()) -> Iterator[Block]:
    """A line a rule file; `words` are those that were looked for, if any."""
    if not entries:
        yield Paragraph(f"No rule file has {' and '.join(f'`{word}`' for word in words)} in its head.")
        yield Paragraph("The head is the name, the title and the citations; `remit library` lists all files.")
        return
    rows = tuple((one.name, one.title, "unverified in part" if one.unverified else "") for one in entries)
    yield Table((Column("name"), Column("title", least=30), Column("")), rows, narrow="open")
    yield Paragraph(f"{len(entries)} rule files; `remit library NAME` shows one.")


def entry_blocks(name: str, path: Path, rules: RuleSet) -> Iterator[Block]:
    """One rule file: its source, what it judges, what it reads, what can be set, how it is used."""
    yield Heading(rules.title)
    yield Paragraph(f"{name}, version {rules.version}")
    yield from (Paragraph(text, mark="cite ") for text in rules.citations)
    yield from (Paragraph(text, mark="note ") for text in rules.notes)
    yield from (Paragraph(text, mark=f"{UNVERIFIED} ") for text in _unverified(rules))
    outcomes = tuple((one.name, one.label, one.kind) for one in rules.outcomes.values())
    yield Heading("What it judges")
    yield Table((Column("name"), Column("outcome", least=20), Column("kind")), outcomes)
    yield Heading("What it reads")
    yield Table((Column("name"), Column("what", least=20), Column("as", least=12)), tuple(_inputs(rules)))
    if rules.parameters:
        yield Heading("What can be set")
        rows = tuple((one.name, one.label, one.value.span.text) for one in rules.parameters.values())
        yield Table((Column("parameter"), Column("what", least=20), Column("is")), rows)
    yield Paragraph(f"{len(rules.cases)} cases; `remit test` runs them.")
    yield from _use(path, rules)


def _use(path: Path, rules: RuleSet) -> Iterator[Block]:
    """How a study is evaluated with the file: as it lies there, or with reports of its own."""
    yield Heading("How to use it")
    yield Paragraph(f"rules = ['{path}']", 3)
    yield Paragraph(
        "in study.toml evaluates a study with it. To ask for more, name a copy of it there, and add:"
    )
    yield from (Paragraph(f"rate {name}", 3) for name in rules.outcomes)


def _unverified(rules: RuleSet) -> Iterator[str]:
    yield from rules.unverified
    yield from (f"{one.name}: {one.unverified}" for one in rules.outcomes.values() if one.unverified)


def _inputs(rules: RuleSet) -> Iterator[tuple[str, str, str]]:
    declared = rules.declarations
    for measure in declared.measures.values():
        yield measure.name, measure.label, scale_words(measure.type)
    for fact in declared.facts.values():
        yield fact.name, fact.label, scale_words(fact.type)
    for event in declared.events.values():
        yield event.name, event.label, "event"
    for drugs in declared.drugs.values():
        yield drugs.name, drugs.label, f"dose records, {scale_words(drugs.type)}"


def scale_words(type_: Type) -> str:
    """A scale with its unit and range of possible values."""
    if isinstance(type_, NumberType):
        low = "" if type_.low is None else f"{float(type_.low):g}"
        high = "" if type_.high is None else f"{float(type_.high):g}"
        return f"{type_.unit} {low} to {high}" if high else f"{type_.unit} from {low} up"
    return type_.words


def fits_blocks(fits: Sequence[Fit]) -> Iterator[Block]:
    """What a study could judge, and what it lacks for the rest."""
    ready = [fit for fit in fits if not fit.lacks]
    yield Paragraph(f"{len(ready)} of {len(fits)} rule files read only what this study records, by name.")
    rows = tuple(
        (fit.entry.name, f"{len(fit.has)}/{len(fit.has) + len(fit.lacks)}", _listed(fit.lacks))
        for fit in fits
        if fit.has
    )
    if rows:
        yield Table((Column("name"), Column("has", right=True), Column("lacks", least=30)), rows)


def _listed(names: Sequence[str]) -> str:
    rest = f" and {len(names) - _MOST_LISTED} more" if len(names) > _MOST_LISTED else ""
    return ", ".join(names[:_MOST_LISTED]) + rest
