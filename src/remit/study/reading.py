"""One reading of a study's data: what goes in, what was found amiss, and what there is to tell."""

from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Final

from remit.model.declarations import Declarations
from remit.source import Span
from remit.study.file.configuration import Data, DataFile
from remit.study.file.places import Path
from remit.study.problems import Problems
from remit.study.study import Study

WORKBOOKS: Final = (".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class Extent:
    """Some rows of a file, one after another: from `start`, counted from 0, up to and without `stop`."""

    start: int
    stop: int

    def within(self, start: int, stop: int) -> "Extent | None":
        """What of it lies in other rows, counted from their start; None where nothing does."""
        first, last = max(self.start, start) - start, min(self.stop, stop) - start
        return Extent(first, last) if first < last else None


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One reading of a study's data for the declarations of its rules.

    `notes` are sentences for the report: what was set aside, joined or assumed.
    """

    study: Study
    declared: Declarations
    problems: Problems = field(default_factory=Problems)
    notes: list[str] = field(default_factory=list)
    extents: tuple[Extent, ...] | None = None
    """The rows that are read of a study that is read some patients at a time; None for all."""

    @property
    def policy(self) -> Data:
        return self.study.configuration.data

    def key(self, path: Path) -> Span:
        return self.study.places.key(*path)

    def value(self, path: Path) -> Span:
        return self.study.places.value(*path)

    def format_of(self, table: DataFile) -> "Format":
        """How a table's file is written, with what `[data]` says for all."""
        data = self.policy
        tabs = PurePath(table.file).suffix.lower() in (".tsv", ".tab")
        return Format(
            table.separator or data.separator or ("\t" if tabs else ","),
            table.decimal or data.decimal or ".",
            table.encoding or data.encoding or "utf-8",
            table.date_format or data.date_format,
            frozenset((*data.missing, *table.missing)),
        )


@dataclass(frozen=True, slots=True)
class Format:
    """How a file is written: its separator, its decimal sign, its encoding, its dates, its missing codes."""

    separator: str
    decimal: str
    encoding: str
    date_format: str | None
    missing: frozenset[str]
