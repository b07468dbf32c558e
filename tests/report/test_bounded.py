"""Values that are known only within bounds, in the report of a study on disk."""

from pathlib import Path

import remit
from tests.cli.studies import lay_out

VISITS = """\
id,date,skin,dose
P1,2024-01-08,yes,30
P1,2024-07-10,no,<5
P2,2024-02-05,yes,4
P2,2024-08-01,no,<5
P3,2024-02-05,yes,20
P3,2024-08-01,no,
"""
PATIENTS = "id,start\nP1,2024-01-08\nP2,2024-02-05\nP3,2024-02-05\n"


def report(folder: Path) -> str:
    return str(remit.run(lay_out(folder, visits_csv=VISITS, patients_csv=PATIENTS)))


def row(text: str, patient: str) -> list[str]:
    return text[text.index("Patients ──") :].split(f"\n {patient}  ")[1].splitlines()[0].split()


def test_a_bound_stands_as_it_was_written_with_its_mark(tmp_path: Path):
    text = report(tmp_path)
    assert row(text, "P1")[:4] == ["30", "→", "<5", "✓"]
    assert row(text, "P2")[:4] == ["4", "→", "<5", "?"]
    assert row(text, "P3")[:4] == ["20", "→", "?", "?"]


def test_a_footnote_tells_bounds_from_what_is_not_known(tmp_path: Path):
    expected = "not known at month_6 in P3; known only within bounds at month_6 in P1, P2."
    assert f"Prednisone dose {expected}" in report(tmp_path)


def test_a_day_that_decides_is_explained(tmp_path: Path):
    assert "by day N: the last day of the data that the decision rests on" in report(tmp_path)
