"""Lines of a text, broken between words."""

import re
from typing import Final

from remit.diagnostics.characters import width

_BETWEEN_WORDS: Final = re.compile(r"\s+(?!%)")
"""A percent sign stays with its number."""


def wrapped(text: str, room: int | None) -> list[str]:
    """The lines of a text, at most so many columns wide, all as far in as the first.

    A longer word stands alone, unbroken; a text that fits stays as it is. None: no limit, one line.
    """
    if room is None or width(text) <= room:
        return [text]
    margin = text[: len(text) - len(text.lstrip())]
    lines: list[str] = []
    for word in _BETWEEN_WORDS.split(text.strip()):
        if lines and width(lines[-1]) + 1 + width(word) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(margin + word)
    return lines
