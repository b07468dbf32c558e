"""What is proposed for a table of dose records.

Which drugs the rules should speak of, and what an empty end means, no file tells: the table is a remark, to
be filled in.
"""

from collections.abc import Iterator
from typing import Final

from remit.start import toml
from remit.start.document import Line, plain, question
from remit.start.dose_records import DoseTable

_ASKED: Final = """
    its rows look like dose records. Once the rules declare a drug, such as `drug prednisone : mg/day from 0
    to 2000`, take the # away, and say which texts are which drug, what an empty end means (`"ongoing"` or
    `"unknown"`), and for what period every dose is there (`"follow-up"` where it is all of it)
"""


def dose_lines(table: DoseTable) -> Iterator[Line]:
    """The table of `[[drugs]]` that would read the file, as remarks."""
    file, columns = table.survey.table, table.columns
    yield Line("")
    yield from question(f"which drugs of {file.shown} count", _ASKED)
    sheet = [f"# sheet = {toml.text(file.table.sheet)}"] if file.table.sheet is not None else []
    texts = [text for text in dict.fromkeys(columns["name"].by_row) if text]
    yield from plain(
        "# [[drugs]]",
        f"# file = {toml.text(file.file)}",
        *sheet,
        f"# patient = {toml.texts(table.survey.key)}",
        *(f"# {key} = {toml.text(column.name)}" for key, column in columns.items()),
        f"# drugs = {toml.inline({'prednisone': toml.text(next(iter(texts), 'prednisone'))})}",
        '# without_end = "unknown"',
        '# complete = "unknown"',
    )
