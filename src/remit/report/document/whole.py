"""The whole JSON report."""

from typing import Any, Literal

from remit.model.rules import UsedFile
from remit.report.document.compared import (
    AdjustedPart,
    AgreementPart,
    CategoriesPart,
    ComparisonPart,
    adjusted_part,
    agreement_part,
    categories_part,
    comparison_part,
)
from remit.report.document.described import DescriptionPart, RatePart, description_part, rate_part
from remit.report.document.part import Part
from remit.report.document.patients import DefinitionPart, OutcomePart, definition_part, outcome_part
from remit.report.document.timed import TimePart, time_part
from remit.report.remarks import remarks
from remit.report.report import Report


class StudyPart(Part):
    """The study; synthetic where it says so of itself."""

    title: str
    synthetic: bool
    patients: tuple[str, ...]
    visits: int
    notes: tuple[str, ...]
    """What was set aside, joined or assumed while the data were read."""


class UsedPart(Part):
    """A rule file that another uses, or one of several of a study."""

    name: str
    """What stands before its names: `strict_doris`."""
    version: str
    title: str
    citations: tuple[str, ...]
    file: str
    unverified: tuple[str, ...]
    """What of it was not checked against its source."""
    settings: dict[str, str]
    """What was set in it, by name, as it is written."""


class RulesPart(Part):
    """The rules that were evaluated."""

    name: str
    version: str
    title: str
    citations: tuple[str, ...]
    file: str
    used: tuple[UsedPart, ...]
    """The files that it uses, as far as something of them is named; of several rule files, each."""


class Document(Part):
    """The report of a study as JSON."""

    format_version: Literal[1]
    """Raised when the JSON changes in a way that may break a reader."""
    study: StudyPart
    rules: RulesPart
    outcomes: tuple[OutcomePart, ...]
    definitions: tuple[DefinitionPart, ...]
    descriptions: tuple[DescriptionPart, ...]
    rates: tuple[RatePart, ...]
    comparisons: tuple[ComparisonPart, ...]
    categories: tuple[CategoriesPart, ...]
    agreements: tuple[AgreementPart, ...]
    adjusted: AdjustedPart | None
    times: tuple[TimePart, ...]
    remarks: tuple[str, ...]
    """What the figures do not say."""


def schema() -> dict[str, Any]:
    """The JSON Schema of a `Document`, as `docs/report.schema.json` publishes it."""
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return dialect | Document.model_json_schema(mode="serialization")


def document_of(report: Report) -> Document:
    """Everything that a report holds, ready for `model_dump_json`."""
    analysis, patients, rules = report.analysis, report.cohort.patients, report.rules
    return Document(
        format_version=1,
        study=_study(report),
        rules=_rules(report),
        outcomes=tuple(outcome_part(report, outcome) for outcome in rules.outcomes.values()),
        definitions=tuple(definition_part(report, one) for one in rules.definitions.values()),
        descriptions=tuple(map(description_part, analysis.descriptions)),
        rates=tuple(map(rate_part, report.rates)),
        comparisons=tuple(comparison_part(one, patients) for one in analysis.comparisons),
        categories=tuple(map(categories_part, analysis.categories)),
        agreements=tuple(map(agreement_part, analysis.agreements)),
        adjusted=adjusted_part(analysis.adjusted),
        times=tuple(time_part(one, patients) for one in analysis.times),
        remarks=remarks(report),
    )


def _study(report: Report) -> StudyPart:
    cohort = report.cohort
    return StudyPart(
        title=report.title,
        synthetic=report.is_synthetic,
        patients=cohort.patients,
        visits=cohort.visits,
        notes=cohort.notes,
    )


def _rules(report: Report) -> RulesPart:
    rules = report.rules
    return RulesPart(
        name=rules.name,
        version=rules.version,
        title=rules.title,
        citations=rules.citations,
        file=rules.source.name,
        used=tuple(map(_used, rules.used)),
    )


def _used(used: UsedFile) -> UsedPart:
    return UsedPart(
        name=used.name,
        version=used.version,
        title=used.title,
        citations=used.citations,
        file=used.source.name,
        unverified=used.unverified,
        settings=dict(used.settings),
    )
