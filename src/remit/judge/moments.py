"""The first and the last visit or event of a period, between its earliest and its latest day."""

from collections.abc import Sequence
from math import inf

from remit.judge.missing import PlainRange
from remit.judge.period import Days, Seen
from remit.operators.record import PlainNumber

NEVER: PlainRange = (inf, inf)


def first_visit(seen: Sequence[Seen], unseen: PlainRange) -> PlainRange:
    """Of the seen, in order of days, the first with it; without a possible one, the unseen one."""
    earliest = next((one.earliest for one in seen if one.possible), unseen[0])
    return earliest, _first_certain(seen) if _any_possible(seen) else unseen[1]


def last_visit(seen: Sequence[Seen], unseen: PlainRange, later: PlainRange | None) -> PlainRange:
    """Of the seen, in order of days, the last with it; `later` where an unseen one may come after all of them."""
    certain = [one.earliest for one in seen if one.certain]
    if not certain:
        earliest, latest = first_visit(seen, unseen)
        return earliest, (inf if latest < inf and _any_possible(seen) else latest)
    possible = [one.earliest for one in seen if one.possible]
    return (certain[-1], possible[-1]) if later is None else later
