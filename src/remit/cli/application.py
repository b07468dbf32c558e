"""The command and its subcommands, and how each way to end becomes an exit code."""

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final

import click

from remit import __version__
from remit.cli.examples import examples
from remit.cli.exits import Exit
from remit.cli.streams import has_colour
from remit.diagnostics.diagnostic import Rejected
from remit.diagnostics.suggest import suggest

_MODULES: Final = {
    "run": "remit.cli.run",
    "explain": "remit.cli.explain",
    "check": "remit.cli.check",
    "fmt": "remit.cli.fmt",
    "test": "remit.cli.test",
    "data": "remit.cli.data",
    "init": "remit.start.command",
    "library": "remit.cli.library",
    "plain": "remit.cli.plain",
    "errors": "remit.cli.errors",
}
"""Each command's module; the command in it is called `command`. It is imported when it is asked for."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _MODULES:
            return None
        command: click.Command = import_module(_MODULES[cmd_name]).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in _MODULES and not name.startswith("-"):
            near = suggest(name, _MODULES)
            offer = f" Did you mean {' or '.join(f'`{one}`' for one in near)}?" if near else ""
            ctx.fail(f"There is no command `{name}`.{offer}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=examples(
        "remit run examples/lenalidomide                 the report of a study",
        "remit explain examples/incomplete P4            why patient P4 was judged so",
        "remit check lupus.remit                         every mistake of a rule file",
    ),
)
@click.version_option(__version__, prog_name="remit", message="%(prog)s %(version)s")
def remit() -> None:
    """Evaluate treatment response by readable rules: every decision bounded, and audited to its source cell.

    Results go to stdout, everything else to stderr. Exit codes: 0 fine; 1 findings, such as a mistake or a
    failed case; 2 cannot run, because of usage, study file, rules or data; 3 a mistake of remit itself.
    """


def main() -> None:
    """Run the command line as a program."""
    sys.exit(exit_code(sys.argv[1:]))


def exit_code(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code; every way to end is handled here."""
    try:
        return remit.main(list(arguments), prog_name="remit", standalone_mode=False) or Exit.FINE
    except (click.Abort, KeyboardInterrupt):
        return Exit.INTERRUPTED
    except click.ClickException as error:
        error.show()
        return Exit.CANNOT_RUN
    except Rejected as rejected:
        _tell(rejected)
        return Exit.CANNOT_RUN
    except Exception:
        _confess()
        return Exit.OUR_BUG


def _tell(rejected: Rejected) -> None:
    from remit.cli.colours import rule_text
    from remit.diagnostics.render import render_all

    encoding, colour = sys.stderr.encoding or "utf-8", has_colour(sys.stderr)
    text = render_all(rejected.diagnostics, encoding=encoding, colour=colour, rule_text=rule_text)
    click.echo(text, err=True, color=colour)


def _confess() -> None:
    from traceback import format_exc

    click.echo(
        f"error[E901]: remit {__version__} has made a mistake of its own; please report it with what follows "
        f"(remit errors E901)\n{format_exc()}",
        err=True,
        nl=False,
    )
