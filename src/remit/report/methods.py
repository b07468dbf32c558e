"""The methods of a rule file in a word or two, for the last column of a table."""

from typing import Final

from remit.statistics.result import Estimate, Nature

_SHORT: Final = {
    "paired t test": "paired t",
    "wilcoxon test": "Wilcoxon",
    "wilcoxon-pratt test": "Wilcoxon-Pratt",
    "sign test": "sign test",
    "permutation test": "permutation",
    "bootstrap interval": "BCa bootstrap",
    "mcnemar test": "McNemar",
    "mcnemar mid-p test": "McNemar mid-p",
    "suissa-shuster test": "Suissa-Shuster",
    "boschloo test": "Boschloo",
}
_NATURE: Final = {
    Nature.EXACT: ", exact",
    Nature.ASYMPTOTIC: ", approximate",
    Nature.MONTE_CARLO: ", Monte Carlo",
    Nature.NONE: "",
}
_OF_MEANS: Final = {"paired t test", "permutation test", "bootstrap interval"}


def is_of_means(name: str) -> bool:
    """Whether a method compares means; the others go with medians."""
    return name in _OF_MEANS


def short_name(name: str) -> str:
    """A method in a word or two: `paired t`, `Wilcoxon`."""
    return _SHORT.get(name, name)


def method_words(name: str, test: Estimate) -> str:
    """A method with the nature of its p: `paired t`, `Wilcoxon, exact`."""
    # Student's t is exact for normal differences only, which nobody knows: it is not called so.
    nature = "" if name == "paired t test" else _NATURE[test.nature]
    return _SHORT[name] + nature if name in _SHORT else test.method
