"""Arthritis: the composite scores are the published formulas, on random patients."""

import math
import random

import pytest

from remit.cases.cohort import case_cohort
from remit.check import check
from remit.evaluate.rules import evaluate_rules
from remit.language import parse
from remit.model.types import Level
from remit.operators.bounds import Number
from remit.source import Source
from tests.library.criteria import rules_of, text_of


def scores_of(name: str, patients: list[dict[str, str]]) -> dict[str, list[float]]:
    """The numbers that a file defines, for patients of one visit, instead of the patients of its cases."""
    declared = text_of(name).split("\ncase ", 1)[0]
    outcome = next(iter(rules_of(name).outcomes))
    cases = [
        f'case "{i}" given '
        + ", ".join(f"{measure} = {value} at week 24" for measure, value in patient.items())
        + f" expect {outcome} is undetermined"
        for i, patient in enumerate(patients)
    ]
    rules = check(parse(Source(name, "\n".join([declared, *cases]))))
    evaluation = evaluate_rules(rules, case_cohort(rules.declarations, rules.cases))
    numbers = {}
    for name, definition in rules.definitions.items():
        if definition.body.level is Level.VISIT:
            ((_, one),) = evaluation.per_visit(name)
            if isinstance(one, Number):
                assert (one.low == one.high).all(), name
                numbers[name] = one.low.tolist()
    return numbers


def test_das28_is_the_published_formula() -> None:
    draw = random.Random(28)
    rows = [
        (
            draw.randint(0, 28),
            draw.randint(0, 28),
            draw.randint(0, 100),
            draw.randint(1, 120),
            draw.randint(0, 200),
        )
        for _ in range(40)
    ]
    scores = scores_of(
        "ra/das28_1995",
        [
            {
                "tender_joints_28": f"{tender} joints",
                "swollen_joints_28": f"{swollen} joints",
                "patient_global": f"{general} mm",
                "esr": f"{esr} mm/h",
                "crp": f"{crp} mg/L",
            }
            for tender, swollen, general, esr, crp in rows
        ],
    )
    for i, (tender, swollen, general, esr, crp) in enumerate(rows):
        by_esr = 0.56 * math.sqrt(tender) + 0.28 * math.sqrt(swollen) + 0.70 * math.log(esr)
        by_crp = 0.56 * math.sqrt(tender) + 0.28 * math.sqrt(swollen) + 0.36 * math.log(crp + 1)
        assert scores["das28_esr"][i] == pytest.approx(by_esr + 0.014 * general, abs=1e-9)
        assert scores["das28_crp"][i] == pytest.approx(by_crp + 0.014 * general + 0.96, abs=1e-9)
        assert scores["das28_esr_3"][i] == pytest.approx(by_esr * 1.08 + 0.16, abs=1e-9)
        assert scores["das28_crp_3"][i] == pytest.approx(by_crp * 1.10 + 1.15, abs=1e-9)


def test_jadas_is_the_published_sum() -> None:
    draw = random.Random(10)
    rows = [
        (
            draw.randint(0, 100),
            draw.randint(0, 100),
            draw.randint(0, 71),
            draw.randint(0, 27),
            draw.randint(0, 160),
        )
        for _ in range(40)
    ]
    scores = scores_of(
        "jia/jadas_2021",
        [
            {
                "physician_global": f"{physician} mm",
                "parent_global": f"{parent} mm",
                "active_joints": f"{joints} joints",
                "active_joints_27": f"{of_27} joints",
                "esr": f"{esr} mm/h",
            }
            for physician, parent, joints, of_27, esr in rows
        ],
    )
    for i, (physician, parent, joints, of_27, esr) in enumerate(rows):
        globals_, raised = (physician + parent) / 10, min(max((esr - 20) / 10, 0), 10)
        assert scores["cjadas10"][i] == pytest.approx(globals_ + min(joints, 10), abs=1e-9)
        assert scores["jadas10"][i] == pytest.approx(globals_ + min(joints, 10) + raised, abs=1e-9)
        assert scores["jadas27"][i] == pytest.approx(globals_ + of_27 + raised, abs=1e-9)
        assert scores["jadas71"][i] == pytest.approx(globals_ + joints + raised, abs=1e-9)
