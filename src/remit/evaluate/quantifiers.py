"""How many visits, or events, of a period: counts with bounds, and what leaves them open."""

import numpy as np

from remit.course.block import EventCells
from remit.evaluate.limits import Limits, Selection
from remit.model.expressions import CountKind
from remit.operators.bounds import Bools, Truth, every


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


def over_visits(kind: CountKind, number: int, body: Truth, selection: Selection, gaps: int | None) -> Truth:
    """So many visits of a period with the body; `gaps` in days."""
    full = selection.full(gaps)
    if kind == "every":
        certain = full & every(body.certain | ~selection.possible)
        return Truth(certain, every(body.possible | ~selection.certain))
    least = (selection.certain & body.certain).sum(axis=1)
    most = (selection.possible & body.possible).sum(axis=1)
    return decided(kind, number, least, most, full)


def history_full(events: EventCells, limits: Limits, follow_up_end: np.ndarray) -> Bools:
    """The history of the event is complete for the whole period."""
    end = np.where(np.isposinf(limits.end_latest), follow_up_end, limits.end_latest)
    begun = events.complete_from <= limits.start_earliest
    return np.asarray(
        begun & (end <= events.complete_to) & limits.ends_by(np.maximum(events.complete_to, end))
    )


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
    kind: CountKind, number: int, events: EventCells, limits: Limits, follow_up_end: np.ndarray
) -> Truth:
    """So many events of a kind in a period."""
    certain, possible = events_in(events, limits)
    full = history_full(events, limits, follow_up_end)
    return decided(kind, number, certain.sum(axis=1), possible.sum(axis=1), full)
