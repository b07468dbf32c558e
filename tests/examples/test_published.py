"""The example studies of two published criteria in short form: the verdicts that their READMEs tell."""

import pytest

from remit.cases import run_cases
from remit.pipeline import load_rules
from tests.examples.studies import EXAMPLES, evaluated, rows, verdicts

ACR_PEDI = {
    # ACR Pedi 30, remission on medication, loss of inactive disease
    "J1": ("met", "not met", "not applicable"),
    "J2": ("undetermined", "not met", "not applicable"),
    "J3": ("not met", "not met", "not applicable"),
    "J4": ("met", "met", "not met"),
    "J5": ("met", "not met", "met"),
    "J6": ("undetermined", "not met", "not applicable"),
}
RECIST = {
    "T1": "met",
    "T2": "undetermined",
    "T3": "met",
    "T4": "not met",
    "T5": "undetermined",
    "T6": "met",
}
DORIS = {
    # at week 52 with up to 5 mg/day and with up to 7.5 mg/day, sustained for six months
    "L1": ("met", "met", "not met"),
    "L2": ("not met", "not met", "not met"),
    "L3": ("undetermined", "undetermined", "not met"),
    "L4": ("undetermined", "undetermined", "not met"),
    "L5": ("met", "met", "met"),
    "L6": ("not met", "met", "not met"),
}


@pytest.mark.parametrize("study", ["acr_pedi", "recist", "doris"])
def test_the_cases_pass_and_the_patients_are_marked_as_synthetic(study: str):
    assert run_cases(evaluated(study).rules)
    assert [one for one in run_cases(evaluated(study).rules) if not one.passed] == []
    assert evaluated(study).study.title.startswith("SYNTHETIC")
    assert "synthetic_patient" in rows(study, "patients.csv")[0]


@pytest.mark.parametrize("patient", ACR_PEDI)
def test_the_six_children(patient: str):
    assert tuple(verdicts(evaluated("acr_pedi"), patient).values()) == ACR_PEDI[patient]


@pytest.mark.parametrize("patient", RECIST)
def test_the_six_patients_with_tumours(patient: str):
    assert verdicts(evaluated("recist"), patient)["objective_response"] == RECIST[patient]


def test_the_best_response_of_each_scan_and_each_patient():
    study = evaluated("recist")
    best = study.evaluation.definitions["best"]
    type_ = study.rules.definitions["best"].body.type
    names = [type_.levels[int(mask).bit_length() - 1] for mask in best.mask if mask.bit_count() == 1]  # type: ignore[union-attr]
    assert names == ["pr", "pr", "sd", "cr"]


@pytest.mark.parametrize("patient", DORIS)
def test_the_six_patients_with_lupus(patient: str):
    found = verdicts(evaluated("doris"), patient)
    names = ("up_to_5.doris_week_52", "up_to_7_5.doris_week_52", "up_to_5.doris_sustained")
    assert tuple(found[name] for name in names) == DORIS[patient]


def test_the_cases_of_the_definition_of_remission_pass():
    results = run_cases(load_rules(EXAMPLES / "doris" / "doris.remit"))
    assert results and all(one.passed for one in results)
