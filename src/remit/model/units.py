"""Units of measurement with their dimensions and pinned, exact conversion factors.

A unit is the product of symbols, each a rational multiple of a base: `mg/kg/day` is mass by mass and time and
so is what `mg/day` becomes when it is divided by a weight in kg. Counts of things (joints, points) are
dimensions of their own: joints cannot be added to points. Ratios of like quantities whose meaning clinicians
keep apart from plain numbers (`g/g` of urine protein to creatinine) are named as a whole.

Mass and amount of substance are different dimensions: 1 g/g is not 113 mg/mmol here, since published
definitions pin their own factor (KDIGO takes 100); a study declares the factor with the column.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

Dimension = tuple[tuple[str, int], ...]

_BASE: dict[str, tuple[Fraction, dict[str, int]]] = {}


def _define(base: str, **symbols: str) -> None:
    for symbol, factor in symbols.items():
        _BASE[symbol] = (Fraction(factor), {base: 1})


_define("mass", kg="1000", g="1", mg="1/1000", ug="1/1000000", mcg="1/1000000", ng="1/1000000000")
_define("mass", pg="1/1000000000000")
_define("volume", L="1", dL="1/10", mL="1/1000", uL="1/1000000", fL="1/1000000000000000")
_define("length", m="1", cm="1/100", mm="1/1000", um="1/1000000")
_define("time", s="1/86400", min="1/1440", h="1/24", day="1", week="7", month="30.4375", year="365.25")
_define("amount", mol="1", mmol="1/1000", umol="1/1000000", nmol="1/1000000000", pmol="1/1000000000000")
_define("activity", U="1", kU="1000", mU="1/1000")
_define("international activity", IU="1", kIU="1000", mIU="1/1000")
_BASE |= {"m2": (Fraction(1), {"length": 2}), "cm2": (Fraction(1, 10_000), {"length": 2})}
_define("pressure", mmHg="1")
_define("temperature", Cel="1")
_define("percent", **{"%": "1"})
for _count in (
    "point",
    "joint",
    "lesion",
    "item",
    "score",
    "step",
    "cell",
    "episode",
    "organ",
    "visit",
    "ulcer",
):
    _define(_count, **{_count: "1"})

_SYNONYMS = {
    "µg": "ug",
    "μg": "ug",
    "µmol": "umol",
    "μmol": "umol",
    "µL": "uL",
    "μL": "uL",
    "l": "L",
    "dl": "dL",
    "ml": "mL",
    "ul": "uL",
    "hr": "h",
    "hour": "h",
    "minute": "min",
    "d": "day",
    "°C": "Cel",
    "percent": "%",
}
_WHOLE = {
    "g/g": (Fraction(1), {"mass ratio": 1}),
    "mg/mg": (Fraction(1), {"mass ratio": 1}),
    "mg/g": (Fraction(1, 1000), {"mass ratio": 1}),
}
_DIMENSION_WORDS = {
    (("mass", 1), ("volume", -1)): "mass per volume",
    (("mass", 1), ("time", -1)): "mass per time",
    (("time", -1),): "number (or mass per body mass) per time",
    (("length", 1), ("time", -1)): "length per time",
    (("volume", -1),): "number per volume",
    (("mass", 1), ("amount", -1)): "mass per amount of substance",
    (("amount", 1), ("volume", -1)): "amount of substance per volume",
    (("activity", 1), ("volume", -1)): "enzyme activity per volume",
    (): "a plain number",
}


class UnknownUnit(ValueError):
    """A unit text of which some symbol is not known; `symbol` is that part."""

    def __init__(self, text: str, symbol: str) -> None:
        super().__init__(f"unknown unit {symbol!r} in {text!r}")
        self.text, self.symbol = text, symbol


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: how it is written, its dimension, and how many base units it is (exact)."""

    text: str
    dimension: Dimension
    factor: Fraction

    def __str__(self) -> str:
        return self.text

    def factor_to(self, other: "Unit") -> Fraction:
        """The exact number of `other` in one of this unit; both must have one dimension."""
        return self.factor / other.factor

    def times(self, other: "Unit") -> "Unit":
        """The unit of a product."""
        return _combined(self, other, 1)

    def per(self, other: "Unit") -> "Unit":
        """The unit of a quotient."""
        return _combined(self, other, -1)

    @property
    def words(self) -> str:
        """The dimension in words, for diagnostics."""
        if self.dimension in _DIMENSION_WORDS:
            return _DIMENSION_WORDS[self.dimension]
        over = [f"{name}" if power == 1 else f"{name}^{power}" for name, power in self.dimension if power > 0]
        under = [
            f"{name}" if power == -1 else f"{name}^{-power}" for name, power in self.dimension if power < 0
        ]
        return " × ".join(over or ["number"]) + (f" per {' and '.join(under)}" if under else "")

    @property
    def is_percent(self) -> bool:
        return self.dimension == (("percent", 1),)


ONE = Unit("", (), Fraction(1))
DAY = Unit("day", (("time", 1),), Fraction(1))


def _combined(left: Unit, right: Unit, sign: int) -> Unit:
    powers = dict(left.dimension)
    for name, power in right.dimension:
        powers[name] = powers.get(name, 0) + sign * power
    dimension = tuple(sorted((name, power) for name, power in powers.items() if power))
    factor = left.factor * right.factor if sign > 0 else left.factor / right.factor
    if not dimension and factor == 1:
        return ONE
    joint = ("*" if sign > 0 else "/").join(unit.text for unit in (left, right) if unit.text)
    return Unit(joint, dimension, factor)


def _symbol(text: str, whole: str) -> tuple[Fraction, dict[str, int]]:
    """A symbol of the table, its plural, or a pure number such as the 10^9 of 10^9/L."""
    if match := re.fullmatch(r"(\d+(?:\.\d+)?)(?:\^(\d+))?", text):
        return Fraction(match[1]) ** int(match[2] or 1), {}
    if match := re.fullmatch(r"(\d+(?:\.\d+)?)(\D.*)", text):  # 1.73m2
        factor, powers = _symbol(match[2], whole)
        return Fraction(match[1]) * factor, powers
    # Plurals of words only: `days`, `points`; `ms` is no metre.
    singular = text.removesuffix("s") if len(text) > 3 else ""
    for name in (text, _SYNONYMS.get(text, ""), singular):
        if name in _BASE:
            return _BASE[name]
    raise UnknownUnit(whole, text)


def parse_unit(text: str) -> Unit:
    """The unit that a text names.

    Raises UnknownUnit where a symbol of it is in no table: a unit is never made up, since a misspelt one
    would silently become a dimension of its own.
    """
    if text in _WHOLE:
        factor, powers = _WHOLE[text]
        return Unit(text, tuple(powers.items()), factor)
    first, *rest = text.replace(" ", "").split("/")
    factor, powers = _symbol(first, text)
    powers = dict(powers)
    for part in rest:
        part_factor, part_powers = _symbol(part, text)
        factor /= part_factor
        for name, power in part_powers.items():
            powers[name] = powers.get(name, 0) - power
    dimension = tuple(sorted((name, power) for name, power in powers.items() if power))
    return Unit(text, dimension, factor)


def unit_symbols() -> tuple[str, ...]:
    """Every symbol known, for spelling suggestions."""
    return (*_BASE, *_SYNONYMS, *_WHOLE)
