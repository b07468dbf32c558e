"""Periods in words: `after baseline`, `within 28 days after …`, `in the 14 days up to that visit`."""

from collections.abc import Callable

from remit.model.expressions import Edge, Expr, NowDay, Period
from remit.report.plain.words import days

Noun = Callable[[Expr], str]


def period(x: Period, noun: Noun) -> str:
    """The phrase for a period with a blank before it; nothing for the whole of follow-up."""
    starts, ends = list(x.starts), list(x.ends)
    parts: list[str] = []
    if len(starts) == 1 and len(ends) == 1 and (joint := _joint(starts[0], ends[0], noun)):
        return f" {joint}"
    parts += [_start(edge, noun) for edge in starts]
    parts += [_end(edge, noun) for edge in ends]
    return f" {' and '.join(parts)}" if parts else ""


def _joint(start: Edge, end: Edge, noun: Noun) -> str:
    """Both edges as one phrase, where one says them."""
    if start.moment.key == end.moment.key:
        length = end.shift - start.shift + 1
        if isinstance(end.moment, NowDay) and end.shift in (0, -1):
            return f"in the {days(length)} {'up to' if end.shift == 0 else 'before'} {noun(end.moment)}"
        if start.shift == 1 and end.shift > 0:
            return f"within {days(end.shift)} after {noun(start.moment)}"
        if end.shift == -1:
            return f"within {days(-start.shift)} before {noun(end.moment)}"
    if start.shift == end.shift == 0:
        return f"from {noun(start.moment)} to {noun(end.moment)}"
    return ""


def _start(edge: Edge, noun: Noun) -> str:
    at = noun(edge.moment)
    if edge.shift == 0:
        return f"from {at} on"
    if edge.shift == 1:
        return f"after {at}"
    return f"from {days(abs(edge.shift))} {'after' if edge.shift > 0 else 'before'} {at} on"


def _end(edge: Edge, noun: Noun) -> str:
    at = noun(edge.moment)
    if edge.shift == 0:
        return f"up to {at}"
    if edge.shift == -1:
        return f"before {at}"
    return f"up to {days(abs(edge.shift))} {'after' if edge.shift > 0 else 'before'} {at}"
