"""What one key of a study file says about another: times, layouts, and where facts of a patient may stand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from remit.study.file.configuration import (
    Column,
    Complete,
    Configuration,
    DataFile,
    Drugs,
    Events,
    Measurements,
    Patients,
    Visits,
    Wide,
)
from remit.study.file.places import Path, Places
from remit.study.problems import Problems


@dataclass(frozen=True, slots=True)
class _Clash:
    """`key` is missing (E504) in a table, or a key of it cannot stand as it does (E503)."""

    code: str
    path: Path
    message: str
    help: str = ""


def check_consistency(configuration: Configuration, places: Places, problems: Problems) -> None:
    """Tell every key that another one needs or forbids."""
    for clash in _clashes(configuration):
        place = places.key(*clash.path) if clash.code == "E504" else places.value(*clash.path)
        problems.add(clash.code, clash.message, place, help=[clash.help] if clash.help else [])


def _clashes(study: Configuration) -> Iterator[_Clash]:
    if not study.assessments:
        message = "the study has no table of visits"
        yield _Clash("E504", (), message, "add one of [[visits]], [[wide]] and [[measurements]]")
    if study.patients is not None:
        yield from _of_patients(study.patients)
        yield from _of_sheet(study.patients, ("patients",))
    for key, number, table in study.assessments:
        yield from _of_assessments(table, (key, number), study)
        yield from _of_sheet(table, (key, number))
    for number, events in enumerate(study.events):
        yield from _of_events(events, ("events", number), study)
        yield from _of_sheet(events, ("events", number))
    for number, doses in enumerate(study.drugs):
        yield from _of_drugs(doses, ("drugs", number), study)
        yield from _of_sheet(doses, ("drugs", number))


def _of_patients(patients: Patients) -> Iterator[_Clash]:
    path: Path = ("patients",)
    if patients.follow_up_end is not None and patients.index is None:
        yield _needs_index((*path, "follow_up_end"), "follow_up_end", "`follow_up_end_day` takes study days")
    if patients.follow_up_end is not None and patients.follow_up_end_day is not None:
        message = "the end of follow-up is given twice, as a date and as a study day"
        yield _Clash("E503", (*path, "follow_up_end_day"), message, "keep one of the two")


def _of_assessments(
    table: Visits | Wide | Measurements, path: Path, study: Configuration
) -> Iterator[_Clash]:
    match table:
        case Wide():
            for timepoint, columns in table.at.items():
                yield from _of_timepoint(columns, (*path, "at", timepoint), study)
        case Measurements():
            yield from _of_time(table, path, study)
            yield from _of_measurements(table, path)
        case Visits():
            yield from _of_time(table, path, study)


def _of_timepoint(columns: Mapping[str, Column], path: Path, study: Configuration) -> Iterator[_Clash]:
    if "date" in columns and "day" in columns:
        yield _both_times((*path, "day"))
    if "date" in columns and not _has_index(study):
        yield _needs_index((*path, "date"), "date", "`day` takes study days")
    if "date" in columns and columns["date"] != Column(column=columns["date"].column):
        yield _Clash("E503", (*path, "date"), "`date` is the name of a column and nothing else")
    if "day" in columns and columns["day"].unit not in (None, "day", "week", "month", "year"):
        yield _Clash("E503", (*path, "day", "unit"), "study days are in days, weeks, months or years")


def _of_time(table: Visits | Measurements | Events, path: Path, study: Configuration) -> Iterator[_Clash]:
    if table.date is None and table.day is None:
        help_ = "`date` names the column of dates, `day` that of study days"
        yield _Clash("E504", path, f"the time is missing in [[{path[0]}]]: `date` or `day`", help_)
    elif table.date is not None and table.day is not None:
        yield _both_times((*path, "day"))
    elif table.date is not None and not _has_index(study):
        yield _needs_index((*path, "date"), "date", "`day` takes study days, with day 0 the index date")


def _has_index(study: Configuration) -> bool:
    return study.patients is not None and study.patients.index is not None


def _both_times(path: Path) -> _Clash:
    return _Clash("E503", path, "the time is given twice, by `date` and by `day`", "keep one of the two")


def _needs_index(path: Path, key: str, otherwise: str) -> _Clash:
    message = f"`{key}` needs the index date, which counts as day 0: `index` is missing in [patients]"
    return _Clash("E504", path, message, f"name the column of index dates in [patients]; {otherwise}")


def _of_measurements(table: Measurements, path: Path) -> Iterator[_Clash]:
    if table.measures and table.names:
        message = (
            "`names` is for a row a result and `measures` for a column a measure; a table has one of them"
        )
        yield _Clash("E503", (*path, "names"), message)
    elif not table.measures:
        for key in ("name", "value", "names"):
            if not getattr(table, key):
                help_ = (
                    "a row a result needs `name`, `value` and `names`; a column a measure needs `measures`"
                )
                yield _Clash("E504", path, f"the key `{key}` is missing in [[measurements]]", help_)
    yield from _of_names(table, path)


def _of_names(table: Measurements, path: Path) -> Iterator[_Clash]:
    texts = {measure: result.texts for measure, result in table.names.items()}
    yield from _ambiguous(texts, (*path, "names"))


def _ambiguous(texts: Mapping[str, Sequence[str]], path: Path) -> Iterator[_Clash]:
    """The texts that stand for two names."""
    first: dict[str, str] = {}
    for name, group in texts.items():
        for text in group:
            other = first.setdefault(text.casefold(), name)
            if other != name:
                message = f"the name `{text}` stands for both `{other}` and `{name}`"
                yield _Clash("E503", (*path, name), message)


def _of_events(table: Events, path: Path, study: Configuration) -> Iterator[_Clash]:
    yield from _of_time(table, path, study)
    if table.event is not None and (table.name is not None or table.events):
        message = (
            "`event` is for a file of one kind, `name` and `events` for several; a table has one of them"
        )
        yield _Clash("E503", (*path, "event"), message)
    elif table.event is None and not (table.name and table.events):
        key = "events" if table.name else "name"
        help_ = "`name` and `events` say which texts are which event; `event` names the one kind of a file"
        yield _Clash("E504", path, f"the key `{key}` is missing in [[events]]", help_)
    yield from _of_complete(table.complete, path, study)


def _of_complete(complete: Complete, path: Path, study: Configuration) -> Iterator[_Clash]:
    columns = [complete.start, complete.end]
    if (complete.extent is not None and any(columns)) or (complete.extent is None and not all(columns)):
        message = '`complete` needs "follow-up", "unknown", or both columns `from` and `to`'
        yield _Clash("E503", (*path, "complete"), message)
    elif complete.extent is None and study.patients is None:
        message = "`complete` names columns of the patients table, and there is no [patients]"
        yield _Clash("E503", (*path, "complete"), message)


# ---- drugs -------------------------------------------------------------------------------------------


def _of_drugs(table: Drugs, path: Path, study: Configuration) -> Iterator[_Clash]:
    if table.drug is not None and (table.name is not None or table.drugs):
        message = "`drug` is for a file of one drug, `name` and `drugs` for several; a table has one of them"
        yield _Clash("E503", (*path, "drug"), message)
    elif table.drug is None and not (table.name and table.drugs):
        key = "drugs" if table.name else "name"
        help_ = "`name` and `drugs` say which texts are which drug; `drug` names the one drug of a file"
        yield _Clash("E504", path, f"the key `{key}` is missing in [[drugs]]", help_)
    yield from _ambiguous(table.drugs, (*path, "drugs"))
    yield from _of_limit(table, "start", path, study)
    yield from _of_limit(table, "end", path, study)
    yield from _of_columns(table, path)
    if "add" in table.overlap and "later replaces" in table.overlap:
        message = 'of overlapping records, either "add" or "later replaces" can be the rule'
        yield _Clash("E503", (*path, "overlap"), message)
    yield from _of_complete(table.complete, path, study)


def _of_limit(table: Drugs, key: str, path: Path, study: Configuration) -> Iterator[_Clash]:
    """The start or the end of the records: a date or a study day, or what its absence means."""
    date, day, without = (getattr(table, name) for name in (key, f"{key}_day", f"without_{key}"))
    if date is not None and day is not None:
        message = f"the {key} is given twice, by `{key}` and by `{key}_day`"
        yield _Clash("E503", (*path, f"{key}_day"), message, "keep one of the two")
    elif date is not None and not _has_index(study):
        yield _needs_index((*path, key), key, f"`{key}_day` takes study days")
    elif date is None and day is None and without == "stop":
        help_ = f"`{key}` names the column of dates, `{key}_day` that of study days"
        if key == "end":
            help_ += '; without either, `without_end` says whether they are "ongoing" or "unknown"'
        yield _Clash("E504", path, f"the {key} of the records is missing in [[drugs]]", help_)


def _of_columns(table: Drugs, path: Path) -> Iterator[_Clash]:
    """Keys that say what the texts of a column mean, without that column."""
    for key, column in (("units", "unit"), ("frequencies", "frequency"), ("routes", "route")):
        if getattr(table, key) and getattr(table, column) is None:
            message = f"`{key}` is about the texts of a column, which `{column}` names"
            yield _Clash("E504", (*path, key), message, f'add `{column} = "…"`, or leave out `{key}`')


# ---- files -------------------------------------------------------------------------------------------


def _of_sheet(table: DataFile, path: Path) -> Iterator[_Clash]:
    if table.sheet is not None and PurePath(table.file).suffix.lower() not in (".xlsx", ".xlsm"):
        yield _Clash("E503", (*path, "sheet"), f"`{table.file}` is no workbook and has no sheets")
