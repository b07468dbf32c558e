"""Whom an analysis is about, in words."""

from collections.abc import Iterator

from remit.analysis import Group
from remit.report.report import Report


def named(label: str, group: Group) -> str:
    """A label with the group it is about: `Dose reduced (Sex: female)`."""
    return f"{label} ({group.words})" if group.words else label


def groups_of(report: Report) -> Iterator[Group]:
    """The group of every analysis."""
    analysis = report.analysis
    for part in (
        report.rates,
        analysis.comparisons,
        analysis.categories,
        analysis.agreements,
        analysis.times,
    ):
        for one in part:
            yield one.group
