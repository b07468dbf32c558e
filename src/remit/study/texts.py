"""What the text of a cell means: a number, yes or no, a level."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from remit.model.types import LevelsType, NumberType
from remit.study.problems import did_you_mean, listed

Parse = Callable[[str], tuple[float, float]]
"""The bounds that a text leaves: equal for a value, apart for one that is censored or partial.

Of yes or no, 1 and 0; of a level, its number; of a date, its ordinal. Raises Unusable where it is none.
"""


@dataclass(frozen=True)
class Unusable(Exception):
    """A text that is no value of what its column holds."""

    code: str
    message: str
    help: tuple[str, ...] = ()
    value: float | None = field(default=None, compare=False)
    """The number, where it is one that cannot be."""


_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_CENSORED = re.compile(r"(<=|≤|<|>=|≥|>)\s*(.*)")


def plain(value: Fraction | float) -> str:
    """A number as a decimal where it is one, without a needless end: `2.1`, `200`, `28/1461`."""
    exact = Fraction(repr(value)) if isinstance(value, float) else value
    if exact.denominator == 1:
        return str(exact.numerator)
    shortest = repr(float(exact))
    return shortest if Fraction(shortest) == exact else str(exact)


@dataclass(frozen=True, slots=True)
class NumberTexts:
    """Numbers of a type, written with a decimal sign and in a unit of which one is `factor` of the type's."""

    type: NumberType
    factor: Fraction
    decimal: str

    def __call__(self, text: str) -> tuple[float, float]:
        """A number, or a censored one such as `<0.3`, which lies anywhere up to its limit."""
        censored = _CENSORED.fullmatch(text)
        value = self._number(censored[2] if censored else text, text)
        if not self.low <= value <= self.high:
            raise Unusable("E702", self._out_of_range(text, value), value=value)
        if censored is None:
            return value, value
        return (self.low, value) if censored[1] in ("<", "<=", "≤") else (value, self.high)

    @property
    def low(self) -> float:
        return float("-inf") if self.type.low is None else float(self.type.low)

    @property
    def high(self) -> float:
        return float("inf") if self.type.high is None else float(self.type.high)

    def _number(self, digits: str, text: str) -> float:
        written = digits.replace("−", "-")
        if self.decimal == ",":
            written = written.replace(".", "x").replace(",", ".")
        if not _NUMBER.fullmatch(written) or abs(float(written)) == float("inf"):
            raise Unusable("E701", f"`{text}` is not a number", self._way_out(text))
        # The product is exact before it is rounded once, so that 237.6 × 0.00884 is the decimal 2.100384.
        return float(written) if self.factor == 1 else float(Fraction(written) * self.factor)

    def _way_out(self, text: str) -> tuple[str, ...]:
        if re.fullmatch(r"[+-]?\d+[.,]\d+", text):
            return (f'if its comma or point separates the decimals, declare `decimal = "{text.strip("+-0123456789")}"`',)
        return (missing_help(text),)

    def _out_of_range(self, text: str, value: float) -> str:
        converted = "" if self.factor == 1 else f", which is {plain(value)} {self.type.unit},"
        return f"`{text}`{converted} is outside the possible range, {self.range}"

    @property
    def range(self) -> str:
        """The possible range in words: `0 to 200 mm/h`, `from 0 mm/h up`."""
        low, high, unit = self.type.low, self.type.high, self.type.unit
        if low is not None and high is not None:
            return f"{plain(low)} to {plain(high)} {unit}".rstrip()
        return f"from {plain(low)} {unit} up" if low is not None else "any number"


def missing_help(text: str) -> str:
    """How to say that a text stands for nothing recorded."""
    return f'if `{text}` means that nothing was recorded, declare `missing = ["{text}"]`'


YES_OR_NO: Final[Mapping[str, Sequence[str]]] = {"yes": ("yes", "y", "true", "1"), "no": ("no", "n", "false", "0")}
"""What yes and no are called where the study file does not say."""


def level_name(text: str) -> str:
    """A text as a level would be named: in small letters, with `_` for blanks and hyphens."""
    return re.sub(r"[\s-]+", "_", text.casefold())


@dataclass(frozen=True, slots=True)
class LevelTexts:
    """The texts of named values: a level's number by each of its texts, and what is said of other texts."""

    numbers: Mapping[str, int]
    named: bool
    kind: str

    @classmethod
    def of_levels(cls, type_: LevelsType, texts: Mapping[str, Sequence[str]]) -> "LevelTexts":
        """The declared texts of each level, or without any the levels' own names."""
        by_level = texts or {level: (level,) for level in type_.levels}
        return cls(_numbers(by_level, type_.levels, named=not texts), not texts, "level")

    @classmethod
    def of_truth(cls, texts: Mapping[str, Sequence[str]]) -> "LevelTexts":
        """The declared texts of yes and no, or without any the usual ones."""
        return cls(_numbers(texts or YES_OR_NO, ("no", "yes"), named=False), False, "yes or no")

    def __call__(self, text: str) -> tuple[float, float]:
        number = self.numbers.get(level_name(text) if self.named else text.casefold())
        if number is None:
            raise Unusable("E710", f"`{text}` is {self._unknown}", self._way_out(text))
        return float(number), float(number)

    @property
    def _unknown(self) -> str:
        return "not yes or no" if self.kind == "yes or no" else "no level that is known"

    def _way_out(self, text: str) -> tuple[str, ...]:
        known = list(self.numbers)
        near = did_you_mean(text, known)
        return (*near, f"known texts: {listed(known)}; `values` declares others", missing_help(text))


def _numbers(texts: Mapping[str, Sequence[str]], levels: Sequence[str], *, named: bool) -> dict[str, int]:
    fold = level_name if named else str.casefold
    return {fold(text.strip()): levels.index(level) for level, group in texts.items() for text in group}
