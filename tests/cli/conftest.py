from pathlib import Path

import pytest

from tests.cli.studies import CommandLine, lay_out


@pytest.fixture
def remit(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys)


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small study in the folder `study` of the working folder."""
    monkeypatch.chdir(tmp_path)
    lay_out(tmp_path / "study")
    return Path("study")
