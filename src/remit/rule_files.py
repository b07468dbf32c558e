"""Rule files on disk: read, and read with everything in them checked."""

from pathlib import Path
from typing import TYPE_CHECKING

from remit.diagnostics.diagnostic import Cell, Diagnostic, Label, Rejected
from remit.source import Source, Span

if TYPE_CHECKING:
    from remit.language import Unparsed
    from remit.model.rules import RuleSet


def load_rules(path: str | Path) -> "RuleSet":
    """The checked rules of a file. Raises Rejected."""
    return checked(read_source(path))


def checked(source: Source) -> "RuleSet":
    """The checked rules of a text. Raises Rejected with every mistake.

    After a mistake of syntax the statements that parsed are checked all the same; a name that only a
    statement mentions which did not parse is passed over in silence.
    """
    from remit.check import check
    from remit.language import Unparsed, in_order, parse

    try:
        written = parse(source)
    except Unparsed as unparsed:
        raise Rejected(in_order([*unparsed.diagnostics, *_of_the_rest(unparsed)])) from None
    return check(written)


def _of_the_rest(unparsed: "Unparsed") -> list[Diagnostic]:
    """The mistakes of the statements that parsed, but for names that the others may declare."""
    from remit.check import check

    try:
        check(unparsed.rest)
    except Rejected as rejected:
        return [one for one in rejected.diagnostics if not _is_unsure(one, unparsed.unsure)]
    return []


def _is_unsure(one: Diagnostic, unsure: frozenset[str]) -> bool:
    place = one.primary.place
    return one.code == "E201" and isinstance(place, Span) and place.text in unsure


def read_source(path: str | Path) -> Source:
    """A rule file's text under the name it was given. Raises Rejected where it cannot be read."""
    shown = str(path)
    try:
        content = Path(path).read_bytes()
    except FileNotFoundError:
        raise _unreadable("E601", f"there is no file `{shown}`", shown) from None
    except OSError as error:
        raise _unreadable("E601", f"`{shown}` cannot be read: {error.strerror}", shown) from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = content[error.start]
        message = f"`{shown}` is not UTF-8 text: byte 0x{byte:02x} in line {line}"
        raise _unreadable("E603", message, shown, line) from None
    return Source(shown, text.replace("\r\n", "\n"))


def _unreadable(code: str, message: str, file: str, line: int | None = None) -> Rejected:
    return Rejected([Diagnostic(code, message, Label(Cell(file, line)))])
