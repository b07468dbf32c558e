"""Visits so long before day 0 that a slip in their date is likely: digits swapped, another century."""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

import numpy as np

from remit.model.declarations import Timepoint
from remit.operators.bounds import Bools
from remit.study.layouts.roster import Roster
from remit.study.layouts.rows import DatedRows
from remit.study.problems import counted, listed

_LONG_BEFORE: Final = -730
"""Two years before day 0: earlier than a baseline, and not so early as to be left out unseen."""


def early_notes(
    rows: Sequence[DatedRows], timepoints: Collection[Timepoint], roster: Roster
) -> Iterator[str]:
    """The visits of each table more than two years before day 0 and in the window of no timepoint.

    Results beside the visits may well be older, and rows without a date stand where the study file says.
    """
    for group in rows:
        time = group.time
        if time is None or group.align is not None:
            continue
        early = np.flatnonzero(_is_early(group, timepoints)).tolist()
        if early:
            found = [_visit(group, time, row, roster) for row in early]
            yield (
                f"{group.table.file}: {counted(len(early), 'visit')} more than 2 years before day 0 "
                f"and in the window of no timepoint (a slip in a date?): {listed(found)}."
            )


def _is_early(rows: DatedRows, timepoints: Collection[Timepoint]) -> Bools:
    early = rows.day < _LONG_BEFORE
    for timepoint in timepoints:
        early &= (rows.day < timepoint.low) | (rows.day > timepoint.high)
    return np.asarray(early)


def _visit(rows: DatedRows, time: str, row: int, roster: Roster) -> str:
    patient = int(rows.patient[row])
    when = roster.when(patient, int(rows.day[row]))
    return f"{roster.patients[patient]} on {when} in {rows.table.cell(time, int(rows.rows[row]))}"
