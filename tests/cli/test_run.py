import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from remit.cli.exits import Exit
from remit.evaluate import cohort
from tests.cli.studies import RULES, VISITS, CommandLine, lay_out


def test_the_report_names_the_missing_cell(remit: CommandLine, study: Path):
    out = remit("run", study).out
    assert "skin not recorded at the visit of day 178 (visits.csv:5:skin)" in out


def test_a_study_file_is_its_study(remit: CommandLine, study: Path):
    assert remit("run", study / "study.toml").out == remit("run", study).out


@pytest.mark.parametrize("form", ["text", "csv"])
def test_the_number_of_workers_changes_nothing(remit: CommandLine, study: Path, form: str):
    usual = remit("run", study, "--format", form).out
    assert {remit("run", study, "--format", form, "--workers", number).out for number in "123"} == {usual}


def test_the_workers_that_are_asked_for_evaluate(
    remit: CommandLine, study: Path, monkeypatch: pytest.MonkeyPatch
):
    found: list[int] = []
    shared_out = cohort._shared_out

    def watched(work: Any, portions: Any, workers: int) -> Any:
        found.append(workers)
        return shared_out(work, portions, workers)

    monkeypatch.setattr(cohort, "_shared_out", watched)
    remit("run", study, "--workers", "3")
    assert found == [3]


@pytest.mark.parametrize("number", ["0", "-1", "many"])
def test_a_number_of_workers_that_is_none(remit: CommandLine, study: Path, number: str):
    ended = remit("run", study, "--workers", number)
    assert ended.code == Exit.CANNOT_RUN and not ended.out and "--workers" in ended.err


def test_json(remit: CommandLine, study: Path):
    content = json.loads(remit("run", study, "--format", "json").out)
    assert content["format_version"] == 1
    (cleared, _) = content["outcomes"]
    assert [one["verdict"] for one in cleared["verdicts"]] == ["met", "undetermined"]


def test_csv(remit: CommandLine, study: Path):
    rows = list(csv.DictReader(io.StringIO(remit("run", study, "--format", "csv").out)))
    assert [row["verdict"] for row in rows if row["outcome"] == "cleared"] == ["met", "undetermined"]
    assert [
        (row["day"], row["value"]) for row in rows if row["outcome"] == "clear" and row["patient"] == "P1"
    ] == [
        ("0", "no"),
        ("184", "yes"),
    ]


@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_a_file_holds_what_would_have_been_printed(remit: CommandLine, study: Path, form: str):
    printed = remit("run", study, "--format", form)
    written = remit("run", study, "--format", form, "--output", "report.txt")
    assert (written.code, written.out, written.err) == (Exit.FINE, "", "")
    assert Path("report.txt").read_bytes().decode("utf-8") == printed.out


def test_a_file_is_replaced_in_one_step(remit: CommandLine, study: Path):
    Path("report.txt").write_text("what was there before")
    remit("run", study, "--output", "report.txt")
    assert Path("report.txt").read_text("utf-8").startswith("A small study\n")
    assert sorted(path.name for path in Path().iterdir()) == ["report.txt", "study"]


def test_nothing_is_written_where_the_study_cannot_be_run(remit: CommandLine, study: Path):
    Path("report.txt").write_text("what was there before")
    (study / "visits.csv").write_text(VISITS.replace("20\n", "twenty\n"))
    ended = remit("run", study, "--output", "report.txt")
    assert (ended.code, ended.out) == (Exit.CANNOT_RUN, "")
    assert Path("report.txt").read_text() == "what was there before"
    assert sorted(path.name for path in Path().iterdir()) == ["report.txt", "study"]


@pytest.mark.parametrize("path", ["no/such/folder/report.txt", "study/rules.remit/report.txt"])
def test_a_file_that_cannot_be_written_leaves_nothing_behind(remit: CommandLine, study: Path, path: str):
    ended = remit("run", study, "--output", path)
    assert (ended.code, ended.out) == (Exit.CANNOT_RUN, "")
    assert ended.err.startswith(f"error: `{path}` cannot be written: ")
    assert sorted(path.name for path in Path().iterdir()) == ["study"]


def test_fewer_patients(remit: CommandLine, study: Path):
    assert "and 1 more: `--patients all`" in remit("run", study, "--patients", "1").out
    assert "`--patients all`" not in remit("run", study, "--patients", "all").out


def test_the_same_bytes_every_time(remit: CommandLine, study: Path, tmp_path: Path):
    again = lay_out(tmp_path / "again")
    for form in ("json", "csv"):
        first = remit("run", study, "--format", form).out
        assert first == remit("run", study, "--format", form).out
        assert first.replace("study/", "") == remit("run", again, "--format", form).out.replace(
            f"{again}/", ""
        )


def test_a_patient_is_explained(remit: CommandLine, study: Path):
    ended = remit("explain", study, "P2", "cleared")
    assert ended.code == Exit.FINE
    assert ended.out.startswith("P2   cleared   UNDETERMINED")
    assert "visits.csv:5:skin" in ended.out


def test_every_outcome_of_a_patient_is_explained(remit: CommandLine, study: Path):
    out = remit("explain", study, "P1").out
    assert "P1   cleared   MET" in out
    assert "P1   less   MET" in out


def test_an_explanation_as_json(remit: CommandLine, study: Path):
    content = json.loads(remit("explain", study, "P2", "--format", "json").out)
    assert content["format_version"] == 1
    assert [one["verdict"] for one in content["explanations"]] == ["undetermined", "met"]


def test_all_of_an_explanation_opens_more(remit: CommandLine, study: Path):
    brief, whole = (remit("explain", study, "P1", "cleared", *more).out for more in ((), ("--all",)))
    assert len(whole.splitlines()) >= len(brief.splitlines())


def test_the_data(remit: CommandLine, study: Path):
    (study / "visits.csv").write_text(VISITS.replace(",40\n", ",400\n"))
    ended = remit("data", study)
    assert ended.code == Exit.FINE
    lines = [" ".join(line.split()) for line in ended.out.splitlines()]
    assert "skin baseline 2 0 0 0" in lines
    assert "month_6 1 1 0 0" in lines
    assert any(line.startswith("P2 dose 0 400 visits.csv:4:dose outside the usual range") for line in lines)


def test_a_measure_in_no_column_is_said_to_be_so(remit: CommandLine, study: Path):
    (study / "rules.remit").write_text(
        RULES.replace("event   ivig", "measure crp : mg/L from 0 up\nevent   ivig")
    )
    assert "crp" in remit("data", study).out
    assert "in no column" in remit("data", study).out
