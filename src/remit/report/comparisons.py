"""Before and after: the paired table, and the notes that belong to its figures."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, product
from string import ascii_lowercase
from typing import Final

from remit.analysis import ComparisonAnalysis
from remit.analysis.comparisons import Method
from remit.report.blocks import Block, Column, Heading, Paragraph, Table
from remit.report.figures import NONE, decimals_of, limits, p_value, recorded, rounded
from remit.report.report import Report
from remit.statistics.result import Estimate, Nature, Note

_SHORT: Final = {
    "paired t test": "paired t",
    "wilcoxon test": "Wilcoxon",
    "sign test": "sign test",
    "permutation test": "permutation",
}
_NATURE: Final = {
    Nature.EXACT: ", exact",
    Nature.ASYMPTOTIC: ", approximate",
    Nature.MONTE_CARLO: ", Monte Carlo",
    Nature.NONE: "",
}
_CENTRE: Final = {"wilcoxon test": "HL ", "sign test": "median "}
_OF_MEANS: Final = ("paired t test", "permutation test")
"""The methods that compare means; the others go with medians."""
_MOST_NAMED: Final = 5

Letters = Mapping[str, str]
"""The letter of each note, by its sentences."""


def comparison_blocks(report: Report) -> list[Block]:
    """A table for each pair of timepoints, its lettered notes, its gates."""
    by_times = groupby(report.analysis.comparisons, lambda one: (one.comparison.start, one.comparison.end))
    return [block for times, group in by_times for block in _blocks(report, times, list(group))]


def _blocks(report: Report, times: tuple[str, str], analyses: Sequence[ComparisonAnalysis]) -> list[Block]:
    lost = [_lost(report, analysis) for analysis in analyses]
    letters = _letters(analyses, lost)
    rows = [row for one, missing in zip(analyses, lost, strict=True) for row in _rows(one, missing, letters)]
    table = Table(_columns(*times), tuple(rows), narrow="open")
    notes = [Paragraph(text, 3, mark) for text, mark in letters.items()]
    return [Heading("Before and after (paired)"), table, *notes, _key(analyses), *_gates(analyses)]


def _columns(start: str, end: str) -> tuple[Column, ...]:
    times = (Column(start.replace("_", " ")), Column(end.replace("_", " ")))
    return (Column(), *times, Column("change"), Column("p"), Column())


# ---- rows --------------------------------------------------------------------------------------------


def _rows(analysis: ComparisonAnalysis, lost: str, letters: Letters) -> list[tuple[str, ...]]:
    """A row a method; the first says what is compared, and in how many pairs."""
    unit = f", {analysis.unit}" if analysis.unit else ""
    pairs = f"{len(analysis.pairs)}/{len(analysis.values)} pairs{_mark(lost, letters)}"
    stubs = [f"{analysis.label}{unit}; {pairs}", *[""] * len(analysis.methods)]
    return [
        (stub, *_row(analysis, method, letters))
        for stub, method in zip(stubs, analysis.methods, strict=False)
    ]


def _row(analysis: ComparisonAnalysis, method: Method, letters: Letters) -> tuple[str, ...]:
    decimals = decimals_of((*analysis.pairs.before, *analysis.pairs.after))
    side = _mean if method.name in _OF_MEANS else _median
    return (
        side(analysis.before, decimals),
        side(analysis.after, decimals),
        _change(method, decimals) + _mark(_joined(method.estimate.notes), letters),
        p_value(method.test) + _mark(_of_the_test(method), letters),
        method_words(method),
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
    if method.name in _OF_MEANS:
        return f"{rounded(estimate.value, decimals)} {limits(estimate.interval, rounded, decimals)}".rstrip()
    # Half the sum of two differences may have a decimal more than they.
    centre = _CENTRE[method.name] + recorded(estimate.value, decimals + 1)
    return f"{centre} {limits(estimate.interval, recorded, decimals + 1)}".rstrip()


def method_words(method: Method) -> str:
    """A method in two or three words: `paired t`, `Wilcoxon, exact`."""
    nature = "" if method.name == "paired t test" else _NATURE[method.test.nature]
    return _SHORT[method.name] + nature


# ---- notes -------------------------------------------------------------------------------------------


def _letters(analyses: Sequence[ComparisonAnalysis], lost: Sequence[str]) -> dict[str, str]:
    """A letter for each note, in the order in which the table needs them; the same for the same."""
    notes = [
        note for one, missing in zip(analyses, lost, strict=True) for note in (missing, *_notes(one)) if note
    ]
    return dict(zip(dict.fromkeys(notes), _alphabet(), strict=False))


def _notes(analysis: ComparisonAnalysis) -> Iterable[str]:
    for method in analysis.methods:
        yield _joined(method.estimate.notes)
        yield _of_the_test(method)


def _of_the_test(method: Method) -> str:
    """What is said of the p value alone."""
    return _joined([note for note in method.test.notes if note not in method.estimate.notes])


def _joined(notes: Sequence[Note]) -> str:
    return " ".join(note.text for note in notes)


def _alphabet() -> Iterable[str]:
    """The letters a to z, then aa, ab and so on."""
    yield from ascii_lowercase
    yield from map("".join, product(ascii_lowercase, repeat=2))


def _mark(note: str, letters: Letters) -> str:
    return f" {letters[note]}" if note else ""


def _lost(report: Report, analysis: ComparisonAnalysis) -> str:
    """Whose value is not known when, as a sentence; nothing where all are."""
    comparison = analysis.comparison
    unknown = {
        when: [
            name
            for name, pair in zip(report.cohort.patients, analysis.values, strict=True)
            if pair[side] is None
        ]
        for side, when in enumerate((comparison.start, comparison.end))
    }
    parts = [f"at {when} {_named(names)}" for when, names in unknown.items() if names]
    return f"{analysis.label} not known {', '.join(parts)}." if parts else ""


def _named(patients: Sequence[str]) -> str:
    if len(patients) > _MOST_NAMED:
        return f"in {len(patients)} patients"
    return f"in {', '.join(patients)}"


def _key(analyses: Sequence[ComparisonAnalysis]) -> Paragraph:
    names = {method.name for analysis in analyses for method in analysis.methods}
    parts = ["mean (SD)"] if names & {*_OF_MEANS} else []
    parts += ["change: after less before, with its 95 % interval"]
    parts += ["HL: Hodges-Lehmann estimate"] if "wilcoxon test" in names else []
    return Paragraph(f"{'; '.join(parts)}; p two-sided.", 3)


def _gates(analyses: Sequence[ComparisonAnalysis]) -> list[Block]:
    """The conclusion of each gate; what holds of several comparisons is said once."""
    labels: dict[str, list[str]] = {}
    for analysis in analyses:
        for note in analysis.gate.notes if analysis.gate else ():
            labels.setdefault(note.text, []).append("" if note.code == "gate_closed" else analysis.label)
    return [
        Paragraph(f"{', '.join(filter(None, of))}: {text}" if any(of) else text, 3)
        for text, of in labels.items()
    ]
