"""The command: what it prints, writes and refuses; all through the program's own way to end."""

import os
from pathlib import Path

import pytest

from remit.cli.application import exit_code
from remit.start.proposal import ProposedFile
from remit.start.writing import write
from tests.start.study import written

CHART = {
    "chart.csv": """
        id,rash_0,rash_6m,pred_mg_0,pred_mg_6m,foo_0,foo_6m
        a,yes,no,20,10,1.5,2
        b,yes,yes,30,5,1,2
    """
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    written(tmp_path, CHART)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_it_says_what_it_looked_at_wrote_and_asks(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert exit_code(["init", "chart.csv"]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    assert (
        printed.out
        == """\
Looked at
  chart.csv  a row a patient: 2 patients, with columns at baseline, month 6

Wrote
  study.toml   which file and column holds what
  rules.remit  what was measured, and what counts

To decide: each place is a remark there that begins with `# ?`
  rules.remit:14,16  the unit of `pred`, `foo`
  rules.remit:27     what counts as response

Then
  remit check .  tells what is missing
  remit run .    evaluates and reports
"""
    )
    assert files(folder) == ["chart.csv", "rules.remit", "study.toml"]


def test_what_is_left_to_decide_is_what_check_tells(folder: Path, capsys: pytest.CaptureFixture[str]):
    exit_code(["init", "chart.csv"])
    assert exit_code(["check", "."]) == 1
    assert "error[E201]: nothing is called `fill_in`" in capsys.readouterr().out
    rules = Path("rules.remit").read_text()
    Path("rules.remit").write_text(rules.replace("when    fill_in\n", "when    not rash at month_6\n"))
    assert exit_code(["check", "."]) == 0
    assert exit_code(["run", "."]) == 0


def test_another_folder_is_made(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert exit_code(["init", "chart.csv", "--output", "studies/mine"]) == 0
    assert files(folder) == ["chart.csv", "studies/mine/rules.remit", "studies/mine/study.toml"]
    assert "studies/mine/rules.remit:27 " in capsys.readouterr().out
    assert 'file = "../../chart.csv"' in Path("studies/mine/study.toml").read_text()


def test_without_one_the_study_is_beside_its_data(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(folder.parent)
    assert exit_code(["init", f"{folder.name}/chart.csv"]) == 0
    assert files(folder) == ["chart.csv", "rules.remit", "study.toml"]
    assert 'file = "chart.csv"' in (folder / "study.toml").read_text()


def test_one_file_named_twice_is_one_file(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert exit_code(["init", "chart.csv", "chart.csv"]) == 0
    assert capsys.readouterr().out.count("a row a patient") == 1


@pytest.mark.parametrize("name", ["study.toml", "rules.remit"])
def test_what_is_there_is_not_overwritten(folder: Path, name: str, capsys: pytest.CaptureFixture[str]):
    Path(name).write_text("mine")
    assert exit_code(["init", "chart.csv"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == (
        f"error: `{name}` would be overwritten\n"
        "   = help: `--output DIR` writes elsewhere; `--force` replaces what is there\n"
    )
    assert Path(name).read_text() == "mine"
    assert files(folder) == sorted(["chart.csv", name])


def test_unless_that_is_wanted(folder: Path):
    Path("study.toml").write_text("mine")
    assert exit_code(["init", "chart.csv", "--force"]) == 0
    assert Path("study.toml").read_text().startswith("# Proposed by `remit init`")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("none.csv", None, "E601"),
        ("a.csv", "", "E602"),
        ("a.csv", "id,esr\n", "E602"),
        ("a.csv", "id,esr\n1,2,3\n", "E607"),
        ("a.csv", "weight,meaning\n1.5,low\n2.5,high\n", "E605"),
        ("a.xlsx", "id,esr\n1,2\n", "E609"),
        ("a.xls", "x", "E609"),
        (".", None, "E601"),
    ],
)
def test_bad_input_is_told_and_nothing_is_written(
    folder: Path, name: str, content: str | None, code: str, capsys: pytest.CaptureFixture[str]
):
    if content is not None:
        Path(name).write_text(content)
    before = files(folder)
    assert exit_code(["init", name]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert f"error[{code}]: " in printed.err and "Traceback" not in printed.err
    assert files(folder) == before


def test_without_files_there_is_nothing_to_look_at(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert exit_code(["init"]) == 2
    assert "Missing argument 'DATA...'" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_told(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert exit_code(["init", "chart.csv", "--output", "chart.csv/study"]) == 2
    assert "cannot be written to" in capsys.readouterr().err
    assert files(folder) == ["chart.csv"]


def test_either_both_files_are_written_or_none(tmp_path: Path):
    good = ProposedFile("rules.remit", "text", ())
    bad = ProposedFile("study.toml", "\ud800 cannot be encoded", ())
    with pytest.raises(UnicodeEncodeError):
        write([good, bad], tmp_path)
    assert files(tmp_path) == []


def test_a_file_that_cannot_be_put_in_place_takes_the_others_back(tmp_path: Path):
    (tmp_path / "study.toml").mkdir()
    with pytest.raises(OSError, match=r"study\.toml"):
        write([ProposedFile("rules.remit", "text", ()), ProposedFile("study.toml", "text", ())], tmp_path)
    assert files(tmp_path) == []


def test_what_was_there_comes_back_where_another_cannot_be_written(tmp_path: Path):
    (tmp_path / "rules.remit").write_text("mine")
    (tmp_path / "study.toml").mkdir()
    with pytest.raises(OSError, match=r"study\.toml"):
        write([ProposedFile("rules.remit", "text", ()), ProposedFile("study.toml", "text", ())], tmp_path)
    assert files(tmp_path) == ["rules.remit"]
    assert (tmp_path / "rules.remit").read_text() == "mine"


@pytest.mark.skipif(os.name == "nt", reason="a console of Windows is asked otherwise")
def test_a_pipe_of_few_characters_gets_those_it_has(folder: Path):
    import subprocess
    import sys

    Path("größe ✓.csv").write_text("id,esr_0,esr_6m\na,5,6\nb,7,8\n", encoding="utf-8")
    script = "import sys; from remit.cli.application import exit_code; sys.exit(exit_code(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", script, "init", "größe ✓.csv"],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"gr??e Y.csv" in done.stdout


def test_help_costs_no_reading():
    import subprocess
    import sys

    script = (
        "import sys; import remit.start.command; "
        "sys.exit(bool({'numpy', 'pydantic', 'openpyxl', 'scipy', 'lark'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
