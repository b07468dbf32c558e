"""Levels and what stands for them: bands by their limits, tables and values by case by their rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Protocol

from remit.model.expressions import Apply, Constant, Expr, FirstMatch, Named
from remit.model.types import LevelsType, NumberType
from remit.report.plain.words import all_of, amount, any_of, exact, quoted

_CUTS: Final = ("<", "<=", "up to")
YES_OR_NO: Final = ("yes", "no")


class Says(Protocol):
    """What says values and conditions."""

    def noun(self, x: Expr) -> str:
        """A value."""
        ...

    def clause(self, x: Expr, *, holds: bool = True) -> str:
        """A condition, or its denial."""
        ...


@dataclass(frozen=True, slots=True)
class Band:
    """A number, and for each piece of it, from the lowest on, the words for its limits."""

    subject: Expr
    pieces: tuple[str, ...]


def band_of(x: FirstMatch) -> Band | None:
    """The band that a first match is, where its tests cut one number at rising places."""
    tests = x.tests
    if not tests or not all(isinstance(one, Apply) and one.operator in _CUTS for one in tests):
        return None
    cuts = [one for one in tests if isinstance(one, Apply)]
    if len({one.arguments[0].key for one in cuts}) > 1:
        return None
    if not all(isinstance(limit, Constant) for one in cuts for limit in one.arguments[1:]):
        return None
    places = [(_value(one, 1), one.operator != "<") for one in cuts]
    if places != sorted(set(places)):
        return None
    pieces = [_piece(before, after) for before, after in zip([None, *cuts], [*cuts, None], strict=True)]
    return Band(cuts[0].arguments[0], tuple(pieces))


def _value(cut: Apply, place: int) -> Fraction:
    limit = cut.arguments[place]
    assert isinstance(limit, Constant)
    return Fraction(limit.value)


def _piece(before: Apply | None, after: Apply | None) -> str:
    """`at most 9 points`, `from 10 to 20 points`, `above 3.2 and at most 5.1`."""
    if before is not None and after is not None and before.operator == after.operator == "up to":
        first, last = _value(before, 2), _value(after, 1)
        end = _limit(after, 1)
        return f"exactly {end}" if first == last else f"from {exact(first)} to {end}"
    words = []
    if before is not None:
        start = {"<": "at least", "<=": "above", "up to": "at least"}[before.operator]
        place = 2 if before.operator == "up to" else 1
        # Between two limits the unit stands once: `above 3.2 and at most 5.1 points`.
        limit = _limit(before, place) if after is None else exact(_value(before, place))
        words.append(f"{start} {limit}")
    if after is not None:
        words.append(f"{'below' if after.operator == '<' else 'at most'} {_limit(after, 1)}")
    return " and ".join(words)


def _limit(cut: Apply, place: int) -> str:
    type_ = cut.arguments[place].type
    assert isinstance(type_, NumberType)
    return amount(_value(cut, place), type_.unit.text)


def levels(x: FirstMatch, says: Says) -> str:
    """The categories in order, each with its limits or its test."""
    if (band := band_of(x)) is not None:
        named = (f"{quoted(level)} {limits}" for level, limits in zip(x.levels, band.pieces, strict=True))
        return f"graded by {says.noun(band.subject)}: {'; '.join(named)}"
    tested = [
        f"{quoted(level)} when {says.clause(test)}" for level, test in zip(x.levels, x.tests, strict=False)
    ]
    rest = [f"{quoted(level)} otherwise" for level in x.levels[len(x.tests) :]]
    return f"the first that applied of: {'; '.join([*tested, *rest])}"


# ---- a value for each level --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Row:
    """A value and the clauses that lead to it."""

    value: Expr
    clauses: tuple[str, ...]


def by_level(x: Apply, says: Says) -> str:
    """`“good” when improvement was “large” and attained was “low”; … ; “none” otherwise`."""
    selector, *values = x.arguments
    if isinstance(selector, FirstMatch) and band_of(selector) is None and selector.levels != YES_OR_NO:
        tests = zip(values, selector.tests, strict=False)
        said = [f"{says.noun(value)} when {says.clause(test)}" for value, test in tests]
        first = "the first that applied of: " if len(said) > 1 else ""
        return f"{first}{'; '.join(said)}; {says.noun(values[-1])} otherwise"
    rows = list(_rows(x, says))
    ways: dict[int, list[_Row]] = {}
    for row in rows:
        ways.setdefault(row.value.key, []).append(row)
    # What most rows give comes last, as what is left; of a chain of cases, the last one.
    most = max(ways.values(), key=lambda some: (sum(len(row.clauses) for row in some), rows.index(some[-1])))
    others = [some for some in ways.values() if some is not most]
    said = [f"{says.noun(some[0].value)} when {_any_way(some)}" for some in others]
    return "; ".join([*said, f"{says.noun(most[0].value)} {'otherwise' if others else 'in any case'}"])


def clause_by_level(x: Apply, says: Says, holds: bool) -> str:
    """Of conditions by level: in one of the ways that lead to one that holds."""
    said = []
    for row in _rows(x, says):
        parts = [*row.clauses, says.clause(row.value, holds=holds)]
        said.append(f"({all_of(parts)})")
    return any_of(said)


def _any_way(rows: Sequence[_Row]) -> str:
    ways = [all_of(row.clauses) for row in rows]
    if len(ways) == 1:
        return ways[0]
    return any_of([f"({way})" if len(row.clauses) > 1 else way for way, row in zip(ways, rows, strict=True)])


def _rows(x: Expr, says: Says, before: tuple[str, ...] = ()) -> Iterator[_Row]:
    """Every way through the levels; those that lead to one value are told together."""
    if not (isinstance(x, Apply) and x.operator.startswith("by level")):
        yield _Row(x, before)
        return
    selector, *values = x.arguments
    places: dict[int, list[int]] = {}
    for place, value in enumerate(values):
        places.setdefault(value.key, []).append(place)
    if len(places) == 1:
        yield from _rows(values[0], says, before)
        return
    for some in places.values():
        yield from _rows(values[some[0]], says, (*before, _selected(selector, some, says)))


def _selected(selector: Expr, places: Sequence[int], says: Says) -> str:
    """That the selector has one of some of its levels."""
    bare = (
        selector.body if isinstance(selector, Named) and isinstance(selector.body, FirstMatch) else selector
    )
    assert isinstance(selector.type, LevelsType)
    if isinstance(bare, FirstMatch) and bare.levels == YES_OR_NO and len(bare.tests) == 1:
        return says.clause(bare.tests[0], holds=places[0] == 0)
    if isinstance(selector, FirstMatch) and (band := band_of(selector)) is not None:
        return f"{says.noun(band.subject)} was {any_of([band.pieces[place] for place in places])}"
    if isinstance(selector, FirstMatch):
        return any_of([_case(selector, place, says) for place in places])
    return f"{says.noun(selector)} was {any_of([quoted(selector.type.levels[place]) for place in places])}"


def _case(x: FirstMatch, place: int, says: Says) -> str:
    """That a test holds and none before it."""
    failed = [says.clause(test, holds=False) for test in x.tests[:place]]
    parts = [*failed, *(says.clause(test) for test in x.tests[place : place + 1])]
    return f"({all_of(parts)})" if len(parts) > 1 else parts[0]
