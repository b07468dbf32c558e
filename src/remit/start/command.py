"""`remit init DATA…`: look at data files and propose a study file and a first rule file."""

import sys
from pathlib import Path
from typing import IO, Any, Final

import click


class _InTheWay(click.ClickException):
    """Files that would be overwritten or cannot be written: told as diagnostics are, with exit code 2."""

    exit_code = 2

    def __init__(self, message: str, help: str) -> None:
        super().__init__(message)
        self.help = help

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"error: {self.message}\n   = help: {self.help}", file=file, err=file is None)


_EXAMPLES: Final = """\b
Examples:
  remit init chart.xlsx
  remit init patients.csv visits.csv events.csv --output my-study
"""


@click.command(short_help="Look at data files, propose a study file and a first rule file.", epilog=_EXAMPLES)
@click.argument("data", nargs=-1, required=True, metavar="DATA...", type=click.Path(path_type=Path))
@click.option(
    "--output",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write to; it is made if need be.  [default: that of the first file]",
)
@click.option("--force", is_flag=True, help="Replace a study file and rule file that are there.")
def command(data: tuple[Path, ...], output: Path | None, force: bool) -> None:
    """Look at DATA, CSV files or Excel workbooks, and write a study file and a first rule file.

    Both say in remarks what was guessed and why, and ask, in remarks that begin with `# ?`, what the data
    cannot tell. What counts as response is left for you to fill in. Nothing is written where a file is
    there already or one of DATA cannot be read.
    """
    from remit.start.proposal import RULE_FILE, STUDY_FILE, propose
    from remit.start.summary import summary
    from remit.start.writing import standing, write

    folder = output or data[0].parent
    there = standing((STUDY_FILE, RULE_FILE), folder)
    if there and not force:
        names = " and ".join(f"`{path}`" for path in there)
        raise _InTheWay(
            f"{names} would be overwritten",
            "`--output DIR` writes elsewhere; `--force` replaces what is there",
        )
    proposal = propose(data, folder)
    try:
        write(proposal.files, folder)
    except OSError as error:
        raise _InTheWay(
            f"`{folder}` cannot be written to: {error.strerror}", "choose another `--output`"
        ) from None
    _print(summary(proposal, folder.as_posix()))


def _print(text: str) -> None:
    """Print text in the characters that stdout can carry."""
    from remit.diagnostics.characters import shown

    encoding = sys.stdout.encoding or "utf-8"
    click.echo("\n".join(shown(line, encoding) for line in text.splitlines()))
