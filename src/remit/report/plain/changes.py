"""Changes between two points, which checking takes apart, put together again for a sentence."""

import re
from collections.abc import Callable
from typing import Final

from remit.model.expressions import Apply, AtMoment, AtTimepoint, Constant, Expr, ReadAt

Noun = Callable[[Expr], str]
Name = Callable[[str], str]

_AMOUNTS: Final = {">=": "at least", ">": "more than"}
_POLICY: Final = ", any rise from zero counts"


def change_of(x: Apply, noun: Noun, name: Name, *, holds: bool = True) -> str | None:
    """`prednisone fell by at least 30% from baseline to month 6`, or its denial; None for no change."""
    said = _change(x, noun, name)
    if said is None or holds:
        return said
    if x.operator == "and":
        return f"it was not the case that {said}"
    return re.sub(r"(?s)^(.*) (fell|rose)\b", _did_not, said, count=1)


def _did_not(found: re.Match[str]) -> str:
    return f"{found[1]} did not {'fall' if found[2] == 'fell' else 'rise'}"


def _change(x: Apply, noun: Noun, name: Name) -> str | None:
    if x.operator == "and":
        return _both(x, noun, name)
    if x.operator in ("<", ">"):
        after, before = (_without_place(part) for part in x.arguments)
        if (ends := _ends(before, after, noun, name)) is not None:
            what, span = ends
            return f"{what} {'fell' if x.operator == '<' else 'rose'}{span}"
    return _by(x, noun, name)


def _both(x: Apply, noun: Noun, name: Name) -> str | None:
    """Two amounts of one change: they stand at one place."""
    if len({part.span for part in x.arguments}) != 1 or not all(isinstance(p, Apply) for p in x.arguments):
        return None
    said = [_by(part, noun, name) for part in x.arguments if isinstance(part, Apply)]
    texts = [one for one in said if one is not None]
    if len(texts) != len(x.arguments):
        return None
    first, *others = texts
    head, _, tail = first.partition(" by ")
    amount, _, points = tail.partition(" from ")
    amounts = [amount, *(other.partition(" by ")[2].partition(" from ")[0] for other in others)]
    return f"{head} by {' and by '.join(amounts)} from {points}"


def _by(x: Apply, noun: Noun, name: Name) -> str | None:
    """A change by an amount."""
    if x.operator not in _AMOUNTS or not isinstance(x.arguments[0], Apply):
        return None
    change, limit = x.arguments[0], x.arguments[1]
    falls = change.operator == "negative"
    inner = change.arguments[0] if falls else change
    if not isinstance(inner, Apply):
        return None
    if inner.operator.startswith("percent change"):
        before, after = inner.arguments
        policy = " (from 0 any rise counts)" if inner.operator.endswith(_POLICY) else ""
    elif inner.operator == "-" and not falls:
        first, second = inner.arguments
        # What was written as a fall subtracts the later value; the earlier window tells which that is.
        falls = _is_earlier(first, second)
        before, after = (first, second) if falls else (second, first)
        policy = ""
    else:
        return None
    ends = _ends(_without_place(before), _without_place(after), noun, name)
    if ends is None:
        return None
    what, span = ends
    return (
        f"{what} {'fell' if falls else 'rose'} by {_AMOUNTS[x.operator]} {_limit(limit, noun)}{span}{policy}"
    )


def _limit(limit: Expr, noun: Noun) -> str:
    return noun(limit)


def _without_place(x: Expr) -> Expr:
    """An ordered level is compared by its place among the levels."""
    return x.arguments[0] if isinstance(x, Apply) and x.operator == "position" else x


def _is_earlier(first: Expr, second: Expr) -> bool:
    one, other = _without_place(first), _without_place(second)
    if isinstance(one, ReadAt | AtTimepoint) and isinstance(other, ReadAt | AtTimepoint):
        return one.timepoint.target < other.timepoint.target
    return isinstance(one, ReadAt | AtTimepoint)


def _ends(before: Expr, after: Expr, noun: Noun, name: Name) -> tuple[str, str] | None:
    """What changed, and ` from A to B`; None where the two are not one thing at two points."""
    one, other = _at(before, noun, name), _at(after, noun, name)
    if one is None or other is None or one[0] != other[0] or one[1] == other[1]:
        return None
    return one[0], f" from {one[1]} to {other[1]}"


def _at(x: Expr, noun: Noun, name: Name) -> tuple[str, str] | None:
    match x:
        case Constant():
            return None
        case ReadAt(measure=measure, timepoint=timepoint):
            return name(measure), name(timepoint.name)
        case AtTimepoint(body=body, timepoint=timepoint):
            return noun(body), name(timepoint.name)
        case AtMoment(body=body, moment=moment):
            return noun(body), noun(moment)
        case Apply():
            return None
        case _:
            return noun(x), "that visit"
