"""`remit library`: how a file of it is used, and a search that finds nothing."""

from pathlib import Path

import pytest

from remit.library import named
from tests.cli.studies import RULES, CommandLine, lay_out


def test_an_entry_says_how_it_is_used(remit: CommandLine):
    out = remit("library", "doris_2021").out
    assert f"rules = ['{named('doris_2021')}']" in out
    assert "How to use it" in out
    assert "rate " in out


def test_the_line_works_as_it_stands(remit: CommandLine, study: Path):
    """The rules are found by that line: what remains to be mended is what the study binds."""
    line = next(one.strip() for one in remit("library", "doris_2021").out.splitlines() if "rules = [" in one)
    lay_out(
        study, study_toml=(study / "study.toml").read_text("utf-8").replace('rules = ["rules.remit"]', line)
    )
    ended = remit("check", study)
    assert "the rules declare no measure `skin`" in ended.out
    assert "glucocorticoid, stable_therapy, immunosuppressant" in ended.out


def test_a_search_without_a_hit_says_so(remit: CommandLine):
    ended = remit("library", "--search", "xyzzy")
    assert ended.code == 0
    assert "No rule file has `xyzzy` in its head." in ended.out
    assert "0 rule files" not in ended.out


def test_every_case_of_the_library_is_run(remit: CommandLine):
    ended = remit("test", "--library")
    assert ended.code == 0
    last = ended.out.splitlines()[-1].split()
    assert last[0] == "together"
    assert last[1] == last[2]
    assert "sle/doris_2021" in ended.out


@pytest.mark.parametrize("words", [("test",), ("test", "--library", "rules.remit")])
def test_either_the_library_or_files_are_tested(remit: CommandLine, words: tuple[str, ...]):
    ended = remit(*words)
    assert ended.code == 2
    assert "give --library" in ended.err


def test_a_failed_case_of_the_library_is_told(
    remit: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "rules" / "skin").mkdir(parents=True)
    text = RULES.replace("expect cleared is met", "expect cleared is not met")
    (tmp_path / "rules" / "skin" / "skin.remit").write_text(text, "utf-8")
    monkeypatch.setattr("remit.rule_files.resource_folder", lambda _: tmp_path / "rules")
    ended = remit("test", "--library")
    assert ended.code == 1
    assert "cleared: expected not met, found met" in ended.out
    assert ended.out.splitlines()[-1].split()[:3] == ["together", "2", "1"]
