"""Before and after: the paired table of numbers, and the notes that belong to its figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import numpy as np

from remit.analysis import CategoryAnalysis, ComparisonAnalysis
from remit.analysis.comparisons import Method
from remit.model.rules import Comparison
from remit.model.types import NumberType
from remit.report.blocks import Block, Column, Heading, Paragraph, Table
from remit.report.bounded import is_bounded
from remit.report.figures import NONE, decimals_of, limits, p_value, recorded, rounded
from remit.report.groups import named
from remit.report.methods import is_of_means, method_words
from remit.report.notes import Letters, joined, lettered, marked, named_patients, note_blocks
from remit.report.report import Report
from remit.statistics.result import Estimate

_CENTRE: Final = {"wilcoxon test": "HL ", "wilcoxon-pratt test": "HL ", "sign test": "median "}


def comparison_blocks(report: Report) -> Iterator[Block]:
    """A table for each pair of times (or criteria), its lettered notes, its gates."""
    by_times = groupby(report.analysis.comparisons, lambda one: (one.comparison.start, one.comparison.end))
    for _, group in by_times:
        compared = [_Compared(report, one) for one in group]
        letters = lettered(note for one in compared for note in one.notes())
        rows = tuple(row for one in compared for row in one.rows(letters))
        analyses = [one.analysis for one in compared]
        yield Heading(heading(analyses[0].comparison))
        yield Table(paired_columns(analyses[0].comparison, "change"), rows, narrow="open")
        yield from note_blocks(letters)
        yield _key(analyses)
        yield from gate_blocks(analyses)


def heading(comparison: Comparison) -> str:
    """What sort of pairs these are."""
    if comparison.criteria:
        return "Two criteria in the same patients (paired)"
    kind = "" if isinstance(comparison.before.type, NumberType) else ", yes or no"
    return f"Before and after{kind} (paired)"


def paired_columns(comparison: Comparison, difference: str) -> tuple[Column, ...]:
    """The columns of a paired table."""
    start, end = comparison.start, comparison.end
    if not comparison.criteria:
        start, end = start.replace("_", " "), end.replace("_", " ")
    return Column(), Column(start), Column(end), Column(difference), Column("p"), Column()


def pairs_of(pairs: int, patients: int) -> str:
    """How many of the patients have a pair."""
    return f"{pairs}/{patients} pair{'' if patients == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class _Compared:
    """A comparison of a report."""

    report: Report
    analysis: ComparisonAnalysis

    @property
    def lost(self) -> str:
        """Whose value is not known when, as a sentence; nothing where all are."""
        sides = list(map(self._open_at, (0, 1)))
        found = [
            f"{how} {', '.join(parts)}"
            for how, parts in (
                ("not known", [unknown for unknown, _ in sides if unknown]),
                ("known only within bounds", [bounded for _, bounded in sides if bounded]),
            )
            if parts
        ]
        return f"{self.analysis.label} {'; '.join(found)}." if found else ""

    def _open_at(self, side: int) -> tuple[str, str]:
        """In whom nothing is known of one side, and in whom a bound is."""
        comparison, patients = self.analysis.comparison, self.report.cohort.patients
        bounded = is_bounded(self.report, (comparison.before, comparison.after)[side])
        members = np.flatnonzero(self.analysis.group.members).tolist()
        pairs = zip(members, self.analysis.values, strict=True)
        open_ = [member for member, pair in pairs if pair[side] is None]
        when = (comparison.start, comparison.end)[side]

        def among(these: list[int]) -> str:
            return f"at {when} in {named_patients([patients[one] for one in these])}" if these else ""

        return among([one for one in open_ if not bounded[one]]), among(
            [one for one in open_ if bounded[one]]
        )

    @property
    def decimals(self) -> int:
        return decimals_of((*self.analysis.pairs.before, *self.analysis.pairs.after))

    def notes(self) -> Iterator[str]:
        """The notes in the order in which the rows need them."""
        yield self.lost
        for method in self.analysis.methods:
            yield joined(method.estimate.notes)
            yield _of_the_test(method)

    def rows(self, letters: Letters) -> Iterator[tuple[str, ...]]:
        """A row a method; the first says what is compared, and in how many pairs."""
        stub = self._stub(letters)
        for method in self.analysis.methods:
            yield stub, *self._row(method, letters)
            stub = ""

    def _stub(self, letters: Letters) -> str:
        analysis = self.analysis
        unit = f", {analysis.unit}" if analysis.unit else ""
        pairs = pairs_of(len(analysis.pairs), len(analysis.values))
        return marked(f"{named(analysis.label, analysis.group)}{unit}; {pairs}", self.lost, letters)

    def _row(self, method: Method, letters: Letters) -> tuple[str, ...]:
        side = _mean if is_of_means(method.name) else _median
        return (
            side(self.analysis.before, self.decimals),
            side(self.analysis.after, self.decimals),
            marked(_change(method, self.decimals), joined(method.estimate.notes), letters),
            marked(p_value(method.test), _of_the_test(method), letters),
            method_words(method.name, method.test),
        )


def _mean(side: Estimate, decimals: int) -> str:
    if side.value is None:
        return NONE
    spread = dict(side.extra)["SD"]
    mean = rounded(side.value, decimals)
    return mean if spread is None else f"{mean} ({rounded(spread, decimals)})"


def _median(side: Estimate, decimals: int) -> str:
    median = dict(side.extra).get("median")
    return NONE if median is None else f"median {recorded(median, decimals)}"


def _change(method: Method, decimals: int) -> str:
    estimate = method.estimate
    if estimate.value is None:
        return NONE
    if is_of_means(method.name):
        return f"{rounded(estimate.value, decimals)} {limits(estimate.interval, rounded, decimals)}".rstrip()
    # Half the sum of two differences may have a decimal more than they.
    centre = _CENTRE[method.name] + recorded(estimate.value, decimals + 1)
    return f"{centre} {limits(estimate.interval, recorded, decimals + 1)}".rstrip()


def _of_the_test(method: Method) -> str:
    """What is said of the p value alone."""
    return joined(note for note in method.test.notes if note not in method.estimate.notes)


# ---- beneath the table -------------------------------------------------------------------------------


def _key(analyses: Sequence[ComparisonAnalysis]) -> Paragraph:
    methods = [method for analysis in analyses for method in analysis.methods]
    parts = ["mean (SD)"] if any(is_of_means(method.name) for method in methods) else []
    parts += ["change: after less before, with its 95 % interval"]
    parts += ["HL: Hodges-Lehmann estimate"] if any("wilcoxon" in one.name for one in methods) else []
    return Paragraph(f"{'; '.join(parts)}; p two-sided.", 3)


def gate_blocks(analyses: Sequence[ComparisonAnalysis | CategoryAnalysis]) -> list[Block]:
    """The conclusion of each gate; what holds of several comparisons is said once, of which it names."""
    labels: dict[str, list[str]] = {}
    for analysis in analyses:
        for note in analysis.gate.notes if analysis.gate else ():
            labels.setdefault(note.text, []).append(named(analysis.label, analysis.group))
    return [Paragraph(f"{', '.join(of)}: {text}", 3) for text, of in labels.items()]
