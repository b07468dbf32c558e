"""From rule text to syntax. The only place that knows the parser."""

from remit.language.parse import parse
from remit.language.recover import Unparsed, in_order

__all__ = ["Unparsed", "in_order", "parse"]
