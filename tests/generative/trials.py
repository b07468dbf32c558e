"""A trial: a random cohort and a random expression over it, the same for the same seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from random import Random
from typing import Any, cast

from remit.course.cohort import Cohort
from remit.judge.missing import PlainRange, PlainTruth
from remit.judge.patient import Cell, History, PlainPatient
from remit.model.declarations import Timepoint
from remit.model.expressions import (
    Apply,
    Constant,
    DoseValue,
    Expr,
    FactValue,
    MeasureValue,
    Named,
    Period,
    outer_visits,
)
from remit.model.types import TRUTH, Level, LevelsType
from remit.operators.record import Plain
from tests.generative.cohorts import FACTS, MEASURES, random_cohort
from tests.generative.rules import Rules
from tests.generative.signatures import NUMBERS
from tests.generative.walking import walk

NEAR = Fraction(1, 10**9)


@dataclass(frozen=True)
class Trial:
    """The root is a condition, except where a seed asks for a value."""

    seed: int
    cohort: Cohort
    root: Expr

    @cached_property
    def nodes(self) -> list[Expr]:
        """What has a value of its own: nothing that speaks of a visit further out."""
        outer: dict[int, frozenset[int]] = {}
        return [node for node in walk(self.root) if not outer_visits(node, outer)]

    @property
    def patients(self) -> Iterator[PlainPatient]:
        return (PlainPatient.of(self.cohort, place) for place in range(len(self.cohort.patients)))


def trial(seed: int, patients: int | None = None, depth: int = 4) -> Trial:
    """The trial of a seed; now and then its root is a number, and every second time it is per visit."""
    random = Random(seed)
    cohort = random_cohort(random, patients)
    type_ = random.choice((TRUTH, TRUTH, TRUTH, random.choice(NUMBERS)))
    level = random.choice((Level.PATIENT, Level.VISIT))
    return Trial(seed, cohort, Rules(random).expression(type_, level, depth))


def places(node: Expr, patient: PlainPatient) -> list[int | None]:
    """Where a node has values: once for the patient, or at each date."""
    return [None] if node.level is Level.PATIENT else list(range(len(patient.days)))


def kind_of(node: Expr) -> str:
    """The operator or the form that a node is."""
    return node.operator if isinstance(node, Apply) else type(node).__name__


def contains(bounds: Plain, value: Plain) -> bool:
    """Whether bounds leave room for a value (with what is undefined in it)."""
    if isinstance(bounds, int):
        return isinstance(value, int) and value & ~bounds == 0
    (low, high), (least, most) = bounds, cast(PlainRange, value)
    return _at_most(low, least) and _at_most(most, high)


def agrees(one: Plain, other: Plain) -> bool:
    """Whether two bounds are the same, to within what floats can tell."""
    return contains(one, other) and contains(other, one)


def _at_most(low: Fraction | float, high: Fraction | float) -> bool:
    if isinstance(low, Fraction) and isinstance(high, Fraction):
        return low <= high + NEAR * max(abs(low), abs(high), Fraction(1))
    return low <= high


def written(node: Expr) -> str:
    """A node in words, for a report of what went wrong."""
    match node:
        case Constant(type=LevelsType(levels=levels), value=value):
            return "|".join(level for place, level in enumerate(levels) if int(value) >> place & 1)
        case Constant(value=value):
            return str(value)
        case MeasureValue(name=name) | FactValue(name=name) | DoseValue(name=name):
            return name
        case Apply(operator=operator, arguments=arguments):
            return f"[{operator}]({', '.join(map(written, arguments))})"
        case Named(body=body):
            return written(body)
        case _:
            fields = (name for name in node.__dataclass_fields__ if name not in Expr.__dataclass_fields__)
            return f"{type(node).__name__}({', '.join(_field(name, getattr(node, name)) for name in fields)})"


def _field(name: str, value: Any) -> str:
    match value:
        case Expr():
            return f"{name}={written(value)}"
        case Timepoint():
            return f"{name}={value.name}"
        case Period():
            sides = (
                " ".join(f"{written(e.moment)}{e.shift:+d}" for e in side)
                for side in (value.starts, value.ends)
            )
            return f"{name}=[{' .. '.join(sides)}]"
        case frozenset():
            return f"{name}={{{', '.join(sorted(value))}}}"
        case tuple():
            return (
                f"{name}=({', '.join(written(one) if isinstance(one, Expr) else str(one) for one in value)})"
            )
        case _:
            return f"{name}={value}"


def described(patient: PlainPatient, node: Expr) -> str:
    """What a patient's data hold of all that a node may look at."""
    text = written(node)
    dates = (
        f"{day}{'' if visit else ' (no visit)'}"
        for day, visit in zip(patient.days, patient.is_visit, strict=True)
    )
    lines = [f"days {', '.join(dates)}; followed to {patient.follow_up_end}"]
    lines += [f"{name}: {_cell(patient.facts[name])}" for name in FACTS if name in text]
    lines += [f"{name}: {', '.join(map(_cell, patient.measures[name]))}" for name in MEASURES if name in text]
    lines += [f"{name}: {_history(history)}" for name, history in patient.histories.items() if name in text]
    lines += [f"{name}: {history}" for name, history in patient.drugs.items() if name in text]
    return "\n    ".join(lines)


def _cell(cell: Cell) -> str:
    if not cell.recorded:
        return "?" if cell.has_row else "no row"
    return str(cell.value) if isinstance(cell.value, int) else _range(cell.value)


def _range(bounds: PlainTruth | PlainRange) -> str:
    return str(bounds[0]) if bounds[0] == bounds[1] else f"{bounds[0]} to {bounds[1]}"


def _history(history: History) -> str:
    complete = f"complete from {history.complete_from} to {history.complete_to}"
    return f"{', '.join(map(_range, history.events)) or 'none'} ({complete})"
