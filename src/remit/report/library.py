"""The library of published criteria as a page: what there is, and one of them in full."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from remit.library import Entry, Fit
from remit.model.rules import Parameter, RuleSet, UsedFile
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
    yield from (Paragraph(_used(one), mark="uses ") for one in rules.used)
    outcomes = tuple((one.name, one.label, one.kind) for one in rules.outcomes.values())
    yield Heading("What it judges")
    yield Table((Column("name"), Column("outcome", least=20), Column("kind")), outcomes)
    yield Heading("What it reads")
    yield Table((Column("name"), Column("what", least=20), Column("as", least=12)), tuple(_inputs(rules)))
    own = [one for one in rules.parameters.values() if not rules.is_used(one.name)]
    if own:
        yield Heading("What can be set")
        rows = tuple(_parameter(one) for one in own)
        columns = (Column("parameter"), Column("what", least=20), Column("is"), Column("from", least=12))
        cited = any(row[-1] for row in rows)
        yield Table(columns if cited else columns[:-1], tuple(row if cited else row[:-1] for row in rows))
    yield Paragraph(f"{len(rules.cases)} cases; `remit test` runs them.")
    yield from _use(name, path, rules)


def _used(used: UsedFile) -> str:
    settings = ", ".join(f"{name} = {value}" for name, value in used.settings)
    return f"{used.title} (as {used.name}{', with ' + settings if settings else ''})"


def _parameter(one: Parameter) -> tuple[str, str, str, str]:
    """A parameter: its name, what it is, its value, and what that is cited from."""
    return one.name, one.label, " ".join(one.value.span.text.split()), one.source or ""


def _use(name: str, path: Path, rules: RuleSet) -> Iterator[Block]:
    """How a study is evaluated with the file: from a rule file of its own, or as it lies there."""
    own = [one for one in rules.parameters.values() if not rules.is_used(one.name)]
    settings = ", ".join(f"{one.name} = {' '.join(one.value.span.text.split())}" for one in own)
    yield Heading("How to use it")
    yield Paragraph("In a rule file of yours; what is not set stays as it is:")
    yield Paragraph(f'use "{name}" with {settings}' if settings else f'use "{name}"', 3)
    outcomes = [one for one in rules.outcomes if not rules.is_used(one)]
    yield from (Paragraph(f"rate {rules.name}.{one}", 3) for one in outcomes)
    yield Paragraph("As it is, in study.toml:")
    yield Paragraph(f"rules = ['{path}']", 3)


def _unverified(rules: RuleSet) -> Iterator[str]:
    yield from rules.unverified
    yield from (f"{used.name}: {text}" for used in rules.used for text in used.unverified)
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
