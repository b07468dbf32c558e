"""The lines of a proposed file, and the decisions that it asks of its reader."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Final

from remit.start.words import printable

WIDTH: Final = 100
"""How wide remarks are."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file; `topic` is what it asks the reader to decide, None where it asks nothing."""

    text: str
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that a file asks its reader to decide, and the line (from 1) on which it does."""

    topic: str
    line: int


def decisions(lines: Iterable[Line]) -> tuple[Decision, ...]:
    """What some lines ask, in their order."""
    return tuple(
        Decision(line.topic, number) for number, line in enumerate(lines, 1) if line.topic is not None
    )


def text_of(lines: Iterable[Line]) -> str:
    """The lines as the text of a file."""
    return "".join(f"{line.text.rstrip()}\n" for line in lines)


def plain(*texts: str) -> list[Line]:
    """Lines that ask nothing."""
    return [Line(text) for text in texts]


def remark(text: str, indent: str = "") -> list[Line]:
    """A remark, on as many lines as it needs, those after the first indented."""
    first, *more = _wrapped(text)
    return [Line(f"# {first}"), *(Line(f"# {indent}{line}") for line in more)]


def question(topic: str, text: str) -> list[Line]:
    """A remark that asks for a decision: it begins with `# ?`."""
    first, *more = _wrapped(f"{topic}: {text}")
    return [Line(f"# ? {first}", topic), *(Line(f"#   {line}") for line in more)]


def _wrapped(text: str) -> list[str]:
    return wrap(printable(text), WIDTH - 4, break_long_words=False, break_on_hyphens=False)


def beside(code: str, text: str, column: int = 40) -> Line:
    """A line with a short remark behind it."""
    return Line(f"{code:<{column}}# {printable(text)}" if text else code)


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The cells of rows in columns, each as wide as it needs; the last is not padded."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        yield "  ".join((*padded[:-1], row[-1])).rstrip()
