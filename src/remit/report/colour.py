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
  | (?P<rules>   (?<=^\ {3})(?:rate\ [\w.]+|use\ ".*)$ )
    """,
    re.VERBOSE | re.MULTILINE,
)
"""A verdict is bold whichever way it goes: an outcome may be a response, and it may be a toxicity."""


def coloured(text: str) -> str:
    """The text with ANSI colours for headings, verdicts and marks, and for rule text that it proposes."""
    from rich.color import ColorSystem
    from rich.style import Style

    from remit.language.lexer import rule_text

    styles = {meaning: Style.parse(style) for meaning, style in _STYLES.items()}

    def styled(found: re.Match[str]) -> str:
        assert found.lastgroup is not None
        if found.lastgroup == "rules":
            parts = [(Style.parse(style), text) for style, text in rule_text(found[0])]
        else:
            parts = [(styles[found.lastgroup], found[0])]
        return "".join(style.render(text, color_system=ColorSystem.STANDARD) for style, text in parts)

    return _MEANINGS.sub(styled, text)
