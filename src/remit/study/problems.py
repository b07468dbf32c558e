"""Mistakes of a study are gathered, each once; what rests on a mistaken part is passed over in silence."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from remit.diagnostics.diagnostic import Cell, Diagnostic, Label, Rejected
from remit.diagnostics.suggest import suggest
from remit.source import Span

Result = TypeVar("Result")

SHOWN: Final = 20
"""How many mistakes of one kind are shown for one column; the last of them counts the rest."""


class Failed(Exception):
    """This part has a mistake that was already told."""


class Problems:
    """The mistakes found so far, in the order in which they were found."""

    def __init__(self) -> None:
        self._found: dict[Diagnostic, None] = {}

    def add(
        self,
        code: str,
        message: str,
        place: Span | Cell,
        label: str = "",
        *,
        also: Sequence[Label] = (),
        help: Sequence[str] = (),
        data: str | None = None,
    ) -> None:
        found = Diagnostic(code, message, Label(place, label), tuple(also), tuple(help), data)
        self._found.setdefault(found)

    def fail(
        self, code: str, message: str, place: Span | Cell, label: str = "", *, help: Sequence[str] = ()
    ) -> Failed:
        """Note a mistake; `raise` what this returns."""
        self.add(code, message, place, label, help=help)
        return Failed()

    def several(self, alike: Sequence[Diagnostic], rest: str) -> None:
        """Note mistakes of one kind; beyond those shown, the last says how many more there are of `rest`."""
        shown = list(alike[:SHOWN])
        if len(alike) > SHOWN:
            shown[-1] = replace(shown[-1], data=f"and {len(alike) - SHOWN:,} more {rest}")
        self._found.update(dict.fromkeys(shown))

    def attempt(self, part: Callable[[], Result]) -> Result | None:
        """The result of a part, None where it fails."""
        try:
            return part()
        except Failed:
            return None

    def stop_if_any(self) -> None:
        """Raises Rejected with every mistake found so far, if there is one."""
        if self._found:
            raise self.rejected()

    def rejected(self) -> Rejected:
        """Every mistake found so far, those of the study file first; `raise` it."""
        return Rejected(sorted(self._found, key=_order))


def _order(diagnostic: Diagnostic) -> tuple[bool, int]:
    place = diagnostic.primary.place
    return (False, place.start) if isinstance(place, Span) else (True, 0)


def did_you_mean(name: str, known: Sequence[str]) -> list[str]:
    """The help line that offers what a misspelt name resembles, if anything."""
    near = suggest(name, known)
    return [f"did you mean {' or '.join(f'`{one}`' for one in near)}?"] if near else []


def unreadable(name: str, error: OSError, place: Span | Cell, problems: Problems) -> Failed:
    """Note that a file is there and the system does not let it be read; `raise` what this returns."""
    return problems.fail("E601", f"`{name}` cannot be read: {error.strerror or error}", place)


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """A count with its noun: `1 cell`, `3 cells`."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def listed(names: Sequence[str], most: int = 12) -> str:
    """Names one after another; beyond `most` they are counted."""
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
