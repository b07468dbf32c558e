"""Parquet files: columns read as arrays; a cell has a text only when it is asked for."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from remit.course.cohort import Ints
from remit.diagnostics.diagnostic import Cell
from remit.operators.bounds import Floats
from remit.source import Span
from remit.study.problems import Failed, Problems, unreadable
from remit.study.reading import Extent
from remit.study.tables.table import Codes, Table, TextColumn, stripped

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

SUFFIX: Final = ".parquet"
_EXACT: Final = 1 << 53
"""Whole numbers up to here are floats without loss."""


@dataclass(frozen=True, slots=True)
class ParquetFile:
    """A Parquet file that is wanted, and where the study file names it."""

    path: Path
    name: str
    named: Span


def open_parquet(file: ParquetFile, problems: Problems) -> "pq.ParquetFile":
    """The file, of which nothing but the footer was read. Failed where it is none, or cannot be read."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        message = f"reading `{file.name}` needs the package pyarrow"
        help_ = ['install it: `pip install "remit[parquet]"`']
        raise problems.fail("E610", message, file.named, "a Parquet file", help=help_) from None
    try:
        return pq.ParquetFile(file.path)
    except OSError as error:
        raise unreadable(file.name, error, Cell(file.name), problems) from None
    except pa.ArrowInvalid:
        raise _not_parquet(file, problems) from None


def _not_parquet(file: ParquetFile, problems: Problems) -> Failed:
    message = f"`{file.name}` is not a Parquet file that can be read"
    return problems.fail("E609", message, Cell(file.name), help=["write it again, or export it as CSV"])


def parquet_table(
    file: ParquetFile,
    problems: Problems,
    matched: Callable[[Sequence[str]], Sequence[str]],
    extents: Sequence[Extent] | None = None,
) -> Table:
    """The columns of a file, or of some of its rows, whose names `matched` picks from the header."""
    with closing(open_parquet(file, problems)) as opened:
        header = [field.name.strip() for field in opened.schema_arrow]
        names = matched(header)
        written = [opened.schema_arrow.field(header.index(name)).name for name in names]
        wanted = (Extent(0, opened.metadata.num_rows),) if extents is None else extents
        table = rows_of(opened, written, wanted)
    columns: dict[str, TextColumn] = {
        name: StoredColumn(name, table.column(own)) for name, own in zip(names, written, strict=True)
    }
    lines = [np.arange(one.start + 1, one.stop + 1, dtype=np.int64) for one in wanted]
    return Table(file.name, None, np.concatenate(lines), columns)


def rows_of(opened: "pq.ParquetFile", names: Sequence[str], extents: Sequence[Extent]) -> "pa.Table":
    """Some rows of some columns; of a group of which only the first rows are wanted, few others."""
    import pyarrow as pa

    parts, start = [], 0
    for number in range(opened.num_row_groups):
        count = opened.metadata.row_group(number).num_rows
        if own := [kept for one in extents if (kept := one.within(start, start + count))]:
            read = _of_group(opened, number, names, own[-1].stop, count)
            whole = len(own) == 1 and own[0].stop - own[0].start > count // 2
            # Slices would hold the whole group in memory for a few of its rows.
            slices = [read.slice(one.start, one.stop - one.start) for one in own]
            parts.append(slices[0] if whole else pa.concat_tables(slices).combine_chunks())
        start += count
    return pa.concat_tables(parts) if parts else opened.schema_arrow.empty_table().select(list(names))


def _of_group(
    opened: "pq.ParquetFile", number: int, names: Sequence[str], last: int, count: int
) -> "pa.Table":
    """The first rows of a group, at least so many."""
    import pyarrow as pa

    if last > count // 2:
        return opened.read_row_group(number, columns=list(names), use_threads=False)
    batches, read = [], 0
    for batch in opened.iter_batches(1 << 14, row_groups=[number], columns=list(names), use_threads=False):
        batches.append(batch)
        read += batch.num_rows
        if read >= last:
            break
    return pa.Table.from_batches(batches)


def grouped_rows(opened: "pq.ParquetFile", column: str) -> tuple[list[str], Ints, Ints]:
    """The texts of a column, equal neighbours as one; where each begins; where the groups of rows end.

    The rows are counted from 0; the first of the two arrays ends with their number.
    """
    texts: list[str] = []
    starts: list[Ints] = []
    ends, row = [], 0
    for number in range(opened.num_row_groups):
        cells = opened.read_row_group(number, columns=[column], use_threads=False).column(0).combine_chunks()
        encoded = cells.dictionary_encode()
        codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        begins = np.flatnonzero(np.diff(codes, prepend=-2))
        known = [*(text.strip() for text in _texts(encoded.dictionary)), ""]
        own = [known[code] for code in codes[begins].tolist()]
        if texts and own and own[0] == texts[-1]:
            own, begins = own[1:], begins[1:]
        texts.extend(own)
        starts.append(begins + row)
        row += len(codes)
        ends.append(row)
    return texts, np.concatenate([*starts, np.array([row])]).astype(np.int64), np.array(ends)


class StoredColumn(TextColumn):
    """A column with a type of its own: numbers as an array, texts worked out only where they are wanted."""

    def __init__(self, name: str, stored: "pa.ChunkedArray") -> None:
        super().__init__(name, None, (), np.zeros(0, dtype=np.int32))
        self.stored = stored

    @cached_property
    def numbers(self) -> Floats | None:
        """The cells as numbers, NaN where there is none; None of a column that is not exactly of numbers."""
        import pyarrow as pa

        kind = self.stored.type
        if not (pa.types.is_integer(kind) or pa.types.is_float64(kind)):
            return None
        values: Any = self.stored.to_numpy()
        if pa.types.is_integer(kind) and self.stored.null_count == 0:
            if len(values) and max(abs(int(values.min())), abs(int(values.max()))) > _EXACT:
                return None
        elif pa.types.is_integer(kind) and kind.bit_width > 32:
            return None
        return np.asarray(values, dtype=np.float64)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        return self._written[0]

    @cached_property
    def codes(self) -> Codes:
        return self._written[1]

    @cached_property
    def _written(self) -> tuple[tuple[str, ...], Codes]:
        """Each distinct value as a text, and the number of each cell's; nothing recorded is an empty text."""
        import pyarrow as pa

        encoded = self.stored.combine_chunks().dictionary_encode()
        texts = _texts(encoded.dictionary)
        codes = encoded.indices.fill_null(len(texts)).to_numpy(zero_copy_only=False).astype(np.int32)
        if pa.types.is_integer(self.stored.type):
            return (*texts, ""), codes
        return stripped([*texts, ""], codes)

    def text(self, row: int) -> str:
        return _texts(self.stored.slice(row, 1).combine_chunks())[0]


def _texts(values: "pa.Array") -> list[str]:
    """Values as a CSV file would hold them: a number by the fewest digits, a date as year-month-day."""
    import pyarrow as pa

    if pa.types.is_float32(values.type):
        return [
            _text(None if value is None or value != value else str(value).removesuffix(".0"))
            for value in values.to_numpy(zero_copy_only=False)
        ]
    if pa.types.is_integer(values.type) and not values.null_count:
        return list(map(str, values.to_pylist()))
    return [_text(value) for value in values.to_pylist()]


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case float():
            return "" if value != value else repr(value).removesuffix(".0")
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
        case date():
            return value.isoformat()
        case bytes():
            return value.decode("utf-8", "replace")
        case bool():
            return "true" if value else "false"
    return str(value)
