"""`remit fmt`: which files are written, what is printed, and how it ends."""

import io
from pathlib import Path

import pytest

from remit.cli.exits import Exit
from tests.cli.studies import CommandLine

UGLY = "measure   esr:mm/h from 0 to 150\nstate low when esr<=20 mm/h # low\n"
NEAT = "measure esr : mm/h from 0 to 150\nstate low when esr <= 20 mm/h  # low\n"
WRONG = "measure esr mm/h\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "ugly.remit").write_text(UGLY)
    (tmp_path / "rules" / "neat.remit").write_text(NEAT)
    return Path("rules")


def test_files_are_rewritten(remit: CommandLine, folder: Path):
    ended = remit("fmt", folder)
    assert (ended.code, ended.out) == (Exit.FINE, "")
    assert ended.err == "reformatted: rules/ugly.remit\n1 reformatted, 1 left as they are\n"
    assert (folder / "ugly.remit").read_text() == NEAT
    assert remit("fmt", folder).err == "0 reformatted, 2 left as they are\n"


def test_check_writes_nothing_and_ends_with_1_where_a_file_would_change(remit: CommandLine, folder: Path):
    ended = remit("fmt", "--check", folder)
    assert (ended.code, ended.out) == (Exit.FINDINGS, "")
    assert "would be reformatted: rules/ugly.remit\n" in ended.err
    assert (folder / "ugly.remit").read_text() == UGLY
    assert remit("fmt", "--check", folder / "neat.remit").code == Exit.FINE


def test_diff_shows_what_would_change(remit: CommandLine, folder: Path):
    ended = remit("fmt", "--diff", folder)
    assert ended.code == Exit.FINDINGS
    assert "-measure   esr:mm/h from 0 to 150\n" in ended.out
    assert "+measure esr : mm/h from 0 to 150\n" in ended.out
    assert (folder / "ugly.remit").read_text() == UGLY


def test_standard_input(remit: CommandLine, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(UGLY.encode())))
    ended = remit("fmt", "-")
    assert (ended.code, ended.out, ended.err) == (Exit.FINE, NEAT, "")


def test_standard_input_that_is_no_text(remit: CommandLine, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xfe")))
    ended = remit("fmt", "-")
    assert (ended.code, ended.err) == (Exit.CANNOT_RUN, "error: standard input is not UTF-8 text\n")


def test_a_file_that_does_not_parse_is_told_and_no_file_is_written(remit: CommandLine, folder: Path):
    (folder / "wrong.remit").write_text(WRONG)
    ended = remit("fmt", folder)
    assert ended.code == Exit.CANNOT_RUN
    assert "error[E101]" in ended.err
    assert "rules/wrong.remit:1:13" in ended.err
    assert (folder / "ugly.remit").read_text() == UGLY
    assert (folder / "wrong.remit").read_text() == WRONG


def test_line_ends_and_the_byte_order_mark_stay(remit: CommandLine, folder: Path):
    (folder / "ugly.remit").write_bytes(b"\xef\xbb\xbf" + UGLY.replace("\n", "\r\n").encode())
    assert remit("fmt", folder / "ugly.remit").code == Exit.FINE
    assert (folder / "ugly.remit").read_bytes() == b"\xef\xbb\xbf" + NEAT.replace("\n", "\r\n").encode()
    assert remit("fmt", "--check", folder / "ugly.remit").code == Exit.FINE


def test_no_path_is_wrong_usage(remit: CommandLine):
    assert remit("fmt").code == Exit.CANNOT_RUN
