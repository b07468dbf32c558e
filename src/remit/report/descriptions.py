"""What the patients were like: numbers with their spread, levels with their counts."""

from fractions import Fraction

from remit.analysis import Description
from remit.report.blocks import Block, Column, Heading, Table
from remit.report.figures import NONE, decimals_of, recorded, rounded
from remit.report.report import Report
from remit.statistics.describe import Frequencies
from remit.statistics.result import Estimate

_COLUMNS = (Column(), Column("n", right=True), Column("mean (SD), median [range]; or count (%)", least=24))


def description_blocks(report: Report) -> list[Block]:
    """A line for each described value."""
    described = report.analysis.descriptions
    if not described:
        return []
    return [Heading("Characteristics"), Table(_COLUMNS, tuple(map(_row, described)), narrow="open")]


def _row(description: Description) -> tuple[str, ...]:
    label = f"{description.label}, {description.unit}" if description.unit else description.label
    summary = description.summary
    if isinstance(summary, Frequencies):
        return label, f"{summary.n}/{summary.n + summary.n_missing}", _frequencies(summary)
    return label, f"{summary.n}/{summary.n_total}", _numbers(summary)


def _frequencies(found: Frequencies) -> str:
    shares = [
        f"{one.category.replace('_', ' ')} {one.count}"
        + (f" ({one.percent:.3g} %)" if one.percent is not None else "")
        for one in found.frequencies
    ]
    return ", ".join(shares)


def _numbers(found: Estimate) -> str:
    if found.value is None:
        return NONE
    figures = {name: value for name, value in found.extra if value is not None}
    decimals = decimals_of(Fraction(repr(figures[name])) for name in ("min", "max"))
    spread = f" ({rounded(figures['SD'], decimals)})" if "SD" in figures else ""
    median, low, high = (recorded(figures[name], decimals) for name in ("median", "min", "max"))
    return f"{rounded(found.value, decimals)}{spread}, median {median} [{low} to {high}]"
