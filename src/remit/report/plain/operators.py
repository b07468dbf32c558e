"""How operators and aggregates are said: comparisons with their denials, calculations as nouns."""

from typing import Final

COMPARED: Final = {
    "<": ("was below", "was at least"),
    "<=": ("was at most", "was above"),
    ">": ("was above", "was at most"),
    ">=": ("was at least", "was below"),
    "=": ("was", "was not"),
    "!=": ("was not", "was"),
    "is": ("was", "was not"),
    "same level": ("was the same as", "was not the same as"),
    "is before": ("came before", "did not come before"),
    "is not after": ("came no later than", "came after"),
}
"""A comparison, and its denial."""

NOUNS: Final = {
    "-": "{0} minus {1}",
    "/": "{0} divided by {1}",
    "negative": "minus {0}",
    "abs": "the size of {0}",
    "sqrt": "the square root of {0}",
    "ln": "the natural logarithm of {0}",
    "exp": "the exponential of {0}",
    "position": "{0}",
    "percent change": "the percent change from {0} to {1}",
    "percent change, any rise from zero counts": "percent change (from 0 any rise counts), {0} to {1}",
    "days between": "the number of days from {0} to {1}",
    "else (number)": "{1} (where it was not recorded, {2})",
    "else (levels)": "{1} (where it was not recorded, {2})",
}
LISTS: Final = {
    "min": "the lowest of {0}",
    "max": "the highest of {0}",
    "earlier": "the earlier of {0}",
    "later": "the later of {0}",
}
AGGREGATES: Final = {
    "lowest": "the lowest",
    "highest": "the highest",
    "mean": "the mean",
    "time-weighted mean": "the time-weighted mean of",
    "total": "the total",
    "first": "the first",
    "last": "the last",
}
