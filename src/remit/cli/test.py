"""`remit test`: the cases of rule files."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from remit.cli.examples import examples
from remit.cli.exits import Exit
from remit.cli.paths import is_study, rule_files
from remit.cli.streams import deliver, show

if TYPE_CHECKING:
    from remit.report.blocks import Block
    from remit.report.cases import CaseReport

FORMATS: Final = ("text", "json", "junit")


@click.command(
    short_help="Run the cases of rule files, with clause coverage.",
    epilog=examples(
        "remit test lupus.remit",
        "remit test rules/ --coverage",
        "remit test rules/ --format junit > cases.xml",
        "remit test --library",
    ),
)
@click.argument("paths", nargs=-1, metavar="RULES...|STUDY...", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option(
    "--coverage", is_flag=True, help="Show every condition, and whether a case saw it met, not met, open."
)
@click.option(
    "--library", is_flag=True, help="The published criteria that come with remit, with a line a rule file."
)
def command(paths: tuple[Path, ...], form: str, coverage: bool, library: bool) -> Exit:
    """Run the cases of rule files; a study stands for its rule file. Ends with 1 where a case fails."""
    if library == bool(paths):
        raise click.UsageError(
            "Name the rule files to test, or give --library for those that come with remit."
        )
    reports = _of_library() if library else [_tried(file) for path in paths for file in _rule_files(path)]
    if form == "text" and library and not coverage:
        show(_summary(reports))
    elif form == "text":
        show(_blocks(reports, coverage))
    else:
        from remit.report.cases_machine import cases_json, cases_junit

        deliver((cases_json if form == "json" else cases_junit)(reports), for_people=False)
    return Exit.FINE if all(report.passed for report in reports) else Exit.FINDINGS


def _rule_files(path: Path) -> list[Path]:
    if not is_study(path):
        return rule_files(path)
    from remit.pipeline import rule_paths
    from remit.study import read_configuration

    return list(rule_paths(read_configuration(path)))


def _of_library() -> "list[CaseReport]":
    from remit.library import files

    return [_tried(file) for _, file in files()]


def _summary(reports: "list[CaseReport]") -> "Iterator[Block]":
    from remit.library import names
    from remit.report.cases_summary import summary_blocks

    return summary_blocks(list(zip(names(), reports, strict=True)))


def _tried(file: Path) -> "CaseReport":
    from remit.cases import coverage, run_cases
    from remit.pipeline import load_rules
    from remit.report.cases import CaseReport

    rules = load_rules(file)
    return CaseReport(rules, run_cases(rules), coverage(rules))


def _blocks(reports: "list[CaseReport]", coverage: bool) -> "Iterator[Block]":
    from remit.report.blocks import Gap
    from remit.report.cases import case_blocks

    for number, report in enumerate(reports):
        if number:
            yield Gap()
        yield from case_blocks(report, coverage)
