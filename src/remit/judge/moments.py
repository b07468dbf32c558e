"""The first and the last visit or event of a period, between its earliest and its latest day."""

from collections.abc import Hashable, Sequence
from math import inf, isinf

from remit.judge.missing import Missing, PlainRange
from remit.judge.period import Days, Seen
from remit.operators.record import PlainNumber

NEVER: PlainRange = (inf, inf)


def first_visit(seen: Sequence[Seen], days: Days, missing: Missing, key: Hashable) -> PlainRange:
    """The day of the first of the dates seen, in their order, that has what is asked."""
    possible = [one.earliest for one in seen if one.possible]
    assessed = days.assessed([one.earliest for one in seen if one.surely])
    if possible and assessed:
        return possible[0], min((one.earliest for one in seen if one.certain), default=inf)
    if possible:
        return days.start[0], inf
    if days.covered and assessed:
        return NEVER
    start = max(days.start[0], days.follow_up_end + 1) if assessed else days.start[0]
    return missing.moment(key, start, _end(days), may_never_come=True)


def last_visit(seen: Sequence[Seen], days: Days, missing: Missing, key: Hashable) -> PlainRange:
    """The day of the last of the dates seen, in their order, that has what is asked."""
    certain = [one.earliest for one in seen if one.certain]
    if not certain:
        return first_visit(seen, days, missing, key)
    if not days.covered:
        return missing.moment(key, certain[-1], _end(days), may_never_come=False)
    return certain[-1], [one.earliest for one in seen if one.possible][-1]


def first_event(seen: Sequence[Seen], days: Days, full: bool, missing: Missing, key: Hashable) -> PlainRange:
    """The day of the first of the events seen, or of one that was not."""
    unseen = NEVER if full else missing.moment(key, days.start[0], _end(days), may_never_come=True)
    earliest = min((max(one.earliest, days.start[0]) for one in seen), default=inf)
    latest = min((one.latest for one in seen if one.surely), default=inf)
    return min(unseen[0], earliest), min(unseen[1], latest)


def last_event(seen: Sequence[Seen], days: Days, full: bool, missing: Missing, key: Hashable) -> PlainRange:
    """The day of the last of the events seen, or of one that was not."""
    certain = [one.earliest for one in seen if one.surely]
    if not certain:
        earliest, latest = first_event(seen, days, full, missing, key)
        return earliest, (inf if seen else latest)
    if not full:
        return missing.moment(key, max(certain), _end(days), may_never_come=False)
    return max(certain), max(min(one.latest, days.end[1]) for one in seen)


def _end(days: Days) -> PlainNumber:
    """The last day on which something unseen can lie; without an end, that of follow-up."""
    return days.follow_up_end if isinf(days.end[1]) else days.end[1]
