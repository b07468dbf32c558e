"""How a command ends: its exit code, and what it says where it cannot do what was asked."""

from collections.abc import Sequence
from enum import IntEnum
from typing import IO, Any

import click

from remit.diagnostics.characters import shown


class Exit(IntEnum):
    """The exit codes. An undetermined patient is not a failure."""

    FINE = 0
    FINDINGS = 1
    """A mistake found by `check`, a failed case."""
    CANNOT_RUN = 2
    """Usage, a study file, rules or data that cannot be used; stdout stays empty."""
    OUR_BUG = 3
    INTERRUPTED = 130


class Refused(click.ClickException):
    """What was asked for cannot be had; `help` lines offer a way out. Ends with `Exit.CANNOT_RUN`."""

    exit_code = Exit.CANNOT_RUN

    def __init__(self, message: str, help: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.help = tuple(help)

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message as diagnostics are printed."""
        lines = [f"error: {shown(self.message)}", *(f"   = help: {shown(text)}" for text in self.help)]
        click.echo("\n".join(lines), file=file, err=file is None)
