"""Inputs about periods: what leaves one uncovered, and the history of an event in it."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np

from remit.evaluate.limits import Limits, Selection
from remit.evaluate.quantifiers import events_in, history_full
from remit.explain.cells import cell_at, follow_up_words
from remit.explain.reasons import Input, InputKind, Reason
from remit.explain.trace import Trace, certain_dates
from remit.explain.words import listed, moment_words, period_words
from remit.model.expressions import EventMoment, OverEvents
from remit.operators.bounds import Moment


def follow_up(trace: Trace) -> Input:
    """How long the patient was observed."""
    end = trace.follow_up_end
    value = f"to day {end:.0f}" if np.isfinite(end) else "none"
    return Input(InputKind.FOLLOW_UP, "follow-up", "end of follow-up", value=value)


def missing_visit(words: str, reason: Reason, why: str, wanted: float, measures: tuple[str, ...]) -> Input:
    """A visit that would be needed, on the day `wanted`."""
    day = int(wanted) if np.isfinite(wanted) else None
    return Input(
        InputKind.VISIT, "visit", words, reason=reason, why=why, remark=reason.value,
        wanted=day, measures=measures,
    )  # fmt: skip


# ---- what leaves a period of visits open -------------------------------------------------------------


def uncovered(
    trace: Trace, selection: Selection, measures: tuple[str, ...], gaps: int | None
) -> Iterator[Input]:
    """Why absence over a period is not certain: follow-up ended, no visit, visits too far apart."""
    if not selection.covered[0]:
        yield _not_yet(trace, selection.limits, measures)
    if not certain_dates(selection):
        if selection.covered[0]:
            yield _not_assessed(trace, selection.limits, measures)
    elif gaps is not None:
        yield from _too_far_apart(trace, selection, measures, gaps)


def uncovered_days(trace: Trace, limits: Limits, *, bounded: bool) -> Iterator[Input]:
    """Why absence over the days of a period is not certain: it may go on, or it may have no day."""
    if not bounded:
        yield _not_yet(trace, limits, ())
    else:
        period = period_words(*_ends(limits))
        why = f"it is not certain that there is a day {period}"
        yield missing_visit(f"a day {period}", Reason.NOT_ASSESSED, why, np.inf, ())


def _ends(limits: Limits) -> tuple[float, float]:
    """The widest that the period may be."""
    return float(limits.start_earliest[0]), float(limits.end_latest[0])


def _not_yet(trace: Trace, limits: Limits, measures: tuple[str, ...]) -> Input:
    ends = (float(limits.end_earliest[0]), float(limits.end_latest[0]))
    beyond = [end for end in ends if trace.follow_up_end < end < np.inf]
    ended = follow_up_words(trace.follow_up_end)
    if not beyond:
        # The end is a moment that may never come, or come later than anybody looked.
        why = f"{ended}, and the period may have gone on"
        return Input(
            InputKind.FOLLOW_UP, "follow-up", "end of follow-up", reason=Reason.NOT_YET, why=why, remark=ended
        )
    end = max(beyond)
    return Input(
        InputKind.FOLLOW_UP,
        "follow-up",
        f"follow-up {period_words(float(limits.start_earliest[0]), end)}",
        reason=Reason.NOT_YET,
        why=f"{ended}, before the period did (day {end:.0f})",
        remark=ended,
        wanted=int(end),
        measures=measures,
    )


def _not_assessed(trace: Trace, limits: Limits, measures: tuple[str, ...]) -> Input:
    start, end = _ends(limits)
    period = period_words(start, end)
    last = end if np.isfinite(end) else trace.follow_up_end
    wanted = (start + last) // 2 if np.isfinite(start) else last
    asked = f" that measures {listed(measures, 'and')}" if measures else ""
    return missing_visit(
        f"visit {period}", Reason.NOT_ASSESSED, f"no visit {period}{asked}", wanted, measures
    )


def _too_far_apart(
    trace: Trace, selection: Selection, measures: tuple[str, ...], gaps: int
) -> Iterator[Input]:
    start, end = _ends(selection.limits)
    days: list[float] = [trace.day(date) for date in certain_dates(selection)]
    if np.isfinite(start):
        days.insert(0, start)
    if selection.covered[0]:
        days.append(end if np.isfinite(end) else trace.follow_up_end)
    for one, other in pairwise(days):
        if other - one > gaps:
            between = f"day {one:.0f} and day {other:.0f}"
            why = f"no visit between {between}, {other - one:.0f} days apart (more than {gaps})"
            wanted = (one + other) // 2
            yield missing_visit(f"visit between {between}", Reason.TOO_FAR_APART, why, wanted, measures)


# ---- events ------------------------------------------------------------------------------------------


def events(trace: Trace, x: OverEvents | EventMoment, date: int | None) -> Input:
    """The events of a kind in a period, and why their history is open where it is."""
    limits = trace.limits(x.period, date)
    counts_only = isinstance(x, OverEvents) and x.window is None
    found = _EventHistory(trace, x.event, limits, counts_only)
    start, end = _ends(limits)
    plain = Input(
        InputKind.EVENTS, x.event, f"{x.event} {period_words(start, end)}", found.first_day, found.cell,
        found.words, period=(_day(start), _day(end)), last_day=found.last_day(x),
    )  # fmt: skip
    if not found.full:
        return _with_history(plain, trace, x.event, end)
    if found.partial:
        why = f"the day of {x.event} is not known exactly: {found.words}"
        return replace(plain, reason=Reason.PARTIAL_DATE, why=why, remark="a partial date")
    return plain


def _day(end: float) -> int | None:
    return int(end) if np.isfinite(end) else None


class _EventHistory:
    """The events possibly in a period.

    Whether a partial date matters: where events are only counted, not of one that is in the period anyway.
    """

    def __init__(self, trace: Trace, event: str, limits: Limits, counts_only: bool) -> None:
        cells, here = trace.evaluator.block.events(event), slice(trace.row, trace.row + 1)
        cells = replace(
            cells,
            earliest=cells.earliest[here],
            latest=cells.latest[here],
            exists=cells.exists[here],
            complete_from=cells.complete_from[here],
            complete_to=cells.complete_to[here],
        )
        certain, possible = events_in(cells, limits)
        places = np.flatnonzero(possible[0])
        moments = [Moment(cells.earliest[0, place], cells.latest[0, place]) for place in places]
        self.full = bool(history_full(cells, limits, np.array([trace.follow_up_end]))[0])
        partial = possible & (cells.earliest < cells.latest)
        self.partial = bool((partial & ~certain if counts_only else partial).any())
        self.words = listed([moment_words(moment) for moment in moments], "and") if moments else "none"
        self._days = [_day(float(moment.latest)) for moment in moments]
        self.first_day = self._days[0] if self._days else None
        stored = trace.cohort.events[event]
        first = int(stored.starts[trace.patient]) + int(places[0]) if len(places) else -1
        self.cell = cell_at(stored.addresses, first) if first >= 0 else None

    def last_day(self, x: OverEvents | EventMoment) -> int | None:
        """The day of the last event that decides: of `at least N` the N-th, of the first event that one."""
        match x:
            case EventMoment(which="first"):
                needed = 1
            case OverEvents(count="at least", window=None, number=number):
                needed = number
            case _:
                needed = len(self._days)
        deciding = self._days[: max(needed, 1)]
        return deciding[-1] if deciding else None


def _with_history(plain: Input, trace: Trace, event: str, end: float) -> Input:
    """None in the records is not none at all where the history is not complete."""
    history = trace.cohort.events[event]
    if history.addresses is None and trace.cohort.visit_addresses is not None:
        # A table that is bound gives addresses even where it holds no event of the kind.
        why = f"{plain.words}: no column is bound to it: add `[[events]]` to the study file"
        return replace(
            plain,
            value="none or some",
            reason=Reason.HISTORY_INCOMPLETE,
            why=why,
            remark="bound to no column",
        )
    first, last = float(history.complete_from[trace.patient]), float(history.complete_to[trace.patient])
    if first > last:
        known = "is not declared complete"
    elif trace.follow_up_end == last and end > last:
        known = f"is complete only to the end of follow-up on day {last:.0f}"
    else:
        known = f"is complete only {period_words(first, last)}"
    why = f"{plain.words}: the history of {event} {known}"
    value = "none or some" if plain.value == "none" else f"{plain.value}, perhaps more"
    return replace(
        plain, value=value, reason=Reason.HISTORY_INCOMPLETE, why=why, remark="history not complete"
    )
