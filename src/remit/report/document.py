"""The JSON report: what it holds, field by field. Its schema, `docs/report.schema.json`, is made from this.

A figure that does not exist is null. So is a limit without end, such as the upper one of a median that is not
reached.
"""

from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

FORMAT_VERSION: Final = 1
"""Raised when the JSON changes in a way that may break a reader."""

VerdictWord = Literal["met", "not met", "undetermined", "not applicable"]
ValueKind = Literal["yes or no", "number", "level", "moment"]


class Part(BaseModel):
    """A part of the report: nothing unknown in it, and nothing changes later."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


# ---- patients ----------------------------------------------------------------------------------------


class VerdictPart(Part):
    """The verdict on a patient."""

    patient: str
    verdict: VerdictWord
    """As the data leave it."""
    counted: VerdictWord
    """After `missing counts as`."""
    day: int | None
    """Of a relapse: its day, where it is known."""
    reasons: tuple[str, ...]
    """Of an undetermined verdict: what leaves it open, each with its address."""


class CountsPart(Part):
    """How many patients have each verdict, as the data leave it."""

    met: int
    not_met: int
    undetermined: int
    not_applicable: int


class OutcomePart(Part):
    """An outcome, with the verdict on every patient."""

    name: str
    label: str
    kind: str
    missing_counts_as: Literal["met", "not met"] | None
    counts: CountsPart
    verdicts: tuple[VerdictPart, ...]


class KnownPart(Part):
    """A value that is known: yes or no, a number, a level, or the study day of a moment (null: never)."""

    patient: str
    day: int | None
    """The visit's, for a definition per visit."""
    value: bool | int | float | str | None


class OpenPart(Part):
    """A value that missing data leave open, and all that it may still be, in words."""

    patient: str
    day: int | None
    possible: str


class DefinitionPart(Part):
    """A `define`, `state` or `classify`, with its value for every patient, or at every visit."""

    name: str
    label: str
    kind: Literal["define", "state", "classify"]
    type: ValueKind
    unit: str
    values: tuple[KnownPart | OpenPart, ...]


# ---- the whole ---------------------------------------------------------------------------------------


class StudyPart(Part):
    """The study; synthetic where it says so of itself."""

    title: str
    synthetic: bool
    patients: tuple[str, ...]
    visits: int
    notes: tuple[str, ...]
    """What was set aside, joined or assumed while the data were read."""


class RulesPart(Part):
    """The rules that were evaluated."""

    name: str
    version: str
    title: str
    citations: tuple[str, ...]
    file: str


class Document(Part):
    """The report of a study as JSON."""

    format_version: Literal[1] = Field(default=FORMAT_VERSION)
    study: StudyPart
    rules: RulesPart
    outcomes: tuple[OutcomePart, ...]
    definitions: tuple[DefinitionPart, ...]
    descriptions: tuple[DescriptionPart, ...]
    rates: tuple[RatePart, ...]
    comparisons: tuple[ComparisonPart, ...]
    times: tuple[TimePart, ...]
    remarks: tuple[str, ...]
    """What the figures do not say."""
