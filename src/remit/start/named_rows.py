"""Tables whose rows say what they are about: results of laboratories, and events."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from remit.start.kinds import FreeText, Levels, YesNo
from remit.start.left_out import LeftOut, others
from remit.start.survey import Column, Survey, identifies
from remit.start.timing import TimeColumn, row_times


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


# ---- results -----------------------------------------------------------------------------------------

_NAME_OF_RESULT: Final = re.compile(
    r"(?:[a-z]{2})?testcd|paramcd|(?:[a-z]{2})?test|param|parameter|analyte|measure|measurement|variable|lab_test"
    r"|item|component|observation|test_name|lab"
)
_VALUE_OF_RESULT: Final = ("value", "result", "stresn", "aval", "stresc", "avalc", "orres", "test_result")
_UNITS_OF_RESULT: Final = ("unit", "units", "stresu", "orresu", "avalu", "test_unit")


def results(survey: Survey) -> Results | None:
    """The layout where one column names what was measured and another has the value."""
    names = [one for one in survey.others if _NAME_OF_RESULT.fullmatch(one.joined) and _is_text(one)]
    name = min(names, key=lambda one: not one.joined.endswith("cd"), default=None)
    value = _first_called(survey, _VALUE_OF_RESULT)
    if name is None or value is None:
        return None
    wanted = [f"{value.joined.removesuffix('n').removesuffix('c')}u", *_UNITS_OF_RESULT]
    unit = _first_called(survey, wanted)
    times = row_times(survey)
    left_out = others(survey, [name, value, unit, *(time.column for time in times)], "result")
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


# ---- events ------------------------------------------------------------------------------------------

_EVENT: Final = re.compile(
    r"event|event_name|event_type|ae|ae_term|adverse_event|[a-z]{2}(?:term|decod)|term|type_of_event|complication"
)


def events(survey: Survey, beside_others: bool) -> Events | None:
    """The layout where a row has a date and a word for what happened, by its header or beside others."""
    times = row_times(survey)
    texts = [one for one in survey.others if isinstance(one.held, Levels | FreeText) and not identifies(one)]
    named = [one for one in texts if _EVENT.fullmatch(one.joined)]
    only = texts if beside_others and len(texts) == 1 and len(survey.others) == len(times) + 1 else []
    name = next(iter(named + only), None)
    if name is None or not times:
        return None
    left_out = others(survey, [name, *(time.column for time in times)], "event")
    return Events(survey, times, name, left_out)
