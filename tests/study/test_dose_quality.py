"""What `remit data` shows of dose records: what is open in them, and the days that nothing tells of."""

from pathlib import Path

import pytest

from remit.cli.application import exit_code
from remit.study import DrugQuality, describe_doses
from remit.study.dose_quality import Uncovered
from tests.study.doses import WITH_DRUGS
from tests.study.test_doses import BASE, HEADER, PLAIN, ROSTER, ROWS, folder_of, read
from tests.study.trial import Write

RULES = """
drugs glucocorticoid : mg/day from 0 to 2000
  prednisone 1, methylprednisolone 1.25, dexamethasone 6.67
measure esr : mm/h from 0 to 200
"""


def quality(write: Write, rows: str, options: str = "") -> DrugQuality:
    glucocorticoid, _ = describe_doses(read(write, PLAIN + options, HEADER + rows), WITH_DRUGS)
    return glucocorticoid


def test_records_and_what_is_open_in_them(study: Write):
    rows = "P1,prednisone,,2024-01-08,2024-01-20\nP1,prednisone,5,2024-02,2024-04-20\nP1,dexa,5,2024-05-08,\n"
    found = quality(study, rows, 'without_end = "ongoing"\n')
    assert (found.records, found.patients, found.open_doses, found.open_days) == (3, 1, 1, 2)


def test_days_that_neither_a_record_nor_a_complete_history_covers(study: Write):
    rows = "P1,prednisone,5,2023-12-08,2024-01-20\nP1,prednisone,5,2024-02-08,2024-07-08\n"
    assert quality(study, rows).uncovered == (Uncovered("P1", 13, 30, 18, 1), Uncovered("P2", 0, 182, 183, 1))
    assert quality(study, rows, 'complete = "follow-up"\n').uncovered == ()


def test_of_several_spans_the_first_is_shown_and_the_days_of_all_are_counted(study: Write):
    rows = "P1,prednisone,5,2024-01-10,2024-01-20\nP1,prednisone,5,2024-02-08,\n"
    (found, _) = quality(study, rows, 'without_end = "unknown"\n').uncovered
    # Day 0 and 1, days 13 to 30, and from day 32 on: of the unknown end only the first day is certain.
    assert found == Uncovered("P1", 0, 1, 2 + 18 + 151, 3)


def test_the_page_shows_them(study: Write, capsys: pytest.CaptureFixture[str]):
    folder: Path = folder_of(study, PLAIN, HEADER + "P1,prednisone,5,2024-01-10,2024-01-20\n")
    (folder / "rules.remit").write_text(RULES, encoding="utf-8")
    assert exit_code(["data", str(folder)]) == 0
    shown = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "glucocorticoid 1 1 0 0 2" in shown
    assert "P1 glucocorticoid 172 0 1 …" in shown
    assert "P2 glucocorticoid 183 0 182" in shown


def test_of_many_patients_the_first_are_listed_and_the_others_counted(
    study: Write, capsys: pytest.CaptureFixture[str]
):
    names = [f"P{number}" for number in range(1, 24)]
    roster = "id,start\n" + "".join(f"{name},2024-01-08\n" for name in names)
    folder = folder_of(study, PLAIN, HEADER, roster=roster)
    (folder / "rules.remit").write_text(RULES, encoding="utf-8")
    assert exit_code(["data", str(folder)]) == 0
    shown = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "glucocorticoid none - - - 23" in shown
    assert "and 3 more patients" in shown


def test_a_mistake_ends_with_exit_code_2_and_its_place(study: Write, capsys: pytest.CaptureFixture[str]):
    folder = study(
        BASE + PLAIN, patients_csv=ROSTER, visits_csv=ROWS, cm_csv=HEADER + "P1,dexa,x,2024,2024\n"
    )
    (folder / "rules.remit").write_text(RULES, encoding="utf-8")
    assert exit_code(["data", str(folder)]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "error[E701]: `x` is not a number" in shown.err
    assert "cm.csv:2:dose" in shown.err
