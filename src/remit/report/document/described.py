"""Descriptions and rates in the JSON report."""

from typing import Literal

from remit.analysis import Description, RateAnalysis
from remit.report.document.figures import EstimatePart, estimate_if_any, estimate_part
from remit.report.document.part import Part
from remit.statistics.describe import Frequencies


class FrequencyPart(Part):
    """How many patients have one category; the percentage is of those who have any."""

    category: str
    count: int
    percent: float | None


class FrequenciesPart(Part):
    """The categories of a described value."""

    frequencies: tuple[FrequencyPart, ...]
    n: int
    n_missing: int


class DescriptionPart(Part):
    """What `describe` asks for: a mean with its spread, or the frequencies of levels."""

    name: str
    label: str
    unit: str
    summary: EstimatePart | FrequenciesPart


class RateLinePart(Part):
    """One reading of a rate: low to high patients met of n."""

    kind: Literal["all decided", "open", "declared", "decided only", "worst", "best"]
    words: str
    low: int
    high: int
    n: int
    estimate: EstimatePart | None


class RatePart(Part):
    """What `rate` asks for, in a group of patients ("" for everyone). The first line is the headline."""

    outcome: str
    label: str
    group: str
    lines: tuple[RateLinePart, ...]
    upper: EstimatePart | None
    """The one-sided upper limit where nobody met it."""


def description_part(one: Description) -> DescriptionPart:
    """A description."""
    found = one.summary
    summary = _frequencies(found) if isinstance(found, Frequencies) else estimate_part(found)
    return DescriptionPart(name=one.name, label=one.label, unit=one.unit, summary=summary)


def _frequencies(found: Frequencies) -> FrequenciesPart:
    parts = (
        FrequencyPart(category=one.category, count=one.count, percent=one.percent)
        for one in found.frequencies
    )
    return FrequenciesPart(frequencies=tuple(parts), n=found.n, n_missing=found.n_missing)


def rate_part(one: RateAnalysis) -> RatePart:
    """A rate with all its readings."""
    lines = (
        RateLinePart(
            kind=line.kind,
            words=line.words,
            low=line.low,
            high=line.high,
            n=line.n,
            estimate=estimate_if_any(line.estimate),
        )
        for line in one.lines
    )
    return RatePart(
        outcome=one.outcome,
        label=one.label,
        group=one.group.words,
        lines=tuple(lines),
        upper=estimate_if_any(one.upper),
    )
