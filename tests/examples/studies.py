"""The example studies, evaluated."""

import csv
from functools import cache
from pathlib import Path

from remit.evaluate.verdicts import Verdict
from remit.pipeline import Run, run

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"

OUTCOMES = (
    "skin_response",
    "skin_remission",
    "skin_relapse",
    "less_prednisone",
    "less_prednisone_alone",
    "lymphopenia",
    "infections",
)


@cache
def evaluated(name: str) -> Run:
    return run(EXAMPLES / name)


def verdicts(study: Run, patient: str) -> dict[str, str]:
    """A patient's verdict on each outcome, in words."""
    place = study.cohort.patients.index(patient)
    found = study.evaluation.verdicts
    return {outcome: Verdict(int(found[outcome].verdict[place])).words for outcome in found}


def as_expected(words: tuple[str, ...]) -> dict[str, str]:
    return dict(zip(OUTCOMES, words, strict=True))


def rows(study: str, file: str) -> list[dict[str, str]]:
    """The rows of a data file of a study, by column."""
    with (EXAMPLES / study / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
