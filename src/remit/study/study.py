"""The study file: read, checked, and ready to lead to the data."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from remit.diagnostics.diagnostic import Cell
from remit.source import Source
from remit.study.file.configuration import Configuration
from remit.study.file.consistency import check_consistency
from remit.study.file.places import Places
from remit.study.file.shape import checked_shape
from remit.study.problems import Problems, did_you_mean, unreadable

STUDY_FILE: Final = "study.toml"


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """A study file that was read.

    configuration  what it says
    source         its text, under the path by which it was given
    folder         where it lies: every path in it is relative to this
    places         where each of its keys and values stands
    """

    configuration: Configuration
    source: Source
    folder: Path
    places: Places = field(repr=False)

    @property
    def title(self) -> str:
        return self.configuration.title

    @property
    def rule_files(self) -> tuple[Path, ...]:
        """The rule files, in the order of the study file."""
        return tuple(self.folder / name for name in self.configuration.rules)


def read_configuration(path: Path) -> Study:
    """Read a study file and check everything in it that can be checked without rules and data.

    Args:
        path: The study's folder, or its `study.toml`.

    Returns:
        The study; its data files have not been opened.

    Raises:
        Rejected: The file is missing or may not be read (E601), empty of keys it needs (E504), not UTF-8
            (E603), not TOML (E501), has unknown keys (E502) or values of another kind (E503), or names rule
            files that do not exist (E506). Every mistake is told.
    """
    path = path / STUDY_FILE if path.is_dir() else path
    problems = Problems()
    study = problems.attempt(lambda: _study(path, problems))
    problems.stop_if_any()
    assert study is not None
    return study


def _study(path: Path, problems: Problems) -> Study:
    source = Source(str(path), _text(path, problems))
    read = _toml(source, path, problems)
    places = Places(source)
    configuration = checked_shape(read, places, problems)
    check_consistency(configuration, places, problems)
    study = Study(configuration, source, path.parent, places)
    _find_rules(study, problems)
    return study


def _text(path: Path, problems: Problems) -> str:
    """The text of the file; a byte-order mark is no part of it."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        help_ = "a study is a folder with a `study.toml` in it; `remit init` writes one"
        raise problems.fail("E601", f"there is no file `{path}`", Cell(str(path)), help=[help_]) from None
    except OSError as error:
        raise unreadable(str(path), error, Cell(str(path)), problems) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{content[error.start]:02X} on line {line} is not UTF-8"
        ways_out = _another_file(path, "") or ["save the file as UTF-8"]
        raise problems.fail("E603", message, Cell(str(path), line), help=ways_out) from None


def _another_file(path: Path, text: str) -> list[str]:
    """What was given, where it was no study file."""
    if path.suffix == ".remit" or _DECLARATION.search(text):
        return ["this looks like a rule file; check it with `remit check`, or name the study's folder"]
    if path.suffix.lower() in (".csv", ".tsv", ".tab", ".xlsx", ".xlsm"):
        return ["this looks like a data file; name the study's folder"]
    return []


_DECLARATION = re.compile(r"^(?:measure|fact|event|timepoint) [a-z]\w*", re.MULTILINE)


def _toml(source: Source, path: Path, problems: Problems) -> Mapping[str, Any]:
    """The tables of the file; decimals stay as they are written."""
    try:
        return tomllib.loads(source.text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        message = f"this is not valid TOML: {_lower(_AT.sub('', str(error)))}"
        start = _offset(source, str(error))
        help_ = _another_file(path, source.text)
        raise problems.fail("E501", message, source.span(start, start + 1), help=help_) from None


_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)")


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _offset(source: Source, message: str) -> int:
    """The place that `tomllib` names, as a character offset."""
    match = _AT.search(message)
    if match is None or match[1] is None:
        return max(0, len(source.text.rstrip()) - 1)
    before = source.text.split("\n")[: int(match[1]) - 1]
    return sum(len(line) + 1 for line in before) + int(match[2]) - 1


def _find_rules(study: Study, problems: Problems) -> None:
    for number, (name, path) in enumerate(zip(study.configuration.rules, study.rule_files, strict=True)):
        if not path.is_file():
            known = sorted(other.name for other in study.folder.glob("*.remit"))
            place = study.places.value("rules", number)
            problems.add("E506", f"there is no rule file `{name}`", place, help=did_you_mean(name, known))
