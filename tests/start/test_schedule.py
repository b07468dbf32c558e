"""The timepoints that are proposed."""

from itertools import pairwise
from pathlib import Path

from remit.start.schedule import Schedule, schedule
from tests.start.test_layouts import tables


def proposed(folder: Path, **files: str) -> Schedule:
    return schedule(tables(folder, **files))


def shown(found: Schedule) -> list[tuple[str, str, str, int | None]]:
    return [(one.name, str(one.low), str(one.high), one.patients) for one in found.timepoints]


def test_visits_gather_about_months(tmp_path: Path):
    found = proposed(
        tmp_path,
        patients="id,start\na,2024-01-01\nb,2024-02-01\nc,2024-03-01\n",
        visits="""
            id,date,esr
            a,2023-12-28,5
            a,2024-04-02,5
            a,2024-07-05,5
            b,2024-02-01,5
            b,2024-07-28,5
            b,2025-02-03,5
            c,2024-09-02,5
        """,
    )
    assert shown(found) == [
        ("baseline", "day -30", "day 0", 2),
        ("month_6", "month 5", "month 7", 3),
    ]


def test_planned_weeks_are_the_timepoints_where_half_of_the_patients_came(tmp_path: Path):
    found = proposed(
        tmp_path, visits="id,week,esr\na,0,5\na,2,5\na,12,5\nb,0,5\nb,12,5\nb,24,5\nc,0,5\nc,12,5\n"
    )
    assert shown(found) == [("baseline", "day -30", "day 0", 3), ("week_12", "day 70", "day 98", 3)]


def test_neighbouring_windows_do_not_overlap(tmp_path: Path):
    found = proposed(tmp_path, chart="id,x_0,x_1w,x_2w,x_4w,x_8m,x_9m\na,1,2,3,4,5,6\nb,1,2,3,4,5,6\n")
    ends = [(one.low.day, one.high.day) for one in found.timepoints]
    assert all(end < start for (_, end), (start, _) in pairwise(ends))
    assert all(low <= one.target.day <= high for one, (low, high) in zip(found.timepoints, ends, strict=True))
    assert shown(found)[0] == ("baseline", "day -30", "day 0", 2)


def test_the_timepoint_asked_about_is_near_six_months_if_patients_reached_it(tmp_path: Path):
    found = proposed(tmp_path, chart="id,x_0,x_3m,x_6m\na,1,2,3\nb,1,2,3\nc,1,2,\n")
    assert found.later is not None and found.later.name == "month_6"
    thin = proposed(tmp_path, chart="id,x_0,x_3m,x_6m\na,1,2,3\nb,1,2,\nc,1,2,\n")
    assert thin.later is not None and thin.later.name == "month_3"


def test_where_days_are_not_known_only_the_baseline_is_proposed(tmp_path: Path):
    ambiguous = proposed(
        tmp_path,
        patients="id,start\na,01/02/2024\nb,03/04/2024\n",
        visits="id,date,esr\na,01/02/2024,5\na,01/08/2024,5\nb,03/04/2024,6\n",
    )
    assert shown(ambiguous) == [("baseline", "day -30", "day 0", None)]
    unsaid = proposed(tmp_path, visits="id,time,esr\na,0,5\na,1,5\nb,0,5\n")
    assert shown(unsaid) == [("baseline", "day -30", "day 0", None)]
