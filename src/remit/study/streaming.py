"""A study that is read some patients at a time: what is held of it does not grow with its visits.

The patients of a portion are read as a study of their own, by the same steps as a whole one. Where anything
is amiss, or there is something to tell that counts cells, the whole is read for it: it is told once.
"""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import pairwise
from pathlib import PurePath
from typing import Final

import numpy as np

from remit.course.cohort import Cohort, Ints
from remit.course.courses import Portion
from remit.diagnostics.diagnostic import Rejected
from remit.model.declarations import Declarations
from remit.study.data import read_data, standing_notes
from remit.study.file.configuration import Visits
from remit.study.problems import Failed, Problems
from remit.study.reading import Extent
from remit.study.study import Study
from remit.study.tables.parquet import SUFFIX, ParquetFile, grouped_rows, open_parquet

AT_ONCE: Final = 500_000
"""A portion has about so many visits; a study of fewer is read whole."""


@dataclass(frozen=True, slots=True, eq=False)
class _Layout:
    """Where the patients stand in the file of visits, one after another.

    names   `[patients]` their identifiers
    starts  `[patients + 1]` the rows at which they begin, counted from 0
    cuts    the places of the patients with whom portions begin, and their number
    """

    names: tuple[str, ...]
    starts: Ints
    cuts: Ints


@dataclass(frozen=True, eq=False)
class StreamedStudy:
    """A study whose visits are one Parquet file in which the rows of each patient stand together."""

    study: Study
    declared: Declarations
    layout: _Layout
    _visits: dict[int, int] = field(default_factory=dict)
    _notes: dict[int, tuple[str, ...]] = field(default_factory=dict)

    @property
    def patients(self) -> tuple[str, ...]:
        return self.layout.names

    @property
    def visits(self) -> int:
        self._read_rest()
        return sum(self._visits.values())

    @cached_property
    def notes(self) -> tuple[str, ...]:
        self._read_rest()
        standing = standing_notes(self.study, self.declared)
        # A note that counts cells may be the same of every portion, and another of the whole.
        return standing if set(self._notes.values()) == {standing} else self._whole.notes

    @cached_property
    def _whole(self) -> Cohort:
        return read_data(self.study, self.declared).cohort

    def portions(self, size: int) -> Sequence[Portion]:
        cuts = self.layout.cuts.tolist()
        return [
            Portion(first, np.arange(stop - first), partial(self._portion, number))
            for number, (first, stop) in enumerate(pairwise(cuts))
        ]

    def some(self, members: Ints) -> tuple[Cohort, Ints]:
        wanted, places = np.unique(members, return_inverse=True)
        return self._read(_extents(self.layout.starts, wanted)), places.astype(np.int64)

    def _portion(self, number: int) -> Cohort:
        first, stop = self.layout.cuts[number : number + 2].tolist()
        rows = self.layout.starts
        cohort = self._read((Extent(int(rows[first]), int(rows[stop])),))
        self._visits[number], self._notes[number] = cohort.visits, cohort.notes
        return cohort

    def _read(self, extents: tuple[Extent, ...]) -> Cohort:
        try:
            return read_data(self.study, self.declared, extents).cohort
        except Rejected:
            # Told of the whole, with all places and counts.
            return self._whole

    def _read_rest(self) -> None:
        for number in range(len(self.layout.cuts) - 1):
            if number not in self._visits:
                self._portion(number)


def _extents(starts: Ints, wanted: Ints) -> tuple[Extent, ...]:
    """The rows of some patients, those of neighbours as one."""
    breaks = np.flatnonzero(np.diff(wanted) != 1) + 1
    groups = np.split(wanted, breaks) if len(wanted) else []
    return tuple(Extent(int(starts[group[0]]), int(starts[group[-1] + 1])) for group in groups)


def open_patients(study: Study, declared: Declarations) -> "Cohort | StreamedStudy":
    """The patients of a study: read some at a time where that is possible and pays, else all at once.

    Raises Rejected, as `read_data` does; of what is read later, when it is read.
    """
    visits = _only_visits(study)
    layout = None if visits is None else _layout(study, visits)
    if layout is None or len(layout.cuts) < 3:
        return read_data(study, declared).cohort
    return StreamedStudy(study, declared, layout)


def _only_visits(study: Study) -> Visits | None:
    """The table of visits of a study that has no other table, where it is a Parquet file."""
    tables = [name for name, value in study.configuration if value and name in _TABLES]
    if tables != ["visits"] or len(study.configuration.visits) != 1:
        return None
    (visits,) = study.configuration.visits
    is_parquet = PurePath(visits.file).suffix.lower() == SUFFIX
    return visits if is_parquet and len(visits.patient) == 1 else None


_TABLES: Final = frozenset({"patients", "visits", "wide", "measurements", "events", "drugs"})


def _layout(study: Study, visits: Visits) -> _Layout | None:
    """Where the patients stand; None where that cannot be read, or a patient's rows do not stand together."""
    place = study.places.value("visits", 0, "file")
    try:
        with closing(
            open_parquet(ParquetFile(study.folder / visits.file, visits.file, place), Problems())
        ) as file:
            if file.metadata.num_rows < AT_ONCE or visits.patient[0] not in file.schema_arrow.names:
                return None
            names, starts, ends = grouped_rows(file, visits.patient[0])
    except Failed:
        return None
    if not all(names) or len(set(names)) < len(names):
        return None
    return _Layout(tuple(names), starts, _cuts(starts, ends))


def _cuts(starts: Ints, ends: Ints) -> Ints:
    """The patients with whom portions begin: at the ends of groups of rows, once there are enough rows."""
    cuts = [0]
    for place in np.searchsorted(starts, ends).tolist():
        if starts[place] - starts[cuts[-1]] >= AT_ONCE or place == len(starts) - 1:
            cuts.append(place)
    return np.array(sorted(set(cuts)), dtype=np.int64)
