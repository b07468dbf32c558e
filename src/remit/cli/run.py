"""`remit run STUDY`: evaluate a study and report."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from remit.cli.exits import Exit
from remit.cli.progress import progress
from remit.cli.streams import deliver

if TYPE_CHECKING:
    from remit.report.report import Report


@click.command(short_help="Evaluate a study and print the report.")
@click.argument("study", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file, not to stdout.")
@click.option("--patients", default="40", show_default=True, metavar="N|all", help="How many patients the text lists.")
def command(study: Path, form: str, output: Path | None, patients: str) -> Exit:
    """Evaluate STUDY, a folder with a `study.toml` or that file itself, and print the report.

    \b
    Examples:
      remit run examples/lenalidomide
      remit run my-study --format csv --output verdicts.csv
      remit run my-study --patients all | less
    """
