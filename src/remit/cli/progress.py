"""A progress bar on stderr, for a person who waits: on a terminal, and only after a second."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

Told = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""

_PATIENCE: Final = 1.0
"""Seconds without a bar."""


@contextmanager
def progress() -> Iterator[Told | None]:
    """What a long step tells how far it is; None where nobody is watching."""
    if not sys.stderr.isatty():
        yield None
        return
    bar = _Bar()
    try:
        yield bar.tell
    finally:
        bar.close()


class _Bar:
    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._shown: tuple[Progress, TaskID] | None = None

    def tell(self, what: str, done: int, total: int) -> None:
        if self._shown is None and done < total and time.monotonic() - self._begun > _PATIENCE:
            self._shown = _shown(what, total)
        if self._shown is not None:
            bar, task = self._shown
            bar.update(task, completed=done)

    def close(self) -> None:
        if self._shown is not None:
            self._shown[0].stop()


def _shown(what: str, total: int) -> "tuple[Progress, TaskID]":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    bar.start()
    return bar, bar.add_task(what, total=total)
