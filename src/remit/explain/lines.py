"""The lines of a statement with what was found on each."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import groupby
from typing import cast

from remit.explain.findings import Finding, Findings, members_of
from remit.explain.part import Part, Scope, text_of
from remit.explain.statements import Statement
from remit.explain.trace import Mark
from remit.model.expressions import Apply, Expr, FirstMatch


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the rule text; `finding` stands beside it, `below` under it."""

    number: int
    text: str
    finding: Finding | None = None
    below: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Placed:
    """A finding beside the line `start`; what it is made of comes after the line `end`."""

    start: int
    end: int
    words: str
    finding: Finding


def annotated(
    statement: Statement, conditions: Sequence[Part], findings: Findings, opened: Set[object]
) -> list[Line]:
    """The lines of a statement; a condition over several lines has a mark on each.

    Conditions among `opened` (by their identity) show their values, the others only their marks.
    """
    placing = _Placing(findings, opened)
    placed = [one for part in conditions for one in placing.of(part)]
    source = statement.span.source
    return [_line(number, source.line_text(number), placed) for number in statement.lines]


def _line(number: int, text: str, placed: Sequence[_Placed]) -> Line:
    beside = [one for one in placed if one.start == number]
    below = [inner for one in placed if one.end == number for inner in one.finding.inside]
    if len(beside) == 1:
        return Line(number, text, replace(beside[0].finding, inside=()), tuple(below))
    named = [replace(one.finding, words=one.words, inside=()) for one in beside]
    return Line(number, text, None, (*named, *below))


class _Placing:
    """Which line each condition belongs to."""

    def __init__(self, findings: Findings, opened: Set[object]) -> None:
        self._findings, self._opened = findings, opened

    def of(self, part: Part) -> Iterator[_Placed]:
        x = part.expression
        if isinstance(x, FirstMatch):
            for test in x.tests:
                yield from self.of(Part(test, part.date))
        elif items := _score_items(x):
            yield from self._of_score(part, items)
        elif not _operands(x) or x.span.line == x.span.end_line:
            yield _Placed(x.span.line, x.span.end_line, text_of(x), self._on_one_line(part))
        else:
            yield from self._on_lines(cast(Apply, x), part.date)

    def _of_score(self, part: Part, items: Sequence[Apply]) -> Iterator[_Placed]:
        """The total beside the name, and whether each item is present beside its points."""
        line = part.expression.span.line
        total = replace(self._finding(part), inside=()) if self._is_opened(part) else Finding()
        yield _Placed(line, line, text_of(part.expression), total)
        for line, group in groupby(items, key=lambda item: item.span.line):
            here = [Part(item.arguments[1], part.date) for item in group]
            if len(here) == 1:
                yield _Placed(line, line, text_of(here[0].expression), self._finding(here[0]))
            else:
                inside = [self._finding(item, text_of(item.expression)) for item in here]
                yield _Placed(line, line, "", Finding(inside=tuple(inside)))

    def _on_lines(self, x: Apply, date: int | None) -> Iterator[_Placed]:
        """The operands that begin on one line together, and each line by itself."""
        for line, group in groupby(x.arguments, key=lambda operand: operand.span.line):
            here = [Part(operand, date) for operand in group]
            if len(here) == 1:
                yield from self.of(here[0])
                continue
            marks = [self._findings.trace.mark(*part) for part in here]
            end = max(part.expression.span.end_line for part in here)
            inside = [one for part in here for one in self._of_atoms(part)]
            yield _Placed(
                line, end, x.operator, Finding(mark=_joined(x.operator, marks), inside=tuple(inside))
            )

    def _on_one_line(self, part: Part) -> Finding:
        atoms = list(_atoms(part.expression))
        if len(atoms) == 1:
            return self._finding(part)
        inside = self._of_atoms(part) if self._is_opened(part) else []
        return Finding(mark=self._findings.mark(part), inside=tuple(inside))

    def _of_atoms(self, part: Part) -> list[Finding]:
        return [self._finding(Part(atom, part.date), text_of(atom)) for atom in _atoms(part.expression)]

    def _finding(self, part: Part, words: str = "") -> Finding:
        return (
            self._findings.of(part, words)
            if self._is_opened(part)
            else Finding(words, self._findings.mark(part))
        )

    def _is_opened(self, part: Part) -> bool:
        return self._findings.scope is Scope.ALL or part.identity in self._opened


def _operands(x: Expr) -> tuple[Expr, ...]:
    """The operands of an `and` or `or` that were written one after another; none of anything else."""
    if not isinstance(x, Apply) or x.operator not in ("and", "or") or members_of(x):
        return ()
    # `by at least 20% and by at least 5 mm/h` is one condition, though it is checked as two.
    return () if all(operand.span == x.span for operand in x.arguments) else x.arguments


def _score_items(x: Expr) -> tuple[Apply, ...]:
    """The items of a score with their points, in reading order; none of anything else."""
    if not isinstance(x, Apply):
        return ()
    if x.operator == "points for":
        return (x,)
    parts = [_score_items(part) for part in x.arguments] if x.operator == "+" else []
    return tuple(item for part in parts for item in part) if all(parts) else ()


def _atoms(x: Expr) -> Iterator[Expr]:
    """The conditions that `and` and `or` join."""
    if operands := _operands(x):
        for operand in operands:
            yield from _atoms(operand)
    else:
        yield x


def _joined(operator: str, marks: Sequence[Mark]) -> Mark:
    """The mark of some operands of an `and` or `or`."""
    deciding, all_of = (
        (Mark.IMPOSSIBLE, Mark.CERTAIN) if operator == "and" else (Mark.CERTAIN, Mark.IMPOSSIBLE)
    )
    if deciding in marks:
        return deciding
    return Mark.OPEN if Mark.OPEN in marks else all_of
