"""What arrives where: in which characters, how wide, in which colours; tried on processes of their own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.studies import RULES, lay_out

PLAIN = {
    name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "PYTHONUTF8")
}
COMMAND = [sys.executable, "-c", "from remit.cli import main; main()"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("here")
    lay_out(folder / "study", rules_remit=RULES.replace("Active", "Aktivität der"))
    return folder


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *arguments], cwd=folder, env={**PLAIN, **environment}, capture_output=True, check=False
    )


# ---- into a pipe -------------------------------------------------------------------------------------


COMMANDS = [
    "run study", "explain study P2", "test study --coverage", "data study", "check study", "errors E312",
    "run nowhere", "--help",
]  # fmt: skip
CP1252 = {"PYTHONIOENCODING": "cp1252"}
ASCII = {"PYTHONIOENCODING": "ascii"}
C_LOCALE = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.parametrize("line", COMMANDS)
def test_a_pipe_in_cp1252_carries_every_result(folder: Path, line: str):
    assert_carried(folder, line, CP1252)


@pytest.mark.parametrize("line", COMMANDS[:2])
@pytest.mark.parametrize("environment", [ASCII, C_LOCALE], ids=["ascii", "LC_ALL=C"])
def test_so_does_one_that_can_carry_less(folder: Path, line: str, environment: dict[str, str]):
    assert_carried(folder, line, environment)


def assert_carried(folder: Path, line: str, environment: dict[str, str]) -> None:
    ended = run(folder, *line.split(), **environment)
    assert b"Traceback" not in ended.stderr
    assert ended.returncode == (2 if "nowhere" in line else 0)
    assert bool(ended.stdout) == (ended.returncode == 0)


def test_marks_in_cp1252_are_letters(folder: Path):
    out = run(folder, "run", "study", **CP1252).stdout.decode("cp1252")
    assert "20 -> 5  Y" in out
    assert "Y better, N worse" in out


@pytest.mark.parametrize("form", ["json", "csv"])
def test_data_are_the_same_bytes_in_every_locale(folder: Path, form: str):
    first, *others = (
        run(folder, "run", "study", "--format", form, **environment).stdout
        for environment in (
            {"PYTHONUTF8": "1"},
            {"PYTHONIOENCODING": "cp1252"},
            {"LC_ALL": "C", "TZ": "Asia/Tokyo"},
        )
    )
    assert first.decode("utf-8")
    assert all(other == first for other in others)


def test_a_pipe_has_no_width_and_no_colours(folder: Path):
    out = run(folder, "run", "study", COLUMNS="40", FORCE_COLOR="").stdout.decode("utf-8")
    assert "\x1b" not in out
    assert (
        "the data leave some patients undetermined, and the rules do not say how they count; the rate is"
        in out
    )


def test_a_reader_who_has_seen_enough_is_no_error(folder: Path):
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(
        [*COMMAND, "run", "study"], cwd=folder, env=PLAIN, stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk can be imitated on Linux only")
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_full_disk_is_no_mistake_of_remit(folder: Path, form: str):
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [*COMMAND, "run", "study", "--format", form],
            cwd=folder, env=PLAIN, stdout=full, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
    assert ended.returncode == 2
    assert ended.stderr.startswith(b"error: the result cannot be written: ")


# ---- on a terminal -----------------------------------------------------------------------------------


def on_terminal(folder: Path, columns: int, *arguments: str, **environment: str) -> str:
    """What a terminal of so many columns receives on stdout."""
    pty = pytest.importorskip("pty", reason="a terminal can be imitated on POSIX only")
    leader, follower = pty.openpty()
    size = {"COLUMNS": str(columns), "TERM": "xterm", "PYTHONUTF8": "1"}
    with subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=folder,
        env={**PLAIN, **size, **environment},
        stdout=follower,
        stderr=follower,
    ) as process:
        os.close(follower)
        received = b""
        while chunk := _read(leader):
            received += chunk
        assert process.wait() in (0, 1)
    os.close(leader)
    return received.decode("utf-8").replace("\r\n", "\n")


def _read(leader: int) -> bytes:
    """The next bytes; none where the other end is closed, which Linux calls an input/output error."""
    try:
        return os.read(leader, 65536)
    except OSError:
        return b""


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("line", ["run study", "test study --coverage", "data study"])
def test_tables_keep_within_a_terminal(folder: Path, line: str, columns: int):
    out = on_terminal(folder, columns, *line.split(), NO_COLOR="1")
    assert "\x1b" not in out
    assert max(map(len, out.splitlines())) <= columns


def test_colours_change_no_character(folder: Path):
    plain = on_terminal(folder, 100, "run", "study", NO_COLOR="1")
    coloured = on_terminal(folder, 100, "run", "study")
    assert "\x1b[1;33mUNDETERMINED" not in plain
    assert "\x1b[33mUNDETERMINED\x1b[0m" in coloured
    assert without_colours(coloured) == plain


def test_a_terminal_without_colours_gets_none(folder: Path):
    assert "\x1b" not in on_terminal(folder, 100, "run", "study", TERM="dumb")


def test_diagnostics_are_coloured_on_a_terminal(folder: Path):
    (folder / "wrong.remit").write_text(RULES.replace("when  not skin", "when  not skim"))
    out = on_terminal(folder, 100, "check", "wrong.remit")
    assert "\x1b[1;31merror[E201]\x1b[0m" in out


def without_colours(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


@pytest.mark.parametrize(
    ("line", "word"), [("explain study P2 cleared", "response"), ("errors E312", "measure")]
)
def test_rule_text_is_coloured_wherever_it_is_shown(folder: Path, line: str, word: str):
    plain = on_terminal(folder, 100, *line.split(), NO_COLOR="1")
    coloured = on_terminal(folder, 100, *line.split())
    assert f"\x1b[1;35m{word}\x1b[0m" in coloured
    assert "\x1b" not in plain
    assert without_colours(coloured) == plain


def test_so_are_the_lines_beside_a_diagnostic_and_those_that_the_library_proposes(folder: Path):
    (folder / "wrong.remit").write_text(RULES.replace("when  not skin", "when  not skim"))
    assert "\x1b[1mnot\x1b[0m skim" in on_terminal(folder, 100, "check", "wrong.remit")
    assert "\x1b[1;35mrate\x1b[0m doris" in on_terminal(folder, 100, "library", "doris_2021")
