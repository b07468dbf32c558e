"""The console report, part by part."""

from collections.abc import Iterator

from remit.report.blocks import Block, Gap, Paragraph
from remit.report.comparisons import comparison_blocks
from remit.report.descriptions import description_blocks
from remit.report.layout import Stream, laid_out
from remit.report.rates import rate_blocks
from remit.report.remarks import remark_blocks
from remit.report.report import Report
from remit.report.survival import survival_blocks


def render_text(report: Report, stream: Stream = Stream()) -> str:
    return laid_out(report_blocks(report), stream)


def report_blocks(report: Report) -> Iterator[Block]:
    yield from description_blocks(report)
    yield from rate_blocks(report)
    yield from comparison_blocks(report)
    yield from survival_blocks(report)
    yield from remark_blocks(report)
