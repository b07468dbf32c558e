"""The text of a rule file in the one layout: the same words and comments in the same order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from remit.language.formatting.columns import OneLine, aligned, one_line
from remit.language.formatting.laid_out import Line, lines_of
from remit.language.formatting.structure import Statement, statements
from remit.language.formatting.tokens import Text, read
from remit.language.parse import parse
from remit.source import Source

_MOST_ROUNDS: Final = 4


class Reworded(Exception):
    """Formatting would have changed a word or a comment: a mistake of remit, and nothing is written."""


def formatted(source: Source) -> str:
    """The text of a rule file in the one layout, which formatting again leaves as it is.

    Lines are 100 columns wide at most, declarations 120, but where one word is longer. A line ends where its
    author ended it before `and`, `or` and a clause; other line ends are set anew. Comments stay before, or
    behind, the word that they stood by.

    Raises Rejected for a text that is no rule file, and Reworded where a word would change.
    """
    parse(source)
    text = source.text.replace("\r\n", "\n")
    result = _once(text)
    for _ in range(_MOST_ROUNDS):
        again = _once(result)
        if again == result:
            break
        result = again
    if _meaning(text) != _meaning(result):
        raise Reworded
    return result


def _meaning(text: str) -> list[tuple[str, str, tuple[str, ...], str]]:
    """The words and comments of a text without their places."""
    whole = read(text)
    words = [(one.kind, one.text, _comments(one.above), one.beside) for one in whole.words]
    return [*words, ("$END", "", _comments(whole.end), "")]


def _comments(above: Sequence[str]) -> tuple[str, ...]:
    return tuple(line.strip() for line in above if line)


def _once(text: str) -> str:
    whole = read(text)
    lines = [line.rstrip() for line in _lines(whole)]
    while lines and not lines[0]:
        del lines[0]
    while lines and not lines[-1]:
        del lines[-1]
    return "".join(f"{line}\n" for line in lines)


def _lines(whole: Text) -> Iterator[str]:
    for _, group in groupby(_with_blocks(whole), key=lambda laid: laid.block):
        members = list(group)
        yield from members[0].statement.words[0].above
        in_columns = [laid.columns for laid in members if laid.columns is not None]
        if in_columns:
            yield from _of_block(in_columns)
        else:
            yield from (line.whole for line in members[0].lines)
    yield from whole.end


@dataclass(frozen=True, slots=True)
class _Laid:
    """A statement with its lines, in cells where it is of one line, and the number of its block."""

    statement: Statement
    lines: list[Line]
    columns: OneLine | None
    block: int


def _with_blocks(whole: Text) -> Iterator[_Laid]:
    """The statements; neighbours of one line each and of one family are one block, others stand alone."""
    block, family = 0, ""
    for statement in statements(whole.words, whole.tree):
        lines = lines_of(statement)
        line = one_line(statement, lines)
        if line is None or statement.words[0].above or line.family != family:
            block += 1
        family = "" if line is None else line.family
        yield _Laid(statement, lines, line, block)


def _of_block(lines: Sequence[OneLine]) -> Iterator[str]:
    for line, text in zip(lines, aligned(lines), strict=True):
        yield f"{text}  {line.comment}" if line.comment else text
