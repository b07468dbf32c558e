"""`remit check`: every mistake of rule files and studies, once."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from remit.cli.examples import examples
from remit.cli.exits import Exit
from remit.cli.paths import is_study, rule_files
from remit.cli.streams import deliver, has_colour, standard_output

if TYPE_CHECKING:
    from remit.diagnostics.diagnostic import Diagnostic

FORMATS: Final = ("text", "json", "github", "sarif", "junit")


@click.command(
    short_help="Every mistake of rule files or a study, once.",
    epilog=examples(
        "remit check lupus.remit",
        "remit check my-study rules/",
        "remit check lupus.remit --fix",
        "remit check rules/ --format github",
    ),
)
@click.argument(
    "paths", nargs=-1, required=True, metavar="RULES...|STUDY...", type=click.Path(path_type=Path)
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--fix", is_flag=True, help="Apply the safe fixes, then check again.")
def command(paths: tuple[Path, ...], form: str, fix: bool) -> Exit:
    """Check rule files, or whole studies: a folder with a `study.toml` has its rules and data checked too.

    A folder without one stands for the rule files in it. Ends with 1 where there is a mistake; warnings alone
    are no failure.
    """
    from remit.diagnostics.diagnostic import Severity

    found = mistakes(paths)
    if fix:
        from remit.cli.fixes import apply_fixes

        for file, count in apply_fixes(found).items():
            click.echo(f"fixed {count} in {file}", err=True)
        found = mistakes(paths)
    deliver(_shown(found, paths, form), for_people=form == "text")
    return Exit.FINDINGS if any(one.severity is Severity.ERROR for one in found) else Exit.FINE


def mistakes(paths: Sequence[Path]) -> tuple["Diagnostic", ...]:
    """The diagnostics of all paths, each once. Raises Rejected where a rule file cannot be read."""
    return tuple(dict.fromkeys(one for path in paths for one in _mistakes(path)))


def _mistakes(path: Path) -> tuple["Diagnostic", ...]:
    from remit.pipeline import check_study, check_text, read_source

    if is_study(path):
        return check_study(path)
    sources = [read_source(file) for file in rule_files(path)]
    return tuple(one for source in sources for one in check_text(source.text, source.name))


def _shown(found: Sequence["Diagnostic"], paths: Sequence[Path], form: str) -> str:
    if form != "text":
        from remit.diagnostics.export import EXPORTS

        return EXPORTS[form](found)
    if not found:
        return f"no mistakes in {', '.join(map(str, paths))}\n"
    import sys

    from remit.cli.colours import rule_text
    from remit.diagnostics.render import render_all

    encoding = standard_output().encoding
    shown = render_all(found, encoding=encoding, colour=has_colour(sys.stdout), rule_text=rule_text)
    return f"{shown}\n\n{_count(found)}\n"


def _count(found: Sequence["Diagnostic"]) -> str:
    from remit.diagnostics.diagnostic import Severity

    errors = sum(one.severity is Severity.ERROR for one in found)
    counts = [(errors, "mistake"), (len(found) - errors, "warning")]
    return ", ".join(f"{count} {noun}{'' if count == 1 else 's'}" for count, noun in counts if count)
