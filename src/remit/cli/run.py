"""`remit run STUDY`: evaluate a study and report."""

from pathlib import Path

import click

from remit.cli.examples import examples
from remit.cli.exits import Exit
from remit.cli.progress import progress
from remit.cli.streams import deliver, show

_ALL = "all"


def _how_many(ctx: click.Context, param: click.Parameter, value: str) -> int | None:
    """A number of patients; None for all of them."""
    if value == _ALL:
        return None
    if not value.isdecimal():
        raise click.BadParameter(f"`{value}` is neither a number nor `{_ALL}`", ctx, param)
    return int(value)


@click.command(
    short_help="Evaluate a study and print the report.",
    epilog=examples(
        "remit run examples/lenalidomide",
        "remit run my-study --format csv --output verdicts.csv",
        "remit run my-study --patients all | less",
    ),
)
@click.argument("study", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv", "estimates"]),
    default="text",
    show_default=True,
)
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="A file to write to, not stdout."
)
@click.option(
    "--patients", default="40", show_default=True, callback=_how_many, metavar=f"N|{_ALL}",
    help="How many patients the text lists.",
)  # fmt: skip
@click.option(
    "--workers", type=click.IntRange(min=1), metavar="N",
    help="How many cores evaluate; by default all, at most four. The results are the same.",
)  # fmt: skip
def command(study: Path, form: str, output: Path | None, patients: int | None, workers: int | None) -> Exit:
    """Evaluate STUDY, a folder with a `study.toml` or that file itself, and print the report.

    The csv is one long table, a row a patient and outcome or definition; estimates are the figures of the
    analyses, a row a figure; the json holds everything. A file is written whole or not at all.
    """
    from remit.pipeline import run
    from remit.report.report import Report

    with progress() as told:
        found = run(study, told, workers)
    report = Report(found.study.title, found.evaluation, found.analysis)
    if form == "text":
        from remit.report.text import report_blocks

        show(report_blocks(report, patients), output)
    else:
        from remit.report.estimates import to_estimates
        from remit.report.machine import to_csv, to_json

        formats = {"json": to_json, "csv": to_csv, "estimates": to_estimates}
        deliver(formats[form](report), for_people=False, output=output)
    return Exit.FINE
