"""A command imports what it needs: checking a rule file costs neither statistics nor readers of studies."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.studies import lay_out

HEAVY = ("scipy", "pydantic", "openpyxl", "rich")


def imported(folder: Path, *arguments: str) -> set[str]:
    """The heavy packages that a command line has imported when it ends."""
    code = (
        "import sys\n"
        "from remit.cli.application import exit_code\n"
        f"exit_code({list(arguments)!r})\n"
        f"print(*[name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True
    )
    return set(ended.stderr.split())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("here")
    lay_out(folder / "study")
    return folder


@pytest.mark.parametrize(
    "arguments",
    [["--version"], ["check", "study/rules.remit"], ["test", "study/rules.remit"], ["errors", "E201"]],
    ids=" ".join,
)
def test_light_commands_import_nothing_heavy(folder: Path, arguments: list[str]):
    assert imported(folder, *arguments) == set()


def test_a_run_into_a_pipe_needs_no_colours_and_no_workbooks(folder: Path):
    assert imported(folder, "run", "study") <= {"scipy", "pydantic"}


def test_an_explanation_needs_no_statistics(folder: Path):
    assert imported(folder, "explain", "study", "P1") <= {"pydantic"}
