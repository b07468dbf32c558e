"""Which date a timepoint picks."""

from collections.abc import Iterable
from typing import assert_never

from remit.judge.patient import PlainPatient
from remit.model.declarations import Pick, Timepoint


def in_window(patient: PlainPatient, dates: Iterable[int], timepoint: Timepoint) -> list[int]:
    """Those of the dates that lie in the window, both ends included."""
    return [date for date in dates if timepoint.low <= patient.days[date] <= timepoint.high]


def picked(patient: PlainPatient, dates: Iterable[int], timepoint: Timepoint) -> int | None:
    """The date of the window that counts, or none; the worst, which is not yet known, counts as the last."""
    window = in_window(patient, dates, timepoint)
    return min(window, key=lambda date: _order(patient.days[date], timepoint), default=None)


def _order(day: int, timepoint: Timepoint) -> tuple[int, int]:
    pick: Pick = timepoint.pick
    distance = abs(day - timepoint.target)
    match pick:
        case "last" | "worst":
            return -day, 0
        case "first":
            return day, 0
        case "nearest":
            return distance, day
        case "nearest, later":
            return distance, -day
        case _:
            assert_never(pick)


def end_of(patient: PlainPatient, timepoint: Timepoint) -> int:
    """The later of the target and the last date that is picked for any measure, as recorded."""
    days = [timepoint.target]
    for cells in patient.measures.values():
        date = picked(patient, (date for date, cell in enumerate(cells) if cell.recorded), timepoint)
        days += [] if date is None else [patient.days[date]]
    return max(days)
