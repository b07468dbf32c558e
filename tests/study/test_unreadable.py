"""Files that are there and cannot be read, and files that are something else than was asked for."""

import errno
import io
import os
from pathlib import Path
from typing import Any

import pytest

from remit.diagnostics.diagnostic import Diagnostic, Rejected
from remit.study import read_configuration
from tests.study.trial import PATIENTS, TWO_PATIENTS, VISITS, Write, mistake, place

ESR = PATIENTS + VISITS + 'measures = { esr = "esr" }\n'
GOOD = "id,date,esr\nP1,2024-01-08,31\nP2,2024-08-01,25\n"
LOOK = "this looks like a rule file; check it with `remit check`, or name the study's folder"


def refuse(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let nobody open a file, not even the superuser."""
    opened = io.open

    def refusing(file: Any, *args: Any, **options: Any) -> Any:
        if Path(str(file)).name == name:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(file))
        return opened(file, *args, **options)

    monkeypatch.setattr(io, "open", refusing)
    monkeypatch.setattr("builtins.open", refusing)


def told(path: Path) -> Diagnostic:
    with pytest.raises(Rejected) as rejected:
        read_configuration(path)
    (found,) = rejected.value.diagnostics
    return found


@pytest.mark.parametrize("name", ["visits.csv", "chart.xlsx"])
def test_a_data_file_without_permission(study: Write, monkeypatch: pytest.MonkeyPatch, name: str):
    folder = study(ESR.replace("visits.csv", name), patients_csv=TWO_PATIENTS)
    (folder / name).write_text(GOOD)
    refuse(monkeypatch, name)
    found = mistake(folder)
    assert (found.code, found.message) == ("E601", f"`{name}` cannot be read: Permission denied")
    assert place(found) == name


@pytest.mark.parametrize("name", ["visits.csv", "chart.xlsx"])
def test_a_folder_in_the_place_of_a_data_file(study: Write, name: str):
    folder = study(ESR.replace("visits.csv", name), patients_csv=TWO_PATIENTS)
    (folder / name).mkdir()
    found = mistake(folder)
    assert (found.code, found.message.split(":")[0]) == ("E601", f"`{name}` cannot be read")


def test_a_study_file_without_permission(study: Write, monkeypatch: pytest.MonkeyPatch):
    path = study(ESR) / "study.toml"
    refuse(monkeypatch, "study.toml")
    found = told(path)
    assert (found.code, found.message) == ("E601", f"`{path}` cannot be read: Permission denied")


def test_a_folder_in_the_place_of_a_study_file(tmp_path: Path):
    (tmp_path / "study.toml").mkdir()
    found = told(tmp_path)
    assert (found.code, found.message.split(":")[0]) == (
        "E601",
        f"`{tmp_path / 'study.toml'}` cannot be read",
    )


@pytest.mark.parametrize(
    ("name", "content", "code", "help_"),
    [
        ("lupus.remit", "response r\n  when x\n", "E501", LOOK),
        ("lupus.txt", "# SLE\nmeasure esr : mm/h\n", "E501", LOOK),
        ("visits.csv", GOOD, "E501", "this looks like a data file; name the study's folder"),
        ("chart.xlsx", b"PK\x03\x04\xb5\xff", "E603", "this looks like a data file; name the study's folder"),
        ("study.toml", b"\xb5\xff", "E603", "save the file as UTF-8"),
    ],
)
def test_another_file_in_the_place_of_a_study(
    tmp_path: Path, name: str, content: str | bytes, code: str, help_: str
):
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    found = told(tmp_path / name)
    assert (found.code, found.help) == (code, (help_,))


def test_a_study_file_with_a_slip_is_taken_for_nothing_else(tmp_path: Path):
    (tmp_path / "study.toml").write_text('title = "Lupus\nrules = "lupus.remit"\n')
    found = told(tmp_path)
    assert (found.code, found.help) == ("E501", ())
