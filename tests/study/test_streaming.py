"""A study that is read some patients at a time says what it says when it is read whole."""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from remit.course.cohort import Cohort
from remit.diagnostics.diagnostic import Rejected
from remit.explain import explain
from remit.pipeline import open_study, run
from remit.report.machine import to_csv, to_json
from remit.study import StreamedStudy, streaming

RULES = """
measure esr : mm/h from 0 to 200, lower is better
timepoint baseline : day 0, window day -28 to day 0
timepoint month_3 : month 3, window month 2 to month 4, nearest
state calm when esr <= 25 mm/h
define dose_day = first visit with calm
response better when esr improves by at least 20% from baseline to month_3
relapse back following first visit with calm when esr > 50 mm/h
rate better
"""
STUDY = """
rules = "rules.remit"

[data]
out_of_range = "{aside}"

[[visits]]
file = "visits.parquet"
patient = "id"
day = "day"
measures = {{ esr = "esr" }}
"""


def _visits(patients: int) -> dict[str, Any]:
    random = np.random.default_rng(4)
    count = random.integers(1, 6, patients)
    patient = np.repeat(random.permutation(patients), count)
    day = np.concatenate([np.sort(random.choice(200, one, replace=False)) - 20 for one in count])
    esr = random.integers(0, 90, len(patient)).astype(float)
    return {"id": patient, "day": day, "esr": pa.array(esr, mask=random.random(len(patient)) < 0.1)}


def _study(folder: Path, visits: dict[str, Any], group: int = 13, aside: str = "stop") -> Path:
    (folder / "study.toml").write_text(STUDY.format(aside=aside), encoding="utf-8")
    (folder / "rules.remit").write_text(RULES, encoding="utf-8")
    pq.write_table(pa.table(visits), folder / "visits.parquet", row_group_size=group)
    return folder


def _streamed(monkeypatch: pytest.MonkeyPatch, rows: int = 20) -> None:
    monkeypatch.setattr(streaming, "AT_ONCE", rows)


@pytest.mark.parametrize("group", [1, 13, 40])
def test_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, group: int) -> None:
    folder = _study(tmp_path, _visits(100), group)
    whole = run(folder)
    assert isinstance(whole.courses, Cohort)
    _streamed(monkeypatch)
    streamed = run(folder)
    assert isinstance(streamed.courses, StreamedStudy)
    assert len(streamed.courses.portions(1)) > 1
    assert to_json(streamed.report) == to_json(whole.report)
    assert to_csv(streamed.report) == to_csv(whole.report)
    assert str(streamed) == str(whole)


def test_an_audit_reads_that_patient_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = _study(tmp_path, _visits(60))
    _, rules, whole = open_study(folder)
    _streamed(monkeypatch)
    _, _, streamed = open_study(folder)
    cohort, members = streamed.some(np.array([41, 7]))
    assert [cohort.patients[place] for place in members] == [whole.patients[41], whole.patients[7]]
    assert len(cohort.patients) == 2
    for patient in whole.patients[:20]:
        assert explain(rules, streamed, patient, "better") == explain(rules, whole, patient, "better")


def test_a_mistake_is_told_of_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visits = _visits(100)
    values = visits["esr"].to_pylist()
    values[5], values[-5] = 500.0, 500.0
    folder = _study(tmp_path, visits | {"esr": values})
    with pytest.raises(Rejected) as whole:
        run(folder)
    _streamed(monkeypatch)
    with pytest.raises(Rejected) as streamed:
        run(folder)
    assert streamed.value.diagnostics == whole.value.diagnostics
    assert "2 cells" in str(whole.value.diagnostics[0].data)


def test_what_was_set_aside_is_told_of_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visits = _visits(100)
    values = visits["esr"].to_pylist()
    values[5], values[-5] = 500.0, 600.0
    folder = _study(tmp_path, visits | {"esr": values}, aside="set aside")
    notes = run(folder).courses.notes
    assert any("2 cells" in note for note in notes)
    _streamed(monkeypatch)
    found = run(folder).courses
    assert isinstance(found, StreamedStudy) and found.notes == notes


def test_a_note_that_is_the_same_of_every_portion_counts_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visits = {"id": [1, 1, 2, 2], "day": [0, 90] * 2, "esr": [50.0, 500.0] * 2}
    folder = _study(tmp_path, visits, group=2, aside="set aside")
    whole = run(folder).courses.notes
    assert any("2 cells" in note for note in whole)
    _streamed(monkeypatch, 2)
    found = run(folder).courses
    assert isinstance(found, StreamedStudy) and len(found.portions(1)) == 2
    assert found.notes == whole


def test_rows_of_a_patient_that_stand_apart_are_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _streamed(monkeypatch, 2)
    folder = _study(tmp_path, {"id": [1, 2, 1, 3], "day": [0, 0, 90, 0], "esr": [50, 40, 20, 30]}, group=1)
    courses = run(folder).courses
    assert isinstance(courses, Cohort) and courses.patients == ("1", "2", "3")
