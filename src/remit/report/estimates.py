"""The estimates as one long table: a row a figure (group, variable, context, stat_name, stat_label, stat).

The layout is that of analysis results data: every figure of the report that is no patient's, under a stable
name, so that it can be filtered, compared with another run, or set into a table by other software.
"""

import csv
import io
import math
from collections.abc import Iterator

from remit.analysis import CategoryAnalysis, ComparisonAnalysis, RateAnalysis, SurvivalAnalysis
from remit.report.report import Report
from remit.statistics.describe import Frequencies
from remit.statistics.result import Estimate

COLUMNS = ("group", "variable", "context", "stat_name", "stat_label", "stat")
Figure = tuple[str, str, str]
"""The name of a figure, its words, and the figure; empty where it is undefined."""
Row = tuple[str, str, str, str, str, str]


def to_estimates(report: Report) -> str:
    """Every estimate as CSV, in the order of the report; the same bytes for the same data."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_rows(report))
    return text.getvalue()


def _rows(report: Report) -> Iterator[Row]:
    analysis = report.analysis
    for described in analysis.descriptions:
        figures = _summary(described.summary)
        yield from (("", described.name, "description", *figure) for figure in figures)
    for rate in report.rates:
        yield from _rate(rate)
    for comparison in analysis.comparisons:
        yield from _comparison(comparison)
    for categories in analysis.categories:
        yield from _categories(categories)
    for agreement in analysis.agreements:
        names = f"{agreement.agreement.first_name} with {agreement.agreement.second_name}"
        figures = _estimate(agreement.estimate)
        yield from ((agreement.group.words, names, agreement.agreement.method, *one) for one in figures)
    for timed in analysis.times:
        yield from _time(timed)
    if analysis.adjusted is not None:
        found = analysis.adjusted
        for label, p in zip(found.labels, found.adjusted.adjusted, strict=True):
            yield "", label, found.adjusted.method, "p_adjusted", "adjusted p", _number(p)


def _rate(rate: RateAnalysis) -> Iterator[Row]:
    for line in rate.lines:
        head = (rate.group.words, rate.outcome, f"rate, {line.words}")
        yield (*head, "n_low", "patients met, at least", str(line.low))
        yield (*head, "n_high", "patients met, at most", str(line.high))
        yield (*head, "N", "patients", str(line.n))
        if line.estimate is not None:
            yield from ((*head, *figure) for figure in _estimate(line.estimate))


def _comparison(one: ComparisonAnalysis) -> Iterator[Row]:
    points = f"{one.comparison.start} to {one.comparison.end}"
    for side, summary in ((one.comparison.start, one.before), (one.comparison.end, one.after)):
        figures = _summary(summary)
        yield from ((one.group.words, one.comparison.name, side, *figure) for figure in figures)
    for method in one.methods:
        head = (one.group.words, one.comparison.name, f"{points}, {method.name}")
        estimates = (method.estimate,) if method.estimate is method.test else (method.estimate, method.test)
        both = dict.fromkeys(figure for estimate in estimates for figure in _estimate(estimate))
        yield from ((*head, *figure) for figure in both)
        for words, bounded in (("possible", method.possible), ("usual", method.usual)):
            if bounded is not None:
                for name, found in (("value", bounded.value), ("p", bounded.p)):
                    if found is not None:
                        label = f"{name} over the {words} range of what is missing"
                        yield (*head, f"{name}_{words}_low", f"{label}, least", _number(float(found.low)))
                        yield (*head, f"{name}_{words}_high", f"{label}, most", _number(float(found.high)))
    if one.gate is not None:
        head = (one.group.words, one.comparison.name, f"{points}, gate")
        yield from ((*head, *figure) for figure in _estimate(one.gate))


def _categories(one: CategoryAnalysis) -> Iterator[Row]:
    points = f"{one.comparison.start} to {one.comparison.end}"
    head = (one.group.words, one.comparison.name)
    for row, level in enumerate(one.levels):
        for column, other in enumerate(one.levels):
            count = str(one.table.rows[row][column])
            yield (*head, f"{points}, table", "n", f"{level}, then {other}", count)
    tests = [*one.tests, *([("difference", one.difference)] if one.difference is not None else [])]
    for name, test in tests:
        yield from ((*head, f"{points}, {name}", *figure) for figure in _estimate(test))


def _time(one: SurvivalAnalysis) -> Iterator[Row]:
    head = (one.group.words, one.outcome, "time to event")
    yield (*head, "N", "patients timed", str(len(one.patients)))
    yield (*head, "events", "events", str(sum(one.events)))
    yield (*head, "open", "undetermined", str(one.open))
    band = one.exact_band or one.curve
    yield from ((*head[:2], "median time in days", *figure) for figure in _estimate(band.median))
    figures = zip(band.times, band.survival, band.low, band.high, strict=True)
    for day, survival, low, high in figures:
        context = f"without the event on day {day:g}"
        yield (*head[:2], context, "value", "proportion", _number(survival))
        yield (*head[:2], context, "low", "lower limit", _number(low))
        yield (*head[:2], context, "high", "upper limit", _number(high))


def _summary(summary: Estimate | Frequencies) -> Iterator[Figure]:
    if isinstance(summary, Estimate):
        yield from _estimate(summary)
        return
    for one in summary.frequencies:
        yield "n", one.category, str(one.count)
        yield "percent", one.category, _number(one.percent)
    yield "n_missing", "not known", str(summary.n_missing)


def _estimate(one: Estimate) -> Iterator[Figure]:
    """The figures of one estimate, those that it has."""
    yield "n", "used", str(one.n)
    yield "value", one.name, _number(one.value)
    if one.interval is not None:
        yield "low", f"lower limit, {one.interval.method}".rstrip(", "), _number(one.interval.low)
        yield "high", f"upper limit, {one.interval.method}".rstrip(", "), _number(one.interval.high)
        yield "level", "level achieved", _number(one.interval.achieved)
    if one.statistic is not None:
        yield "statistic", one.statistic[0], _number(one.statistic[1])
    named = (
        ("df", "degrees of freedom", one.df),
        ("p", "two-sided p", one.p),
        ("p_floor", "smallest p that this many can give", one.p_floor),
    )
    yield from ((name, label, _number(figure)) for name, label, figure in named if figure is not None)
    yield from ((name, name, _number(figure)) for name, figure in one.extra)


def _number(figure: float | None) -> str:
    """As many digits as tell it from every other float; empty for none, and for what is not reached."""
    return "" if figure is None or math.isinf(figure) else repr(float(figure))
