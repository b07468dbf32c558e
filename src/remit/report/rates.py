"""The rates: every reading of each that undetermined patients allow."""

from collections.abc import Iterator

from remit.analysis import RateAnalysis, RateLine
from remit.report.blocks import Block, Column, Heading, Paragraph, Table
from remit.report.figures import NONE, count_range, percent, percent_limits, percent_range
from remit.report.groups import named
from remit.report.header import UNVERIFIED
from remit.report.report import Report

_COLUMNS = (
    Column(least=30),
    Column("n/N", right=True),
    Column("%", right=True),
    Column("95 % CI", right=True),
    Column("Method"),
)

_ALL = "The rules ask for no rate, so every outcome is rated; `rate NAME` in the rule file chooses."


def rate_blocks(report: Report) -> list[Block]:
    """A line for a rate whose patients are all decided; else its label, and a line for each reading."""
    rates = report.rates
    if not rates:
        return []
    rows = [row for rate in rates for row in _rows(report, rate)]
    blocks: list[Block] = [Heading("Rates"), Table(_COLUMNS, tuple(rows), narrow="open"), *_nobody(rates)]
    return [*blocks, Paragraph(_ALL)] if report.asks_for_none else blocks


def _rows(report: Report, rate: RateAnalysis) -> list[tuple[str, ...]]:
    if not rate.undetermined:
        return [_row(_label(report, rate), rate.lines[0], rate)]
    lines = [_row(f"  {line.words}", line, rate) for line in rate.lines]
    return [(_label(report, rate), "", "", "", ""), *lines]


def _label(report: Report, rate: RateAnalysis) -> str:
    label = named(rate.label, rate.group)
    return f"{label} ({UNVERIFIED})" if report.rules.unverified_of(rate.outcome) else label


def _row(stub: str, line: RateLine, rate: RateAnalysis) -> tuple[str, ...]:
    count = f"{count_range(line.low, line.high)}/{line.n}"
    if line.kind == "open":
        return (
            stub,
            count,
            percent_range(line.low, line.high, line.n),
            "",
            f"{rate.undetermined} undetermined",
        )
    if line.estimate is None or line.estimate.interval is None:
        return stub, count, NONE, NONE, "nobody"
    limits = percent_limits(line.estimate.interval)
    return stub, count, percent_range(line.low, line.high, line.n), limits, line.estimate.method


def _nobody(rates: tuple[RateAnalysis, ...]) -> Iterator[Block]:
    """How frequent what nobody had may still be."""
    for rate in rates:
        if rate.upper is not None and (limit := rate.upper.interval) is not None:
            label = named(rate.label, rate.group)
            yield Paragraph(
                f"{label}: none of {rate.upper.n}; one-sided 95 % upper limit {percent(limit.high)} %."
            )
