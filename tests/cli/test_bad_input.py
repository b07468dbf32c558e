"""Bad input of each kind: its code and place on stderr, nothing on stdout, nothing written, exit code 2."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from remit.cli.exits import Exit
from tests.cli.studies import FILES, PATIENTS, RULES, STUDY, VISITS, CommandLine, lay_out


@dataclass(frozen=True)
class Bad:
    """What is wrong: the files that differ from the good study, and the code and place told of it."""

    name: str
    code: str
    place: str
    files: dict[str, str | bytes | None] = field(default_factory=dict)


def changed(name: str, code: str, place: str, file: str, good: str, bad: str) -> Bad:
    """One change to a file of the good study."""
    content = FILES[file]
    assert good in content, good
    return Bad(name, code, place, {file.replace(".", "_"): content.replace(good, bad, 1)})


def rules(name: str, code: str, place: str, good: str, bad: str) -> Bad:
    return changed(name, code, f"study/rules.remit:{place}", "rules.remit", good, bad)


def visits(name: str, code: str, place: str, good: str, bad: str) -> Bad:
    return changed(name, code, f"visits.csv:{place}", "visits.csv", good, bad)


def study_file(name: str, code: str, place: str, good: str, bad: str) -> Bad:
    return changed(name, code, f"study/study.toml:{place}", "study.toml", good, bad)


WHEN = "when  not skin at month_6"
LESS = "when dose falls from baseline to month_6"
GRADE = """measure grade "Grade" : scale none < mild < severe
response mild
  when grade at month_6 is none or mild
"""
IN_CP1252 = RULES.replace("Active", "Aktivität").encode("cp1252")
RULE_FILES = [
    rules("a misspelt measure", "E201", "15:13", WHEN, "when  not skim at month_6"),
    rules("a unit of another dimension", "E312", "18:26", LESS, "when dose at month_6 < 7.5 mg/L"),
    rules("a bare number against a unit", "E311", "18:26", LESS, "when dose at month_6 < 7.5"),
    rules("per visit where a patient's is needed", "E302", "15:9", WHEN, "when  not skin"),
    rules("a loose and", "E104", "15:23", WHEN, "when  any visit has clear and skin"),
    rules("is one or another", "E105", "8:36", 'event   ivig "IVIG started"', GRADE),
    rules("a cycle", "E401", "11:7", 'state clear "Skin clear" when not skin', "state clear when not clear"),
    rules("an unclosed string", "E102", "5:14", '"Prednisone dose"', '"Prednisone dose'),
    Bad("an empty rule file", "E109", "study/rules.remit:1:1", {"rules_remit": ""}),
    Bad("a missing rule file", "E506", "study/study.toml:2:10", {"rules_remit": None}),
    Bad("a rule file in another encoding", "E603", "study/rules.remit:4", {"rules_remit": IN_CP1252}),
]

VISITS_IN_CP1252 = VISITS.replace("no,5", "nö,5").encode("cp1252")
TWICE = VISITS.replace("\n", ",0\n").replace("dose,0", "dose,dose")
WITHOUT_VISITS: dict[str, str | bytes | None] = {
    "patients_csv": PATIENTS + "P3,2024-01-08\n",
    "study_toml": STUDY + '[data]\nwithout_visits = "stop"\n',
}
TABLES = [
    Bad("an empty table", "E602", "visits.csv", {"visits_csv": ""}),
    Bad("a missing table", "E601", "study/study.toml:10:8", {"visits_csv": None}),
    Bad("a table in another encoding", "E603", "visits.csv:3", {"visits_csv": VISITS_IN_CP1252}),
    Bad("a semicolon as separator", "E604", "visits.csv:1", {"visits_csv": VISITS.replace(",", ";")}),
    Bad("a repeated column", "E606", "visits.csv:1:dose", {"visits_csv": TWICE}),
    changed("a missing column", "E605", "study/study.toml:13:36", "visits.csv", "skin,dose", "skin,predn"),
    visits("a ragged row", "E607", "3", "no,5", "no,5,6"),
    visits("text in a number column", "E701", "3:dose", "no,5", "no,five"),
    visits("a value outside the possible range", "E702", "3:dose", "no,5", "no,5000"),
    visits("an impossible date", "E703", "3:date", "2024-07-10", "2024-02-30"),
    visits("an ambiguous date", "E704", "3:date", "2024-07-10", "03/04/2024"),
    visits("an unknown level", "E710", "3:skin", "no,5", "perhaps,5"),
    visits("a visit of an unknown patient", "E705", "3:id", "P1,2024-07", "P9,2024-07"),
    visits("two values for one visit", "E707", "3:dose", "P1,2024-07-10,no,5", "P1,2024-01-08,yes,25"),
    Bad("no visits at all", "E708", "visits.csv", {"visits_csv": VISITS.splitlines()[0] + "\n"}),
    Bad(
        "a patient listed twice", "E709", "patients.csv:4:id", {"patients_csv": PATIENTS + "P1,2024-01-08\n"}
    ),
    Bad("a patient without visits, where that stops", "E706", "patients.csv:4:id", WITHOUT_VISITS),
]

STUDY_FILES = [
    study_file("an unknown key", "E502", "7:1", "index =", "indx ="),
    study_file("a missing key", "E504", "1:1", 'rules = ["rules.remit"]\n', ""),
    study_file("no TOML", "E501", "1:9", '"A small study"', "A small study"),
    study_file("a value of another kind", "E503", "5:8", '"patients.csv"', "3"),
    study_file("a name that the rules do not declare", "E505", "13:29", "dose =", "dos ="),
]


@pytest.mark.parametrize("bad", [*RULE_FILES, *TABLES, *STUDY_FILES], ids=lambda bad: bad.name)
def test_bad_input(bad: Bad, remit: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    lay_out(tmp_path / "study", **bad.files)
    before = sorted(tmp_path.rglob("*"))
    ended = remit("run", "study", "--output", "report.txt")
    assert (ended.code, ended.out) == (Exit.CANNOT_RUN, ""), ended.err
    assert re.findall(r"^error\[(\w+)\]", ended.err, re.MULTILINE) == [bad.code], ended.err
    assert re.findall(r"^ +--> (.+)$", ended.err, re.MULTILINE)[0] == bad.place, ended.err
    assert "Traceback" not in ended.err
    assert sorted(tmp_path.rglob("*")) == before


def test_every_mistake_is_told_at_once(remit: CommandLine, tmp_path: Path):
    lay_out(tmp_path / "study", visits_csv=VISITS.replace("no,5", "perhaps,five").replace(",10", ",ten"))
    ended = remit("run", tmp_path / "study")
    assert re.findall(r"^error\[(\w+)\]", ended.err, re.MULTILINE) == ["E710", "E701", "E701"]


# ---- what is no mistake ------------------------------------------------------------------------------


def test_a_byte_order_mark_is_no_part_of_the_first_column(remit: CommandLine, tmp_path: Path):
    plain = remit("run", lay_out(tmp_path / "study")).out
    marked = lay_out(
        tmp_path / "study",
        visits_csv="\N{BYTE ORDER MARK}" + VISITS,
        rules_remit="\N{BYTE ORDER MARK}" + RULES,
    )
    ended = remit("run", marked)
    assert (ended.code, ended.out) == (Exit.FINE, plain)


def test_line_ends_of_another_system_are_no_mistake(remit: CommandLine, tmp_path: Path):
    plain = remit("run", lay_out(tmp_path / "study")).out
    lay_out(
        tmp_path / "study", visits_csv=VISITS.replace("\n", "\r\n"), rules_remit=RULES.replace("\n", "\r\n")
    )
    assert remit("run", tmp_path / "study").out == plain


def test_what_is_set_aside_is_told_with_its_reason(remit: CommandLine, tmp_path: Path):
    study = lay_out(
        tmp_path / "study",
        visits_csv=VISITS.replace("no,5", "no,five").replace(",10", ",5000"),
        study_toml=STUDY + '[data]\nunreadable = "set aside"\nout_of_range = "set aside"\n',
    )
    ended = remit("run", study)
    assert ended.code == Exit.FINE
    assert "set aside, unreadable: `five` (visits.csv:3:dose)" in ended.out
    assert "`5000` (visits.csv:5:dose)" in ended.out
    assert "Notes on the data" in ended.out


def test_a_patient_without_visits_stays_in_every_denominator(remit: CommandLine, tmp_path: Path):
    ended = remit("run", lay_out(tmp_path / "study", patients_csv=PATIENTS + "P3,2024-01-08\n"))
    assert ended.code == Exit.FINE
    assert "W706: 1 patient without visits: P3." in ended.out
    assert "P3        skin at baseline: " in ended.out
