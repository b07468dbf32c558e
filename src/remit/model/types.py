"""What kind of value an expression has, and at which level it stands: of a patient, of a visit."""

from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

from remit.model.units import ONE, Unit


class Level(IntEnum):
    """Where a value lives. A per-patient value used per visit holds at each visit; down needs a word."""

    PATIENT = 0
    VISIT = 1

    @property
    def words(self) -> str:
        return "per patient" if self is Level.PATIENT else "per visit"


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
