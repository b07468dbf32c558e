"""`remit library`: how a file of it is used, and a search that finds nothing."""

from pathlib import Path

from remit.library import named
from tests.cli.studies import CommandLine, lay_out


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
