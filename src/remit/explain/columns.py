"""Rows in columns: the rule text, and beside it (or under it, where there is no room) what was found."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from remit.diagnostics import characters
from remit.diagnostics.characters import width
from remit.explain.trace import Mark

Role = Literal["plain", "frame", "headline", "certain", "impossible", "open"]
Pieces = tuple[tuple[str, Role], ...]
"""Texts of one line with their roles: a role decides the colour."""

_ROLES: dict[Mark, Role] = {Mark.CERTAIN: "certain", Mark.IMPOSSIBLE: "impossible", Mark.OPEN: "open"}
_GAP = "   "
_BAR = " │ "
_NARROWEST = 40
"""Where less than this would be left for the rule text, what was found stands under it."""


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
    def is_annotated(self) -> bool:
        return self.mark is not None or bool(self.value or self.address or self.when)

    def shown(self, encoding: str) -> "Row":
        """With the characters that a stream of this encoding carries."""

        def shown(text: str) -> str:
            return characters.shown(text, encoding)

        return replace(
            self, text=shown(self.text), value=shown(self.value), address=shown(self.address), when=shown(self.when)
        )


class Layout:
    """Where the columns begin, for all rows of an explanation; `columns` is the width of the terminal."""

    def __init__(self, rows: Sequence[Row], columns: int | None) -> None:
        annotated = [row for row in rows if row.is_annotated]
        self._gutter = max(4, 2 + max((len(row.gutter) for row in rows), default=0))
        self._value = _widest(row.value for row in annotated)
        self._address = _widest(row.address for row in annotated)
        found = 3 + self._value + self._address + _widest(row.when for row in annotated) + 2 * len(_GAP)
        wanted = _widest(row.text for row in annotated)
        room = wanted if columns is None else columns - self._gutter - len(_BAR) - len(_GAP) - found
        self._text = min(wanted, room) if room >= min(wanted, _NARROWEST) else 0

    @property
    def empty(self) -> Pieces:
        """A row with nothing but the bar."""
        return ((" " * self._gutter + _BAR, "frame"),)

    def lines(self, row: Row) -> Iterator[Pieces]:
        """A row as one line, or as two where the text leaves no room for the rest."""
        frame: tuple[str, Role] = (f"{row.gutter:>{self._gutter}}{_BAR}", "frame")
        if not row.is_annotated:
            yield frame, (row.text, "plain")
        elif width(row.text) <= self._text:
            yield frame, (_padded(row.text, self._text) + _GAP, "plain"), *self._found(row)
        else:
            if row.text:
                yield frame, (row.text, "plain")
            indent = " " * (self._text + len(_GAP) if self._text else 8)
            yield *self.empty, (indent, "plain"), *self._found(row)

    def _found(self, row: Row) -> Pieces:
        value, address = _padded(row.value, self._value), _padded(row.address, self._address)
        rest: tuple[str, Role] = (f"  {value}{_GAP}{address}{_GAP}{row.when}", "plain")
        sign: tuple[str, Role] = (" ", "plain") if row.mark is None else (row.mark.sign, _ROLES[row.mark])
        return sign, rest


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def _widest(texts: Iterable[str]) -> int:
    return max((width(text) for text in texts), default=0)
