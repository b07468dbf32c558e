"""Blocks of a report laid out as text for a stream: its width, and the characters that it can carry.

Nothing is ever cut off. A text breaks between words only, and a table too wide for its stream is wrapped,
split or opened up as it says; what still does not fit runs over the edge, for an address that was shortened
is no address.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from remit.diagnostics.characters import shown, width

_GAP: Final = 3
_NARROW_GAP: Final = 2
_LEAST_WRAPPED: Final = 16
"""A column is not wrapped narrower than this: one word a line is no reading."""
_LONGEST_RULE: Final = 100


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a part, with a rule behind it."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text that may wrap, so many columns in; lines after the first hang behind the `mark`."""

    text: str
    indent: int = 1
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. Its title may have several lines; `wraps` allows its cells to."""

    title: str = ""
    right: bool = False
    wraps: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, the first column being the stub, which names the row.

    `narrow` says what becomes of a table that is too wide: "bands" prints it in bands of columns, each with
    the stub; "open" prints the stub on a line of its own, above its row.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    narrow: Literal["bands", "open"] = "bands"
    indent: int = 1


@dataclass(frozen=True, slots=True)
class Gap:
    """An empty line."""


Block = Heading | Paragraph | Table | Gap


@dataclass(frozen=True, slots=True)
class Stream:
    """What a text is laid out for: the columns there are (None: no limit) and the encoding."""

    width: int | None = None
    encoding: str = "utf-8"


def laid_out(blocks: Iterable[Block], stream: Stream) -> str:
    """The blocks as text, each line without trailing blanks and with a line end."""
    lines = [line for block in blocks for line in _lines(block, stream)]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _lines(block: Block, stream: Stream) -> Sequence[str]:
    match block:
        case Heading():
            return _heading(block, stream)
        case Paragraph():
            return _paragraph(block, stream)
        case Table():
            return _table(_encoded(block, stream), stream)
        case Gap():
            return [""]


def _heading(heading: Heading, stream: Stream) -> list[str]:
    text = shown(heading.text, stream.encoding)
    rule = min(stream.width or _LONGEST_RULE, _LONGEST_RULE) - width(text) - 1
    return ["", f"{text} {shown('─', stream.encoding) * max(rule, 3)}"]


def _paragraph(paragraph: Paragraph, stream: Stream) -> list[str]:
    mark = shown(f"{paragraph.mark}  " if paragraph.mark else "", stream.encoding)
    first = " " * paragraph.indent + mark
    room = stream.width - width(first) if stream.width else None
    lines = wrapped(shown(paragraph.text, stream.encoding), room)
    return [(first if not place else " " * width(first)) + line for place, line in enumerate(lines)]


def wrapped(text: str, room: int | None) -> list[str]:
    """The lines of a text broken between words; a word longer than the room stands alone, unbroken."""
    if room is None or width(text) <= room:
        return [text]
    lines = [""]
    for word in text.split():
        if lines[-1] and width(lines[-1]) + 1 + width(word) > room:
            lines.append(word)
        else:
            lines[-1] += f" {word}" if lines[-1] else word
    return lines


# ---- tables ------------------------------------------------------------------------------------------


def _encoded(table: Table, stream: Stream) -> Table:
    """In the characters of the stream, before anything is measured: `≥` may take two columns."""

    def carried(text: str) -> str:
        return "\n".join(shown(line, stream.encoding) for line in text.split("\n"))

    columns = tuple(replace(column, title=carried(column.title)) for column in table.columns)
    return replace(table, columns=columns, rows=tuple(tuple(map(carried, row)) for row in table.rows))


def _table(table: Table, stream: Stream) -> list[str]:
    room = None if stream.width is None else stream.width - table.indent
    natural = _widths(table)
    for gap in (_GAP, _NARROW_GAP):
        if _fits(natural, gap, room):
            return _printed(table, natural, gap)
    shrunk = _shrunk(table, natural, room or 0)
    if _fits(shrunk, _NARROW_GAP, room):
        return _printed(table, shrunk, _NARROW_GAP)
    return _opened(table, stream) if table.narrow == "open" else _banded(table, natural, stream)


def _widths(table: Table) -> list[int]:
    cells = [[column.title for column in table.columns], *table.rows]
    return [max(width(line) for cell in column for line in cell.split("\n")) for column in zip(*cells, strict=True)]


def _fits(widths: Sequence[int], gap: int, room: int | None) -> bool:
    return room is None or sum(widths) + gap * (len(widths) - 1) <= room


def _shrunk(table: Table, natural: Sequence[int], room: int) -> list[int]:
    """The widths with the wrapping columns narrowed, the widest first, until the table fits."""
    widths = list(natural)
    excess = sum(widths) + _NARROW_GAP * (len(widths) - 1) - room
    wrapping = [place for place, column in enumerate(table.columns) if column.wraps]
    for place in sorted(wrapping, key=lambda place: -widths[place]):
        spared = min(excess, max(widths[place] - _LEAST_WRAPPED, 0))
        widths[place] -= spared
        excess -= spared
    return widths


def _opened(table: Table, stream: Stream) -> list[str]:
    """Each stub on a line of its own; the columns stand together across the rows."""
    inner = Table(table.columns[1:], tuple(row[1:] for row in table.rows), "bands", table.indent + 2)
    if len(inner.columns) < 2:
        return _printed(table, _widths(table), _NARROW_GAP)
    header, *lines = _blocks(inner, stream)
    found = list(header)
    for row, printed in zip(table.rows, lines, strict=True):
        found += [" " * table.indent + row[0]] if row[0] else []
        found += printed
    return found


def _blocks(table: Table, stream: Stream) -> list[list[str]]:
    """The header's lines, and those of each row."""
    room = None if stream.width is None else stream.width - table.indent
    natural = _widths(table)
    widths = natural if _fits(natural, _NARROW_GAP, room) else _shrunk(table, natural, room or 0)
    margin = " " * table.indent
    parts = [_row(table, [column.title for column in table.columns], widths, _NARROW_GAP)]
    parts += [_row(table, row, widths, _NARROW_GAP) for row in table.rows]
    return [[margin + line for line in lines] for lines in parts]


def _banded(table: Table, natural: Sequence[int], stream: Stream) -> list[str]:
    """Bands of columns, each with the stub before it, an empty line between."""
    lines: list[str] = []
    for band in _bands(natural, (stream.width or 0) - table.indent):
        part = Table(
            tuple(table.columns[place] for place in band),
            tuple(tuple(row[place] for place in band) for row in table.rows),
            indent=table.indent,
        )
        lines += [""] if lines else []
        lines += _printed(part, [natural[place] for place in band], _NARROW_GAP)
    return lines


def _bands(widths: Sequence[int], room: int) -> list[list[int]]:
    bands: list[list[int]] = []
    used = room + 1
    for place in range(1, len(widths)):
        used += _NARROW_GAP + widths[place]
        if used > room:
            bands.append([0])
            used = widths[0] + _NARROW_GAP + widths[place]
        bands[-1].append(place)
    return bands or [[0]]


def _printed(table: Table, widths: Sequence[int], gap: int) -> list[str]:
    margin = " " * table.indent
    header = [column.title for column in table.columns]
    rows = ([header] if any(header) else []) + [list(row) for row in table.rows]
    return [margin + line for row in rows for line in _row(table, row, widths, gap)]


def _row(table: Table, cells: Sequence[str], widths: Sequence[int], gap: int) -> list[str]:
    """The lines of one row; a title shorter than its neighbours stands at the foot, a cell at the head."""
    wraps = [
        wrapped(cell, room) if column.wraps and "\n" not in cell else cell.split("\n")
        for cell, column, room in zip(cells, table.columns, widths, strict=True)
    ]
    height = max(map(len, wraps))
    is_header = list(cells) == [column.title for column in table.columns]
    filled = [[""] * (height - len(x)) + x if is_header else x + [""] * (height - len(x)) for x in wraps]
    return [(" " * gap).join(map(_padded, line, widths, table.columns)) for line in zip(*filled, strict=True)]


def _padded(text: str, room: int, column: Column) -> str:
    fill = " " * (room - width(text))
    return fill + text if column.right else text + fill
