"""The wheel as a stranger gets it: built, installed where no checkout is near, and used."""

import os
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree, ignore_patterns
from zipfile import ZipFile

import pytest

from remit import __version__
from remit.resources import FOLDERS

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.wheel


def run(*command: str | Path, folder: Path) -> str:
    """The standard output of a command that must succeed, run with nothing of this checkout in sight."""
    unseen = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
    environment = {name: value for name, value in os.environ.items() if name not in unseen}
    done = subprocess.run(
        list(map(str, command)),
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{command} exited with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, folder=ROOT)
    (built,) = folder.glob("*.whl")
    return built


@dataclass(frozen=True)
class Installation:
    """A virtual environment with remit and what it requires alone, and a folder far from the checkout."""

    environment: Path
    folder: Path

    @property
    def scripts(self) -> Path:
        return self.environment / ("Scripts" if os.name == "nt" else "bin")

    def remit(self, *arguments: str | Path) -> str:
        return run(self.scripts / "remit", *arguments, folder=self.folder)

    def python(self, *arguments: str | Path) -> str:
        return run(self.scripts / "python", *arguments, folder=self.folder)


@pytest.fixture(scope="module")
def installation(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    environment = tmp_path_factory.mktemp("environment")
    venv.create(environment, with_pip=True)
    installed = Installation(environment, tmp_path_factory.mktemp("elsewhere"))
    constraints = ("--constraint", ROOT / "requirements-dev.lock")
    installed.python("-m", "pip", "install", "--quiet", *constraints, wheel)
    return installed


@pytest.mark.parametrize(("name", "place"), FOLDERS.items())
def test_the_wheel_holds_every_file_of_a_resource_folder(wheel: Path, name: str, place: str):
    with ZipFile(wheel) as archive:
        packed = {path for path in archive.namelist() if path.startswith(f"remit/{name}/")}
    kept = {f"remit/{name}/{path.relative_to(ROOT / place).as_posix()}" for path in files_of(ROOT / place)}
    assert kept
    assert packed == kept


def files_of(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")]


def test_the_command_and_the_resources_are_the_installed_ones(installation: Installation):
    assert __version__ in installation.remit("--version")
    program = "from remit.resources import *; print(*map(resource_folder, FOLDERS), sep='\\n')"
    folders = installation.python("-c", program).splitlines()
    assert len(folders) == len(FOLDERS)
    assert all(Path(folder).is_relative_to(installation.environment) for folder in folders)


def test_a_packaged_rule_file_passes_its_check(installation: Installation):
    program = "from remit.resources import *; print(resource_folder('rules'))"
    rules = Path(installation.python("-c", program).strip())
    installation.remit("check", min(rules.rglob("*.remit")))


def test_a_rule_file_uses_one_of_the_installed_library(installation: Installation, tmp_path: Path):
    rules = tmp_path / "own.remit"
    rules.write_text('use "sle/doris_2021"\nrate doris_2021.doris_week_52\n', encoding="utf-8")
    assert "no mistakes" in installation.remit("check", rules)


def test_the_example_runs_from_another_folder(installation: Installation, tmp_path: Path):
    study = copytree(ROOT / "examples" / "lenalidomide", tmp_path / "study", ignore=ignore_patterns("runs"))
    report = installation.remit("run", study)
    assert "skin_response" in report


def test_pygments_finds_the_lexer_of_rule_files(installation: Installation):
    program = "from pygments.lexers import get_lexer_for_filename as found; print(found('sle.remit').name)"
    assert installation.python("-c", program).strip() == "remit"
