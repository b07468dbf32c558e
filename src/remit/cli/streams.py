"""Where results go: standard output as it is, or a file that appears whole or not at all."""

import os
import shutil
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from remit.cli.exits import Refused
from remit.report.layout import Stream

if TYPE_CHECKING:
    from remit.report.blocks import Block


def standard_output() -> Stream:
    """What stdout can show: as wide as a terminal is, without limit into a pipe or a file."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    return Stream(width, sys.stdout.encoding or "utf-8")


def has_colour(stream: TextIO) -> bool:
    """Whether a stream is a terminal that shows colours and nobody asked for none (no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def show(blocks: "Iterable[Block]", output: Path | None = None) -> None:
    """Lay out a report for stdout, with colours where it is a terminal, or for a file as wide as it needs."""
    from remit.report.colour import coloured
    from remit.report.layout import laid_out

    text = laid_out(blocks, Stream() if output else standard_output())
    colour = output is None and has_colour(sys.stdout)
    deliver(coloured(text) if colour else text, for_people=True, output=output)


def deliver(text: str, *, for_people: bool, output: Path | None = None) -> None:
    """Send a result to its file, or to stdout: for people as stdout shows it, for programs in UTF-8.

    Raises Refused where it cannot be written.
    """
    if output is not None:
        write_file(output, text.encode("utf-8"))
        return
    try:
        _write_text(text) if for_people else _write_data(text)
    except BrokenPipeError:  # a reader who has seen enough and closed the pipe
        _discard_the_rest()
    except OSError as error:
        _discard_the_rest()
        raise Refused(f"the result cannot be written: {error.strerror}") from None


def _write_text(text: str) -> None:
    click.echo(text, nl=False, color=has_colour(sys.stdout))
    sys.stdout.flush()


def _write_data(text: str) -> None:
    """Whatever the locale, and the line ends as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.buffer.flush()


def _discard_the_rest() -> None:
    """Leave nothing that the interpreter would try to write when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write_file(path: Path, content: bytes) -> None:
    """Put a file in place in one step: a reader, or a crash, never meets half of it.

    Raises Refused where it cannot be written; nothing is left behind then.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("xb") as file:
            file.write(content)
        beside.replace(path)
    except OSError as error:
        raise Refused(f"`{path}` cannot be written: {error.strerror}") from None
    finally:
        with suppress(OSError):
            beside.unlink()
