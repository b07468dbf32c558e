"""From a study file to the cohort: every table read, every mistake told, every value in its place."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np

from remit.course.cohort import Cohort, Column
from remit.diagnostics.diagnostic import Cell, Diagnostic, Label, Rejected, Severity
from remit.model.declarations import Declarations
from remit.operators.bounds import Floats
from remit.study.assembly.calendar import (
    Calendar,
    Planned,
    calendar,
    joining_notes,
    last_days,
    visit_addresses,
)
from remit.study.assembly.dose_records import dose_records
from remit.study.assembly.early import early_notes
from remit.study.assembly.merging import merged
from remit.study.file.configuration import Measurements, Visits, Wide
from remit.study.file.places import Path
from remit.study.layouts.dose_rows import read_dose_tables
from remit.study.layouts.histories import event_days, read_histories
from remit.study.layouts.patients import PatientsTable, read_patients, without_table
from remit.study.layouts.results import open_results
from remit.study.layouts.roster import Roster
from remit.study.layouts.rows import Assessed, Assessments, Layout
from remit.study.layouts.visit_rows import open_visit_rows
from remit.study.layouts.wide_rows import open_wide_rows
from remit.study.problems import Failed, counted, listed
from remit.study.reading import Extent, Reading
from remit.study.study import Study
from remit.study.values.binding import find_day


@dataclass(frozen=True, slots=True)
class StudyData:
    """What the data of a study give: the cohort, and warnings about data that are used all the same."""

    cohort: Cohort
    warnings: tuple[Diagnostic, ...] = ()


def read_cohort(study: Study, declared: Declarations) -> Cohort:
    """The cohort alone; see `read_data`."""
    return read_data(study, declared).cohort


def read_data(study: Study, declared: Declarations, extents: tuple[Extent, ...] | None = None) -> StudyData:
    """Read the data of a study for the declarations of its rules.

    Args:
        study: The study file, as `read_configuration` gives it.
        declared: The facts, measures, events, drugs and timepoints of its rules.
        extents: The rows of its tables that are read, where they are Parquet files; None for all.

    Returns:
        The cohort and the warnings (W706). Every declared fact, measure, event and class of drugs is in the
        cohort, those bound to no column never recorded; its `notes` tell what was set aside, joined, left
        out or assumed.

    Raises:
        Rejected: With every mistake found: in the names, units and levels that the study file binds (E2xx,
            E3xx, E5xx), in the files (E6xx), and in their rows and cells (E7xx).
    """
    reading = Reading(study, declared, extents=extents)
    patients, assessments = _read_tables(reading)
    histories = read_histories(reading, patients)
    dose_tables = read_dose_tables(reading, patients)
    planned = _planned(reading)
    if patients is None:
        raise reading.problems.rejected()
    rows = [group for one in assessments for group in one.rows]
    if not any(len(group.rows) for group in rows):
        raise _no_visits(reading)
    end = _end_of_follow_up(reading, patients, last_days(rows, len(patients.roster.patients)))
    dates = calendar(rows, end, planned)
    measures = _measures(reading, assessments, dates, patients.roster)
    doses = dose_records(reading, dose_tables, patients, end)
    reading.problems.stop_if_any()
    warnings = _without_visits(reading, patients.roster, dates)
    reading.problems.stop_if_any()
    reading.notes.extend(_unbound(study, declared))
    reading.notes.extend(joining_notes(rows, dates))
    reading.notes.extend(early_notes(rows, declared.timepoints.values(), patients.roster))
    reading.notes.extend(_follow_up(study))
    cohort = Cohort(
        patients=patients.roster.patients,
        starts=dates.starts(len(end)),
        day=dates.day,
        is_visit=dates.is_visit,
        follow_up_end=end,
        facts=patients.facts,
        measures=measures,
        events=event_days(reading, histories, patients, end),
        index_text=patients.roster.index_text or ("",) * len(end),
        visit_addresses=visit_addresses(dates, rows),
        notes=tuple(reading.notes),
        doses=doses,
    )
    return StudyData(cohort, tuple(warnings))


# ---- tables ------------------------------------------------------------------------------------------


def _read_tables(reading: Reading) -> tuple[PatientsTable | None, list[Assessments]]:
    """The patients and what was assessed in them; the patients are None where their table has a mistake."""
    patients: PatientsTable | None = None
    table = reading.study.configuration.patients
    if table is not None:
        with suppress(Failed):
            patients = read_patients(reading, table)
    layouts = _open_all(reading)
    if table is None:
        patients = without_table(reading, _seen(layouts))
    roster = patients.roster if patients else None
    return patients, [layout.read(roster).placed() for layout in layouts]


def _open_all(reading: Reading) -> list[Layout]:
    layouts: list[Layout] = []
    for key, number, table in reading.study.configuration.assessments:
        with suppress(Failed):
            layouts.append(_open(reading, (key, number), table))
    return layouts


def _open(reading: Reading, path: Path, table: Visits | Wide | Measurements) -> Layout:
    match table:
        case Wide():
            return open_wide_rows(reading, path, table)
        case Measurements(names=names) if names:
            return open_results(reading, path, table)
    return open_visit_rows(reading, path, table)


def _seen(layouts: Sequence[Layout]) -> Roster:
    """The patients of a study without a patients table: those of its visits, in the order of their rows."""
    names: dict[str, None] = {}
    for layout in layouts:
        texts = layout.patient.texts
        is_used = np.bincount(layout.patient.codes, minlength=len(texts)).tolist()
        names.update(
            dict.fromkeys(text for text, count in zip(texts, is_used, strict=True) if count and text)
        )
    return Roster(tuple(names))


def _planned(reading: Reading) -> Planned | None:
    schedule = reading.study.configuration.schedule
    if schedule is None:
        return None
    days = []
    for number, name in enumerate(schedule.visits):
        with suppress(Failed):
            days.append(find_day(reading, name, ("schedule", "visits", number)))
    return Planned(tuple(days), schedule.tolerance)


# ---- patients in time --------------------------------------------------------------------------------


def _end_of_follow_up(reading: Reading, patients: PatientsTable, last: Floats) -> Floats:
    """The last day on which each patient was observed.

    That is the declared end, or the last visit where none is declared or the visit is later: who was seen was
    observed. Someone of whom nothing is known but the index date was observed on that day.
    """
    declared = patients.declared_end
    seen_later = last > declared
    if seen_later.any():
        names = [patients.roster.patients[number] for number in np.flatnonzero(seen_later).tolist()]
        reading.notes.append(
            f"The declared end of follow-up lies before the last visit of {counted(len(names), 'patient')}, "
            f"whose visit is taken for it: {listed(names)}."
        )
    known = np.fmax(declared, last)
    return np.where(np.isneginf(known), 0.0, known)


def _measures(
    reading: Reading, assessments: Sequence[Assessments], dates: Calendar, roster: Roster
) -> dict[str, Column]:
    cells: dict[str, list[Assessed]] = {name: [] for name in reading.declared.measures}
    for one in assessments:
        for assessed in one.assessed:
            cells[assessed.measure].append(assessed)
    return {
        name: merged(reading, measure, cells[name], dates, roster)
        for name, measure in reading.declared.measures.items()
    }


# ---- what is told ------------------------------------------------------------------------------------


def _no_visits(reading: Reading) -> Rejected:
    """There is no row to stand on: that is told, unless another mistake is why."""
    _, _, table = reading.study.configuration.assessments[0]
    reading.problems.stop_if_any()
    place = Cell(table.file, sheet=table.sheet)
    reading.problems.add("E708", "there are no visits at all", place, "only a header line")
    return reading.problems.rejected()


def _without_visits(reading: Reading, roster: Roster, dates: Calendar) -> list[Diagnostic]:
    """Tell the patients who never came, or warn of them: they stay in every denominator, undetermined."""
    came = np.zeros(len(roster.patients), dtype=bool)
    came[dates.patient[dates.is_visit]] = True
    absent = np.flatnonzero(~came).tolist()
    if not absent:
        return []
    if reading.policy.without_visits == "stop":
        ways_out = ("add the visits", 'or keep such patients: `without_visits = "keep"` in [data]')
        found = [_absent("E706", roster, patient, ways_out) for patient in absent]
        reading.problems.several(found, "patients without visits")
        return []
    names = listed([roster.patients[patient] for patient in absent])
    reading.notes.append(f"W706: {counted(len(absent), 'patient')} without visits: {names}.")
    return [replace(_absent("W706", roster, patient), severity=Severity.WARNING) for patient in absent]


def _absent(code: str, roster: Roster, patient: int, help_: tuple[str, ...] = ()) -> Diagnostic:
    message = f"patient `{roster.patients[patient]}` has no visits"
    return Diagnostic(code, message, Label(roster.cell(patient)), help=help_)


def standing_notes(study: Study, declared: Declarations) -> tuple[str, ...]:
    """What is told of a study whatever stands in its cells."""
    return (*_unbound(study, declared), *_follow_up(study))


def _follow_up(study: Study) -> list[str]:
    table = study.configuration.patients
    if table is None or (table.follow_up_end is None and table.follow_up_end_day is None):
        return ["The end of follow-up is not declared: the last visit of each patient is taken."]
    return []


def _unbound(study: Study, declared: Declarations) -> list[str]:
    """What the rules declare and no table gives: a library of criteria may declare more than a chart has."""
    bound = study.configuration.bound_names
    groups = {"measure": declared.measures, "fact": declared.facts, "event": declared.events}
    notes = []
    for kind, names in groups.items():
        unbound = [name for name in names if name not in bound]
        if unbound:
            notes.append(f"Bound to no column: {counted(len(unbound), kind)}, {listed(unbound)}.")
    for name, drugs in declared.drugs.items():
        if not any(member.name in bound for member in drugs.members):
            notes.append(f"Bound to no table of [[drugs]]: {name}.")
    return notes
