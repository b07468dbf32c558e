"""Rows in columns: the rule text, and beside it (or under it, where there is no room) what was found."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from remit.diagnostics import characters
from remit.diagnostics.characters import width
from remit.explain.trace import Mark

Role = Literal["plain", "frame", "headline", "certain", "impossible", "open", "rule"]
Pieces = tuple[tuple[str, Role], ...]
"""Texts of one line with their roles: a role decides the colour."""

_ROLES: dict[Mark, Role] = {Mark.CERTAIN: "certain", Mark.IMPOSSIBLE: "impossible", Mark.OPEN: "open"}
_GAP = "   "
_BAR = " │ "
_NARROWEST = 30
"""Where less than this would be left for the rule text, what was found stands under it."""
_INDENT = 12
"""Where an address begins that stands under its row."""


@dataclass(frozen=True, slots=True)
class Row:
    """What stands left of the bar, the text, and the columns of what was found."""

    gutter: str
    text: str
    mark: Mark | None = None
    value: str = ""
    address: str = ""
    when: str = ""

    @property
    def role(self) -> Role:
        """A row with a line number is a line of the rule file; others are what was found."""
        return "rule" if self.gutter else "plain"

    @property
    def is_annotated(self) -> bool:
        return self.mark is not None or bool(self.value or self.address or self.when)

    def shown(self, encoding: str) -> "Row":
        """With the characters that a stream of this encoding carries."""

        def shown(text: str) -> str:
            return characters.shown(text, encoding)

        return replace(
            self,
            text=shown(self.text),
            value=shown(self.value),
            address=shown(self.address),
            when=shown(self.when),
        )


class Layout:
    """Where the columns begin, for all rows of an explanation; `columns` is the width of the terminal.

    Where a row is too long for it, its address and day go under it; where its text leaves no room for the
    mark and the value, these go under the text.
    """

    def __init__(self, rows: Sequence[Row], columns: int | None) -> None:
        annotated = [row for row in rows if row.is_annotated]
        self._columns = columns
        self._gutter = max(4, 2 + max((len(row.gutter) for row in rows), default=0))
        self._value = _widest(row.value for row in annotated)
        self._address = _widest(row.address for row in annotated)
        wanted = _widest(row.text for row in annotated)
        room = wanted if columns is None else columns - self._gutter - len(_BAR + _GAP) - 3 - self._value
        self._text = min(wanted, room) if room >= min(wanted, _NARROWEST) else 8

    @property
    def empty(self) -> Pieces:
        """A row with nothing but the bar."""
        return ((" " * self._gutter + _BAR, "frame"),)

    def lines(self, row: Row) -> Iterator[Pieces]:
        """A row as one line, or as several where there is no room."""
        frame: tuple[str, Role] = (f"{row.gutter:>{self._gutter}}{_BAR}", "frame")
        if not row.is_annotated:
            yield frame, (row.text, row.role)
        elif width(row.text) <= self._text:
            yield from self._beside((frame, (_padded(row.text, self._text) + _GAP, row.role)), row)
        else:
            yield frame, (row.text, row.role)
            yield from self._beside((*self.empty, (" " * self._text + _GAP, "plain")), row)

    def _beside(self, before: Pieces, row: Row) -> Iterator[Pieces]:
        sign: tuple[str, Role] = (" ", "plain") if row.mark is None else (row.mark.sign, _ROLES[row.mark])
        value = f"  {_padded(row.value, self._value)}"
        place = f"{_padded(row.address, self._address)}{_GAP}{row.when}".rstrip()
        whole = sum(width(text) for text, _ in before) + 1 + width(value + _GAP + place)
        if self._columns is None or whole <= self._columns or not place:
            yield *before, sign, (f"{value}{_GAP}{place}", "plain")
            return
        if row.mark is not None or row.value or row.text:
            yield *before, sign, (value, "plain")
        yield *self.empty, (" " * _INDENT + place, "plain")


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def _widest(texts: Iterable[str]) -> int:
    return max((width(text) for text in texts), default=0)
