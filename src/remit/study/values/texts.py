"""What the text of a cell means: a number, yes or no, a level."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import inf
from typing import Final

import numpy as np

from remit.model.types import LevelsType, NumberType
from remit.operators.bounds import Bools, Floats
from remit.study.problems import did_you_mean, listed
from remit.study.values.slips import may_slip

Parse = Callable[[str], tuple[float, float]]
"""The bounds that a text leaves: equal for a value, apart for one that is censored or partial.

Of yes or no, 1 and 0; of a level, its number; of a date, its ordinal. Raises Unusable where it is none.
"""


@dataclass(frozen=True)
class Unusable(Exception):
    """A text that is no value of what its column holds.

    `help` are the ways out that its text suggests. `value` is the number, where it is one that cannot be and
    may be in another unit.
    """

    code: str
    message: str
    help: tuple[str, ...] = ()
    value: float | None = field(default=None, compare=False)


CORRECT: Final = "correct the cell"
CELLS_ASIDE: Final = 'or set such cells aside: `unreadable = "set aside"` in [data]'
VALUES_ASIDE: Final = 'or set such values aside: `out_of_range = "set aside"` in [data]'


def ways_out(text: str) -> tuple[str, ...]:
    """What to do about a text that is no value; a formula never stands for nothing recorded."""
    if text.startswith("="):
        return ("this formula was never computed: save the workbook in a spreadsheet program",)
    return CORRECT, missing_help(text), CELLS_ASIDE


def missing_help(text: str) -> str:
    """How to say that a text stands for nothing recorded."""
    return f'if it means not recorded, declare that: `missing = ["{text}"]`'


# ---- numbers -----------------------------------------------------------------------------------------

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_CENSORED = re.compile(r"(<=|≤|<|>=|≥|>)\s*(.*)")
_SIGNS: Final = frozenset("0123456789+-.")
_SIGNS_WITH_COMMA: Final = frozenset("0123456789+-,")
_LEAST: Final = 1e-90
_MOST: Final = 1e90
"""No chart holds a number beyond these, and what is computed from such numbers would not be finite."""


@dataclass(frozen=True, slots=True)
class NumberTexts:
    """Numbers of a type, written with a decimal sign and in a unit of which one is `factor` of the type's."""

    type: NumberType
    factor: Fraction
    decimal: str
    low: float = field(init=False)
    high: float = field(init=False)

    def __post_init__(self) -> None:
        low, high = self.type.low, self.type.high
        object.__setattr__(self, "low", -inf if low is None else float(low))
        object.__setattr__(self, "high", inf if high is None else float(high))

    def __call__(self, text: str) -> tuple[float, float]:
        """A number, or a censored one such as `<0.3`, which lies anywhere up to its limit."""
        censored = _CENSORED.fullmatch(text)
        value = self._number(censored[2] if censored else text, text)
        if not self.low <= value <= self.high:
            of_slip = value if may_slip(self.type.unit) else None
            raise Unusable("E702", self._impossible(text, value), (CORRECT, VALUES_ASIDE), of_slip)
        if censored is None:
            return value, value
        return (self.low, value) if censored[1] in ("<", "<=", "≤") else (value, self.high)

    def several(self, texts: Sequence[str]) -> Floats | None:
        """Many texts as numbers; None where one is impossible, or not of digits, signs and points alone."""
        together = "".join(texts)
        signs = _SIGNS_WITH_COMMA if self.decimal == "," else _SIGNS
        if self.factor != 1 or not signs.issuperset(together):
            return None
        if self.decimal == ",":
            texts = [text.replace(",", ".") for text in texts]
        try:
            # The sum makes the zero with a sign the one without.
            numbers = np.array(list(map(float, texts))) + 0.0
        except ValueError:
            return None
        is_small = any(texts[place].strip("+-.0") for place in np.flatnonzero(numbers == 0).tolist())
        return numbers if not is_small and self.allows(numbers).all() else None

    def allows(self, numbers: Floats) -> Bools:
        """Which numbers of a column of numbers are taken as they stand; a text tells what ails others."""
        if self.factor != 1:
            return np.zeros(len(numbers), dtype=bool)
        size = np.abs(numbers)
        is_number = (numbers == 0) | ((size >= _LEAST) & (size <= _MOST))
        return np.asarray(is_number & (numbers >= self.low) & (numbers <= self.high))

    def _number(self, digits: str, text: str) -> float:
        written = digits.replace("−", "-")
        if self.decimal == ",":
            written = written.replace(".", "x").replace(",", ".")
        if not _NUMBER.fullmatch(written):
            raise Unusable("E701", f"`{text}` is not a number", _ways_out_of_number(text))
        number: float | Fraction = float(written)
        # The product is exact before it is rounded once, so that 237.6 × 0.00884 is the decimal 2.100384; and
        # 1e-400 is not the zero that its float is.
        if self.factor != 1 or not number:
            number = Fraction(written) * self.factor
        size = -number if number < 0 else number
        if size and not _LEAST <= size <= _MOST:
            message = f"`{text}` is not a number that a chart holds: its size is not from 10^-90 to 10^90"
            raise Unusable("E701", message, ways_out(text))
        return float(number)

    def _impossible(self, text: str, value: float) -> str:
        converted = "" if self.factor == 1 else f", which is {plain(value)} {self.type.unit},"
        return f"`{text}`{converted} is outside the possible range"


def _ways_out_of_number(text: str) -> tuple[str, ...]:
    if re.fullmatch(r"[+-]?\d+[.,]\d+", text, re.ASCII):
        sign = "," if "," in text else "."
        return (f'if it is {text.replace(",", ".")}, declare `decimal = "{sign}"`',)
    return ways_out(text)


def plain(value: Fraction | float) -> str:
    """A number as a decimal where it is one, without a needless end: `2.1`, `200`, `28/1461`."""
    exact = Fraction(repr(value)) if isinstance(value, float) else value
    if exact.denominator == 1:
        return str(exact.numerator)
    shortest = repr(float(exact))
    return shortest if Fraction(shortest) == exact else str(exact)


def possible_range(type_: NumberType) -> str:
    """The possible range of a number in words: `from 0 to 200 mm/h`, `from 0 mm/h up`."""
    if type_.low is None:
        return f"in {type_.unit}"
    if type_.high is None:
        return f"from {plain(type_.low)} {type_.unit} up"
    return f"from {plain(type_.low)} to {plain(type_.high)} {type_.unit}".rstrip()


# ---- levels ------------------------------------------------------------------------------------------

YES_OR_NO: Final[Mapping[str, Sequence[str]]] = {
    "yes": ("yes", "y", "true", "1"),
    "no": ("no", "n", "false", "0"),
}
"""What yes and no are called where the study file does not say."""


def level_name(text: str) -> str:
    """A text as a level would be named: in small letters, with `_` for blanks and hyphens."""
    return re.sub(r"[\s-]+", "_", text.casefold())


@dataclass(frozen=True, slots=True)
class LevelTexts:
    """The texts of named values: the number of each text's level, and how texts are compared.

    `what` is what a text should be, in words, and `example` one level that it may mean.
    """

    numbers: Mapping[str, int]
    fold: Callable[[str], str]
    what: str
    example: str

    @classmethod
    def of_levels(cls, name: str, type_: LevelsType, texts: Mapping[str, Sequence[str]]) -> "LevelTexts":
        """The declared texts of each level, or without any the levels' own names."""
        fold = str.casefold if texts else level_name
        by_level = texts or {level: (level,) for level in type_.levels}
        numbers = _numbers(by_level, type_.levels, fold)
        return cls(numbers, fold, f"a level of `{name}`", type_.levels[0])

    @classmethod
    def of_truth(cls, texts: Mapping[str, Sequence[str]]) -> "LevelTexts":
        """The declared texts of yes and no, or without any the usual ones."""
        numbers = _numbers(texts or YES_OR_NO, ("no", "yes"), str.casefold)
        return cls(numbers, str.casefold, "yes or no", "yes")

    def __call__(self, text: str) -> tuple[float, float]:
        number = self.numbers.get(self.fold(text))
        if number is None:
            raise Unusable("E710", f"`{text}` is not {self.what}", self._ways_out(text))
        return float(number), float(number)

    def _ways_out(self, text: str) -> tuple[str, ...]:
        known = list(self.numbers)
        near = did_you_mean(text, known) or [f"it may be {listed(known)}"]
        meaning = f'or say in study.toml what it means, such as `values = {{ {self.example} = ["{text}"] }}`'
        return (*near, meaning, missing_help(text), CELLS_ASIDE)


def _numbers(
    texts: Mapping[str, Sequence[str]], levels: Sequence[str], fold: Callable[[str], str]
) -> dict[str, int]:
    return {fold(text.strip()): levels.index(level) for level, group in texts.items() for text in group}
