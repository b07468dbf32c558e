"""Whatever the files hold, a study is read or rejected with places; nothing else is ever raised."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from remit.diagnostics.diagnostic import Cell, Diagnostic, Rejected
from remit.diagnostics.render import render_all
from tests.study.doses import WITH_DRUGS
from tests.study.trial import PATIENTS, TWO_PATIENTS, VISITS, read, write_study

TOML = f"""
title = "Study"
[data]
missing = ["-999", "."]
{PATIENTS}
facts = {{ sex = "sex", switch_date = "start" }}
{VISITS}
measures = {{ esr = "esr", skin = {{ column = "skin", values = {{ yes = 1, no = [0, "x"] }} }} }}
[[wide]]
file = "patients.csv"
patient = "id"
[wide.at]
baseline = {{ crp = {{ column = "esr", unit = "mg/dL" }} }}
"day 9" = {{ date = "start", esr = "esr" }}
[[measurements]]
file = "visits.csv"
patient = "id"
date = "date"
align = 3
name = "skin"
value = "esr"
unit = "unit"
names = {{ prednisone = ["1", "x"] }}
[[events]]
file = "visits.csv"
patient = "id"
date = "date"
name = "skin"
events = {{ infection = "1" }}
complete = {{ from = "start", to = "start" }}
[[drugs]]
file = "visits.csv"
patient = "id"
name = "skin"
drugs = {{ prednisone = ["0", "x"], dexamethasone = "1" }}
dose = {{ column = "esr", unit = "g" }}
unit = "unit"
units = {{ x = "5 mg" }}
frequency = "skin"
frequencies = {{ 1 = "twice daily", 0 = "unknown" }}
route = "unit"
routes = ["mg/day", "x"]
start = "date"
without_start = "unknown"
without_end = "ongoing"
ongoing = "skin"
overlap = ["once", "add"]
complete = {{ from = "start", to = "start" }}
[schedule]
visits = ["day 0", "month_6"]
tolerance = 3
"""
ROSTER = "id,start,sex,esr\nP1,2024-01-08,male,5\nP2,2024-02-05,,\n"
ROWS = "id,date,esr,skin,unit\nP1,2024-01-08,31,1,mg/day\nP2,2024-08,<5,0,\n"


def reject_or_read(toml: str, patients: bytes, visits: bytes) -> None:
    with TemporaryDirectory() as folder:
        files: dict[str, str | bytes] = {"patients.csv": patients, "visits.csv": visits}
        try:
            cohort = read(write_study(Path(folder), toml, files), WITH_DRUGS)
        except Rejected as rejected:
            check_told(rejected.diagnostics)
        else:
            assert len(cohort.starts) == len(cohort.patients) + 1
            assert cohort.starts[-1] == len(cohort.day)
            assert all(found.starts[-1] == len(found.low) for found in cohort.doses.values())


def check_told(diagnostics: tuple[Diagnostic, ...]) -> None:
    """Every mistake has a place and can be printed."""
    assert diagnostics
    assert render_all(diagnostics)
    for found in diagnostics:
        place = found.primary.place
        assert place.file if isinstance(place, Cell) else place.end <= len(place.source.text)


def changed(text: str) -> st.SearchStrategy[str]:
    """A text with a piece replaced by something that may stand there."""
    pieces = st.sampled_from(
        [
            "",
            ",",
            '"',
            "'",
            "\n",
            "[",
            "]",
            "{",
            "}",
            "=",
            "1",
            "x",
            "id",
            "2024-01-32",
            "03/04/2024",
            "\x00",
            "é",
            "[[",
            "\t",
        ]
    )
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, 12))
    return st.builds(lambda end, piece: text[: end[0]] + piece + text[end[0] + end[1] :], ends, pieces)


@given(changed(TOML))
def test_a_damaged_study_file(toml: str):
    reject_or_read(toml, ROSTER.encode(), ROWS.encode())


@given(changed(ROSTER), changed(ROWS))
def test_damaged_tables(patients: str, visits: str):
    reject_or_read(TOML, patients.encode(), visits.encode())


@given(st.binary(max_size=60))
def test_bytes_of_any_kind(content: bytes):
    reject_or_read(TOML, ROSTER.encode(), content)
    reject_or_read(TOML, content, ROWS.encode())
    reject_or_read(PATIENTS + VISITS, TWO_PATIENTS.encode(), b"id,date\nP1," + content)
