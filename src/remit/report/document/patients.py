"""Verdicts and defined values in the JSON report."""

from typing import Literal, cast

from remit.evaluate.verdicts import Verdict
from remit.model.rules import Definition, Outcome
from remit.model.types import LevelsType, MomentType, NumberType, TruthType, Type
from remit.report.defined import defined_values
from remit.report.document.part import Part
from remit.report.reasons import reasons_of
from remit.report.report import Report
from remit.report.verdicts import known_day

VerdictWord = Literal["met", "not met", "undetermined", "not applicable"]
ValueKind = Literal["yes or no", "number", "level", "moment"]


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
    unverified: tuple[str, ...]
    """What of its definition was not checked against its source."""
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


def outcome_part(report: Report, outcome: Outcome) -> OutcomePart:
    """An outcome and its verdicts."""
    verdicts, reasons = report.evaluation.verdicts[outcome.name], reasons_of(report, outcome)
    found = zip(report.cohort.patients, verdicts.verdict.tolist(), verdicts.counted.tolist(), strict=True)
    return OutcomePart(
        name=outcome.name,
        label=outcome.label,
        kind=outcome.kind,
        unverified=report.rules.unverified_of(outcome.name),
        missing_counts_as=_policy(outcome),
        counts=_counts(verdicts.verdict.tolist()),
        verdicts=tuple(
            VerdictPart(
                patient=patient,
                verdict=_word(verdict),
                counted=_word(counted),
                day=known_day(verdicts, place),
                reasons=reasons.get(place, ()),
            )
            for place, (patient, verdict, counted) in enumerate(found)
        ),
    )


def _policy(outcome: Outcome) -> Literal["met", "not met"] | None:
    if outcome.counts_as_met is None:
        return None
    return "met" if outcome.counts_as_met else "not met"


def _counts(verdicts: list[int]) -> CountsPart:
    return CountsPart(
        met=verdicts.count(Verdict.MET),
        not_met=verdicts.count(Verdict.NOT_MET),
        undetermined=verdicts.count(Verdict.UNDETERMINED),
        not_applicable=verdicts.count(Verdict.NOT_APPLICABLE),
    )


def _word(verdict: int) -> VerdictWord:
    return cast(VerdictWord, Verdict(verdict).words)


def definition_part(report: Report, definition: Definition) -> DefinitionPart:
    """A definition and its values."""
    type_ = definition.body.type
    return DefinitionPart(
        name=definition.name,
        label=definition.label,
        kind=definition.kind,
        type=_kind(type_),
        unit=type_.unit.text if isinstance(type_, NumberType) else "",
        values=tuple(
            OpenPart(patient=one.patient, day=one.day, possible=one.possible)
            if one.possible
            else KnownPart(patient=one.patient, day=one.day, value=one.value)
            for one in defined_values(report, definition)
        ),
    )


def _kind(type_: Type) -> ValueKind:
    match type_:
        case TruthType():
            return "yes or no"
        case NumberType():
            return "number"
        case LevelsType():
            return "level"
        case MomentType():
            return "moment"
