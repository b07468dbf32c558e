"""First and last: the days on which a moment may fall."""

from typing import Literal

import numpy as np

from remit.course.block import EventCells
from remit.evaluate.limits import Limits, Selection
from remit.evaluate.quantifiers import events_in, history_full
from remit.operators.bounds import NEVER, Bools, Floats, Moment, Truth, some

Which = Literal["first", "last"]


def _smallest(values: Floats, of: Bools) -> Floats:
    return np.asarray(np.where(of, values, np.inf).min(axis=1, initial=np.inf))


def _largest(values: Floats, of: Bools) -> Floats:
    return np.asarray(np.where(of, values, -np.inf).max(axis=1, initial=-np.inf))


def visit_moment(which: Which, body: Truth, selection: Selection) -> Moment:
    """The first (last) visit with the body."""
    certain, possible = selection.certain & body.certain, selection.possible & body.possible
    sure, maybe = some(certain), some(possible)
    start = selection.limits.start_earliest
    unseen = np.maximum(selection.follow_up_end + 1, start)
    first = np.where(maybe, _smallest(selection.day, possible), np.where(selection.covered, NEVER, unseen))
    # A period in which nothing was certainly assessed may have had its first visit on any of its days.
    first = np.where(selection.assessed, first, start)
    if which == "first":
        return Moment(first, _smallest(selection.day, certain))
    last = np.where(selection.covered, _largest(selection.day, possible), NEVER)
    return Moment(np.where(sure, _largest(selection.day, certain), first), np.where(sure, last, NEVER))


def event_moment(which: Which, events: EventCells, limits: Limits, follow_up_end: Floats) -> Moment:
    """The first (last) event of a kind."""
    certain, possible = events_in(events, limits)
    full = history_full(events, limits, follow_up_end)
    sure = some(certain)
    begun = np.maximum(events.earliest, limits.start_earliest[:, None])
    first = np.where(full, _smallest(begun, possible), limits.start_earliest)
    if which == "first":
        return Moment(first, _smallest(events.latest, certain))
    ended = np.minimum(events.latest, limits.end_latest[:, None])
    last = np.where(full, _largest(ended, possible), NEVER)
    return Moment(np.where(sure, _largest(events.earliest, certain), first), np.where(sure, last, NEVER))
