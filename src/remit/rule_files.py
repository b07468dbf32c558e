"""Rule files on disk: read, and read with everything in them checked."""

from pathlib import Path
from typing import TYPE_CHECKING

from remit.diagnostics.diagnostic import Cell, Diagnostic, Label, Rejected
from remit.source import Source

if TYPE_CHECKING:
    from remit.model.rules import RuleSet


def load_rules(path: str | Path) -> "RuleSet":
    """The checked rules of a file. Raises Rejected."""
    from remit.check import check
    from remit.language import parse

    return check(parse(read_source(path)))


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
