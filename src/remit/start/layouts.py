"""What each table is: patients, visits, a chart with columns a timepoint, results one a row, or events."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from remit.start.contents import Dates, Empty, FreeText, Levels, Numbers, YesNo
from remit.start.headings import BASELINE, Instant, Time
from remit.start.survey import Column, Survey, identifies
from remit.start.timing import TimeColumn, follow_up_end, index_dates, row_times
from remit.start.words import concept_of


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A column that is bound to nothing, and why; `is_private` where it seems to identify people."""

    column: str
    why: str
    is_private: bool = False


@dataclass(frozen=True, eq=False)
class Patients:
    """A row a patient. `index` are the columns of dates that may be day 0, the likeliest first."""

    survey: Survey
    index: Sequence[Column]
    end: Column | None
    facts: Sequence[Column]
    left_out: Sequence[LeftOut]


@dataclass(frozen=True, eq=False)
class Visits:
    """A row a visit. `times` are the columns that may say when, the likeliest first."""

    survey: Survey
    times: Sequence[TimeColumn]
    measures: Sequence[Column]
    left_out: Sequence[LeftOut]


@dataclass(frozen=True, eq=False)
class Wide:
    """A row a patient, columns for each time; `dates` are those of the visits themselves."""

    survey: Survey
    measures: Mapping[Time, Sequence[Column]]
    dates: Mapping[Time, Column]


@dataclass(frozen=True, eq=False)
class Results:
    """A row a result: the columns of its name, its value and its unit."""

    survey: Survey
    times: Sequence[TimeColumn]
    name: Column
    value: Column
    unit: Column | None
    left_out: Sequence[LeftOut]


@dataclass(frozen=True, eq=False)
class Events:
    """A row an event, named by the texts of a column."""

    survey: Survey
    times: Sequence[TimeColumn]
    name: Column
    left_out: Sequence[LeftOut]


@dataclass(frozen=True, eq=False)
class Arrangement:
    """All tables by their layout; `unplaced` are those in which nothing says who the patient is."""

    patients: Patients | None = None
    visits: Sequence[Visits] = ()
    wide: Sequence[Wide] = ()
    results: Sequence[Results] = ()
    events: Sequence[Events] = ()
    unplaced: Sequence[Survey] = ()


def arranged(surveys: Sequence[Survey]) -> Arrangement:
    """Every table with the layout that it seems to have."""
    keyed = [survey for survey in surveys if survey.key]
    results = [found for survey in keyed if (found := _results(survey)) is not None]
    rest = _without(keyed, results)
    events = [found for survey in rest if (found := _events(survey, len(keyed))) is not None]
    rest = _without(rest, events)
    patients = _patients_table(rest)
    charts = [survey for survey in rest if not _is_of_visits(survey, patients)]
    wide = [found for survey in charts if (found := _wide(survey)) is not None]
    return Arrangement(
        None if patients is None else _patients(patients, wide),
        [_visits(survey) for survey in rest if survey not in charts],
        [*wide],
        results,
        events,
        [survey for survey in surveys if not survey.key],
    )


def _without(surveys: Sequence[Survey], taken: Iterable[Results | Events]) -> list[Survey]:
    others = [one.survey for one in taken]
    return [survey for survey in surveys if survey not in others]


def _patients_table(surveys: Sequence[Survey]) -> Survey | None:
    """Of the tables with a row a patient the one that has day 0, and then most patients."""
    single = [survey for survey in surveys if not survey.is_repeated]
    return max(single, key=lambda one: (bool(index_dates(one.others)), len(one.patients)), default=None)
