"""Tables as lines of text: as wide as they need to be, wrapped, opened or in bands where that is too wide."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Final

from remit.diagnostics.characters import shown, width
from remit.report.blocks import Column, Table
from remit.report.wrapping import wrapped

_WIDE_GAP: Final = 3
_GAP: Final = 2
_TRIED: Final = 12
"""In so many steps columns are narrowed to find the way that needs the fewest lines."""


def table_lines(table: Table, room: int | None, encoding: str = "utf-8") -> list[str]:
    """The table's lines for a stream of so many columns (None: no limit).

    The first way that fits: with wide gaps, with narrow ones, wrapped, then as `table.narrow` says.
    """
    table = _in_characters(table, encoding)
    natural = _widths(table)
    shrunk = natural if room is None else _shrunk(table, natural, room)
    for widths, gap in ((natural, _WIDE_GAP), (natural, _GAP), (shrunk, _GAP)):
        if room is None or _total(table, widths, gap) <= room:
            return list(chain(*_groups(table, widths, gap)))
    assert room is not None
    opens = table.narrow == "open" and len(table.columns) > 1
    return _opened(table, room) if opens else list(_banded(table, natural, room))


def _in_characters(table: Table, encoding: str) -> Table:
    """In the characters of the stream, before anything is measured: `≥` may take two columns."""

    def carried(text: str) -> str:
        return "\n".join(shown(line, encoding) for line in text.split("\n"))

    columns = tuple(replace(column, title=carried(column.title)) for column in table.columns)
    return replace(table, columns=columns, rows=tuple(tuple(map(carried, row)) for row in table.rows))


# ---- widths ------------------------------------------------------------------------------------------


def _widths(table: Table) -> list[int]:
    titles = tuple(column.title for column in table.columns)
    columns = zip(titles, *table.rows, strict=True)
    return [max(width(line) for cell in column for line in cell.split("\n")) for column in columns]


def _total(table: Table, widths: Sequence[int], gap: int) -> int:
    return table.indent + sum(widths) + gap * (len(widths) - 1)


def _shrunk(table: Table, natural: Sequence[int], room: int) -> list[int]:
    """The widths narrowed until the table fits, in the way that needs the fewest lines; else to the least."""
    excess = _total(table, natural, _GAP) - room
    spare = [_spare(column, width) for column, width in zip(table.columns, natural, strict=True)]
    if not 0 < excess < sum(spare):
        return (
            [width - most for width, most in zip(natural, spare, strict=True)] if excess > 0 else [*natural]
        )
    shares = _shares(spare, excess, step=-(-excess // _TRIED))
    ways = ([width - less for width, less in zip(natural, share, strict=True)] for share in shares)
    return min(ways, key=lambda widths: _height(table, widths))


def _spare(column: Column, width: int) -> int:
    """By how much a column may be narrowed."""
    return 0 if column.least is None else max(width - column.least, 0)


def _shares(spare: Sequence[int], excess: int, step: int) -> Iterator[tuple[int, ...]]:
    """The ways to take so much from columns that can spare so much each, in steps."""
    first, *others = spare
    most = min(first, excess)
    for less in sorted({*range(0, most, step), most}):
        if others:
            yield from ((less, *rest) for rest in _shares(others, excess - less, step))
        elif less == excess:
            yield (less,)


def _height(table: Table, widths: Sequence[int]) -> int:
    """How many lines the rows need."""
    return sum(len(_broken(table, row, widths)[0]) for row in table.rows)


# ---- too wide ----------------------------------------------------------------------------------------


def _opened(table: Table, room: int) -> list[str]:
    """Each stub on a line of its own, the rest of its row beneath."""
    rest = Table(table.columns[1:], tuple(row[1:] for row in table.rows), indent=table.indent + 2)
    header, *rows = _groups(rest, _shrunk(rest, _widths(rest), room), _GAP)
    lines = list(header)
    for (stub, *_), row in zip(table.rows, rows, strict=True):
        lines += [f"{' ' * table.indent}{stub}"] if stub else []
        lines += row if any(map(str.strip, row)) else []
    return lines


def _banded(table: Table, widths: Sequence[int], room: int) -> Iterator[str]:
    """Bands of columns, each with the stub before it, an empty line between them."""
    for number, band in enumerate(_bands(table, widths, room)):
        part = Table(
            tuple(table.columns[place] for place in band),
            tuple(tuple(row[place] for place in band) for row in table.rows),
            indent=table.indent,
        )
        yield from [""] if number else []
        yield from chain(*_groups(part, [widths[place] for place in band], _GAP))


def _bands(table: Table, widths: Sequence[int], room: int) -> list[list[int]]:
    """The places of the columns of each band: as many as fit, but at least one beside the stub."""
    bands = [[0]]
    for place in range(1, len(widths)):
        wider = [*bands[-1], place]
        if len(bands[-1]) > 1 and _total(table, [widths[one] for one in wider], _GAP) > room:
            bands.append([0, place])
        else:
            bands[-1] = wider
    return bands


# ---- rows --------------------------------------------------------------------------------------------


def _groups(table: Table, widths: Sequence[int], gap: int) -> list[list[str]]:
    """The lines of the header, and those of each row. Titles stand on the last line of the header."""
    titles = [column.title for column in table.columns]
    header = _row(table, titles, widths, gap, at_foot=True) if any(titles) else []
    return [header, *(_row(table, row, widths, gap, at_foot=False) for row in table.rows)]


def _row(table: Table, cells: Sequence[str], widths: Sequence[int], gap: int, at_foot: bool) -> list[str]:
    columns = _broken(table, cells, widths)
    # Cells are filled up from below; titles stand on the last line of theirs.
    filled = [sorted(lines, key=bool) if at_foot else lines for lines in columns]
    margin = " " * table.indent
    return [
        margin + (" " * gap).join(map(_padded, line, widths, table.columns))
        for line in zip(*filled, strict=True)
    ]


def _broken(table: Table, cells: Sequence[str], widths: Sequence[int]) -> list[list[str]]:
    """The lines of each cell of a row, filled up to the same number."""
    broken = [
        cell.split("\n") if column.least is None else wrapped(cell, room)
        for cell, column, room in zip(cells, table.columns, widths, strict=True)
    ]
    height = max(map(len, broken))
    return [lines + [""] * (height - len(lines)) for lines in broken]


def _padded(text: str, room: int, column: Column) -> str:
    fill = " " * (room - width(text))
    return fill + text if column.right else text + fill
