"""Blocks laid out as text for a stream: its width, and the characters that it can carry.

Nothing is ever cut off: a text breaks between words only, and what does not fit all the same runs over the
edge, for an address that was shortened is no address.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from remit.diagnostics.characters import shown, width
from remit.report.blocks import Block, Gap, Heading, Paragraph, Table
from remit.report.tables import table_lines
from remit.report.wrapping import wrapped

_LONGEST_RULE: Final = 100


@dataclass(frozen=True, slots=True)
class Stream:
    """What a text is laid out for: how many columns there are (None: no limit), and the encoding."""

    width: int | None = None
    encoding: str = "utf-8"


def laid_out(blocks: Iterable[Block], stream: Stream) -> str:
    """The blocks as text; no line has blanks at its end, each has a line end."""
    lines = [line for block in blocks for line in _lines(block, stream)]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _lines(block: Block, stream: Stream) -> Sequence[str]:
    match block:
        case Heading():
            return _heading(block, stream)
        case Paragraph():
            return _paragraph(block, stream)
        case Table():
            return table_lines(block, stream.width, stream.encoding)
        case Gap():
            return [""]


def _heading(heading: Heading, stream: Stream) -> list[str]:
    text = shown(heading.text, stream.encoding)
    rule = min(stream.width or _LONGEST_RULE, _LONGEST_RULE) - width(text) - 1
    return ["", f"{text} {shown('─', stream.encoding) * max(rule, 3)}"]


def _paragraph(paragraph: Paragraph, stream: Stream) -> list[str]:
    mark = f"{shown(paragraph.mark, stream.encoding)}  " if paragraph.mark else ""
    margin = paragraph.indent + width(mark)
    room = None if stream.width is None else stream.width - margin
    first, *more = wrapped(shown(paragraph.text, stream.encoding), room)
    return [" " * paragraph.indent + mark + first, *(" " * margin + line for line in more)]
