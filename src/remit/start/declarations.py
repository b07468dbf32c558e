"""The facts, measures and events that the tables hold, each once, with the columns that are bound to it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from remit.start.charts import Wide
from remit.start.contents import Cells, Contents, contents
from remit.start.headings import Heading
from remit.start.kinds import Dates, FreeText, Levels, Numbers, YesNo
from remit.start.layouts import Arrangement
from remit.start.named_rows import Events, Results
from remit.start.scales import Declared, declared
from remit.start.survey import Column
from remit.start.units import unit_of
from remit.start.words import free_name, label, name_of, word_set, words_of

Declarable = Numbers | YesNo | Levels | Dates


@dataclass(frozen=True, eq=False)
class Declaration:
    """A fact or a measure: its name, what it is called, its scale, and the columns with its cells.

    `held` is what the cells hold once codes are taken for levels, `contents` as they are written;
    `is_constant` where it is the same at every visit of a patient.
    """

    name: str
    label: str
    held: Declarable
    scale: Declared
    columns: Sequence[Column]
    contents: Contents
    is_constant: bool = False


@dataclass(frozen=True, eq=False)
class Declarations:
    """Everything that the rule file declares.

    results  per table with a row a result, the cells of each name as a column
    events   per table of events, the texts of its rows by the names of the events
    """

    facts: Sequence[Declaration]
    measures: Sequence[Declaration]
    results: Mapping[Results, Sequence[Column]]
    events: Mapping[Events, Mapping[str, str]]

    def of(self, column: Column) -> Declaration:
        """The fact or measure that a column is bound to."""
        return next(one for one in (*self.facts, *self.measures) if column in one.columns)


def declarations(arrangement: Arrangement, taken: Iterable[str]) -> Declarations:
    """What to declare for the columns of all tables, under names that are not taken."""
    names = set(taken)
    results = {table: _of_results(table) for table in arrangement.results}
    groups = [group for table in arrangement.wide for group in _of_chart(table)]
    for column in (column for table in arrangement.visits for column in table.measures):
        _join(groups, column)
    for column in (column for columns in results.values() for column in columns):
        _join(groups, column)
    facts = arrangement.patients.facts if arrangement.patients else ()
    constant = {column for table in arrangement.visits for column in table.constant}
    return Declarations(
        [_declaration(_Group(column.heading.whole, [column]), names) for column in facts],
        [_declaration(group, names, constant) for group in groups],
        results,
        {table: _of_events(table, names) for table in arrangement.events},
    )


def _declaration(group: "_Group", names: set[str], constant: Collection[Column] = ()) -> Declaration:
    heading, columns = group.heading, group.columns
    name = free_name(name_of(heading.words, "value"), names)
    names.add(name)
    cells = contents([column.cells for column in columns])
    held = _decoded(heading, cells, columns)
    scale = declared(name, heading, held, cells.count)
    return Declaration(
        name, label(heading.text), held, scale, columns, cells, all(one in constant for one in columns)
    )


_CODED: Final = word_set("""
    sex gender race ethnicity treatment treat trt arm group site siteid centre center
""")
_MOST_CODES: Final = 20


def _decoded(heading: Heading, cells: Contents, columns: Sequence[Column]) -> Declarable:
    """What the cells hold; the numbers of a sex or a treatment are codes of its levels."""
    held = cells.held
    assert isinstance(held, Declarable)
    if not _CODED & set(heading.words) or not isinstance(held, Numbers | YesNo):
        return held
    others = {*cells.missing, *cells.codes, *(one.text for one in cells.strange)}
    texts = {text for column in columns for text in column.cells.counts()} - others
    if len(texts) > _MOST_CODES or not all(text.isdecimal() for text in texts):
        return held
    return Levels(tuple(sorted(texts, key=int)))


# ---- which columns are one measure -------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Group:
    """The columns of one measure, and the header that they share."""

    heading: Heading
    columns: list[Column]


def _of_chart(table: Wide) -> list[_Group]:
    """The columns of a chart, one group a measure, whatever the time."""
    groups: list[list[Column]] = []
    for column in (column for columns in table.measures.values() for column in columns):
        # Two columns of one name and one time are two measures.
        alike = (group for group in groups if group[0].heading.words == column.heading.words)
        free = (group for group in alike if all(one.heading.time != column.heading.time for one in group))
        group = next(free, None)
        groups += [[column]] if group is None else []
        if group is not None:
            group.append(column)
    return [_Group(_shared(columns), columns) for columns in groups]


def _shared(columns: Sequence[Column]) -> Heading:
    """The header of columns that differ in their time, without it."""
    words = columns[0].heading.words
    units = (column.heading.unit for column in columns if column.heading.unit is not None)
    ranges = (column.heading.range for column in columns if column.heading.range is not None)
    return Heading(" ".join(words), words, next(units, None), None, next(ranges, None))


def _join(groups: list[_Group], column: Column) -> None:
    """Add a column to the group of other tables with its words and such cells, or as a measure of its own."""
    heading = column.heading.whole
    for group in groups:
        of_others = all(one.cells.table is not column.cells.table for one in group.columns)
        if group.heading.words == heading.words and of_others and _is_alike(group.columns, column):
            group.columns.append(column)
            return
    groups.append(_Group(heading, [column]))


def _is_alike(columns: Sequence[Column], other: Column) -> bool:
    """Whether cells taken together are no stranger than apart, and numbers stand beside no words."""
    every = (*columns, other)
    together = contents([column.cells for column in every])
    apart = sum(len(column.contents.strange) for column in every)
    if len(together.strange) > apart or isinstance(together.held, FreeText):
        return False
    return not (isinstance(together.held, Levels) and any(map(_may_be_number, every)))


def _may_be_number(column: Column) -> bool:
    held = column.held
    return isinstance(held, Numbers) or (isinstance(held, YesNo) and held.is_coded)


# ---- tables with names in their rows -----------------------------------------------------------------

_MOST_NAMES: Final = 40


def _of_results(table: Results) -> list[Column]:
    """The cells of each name, whatever its case, the most frequent first, as a column called by it."""
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for row, text in enumerate(table.name.by_row):
        rows[text.casefold()].append(row)
    names = {text.casefold(): text for text in reversed(_frequent(table.name.by_row))}
    columns = [_of_name(table, text, tuple(rows[folded])) for folded, text in reversed(names.items())]
    return [column for column in columns if isinstance(column.held, Numbers | YesNo | Levels)]


def _of_name(table: Results, text: str, rows: tuple[int, ...]) -> Column:
    cells = Cells(table.value.cells.table, table.value.cells.column, table.value.cells.decimal, rows)
    units = [table.unit.by_row[row] for row in rows] if table.unit else []
    named = [unit for written in _frequent(units) if (unit := unit_of(written)) is not None]
    return Column(cells, Heading(text, words_of(text), next(iter(named), None)), contents([cells]))


def _of_events(table: Events, names: set[str]) -> dict[str, str]:
    """The texts of events by their names, the most frequent first."""
    found = {}
    for text in _frequent(table.name.by_row):
        name = free_name(name_of(words_of(text), "event"), names)
        names.add(name)
        found[name] = text
    return found


def _frequent(texts: Collection[str]) -> list[str]:
    """The texts that occur most, the most frequent first, without empty ones."""
    return [text for text, _ in Counter(filter(None, texts)).most_common(_MOST_NAMES)]
