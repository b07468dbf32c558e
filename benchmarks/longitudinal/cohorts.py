"""Longitudinal cohorts as Parquet files: the same patients for the same seed, however many are asked for."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

SCHEMA = pa.schema(
    [
        ("patient", pa.int64()),
        ("day", pa.int32()),
        ("activity", pa.float64()),
        ("skin", pa.float64()),
        ("joints", pa.int32()),
        ("prednisone", pa.float64()),
    ]
)
STUDY = """
title = "Longitudinal benchmark (synthetic)"
rules = "task.remit"

[[visits]]
file = "visits.parquet"
patient = "patient"
day = "day"
measures = { activity = "activity", skin = "skin", joints = "joints", prednisone = "prednisone" }
"""
MISSING = 0.1
_AT_ONCE = 80_000


def write(folder: Path, patients: int, seed: int = 1) -> Path:
    """A study of so many patients with 8 to 16 visits each, 10 % of the cells missing; returns its file.

    A row a visit, sorted by patient and day, in row groups of about a million rows.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "visits.parquet"
    if not path.exists():
        partial = path.with_suffix(".partial")
        with pq.ParquetWriter(partial, SCHEMA) as file:
            for start in range(0, patients, _AT_ONCE):
                count = min(_AT_ONCE, patients - start)
                file.write_table(_visits(np.random.default_rng([seed, start]), start, count))
        partial.rename(path)
    (folder / "study.toml").write_text(STUDY.lstrip(), encoding="utf-8")
    rules = Path(__file__).with_name("task.remit")
    (folder / "task.remit").write_text(rules.read_text(encoding="utf-8"), encoding="utf-8")
    return path


def _visits(random: np.random.Generator, first: int, patients: int) -> pa.Table:
    """The visits of some patients: each a course of disease that falls towards a level of its own."""
    visits = random.integers(8, 17, patients)
    patient = np.repeat(np.arange(patients), visits)
    starts = np.cumsum(visits) - visits
    place = np.arange(len(patient)) - starts[patient]
    day = np.cumsum(random.integers(24, 57, len(patient)))
    day -= day[starts][patient]
    day -= np.repeat(random.integers(0, 15, patients), visits)
    severity = random.gamma(4.0, 4.0, patients)[patient]
    floor, speed = random.beta(1.2, 3.0, patients)[patient], random.gamma(2.0, 0.2, patients)[patient]
    course = severity * (floor + (1 - floor) * np.exp(-speed * place))

    def around(level: npt.NDArray[np.float64], most: float, decimals: int) -> npt.NDArray[np.float64]:
        value = level * random.lognormal(0.0, 0.25, len(patient))
        return np.round(np.clip(value, 0.0, most), decimals)

    columns = {
        "activity": around(course, 50, 1),
        "skin": around(course * 1.2, 72, 1),
        "joints": around(course * 0.4, 28, 0).astype(np.int32),
        "prednisone": np.round(around(course * 1.5, 100, 1) / 2.5) * 2.5,
    }
    arrays = [pa.array(patient + first + 1), pa.array(day.astype(np.int32))]
    for values in columns.values():
        arrays.append(pa.array(values, mask=random.random(len(patient)) < MISSING))
    return pa.Table.from_arrays(arrays, schema=SCHEMA)
