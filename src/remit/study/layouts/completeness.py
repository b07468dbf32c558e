"""For what period all events of a kind, or all doses of a class of drugs, are known."""

from collections.abc import Mapping

import numpy as np

from remit.operators.bounds import Floats
from remit.study.file.configuration import Complete
from remit.study.file.places import Path
from remit.study.layouts.patients import PatientsTable
from remit.study.reading import Reading

Declared = tuple[Path, Complete]
"""The completeness that a table declares, and the path of that table in the study file."""


def declare_complete(
    reading: Reading, path: Path, name: str, declared: Complete, known: dict[str, Declared]
) -> None:
    """Note what a table declares for a name; two tables must declare it alike (E503)."""
    first, before = known.setdefault(name, (path, declared))
    if before != declared:
        line = reading.key(first).line
        message = f"`{name}` is bound twice, and its completeness is not declared alike (line {line})"
        reading.problems.add("E503", message, reading.value((*path, "complete")))


def known_period(
    declared: Mapping[str, Declared], name: str, patients: PatientsTable, end: Floats
) -> tuple[Floats, Floats]:
    """From when to when the history of each patient is complete; where it is not, from after to before.

    `end` is the end of follow-up of each patient, a study day as the two results are: `[patients]`.
    """
    path, complete = declared.get(name, ((), Complete(extent="unknown")))
    if complete.extent == "follow-up":
        return np.full(len(end), -np.inf), end
    if complete.extent == "unknown":
        return np.full(len(end), np.inf), np.full(len(end), -np.inf)
    start, stop = (patients.complete[*path, "complete", key] for key in ("from", "to"))
    known = ~(np.isnan(start) | np.isnan(stop))
    return np.where(known, start, np.inf), np.where(known, stop, -np.inf)
