"""The layout of most chart reviews: a row a patient, a column for each measure and time."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from remit.start.contents import contents
from remit.start.headings import Instant, Time
from remit.start.kinds import Dates, Levels, Numbers, YesNo
from remit.start.left_out import bound, unbound
from remit.start.survey import Column, Survey
from remit.start.timing import says_index
from remit.start.words import word_set


@dataclass(frozen=True, eq=False)
class Wide:
    """A row a patient, columns for each time; `dates` are those of the visits themselves."""

    survey: Survey
    measures: Mapping[Time, Sequence[Column]]
    dates: Mapping[Time, Column]

    @property
    def columns(self) -> list[Column]:
        """Every column that belongs to a time."""
        return [*(column for group in self.measures.values() for column in group), *self.dates.values()]


def chart_of(survey: Survey) -> Wide | None:
    """The columns that belong to one time each; None where the table has no two times of one measure."""
    usable = bound(survey.others, unbound(survey, survey.others))
    timed = [column for column in usable if column.heading.time is not None]
    dates = [column for column in timed if isinstance(column.held, Dates)]
    stems: dict[tuple[str, ...], list[Column]] = defaultdict(list)
    for column in timed:
        if column not in dates:
            stems[column.heading.words].append(column)
    groups = [group for group in stems.values() if _is_measured(group)]
    times = _times_of_measures(groups)
    if not times:
        return None
    timed_columns = [column for group in groups for column in group]
    measures = {time: [column for column in timed_columns if column.heading.time == time] for time in times}
    at = {one.heading.time: one for one in dates if one.heading.time in measures and not says_index(one)}
    return Wide(survey, measures, at)


def _times_of_measures(groups: Sequence[Sequence[Column]]) -> list[Time]:
    """The times that measures have: those of one that has several, in their order, the unsaid ones last.

    Numbers alone (`acr_20`, `acr_50`) are times only beside a baseline, or where several measures share them.
    """
    sets = [{column.heading.time for column in group if column.heading.time is not None} for group in groups]
    several = [times for times in sets if len(times) > 1]
    sure = [
        times
        for times in several
        if any(isinstance(time, Instant) for time in times) or sets.count(times) > 1
    ]
    found = set[Time]().union(*sure)
    instants = sorted(time for time in found if isinstance(time, Instant))
    return [*instants, *sorted(time for time in found if isinstance(time, str))]


def _is_measured(group: Sequence[Column]) -> bool:
    """Whether columns of several times hold one measure; of one time only, an age or a sex is a fact."""
    if len(group) == 1 and set(group[0].heading.words) & _FACTS:
        return False
    return isinstance(contents([column.cells for column in group]).held, Numbers | YesNo | Levels)


_FACTS: Final = word_set("age sex gender race ethnicity treatment arm")
