"""Several comparisons of one study: their p values adjusted for one another."""

from collections.abc import Iterator

from remit.report.blocks import Block, Column, Heading, Paragraph, Table
from remit.report.figures import NONE, probability
from remit.report.report import Report

_COLUMNS = (Column(least=24), Column("p", right=True), Column("adjusted p", right=True))


def adjusted_blocks(report: Report) -> Iterator[Block]:
    """A row a comparison, with its p before and after."""
    found = report.analysis.adjusted
    if found is None:
        return
    adjusted = found.adjusted
    yield Heading(f"All comparisons together: {adjusted.method}")
    rows = zip(found.labels, map(_shown, adjusted.p), map(_shown, adjusted.adjusted), strict=True)
    yield Table(_COLUMNS, tuple(rows))
    yield from (Paragraph(note.text, 3) for note in adjusted.notes)


def _shown(p: float | None) -> str:
    return NONE if p is None else probability(p)
