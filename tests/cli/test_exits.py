"""Each way to end: its exit code, and nothing on stdout that is no result."""

from pathlib import Path

import pytest

import remit as package
from remit.cli.exits import Exit
from tests.cli.studies import RULES, CommandLine, lay_out


def test_fine(remit: CommandLine, study: Path):
    ended = remit("run", study)
    assert (ended.code, ended.err) == (Exit.FINE, "")
    assert ended.out.startswith("A small study\n")


def test_an_undetermined_patient_is_no_failure(remit: CommandLine, study: Path):
    ended = remit("run", study)
    assert "UNDETERMINED" in ended.out
    assert ended.code == Exit.FINE


def test_findings(remit: CommandLine, study: Path):
    (study / "rules.remit").write_text(RULES.replace("when  not skin", "when  not skim"))
    ended = remit("check", study / "rules.remit")
    assert (ended.code, ended.err) == (Exit.FINDINGS, "")
    assert "error[E201]" in ended.out


def test_a_failed_case(remit: CommandLine, study: Path):
    (study / "rules.remit").write_text(RULES.replace("cleared is met", "cleared is not met"))
    assert remit("test", study / "rules.remit").code == Exit.FINDINGS


def test_cannot_run(remit: CommandLine, study: Path):
    (study / "rules.remit").write_text(RULES.replace("when  not skin", "when  not skim"))
    ended = remit("run", study)
    assert (ended.code, ended.out) == (Exit.CANNOT_RUN, "")
    assert ended.err.startswith("error[E201]")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chek"], "There is no command `chek`. Did you mean `check`?"),
        (["run"], "Missing argument 'STUDY'."),
        (["run", "study", "--formt", "json"], "No such option"),
        (["run", "study", "--format", "yaml"], "'yaml' is not one of"),
        (["run", "study", "--patients", "few"], "`few` is neither a number nor `all`"),
        (
            ["explain", "study", "P3"],
            "there is no patient `P3` in study\n   = help: did you mean `P1` or `P2`?",
        ),
        (
            ["explain", "study", "P1", "clear"],
            "there is no outcome `clear` in study/rules.remit\n   = help: did you mean",
        ),
        (["errors", "E999"], "there is no diagnostic E999"),
        (["check", "nowhere.remit"], "error[E601]: there is no file `nowhere.remit`"),
        (["test", "nowhere.remit"], "error[E601]: there is no file `nowhere.remit`"),
        (["run", "nowhere"], "error[E601]"),
        (["explain", "nowhere", "P1"], "error[E601]"),
        (["data", "nowhere"], "error[E601]"),
        (["check", "empty"], "in the folder `empty` is neither a study.toml nor a rule file"),
    ],
)
def test_usage(remit: CommandLine, study: Path, arguments: list[str], said: str):
    Path("empty").mkdir()
    ended = remit(*arguments)
    assert (ended.code, ended.out) == (Exit.CANNOT_RUN, "")
    assert said in ended.err
    assert "Traceback" not in ended.err


def test_our_own_mistake_is_confessed(remit: CommandLine, study: Path, monkeypatch: pytest.MonkeyPatch):
    def fail(*_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("remit.pipeline.run", fail)
    ended = remit("run", study)
    assert (ended.code, ended.out) == (Exit.OUR_BUG, "")
    first, second, *_ = ended.err.splitlines()
    assert first.startswith(
        f"error[E901]: remit {package.__version__} has made a mistake of its own; please report it"
    )
    assert second == "Traceback (most recent call last):"
    assert ended.err.endswith("ZeroDivisionError: division by zero\n")


def test_an_interruption_is_quiet(remit: CommandLine, study: Path, monkeypatch: pytest.MonkeyPatch):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("remit.pipeline.run", interrupted)
    ended = remit("run", study)
    assert (ended.code, ended.out, ended.err.strip()) == (Exit.INTERRUPTED, "", "")


def test_version(remit: CommandLine):
    ended = remit("--version")
    assert (ended.code, ended.out) == (Exit.FINE, f"remit {package.__version__}\n")


@pytest.mark.parametrize("command", ["run", "explain", "check", "test", "data", "errors"])
def test_every_command_has_a_help_with_an_example(remit: CommandLine, command: str):
    ended = remit(command, "--help")
    assert ended.code == Exit.FINE
    assert f"\n    remit {command}" in ended.out
    assert f"  {command} " in remit("--help").out


def test_several_paths_are_refused_as_one(remit: CommandLine, tmp_path: Path):
    lay_out(tmp_path / "study")
    ended = remit("check", tmp_path / "study" / "rules.remit", tmp_path / "nowhere.remit")
    assert (ended.code, ended.out) == (Exit.CANNOT_RUN, "")
