"""Comparisons, agreement and adjusted p values in the JSON report."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from remit.analysis import AdjustedComparisons, AgreementAnalysis, CategoryAnalysis, ComparisonAnalysis
from remit.report.document.figures import (
    BoundedPart,
    EstimatePart,
    NotePart,
    bounded_part,
    estimate_if_any,
    estimate_part,
    note_parts,
)
from remit.report.document.part import Part


class PairPart(Part):
    """A patient's values before and after; null where one is not known exactly."""

    patient: str
    before: float | None
    after: float | None


class MethodPart(Part):
    """A method of a comparison: its test with p, its estimate with an interval, their ranges of ignorance."""

    name: str
    test: EstimatePart
    estimate: EstimatePart
    possible: BoundedPart | None
    """Over the possible values of what is missing."""
    usual: BoundedPart | None
    """Over the usual ones, where they are declared."""


class ComparisonPart(Part):
    """What `compare` asks for of numbers. A change is the value after less the value before."""

    name: str
    label: str
    group: str
    unit: str
    start: str
    end: str
    pairs: tuple[PairPart, ...]
    before: EstimatePart
    after: EstimatePart
    methods: tuple[MethodPart, ...]
    gate: EstimatePart | None
    """The conclusion where one method must pass before the next; its verdict is a note."""
    gate_range: tuple[float, float] | None
    """The p values that the gate can take over all completions of the missing values."""


class CategoriesPart(Part):
    """What `compare` asks for of a yes or no, or of levels: pairs by their first (row) and second value."""

    name: str
    label: str
    group: str
    start: str
    end: str
    levels: tuple[str, ...]
    table: tuple[tuple[int, ...], ...]
    tests: tuple[EstimatePart, ...]
    difference: EstimatePart | None
    """Of the proportions of yes, second less first."""
    possible: BoundedPart | None


class AgreementPart(Part):
    """What `agree` asks for: patients by the first (row) and the second classification (column)."""

    first: str
    second: str
    group: str
    levels: tuple[str, ...]
    table: tuple[tuple[int, ...], ...]
    estimate: EstimatePart


class AdjustedPart(Part):
    """The p values of all comparisons, adjusted for one another."""

    method: str
    labels: tuple[str, ...]
    p: tuple[float | None, ...]
    adjusted: tuple[float | None, ...]
    notes: tuple[NotePart, ...]


Rows = tuple[tuple[int, ...], ...]


def comparison_part(one: ComparisonAnalysis, patients: Sequence[str]) -> ComparisonPart:
    """A comparison of numbers; `patients` are those of the cohort."""
    members = np.flatnonzero(one.group.members).tolist()
    pairs = (
        PairPart(patient=patients[member], before=_float(before), after=_float(after))
        for member, (before, after) in zip(members, one.values, strict=True)
    )
    return ComparisonPart(
        name=one.comparison.name,
        label=one.label,
        group=one.group.words,
        unit=one.unit,
        start=one.comparison.start,
        end=one.comparison.end,
        pairs=tuple(pairs),
        before=estimate_part(one.before),
        after=estimate_part(one.after),
        methods=tuple(
            MethodPart(
                name=method.name,
                test=estimate_part(method.test),
                estimate=estimate_part(method.estimate),
                possible=bounded_part(method.possible),
                usual=bounded_part(method.usual),
            )
            for method in one.methods
        ),
        gate=estimate_if_any(one.gate),
        gate_range=one.gate_range,
    )


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def categories_part(one: CategoryAnalysis) -> CategoriesPart:
    """A comparison of categories."""
    return CategoriesPart(
        name=one.comparison.name,
        label=one.label,
        group=one.group.words,
        start=one.comparison.start,
        end=one.comparison.end,
        levels=one.levels,
        table=_rows(one.table.rows),
        tests=tuple(estimate_part(test) for _, test in one.tests),
        difference=estimate_if_any(one.difference),
        possible=bounded_part(one.possible),
    )


def agreement_part(one: AgreementAnalysis) -> AgreementPart:
    """The agreement of two classifications."""
    return AgreementPart(
        first=one.agreement.first_name,
        second=one.agreement.second_name,
        group=one.group.words,
        levels=one.levels,
        table=_rows(one.table.rows),
        estimate=estimate_part(one.estimate),
    )


def _rows(rows: Sequence[Sequence[int]]) -> Rows:
    return tuple(tuple(row) for row in rows)


def adjusted_part(one: AdjustedComparisons | None) -> AdjustedPart | None:
    """The adjusted p values, null where the rules ask for none."""
    if one is None:
        return None
    return AdjustedPart(
        method=one.adjusted.method,
        labels=one.labels,
        p=one.adjusted.p,
        adjusted=one.adjusted.adjusted,
        notes=note_parts(one.adjusted.notes),
    )
