"""What each table is: patients, visits, a chart with columns for each time, results, events, or doses."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from remit.start.charts import Wide, chart_of
from remit.start.dose_records import DoseTable, dose_table
from remit.start.headings import BASELINE
from remit.start.kinds import Dates
from remit.start.left_out import LeftOut, bound, repeated_facts, unbound, visit_labels
from remit.start.named_rows import Events, Results, events, results
from remit.start.survey import Column, Survey
from remit.start.timing import TimeColumn, follow_up_end, index_dates, row_times
from remit.start.words import word_set


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

    @property
    def constant(self) -> list[Column]:
        """The measures that are the same at every visit of a patient."""
        is_repeated = self.survey.is_repeated
        return [column for column in self.measures if is_repeated and self.survey.is_constant(column)]


Dated = Visits | Results | Events
"""A table whose rows are in time."""


@dataclass(frozen=True, eq=False)
class Arrangement:
    """All tables by their layout, and those that have none, each with the reason."""

    patients: Patients | None
    visits: Sequence[Visits]
    wide: Sequence[Wide]
    results: Sequence[Results]
    events: Sequence[Events]
    unplaced: Sequence[tuple[Survey, str]]
    doses: Sequence[DoseTable] = ()

    @property
    def assessments(self) -> list[Visits | Results]:
        """The tables whose rows are dated assessments."""
        return [*self.visits, *self.results]

    @property
    def dated(self) -> list[Dated]:
        """The tables whose rows are dated."""
        return [*self.visits, *self.results, *self.events]

    @property
    def has_dates(self) -> bool:
        """Whether any date beside day 0 is read."""
        own = [] if self.patients is None else [self.patients.end, *self.patients.facts]
        of_patients = any(column is not None and isinstance(column.held, Dates) for column in own)
        in_rows = any(time.unit is None for table in self.dated for time in table.times)
        return of_patients or in_rows or any(table.dates for table in self.wide)

    @property
    def beside_patients(self) -> list[Dated | Wide]:
        """Every table but that of the patients."""
        return [*self.dated, *self.wide]


def arranged(surveys: Sequence[Survey]) -> Arrangement:
    """Every table with the layout that it seems to have."""
    keyed = [_with_site(survey) if len(surveys) == 1 else survey for survey in surveys if survey.key]
    in_doses = {survey: doses for survey in keyed if (doses := dose_table(survey)) is not None}
    keyed = [survey for survey in keyed if survey not in in_doses]
    in_results = {survey: result for survey in keyed if (result := results(survey)) is not None}
    rest = [survey for survey in keyed if survey not in in_results]
    in_events = {survey: event for survey in rest if (event := events(survey, len(keyed) > 1)) is not None}
    rest = [survey for survey in rest if survey not in in_events]
    patients = _patients_table(rest)
    visits = [survey for survey in rest if survey is not patients and _has_visits(survey)]
    wide = {survey: chart for survey in rest if survey not in visits and (chart := chart_of(survey))}
    unplaced = [(survey, "no column says who the patient is") for survey in surveys if not survey.key]
    beside = [survey for survey in rest if survey not in (patients, *visits, *wide)]
    found = Arrangement(
        None if patients is None else _patients(patients, wide.get(patients)),
        [_visits(survey, patients) for survey in visits],
        [*wide.values()],
        [*in_results.values()],
        [*in_events.values()],
        [*unplaced, *((survey, "facts of patients are read from one table only") for survey in beside)],
        [*in_doses.values()],
    )
    return found if found.has_dates else _without_index(found)


def _without_index(arrangement: Arrangement) -> Arrangement:
    """The same without day 0, where nothing is counted from it."""
    patients = arrangement.patients
    if patients is None or not patients.index:
        return arrangement
    why = "a date, and nothing is counted from it"
    left_out = [*(LeftOut(column.name, why) for column in patients.index[:1]), *patients.left_out]
    return replace(arrangement, patients=replace(patients, index=(), left_out=left_out))


def _with_site(survey: Survey) -> Survey:
    """The patients told apart by their site too, where otherwise two of them would be seen at one time."""
    times = [time.column for time in row_times(survey)[:1]]
    sites = [column for column in survey.others if set(column.words) & _SITES]
    if not (times and sites and _is_twice(survey, times[0])):
        return survey
    wider = replace(survey, key=(sites[0].name, *survey.key))
    return survey if _is_twice(wider, times[0]) else wider


def _is_twice(survey: Survey, time: Column) -> bool:
    """Whether a patient has two rows of one time."""
    return len(set(zip(survey.patients, time.by_row, strict=True))) < len(survey.patients)


_SITES: Final = word_set("site siteid centre center hospital clinic")


def _patients_table(surveys: Sequence[Survey]) -> Survey | None:
    """Of the tables with a row a patient the one that has day 0, and then the most patients."""
    single = [survey for survey in surveys if not survey.is_repeated]
    return max(single, key=lambda one: (bool(index_dates(one.others)), len(one.patients)), default=None)


def _has_visits(survey: Survey) -> bool:
    """Rows of visits: several a patient, or one with a column that says when it was."""
    return survey.is_repeated or any(time.is_known for time in row_times(survey))


def _patients(survey: Survey, wide: Wide | None) -> Patients:
    in_wide = wide.columns if wide else ()
    own = [column for column in survey.others if column not in in_wide]
    index = [*index_dates(own), *([wide.dates[BASELINE]] if wide and BASELINE in wide.dates else [])]
    end = follow_up_end([column for column in own if column not in index[:1]])
    rest = [column for column in own if column not in (*index[:1], end)]
    left_out = unbound(survey, rest)
    return Patients(survey, index, end, bound(rest, left_out), left_out)


def _visits(survey: Survey, patients: Survey | None) -> Visits:
    times = row_times(survey)
    rest = [column for column in survey.others if column not in [time.column for time in times]]
    left_out = [*repeated_facts(survey, rest, patients), *visit_labels(rest), *unbound(survey, rest)]
    return Visits(survey, times, bound(rest, left_out), left_out)
