"""`band`: the levels of a number, without a gap or an overlap that the author did not resolve.

A place between numbers is a *cut*: `(9, 0)` lies just before 9 and `(9, 1)` behind it. A band reaches from
one cut to another, so that open and closed limits, gaps and overlaps are all comparisons of cuts. Where the
number goes in steps, cuts between the same two steps are one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor, inf

from remit.check.checker import Checker, Resolved
from remit.check.conditions import compared, equality_scale
from remit.check.outcomes import better_of
from remit.check.quantities import in_one_unit, number, written_number
from remit.check.values import numeric
from remit.model import syntax as s
from remit.model.expressions import Constant, Expr, FirstMatch
from remit.model.rules import Definition
from remit.model.types import LevelsType, NumberType
from remit.source import Span

Cut = tuple[Fraction | float, int]


@dataclass(frozen=True, slots=True)
class _Range:
    """A band's row with its cuts; `start` and `end` are infinite where it has no limit."""

    row: s.BandRow
    start: Cut
    end: Cut

    @property
    def name(self) -> str:
        return self.row.level.text


def band(checker: Checker, written: s.Band) -> Resolved:
    """A checked `band`: a first match over the number, exact for every interval that it may lie in."""
    subject = numeric(checker, written.subject)
    names = _names(checker, written)
    scale = _Scale(checker, written, subject)
    ranges = [scale.range_of(row) for row in written.rows if row.limits is not None]
    pieces = _Pieces(checker, written, scale, ranges).pieces()
    type_ = LevelsType(names, ordered=True)
    body = _levels(checker, written, scale, type_, pieces)
    _keep_points(checker, written, type_)
    label = written.label if written.label is not None else written.name.text.replace("_", " ")
    return Definition(written.name.text, label, "classify", body, written.name.span, better_of(written.order))


def _names(checker: Checker, written: s.Band) -> tuple[str, ...]:
    names: dict[str, Span] = {}
    for row in written.rows:
        if row.level.text in names:
            also = [(names[row.level.text], "first here")]
            message = f"the level `{row.level.text}` is listed twice"
            raise checker.problems.fail("E202", message, row.level.span, also=also)
        names[row.level.text] = row.level.span
    return tuple(names)


class _Scale:
    """The number that is banded: its unit, its possible values, its steps."""

    def __init__(self, checker: Checker, written: s.Band, subject: Expr) -> None:
        assert isinstance(subject.type, NumberType)
        self._checker = checker
        self.subject = subject
        self.step = self._step(written.steps) if written.steps else None
        low, high = subject.type.low, subject.type.high
        self.start: Cut = (-inf, 0) if low is None else self.cut((low, 0))
        self.end: Cut = (inf, 0) if high is None else self.cut((high, 1))

    def _step(self, steps: s.Number) -> Fraction:
        step = self.constant(steps)
        if step <= 0:
            raise self._checker.problems.fail("E407", "a step is more than zero", steps.span)
        return step

    def constant(self, node: s.Number | s.Reference) -> Fraction:
        """A limit in the unit of the number: written there, or a parameter."""
        limit = number(self._checker, node) if isinstance(node, s.Number) else self._checker.value(node)
        if not isinstance(limit, Constant) or not isinstance(limit.type, NumberType):
            message = "a limit of a band is a number or a parameter that is one"
            raise self._checker.problems.fail("E301", message, node.span)
        _, limit = in_one_unit(self._checker, [self.subject, limit], "compared with")
        assert isinstance(limit, Constant)
        return Fraction(limit.value)

    def range_of(self, row: s.BandRow) -> _Range:
        limits = row.limits
        assert limits is not None
        start = self.start if limits.low is None else self._cut_of(limits.low, int(limits.low_open))
        end = self.end if limits.high is None else self._cut_of(limits.high, int(not limits.high_open))
        if end <= start:
            message = f"no number lies in the band `{row.level.text}`"
            raise self._checker.problems.fail("E407", message, limits.span, "from the smaller to the larger")
        return _Range(row, start, end)

    def _cut_of(self, node: s.Number | s.Reference, side: int) -> Cut:
        return self.cut((self.constant(node), side))

    def cut(self, cut: Cut) -> Cut:
        """The cut itself, or the one just before the next step."""
        if self.step is None or cut[0] in (inf, -inf):
            return cut
        steps = Fraction(cut[0]) / self.step
        return (floor(steps) + 1 if cut[1] else ceil(steps)) * self.step, 0

    def words(self, start: Cut, end: Cut) -> str:
        """The numbers from one cut to another."""
        if self.step is not None:
            return self._steps_words(start, end)
        if end == (start[0], 1) and start[1] == 0:
            return self._number(start[0])
        first = "" if start[0] == -inf else f"{'above' if start[1] else 'from'} {self._number(start[0])}"
        last = "" if end[0] == inf else f"{'up to' if end[1] else 'below'} {self._number(end[0])}"
        return " and ".join(part for part in (first, last) if part) or "any number"

    def _steps_words(self, start: Cut, end: Cut) -> str:
        assert self.step is not None
        first = None if start[0] == -inf else start[0]
        last = None if end[0] == inf else end[0] - self.step
        if first is not None and first == last:
            return self._number(first)
        parts = [] if first is None else [f"from {self._number(first)}"]
        parts += [] if last is None else [f"{'to' if parts else 'up to'} {self._number(last)}"]
        return " ".join(parts) or "any number"

    def _number(self, value: Fraction | float) -> str:
        assert isinstance(self.subject.type, NumberType)
        unit = self.subject.type.unit
        text = written_number(Fraction(value))
        return text + unit.text if unit.is_percent else f"{text} {unit}".rstrip()


class _Pieces:
    """The possible numbers, cut into pieces of one level each, in order."""

    def __init__(self, checker: Checker, written: s.Band, scale: _Scale, ranges: Sequence[_Range]) -> None:
        self._checker, self._written, self._scale = checker, written, scale
        self._ranges = ranges
        self._rest = next((row for row in written.rows if row.limits is None), None)

    def pieces(self) -> list[tuple[str, Cut]]:
        """Each piece's level and the cut where it ends."""
        scale = self._scale
        cuts = {scale.start, scale.end}
        cuts |= {one for r in self._ranges for one in (r.start, r.end) if scale.start < one < scale.end}
        ordered = sorted(cuts)
        found: list[tuple[str, Cut]] = []
        for start, end in pairwise(ordered):
            level = self._level(start, end)
            if found and found[-1][0] == level:
                found.pop()
            found.append((level, end))
        self._unreached([level for level, _ in found])
        return found

    def _level(self, start: Cut, end: Cut) -> str:
        here = [one for one in self._ranges if one.start <= start and end <= one.end]
        if not here:
            return self._rest.level.text if self._rest else self._gap(start, end)
        if len(here) > 1 and not self._written.first_match:
            self._overlap(here[0], here[1])
        return here[0].name

    def _gap(self, start: Cut, end: Cut) -> str:
        words = self._scale.words(start, end)
        before = max((r for r in self._ranges if r.end <= start), key=lambda r: r.end, default=None)
        after = min((r for r in self._ranges if r.start >= end), key=lambda r: r.start, default=None)
        place = after or before
        assert place is not None and place.row.limits is not None
        also = []
        if before is not None and after is not None and before.row.limits is not None:
            also = [(before.row.limits.span, "and here")]
        help_ = ["give every possible value a band, or end with a level for all others: `unclear otherwise`"]
        if self._scale.step is None and before is not None and after is not None:
            help_.insert(0, "if the number only takes certain values, say so: `in steps of 1 point`")
        message = f"`{self._written.name.text}` has no band for {words}"
        raise self._checker.problems.fail(
            "E411", message, place.row.limits.span, "a gap beside this", also=also, help=help_
        )

    def _overlap(self, one: _Range, other: _Range) -> None:
        words = self._scale.words(max(one.start, other.start), min(one.end, other.end))
        assert one.row.limits is not None and other.row.limits is not None
        message = f"two bands of `{self._written.name.text}` hold {words}: `{one.name}` and `{other.name}`"
        help_ = ["say which limit lies outside: `above …`, `to below …`"]
        help_.append("or take the first that holds it: `, first match` behind the number")
        also = [(one.row.limits.span, "and here")]
        raise self._checker.problems.fail(
            "E412", message, other.row.limits.span, "held here", also=also, help=help_
        )

    def _unreached(self, reached: list[str]) -> None:
        for row in self._written.rows:
            if row.level.text not in reached:
                message = f"no possible number has the level `{row.level.text}`"
                raise self._checker.problems.fail("E414", message, row.span, "never reached")


def _levels(
    checker: Checker, written: s.Band, scale: _Scale, type_: LevelsType, pieces: list[tuple[str, Cut]]
) -> Expr:
    """A first match over the pieces; where a level has several, or they go down, each piece is named."""
    rows = {row.level.text: row for row in written.rows}
    spans = [_place(rows[level]) for level, _ in pieces]
    tests = [_up_to(checker, span, scale, end) for span, (_, end) in zip(spans, pieces[:-1], strict=False)]
    names = tuple(level for level, _ in pieces)
    direct = names == type_.levels
    inner = type_ if direct else LevelsType(tuple(f"piece {place}" for place in range(len(pieces))))
    first = checker.make(
        FirstMatch, written.span, inner, scale.subject.level, levels=inner.levels, tests=tuple(tests)
    )
    if direct:
        return first
    each = [checker.constant(span, type_, type_.mask(name)) for span, name in zip(spans, names, strict=True)]
    return checker.apply("by level (levels)", written.span, first, *each)


def _place(row: s.BandRow) -> Span:
    return row.limits.span if row.limits is not None else row.span


def _up_to(checker: Checker, span: Span, scale: _Scale, end: Cut) -> Expr:
    """Whether the number lies before a cut; what lies between two steps is open."""
    subject = scale.subject
    assert isinstance(subject.type, NumberType)
    unit = subject.type.unit

    def limit(value: Fraction) -> Constant:
        return checker.constant(span, NumberType(unit, value, value, abs(value)), value)

    at = Fraction(end[0])
    if scale.step is None:
        return compared(checker, "<=" if end[1] else "<", span, subject, limit(at))
    return checker.apply(
        "up to", span, subject, limit(at - scale.step), limit(at), scale=equality_scale(subject)
    )


# ---- points ------------------------------------------------------------------------------------------


def _keep_points(checker: Checker, written: s.Band, type_: LevelsType) -> None:
    """What each level counts, where the band says so: of all levels or of none."""
    counted = [row for row in written.rows if row.points is not None]
    if not counted:
        return
    if len(counted) < len(written.rows):
        row = next(row for row in written.rows if row.points is None)
        message = f"`{row.level.text}` does not say what it counts, and other levels do"
        raise checker.problems.fail("E301", message, row.span, help=["add `counts 0 points`"])
    values = [checker.value(row.points) for row in counted if row.points is not None]
    for value in values:
        if not isinstance(value, Constant) or not isinstance(value.type, NumberType):
            raise checker.problems.fail("E301", "what a level counts is a number", value.span)
    checker.points[checker.prefix + written.name.text] = tuple(in_one_unit(checker, values, "put beside"))


def points_of(checker: Checker, node: s.PointsOf) -> Expr:
    """`points of esr_band`: of several possible levels from the fewest to the most."""
    name = node.band
    level = checker.value(name)
    full = checker.name_of(name)
    if full not in checker.points:
        message = f"the levels of `{name.name}` count nothing"
        help_ = ["points are given in a band: `low below 20 mm/h counts 0 points`"]
        raise checker.problems.fail("E301", message, name.span, help=help_)
    return checker.apply("by level (number)", node.span, level, *checker.points[full])
