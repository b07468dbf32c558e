"""The words of a header, and names of the rule language made of them."""

import re
import unicodedata
from collections.abc import Collection, Sequence

from remit.diagnostics.aliases import CONCEPTS
from remit.language.words import RESERVED

_WORD = re.compile(r"%|[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z][a-z]|[MWDY]\d)|(?<=[a-z])(?=[A-Z]{2,}\b)")


def word_set(text: str) -> frozenset[str]:
    """The words of a text that has a blank between each two."""
    return frozenset(text.split())


def words_of(text: str) -> tuple[str, ...]:
    """The words of a header in small letters: `TxDrug`, `tx_drug` and `Tx. drug` are `tx` and `drug`."""
    plain = unicodedata.normalize("NFKC", text)
    return tuple(word.casefold() for word in _WORD.findall(_CAMEL.sub(" ", plain)))


def _index() -> dict[tuple[str, ...], str]:
    index: dict[tuple[str, ...], str] = {}
    for names in CONCEPTS:
        for alias in names:
            index.setdefault(words_of(alias), names[0])
    return index


_CONCEPTS = _index()


def concept_of(words: Sequence[str]) -> str | None:
    """What clinicians mean by some words: the concept whose name is the longest run of them, if any."""
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length + 1):
            concept = _CONCEPTS.get(tuple(words[start : start + length]))
            if concept is not None:
                return concept
    return None


def name_of(words: Sequence[str], otherwise: str) -> str:
    """Words as a name of the rule language, behind another name where they do not begin with a letter."""
    plain = unicodedata.normalize("NFKD", "_".join(words).casefold())
    ascii_only = plain.encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "_", ascii_only).strip("_")
    return name if name[:1].isalpha() else f"{otherwise}_{name}".rstrip("_")


_STATEMENTS = word_set("""
    adjust agree band case classify compare define describe drug event fact measure outcome parameter rate
    reference relapse remission response ruleset safety score set state time timepoint use
""")
"""Words with which a statement begins: they may be names, and would read badly."""


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, or where it is taken or a word of the language one like it that is neither."""
    candidate = f"{name}_value" if name in RESERVED | _STATEMENTS else name
    number = 2
    while candidate in taken:
        candidate = f"{name}_{number}"
        number += 1
    return candidate


def printable(text: str) -> str:
    """A text as it can stand in a remark: on one line, and without characters that are not seen."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def one_line(text: str) -> str:
    """A text of a cell or header as a remark shows it, no longer than it needs."""
    shown = printable(text)
    return shown if len(shown) <= 60 else f"{shown[:59]}…"


def label(text: str) -> str:
    """A text as it can stand between the quotation marks of the rule language."""
    return one_line(text).replace('"', "'")
