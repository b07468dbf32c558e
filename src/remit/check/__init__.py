"""From syntax to a checked rule set: names, units, types and levels, every mistake told once."""

from remit.check.check import check, check_together

__all__ = ["check", "check_together"]
