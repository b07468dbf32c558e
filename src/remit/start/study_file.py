"""The text of a proposed study file: which column of which file holds what."""

from collections.abc import Iterable, Iterator
from typing import Final

from remit.start import toml
from remit.start.cautions import cautions
from remit.start.charts import Wide
from remit.start.dating import time_of
from remit.start.declarations import Declarations
from remit.start.document import Line, beside, plain, question, remark
from remit.start.dose_lines import dose_lines
from remit.start.headings import Instant, Time
from remit.start.layouts import Arrangement, Dated, Patients, Visits
from remit.start.named_rows import Events, Results
from remit.start.opening import left_out_lines, opening
from remit.start.survey import Column, Survey
from remit.start.timing import says_index
from remit.start.units import unit_of
from remit.start.words import one_line
from remit.study.problems import counted

_HEAD: Final = """
    Proposed by `remit init`: where the data of this study are. Which file, and which of its columns, holds
    what the rule file calls by a name.
"""
_HOW_TO_READ: Final = """
    How to read it: what follows a # is a remark; a remark that begins with `# ?` asks you to decide
    something, and is yours to delete once you have. A word in [brackets] opens a section. On the left of a
    = stands a name that is remit's or the rule file's, on the right, in quotation marks, yours.
"""
_WITHOUT_INDEX: Final = """
    dates are counted from the index date of each patient, and no table has a row a patient. Make one:
"""
_NO_VISITS: Final = """
    no table says what was found when. Give `remit init` a file with a row a visit, or with a column for each
    measure and time such as `esr_0` and `esr_6m`
"""
_COMPLETE: Final = """
    if all events of the follow-up are in this file, write "follow-up": a patient without an event had none
    then. As it is, remit knows of no patient that nothing happened
"""


def study_lines(title: str, rules: str, arrangement: Arrangement, declared: Declarations) -> list[Line]:
    """The lines of the study file: its title, the rule file, what is to decide for all tables, the tables."""
    return [
        *remark(_HEAD),
        Line("#"),
        *remark(_HOW_TO_READ),
        *plain("", f"title = {toml.text(title)}", f"rules = {toml.text(rules)}"),
        *cautions(arrangement, declared),
        *_patients(arrangement, declared),
        *(line for table in arrangement.visits for line in _visits(table, arrangement, declared)),
        *(line for table in arrangement.wide for line in _wide(table, declared)),
        *(line for table in arrangement.results for line in _results(table, arrangement, declared)),
        *(line for table in arrangement.events for line in _events(table, arrangement, declared)),
        *(line for table in arrangement.doses for line in dose_lines(table)),
        *_assessments(arrangement),
        *(line for survey, why in arrangement.unplaced for line in _unplaced(survey, why)),
    ]


# ---- a row a patient ---------------------------------------------------------------------------------


def _patients(arrangement: Arrangement, declared: Declarations) -> Iterator[Line]:
    table = arrangement.patients
    if table is None:
        return
    used = [*table.index[:1], *filter(None, [table.end]), *table.facts]
    about = f"a row a patient: {counted(len(table.survey.patients), 'patient')}"
    yield from opening("[patients]", about, table.survey, used)
    yield from _index(table, arrangement)
    if table.end is not None:
        about = "nothing is known beyond this date; guessed from its name"
        yield beside(f"follow_up_end = {toml.text(table.end.name)}", about)
    yield from left_out_lines(table.left_out)
    if table.facts:
        yield from plain("", "[patients.facts]")
        yield from _bindings(table.facts, declared)


def _index(table: Patients, arrangement: Arrangement) -> Iterator[Line]:
    """Which date is day 0; without one, every time must be a study day."""
    if not table.index:
        if arrangement.has_dates:
            yield from question("day 0", "no column here is a date that every patient has. Name it:")
            yield Line('# index = "…"')
        return
    first, *others = table.index
    also = [f"`{one_line(column.name)}`" for column in others if says_index(column) or not says_index(first)]
    if also:
        yield from question("day 0", f"it could be {' or '.join(also[:4])} too")
    yield beside(f"index = {toml.text(first.name)}", "day 0, from which all days are counted")


def _bindings(columns: Iterable[Column], declared: Declarations) -> Iterator[Line]:
    for column in columns:
        one = declared.of(column)
        yield Line(f"{one.name} = {toml.binding('column', column.name, one, column)}")


def _wide(table: Wide, declared: Declarations) -> Iterator[Line]:
    used = table.columns
    yield from opening("[[wide]]", "a row a patient, columns for each timepoint", table.survey, used)
    if not table.dates:
        yield from remark(
            "No dates of visits were found: every value stands at the target day of its timepoint."
        )
    for time, columns in table.measures.items():
        lines = [*_date_of(table, time), *_bindings(columns, declared)]
        if isinstance(time, Instant):
            yield from plain("", f"[wide.at.{time.name}]")
            yield from lines
        else:
            yield Line("")
            text = "no header says so. Put its timepoint in the place of month_6, and take the # away:"
            yield from question(f"when `{time}` was", text)
            yield from plain("# [wide.at.month_6]", *(f"# {line.text}" for line in lines))


def _date_of(table: Wide, time: Time) -> Iterator[Line]:
    if time in table.dates:
        yield Line(f"date = {toml.text(table.dates[time].name)}")


# ---- several rows a patient --------------------------------------------------------------------------


def _visits(table: Visits, arrangement: Arrangement, declared: Declarations) -> Iterator[Line]:
    time = time_of(table, arrangement.patients)
    used = [*table.measures, *([time.column] if time else [])]
    yield from opening(
        "[[visits]]", f"a row a visit: {counted(len(table.survey.patients), 'row')}", table.survey, used
    )
    yield from _when(table, arrangement)
    yield from left_out_lines(table.left_out)
    yield from plain("", "[visits.measures]")
    yield from _bindings(table.measures, declared)


def _when(table: Dated, arrangement: Arrangement) -> Iterator[Line]:
    """The column that says when a row was, or what it may be."""
    time = time_of(table, arrangement.patients)
    if time is None:
        yield from question("when it was", "no column of dates or study days was found. Name one of them:")
        yield from plain('# date = "…"', '# day = "…"')
        return
    name = toml.text(time.column.name)
    if time.unit == "":
        yield from question(
            "when it was", f"{name} counts something, and its header does not say what. Choose:"
        )
        units = ("day", "week", "month", "year")
        yield from plain(
            *(f"# day = {toml.inline({'column': name, 'unit': toml.text(unit)})}" for unit in units)
        )
    elif time.unit is None:
        if arrangement.patients is None:
            yield from question("day 0", _WITHOUT_INDEX)
            yield from plain("# [patients]", '# file = "patients.csv"', '# patient = "…"', '# index = "…"')
        yield Line(f"date = {name}")
    else:
        unit = toml.text(time.unit)
        yield Line(f"day = {name if time.unit == 'day' else toml.inline({'column': name, 'unit': unit})}")


def _results(table: Results, arrangement: Arrangement, declared: Declarations) -> Iterator[Line]:
    columns = declared.results[table]
    used = [*columns, *(time.column for time in filter(None, [time_of(table, arrangement.patients)]))]
    yield from opening("[[measurements]]", "a row a result", table.survey, used)
    yield from _when(table, arrangement)
    yield from plain(f"name = {toml.text(table.name.name)}", f"value = {toml.text(table.value.name)}")
    yield from _units(table)
    yield beside("align = 0", "how many days a result may lie from the visit that it joins")
    yield from left_out_lines(table.left_out)
    yield from plain("", "[measurements.names]")
    for column in columns:
        one = declared.of(column)
        yield Line(f"{one.name} = {toml.binding('texts', column.name, one, column)}")


def _units(table: Results) -> Iterator[Line]:
    """The column of units, and what those of its texts mean that are not written as remit writes them."""
    if table.unit is None:
        return
    yield Line(f"unit = {toml.text(table.unit.name)}")
    written = {text: unit_of(text) for text in dict.fromkeys(table.unit.by_row) if text}
    odd = {
        toml.text(text): toml.text(str(unit)) for text, unit in written.items() if unit and str(unit) != text
    }
    if odd:
        yield Line(f"units = {toml.inline(odd)}")
    unknown = [text for text, unit in written.items() if unit is None]
    if unknown:
        yield from question(
            "units that are not known", f"say what each means, in the place of mg/L: {unknown[0]}"
        )
        yield Line(f"# units = {toml.inline({toml.text(text): toml.text('mg/L') for text in unknown})}")


def _events(table: Events, arrangement: Arrangement, declared: Declarations) -> Iterator[Line]:
    used = [time.column for time in filter(None, [time_of(table, arrangement.patients)])]
    yield from opening(
        "[[events]]", f"a row an event: {counted(len(table.survey.patients), 'row')}", table.survey, used
    )
    yield from _when(table, arrangement)
    yield Line(f"name = {toml.text(table.name.name)}")
    yield from question("whether every event was recorded", _COMPLETE)
    yield Line('complete = "unknown"')
    yield from left_out_lines(table.left_out)
    yield from plain("", "[events.events]")
    yield from plain(*(f"{name} = {toml.text(text)}" for name, text in declared.events[table].items()))


def _assessments(arrangement: Arrangement) -> Iterator[Line]:
    """Without a table of assessments there is nothing to evaluate."""
    if not arrangement.assessments and not arrangement.wide:
        yield Line("")
        yield from question("where the visits are", _NO_VISITS)


def _unplaced(survey: Survey, why: str) -> Iterator[Line]:
    columns = ", ".join(f"`{one_line(name)}`" for name in survey.columns)
    yield Line("")
    yield from question(
        f"what {survey.table.shown} is for", f"{why}; its columns {columns} are bound to nothing"
    )
