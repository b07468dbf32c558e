"""Colours for rule text: a Pygments lexer whose words are the grammar's own.

It is registered with Pygments under the name `remit`, so that any tool built on it colours `.remit` files.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, ClassVar, Final

from pygments.lexer import Lexer
from pygments.token import (
    Comment,
    Error,
    Keyword,
    Name,
    Number,
    Operator,
    Punctuation,
    String,
    Whitespace,
    _TokenType,
    is_token_subtype,
)

from remit.language.vocabulary import is_word, pattern_of, statement_words, words

_LOGIC: Final = frozenset({"and", "or", "not"})
_ANSWERS: Final = frozenset({"yes", "no"})


class RemitLexer(Lexer):
    """Rule files of remit."""

    name = "remit"
    aliases: ClassVar[list[str]] = ["remit"]
    filenames: ClassVar[list[str]] = ["*.remit"]
    mimetypes: ClassVar[list[str]] = ["text/x-remit"]
    url = ""

    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, _TokenType, str]]:
        """The tokens of a text, each with its offset; together they are the text."""
        for found in _tokens().finditer(text):
            group = str(found.lastgroup)
            yield from _WITH_UNITS[group](found) if group in _WITH_UNITS else [_one(group, found)]

    @staticmethod
    def analyse_text(text: str) -> float:
        """How likely a text without a name is a rule file: its first line says `ruleset`."""
        return 1.0 if re.match(r"(?:\s|#.*\n)*ruleset\s+\w+\s+version\s", text) else 0.0


def rule_text(line: str) -> Iterator[tuple[str, str]]:
    """A line of rule text in parts, each with its style as rich reads it; the parts together are the line."""
    for _, kind, text in RemitLexer().get_tokens_unprocessed(line):
        yield next((style for parent, style in _STYLES.items() if is_token_subtype(kind, parent)), ""), text


_STYLES: Final = {
    Comment: "dim italic",
    Keyword.Declaration: "bold magenta",
    Keyword.Constant: "cyan",
    Keyword: "magenta",
    Operator.Word: "bold",
    String: "green",
    Number: "cyan",
    Keyword.Type: "cyan",
}


@cache
def _tokens() -> re.Pattern[str]:
    """One pattern for all tokens; where a name and a word of the language both fit, the word is taken."""
    unit = pattern_of("UNIT")
    alternatives = {
        "comment": pattern_of("COMMENT"),
        "text": pattern_of("STRING"),
        "quantity": rf"(?<![\w.])(?P<number>-?\d+(?:\.\d+)?)(?P<gap>[ \t]*)(?P<unit>{unit})(?![\w-])",
        "figure": r"(?<![\w.])\d+(?:\.\d+)*",
        "scale": rf"(?P<colon>:)(?P<space>\s*)(?P<of>{unit})(?=\s+from\b)",
        "statement": rf"^(?:{'|'.join(statement_words())})(?![\w-])",
        "word": rf"(?<![\w])(?:{'|'.join(words())})(?![\w-])",
        "name": r"[^\W\d]\w*(?:\.[^\W\d]\w*)*",
        "blank": r"\s+",
        "operator": r"[<>!]=|[<>=+*/-]",
        "mark": r"[(),:]",
        "other": r".",
    }
    whole = "|".join(f"(?P<{name}>{pattern})" for name, pattern in alternatives.items())
    return re.compile(whole, re.MULTILINE | re.DOTALL)


_KINDS: Final[dict[str, _TokenType]] = {
    "comment": Comment.Single,
    "text": String.Double,
    "figure": Number,
    "statement": Keyword.Declaration,
    "name": Name,
    "blank": Whitespace,
    "operator": Operator,
    "mark": Punctuation,
    "other": Error,
}


def _one(group: str, found: re.Match[str]) -> tuple[int, _TokenType, str]:
    return found.start(), _of_word(found[0]) if group == "word" else _KINDS[group], found[0]


def _of_word(word: str) -> _TokenType:
    if word in _LOGIC:
        return Operator.Word
    return Keyword.Constant if word in _ANSWERS else Keyword


def _quantity(found: re.Match[str]) -> Iterator[tuple[int, _TokenType, str]]:
    """A number with its unit; what stands behind a number may as well be a word: `at least 3 of core`."""
    yield found.start("number"), Number, found["number"]
    if found["gap"]:
        yield found.start("gap"), Whitespace, found["gap"]
    yield (
        found.start("unit"),
        _of_word(found["unit"]) if is_word(found["unit"]) else Keyword.Type,
        found["unit"],
    )


def _scale(found: re.Match[str]) -> Iterator[tuple[int, _TokenType, str]]:
    """The unit behind a declaration's colon."""
    yield found.start("colon"), Punctuation, found["colon"]
    if found["space"]:
        yield found.start("space"), Whitespace, found["space"]
    yield found.start("of"), Keyword.Type, found["of"]


_WITH_UNITS: Final[dict[str, Any]] = {"quantity": _quantity, "scale": _scale}
