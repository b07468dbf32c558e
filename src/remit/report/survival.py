"""Time to an event: events, the median, and how many were at risk when."""

import math
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from remit.analysis import SurvivalAnalysis
from remit.model.rules import Clause
from remit.report.blocks import Block, Column, Heading, Paragraph, Table
from remit.report.figures import NOT_KNOWN, percent, recorded
from remit.report.groups import named
from remit.report.report import Report
from remit.statistics.result import Note
from remit.statistics.survival import SurvivalCurve

_STEPS: Final = (1, 2, 5, 7, 14, 30, 60, 90, 180, 365, 730, 1826, 3652)
_MOST_COLUMNS: Final = 7


def survival_blocks(report: Report) -> list[Block]:
    """For each timed outcome its events and median, the curve at round days, its notes."""
    blocks: list[Block] = [Heading("Time to event")] if report.analysis.times else []
    for analysis in report.analysis.times:
        blocks += [Paragraph(_summary(report, analysis)), *_curve(report, analysis)]
        blocks += [Paragraph(text, 3) for text in (*_if_open(analysis), *(n.text for n in _notes(analysis)))]
    return blocks


def _notes(analysis: SurvivalAnalysis) -> list[Note]:
    """What is to be said of the curve; no limit where an undetermined patient may have had the event."""
    has_limit = analysis.upper is not None
    return [note for note in _band(analysis).notes if has_limit or note.code != "no_events"]


def _if_open(analysis: SurvivalAnalysis) -> Iterator[str]:
    """How frequent what certainly nobody had may be, were it what all undetermined patients had."""
    found = analysis.upper_if_open
    if found is not None and found.interval is not None:
        limit = percent(found.interval.high)
        yield (
            f"If all of the undetermined had the event: {analysis.open} of {found.n}; "
            f"one-sided 95 % upper limit {limit} %."
        )


def _summary(report: Report, analysis: SurvivalAnalysis) -> str:
    events = sum(analysis.events)
    some = f"{events} to {events + analysis.open}" if analysis.open else str(events)
    parts = [f"{some} of {len(analysis.patients)}", *_median(analysis), *_uncertain(report, analysis)]
    return f"{named(analysis.label, analysis.group)}: {'; '.join(parts)}."


def _uncertain(report: Report, analysis: SurvivalAnalysis) -> Iterator[str]:
    """What the data leave open of who is timed, and until when."""
    if analysis.open:
        yield f"{analysis.open} undetermined, censored at the last day that decided"
    if analysis.late:
        yield f"{analysis.late} perhaps earlier, at a visit that is open"
    if analysis.excluded:
        yield f"{analysis.excluded} more whose event `unless` does not count, censored before it"
    if analysis.not_started and _following(report, analysis):
        perhaps = f", {analysis.start_open} of them perhaps with one" if analysis.start_open else ""
        yield f"{analysis.not_started} without a known start{perhaps}"
    elif analysis.not_started:
        perhaps = f", to {analysis.start_open} of them perhaps" if analysis.start_open else ""
        yield f"{analysis.not_started} to whom it does not certainly apply{perhaps}"


def _band(analysis: SurvivalAnalysis) -> SurvivalCurve:
    """The curve with the exact band where there is one: few patients."""
    return analysis.exact_band or analysis.curve


def _median(analysis: SurvivalAnalysis) -> list[str]:
    if not any(analysis.events):
        return []
    median = _band(analysis).median
    value = "not reached" if median.value is None else f"{recorded(median.value)} days"
    if median.interval is None:
        return [f"median {value}"]
    low, high = (_day(limit) for limit in (median.interval.low, median.interval.high))
    return [f"median {value} [{low}, {high}]"]


def _day(limit: float) -> str:
    return "not reached" if math.isinf(limit) else recorded(limit)


def _curve(report: Report, analysis: SurvivalAnalysis) -> list[Block]:
    if not analysis.times:
        return []
    band = _band(analysis)
    days = round_days(max(analysis.times))
    places = [bisect_right(band.times, day) - 1 for day in days]
    columns = (Column("day"), *(Column(str(day), right=True) for day in days))
    rows = [("at risk", *map(str, band.numbers_at_risk(days)))]
    if any(analysis.events):
        rows.append(
            ("without the event, %", *(percent(band.survival[p]) if p >= 0 else percent(1) for p in places))
        )
        rows.append(
            (f"  95 % ({band.method.partition(', ')[2]})", *(_limits(band, place) for place in places))
        )
    return [Table(columns, tuple(rows), indent=3), Paragraph(_day_0(report, analysis), 3)]


def _day_0(report: Report, analysis: SurvivalAnalysis) -> str:
    """From when the days of the table count."""
    following = _following(report, analysis)
    start = f"the patient's `{' '.join(following[0].body.span.text.split())}`" if following else "study day 0"
    return f"Days after the start; day 0 is {start}."


def _following(report: Report, analysis: SurvivalAnalysis) -> list[Clause]:
    """The clause that says from when it is timed, where there is one."""
    return [one for one in report.rules.outcomes[analysis.outcome].clauses if one.role == "following"]


def _limits(band: SurvivalCurve, place: int) -> str:
    low, high = (band.low[place], band.high[place]) if place >= 0 else (band.low_at_start, 1.0)
    if low is None or high is None:
        return NOT_KNOWN
    return f"{100 * low:.0f}, {100 * high:.0f}"


def round_days(last: int) -> tuple[int, ...]:
    """Day 0, a few round days, and the last day observed: months or years apart where it is long."""
    step = next((step for step in _STEPS if last // step < _MOST_COLUMNS), -(-last // _MOST_COLUMNS))
    return (*range(0, last, step), last)
