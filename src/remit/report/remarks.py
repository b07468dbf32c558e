"""What the figures do not say, and what was done to the data."""

from remit.report.blocks import Block, Heading, Paragraph
from remit.report.groups import groups_of
from remit.report.report import Report


def remarks(report: Report) -> tuple[str, ...]:
    """The caveats of a report, one sentence each."""
    return (*_no_control(report), *_unsure(report), *_no_policy(report), *_left_out(report))


def remark_blocks(report: Report) -> list[Block]:
    """The caveats, then the notes on the data."""
    caveats, notes = remarks(report), report.cohort.notes
    blocks: list[Block] = [Heading("To bear in mind")] if caveats else []
    blocks += [Paragraph(text, mark="•") for text in caveats]
    blocks += [Heading("Notes on the data")] if notes else []
    return blocks + [Paragraph(text, mark="•") for text in notes]


def _no_control(report: Report) -> list[str]:
    compared = report.analysis.tests
    sentences = ["No control group: regression to the mean is not excluded."] if compared else []
    adjusted = report.analysis.adjusted is not None
    if compared < 2 or adjusted:
        return sentences
    return [*sentences, f"{compared} comparisons, not adjusted for one another."]


def _unsure(report: Report) -> list[str]:
    unsure = {group.words: group.unsure for group in groups_of(report) if group.unsure}
    return [
        f"{words}: {_patients(count)} left out who may or may not belong." for words, count in unsure.items()
    ]


def _patients(count: int) -> str:
    return f"{count} patient is" if count == 1 else f"{count} patients are"


def _no_policy(report: Report) -> list[str]:
    rates = report.rates
    open_ = dict.fromkeys(rate.outcome for rate in rates if rate.undetermined and rate.counts_as_met is None)
    if not open_:
        return []
    sentence = (
        "the data leave some patients undetermined, and the rules do not say how they count; the rate is the "
        "range from none of them met to all. `missing counts as not met` (or `met`) would declare it."
    )
    return [f"{', '.join(open_)}: {sentence}"]


def _left_out(report: Report) -> list[str]:
    if not report.left_out:
        return []
    return [f"Neither rated nor timed, so only in the csv and json: {', '.join(report.left_out)}."]
