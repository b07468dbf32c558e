"""What each table is: patients, visits, a chart with columns a timepoint, results one a row, or events."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from remit.start.contents import Dates, Empty, FreeText, Levels, Numbers, YesNo, contents
from remit.start.headings import BASELINE, Instant, Time
from remit.start.survey import Column, Survey, identifies
from remit.start.timing import TimeColumn, follow_up_end, index_dates, row_times, says_index


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

    @property
    def columns(self) -> list[Column]:
        """Every column that belongs to a time."""
        return [*(column for group in self.measures.values() for column in group), *self.dates.values()]


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

    @property
    def assessments(self) -> list[Visits | Results]:
        """The tables whose rows are dated assessments."""
        return [*self.visits, *self.results]

    @property
    def dated(self) -> list[Dated]:
        """The tables whose rows are dated."""
        return [*self.visits, *self.results, *self.events]

    @property
    def beside_patients(self) -> list[Dated | Wide]:
        """Every table but that of the patients."""
        return [*self.dated, *self.wide]


def arranged(surveys: Sequence[Survey]) -> Arrangement:
    """Every table with the layout that it seems to have."""
    keyed = [_with_site(survey) if len(surveys) == 1 else survey for survey in surveys if survey.key]
    results = {survey: result for survey in keyed if (result := _results(survey)) is not None}
    rest = [survey for survey in keyed if survey not in results]
    events = {survey: event for survey in rest if (event := _events(survey, len(keyed) > 1)) is not None}
    rest = [survey for survey in rest if survey not in events]
    patients = _patients_table(rest)
    visits = [survey for survey in rest if survey is not patients and _has_visits(survey)]
    wide = {survey: chart for survey in rest if survey not in visits and (chart := wide_columns(survey))}
    unplaced = [(survey, "no column says who the patient is") for survey in surveys if not survey.key]
    beside = [survey for survey in rest if survey not in (patients, *visits, *wide)]
    return Arrangement(
        None if patients is None else _patients(patients, wide.get(patients)),
        [_visits(survey, patients) for survey in visits],
        [*wide.values()],
        [*results.values()],
        [*events.values()],
        [*unplaced, *((survey, "facts of patients are read from one table only") for survey in beside)],
    )


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


_SITES: Final = frozenset(("site", "siteid", "centre", "center", "hospital", "clinic"))


def _patients_table(surveys: Sequence[Survey]) -> Survey | None:
    """Of the tables with a row a patient the one that has day 0, and then the most patients."""
    single = [survey for survey in surveys if not survey.is_repeated]
    return max(single, key=lambda one: (bool(index_dates(one.others)), len(one.patients)), default=None)


def _has_visits(survey: Survey) -> bool:
    """Rows of visits: several a patient, or one with a column that says when it was."""
    return survey.is_repeated or any(time.is_known for time in row_times(survey))


# ---- a row a patient ---------------------------------------------------------------------------------


def _patients(survey: Survey, wide: Wide | None) -> Patients:
    in_wide = wide.columns if wide else ()
    own = [column for column in survey.others if column not in in_wide]
    index = [*index_dates(own), *([wide.dates[BASELINE]] if wide and BASELINE in wide.dates else [])]
    end = follow_up_end([column for column in own if column not in index[:1]])
    rest = [column for column in own if column not in (*index[:1], end)]
    left_out = _left_out(survey, rest)
    names = {one.column for one in left_out}
    return Patients(survey, index, end, [column for column in rest if column.name not in names], left_out)


def wide_columns(survey: Survey) -> Wide | None:
    """The columns that belong to one time each; None where the table has no two times of one measure."""
    private = {one.column for one in _left_out(survey, survey.others)}
    timed = [one for one in survey.others if one.heading.time is not None and one.name not in private]
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


_FACTS: Final = frozenset(("age", "sex", "gender", "race", "ethnicity", "treatment", "arm"))


# ---- several rows a patient --------------------------------------------------------------------------


def _visits(survey: Survey, patients: Survey | None) -> Visits:
    times = row_times(survey)
    rest = [column for column in survey.others if column not in [time.column for time in times]]
    left_out = [*_left_out(survey, rest), *_labels(rest), *_repeated_facts(survey, rest, patients)]
    names = {one.column for one in left_out}
    return Visits(survey, times, [column for column in rest if column.name not in names], left_out)


def _labels(columns: Sequence[Column]) -> list[LeftOut]:
    """Columns that only name or count the visits, and dates, which are no measures."""
    found = []
    for column in columns:
        if isinstance(column.held, Dates) and identifies(column) is None:
            found.append(LeftOut(column.name, "a date; a measure is none, and the visits have theirs"))
        elif column.joined in _VISIT_LABELS:
            found.append(LeftOut(column.name, "names or counts the visits; their time says when they were"))
    return found


def _repeated_facts(survey: Survey, columns: Sequence[Column], patients: Survey | None) -> list[LeftOut]:
    """Columns that repeat at every visit what the patients table says once."""
    known = patients.columns if patients else {}
    why = f"the same at every visit, and in {patients.table.shown} too" if patients else ""
    return [LeftOut(one.name, why) for one in columns if one.name in known and survey.is_constant(one)]


_VISIT_LABELS: Final = frozenset(
    ("visit", "visitnum", "visit_number", "visit_no", "avisit", "avisitn", "visit_name")
)

_NAME_OF_RESULT: Final = re.compile(
    r"(?:[a-z]{2})?testcd|paramcd|(?:[a-z]{2})?test|param|parameter|analyte|measure|measurement|variable|lab_test"
    r"|item|component|observation|test_name|lab"
)
_VALUE_OF_RESULT: Final = ("value", "result", "stresn", "aval", "stresc", "avalc", "orres", "test_result")
_UNITS_OF_RESULT: Final = ("unit", "units", "stresu", "orresu", "avalu", "test_unit")


def _results(survey: Survey) -> Results | None:
    """The layout where one column names what was measured and another has the value."""
    names = [one for one in survey.others if _NAME_OF_RESULT.fullmatch(one.joined) and _is_text(one)]
    name = min(names, key=lambda one: not one.joined.endswith("cd"), default=None)
    value = _first_called(survey, _VALUE_OF_RESULT)
    if name is None or value is None:
        return None
    wanted = [f"{value.joined.removesuffix('n').removesuffix('c')}u", *_UNITS_OF_RESULT]
    unit = _first_called(survey, wanted)
    times = row_times(survey)
    used = [name, value, unit, *(time.column for time in times)]
    left_out = [LeftOut(one.name, "beside the result") for one in survey.others if one not in used]
    return Results(survey, times, name, value, unit, left_out)


def _is_text(column: Column) -> bool:
    return isinstance(column.held, Levels | FreeText | YesNo)


def _first_called(survey: Survey, names: Sequence[str]) -> Column | None:
    """The first column with one of some names, of CDISC columns without the letters of their domain."""
    for name in names:
        for column in survey.others:
            if column.joined == name or re.fullmatch(f"[a-z]{{2}}{name}", column.joined):
                return column
    return None


_EVENT: Final = re.compile(
    r"event|event_name|event_type|ae|ae_term|adverse_event|[a-z]{2}(?:term|decod)|term|type_of_event|complication"
)


def _events(survey: Survey, beside_others: bool) -> Events | None:
    """The layout where a row has a date and a word for what happened, by its header or beside others."""
    times = row_times(survey)
    texts = [one for one in survey.others if isinstance(one.held, Levels | FreeText) and not identifies(one)]
    named = [one for one in texts if _EVENT.fullmatch(one.joined)]
    only = texts if beside_others and len(texts) == 1 and len(survey.others) == len(times) + 1 else []
    name = next(iter(named + only), None)
    if name is None or not times:
        return None
    used = [name, *(time.column for time in times)]
    left_out = [LeftOut(one.name, "beside the event") for one in survey.others if one not in used]
    return Events(survey, times, name, left_out)


# ---- columns that are bound to nothing ---------------------------------------------------------------


def _left_out(survey: Survey, columns: Iterable[Column]) -> list[LeftOut]:
    found = [
        LeftOut(name, "several columns have this name, or this one has none") for name in survey.table.unread
    ]
    for column in columns:
        private = identifies(column)
        why = f"it seems to hold {private}" if private else _why_not(survey, column)
        if why is not None:
            found.append(LeftOut(column.name, why, private is not None))
    return found


def _why_not(survey: Survey, column: Column) -> str | None:
    """Why a column is no measure or fact, None where it may be one."""
    if column in survey.identifiers:
        return "names the patient too"
    match column.held:
        case Empty():
            return "nothing is recorded in it"
        case FreeText(distinct):
            return f"free text, {distinct} different ones"
        case Numbers(is_whole=True, distinct=distinct) if _numbers_rows(
            column, distinct == len(survey.patients)
        ):
            return "numbers the rows"
        case Levels(texts) if len(texts) == 1 and _OF_STUDY.search(column.joined):
            return "the same in every row"
    return None


def _numbers_rows(column: Column, all_differ: bool) -> bool:
    return column.joined.endswith("seq") or (column.joined in _ROW_NUMBERS and all_differ)


_OF_STUDY: Final = re.compile(r"study|domain|protocol|project")
_ROW_NUMBERS: Final = frozenset(
    ("rownames", "row", "rowid", "row_id", "nr", "no", "obs", "x", "n", "number", "line")
)
