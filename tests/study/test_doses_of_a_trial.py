"""Dose records of a real trial, the CDISC pilot: study drug (EX) and concomitant medication (CM).

CM is as such tables are: a record is repeated at every visit at which the drug was still taken, most records
have no end, many starts are a year alone, and hydrocortisone is mostly a cream.
"""

from collections import Counter
from collections.abc import Mapping
from math import inf
from pathlib import Path

import numpy as np
import pytest

from remit.course.cohort import Cohort
from remit.model.declarations import Declarations, Drugs
from tests.study.doses import Dose, doses, drugs, on
from tests.study.transport import to_csv
from tests.study.trial import mistakes, place, read, write_study

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "cdisc"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the data sets are not part of the repository")

XANOMELINE = drugs("xanomeline", "mg/day", 200, xanomeline="1")
GLUCOCORTICOID = drugs("glucocorticoid", "mg/day", 2000, prednisone="1", methylprednisolone="1.25")
STUDY = """
[data]
unknown_patients = "set aside"
[patients]
file = "dm.csv"
patient = "USUBJID"
index = "RFSTDTC"
follow_up_end = "RFENDTC"
[[visits]]
file = "sv.csv"
patient = "USUBJID"
date = "SVSTDTC"
"""
EX = """
[[drugs]]
file = "ex.csv"
patient = "USUBJID"
name = "EXTRT"
drugs = { xanomeline = "XANOMELINE" }
dose = "EXDOSE"
unit = "EXDOSU"
frequency = "EXDOSFRQ"
start = "EXSTDTC"
end = "EXENDTC"
"""
CM = """
[[drugs]]
file = "cm.csv"
patient = "USUBJID"
name = "CMTRT"
drugs = { prednisone = ["PREDNISONE", "PREDNISONE, SYSTEMIC"], methylprednisolone = "MEDROL DOSEPAK" }
dose = "CMDOSE"
unit = "CMDOSU"
frequency = "CMDOSFRQ"
route = "CMROUTE"
routes = ["ORAL", "INTRAMUSCULAR", "INTRAVENOUS"]
start = "CMSTDTC"
end = "CMENDTC"
"""

Trial = tuple[Path, Mapping[str, list[dict[str, str]]]]
"""The folder with the trial's tables as CSV, and their rows."""


def declared(drug: Drugs) -> Declarations:
    return Declarations({}, {}, {}, {}, {drug.name: drug})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    target = tmp_path_factory.mktemp("cdisc")
    names = ("dm", "sv", "ex", "cm")
    tables = {name: to_csv(DATA / f"{name}.xpt", target / f"{name}.csv") for name in names}
    # Who was screened and never treated has no day 0.
    treated = [row for row in tables["dm"] if row["RFSTDTC"]]
    columns = ("USUBJID", "RFSTDTC", "RFENDTC")
    lines = [",".join(columns), *(",".join(row[name] for name in columns) for row in treated)]
    (target / "dm.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return target, tables


def study(folder: Path, toml: str) -> Path:
    return write_study(folder, STUDY + toml, {})


def test_every_dose_of_the_study_drug_on_its_days(
    folder: Trial,
):
    target, tables = folder
    found = read(study(target, EX + 'without_end = "unknown"\n'), declared(XANOMELINE))
    source = [row for row in tables["ex"] if row["EXTRT"] == "XANOMELINE"]
    expected = Counter(
        # CDISC counts without a day 0: its day 1 is day 0 here.
        (row["USUBJID"], on(int(row["EXSTDY"]) - 1, int(row["EXENDY"]) - 1, float(row["EXDOSE"])))
        for row in source
        if row["EXENDTC"]
    )
    read_ = Counter((patient, one) for patient, own in doses(found, "xanomeline").items() for one in own)
    assert len(source) == read_.total() == 365
    assert not expected - read_
    assert [one.last[1] for _, one in (read_ - expected)] == [inf] * (365 - expected.total())


def test_an_end_that_is_not_there_is_told_with_its_cell(
    folder: Trial,
):
    target, tables = folder
    found = mistakes(study(target, EX), declared(XANOMELINE))
    rows = [
        line
        for line, row in enumerate(tables["ex"], 2)
        if row["EXTRT"] == "XANOMELINE" and not row["EXENDTC"]
    ]
    assert [(one.code, place(one)) for one in found] == [("E717", f"ex.csv:{line}:EXENDTC") for line in rows]
    assert rows


def glucocorticoids(cohort: Cohort) -> dict[str, int]:
    return {patient: len(own) for patient, own in doses(cohort).items() if own}


def test_concomitant_steroids_repeat_at_every_visit_until_they_count_once(
    folder: Trial,
):
    target, _ = folder
    prn = 'frequencies = { PRN = "unknown" }\nwithout_end = "ongoing"\n'
    found = mistakes(study(target, CM + prn), declared(GLUCOCORTICOID))
    assert {one.code for one in found} == {"E714"}
    assert {one.message for one in found} == {"`prednisone` of 01-703-1182 has two identical records"}
    cohort = read(study(target, CM + prn + 'overlap = "once"\n'), declared(GLUCOCORTICOID))
    assert glucocorticoids(cohort) == {"01-701-1180": 1, "01-701-1444": 1, "01-703-1182": 1}
    assert "Doses: 8 records identical to another left out." in cohort.notes
    eye = "cm.csv: 13 dose records left out, of another `CMROUTE` than counts: OPHTHALMIC (13)."
    assert eye in cohort.notes


def test_a_start_in_a_year_is_any_day_of_it_and_a_dose_as_needed_is_open(
    folder: Trial,
):
    target, tables = folder
    options = 'frequencies = { PRN = "unknown" }\nwithout_end = "ongoing"\noverlap = "once"\n'
    cohort = read(study(target, CM + options), declared(GLUCOCORTICOID))
    (since_2003,), (dosepak,) = (doses(cohort)[one] for one in ("01-703-1182", "01-701-1180"))
    index = {row["USUBJID"]: row["RFSTDTC"] for row in tables["dm"]}
    day_0 = np.datetime64(index["01-703-1182"])
    limits = [float((np.datetime64(day) - day_0).astype(int)) for day in ("2003-01-01", "2003-12-31")]
    followed = float(cohort.follow_up_end[cohort.patients.index("01-703-1182")])
    assert since_2003 == Dose((limits[0], limits[1]), (followed, inf), (10, 10))
    assert dosepak.dose == (0, 2000)
