"""What remit says about bad input: typed values, apart from how they are printed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from remit.source import Span


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in a data file: `visits.csv:12:skin` or `chart.xlsx Data!C7`.

    `row` is the line (CSV, header is line 1) or the sheet row, `column` the header's name, and
    `letter` the column's letters in a workbook. All but `file` may be unknown.
    """

    file: str
    row: int | None = None
    column: str | None = None
    sheet: str | None = None
    letter: str | None = None

    def __str__(self) -> str:
        if self.sheet is not None:
            place = f"{self.letter or ''}{self.row or ''}"
            return f"{self.file} {self.sheet}" + (f"!{place}" if place else "")
        parts = [self.file, *(str(part) for part in (self.row, self.column) if part is not None)]
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Label:
    """A place with a few words about it: a span of a text, or a cell of a data file."""

    place: Span | Cell
    text: str = ""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One mistake: its stable code, what is wrong, where, what it clashes with, and a way out.

    `help` lines offer a fix; `data` says what the study's data look like where that helps.
    """

    code: str
    message: str
    primary: Label
    secondary: tuple[Label, ...] = ()
    help: tuple[str, ...] = ()
    data: str | None = None
    severity: Severity = Severity.ERROR
    fix: "Fix | None" = field(default=None)


@dataclass(frozen=True, slots=True)
class Fix:
    """A safe replacement of the text at a span."""

    span: Span
    replacement: str


class Rejected(Exception):
    """Input that cannot be used; carries every diagnostic found. The command line exits with 2."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__("; ".join(f"{d.code}: {d.message}" for d in diagnostics))
        self.diagnostics = tuple(diagnostics)
