"""What missing values could change: ranges of ignorance beside the analyses of complete pairs."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from remit.analysis import CategoryAnalysis, ComparisonAnalysis
from remit.report.blocks import Block, Column, Heading, Paragraph, Table
from remit.report.figures import NONE, decimals_of, p_range, range_of
from remit.report.groups import named
from remit.report.methods import short_name
from remit.report.notes import Letters, joined, lettered, marked, note_blocks
from remit.report.report import Report
from remit.statistics.ignorance import BoundedEstimate, Range

_COLUMNS: Final = (
    Column(least=24),
    Column("missing values in"),
    Column("change"),
    Column("p"),
)
_KEY: Final = (
    "What each figure becomes whatever the missing values were: a range of ignorance, no confidence interval."
)
_OUTER: Final = "No completion of the missing values may come near the ends of this range."


@dataclass(frozen=True, slots=True)
class _Bounded:
    """What was compared and how, within which range of its missing values, and what that makes of it."""

    label: str
    within: str
    found: BoundedEstimate
    value: str

    @property
    def note(self) -> str:
        ranges = (one for one in (self.found.value, self.found.p) if one is not None)
        outer = "" if all(one.exact for one in ranges) else _OUTER
        return " ".join(filter(None, (joined(self.found.notes), outer)))


def ignorance_blocks(report: Report) -> Iterator[Block]:
    """The range of each estimate and p that has one, and whether a gate depends on it."""
    analysis = report.analysis
    found = [bounded for one in analysis.comparisons for bounded in _of_numbers(one)]
    found += [bounded for one in analysis.categories for bounded in _of_categories(one)]
    if not found:
        return
    letters = lettered(bounded.note for bounded in found)
    yield Heading("What the missing values could change")
    yield Table(_COLUMNS, tuple(_rows(found, letters)), narrow="open")
    yield from note_blocks(letters)
    yield Paragraph(_KEY, 3)
    yield from (Paragraph(text, 3) for one in analysis.comparisons for text in _gate(one))


def _rows(found: list[_Bounded], letters: Letters) -> Iterator[tuple[str, ...]]:
    for label, group in groupby(found, lambda one: one.label):
        stub = label
        for one in group:
            yield stub, one.within, marked(one.value, one.note, letters), p_range(one.found.p)
            stub = ""


def _of_numbers(one: ComparisonAnalysis) -> Iterator[_Bounded]:
    decimals = decimals_of((*one.pairs.before, *one.pairs.after))
    for method in one.methods:
        label = f"{named(one.label, one.group)}: {short_name(method.name)}"
        for within, found in (("the possible range", method.possible), ("the usual range", method.usual)):
            if found is not None:
                value = NONE if found.value is None else range_of(found.value, decimals)
                yield _Bounded(label, within, found, value)


def _of_categories(one: CategoryAnalysis) -> Iterator[_Bounded]:
    if one.possible is not None:
        name, _ = one.tests[0]
        label = f"{named(one.label, one.group)}: {short_name(name)}"
        yield _Bounded(label, "yes or no", one.possible, _points(one.possible.value))


def _points(found: Range | None) -> str:
    """A difference of proportions in percentage points."""
    if found is None:
        return NONE
    return f"{range_of(replace(found, low=100 * found.low, high=100 * found.high), 1)} points"


def _gate(one: ComparisonAnalysis) -> Iterator[str]:
    """Whether the missing values could change the conclusion of a gate."""
    if one.gate_range is None or one.comparison.alpha is None:
        return
    low, high = one.gate_range
    alpha = float(one.comparison.alpha)
    depends = "does not pass" if low >= alpha else "passes" if high < alpha else ""
    sentence = (
        f"the gate {depends} whatever they were." if depends else "whether the gate passes depends on them."
    )
    yield f"{named(one.label, one.group)}: {sentence}"
