"""Real files of every kind: each gives a study that runs, or that says what must be decided first."""

import shutil
from pathlib import Path

import pytest

import remit
from remit.start import propose
from tests.start.study import EXAMPLES, SHARED, codes, mistakes, topics

LONGITUDINAL = SHARED / "longitudinal"
PEER = SHARED / "peer"
NO_TIME = {"when it was": {"E504"}}
NO_VISITS = {"where the visits are": {"E504"}}

CASES: dict[str, tuple[list[str], dict[str, set[str]]]] = {
    "ahd": (["ahd.csv"], {}),
    "btheb": (["btheb.csv"], {}),
    "cdystonia": (["cdystonia.csv"], {}),
    "pbcseq": (["pbcseq.csv"], {}),
    "respiratory": (["respiratory.csv"], {}),
    "schizophrenia": (["schizophrenia.csv"], {}),
    "arthritis": (["arthritis.csv"], NO_TIME),
    "toenail": (["toenail.csv"], NO_TIME),
    "prothro": (["prothro.csv", "prothros.csv"], NO_TIME),
    "myeloid": (["myeloid.csv"], NO_VISITS),
    "prothros": (["prothros.csv"], NO_VISITS),
    "rs_onco": (["rs_onco/adsl.csv", "rs_onco/data.csv"], {"rows of one patient and time": {"E707"}}),
}
"""By a name the files, and what must be decided before a study of them runs, with the code that says so."""


@pytest.mark.skipif(not LONGITUDINAL.is_dir(), reason="the real files are not part of the project")
@pytest.mark.parametrize("name", CASES)
def test_longitudinal_data(name: str, tmp_path: Path):
    files, decided = CASES[name]
    copies = [Path(shutil.copy(LONGITUDINAL / file, tmp_path)) for file in files]
    proposal = propose(copies, tmp_path)
    expected = {code for found in decided.values() for code in found}
    assert codes(mistakes(proposal, tmp_path)) == expected
    assert set(decided) <= set(topics(proposal))
    if not decided:
        assert remit.run(tmp_path).cohort.patients


@pytest.mark.skipif(not PEER.is_dir(), reason="the real files are not part of the project")
@pytest.mark.parametrize(
    ("folder", "allowed"),
    [
        ("adrs_onco", {"E504"}),
        ("gcig_ca125", {"E504"}),
        ("imwg", {"E504"}),
        ("irecist", {"E703", "E711", "E713"}),
        ("pcwg3", {"E703", "E711"}),
        ("recist_vignette", {"E504"}),
    ],
)
def test_tables_of_clinical_trials(folder: str, allowed: set[str], tmp_path: Path):
    copies = [Path(shutil.copy(file, tmp_path)) for file in sorted((PEER / folder).glob("*.csv"))]
    found = codes(mistakes(propose(copies, tmp_path), tmp_path))
    assert found == allowed


@pytest.mark.parametrize(
    ("study", "condition", "expected"),
    [("lenalidomide", "not skin at month_6", set()), ("incomplete", "not skin at month_6", {"E701"})],
)
def test_the_examples(study: str, condition: str, expected: set[str], tmp_path: Path):
    copies = [Path(shutil.copy(file, tmp_path)) for file in sorted((EXAMPLES / study).glob("*.csv"))]
    assert codes(mistakes(propose(copies, tmp_path), tmp_path, condition)) == expected
