"""How many visits, or events, of a period: counts with bounds, and what leaves them open."""

import numpy as np

from remit.course.block import EventCells
from remit.evaluate.limits import Limits, Selection
from remit.model.expressions import CountKind
from remit.operators.bounds import Bools, Floats, Truth, every


def decided(kind: CountKind, number: int, least: np.ndarray, most: np.ndarray, full: Bools) -> Truth:
    """A count between `least` and `most` of what was seen, and perhaps more where the period is not full."""
    match kind:
        case "at least":
            return Truth(least >= number, (most >= number) | ~full)
        case "at most":
            return Truth(full & (most <= number), least <= number)
        case "exactly":
            exactly = full & (least == number) & (most == number)
            return Truth(exactly, (least <= number) & ((most >= number) | ~full))
        case "every":
            raise ValueError("every visit is not a count")


def over_visits(
    kind: CountKind, number: int, body: Truth, selection: Selection, gaps: int | None, window: int | None
) -> Truth:
    """So many visits of a period with the body; `gaps` in days."""
    full = selection.full(gaps)
    if kind == "every":
        certain = full & every(body.certain | ~selection.possible)
        return Truth(certain, every(body.possible | ~selection.certain))
    certain, possible = selection.certain & body.certain, selection.possible & body.possible
    least, most = counted(selection.day, selection.day, certain, possible, window)
    return decided(kind, number, least, most, full)


def counted(
    earliest: Floats, latest: Floats, certain: Bools, possible: Bools, window: int | None
) -> tuple[np.ndarray, np.ndarray]:
    """How many there are certainly and possibly: in all, or in the fullest window of so many days.

    A window that begins with each of them is tried. Those that lie in it whatever their days are certain;
    those that may reach into one that begins as late as each can are possible.
    """
    if window is None:
        return certain.sum(axis=1), possible.sum(axis=1)
    least, most = np.zeros(len(certain), np.int64), np.zeros(len(certain), np.int64)
    for column in range(certain.shape[1]):
        begin, late = earliest[:, column, None], latest[:, column, None]
        inside = certain & (earliest >= begin) & (latest <= begin + window)
        reaching = possible & (earliest <= late + window) & (latest >= late)
        least = np.maximum(least, np.where(certain[:, column], inside.sum(axis=1), 0))
        most = np.maximum(most, np.where(possible[:, column], reaching.sum(axis=1), 0))
    return least, most


def history_full(events: EventCells, limits: Limits, follow_up_end: np.ndarray) -> Bools:
    """The history of the event is complete for the whole period."""
    end = np.where(np.isposinf(limits.end_latest), follow_up_end, limits.end_latest)
    begun = events.complete_from <= limits.start_earliest
    return np.asarray(begun & (end <= events.complete_to) & limits.ends_by(events.complete_to))


def events_in(events: EventCells, limits: Limits) -> tuple[Bools, Bools]:
    """The events certainly and possibly in the period, `[patients, events]`."""
    certain = (events.earliest >= limits.start_latest[:, None]) & (
        events.latest <= limits.end_earliest[:, None]
    )
    possible = (events.latest >= limits.start_earliest[:, None]) & (
        events.earliest <= limits.end_latest[:, None]
    )
    return certain & events.exists, possible & events.exists


def over_events(
    kind: CountKind,
    number: int,
    events: EventCells,
    limits: Limits,
    follow_up_end: np.ndarray,
    window: int | None,
) -> Truth:
    """So many events of a kind in a period."""
    certain, possible = events_in(events, limits)
    full = history_full(events, limits, follow_up_end)
    return decided(kind, number, *counted(events.earliest, events.latest, certain, possible, window), full)
