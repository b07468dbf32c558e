"""Words for numbers, levels, names and lists, as a methods section prints them."""

import re
from collections.abc import Sequence
from fractions import Fraction

from remit.explain.words import with_unit
from remit.model.expressions import Constant
from remit.model.types import LevelsType, MomentType, NumberType, TruthType


def exact(value: Fraction) -> str:
    """A number exactly: as a decimal where it ends, else as a fraction: `7.5`, `-28`, `1/3`."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    digits = 0
    while (value * 10**digits).denominator != 1:
        digits += 1
    whole = str(abs(int(value * 10**digits))).rjust(digits + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{whole[: len(whole) - digits]}.{whole[-digits:]}" if digits else f"{sign}{whole}"


def constant(x: Constant) -> str:
    """A constant in its unit, with its levels, or as a day."""
    match x.type:
        case NumberType():
            return amount(Fraction(x.value), x.type.unit.text)
        case LevelsType():
            mask = int(x.value)
            return any_of([quoted(level) for at, level in enumerate(x.type.levels) if mask >> at & 1])
        case MomentType():
            return f"day {int(x.value)}"
        case TruthType():
            return "yes" if x.value else "no"


def amount(value: Fraction, unit: str) -> str:
    """A number with its unit: `20%`, `1 point`, `7.5 mg/day`."""
    if unit in ("points", "joints", "items", "steps", "lesions") and value == 1:
        unit = unit[:-1]
    if unit in ("day", "week", "month", "year") and value != 1:
        unit = f"{unit}s"
    if unit[:1].isdigit():  # `100 × 10^9/L`
        unit = f"× {unit}"
    return with_unit(exact(value), unit)


def days(count: int) -> str:
    """A length: `1 day`, `28 days`."""
    return f"{count} day{'' if count == 1 else 's'}"


def quoted(name: str) -> str:
    """A level or a label in quotes, without underscores."""
    return f"“{name.replace('_', ' ')}”"


def lowered(label: str) -> str:
    """A label inside a sentence: `physician's global assessment`; `CLASI activity` and `IgA` stay."""
    first, *others = label.split(" ")
    is_title = any(re.fullmatch("[A-Z][a-z]+", word) for word in others)
    keeps = is_title or any(char.isupper() or char.isdigit() for char in first[1:])
    keeps = keeps or len(first.split("-")[0]) == 1
    return label if keeps else label[:1].lower() + label[1:]


def spaced(name: str) -> str:
    """A name that has no label: `month_6` is `month 6`."""
    return name.replace("_", " ").strip()


def all_of(parts: Sequence[str], word: str = "and") -> str:
    """`a`, `a and b`, `a, b, and c`."""
    *first, last = parts
    if not first:
        return last
    comma = "," if len(first) > 1 or "," in first[0] else ""
    return f"{', '.join(first)}{comma} {word} {last}"


def any_of(parts: Sequence[str]) -> str:
    """`a`, `a or b`, `a, b, or c`."""
    return all_of(parts, "or")


def sentence(text: str) -> str:
    """With a capital at its beginning and a full stop at its end."""
    begun = text[:1].upper() + text[1:]
    return begun if begun.endswith((".", ".”")) else f"{begun}."
