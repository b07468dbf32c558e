"""What in the data would stop a run: cells unlike the others, rows of one time, patients not listed."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from remit.start.contents import Strange
from remit.start.dating import time_of
from remit.start.declarations import Declarations
from remit.start.document import Line, plain, question
from remit.start.kinds import Levels
from remit.start.layouts import Arrangement, Visits
from remit.start.survey import Column
from remit.start.words import one_line
from remit.study.problems import counted, listed

_SHOWN: Final = 5


def cautions(arrangement: Arrangement, declared: Declarations) -> Iterator[Line]:
    """The section `[data]`, where something must be decided for all tables."""
    lines = [
        *_codes(declared),
        *_strange_cells(declared),
        *_untimed_rows(arrangement),
        *(line for table in arrangement.visits for line in _repeated_rows(table, arrangement)),
        *_unknown_patients(arrangement),
    ]
    if lines:
        yield from plain("", "[data]")
        yield from lines


def _strange_cells(declared: Declarations) -> Iterator[Line]:
    """Cells of measures and facts that cannot be read as the others of their column."""
    strange = [one for each in (*declared.facts, *declared.measures) for one in each.contents.strange]
    if strange:
        text = (
            f"{_shown(strange)}. Correct them; or say, by `missing` in the table, that such a text means not "
            "recorded; or let all of them count as not recorded, with a note in the report:"
        )
        yield from question("cells that are not like the others of their column", text)
        yield Line('# unreadable = "set aside"')


def _codes(declared: Declarations) -> Iterator[Line]:
    """Numbers that were taken for codes of "not recorded"."""
    found = [
        (each.name, code) for each in (*declared.facts, *declared.measures) for code in each.contents.codes
    ]
    if found:
        cases = listed([f"{code} in `{name}`" for name, code in found])
        text = f"{cases}. If one is a value, take it out of `missing` there and widen the range in the rules"
        yield from question("numbers taken for not recorded", text)


def _untimed_rows(arrangement: Arrangement) -> Iterator[Line]:
    """Times that cannot be read, and rows without any: a row must have its day."""
    times = [time_of(table, arrangement.patients) for table in arrangement.dated]
    columns = [time.column for time in times if time is not None]
    columns += arrangement.patients.index[:1] if arrangement.patients else []
    strange = [one for column in columns for one in column.contents.strange]
    if strange:
        yield from question("times that cannot be read", f"{_shown(strange)}. Correct them")
    empty = {one_line(column.name): column.by_row.count("") for column in columns}
    rows = [f"{counted(count, 'row')} without `{name}`" for name, count in empty.items() if count]
    if rows:
        text = f"{listed(rows)}. Fill in the time, or take these rows out of the file"
        yield from question("rows without a time", text)


def _shown(strange: Sequence[Strange]) -> str:
    cells = [
        f"`{one_line(one.text)}` in {one.cell}" + (f" ({one.count} cells)" if one.count > 1 else "")
        for one in strange
    ]
    return listed(cells, _SHOWN)


def _repeated_rows(table: Visits, arrangement: Arrangement) -> Iterator[Line]:
    """Rows of one patient and time: where they differ, it must be said which counts."""
    time = time_of(table, arrangement.patients)
    if time is None:
        return
    rows: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for line, who, when in zip(_lines(table), table.survey.patients, time.column.by_row, strict=True):
        rows[who, when].append(line)
    repeated = {key: lines for key, lines in rows.items() if len(lines) > 1}
    if not repeated:
        return
    (who, when), lines = next(iter(repeated.items()))
    cases = counted(len(repeated), "patient and time", "patients and times")
    found = f"{table.survey.table.shown} has several rows for {cases}, such as {who} at {when}"
    text = (
        f"{found} (rows {listed(list(map(str, lines)), _SHOWN)}).{_told_apart(table, time.column)} "
        "Where their values differ the run stops; leave all but one out of the file, or let the "
        '"first", "last", "mean" or "worst" count:'
    )
    yield from question("rows of one patient and time", text)
    yield Line('# conflicts = "first"')


def _lines(table: Visits) -> list[int]:
    lines: list[int] = table.survey.table.table.lines.tolist()
    return lines


def _told_apart(table: Visits, time: Column) -> str:
    """The column that differs in all rows of one patient and time, such as who read the scan."""
    for column in (one for one in table.measures if isinstance(one.held, Levels)):
        keys = set(zip(table.survey.patients, time.by_row, column.by_row, strict=True))
        if len(keys) == len(table.survey.patients):
            return f" `{one_line(column.name)}` tells them apart."
    return ""


def _unknown_patients(arrangement: Arrangement) -> Iterator[Line]:
    if arrangement.patients is None:
        return
    known = set(arrangement.patients.survey.patients)
    everybody = (who for table in arrangement.beside_patients for who in table.survey.patients)
    unknown = dict.fromkeys(who for who in everybody if who not in known)
    if unknown:
        where = arrangement.patients.survey.table.shown
        text = (
            f"{counted(len(unknown), 'patient')} not in {where}: {listed(list(unknown), _SHOWN)}. "
            "Add them there, or leave their rows out, with a note in the report:"
        )
        yield from question("patients who are not listed", text)
        yield Line('# unknown_patients = "set aside"')
