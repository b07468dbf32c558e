"""Real data sets as they come: several layouts, keys and units of time."""

import csv
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from shutil import copy

import pytest

from remit.model.declarations import Declarations, Measure, Timepoint
from remit.model.types import TRUTH
from tests.study.trial import measure, number, read, recorded, timepoint, write_study

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "longitudinal"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the data sets are not part of the repository")


def declared(*measures: Measure, timepoints: Sequence[Timepoint] = ()) -> Declarations:
    return Declarations({}, {one.name: one for one in measures}, {}, {one.name: one for one in timepoints})


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(newline="") as file:
        return list(csv.DictReader(file))


def study(folder: Path, name: str, toml: str) -> Path:
    copy(DATA / name, folder / name)
    return write_study(folder, toml, {})


def test_a_row_a_visit_by_week(tmp_path: Path):
    toml = """
        [[visits]]
        file = "ahd.csv"
        patient = "subject"
        day = { column = "week", unit = "week" }
        measures = { bilirubin = "sbvalue" }
    """
    found = read(study(tmp_path, "ahd.csv", toml), declared(measure("bilirubin", number("umol/L"))))
    source = rows("ahd.csv")
    assert len(found.patients) == 66
    assert recorded(found, "bilirubin") == {
        (row["subject"], 7 * int(row["week"])): (float(row["sbvalue"]),) * 2
        for row in source
        if row["sbvalue"] not in ("", "NA")
    }


def test_a_row_a_patient(tmp_path: Path):
    toml = """
        [[wide]]
        file = "btheb.csv"
        patient = "subject"
        missing = "NA"
        at = { baseline = { bdi = "bdi.pre" }, "month 8" = { bdi = "bdi.8m" } }
    """
    bdi = measure("bdi", number("points", 0, 63))
    found = read(
        study(tmp_path, "btheb.csv", toml), declared(bdi, timepoints=[timepoint("baseline", 0, 0, 0)])
    )
    source = rows("btheb.csv")
    at_8_months = {key: value for key, value in recorded(found, "bdi").items() if key[1] == 244}
    assert len(found.patients) == 100
    assert at_8_months == {
        (row["subject"], 244): (float(row["bdi.8m"]),) * 2
        for row in source
        if row["bdi.8m"] not in ("", "NA")
    }
    assert len(at_8_months) == 52


def test_two_columns_that_identify_a_patient(tmp_path: Path):
    toml = """
        [[visits]]
        file = "cdystonia.csv"
        patient = ["site", "id"]
        day = { column = "week", unit = "week" }
        measures = { twstrs = "twstrs" }
    """
    found = read(study(tmp_path, "cdystonia.csv", toml), declared(measure("twstrs", number("points", 0, 87))))
    assert len(found.patients) == 109
    assert len(recorded(found, "twstrs")) == len([row for row in rows("cdystonia.csv") if row["twstrs"]])


def test_levels_with_texts_of_their_own(tmp_path: Path):
    toml = """
        [[visits]]
        file = "toenail.csv"
        patient = "patientID"
        day = { column = "time", unit = "month" }
        [visits.measures.healed]
        column = "outcome"
        values = { yes = "none or mild", no = "moderate or severe" }
    """
    found = read(study(tmp_path, "toenail.csv", toml), declared(measure("healed", TRUTH, "yes")))
    source = rows("toenail.csv")
    assert len(found.patients) == 294
    month = Fraction("30.4375")
    assert recorded(found, "healed") == {
        (row["patientID"], int(month * Fraction(row["time"]) + Fraction(1, 2))): (
            float(row["outcome"] == "none or mild"),
        )
        * 2
        for row in source
    }


def test_study_days_as_they_are(tmp_path: Path):
    toml = """
        [[visits]]
        file = "pbcseq.csv"
        patient = "id"
        day = "day"
        missing = "NA"
        [visits.measures]
        bilirubin = { column = "bili", unit = "mg/dL" }
        platelets = { column = "platelet", unit = "10^9/L" }
    """
    measures = (measure("bilirubin", number("mg/L")), measure("platelets", number("10^9/L")))
    found = read(study(tmp_path, "pbcseq.csv", toml), declared(*measures))
    assert (len(found.patients), len(found.day)) == (312, 1945)
    first = rows("pbcseq.csv")[0]
    assert recorded(found, "bilirubin")[first["id"], 0] == (float(Fraction(first["bili"]) * 10),) * 2
