"""The shared reference cases of discrete statistics (R 4.2.2 and its packages, exact enumeration).

They live beside the repository and not in it; the tests skip where they are absent. The file takes first
minus second, remit second minus first: differences and their limits are therefore compared with the sign
changed. Its key figures are committed in the other tests.
"""

import json
import math
from pathlib import Path
from typing import Any

import pytest

from remit.statistics import agreement, mcnemar, multiplicity, ordinal, paired_proportions, proportion
from remit.statistics.mcnemar_unconditional import boschloo, suissa_shuster
from remit.statistics.remarks import significance
from remit.statistics.result import Estimate
from remit.statistics.sign_change import smallest_p
from remit.statistics.survival import kaplan_meier
from remit.statistics.tables import PairedTable, SquareTable

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "facts" / "statistics" / "reference.json"
CASES = json.loads(REFERENCE.read_text()) if REFERENCE.exists() else []
pytestmark = pytest.mark.skipif(not CASES, reason="the shared reference cases are not here")


def of_kind(kind: str) -> Any:
    cases = [pytest.param(case, id=case["id"]) for case in CASES if case["kind"] == kind]
    return pytest.mark.parametrize("case", cases)


def close(expected: Any) -> Any:
    return None if expected is None else pytest.approx(expected, rel=1e-9, abs=1e-15)


def limits(estimate: Estimate) -> list[float]:
    assert estimate.interval is not None
    return [estimate.interval.low, estimate.interval.high]


def paired(case: dict[str, Any]) -> PairedTable:
    a, b, c, d = (case["input"][cell] for cell in "abcd")
    return PairedTable(both=a, first_only=b, second_only=c, neither=d)


@of_kind("paired_binary")
def test_mcnemar(case: dict[str, Any]) -> None:
    table, expected = paired(case), case["expected"]["mcnemar"]
    found = mcnemar.mcnemar(table)
    extra = dict(found.extra)
    assert found.n == expected["n"]
    assert found.p == close(expected["exact"])
    assert mcnemar.mcnemar_mid_p(table).p == close(expected["midp"])
    assert extra.get(mcnemar.UNCORRECTED) == close(expected["asym"])
    assert extra.get(mcnemar.CORRECTED) == close(expected["asym_cc"])
    assert extra.get("chi-squared") == close(expected.get("chi2"))
    assert extra.get("chi-squared with continuity correction") == close(expected.get("chi2_cc"))
    assert found.p_floor == close(case["expected"]["p_min_two_given_discordant"])
    assert found.p_floor == smallest_p(table.discordant)


@of_kind("paired_binary")
def test_unconditional(case: dict[str, Any]) -> None:
    """The large table has no reference for these."""
    for test, name in (
        (suissa_shuster, "unconditional_suissa_shuster_z"),
        (boschloo, "unconditional_boschloo_type"),
    ):
        if name in case["expected"]:
            assert test(paired(case)).p == close(case["expected"][name])
        else:
            assert case["id"] == "agresti_approval"


@of_kind("paired_binary")
def test_difference_of_paired_proportions(case: dict[str, Any]) -> None:
    table, expected = paired(case), case["expected"]
    for method, (low, high) in (
        (paired_proportions.newcombe, expected["rd_p1_minus_p2"]["method10_cc_phi"]),
        (paired_proportions.square_and_add, expected["rd_p1_minus_p2"]["square_and_add_no_cc"]),
        (paired_proportions.tango, expected["tango"]),
        (paired_proportions.bonett_price, expected["bonett_price"]),
    ):
        found = method(table)
        assert found.value == close(-expected["rd_p1_minus_p2"]["rd"])
        assert limits(found) == close([-high, -low])


@of_kind("square_table")
def test_square_table(case: dict[str, Any]) -> None:
    table, expected = SquareTable(case["input"]["table"]), case["expected"]
    for test, statistic, df, p in (
        (ordinal.stuart_maxwell, expected["stuart_maxwell"], expected["df"], expected["p"]),
        (ordinal.bhapkar, expected["bhapkar"], expected["df"], expected["p_b"]),
        (ordinal.bowker, expected["bowker"], expected["bowker_df"], expected["bowker_p"]),
    ):
        found = test(table)
        assert found.statistic == ("chi-squared", close(statistic))
        assert (found.df, dict(found.extra)[ordinal.CHI_SQUARED]) == (df, close(p))
    scores = ordinal.linear_by_scores(table)
    assert scores.statistic == ("z", close(-expected["ordinal_scores_mh_z"]["stat"]))
    assert dict(scores.extra)[ordinal.NORMAL] == close(expected["ordinal_scores_mh_z"]["p"])


@of_kind("proportion")
def test_proportion(case: dict[str, Any]) -> None:
    x, n, expected = case["input"]["x"], case["input"]["n"], case["expected"]
    for name in ("clopper_pearson", "wilson", "jeffreys", "blaker"):
        assert limits(getattr(proportion, name)(x, n)) == close(expected[name])
    unclipped = expected["agresti_coull_unclipped"]
    assert proportion.agresti_coull_limits(x, n, significance(0.95)) == close(tuple(unclipped))
    assert limits(proportion.agresti_coull(x, n)) == close([max(unclipped[0], 0), min(unclipped[1], 1)])


@of_kind("kaplan_meier")
def test_kaplan_meier(case: dict[str, Any]) -> None:
    """R's NA for a limit of the median that is not reached is an infinite one, or no interval at all."""
    curve = kaplan_meier(case["input"]["time"], list(map(bool, case["input"]["event"])))
    expected, median = case["expected"]["km"], case["expected"]["median"]
    assert list(curve.times) == expected["time"]
    assert list(curve.at_risk) == expected["n.risk"]
    assert list(curve.survival) == close(expected["surv"])
    for found, band in ((curve.low, expected["lower"]), (curve.high, expected["upper"])):
        assert [close(limit) for limit in band] == list(found)
    assert curve.median.value == median["est"]
    if median["lower"] is None:
        assert curve.median.interval is None
    else:
        assert limits(curve.median) == [median["lower"], median["upper"] or math.inf]


PROCEDURES = {
    "bonferroni": multiplicity.bonferroni,
    "holm": multiplicity.holm,
    "hochberg": multiplicity.hochberg,
    "hommel": multiplicity.hommel,
    "BH": multiplicity.benjamini_hochberg,
    "BY": multiplicity.benjamini_yekutieli,
}


@of_kind("multiplicity")
def test_multiplicity(case: dict[str, Any]) -> None:
    assert set(case["expected"]) == set(PROCEDURES)
    for name, expected in case["expected"].items():
        found = PROCEDURES[name](case["input"]["p"])
        assert [close(p) for p in expected] == list(found.adjusted)


@of_kind("fixed_sequence")
def test_fixed_sequence(case: dict[str, Any]) -> None:
    found = multiplicity.fixed_sequence(case["input"]["p"])
    assert list(found.adjusted) == case["expected"]["adjusted"]
    assert list(found.rejected(case["input"]["alpha"])) == case["expected"]["rejected"]


@of_kind("agreement")
def test_kappa(case: dict[str, Any]) -> None:
    table = SquareTable(case["input"]["table"])
    names = ("kappa", "kappa_linear", "kappa_quadratic")
    for weights, name in zip(agreement.Weights, names, strict=True):
        expected, found = case["expected"][name], agreement.cohen_kappa(table, weights)
        extra = dict(found.extra)
        assert found.value == close(expected["kappa"])
        assert extra["observed agreement"] == close(expected["po"])
        assert extra["expected agreement"] == close(expected["pe"])
        assert extra.get("standard error") == close(expected.get("se"))
        if expected.get("se"):
            assert limits(found) == close(expected["ci"])
        else:
            assert found.interval is None


@of_kind("agreement")
def test_ac1(case: dict[str, Any]) -> None:
    found, expected = agreement.gwet_ac1(SquareTable(case["input"]["table"])), case["expected"]["ac1"]
    extra = dict(found.extra)
    assert found.value == close(expected["ac1"])
    assert extra["expected agreement"] == close(expected["pe"])
    assert extra["standard error"] == close(expected["se"])
    if not expected["se"]:  # the reference has an interval without width, which is none
        assert found.interval is None
        return
    assert limits(found) == close(expected["ci_t"])
    assert [extra["low, normal"], extra["high, normal"]] == close(expected["ci_z"])
