"""Paired values: the complete pairs of two sequences, and what was lost on each side."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypedDict

from remit.statistics.exact_numbers import Number, Scaled, exact_values, scaled


class Counts(TypedDict):
    """Who entered an analysis, under the field names of an `Estimate`."""

    n_total: int
    n: int
    n_missing: tuple[tuple[str, int], ...]
    n_zero: int
    n_ties: int


@dataclass(frozen=True, slots=True)
class Pairs:
    """The complete pairs of a before and an after measurement, one pair a patient, in the order given.

    A difference is always *after minus before*: a fall is negative.

    before, after  the values of the complete pairs, in the unit of the measure
    missing_before, missing_after, missing_both
                   patients without a pair because that value (or both) is missing; they add up to
                   the patients offered less the pairs
    differences    after minus before, exact, as whole multiples of a unit
    """

    before: tuple[Fraction, ...]
    after: tuple[Fraction, ...]
    missing_before: int = 0
    missing_after: int = 0
    missing_both: int = 0
    differences: Scaled = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        changes = [after - before for before, after in zip(self.before, self.after, strict=True)]
        object.__setattr__(self, "differences", scaled(changes))

    @classmethod
    def complete(cls, before: Sequence[Number | None], after: Sequence[Number | None]) -> "Pairs":
        """The complete pairs of two sequences in the same patient order; None is a missing value.

        Raises ValueError where the sequences differ in length, or a value is infinite, NaN or no number;
        TypeError for floats.
        """
        if len(before) != len(after):
            raise ValueError(f"{len(before)} values before and {len(after)} after do not make pairs")
        sides = exact_values(before, "before, patient"), exact_values(after, "after, patient")
        offered = list(zip(*sides, strict=True))
        lost = Counter((b is None, a is None) for b, a in offered)
        pairs = [(b, a) for b, a in offered if b is not None and a is not None]
        return cls(
            tuple(b for b, _ in pairs),
            tuple(a for _, a in pairs),
            missing_before=lost[True, False],
            missing_after=lost[False, True],
            missing_both=lost[True, True],
        )

    def __len__(self) -> int:
        """The number of complete pairs."""
        return len(self.before)

    @property
    def n_changed(self) -> int:
        """Pairs whose difference is not zero."""
        return sum(map(bool, self.differences.integers))

    def counts(self) -> Counts:
        """Patients offered, pairs, patients lost by side, zero differences, and ties among the others.

        `n_ties` counts absolute non-zero differences beyond the first of each group of equal ones.
        """
        changed = [abs(d) for d in self.differences.integers if d]
        lost = (
            ("before", self.missing_before),
            ("after", self.missing_after),
            ("both", self.missing_both),
        )
        return Counts(
            n_total=len(self) + sum(count for _, count in lost),
            n=len(self),
            n_missing=lost,
            n_zero=len(self) - len(changed),
            n_ties=len(changed) - len(set(changed)),
        )
