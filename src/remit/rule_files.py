"""Rule files on disk: read, and read with everything in them checked."""

import os
import posixpath
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from remit.diagnostics.diagnostic import Cell, Diagnostic, Label, Rejected
from remit.diagnostics.suggest import suggest
from remit.resources import resource_folder
from remit.source import Source, Span

if TYPE_CHECKING:
    from remit.language import Unparsed
    from remit.model.rules import RuleSet
    from remit.model.syntax import RuleFile, Word


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
    return check(written, used_file)


def _of_the_rest(unparsed: "Unparsed") -> list[Diagnostic]:
    """The mistakes of the statements that parsed, but for names that the others may declare."""
    from remit.check import check

    try:
        check(unparsed.rest, used_file)
    except Rejected as rejected:
        return [one for one in rejected.diagnostics if not _is_unsure(one, unparsed.unsure)]
    return []


def _is_unsure(one: Diagnostic, unsure: frozenset[str]) -> bool:
    # What a statement that did not parse uses, or names of a used file, nobody can tell either.
    place = one.primary.place
    if one.code == "E207" or (isinstance(place, Span) and "." in place.text):
        return one.code in ("E201", "E207")
    return one.code == "E201" and isinstance(place, Span) and place.text in unsure


def load_together(paths: Sequence[str | Path]) -> "RuleSet":
    """The checked rules of the files of one study. Raises Rejected."""
    from remit.check import check_together
    from remit.language import parse

    if len(paths) == 1:
        return load_rules(paths[0])
    return check_together([parse(read_source(path)) for path in paths], used_file)


LIBRARY: Final = "library:"
"""What the name of a library file begins with where another file uses it."""


def library_files() -> dict[str, Path]:
    """Every rule file of the library by its name, its path without the ending."""
    folder = resource_folder("rules")
    paths = sorted(folder.rglob("*.remit"))
    return {path.relative_to(folder).with_suffix("").as_posix(): path for path in paths}


def used_file(using: Source, file: "Word") -> "RuleFile":
    """The file that a rule text uses: of the library, or beside the text where the name ends in `.remit`.

    Raises Rejected where there is no such file, or where it is no rule file.
    """
    from remit.language import parse

    if file.text.endswith(".remit"):
        return parse(_beside(using, file))
    files = library_files()
    if file.text not in files:
        raise _no_file(file, suggest(file.text, files))
    return parse(_named(files[file.text], f"{LIBRARY}{file.text}.remit"))


def _beside(using: Source, file: "Word") -> Source:
    """A file by its path from the folder of the one that uses it."""
    inside = using.name.startswith(LIBRARY)
    folder = posixpath.dirname(using.name.removeprefix(LIBRARY)) if inside else str(Path(using.name).parent)
    shown = os.path.normpath(f"{folder}/{file.text}" if folder else file.text)
    path = resource_folder("rules") / shown if inside else Path(shown)
    if not path.is_file():
        here = path.parent.glob("*.remit") if path.parent.is_dir() else ()
        raise _no_file(file, suggest(file.text, sorted(f"./{one.name}" for one in here)))
    return _named(path, f"{LIBRARY}{shown}" if inside else shown)


def _named(path: Path, shown: str) -> Source:
    return Source(shown, read_source(path).text)


def _no_file(file: "Word", near: Sequence[str]) -> Rejected:
    help_ = [f"did you mean {' or '.join(f'`{one}`' for one in near)}?"] if near else []
    if not file.text.endswith(".remit"):
        help_.append("`remit library` lists the published criteria; a file of yours ends in `.remit`")
    message = f"there is no rule file `{file.text}`"
    return Rejected([Diagnostic("E506", message, Label(file.span), help=tuple(help_))])


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
