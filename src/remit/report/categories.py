"""Paired categories: a yes or no at two times, two criteria, levels; how far two classifications agree."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np

from remit.analysis import AgreementAnalysis, CategoryAnalysis
from remit.report.blocks import Block, Column, Heading, Paragraph, Table
from remit.report.comparisons import gate_blocks, heading, paired_columns, pairs_of
from remit.report.figures import NONE, p_value, percent, rounded
from remit.report.groups import named
from remit.report.methods import method_words
from remit.report.notes import Letters, joined, lettered, marked, note_blocks
from remit.report.report import Report
from remit.statistics.result import Estimate
from remit.statistics.tables import SquareTable

_YES = 1
"""The place of `yes` among the categories of a truth."""


def category_blocks(report: Report) -> Iterator[Block]:
    """The tables of paired yes or no by their times, then each crosstable of levels with its tests."""
    truths = [one for one in report.analysis.categories if one.difference is not None]
    for _, group in groupby(truths, lambda one: (one.comparison.start, one.comparison.end)):
        yield from _truths(list(group))
    for one in report.analysis.categories:
        if one.difference is None:
            yield from _levels(one)


# ---- yes or no ---------------------------------------------------------------------------------------


def _truths(analyses: Sequence[CategoryAnalysis]) -> Iterator[Block]:
    letters = lettered(note for one in analyses for note in _notes(one))
    comparison = analyses[0].comparison
    yield Heading(heading(comparison))
    rows = tuple(row for one in analyses for row in _rows(one, letters))
    yield Table(paired_columns(comparison, "difference"), rows, narrow="open")
    yield from note_blocks(letters)
    yield from gate_blocks(analyses)
    yield Paragraph(
        "yes: count (%); difference in percentage points, with its 95 % interval; p two-sided.", 3
    )


def _unpaired(one: CategoryAnalysis) -> str:
    return _lost(one.table, one.comparison.start, one.comparison.end)


def _notes(one: CategoryAnalysis) -> Iterator[str]:
    yield _unpaired(one)
    yield joined(one.difference.notes if one.difference else ())
    for _, test in one.tests:
        yield joined(test.notes)


def _rows(one: CategoryAnalysis, letters: Letters) -> Iterator[tuple[str, ...]]:
    total = one.table.n + one.table.lost.total
    stub = f"{named(one.label, one.group)}: yes; {pairs_of(one.table.n, total)}"
    cells = [marked(stub, _unpaired(one), letters), _share(one.table.first[_YES], one.table.n)]
    cells += [_share(one.table.second[_YES], one.table.n), _difference(one.difference, letters)]
    for name, test in one.tests:
        yield *cells, marked(p_value(test), joined(test.notes), letters), method_words(name, test)
        cells = [""] * len(cells)


def _share(count: int, n: int) -> str:
    return f"{count} ({percent(count / n)})" if n else NONE


def _difference(difference: Estimate | None, letters: Letters) -> str:
    if difference is None or difference.value is None:
        return NONE
    interval = difference.interval
    limits = f" [{_points(interval.low, interval.high, ', ')}]" if interval else ""
    return marked(rounded(100 * difference.value, 1) + limits, joined(difference.notes), letters)


def _points(low: float, high: float, between: str) -> str:
    return f"{rounded(100 * low, 1)}{between}{rounded(100 * high, 1)}"


def _lost(table: SquareTable, first: str, second: str) -> str:
    """How many patients have no pair, as a sentence; nothing where all have one."""
    lost = table.lost
    parts = [(lost.first, first), (lost.second, second), (lost.both, "both")]
    found = [f"{count} for {words}" for count, words in parts if count]
    return f"Without a pair, not known: {', '.join(found)}." if found else ""


# ---- levels ------------------------------------------------------------------------------------------


def _levels(one: CategoryAnalysis) -> Iterator[Block]:
    start, end = one.comparison.start, one.comparison.end
    yield Heading(f"{named(one.label, one.group)}: {start} (rows) and {end} (columns)")
    yield _crosstable(one.levels, one.table)
    for _, test in one.tests:
        yield Paragraph(f"{test.method}: p = {p_value(test)}", 3)
        yield from (Paragraph(note.text, 5) for note in test.notes)
    if lost := _lost(one.table, start, end):
        yield Paragraph(lost, 3)
    yield from gate_blocks([one])


def _crosstable(levels: Sequence[str], table: SquareTable) -> Table:
    titles = (Column(), *(Column(level, right=True) for level in levels))
    counts = zip(levels, np.array(table.rows).tolist(), strict=True)
    return Table(titles, tuple((level, *map(str, row)) for level, row in counts))


def agreement_blocks(report: Report) -> Iterator[Block]:
    """For each pair of classifications the coefficient and the crosstable."""
    for one in report.analysis.agreements:
        first, second = one.agreement.first_name, one.agreement.second_name
        yield Heading(named(f"Agreement of {first} (rows) with {second} (columns)", one.group))
        yield _crosstable(one.levels, one.table)
        yield Paragraph(_coefficient(one), 3)
        notes = [note.text for note in one.estimate.notes]
        yield from (Paragraph(text, 3) for text in (_lost(one.table, first, second), *notes) if text)


def _coefficient(one: AgreementAnalysis) -> str:
    found = one.estimate
    agreeing = f"{one.table.agreeing} of {one.table.n} agree"
    if found.value is None:
        return f"{agreeing}; {found.method}: undefined"
    interval = found.interval
    limits = f" [{interval.low:.2f}, {interval.high:.2f}]" if interval else ""
    return f"{agreeing}; {found.method}: {found.value:.2f}{limits}"
