"""`study` writes a study into the test's own folder."""

from pathlib import Path

import pytest

from tests.study.trial import Write, write_study


@pytest.fixture
def study(tmp_path: Path) -> Write:
    """`study(toml, name=content, …)`: the folder of a study; `visits_csv` is the file `visits.csv`."""

    def write(toml: str, **files: str | bytes) -> Path:
        names = {key[::-1].replace("_", ".", 1)[::-1]: content for key, content in files.items()}
        return write_study(tmp_path, toml, names)

    return write
