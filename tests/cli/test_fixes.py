"""`remit check --fix`: what it changes, and what it leaves alone."""

from pathlib import Path

import pytest

from remit.cli.exits import Exit
from remit.cli.fixes import apply_fixes
from remit.diagnostics.diagnostic import Diagnostic, Fix, Label
from remit.source import Source
from tests.cli.studies import RULES, CommandLine

WRONG = RULES.replace("not skin at", "not skim at").replace("dose falls", "dosee falls")


def replacing(source: Source, wrong: str, right: str) -> Diagnostic:
    start = source.text.index(wrong)
    span = source.span(start, start + len(wrong))
    return Diagnostic("E201", f"nothing is called `{wrong}`", Label(span), fix=Fix(span, right))


def written(path: Path, text: str) -> Source:
    path.write_bytes(text.encode("utf-8"))
    return Source(str(path), text)


def test_every_fix_of_a_file_is_applied(tmp_path: Path):
    source = written(tmp_path / "wrong.remit", WRONG)
    found = [replacing(source, "skim", "skin"), replacing(source, "dosee", "dose")]
    assert apply_fixes(found) == {source.name: 2}
    assert (tmp_path / "wrong.remit").read_text("utf-8") == RULES
    assert [path.name for path in tmp_path.iterdir()] == ["wrong.remit"]


def test_a_diagnostic_without_a_fix_changes_nothing(tmp_path: Path):
    source = written(tmp_path / "wrong.remit", WRONG)
    assert apply_fixes([Diagnostic("E201", "nothing", Label(source.span(0, 1)))]) == {}
    assert (tmp_path / "wrong.remit").read_text("utf-8") == WRONG


def test_of_two_fixes_at_one_place_the_first_is_applied(tmp_path: Path):
    source = written(tmp_path / "wrong.remit", WRONG)
    found = [replacing(source, "skim", "skin"), replacing(source, "skim at", "dose at")]
    assert apply_fixes(found) == {source.name: 1}
    assert (tmp_path / "wrong.remit").read_text("utf-8") == WRONG.replace("skim", "skin")


def test_a_fix_that_leaves_as_many_mistakes_is_not_applied(tmp_path: Path):
    source = written(tmp_path / "wrong.remit", WRONG)
    assert apply_fixes([replacing(source, "skim", "skum")]) == {}
    assert (tmp_path / "wrong.remit").read_text("utf-8") == WRONG


def test_the_byte_order_mark_and_the_line_ends_stay(tmp_path: Path):
    path = tmp_path / "wrong.remit"
    path.write_bytes(b"\xef\xbb\xbf" + WRONG.replace("\n", "\r\n").encode("utf-8"))
    assert apply_fixes([replacing(Source(str(path), WRONG), "skim", "skin")]) == {str(path): 1}
    right = WRONG.replace("skim", "skin").replace("\n", "\r\n")
    assert path.read_bytes() == b"\xef\xbb\xbf" + right.encode("utf-8")


def test_what_is_fixed_is_told_and_the_rest_is_found_again(
    remit: CommandLine, study: Path, monkeypatch: pytest.MonkeyPatch
):
    path = study / "rules.remit"
    source = written(path, WRONG)
    fixable = replacing(source, "skim", "skin")
    checked = iter([(fixable,)])
    from remit.pipeline import check_text

    monkeypatch.setattr(
        "remit.pipeline.check_text", lambda text, name: next(checked, None) or check_text(text, name)
    )
    ended = remit("check", path, "--fix")
    assert ended.code == Exit.FINDINGS
    assert ended.err == f"fixed 1 in {path}\n"
    assert "`dosee`" in ended.out
    assert "`skim`" not in ended.out
