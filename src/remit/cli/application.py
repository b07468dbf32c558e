"""The command and its subcommands, and how each way to end becomes an exit code."""

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Final

import click

from remit import __version__
from remit.cli.exits import Exit
from remit.cli.streams import has_colour
from remit.diagnostics.diagnostic import Rejected
from remit.diagnostics.suggest import suggest

_MODULES: Final = {
    "run": "remit.cli.run",
    "explain": "remit.cli.explain",
    "check": "remit.cli.check",
    "test": "remit.cli.test",
    "data": "remit.cli.data",
    "init": "remit.start.command",
    "errors": "remit.cli.errors",
}
"""Each command's module; the command in it is called `command`. It is imported when it is asked for."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name, module in _MODULES.items() if _exists(module)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(_MODULES[cmd_name]).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in self.list_commands(ctx):
            near = suggest(args[0], self.list_commands(ctx))
            offer = f" Did you mean {' or '.join(f'`{name}`' for name in near)}?" if near else ""
            ctx.fail(f"There is no command `{args[0]}`.{offer}")
        return super().resolve_command(ctx, args)


def _exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="remit", message="%(prog)s %(version)s")
def remit() -> None:
    r"""Evaluate treatment response by readable rules: every decision bounded, and audited to its source cell.

    \b
    Examples:
      remit run examples/lenalidomide                 evaluate a study and print the report
      remit explain examples/lenalidomide P4          why patient P4 was judged so
      remit check lupus.remit                         every mistake of a rule file, once

    \b
    Exit codes: 0 fine; 1 findings (a mistake, a failed case); 2 cannot run (usage, study file, rules or
    data); 3 a mistake of remit itself. Results go to stdout, everything else to stderr.
    """


def main() -> None:
    """Run the command line as a program."""
    sys.exit(exit_code(sys.argv[1:]))


def exit_code(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code; every way to end is handled here."""
    try:
        return remit.main(list(arguments), prog_name="remit", standalone_mode=False) or Exit.FINE
    except click.Abort:
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
    from remit.diagnostics.render import render_all

    encoding, colour = sys.stderr.encoding or "utf-8", has_colour(sys.stderr)
    click.echo(render_all(rejected.diagnostics, encoding=encoding, colour=colour), err=True, color=colour)


def _confess() -> None:
    from traceback import format_exc

    click.echo(
        f"error[E901]: remit {__version__} has made a mistake of its own; please report it with what follows "
        f"(remit errors E901)\n{format_exc()}",
        err=True,
        nl=False,
    )
