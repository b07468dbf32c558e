"""What was evaluated: the study, the rules with their citation, and whether the patients exist."""

from collections.abc import Iterator

from remit.report.blocks import Block, Column, Paragraph, Table
from remit.report.report import Report

UNVERIFIED = "UNVERIFIED"
_BANNER = "SYNTHETIC DATA: these patients do not exist. Nothing here says anything about a treatment."


def header_blocks(report: Report) -> list[Block]:
    """The title, the banner where it is due, the rules and the size of the data."""
    blocks: list[Block] = [Paragraph(report.title or report.rules.title, indent=0)]
    if report.is_synthetic:
        blocks.append(Paragraph(_BANNER, indent=0))
    rows = [*_sources(report)]
    rows += [(UNVERIFIED, text) for text in _unverified(report)]
    table = Table((Column(), Column(least=30)), (*rows, ("data", _data(report))))
    return [*blocks, table]


def _unverified(report: Report) -> Iterator[str]:
    """What of the definitions was not checked against its source: of the file, and of single outcomes."""
    yield from report.rules.unverified
    yield from (f"{used.name}: {text}" for used in report.rules.used for text in used.unverified)
    for outcome in report.rules.outcomes.values():
        if outcome.unverified:
            yield f"{outcome.name}: {outcome.unverified}"


def _sources(report: Report) -> Iterator[tuple[str, str]]:
    """The rule files with what they cite: the study's own, then those they use, each with what was set."""
    rules = report.rules
    if not any(used.joined for used in rules.used):
        yield "rules", _rules(report)
        yield from (("", citation) for citation in rules.citations)
    for used in rules.used:
        name = " ".join(filter(None, (used.name, used.version)))
        yield "rules" if used.joined else "uses", f"{name} ({used.source.name}): {used.title}"
        if used.settings:
            yield "", "with " + ", ".join(f"{name} = {value}" for name, value in used.settings)
        yield from (("", citation) for citation in used.citations)


def _rules(report: Report) -> str:
    rules = report.rules
    return f"{' '.join(filter(None, (rules.name, rules.version)))} ({rules.source.name}): {rules.title}"


def _data(report: Report) -> str:
    cohort = report.cohort
    patients, visits = len(cohort.patients), cohort.visits
    return f"{patients:,} patient{'' if patients == 1 else 's'}, {visits:,} visit{'' if visits == 1 else 's'}"
