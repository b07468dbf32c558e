"""What README and docs show is what happens: their blocks are executed, page by page, in order.

A page's blocks share one folder, a copy of `examples`, `rules` and `docs`, and its Python blocks share their
names, so that a page may build on what it has done. Pages of diagnostics are executed with the diagnostics.
"""

import os
import shlex
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

import pytest

import remit
from tests.docs.pages import Block, blocks, commands, difference

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("examples", "rules", "docs")


def pages() -> list[Path]:
    elsewhere = ROOT / "docs" / "errors"
    examples = sorted((ROOT / "examples").glob("*/README.md"))
    found = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *examples]
    return [page for page in found if page.is_file() and not page.is_relative_to(elsewhere) and blocks(page)]


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("runs"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_page(page: Path, workspace: Path, subtests: pytest.Subtests):
    names: dict[str, Any] = {"__name__": "__main__"}
    for block in blocks(page):
        place = f"{page.relative_to(ROOT).as_posix()}:{block.line}"
        with subtests.test(place):
            if block.left_out is not None:
                pytest.skip(f"{place}: {block.left_out}")
            if block.language == "console":
                run_commands(block, workspace)
            elif block.language == "python":
                run_python(block, page, names)
            else:
                check_rules(block, place)


def run_commands(block: Block, workspace: Path) -> None:
    """Run the `$ remit …` lines of a block; a block without any tells how to install and is not run."""
    shown = commands(block.text)
    if not any(is_remit(command.line) for command in shown):
        return
    for command in shown:
        assert is_remit(command.line), f"`{command.line}` belongs in a block of its own"
        done = run_remit(command.line, workspace)
        unlike = difference(command.output, done.stdout)
        assert not unlike, f"$ {command.line}\n{unlike}"
        assert done.returncode == block.status, f"$ {command.line}"


def is_remit(line: str) -> bool:
    return line.split()[:1] == ["remit"]


def run_remit(line: str, workspace: Path) -> subprocess.CompletedProcess[str]:
    """Run a command line as a reader would, standard output and error in one stream."""
    script = shutil.which("remit", path=sysconfig.get_path("scripts"))
    assert script is not None, "the command `remit` is not installed here: pip install -e ."
    plain = {"NO_COLOR": "1", "PYTHONUTF8": "1"}
    return subprocess.run(
        [script, *shlex.split(line)[1:]],
        cwd=workspace,
        env={**os.environ, **plain},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )


def run_python(block: Block, page: Path, names: dict[str, Any]) -> None:
    """Execute a block as if it stood alone in its page, so that a traceback shows the page's own lines."""
    exec(compile("\n" * block.line + block.text, page, "exec"), names)


def check_rules(block: Block, place: str) -> None:
    check_text = getattr(remit, "check_text", None)
    if check_text is None:
        pytest.skip("remit.check_text does not exist yet")
    assert check_text(block.text, place) == ()
