"""What kind of value an expression has, and at which level it stands: of a patient, a day, a visit."""

from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

from remit.model.units import ONE, Unit


class Level(IntEnum):
    """Where a value lives.

    A value goes where a later level asks for it without a word: a per-patient value holds on each day and at
    each visit, a per-day value is read on the visit's day. The other way needs a word. What is made of
    several values has the latest of their levels.
    """

    PATIENT = 0
    DAY = 1
    VISIT = 2

    @property
    def words(self) -> str:
        return ("per patient", "per day", "per visit")[self]


@dataclass(frozen=True, slots=True)
class TruthType:
    """Yes or no."""

    words: str = "yes or no"


@dataclass(frozen=True, slots=True)
class NumberType:
    """A number in a unit, within the range of possible values (None where unlimited).

    `scale` is the widest finite magnitude among the ranges that went into it, in this unit: two numbers
    nearer than 10^-9 of it (or of the larger of the two) are equal.
    """

    unit: Unit = ONE
    low: Fraction | None = None
    high: Fraction | None = None
    scale: Fraction = Fraction(0)

    @property
    def words(self) -> str:
        return f"a number in {self.unit}" if self.unit.text else "a plain number"


@dataclass(frozen=True, slots=True)
class LevelsType:
    """One of named levels, in their order; `ordered` when `<` between them has a meaning."""

    levels: tuple[str, ...]
    ordered: bool = False

    @property
    def words(self) -> str:
        return "one of " + ", ".join(self.levels)

    def mask(self, *levels: str) -> int:
        """The set of the given levels as bits, bit i for the i-th level."""
        return sum(1 << self.levels.index(level) for level in levels)

    @property
    def every(self) -> int:
        return (1 << len(self.levels)) - 1


@dataclass(frozen=True, slots=True)
class MomentType:
    """A study day, or never."""

    words: str = "a moment"


Type = TruthType | NumberType | LevelsType | MomentType
TRUTH = TruthType()
MOMENT = MomentType()


def plain_number(low: Fraction | None = None, high: Fraction | None = None) -> NumberType:
    """The type of a bare number or a count."""
    return NumberType(ONE, low, high)
