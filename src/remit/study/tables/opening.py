"""A table of the study file opened: the file found, its header matched with the columns that are wanted."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path as PathOnDisk
from pathlib import PurePath

from remit.diagnostics.diagnostic import Cell, Label
from remit.source import Span
from remit.study.file.configuration import DataFile
from remit.study.file.places import Path
from remit.study.problems import Failed, did_you_mean, listed
from remit.study.reading import WORKBOOKS, Reading
from remit.study.tables.csv_rows import Delimited, csv_rows
from remit.study.tables.parquet import SUFFIX, ParquetFile, parquet_table
from remit.study.tables.table import Rows, Table, text_columns
from remit.study.tables.workbook import Spreadsheet, letters, sheet_rows


def open_table(reading: Reading, at: Path, table: DataFile, wanted: Mapping[Path, str]) -> Table:
    """Read the wanted columns of a table's file as text.

    Args:
        reading: The reading that this is part of.
        at: The path of the table in the study file, `("visits", 0)`.
        table: What the study file says there.
        wanted: The columns that are read, each under the path of the value that names it.

    Returns:
        The table, with every wanted column. Where rows of another length were told, the others.

    Raises:
        Failed: The file is missing, cannot be read, is empty, or has not all wanted columns.
    """
    file = _find(reading, at, table)
    if file.suffix.lower() == SUFFIX:
        parquet = ParquetFile(reading.study.folder / table.file, table.file, reading.value((*at, "file")))

        def matched(header: Sequence[str]) -> Sequence[str]:
            return _matched(reading, header, Cell(table.file), wanted)

        return parquet_table(parquet, reading.problems, matched, reading.extents)
    sheet, header, rows = _header_and_rows(reading, at, table, file)
    first_row = Cell(table.file, None if sheet else 1, sheet=sheet)
    names = _matched(reading, header, first_row, wanted)
    positions = [header.index(name) for name in names]
    column_letters = [letters(position) if sheet else None for position in positions]
    lines, columns = text_columns(rows, names, positions, column_letters)
    return Table(table.file, sheet, lines, columns)


def _find(reading: Reading, at: Path, table: DataFile) -> PurePath:
    path = reading.study.folder / table.file
    place = reading.value((*at, "file"))
    if not _is_there(path):
        known = sorted(other.name for other in path.parent.glob("*.*")) if path.parent.is_dir() else []
        message = f"the data file `{table.file}` is not found"
        raise reading.problems.fail(
            "E601", message, place, "no such file", help=did_you_mean(path.name, known)
        )
    if path.suffix.lower() in (".xls", ".xlsb", ".ods"):
        help_ = ["save it as an Excel workbook (.xlsx) or as CSV UTF-8"]
        message = f"`{table.file}` is of a kind of workbook that is not read"
        raise reading.problems.fail("E609", message, place, help=help_)
    return path


def _is_there(path: PathOnDisk) -> bool:
    """Whether there is something of that name: why it cannot be read, if it cannot, is told by reading it."""
    try:
        return path.is_file() or path.is_dir()
    except OSError:
        return True


def _header_and_rows(
    reading: Reading, at: Path, table: DataFile, file: PurePath
) -> tuple[str | None, list[str], Iterator[Rows]]:
    """The name of the sheet, if the file has sheets; the header; the rows below it."""
    written, path = reading.format_of(table), reading.study.folder / table.file
    if file.suffix.lower() in WORKBOOKS:
        named, chosen = reading.value((*at, "file")), reading.value((*at, "sheet"))
        spreadsheet = Spreadsheet(path, table.file, table.sheet, named, chosen, written.decimal)
        return sheet_rows(spreadsheet, reading.problems)
    delimited = Delimited(path, table.file, written.separator, written.encoding)
    return None, *csv_rows(delimited, reading.problems)


def _matched(
    reading: Reading, header: Sequence[str], first_row: Cell, wanted: Mapping[Path, str]
) -> list[str]:
    """The names of the wanted columns, each once; every one that the header lacks or repeats is told."""
    times = Counter(header)
    for path, name in wanted.items():
        if not times[name]:
            _tell_missing(reading, name, reading.value(path), header, first_row)
        elif times[name] > 1:
            _tell_repeated(reading, name, reading.value(path), header, first_row)
    if any(times[name] != 1 for name in wanted.values()):
        raise Failed
    return list(dict.fromkeys(wanted.values()))


def _tell_missing(reading: Reading, name: str, place: Span, header: Sequence[str], first_row: Cell) -> None:
    known = [one for one in header if one]
    reading.problems.add(
        "E605",
        f"`{_file(first_row)}` has no column `{name}`",
        place,
        "no such column",
        help=[*did_you_mean(name, known), f"its columns are {listed(known, 30)}"],
    )


def _tell_repeated(reading: Reading, name: str, place: Span, header: Sequence[str], first_row: Cell) -> None:
    places = [number for number, one in enumerate(header) if one == name]
    where = [letters(number) if first_row.sheet else str(number + 1) for number in places]
    cell = Cell(first_row.file, first_row.row, name, first_row.sheet)
    reading.problems.add(
        "E606",
        f"`{_file(first_row)}` has {len(where)} columns named `{name}`",
        cell,
        f"columns {' and '.join(where)}",
        also=[Label(place, "read here")],
        help=["give each column a name of its own"],
    )


def _file(cell: Cell) -> str:
    return f"{cell.file} {cell.sheet}" if cell.sheet else cell.file
