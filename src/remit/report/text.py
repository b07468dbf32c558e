"""The report for people, part by part."""

from collections.abc import Iterator
from typing import Final

from remit.report.adjusted import adjusted_blocks
from remit.report.blocks import Block
from remit.report.categories import agreement_blocks, category_blocks
from remit.report.comparisons import comparison_blocks
from remit.report.descriptions import description_blocks
from remit.report.evaluable import evaluable_blocks
from remit.report.header import header_blocks
from remit.report.ignorance import ignorance_blocks
from remit.report.layout import Stream, laid_out
from remit.report.patients import patient_blocks
from remit.report.rates import rate_blocks
from remit.report.remarks import remark_blocks
from remit.report.report import Report
from remit.report.survival import survival_blocks

MOST_PATIENTS: Final = 40
"""How many patients the report lists unless asked for more."""


def report_blocks(report: Report, patients: int | None = MOST_PATIENTS) -> Iterator[Block]:
    """The whole report, listing at most so many patients (None: all)."""
    yield from header_blocks(report)
    yield from evaluable_blocks(report, patients)
    yield from patient_blocks(report, patients)
    yield from description_blocks(report)
    yield from rate_blocks(report)
    yield from comparison_blocks(report)
    yield from category_blocks(report)
    yield from ignorance_blocks(report)
    yield from adjusted_blocks(report)
    yield from agreement_blocks(report)
    yield from survival_blocks(report)
    yield from remark_blocks(report)


def render_text(report: Report, stream: Stream | None = None, patients: int | None = MOST_PATIENTS) -> str:
    """The report as text for a stream; without one it is as wide as it needs to be, in UTF-8."""
    return laid_out(report_blocks(report, patients), stream or Stream())
