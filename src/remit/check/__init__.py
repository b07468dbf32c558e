"""From syntax to a checked rule set: names, units, types and levels, every mistake told once."""

from remit.check.check import check

__all__ = ["check"]
