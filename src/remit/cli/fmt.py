"""`remit fmt`: rule files in the one layout."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from remit.cli.examples import examples
from remit.cli.exits import Exit, Refused
from remit.cli.paths import rule_files
from remit.cli.streams import deliver

if TYPE_CHECKING:
    from remit.source import Source

_STDIN: Final = "-"


@dataclass(frozen=True, slots=True)
class _File:
    """A rule file before and after; `path` is None for standard input."""

    path: Path | None
    before: "Source"
    after: str

    @property
    def changes(self) -> bool:
        return self.before.text != self.after

    def difference(self) -> str:
        """What would change, as a unified diff."""
        name = self.before.name
        lines = unified_diff(
            self.before.text.splitlines(), self.after.splitlines(), name, name, lineterm="", n=2
        )
        return "".join(f"{line}\n" for line in lines)


@click.command(
    short_help="Rule files in the one layout.",
    epilog=examples(
        "remit fmt lupus.remit",
        "remit fmt --check rules examples",
        "remit fmt --diff lupus.remit",
        "remit fmt - < lupus.remit",
    ),
)
@click.argument("paths", nargs=-1, required=True, metavar="RULES...", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing; end with 1 where a file would change.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change, end with 1 if anything.")
def command(paths: tuple[Path, ...], check: bool, diff: bool) -> Exit:
    """Lay out rule files in the one way: a clause a line, declarations in columns, comments where they are.

    A folder stands for the rule files in it, `-` for standard input. Words and meaning stay as they are.
    Where a file does not parse this ends with 2, and no file is written.
    """
    files = [_formatted(source, file) for path in paths for source, file in _sources(path)]
    if check or diff:
        if diff:
            deliver("".join(file.difference() for file in files), for_people=True)
        _tell(files, "would be reformatted")
        return Exit.FINDINGS if any(file.changes for file in files) else Exit.FINE
    _write(files)
    return Exit.FINE


def _sources(path: Path) -> "list[tuple[Source, Path | None]]":
    from remit.rule_files import read_source
    from remit.source import Source

    if str(path) == _STDIN:
        try:
            text = sys.stdin.buffer.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise Refused("standard input is not UTF-8 text") from None
        return [(Source("<stdin>", text), None)]
    return [(read_source(file), file) for file in rule_files(path)]


def _formatted(source: "Source", path: Path | None) -> _File:
    from remit.language.formatting import formatted

    return _File(path, source, formatted(source))


def _write(files: Sequence[_File]) -> None:
    from remit.cli.rewriting import rewrite

    for file in files:
        if file.path is None:
            deliver(file.after, for_people=False)
        elif file.changes:
            rewrite(file.path, file.after)
    _tell([file for file in files if file.path is not None], "reformatted")


def _tell(files: Sequence[_File], done: str) -> None:
    """On stderr, which files change, and how many do not."""
    changed = [file for file in files if file.changes]
    for file in changed:
        click.echo(f"{done}: {file.before.name}", err=True)
    if files:
        click.echo(f"{len(changed)} {done}, {len(files) - len(changed)} left as they are", err=True)
