"""Files to look at, and a proposed study written down, with its outcome filled in."""

import re
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

from remit.diagnostics.diagnostic import Diagnostic, Severity
from remit.pipeline import check_study
from remit.start import Proposal, propose
from remit.start.rule_file import BLANK
from remit.start.writing import write

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


def written(folder: Path, files: Mapping[str, str]) -> list[Path]:
    """CSV files in a folder."""
    for name, text in files.items():
        (folder / name).write_text(dedent(text).lstrip("\n"), encoding="utf-8")
    return [folder / name for name in files]


def proposed(folder: Path, **files: str) -> Proposal:
    """What is proposed for CSV files, each named by its key."""
    return propose(written(folder, {f"{name}.csv": text for name, text in files.items()}), folder)


def examples(rules: str) -> list[str]:
    """The conditions that a proposed rule file offers as examples."""
    return re.findall(r"^#     when    (.*)$", rules, flags=re.MULTILINE)


def filled(rules: str, condition: str) -> str:
    """A proposed rule file with a condition in the place of the blank."""
    assert rules.count(f"when    {BLANK}\n") == 1
    return rules.replace(f"when    {BLANK}\n", f"when    {condition}\n")


def uncommented(rules: str) -> str:
    """A proposed rule file with its comparisons and its case taken in."""
    return re.sub(r"^# (compare|case|  given|  expect)", r"\1", rules, flags=re.MULTILINE)


def mistakes(proposal: Proposal, folder: Path, condition: str | None = None) -> tuple[Diagnostic, ...]:
    """The mistakes, not warnings, of a proposed study, its outcome filled in, by default by its example."""
    write(proposal.files, folder)
    rules = proposal.rules.text
    if condition is None:
        condition = next(iter(examples(rules)), "no")
    (folder / proposal.rules.name).write_text(filled(rules, condition), encoding="utf-8")
    return tuple(one for one in check_study(folder) if one.severity is Severity.ERROR)


def codes(found: tuple[Diagnostic, ...]) -> set[str]:
    return {one.code for one in found}


def topics(proposal: Proposal) -> list[str]:
    """What the proposed files ask, the study file first."""
    return [one.topic for file in (proposal.study, proposal.rules) for one in file.decisions]
