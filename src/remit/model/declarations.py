"""The declarations of a checked rule set: what is measured and when, with units and ranges resolved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from remit.model.types import NumberType, Type
from remit.source import Span


@dataclass(frozen=True, slots=True)
class Measure:
    """Something recorded at visits.

    `better` is "lower" or "higher" for numbers and ordered levels, for others the level (or "yes"/"no")
    that is better; None where the rule file declares no direction. `usual` is for data checks only.
    """

    name: str
    label: str
    type: Type
    span: Span
    better: str | None = None
    usual: tuple[Fraction, Fraction] | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """Something recorded once a patient; a date is a moment (a study day)."""

    name: str
    label: str
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens on days, such as the start of a drug."""

    name: str
    label: str
    span: Span


@dataclass(frozen=True, slots=True)
class Member:
    """One drug of a class: what a dose of it is worth in the unit of the class, per unit of its own dose."""

    name: str
    equivalence: Fraction
    span: Span


@dataclass(frozen=True, slots=True)
class Drugs:
    """One drug, or a class of drugs whose doses are summed by their equivalence: a daily series.

    `type` is a number in mass (or another amount) per day. A single drug is its own only member.
    `source` cites the table of equivalences, where the rule file does.
    """

    name: str
    label: str
    type: NumberType
    members: tuple[Member, ...]
    span: Span
    source: str | None = None


Pick = Literal["last", "first", "nearest", "nearest, later", "worst"]


@dataclass(frozen=True, slots=True)
class Timepoint:
    """A named time: its target day, its window of days with both ends, and which visit of it counts."""

    name: str
    label: str
    target: int
    low: int
    high: int
    pick: Pick
    span: Span


@dataclass(frozen=True, slots=True)
class Declarations:
    """Everything that a study binds to data, by name, in the order of the rule files."""

    facts: Mapping[str, Fact]
    measures: Mapping[str, Measure]
    events: Mapping[str, Event]
    timepoints: Mapping[str, Timepoint]
    drugs: Mapping[str, Drugs] = field(default_factory=dict)
