"""A study as Parquet files is the study that it is as CSV files."""

import csv
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from remit.pipeline import run
from remit.report.machine import to_json
from remit.study.reading import Extent
from remit.study.tables import parquet
from tests.study.trial import mistake, mistakes, place, read, recorded, spans, write_study

STUDY = """
[patients]
file = "patients.{kind}"
patient = "id"
index = "start"
facts = {{ sex = "sex" }}

[[visits]]
file = "visits.{kind}"
patient = "id"
date = "date"
missing = -9
measures = {{ esr = "esr", prednisone = "pred", skin = "skin", grade = "grade" }}
"""
PATIENTS: dict[str, list[Any]] = {
    "id": [3, 1, 2],
    "start": [date(2024, 1, 8), date(2024, 2, 5), date(2024, 3, 4)],
    "sex": ["female", "male", None],
}
VISITS: dict[str, list[Any]] = {
    "id": [1, 3, 3, 2, 1],
    "date": [date(2024, 2, 5), date(2024, 7, 10), date(2024, 1, 8), date(2024, 3, 4), date(2024, 8, 2)],
    "esr": [31, 12, None, -9, 25],
    "pred": [20.0, 7.5, 0.1, None, 5.0],
    "skin": [True, False, None, True, False],
    "grade": ["severe", "almost clear", "clear", None, "severe"],
}
DAYS = """
[[visits]]
file = "visits.parquet"
patient = "id"
day = "day"
measures = { esr = "esr" }
"""


def _write(folder: Path, kind: str, name: str, columns: dict[str, list[Any]]) -> None:
    if kind == "parquet":
        pq.write_table(pa.table(columns), folder / f"{name}.parquet", row_group_size=2)
        return
    with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(columns)
        rows.writerows(zip(*columns.values(), strict=True))


def _study(folder: Path, kind: str, visits: dict[str, list[Any]] = VISITS) -> Path:
    folder.mkdir()
    write_study(folder, STUDY.format(kind=kind), {})
    _write(folder, kind, "patients", PATIENTS)
    _write(folder, kind, "visits", visits)
    return folder


def _of_days(folder: Path, columns: dict[str, Any]) -> Path:
    write_study(folder, DAYS, {})
    pq.write_table(pa.table(columns), folder / "visits.parquet")
    return folder


def test_the_cohort_is_the_same(tmp_path: Path) -> None:
    ours, theirs = (read(_study(tmp_path / kind, kind)) for kind in ("parquet", "csv"))
    assert ours.patients == theirs.patients == ("3", "1", "2")
    assert ours.index_text == theirs.index_text
    for name in ("starts", "day", "is_visit", "follow_up_end"):
        assert getattr(ours, name).tolist() == getattr(theirs, name).tolist(), name
    for name, column in theirs.measures.items():
        assert spans(ours.measures[name]) == spans(column), name
        assert ours.measures[name].status.tolist() == column.status.tolist(), name
    assert spans(ours.facts["sex"]) == spans(theirs.facts["sex"])


def test_the_verdicts_are_the_same_bytes(tmp_path: Path) -> None:
    rules = """
measure esr : mm/h from 0 to 200, lower is better
measure prednisone : mg/day from 0 to 2000, lower is better
measure skin : yes or no, no is better
measure grade : scale clear < almost_clear < severe, lower is better
fact sex : one of (female, male)
timepoint baseline : day 0, window day -28 to day 0
timepoint month_6 : month 6, window month 5 to month 7, nearest
define dose = prednisone at month_6
state calm when esr <= 25 mm/h and not skin
response better when esr improves by at least 20% from baseline to month_6 and grade at month_6 < severe
relapse back following first visit with calm when skin
"""
    found = []
    for kind in ("parquet", "csv"):
        folder = _study(tmp_path / kind, kind)
        (folder / "rules.remit").write_text(rules, encoding="utf-8")
        document = json.loads(to_json(run(folder).report))
        for outcome in document["outcomes"]:
            for verdict in outcome["verdicts"]:
                verdict["reasons"] = len(verdict["reasons"])  # they hold the address, which is the file's
        found.append(json.dumps([document["outcomes"], document["definitions"]]))
    assert found[0] == found[1]


def test_a_cell_has_its_row_and_its_text(tmp_path: Path) -> None:
    cohort = read(_study(tmp_path / "study", "parquet"))
    addresses = cohort.measures["prednisone"].addresses
    assert addresses is not None
    written = dict(zip(addresses.row.tolist(), addresses.text, strict=True))
    assert written == {1: "20", 2: "7.5", 3: "0.1", 4: "", 5: "5"}
    assert {origin.column for origin in addresses.origins} == {"pred"}


def test_the_same_mistakes_in_the_same_words(tmp_path: Path) -> None:
    wrong = VISITS | {"esr": [31, 500, None, -9, 25], "grade": ["severe", "bad", "clear", None, "bad"]}
    ours, theirs = (mistakes(_study(tmp_path / kind, kind, wrong)) for kind in ("parquet", "csv"))
    assert [(one.code, one.message, one.data) for one in ours] == [
        (one.code, one.message, one.data) for one in theirs
    ]
    assert [place(one) for one in ours] == ["visits.parquet:2:esr", "visits.parquet:2:grade"]
    assert [place(one) for one in theirs] == ["visits.csv:3:esr", "visits.csv:3:grade"]


def test_two_values_of_one_day_are_told_with_both_rows(tmp_path: Path) -> None:
    found = mistake(_of_days(tmp_path, {"id": ["A", "A"], "day": [0, 0], "esr": [1.0, 2.0]}))
    assert (found.code, place(found)) == ("E707", "visits.parquet:2:esr")


def test_numbers_that_are_no_study_days_are_told(tmp_path: Path) -> None:
    found = mistakes(_of_days(tmp_path, {"id": ["A", "A"], "day": [0.0, 1.5], "esr": [1.0, 2.0]}))
    assert [(one.code, place(one)) for one in found] == [("E701", "visits.parquet:2:day")]


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (pa.float32(), [5.1, None, 7.0]),
        (pa.decimal128(5, 1), [5.1, None, 7.0]),
        (pa.int64(), [5, None, 7]),
        (pa.uint8(), [5, None, 7]),
        (pa.string(), [" 5.1", None, "<7"]),
        (pa.float64(), [5.1, float("nan"), 7.0]),
    ],
)
def test_columns_of_any_type(tmp_path: Path, kind: pa.DataType, values: list[Any]) -> None:
    from decimal import Decimal

    cells = [Decimal(str(one)) if one and pa.types.is_decimal(kind) else one for one in values]
    columns = {"id": ["A"] * 3, "day": pa.array([0, 1, 2], pa.int16()), "esr": pa.array(cells, kind)}
    cohort = read(_of_days(tmp_path, columns))
    low = 0.0 if values[2] == "<7" else 7.0
    first = 5.0 if pa.types.is_integer(kind) else 5.1
    assert recorded(cohort, "esr") == {("A", 0): (first, first), ("A", 2): (low, 7.0)}


def test_dates_and_times_of_every_kind(tmp_path: Path) -> None:
    study = STUDY.format(kind="parquet").replace('facts = { sex = "sex" }\n', "")
    study = study[: study.index("measures")] + 'measures = { esr = "esr" }\n'
    write_study(tmp_path, study, {})
    starts = pa.array([datetime(2024, 1, 8)], pa.timestamp("us"))  # noqa: DTZ001 - a day has no time zone
    pq.write_table(pa.table({"id": ["A"], "start": starts}), tmp_path / "patients.parquet")
    dates = pa.array(["2024-01-08", "2024-01-18"]).dictionary_encode()
    pq.write_table(pa.table({"id": ["A", "A"], "date": dates, "esr": [1, 2]}), tmp_path / "visits.parquet")
    assert recorded(read(tmp_path), "esr") == {("A", 0): (1.0, 1.0), ("A", 10): (2.0, 2.0)}


def test_what_is_no_parquet_file_is_told(tmp_path: Path) -> None:
    found = mistake(write_study(tmp_path, DAYS, {"visits.parquet": "id,day,esr\nA,0,1\n"}))
    assert (found.code, place(found)) == ("E609", "visits.parquet")


def test_a_column_that_is_not_there_is_told(tmp_path: Path) -> None:
    found = mistake(_of_days(tmp_path, {"id": ["A"], "day": [0], "ESR": [1]}))
    assert found.code == "E605" and "`ESR`" in " ".join(found.help)


def test_without_pyarrow_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _of_days(tmp_path, {"id": ["A"], "day": [0], "esr": [1]})
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    found = mistake(tmp_path)
    assert found.code == "E610" and found.help == ('install it: `pip install "remit[parquet]"`',)


@pytest.mark.parametrize("group", [1, 3, 100])
def test_some_rows_of_a_file(tmp_path: Path, group: int) -> None:
    path = tmp_path / "x.parquet"
    pq.write_table(pa.table({"n": list(range(10))}), path, row_group_size=group)
    with pq.ParquetFile(path) as opened:
        found = parquet.rows_of(opened, ["n"], (Extent(2, 5), Extent(7, 8)))
    assert found["n"].to_pylist() == [2, 3, 4, 7]
