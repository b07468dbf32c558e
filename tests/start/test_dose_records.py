"""A table of dose records is known by its columns, and proposed as a remark to be filled in."""

import re
from pathlib import Path

import pytest

from remit.pipeline import load_together, rule_paths
from remit.start.dose_records import dose_table
from remit.start.survey import surveys
from remit.start.tables import read_tables
from remit.study import read_configuration, read_data
from tests.start.study import codes, examples, filled, mistakes, proposed, topics, written

PATIENTS = "id,start_date,last_contact\na,2024-01-01,2024-12-01\nb,2024-02-01,2024-12-01\n"
VISITS = "id,visit_date,esr\na,2024-01-01,30\na,2024-07-01,10\nb,2024-02-01,20\nb,2024-08-01,15\n"
DOSES = """
    id,drug,dose,unit,frequency,start,stop
    a,Decortin,5,mg,QD,2024-01-01,2024-03-01
    b,Decortin,5,mg,BID,2024-02-01,
"""


def test_it_is_no_table_of_visits(tmp_path: Path):
    found = proposed(tmp_path, patients=PATIENTS, visits=VISITS, doses=DOSES)
    assert found.study.text.count("\n[[visits]]") == 1
    assert "which drugs of doses.csv count" in topics(found)
    assert ("doses.csv", "a row a dose record: 2 rows of 2 patients") in found.found
    assert not codes(mistakes(found, tmp_path))


def test_without_its_signs_the_remark_reads_the_doses(tmp_path: Path):
    found = proposed(tmp_path, patients=PATIENTS, visits=VISITS, doses=DOSES)
    before, remark = found.study.text.split("# [[drugs]]\n")
    (tmp_path / "study.toml").write_text(
        before + "[[drugs]]\n" + re.sub(r"^# ", "", remark, flags=re.MULTILINE), encoding="utf-8"
    )
    rules = filled(found.rules.text, examples(found.rules.text)[0])
    drug = "drug prednisone : mg/day from 0 to 2000\n"
    head, rest = rules.split("\nmeasure", 1)
    (tmp_path / "rules.remit").write_text(f"{head}\n{drug}\nmeasure{rest}", encoding="utf-8")
    study = read_configuration(tmp_path)
    doses = read_data(study, load_together(rule_paths(study)).declarations).cohort.doses["prednisone"]
    assert doses.low.tolist() == [5, 10]


@pytest.mark.parametrize(
    ("header", "keys"),
    [
        (
            "USUBJID,CMTRT,CMDOSE,CMDOSU,CMDOSFRQ,CMROUTE,CMSTDTC,CMENDTC",
            {"name", "dose", "unit", "frequency", "route", "start", "end"},
        ),
        ("id,medication,dose,from,to,ongoing", {"name", "dose", "start", "end", "ongoing"}),
        ("id,drug,dose,visit_date", None),
        ("id,dose,start,stop", None),
    ],
)
def test_which_columns_make_it_one(tmp_path: Path, header: str, keys: set[str] | None):
    row = ",".join("a" if number == 0 else "2024-01-01" for number in range(header.count(",") + 1))
    files = written(tmp_path, {"doses.csv": f"{header}\n{row}\n{row}\n"})
    (survey,) = surveys(read_tables(files, tmp_path))
    found = dose_table(survey)
    assert (found and set(found.columns)) == keys
