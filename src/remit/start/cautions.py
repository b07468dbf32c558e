"""What in the data would stop a run: cells unlike the others, rows of one time, patients not listed."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from remit.start.contents import Strange
from remit.start.dating import time_of
from remit.start.declarations import Declarations
from remit.start.document import Line, plain, question
from remit.start.layouts import Arrangement, Visits
from remit.start.words import one_line
from remit.study.problems import counted, listed

_SHOWN: Final = 5


def cautions(arrangement: Arrangement, declared: Declarations) -> Iterator[Line]:
    """The section `[data]`, where something must be decided for all tables."""
    lines = [
        *_strange_cells(arrangement, declared),
        *(line for table in arrangement.visits for line in _repeated_rows(table, arrangement)),
        *_unknown_patients(arrangement),
    ]
    if lines:
        yield from plain("", "[data]")
        yield from lines


def _strange_cells(arrangement: Arrangement, declared: Declarations) -> Iterator[Line]:
    strange = [one for each in (*declared.facts, *declared.measures) for one in each.contents.strange]
    if strange:
        text = (
            f"{_shown(strange)}. Correct them; or say, by `missing` in the table, that such a text means not "
            "recorded; or let all of them count as not recorded, with a note in the report:"
        )
        yield from question("cells that are not like the others of their column", text)
        yield Line('# unreadable = "set aside"')
    times = [
        time for table in arrangement.visits if (time := time_of(table, arrangement.patients)) is not None
    ]
    columns = [time.column for time in times]
    columns += arrangement.patients.index[:1] if arrangement.patients else []
    undated = [one for column in columns for one in column.contents.strange]
    if undated:
        yield from question(
            "times that cannot be read", f"{_shown(undated)}. Correct them: a visit must have its day."
        )


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
    for row, key in enumerate(zip(table.survey.patients, time.column.by_row, strict=True)):
        rows[key].append(row)
    repeated = [(key, found) for key, found in rows.items() if len(found) > 1]
    if not repeated:
        return
    (who, when), found = repeated[0]
    lines = ", ".join(str(table.survey.table.table.lines[row]) for row in found[:_SHOWN])
    text = (
        f"{table.survey.table.shown} has {counted(len(repeated), 'patient and time', 'patients and times')} twice, "
        f"such as {who} at {when} (rows {lines}). Where their values differ the run stops; leave all rows "
        'but one out of the file, or let the "first", "last", "mean" or "worst" count:'
    )
    yield from question("rows of one patient and time", text)
    yield Line('# conflicts = "first"')


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
