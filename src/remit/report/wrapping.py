"""Lines of a text, broken between words."""

from remit.diagnostics.characters import width


def wrapped(text: str, room: int | None) -> list[str]:
    """The lines of a text, at most so many columns wide; a longer word stands alone, unbroken.

    A text that fits keeps its blanks. Without a limit (None) it is one line.
    """
    if room is None or width(text) <= room:
        return [text]
    lines = [""]
    for word in text.split():
        if lines[-1] and width(lines[-1]) + 1 + width(word) > room:
            lines.append(word)
        else:
            lines[-1] += f" {word}" if lines[-1] else word
    return lines
