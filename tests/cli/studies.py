"""A small study on disk, and the command line run on it in this process."""

from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest

from remit.cli.application import exit_code

RULES = """\
ruleset skin version 1.0
  title "Skin response at six months"

measure skin "Active skin disease" : yes or no, no is better
measure dose "Prednisone dose"     : mg/day from 0 to 2000, usual 0 to 60, lower is better
event   ivig "IVIG started"

timepoint baseline : day 0,   window day -30 to day 0,   last
timepoint month_6  : month 6, window month 5 to month 7, nearest

state clear "Skin clear" when not skin

response cleared "Skin lesions resolved"
  among skin at baseline
  when  not skin at month_6

steroid-sparing less "Dose reduced"
  when dose falls from baseline to month_6

compare dose from baseline to month_6 using paired t test
rate    cleared, less

case "lesions resolve"
  given  skin = yes at day 0, no at day 180
  expect cleared is met

case "nobody looked"
  given  skin = yes at day 0, dose = 5 mg/day at day 180
  expect cleared is undetermined
"""

STUDY = """\
title = "A small study"
rules = ["rules.remit"]

[patients]
file = "patients.csv"
patient = "id"
index = "start"

[[visits]]
file = "visits.csv"
patient = "id"
date = "date"
measures = { skin = "skin", dose = "dose" }
"""

PATIENTS = """\
id,start
P1,2024-01-08
P2,2024-02-05
"""

VISITS = """\
id,date,skin,dose
P1,2024-01-08,yes,20
P1,2024-07-10,no,5
P2,2024-02-05,yes,40
P2,2024-08-01,,10
"""

FILES = {"rules.remit": RULES, "study.toml": STUDY, "patients.csv": PATIENTS, "visits.csv": VISITS}


def lay_out(folder: Path, **files: str | bytes | None) -> Path:
    """Write the study into a folder, some files as given (`visits_csv`), those that are None left out."""
    changed = {name.replace("_", "."): content for name, content in files.items()}
    folder.mkdir(exist_ok=True)
    for name, content in {**FILES, **changed}.items():
        if isinstance(content, str):
            content = dedent(content).encode("utf-8")
        if content is not None:
            (folder / name).write_bytes(content)
    return folder


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it wrote where."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class CommandLine:
    """The command line in this process, with standard output and error into pipes."""

    captured: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str | Path) -> Ended:
        self.captured.readouterr()
        code = exit_code(list(map(str, arguments)))
        out, err = self.captured.readouterr()
        return Ended(int(code), out, err)
