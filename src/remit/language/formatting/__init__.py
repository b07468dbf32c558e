"""Rule text laid out in one way: the words of the parser, the comments beside them, and where lines break."""

from remit.language.formatting.whole_file import Reworded, formatted

__all__ = ["Reworded", "formatted"]
