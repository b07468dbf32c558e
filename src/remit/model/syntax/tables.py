"""Bands of a number and decision tables, as written."""

from dataclasses import dataclass
from typing import Literal

from remit.model.syntax.declaration import Declaration
from remit.model.syntax.expressions import Expression, Node, Number, Reference, Word

Order = Literal["best first", "worst first"]


@dataclass(frozen=True, slots=True)
class Limits(Node):
    """From where to where a band reaches; None where it has no limit, `open` where the limit lies outside."""

    low: Number | Reference | None
    low_open: bool
    high: Number | Reference | None
    high_open: bool


@dataclass(frozen=True, slots=True)
class BandRow(Node):
    """`moderate from 10 to 20 points counts 2 points`; without limits the level of all others."""

    level: Word
    limits: Limits | None
    points: Number | Reference | None


@dataclass(frozen=True, slots=True)
class Band(Declaration):
    """`band severity of clasi_activity in steps of 1 point …`: the levels of a number."""

    subject: Expression
    steps: Number | None
    first_match: bool
    order: Order | None
    rows: tuple[BandRow, ...]


@dataclass(frozen=True, slots=True)
class Entry(Node):
    """What a row asks of one input: one of some levels, or none of them; without levels anything."""

    levels: tuple[Word, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class Row(Node):
    """`row cr, any, no gives cr`; without entries the level of all others."""

    entries: tuple[Entry, ...] | None
    level: Word


@dataclass(frozen=True, slots=True)
class Table(Declaration):
    """`table overall of target, non_target, new_lesion …`: a level for each combination of levels."""

    inputs: tuple[Reference, ...]
    first_match: bool
    order: Order | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class PlainOrder(Node):
    """Which end of the levels is better, as a statement says it."""

    order: Order


@dataclass(frozen=True, slots=True)
class Steps(Node):
    """The distance between neighbouring values."""

    step: Number
