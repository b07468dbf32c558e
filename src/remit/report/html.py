"""The report as a fragment of HTML, for a notebook: the same blocks, nothing loaded from anywhere."""

from collections.abc import Iterable
from html import escape

from remit.report.blocks import Block, Column, Gap, Heading, Paragraph, Table

_CELL = "padding:0.1em 0.8em 0.1em 0;vertical-align:top;white-space:pre-line;text-align:"


def html(blocks: Iterable[Block]) -> str:
    """The blocks as HTML without scripts or style sheets."""
    return "<div>\n" + "".join(f"{_html(block)}\n" for block in blocks) + "</div>\n"


def _html(block: Block) -> str:
    match block:
        case Heading():
            return f"<h4>{escape(block.text)}</h4>"
        case Paragraph():
            mark = f"{escape(block.mark)}&ensp;" if block.mark else ""
            return f'<p style="margin:0.2em 0 0.2em {block.indent / 2:g}em">{mark}{escape(block.text)}</p>'
        case Table():
            return _table(block)
        case Gap():
            return "<br>"


def _table(table: Table) -> str:
    header = [column.title for column in table.columns]
    lines = [_row("th", header, table.columns)] if any(header) else []
    lines += [_row("td", row, table.columns) for row in table.rows]
    return "<table>\n" + "\n".join(lines) + "\n</table>"


def _row(tag: str, cells: Iterable[str], columns: tuple[Column, ...]) -> str:
    return (
        f"<tr>{''.join(_cell(tag, text, column) for text, column in zip(cells, columns, strict=True))}</tr>"
    )


def _cell(tag: str, text: str, column: Column) -> str:
    """Blanks before a text are its indentation under a heading of the table."""
    inner = text.lstrip(" ")
    indent = "&emsp;" * ((len(text) - len(inner)) // 2)
    return f'<{tag} style="{_CELL}{"right" if column.right else "left"}">{indent}{escape(inner)}</{tag}>'
