"""Lines of a source with marks beneath: which columns are underlined, and where the words go."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from remit.diagnostics.characters import shown, width
from remit.source import Source, Span

Role = Literal["plain", "frame", "headline", "primary", "secondary", "source"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one role: its role decides the colour."""

    text: str
    role: Role = "plain"


@dataclass(frozen=True, slots=True)
class Row:
    """One printed line: what stands left of the bar (a line number, `...`, nothing) and what right of it."""

    gutter: str
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Marked:
    """A span to underline: with carets where it is the primary one, else with dashes."""

    span: Span
    text: str
    primary: bool


@dataclass(frozen=True, slots=True)
class _Mark:
    """The part of a marked span on one line, in display columns from 0 up to, not including, `end`."""

    line: int
    start: int
    end: int
    text: str
    primary: bool

    @property
    def role(self) -> Role:
        return "primary" if self.primary else "secondary"

    @property
    def underline(self) -> Piece:
        return Piece(("^" if self.primary else "-") * (self.end - self.start), self.role)

    def touches(self, other: "_Mark") -> bool:
        return self.start <= other.end and other.start <= self.end


def excerpt(source: Source, spans: Sequence[Marked], encoding: str) -> list[Row]:
    """The marked lines of one source in order, each followed by its underlines.

    Of a span over more than three lines the first and the last are shown, with `...` between.
    """
    marks = sorted(
        (mark for marked in spans for mark in _marks(marked, encoding)), key=lambda mark: mark.line
    )
    cut_after = {marked.span.line for marked in spans if _is_long(_without_end_blanks(marked.span))}
    rows: list[Row] = []
    for line, here in groupby(marks, key=lambda mark: mark.line):
        rows.append(Row(str(line), (Piece(shown(source.line_text(line), encoding), "source"),)))
        rows += _underlines(list(here))
        rows += [Row("...")] if line in cut_after else []
    return rows


# ---- from spans to marks on lines --------------------------------------------------------------------


def _without_end_blanks(span: Span) -> Span:
    """A line end or indentation at the end of a span is nothing to underline."""
    return span.source.span(span.start, span.start + len(span.text.rstrip()))


def _is_long(span: Span) -> bool:
    return span.end_line - span.line > 2


def _marks(marked: Marked, encoding: str) -> Iterator[_Mark]:
    span = _without_end_blanks(marked.span)
    lines = (span.line, span.end_line) if _is_long(span) else range(span.line, span.end_line + 1)
    for line in lines:
        text = span.source.line_text(line)
        start, end = _columns(span, line, text)
        first, last = width(shown(text[:start], encoding)), width(shown(text[:end], encoding))
        if line == span.end_line:
            yield _Mark(line, first, max(last, first + 1), shown(marked.text, encoding), marked.primary)
        elif last > first:
            yield _Mark(line, first, last, "", marked.primary)


def _columns(span: Span, line: int, text: str) -> tuple[int, int]:
    """The characters of a line that a span covers; of its later lines without their indentation."""
    start = span.column - 1 if line == span.line else len(text) - len(text.lstrip())
    end = span.source.position(span.end)[1] - 1 if line == span.end_line else len(text)
    return start, end


# ---- from marks to rows ------------------------------------------------------------------------------


def _underlines(marks: Sequence[_Mark]) -> list[Row]:
    return [row for lane in _lanes(marks) for row in _lane_rows(lane)]


def _lanes(marks: Sequence[_Mark]) -> list[list[_Mark]]:
    """Marks that touch go on rows of their own, the primary one first."""
    lanes: list[list[_Mark]] = []
    for mark in sorted(marks, key=lambda mark: (not mark.primary, mark.start)):
        free = [lane for lane in lanes if not any(mark.touches(other) for other in lane)]
        if free:
            free[0].append(mark)
        else:
            lanes.append([mark])
    return [sorted(lane, key=lambda mark: mark.start) for lane in lanes]


def _lane_rows(lane: Sequence[_Mark]) -> Iterator[Row]:
    """The underlines with the last one's words; the words of the others hang below, from right to left."""
    *others, last = lane
    words = (Piece(f" {last.text}", last.role),) if last.text else ()
    yield Row("", (*_spread((mark.start, mark.underline) for mark in lane), *words))
    waiting = [mark for mark in others if mark.text]
    while waiting:
        hanging = waiting.pop()
        bars = [(mark.start, Piece("|", mark.role)) for mark in waiting]
        yield Row("", tuple(_spread([*bars, (hanging.start, Piece(hanging.text, hanging.role))])))


def _spread(placed: Iterable[tuple[int, Piece]]) -> Iterator[Piece]:
    """Pieces at their columns, with spaces between."""
    column = 0
    for start, piece in placed:
        yield Piece(" " * (start - column))
        yield piece
        column = start + width(piece.text)
