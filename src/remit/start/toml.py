"""Values as TOML writes them, and the columns of measures and facts as the study file binds them."""

import json
from collections.abc import Iterator, Mapping, Sequence

from remit.start.declarations import Declaration
from remit.start.survey import Column


def text(value: str) -> str:
    """A text in quotation marks."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def texts(values: Sequence[str]) -> str:
    """One text, or several as a list."""
    return text(values[0]) if len(values) == 1 else f"[{', '.join(map(text, values))}]"


def inline(entries: Mapping[str, str]) -> str:
    """A table on one line."""
    return f"{{ {', '.join(f'{key} = {value}' for key, value in entries.items())} }}"


def binding(key: str, written: str, declaration: Declaration, column: Column) -> str:
    """What a measure or fact is bound to: a column's name, or a table with how its cells are read.

    `key` is what the table calls the name: `column`, or `texts` for the name of results.
    """
    entries = {key: text(written), **dict(_coding(declaration, column))}
    return text(written) if len(entries) == 1 else inline(entries)


def _coding(declaration: Declaration, column: Column) -> Iterator[tuple[str, str]]:
    unit, declared = column.heading.unit, declaration.scale.unit
    if unit and declared and unit.dimension == declared.dimension and unit.factor != declared.factor:
        yield "unit", text(str(unit))
    if declaration.scale.values:
        yield "values", inline({level: texts(group) for level, group in declaration.scale.values.items()})
    held = column.cells.counts()
    if codes := [code for code in declaration.contents.codes if code in held]:
        yield "missing", texts(codes)
