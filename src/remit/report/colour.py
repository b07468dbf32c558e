"""Colour for a finished text: it repeats what the words and signs already say, and changes nothing else."""

import re
from typing import Final

_STYLES: Final = {
    "heading": "bold",
    "banner": "bold yellow",
    "good": "green",
    "bad": "red",
    "open": "yellow",
    "decided": "bold",
    "aside": "dim",
}
_MEANINGS: Final = re.compile(
    r"""
    (?P<heading> ^\S.*\ (?:─{3,}|-{3,})$ )
  | (?P<banner>  ^SYNTHETIC\ DATA\b.*$ )
  | (?P<good>    (?<=\s)✓(?!\S) )
  | (?P<bad>     (?<=\s)✗(?!\S) )
  | (?P<open>    \bUNDETERMINED\b | (?<=\s)\?(?!\S) )
  | (?P<decided> \bMET\b | \bNOT\ MET\b )
  | (?P<aside>   \bNOT\ APPLICABLE\b )
    """,
    re.VERBOSE | re.MULTILINE,
)
"""A verdict is bold whichever way it goes: an outcome may be a response, and it may be a toxicity."""


def coloured(text: str) -> str:
    """The text with ANSI colours for headings, verdicts and marks."""
    from rich.color import ColorSystem
    from rich.style import Style

    styles = {meaning: Style.parse(style) for meaning, style in _STYLES.items()}

    def styled(found: re.Match[str]) -> str:
        assert found.lastgroup is not None
        return styles[found.lastgroup].render(found[0], color_system=ColorSystem.STANDARD)

    return _MEANINGS.sub(styled, text)
