"""Rules may be nested deeper than Python lets functions call themselves."""

import sys
from typing import Final

_DEEPEST: Final = 20_000
"""Some thousand definitions, each made of the one before; in Python such calls take no machine stack."""


def allow_deep_nesting() -> None:
    """Let functions over expressions call themselves as deep as rules are nested."""
    if sys.getrecursionlimit() < _DEEPEST:
        sys.setrecursionlimit(_DEEPEST)
