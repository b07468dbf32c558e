import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from remit.cli.exits import Exit
from tests.cli.studies import RULES, VISITS, CommandLine, lay_out

WRONG = RULES.replace("when  not skin", "when  not skim").replace("when dose falls", "when dos falls")


def test_a_rule_file_without_mistakes(remit: CommandLine, study: Path):
    ended = remit("check", study / "rules.remit")
    assert (ended.code, ended.out, ended.err) == (Exit.FINE, "no mistakes in study/rules.remit\n", "")


def test_every_mistake_once_with_a_count(remit: CommandLine, study: Path):
    (study / "rules.remit").write_text(WRONG)
    ended = remit("check", study / "rules.remit", study / "rules.remit")
    assert ended.code == Exit.FINDINGS
    assert ended.out.count("error[E201]") == 2
    assert ended.out.endswith("\n2 mistakes\n")


def test_a_study_has_its_rules_and_its_data_checked(remit: CommandLine, study: Path):
    assert remit("check", study).code == Exit.FINE
    (study / "visits.csv").write_text(VISITS.replace(",20\n", ",twenty\n"))
    ended = remit("check", study)
    assert ended.code == Exit.FINDINGS
    assert "error[E701]" in ended.out
    assert "visits.csv:2:dose" in ended.out


def test_a_folder_without_a_study_stands_for_its_rule_files(remit: CommandLine, study: Path):
    Path("rules/derm").mkdir(parents=True)
    Path("rules/derm/a.remit").write_text(RULES)
    Path("rules/b.remit").write_text(WRONG)
    ended = remit("check", "rules")
    assert ended.code == Exit.FINDINGS
    assert "rules/b.remit:" in ended.out
    assert "a.remit" not in ended.out


def test_json(remit: CommandLine, study: Path):
    (study / "rules.remit").write_text(WRONG)
    content = json.loads(remit("check", study / "rules.remit", "--format", "json").out)
    assert [one["code"] for one in content["diagnostics"]] == ["E201", "E201"]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("github", "::error file=study/rules.remit,line=15,"),
        ("sarif", '"version": "2.1.0"'),
        ("junit", "<testsuite "),
    ],
)
def test_other_formats(remit: CommandLine, study: Path, form: str, said: str):
    (study / "rules.remit").write_text(WRONG)
    ended = remit("check", study / "rules.remit", "--format", form)
    assert ended.code == Exit.FINDINGS
    assert said in ended.out


def test_warnings_alone_are_no_failure(remit: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from remit.diagnostics.diagnostic import Cell, Diagnostic, Label, Severity

    warning = Diagnostic(
        "W706", "patient `P3` has no visits", Label(Cell("patients.csv", 4)), severity=Severity.WARNING
    )
    monkeypatch.setattr("remit.pipeline.check_study", lambda _: (warning,))
    ended = remit("check", lay_out(tmp_path / "study"))
    assert ended.code == Exit.FINE
    assert ended.out.startswith("warning[W706]")
    assert ended.out.endswith("\n1 warning\n")


# ---- cases -------------------------------------------------------------------------------------------


def test_cases_that_pass(remit: CommandLine, study: Path):
    ended = remit("test", study / "rules.remit")
    assert ended.code == Exit.FINE
    assert "  ✓  lesions resolve\n  ✓  nobody looked\n  2 of 2 cases passed\n" in ended.out


def test_a_case_that_fails_says_what_was_expected_and_found(remit: CommandLine, study: Path):
    (study / "rules.remit").write_text(RULES.replace("cleared is undetermined", "cleared is not met"))
    out = remit("test", study / "rules.remit").out
    line = RULES[: RULES.index("expect cleared is undetermined")].count("\n") + 1
    said = f"cleared: expected not met, found undetermined (study/rules.remit:{line})"
    assert f"  ✗  nobody looked\n       {said}\n" in out
    assert "1 of 2 cases passed, 1 failed" in out


def test_a_study_stands_for_its_rules(remit: CommandLine, study: Path):
    assert remit("test", study).out == remit("test", study / "rules.remit").out


def test_coverage_names_every_condition(remit: CommandLine, study: Path):
    brief, whole = (remit("test", study, *more).out for more in ((), ("--coverage",)))
    assert "conditions seen met, not met and open" in brief
    rows = [line.split() for line in whole.splitlines()]
    assert ["11", "clear", "skin", "seen", "seen", "seen"] in rows
    assert any(row[1:2] == ["less"] and row[-3:] == ["never", "never", "seen"] for row in rows)


def test_cases_as_json(remit: CommandLine, study: Path):
    (study / "rules.remit").write_text(RULES.replace("cleared is undetermined", "cleared is not met"))
    ended = remit("test", study / "rules.remit", "--format", "json")
    content = json.loads(ended.out)
    assert (ended.code, content["format_version"]) == (Exit.FINDINGS, 1)
    (file,) = content["files"]
    assert [case["passed"] for case in file["cases"]] == [True, False]
    (failed,) = file["cases"][1]["expectations"]
    assert (failed["expected"], failed["found"]) == ("not met", "undetermined")


def test_cases_as_junit(remit: CommandLine, study: Path):
    (study / "rules.remit").write_text(RULES.replace("cleared is undetermined", "cleared is not met"))
    suites = ElementTree.fromstring(remit("test", study / "rules.remit", "--format", "junit").out)
    (suite,) = suites
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    assert [len(case) for case in suite] == [0, 1]


def test_a_file_without_cases_is_no_failure(remit: CommandLine, study: Path):
    (study / "rules.remit").write_text(RULES[: RULES.index('case "')])
    ended = remit("test", study / "rules.remit")
    assert ended.code == Exit.FINE
    assert "no cases: nothing shows yet that these rules say what is meant" in ended.out


# ---- pages -------------------------------------------------------------------------------------------


def test_the_page_of_a_diagnostic(remit: CommandLine):
    ended = remit("errors", "e312")
    assert ended.code == Exit.FINE
    assert ended.out.startswith("# E312: units of another dimension\n")


def test_all_codes(remit: CommandLine):
    lines = remit("errors").out.splitlines()
    assert "E312  units of another dimension" in lines


def test_a_mistake_of_syntax_hides_no_other(remit: CommandLine, study: Path):
    (study / "rules.remit").write_text(
        WRONG.replace('event   ivig "IVIG started"', 'event   ivig "IVIG started')
    )
    ended = remit("check", study / "rules.remit")
    assert ended.code == Exit.FINDINGS
    assert [line[:11] for line in ended.out.splitlines() if line.startswith("error")] == [
        "error[E102]",
        "error[E201]",
        "error[E201]",
    ]
    assert ended.out.endswith("\n3 mistakes\n")
