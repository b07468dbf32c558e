"""Neighbouring statements of one line each, set in columns: word, name, label, and what follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from remit.language.formatting.laid_out import Line, width_of
from remit.language.formatting.spaces import run
from remit.language.formatting.structure import Statement

_SEPARATORS: Final = ("COLON", "EQUAL", "WHEN")
_REPORTS: Final = frozenset({"describe", "compare", "compare_with", "rate", "time_to", "agree"})


@dataclass(frozen=True, slots=True)
class OneLine:
    """A statement on one line, cut into the cells of its columns.

    family     statements of one family stand in common columns
    width      how long the line may be
    """

    family: str
    cells: tuple[str, ...]
    comment: str
    width: int

    @property
    def whole(self) -> str:
        return " ".join(cell for cell in self.cells if cell)


def one_line(statement: Statement, lines: Sequence[Line]) -> OneLine | None:
    """A statement of one line in cells; None for one that has several, or no columns."""
    if len(lines) != 1:
        return None
    (line,) = lines
    words = statement.words
    if statement.rule in _REPORTS:
        first = 2 if statement.rule == "time_to" else 1
        second = first + 1 if statement.rule.startswith("compare") else len(words)
        return OneLine("report", _cut(statement, [first, second]), line.comment, width_of(statement))
    if len(words) < 2 or words[1].kind != "NAME":
        return None
    behind = 3 if len(words) > 2 and words[2].kind == "STRING" else 2
    separator = words[behind].kind if behind < len(words) else "COLON"
    if separator not in _SEPARATORS:
        return None
    alone = separator != "COLON" or statement.rule == "timepoint"
    family = statement.rule if alone else "declared"
    label, rest = (2, 3) if behind == 3 else (2, 2)
    return OneLine(
        family,
        _cut(statement, [1, label, rest, *_of_timepoint(statement, rest)]),
        line.comment,
        width_of(statement),
    )


def _of_timepoint(statement: Statement, rest: int) -> list[int]:
    """Where the window of a timepoint begins."""
    if statement.rule != "timepoint":
        return []
    commas = (at + 1 for at in range(rest, len(statement.words)) if statement.words[at].kind == "COMMA")
    return list(commas)[:1]


def _cut(statement: Statement, places: Sequence[int]) -> tuple[str, ...]:
    """The line in cells that begin at these words."""
    bounds = [0, *places, len(statement.words)]
    return tuple(run(statement, begin, end) if begin < end else "" for begin, end in pairwise(bounds))


def aligned(lines: Sequence[OneLine]) -> list[str]:
    """The lines in common columns; where that makes a line too long, its own cells are set close."""
    loose: set[int] = set()
    while True:
        texts = [_set(line, _widths(lines, loose), place in loose) for place, line in enumerate(lines)]
        long = [
            place
            for place, line in enumerate(lines)
            if place not in loose and len(texts[place]) > line.width >= len(line.whole)
        ]
        if not long:
            return texts
        # The line whose label is widest makes the others long.
        rest = [place for place in range(len(lines)) if place not in loose]
        loose.add(max(rest, key=lambda place: len("".join(lines[place].cells[1:3]))))


def _widths(lines: Sequence[OneLine], loose: set[int]) -> list[int]:
    close = [line.cells for place, line in enumerate(lines) if place not in loose] or [lines[0].cells]
    count = max(len(cells) for cells in close)
    # What ends a line makes no other line wider: an event has a label, and no scale behind it.
    return [
        max((len(cells[at]) for cells in close if any(cells[at + 1 :])), default=0) for at in range(count)
    ]


def _set(line: OneLine, widths: Sequence[int], loose: bool) -> str:
    if loose:
        named = [cell.ljust(width) for cell, width in zip(line.cells[:2], widths, strict=False)]
        return " ".join([*named, *(cell for cell in line.cells[2:] if cell)])
    cells = [cell.ljust(width) for cell, width in zip(line.cells, widths, strict=False) if width or cell]
    return " ".join(cells).rstrip()
