"""Characters as a stream can show them, and the columns they take there."""

import unicodedata
from functools import cache

_FALLBACKS = {
    "✓": "Y",
    "✗": "N",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "±": "+-",
    "×": "x",
    "−": "-",
    "–": "-",
    "—": "-",
    "─": "-",
    "│": "|",
    "→": "->",
    "←": "<-",
    "…": "...",
    "•": "*",
    "µ": "u",
    "μ": "u",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "\N{REPLACEMENT CHARACTER}": "?",
}
_INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_SPACES = {"\t": " " * 4, "\n": " "}


def shown(text: str, encoding: str = "utf-8") -> str:
    """A text on one line as a stream of this encoding can carry it, a tab as four spaces.

    What the encoding lacks is written in ASCII (`≥` as `>=`), or as `?`. Control and formatting characters
    become a visible mark: unseen they would break the layout, steer the terminal, or hide the very mistake.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(char, encoding) for char in text)


def width(text: str) -> int:
    """The columns that a shown text takes in a terminal.

    Two for a wide East Asian character (Unicode Standard Annex 11), none for a mark that combines with the
    character before.
    """
    return len(text) if text.isascii() else sum(_width(char) for char in text)


@cache
def _shown(char: str, encoding: str) -> str:
    if char in _SPACES:
        return _SPACES[char]
    if unicodedata.category(char) in _INVISIBLE:
        char = "\N{REPLACEMENT CHARACTER}"
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return _FALLBACKS.get(char, "?")
    return char


@cache
def _width(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1
