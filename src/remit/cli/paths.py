"""What a path on the command line stands for: a study, a rule file, a folder of rule files."""

from pathlib import Path
from typing import Final

from remit.cli.exits import Refused

_STUDY_FILE: Final = "study.toml"


def is_study(path: Path) -> bool:
    """Whether a path is a study: its folder, or its study file."""
    return path.suffix == ".toml" or (path / _STUDY_FILE).is_file()


def rule_files(path: Path) -> list[Path]:
    """The rule file at a path, or those below a folder, in the order of their names.

    Raises Refused for a folder without any.
    """
    if not path.is_dir():
        return [path]
    files = sorted(path.rglob("*.remit"))
    if not files:
        raise Refused(f"in the folder `{path}` is neither a study.toml nor a rule file (*.remit)")
    return files
