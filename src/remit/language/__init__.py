"""From rule text to syntax. The only place that knows the parser."""

from remit.language.parse import parse

__all__ = ["parse"]
