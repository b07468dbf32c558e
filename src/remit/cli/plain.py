"""`remit plain`: the rules in the words of a methods section."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from remit.cli.examples import examples
from remit.cli.exits import Exit, Refused
from remit.cli.streams import deliver, show

if TYPE_CHECKING:
    from remit.model.rules import RuleSet
    from remit.report.blocks import Block
    from remit.report.plain import Part


@click.command(
    short_help="The rules in the words of a methods section.",
    epilog=examples(
        "remit plain lupus.remit",
        "remit plain lupus.remit --outcome skin_response",
        "remit plain lupus.remit --format markdown",
    ),
)
@click.argument("rules", type=click.Path(path_type=Path))
@click.option("--outcome", metavar="NAME", help="One outcome, with all that it rests on.")
@click.option("--format", "form", type=click.Choice(["text", "markdown"]), default="text", show_default=True)
def command(rules: Path, outcome: str | None, form: str) -> Exit:
    """Say what a rule file means, in the words of a methods section.

    Timepoints, definitions, outcomes, how missing values count, analyses, and what was not checked against
    its source. RULES is a rule file, or a name of the library.
    """
    from remit.report.plain import paragraphs

    checked = _rules(rules)
    if outcome is not None and outcome not in checked.outcomes:
        raise Refused(f"the rules have no outcome `{outcome}`", _near(outcome, tuple(checked.outcomes)))
    parts = paragraphs(checked, outcome)
    if form == "markdown":
        pages = ("\n\n".join((f"### {one.heading}", *one.texts)) for one in parts)
        deliver("\n\n".join(pages) + "\n", for_people=True)
    else:
        show(_blocks(parts))
    return Exit.FINE


def _blocks(parts: "Sequence[Part]") -> "Iterator[Block]":
    from remit.report.blocks import Gap, Heading, Paragraph

    for one in parts:
        yield Heading(one.heading)
        for place, text in enumerate(one.texts):
            yield from [Gap()] if place else []
            yield Paragraph(text)


def _rules(path: Path) -> "RuleSet":
    from remit import library
    from remit.pipeline import load_rules

    named = None if path.exists() else library.named(str(path))
    return load_rules(named or path)


def _near(name: str, names: tuple[str, ...]) -> list[str]:
    from remit.diagnostics.suggest import suggest

    return [f"did you mean `{one}`?" for one in suggest(name, names)[:1]]
