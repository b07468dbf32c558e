"""The blocks that a report is made of: what is said, apart from how wide and in which characters."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a part."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text that may wrap, `indent` columns in; its further lines hang behind the `mark`."""

    text: str
    indent: int = 1
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. Its title may have several lines.

    `least` is how narrow it may be made by breaking its cells between words; None: not at all.
    """

    title: str = ""
    right: bool = False
    least: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; the first column is the stub, which names the row.

    `narrow` says what becomes of a table that is too wide for its stream even when wrapped: "bands" prints it
    in bands of columns, each with the stub; "open" prints each stub on a line of its own, above its row.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    narrow: Literal["bands", "open"] = "bands"
    indent: int = 1


@dataclass(frozen=True, slots=True)
class Gap:
    """An empty line."""


Block = Heading | Paragraph | Table | Gap
