"""Units as headers write them."""

import re
from collections.abc import Sequence
from typing import Final

from remit.model.units import Unit, UnknownUnit, parse_unit, unit_symbols
from remit.start.words import word_set

_SYMBOLS: Final = {symbol.casefold(): symbol for symbol in reversed(unit_symbols())} | {
    "pct": "%",
    "hrs": "h",
    "mins": "min",
    "yr": "year",
    "yrs": "year",
    "mo": "month",
    "mos": "month",
    "wk": "week",
    "wks": "week",
    "mcl": "uL",
}
"""Symbols by how they look in small letters, with some that only headers use."""

_ALONE: Final = word_set("""
    mg mcg ug kg cm mm ml % pct percent mmhg joints points day days week weeks month months year years
    yr yrs
""")
"""What is a unit although nothing but a name stands before it; a single letter is none."""

_MAY_BEGIN: Final = word_set("kg g mg ug mcg ng pg mmol umol nmol pmol u iu miu mm ml")
"""With what a unit of several words begins: `joint score` is none, though each word is a unit."""

_WRITTEN: Final = re.compile(r"(10\^\d+/)?[A-Za-zµμ°%]+\d?(/(\d+(\.\d+)?)?[A-Za-zµμ]+\d?)*")
"""A unit as the rule language writes it."""


def unit_of(text: str) -> Unit | None:
    """The unit that a text such as `MG/DL`, `x10^9/L` or `mg per day` means, None where it means none."""
    plain = re.sub(r"\s+per\s+", "/", text.strip(), flags=re.IGNORECASE).replace(" ", "")
    plain = re.sub(r"^[x×*·]?10(?:e|\*\*|\*|\^)?(\d+)/", r"10^\1/", plain, flags=re.IGNORECASE)
    written = "/".join(_symbol(part) for part in plain.split("/"))
    if not _WRITTEN.fullmatch(written):
        return None
    try:
        return parse_unit(written)
    except UnknownUnit:
        return None


def _symbol(part: str) -> str:
    """A symbol in its own letters, behind its number if it has one: `1.73M2` is `1.73m2`."""
    number, symbol = re.fullmatch(r"(\d+(?:\.\d+)?(?:\^\d+)?)?(.*)", part).groups()  # type: ignore[union-attr]
    return (number or "") + _SYMBOLS.get(symbol.casefold(), symbol)


def unit_at_end(words: Sequence[str]) -> tuple[Unit | None, int]:
    """The unit that the last words are, and how many words it takes: of `crp mg l` the last two."""
    for length in (4, 3, 2):
        if length < len(words) and words[-length] in _MAY_BEGIN:
            unit = unit_of("/".join(words[-length:]))
            if unit is not None:
                return unit, length
    if len(words) > 1 and words[-1] in _ALONE:
        return unit_of(words[-1]), 1
    return None, 0
