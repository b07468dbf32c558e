"""`remit library`: the published criteria that come with remit."""

from pathlib import Path

import click

from remit.cli.examples import examples
from remit.cli.exits import Exit, Refused
from remit.cli.streams import show


@click.command(
    short_help="The published criteria that come with remit.",
    epilog=examples(
        "remit library",
        "remit library doris_2021",
        "remit library --search lupus nephritis",
        "remit library --study my_study",
    ),
)
@click.argument("names", nargs=-1)
@click.option(
    "--search", is_flag=True, help="Take NAMES as words to look for in names, titles and citations."
)
@click.option(
    "--study", type=click.Path(path_type=Path), help="Say which of them a study's data could evaluate."
)
def command(names: tuple[str, ...], search: bool, study: Path | None) -> Exit:
    """List the library, or show what a rule file of it judges, reads and lets be set."""
    from remit import library
    from remit.report.library import entries_blocks, fits_blocks

    if study is not None:
        show(fits_blocks(library.fits(_recorded(study))))
    elif search or not names:
        show(entries_blocks(library.matching(names), names))
    else:
        for name in names:
            _show(name)
    return Exit.FINE


def _show(name: str) -> None:
    from remit import library
    from remit.diagnostics.suggest import suggest
    from remit.pipeline import load_rules
    from remit.report.library import entry_blocks

    path = library.named(name)
    if path is None:
        near = suggest(name, library.names())
        raise Refused(f"the library has no `{name}`", [f"did you mean `{one}`?" for one in near[:1]])
    full = next(one for one, place in library.files() if place == path)
    show(entry_blocks(full, path, load_rules(path)))


def _recorded(study: Path) -> frozenset[str]:
    """The names of which a study has any value."""
    from remit.pipeline import load_study

    _, rules, cohort = load_study(study)
    columns = {**cohort.measures, **cohort.facts}
    return frozenset(name for name, column in columns.items() if column.recorded.any()) | frozenset(
        rules.declarations.events
    )
