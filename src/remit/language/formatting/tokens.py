"""The words of a rule text with what stands between them: comments, blank lines, line ends."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, cast

from lark import Token, Tree

from remit.language.parse import grammar

BLANK: Final = ""
"""A blank line among comments."""


@dataclass(frozen=True, slots=True)
class Written:
    """A word, number or sign.

    text       its text, blanks inside it made single
    above      comments on lines of their own before it, with their indentation, and `BLANK` lines
    beside     the comment behind it on its line; empty for none
    starts     whether it was the first on its line
    """

    kind: str
    text: str
    start: int
    above: tuple[str, ...]
    beside: str
    starts: bool

    @property
    def has_comment_above(self) -> bool:
        return any(self.above)


@dataclass(frozen=True, slots=True)
class Text:
    """A rule text that parses: its words, what stands behind the last of them, and the parser's tree."""

    words: tuple[Written, ...]
    end: tuple[str, ...]
    tree: Tree[Token]


@lru_cache(maxsize=4)
def read(text: str) -> Text:
    """The words of a rule text and its tree. Raises what the parser raises."""
    parser = grammar().parse_interactive(text)
    tokens = list(parser.iter_parse())
    tree = cast("Tree[Token]", parser.feed_eof(tokens[-1] if tokens else None))  # type: ignore[no-untyped-call]
    gaps = list(_gaps(text, tokens))
    behind = [gap.beside for gap in gaps[1:]]
    words = tuple(
        Written(
            token.type, " ".join(str(token).split()) if token.type != "STRING" else str(token),
            token.start_pos or 0, gap.above, beside, gap.breaks,
        )
        for token, gap, beside in zip(tokens, gaps, behind, strict=False)
    )  # fmt: skip
    return Text(words, gaps[-1].above, tree)


@dataclass(frozen=True, slots=True)
class _Gap:
    """What stands between two words: a comment behind the first, and the lines between them."""

    beside: str
    above: tuple[str, ...]
    breaks: bool


def _gaps(text: str, tokens: Sequence[Token]) -> Iterator[_Gap]:
    """The gap before each token, and the one behind the last."""
    end = 0
    for token in tokens:
        yield _gap(text[end : token.start_pos], first=end == 0)
        end = token.end_pos or 0
    yield _gap(text[end:], first=not tokens)


def _gap(text: str, *, first: bool) -> _Gap:
    same_line, *lines = text.split("\n")
    if first:
        same_line, lines = "", [same_line, *lines]
    # What follows the last line end is the indentation of the next word, or the end of the file.
    *whole, rest = lines or [""]
    above = [_comment(line) for line in (*whole, *([rest] if rest.strip() else []))]
    return _Gap(same_line.strip(), tuple(_single(above)), bool(lines))


def _comment(line: str) -> str:
    """A comment without blanks at its end; one that was indented is so by two."""
    comment = line.strip()
    return f"  {comment}" if comment and line[:1].isspace() else comment


def _single(lines: Sequence[str]) -> Iterator[str]:
    """No two blank lines in a row."""
    for place, line in enumerate(lines):
        if line or place == 0 or lines[place - 1]:
            yield line
