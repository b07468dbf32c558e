"""`remit errors CODE`: the page of a diagnostic."""

import sys

import click

from remit.cli.colours import coloured_page
from remit.cli.examples import examples
from remit.cli.exits import Exit, Refused
from remit.cli.streams import deliver, has_colour, standard_output


@click.command(
    short_help="What a diagnostic means, with an example and its remedy.",
    epilog=examples("remit errors E312", "remit errors"),
)
@click.argument("code", required=False)
def command(code: str | None) -> Exit:
    """Print the page of a diagnostic: what CODE means, an example, its remedy. Without CODE: all codes."""
    from remit.diagnostics.codes import CODES

    text = _page(code) if code else "".join(f"{one.code}  {one.title}\n" for one in CODES.values())
    carried = _carried(text)
    deliver(coloured_page(carried) if has_colour(sys.stdout) else carried, for_people=True)
    return Exit.FINE


def _page(code: str) -> str:
    from remit.diagnostics.pages import page

    try:
        return page(code)
    except (LookupError, FileNotFoundError) as error:
        raise Refused(str(error.args[0])) from None


def _carried(text: str) -> str:
    from remit.diagnostics.characters import shown

    encoding = standard_output().encoding
    return "".join(f"{shown(line, encoding)}\n" for line in text.splitlines())
