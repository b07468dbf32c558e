"""The shared reference cases of paired statistics (R 4.2.2 and its packages, exact enumeration).

They live beside the repository and not in it; the tests skip where they are absent. The file takes x - y,
remit after minus before: x is therefore given as after. Its key figures are committed in the other tests.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from remit.statistics import bootstrap, gate, normality, paired_t, permutation, sign, signed_rank
from remit.statistics.pairs import Pairs
from remit.statistics.result import Estimate
from remit.statistics.signed_rank import CORRECTED, UNCORRECTED, ZeroMethod

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "facts" / "statistics" / "reference.json"
CASES = json.loads(REFERENCE.read_text()) if REFERENCE.exists() else []
pytestmark = pytest.mark.skipif(not CASES, reason="the shared reference cases are not here")


def of_kind(kind: str) -> list[Any]:
    return [pytest.param(case, id=case["id"]) for case in CASES if case["kind"] == kind]


def pairs_of(case: dict[str, Any]) -> Pairs:
    x, y = ([None if v is None else repr(v) for v in case["input"][side]] for side in "xy")
    return Pairs.complete(before=y, after=x)


def close(expected: Any) -> Any:
    return pytest.approx(expected, rel=1e-9, abs=1e-15)


def limits(estimate: Estimate) -> list[float]:
    assert estimate.interval is not None
    return [estimate.interval.low, estimate.interval.high]


continuous = pytest.mark.parametrize("case", of_kind("paired_continuous"))


@continuous
def test_paired_t(case: dict[str, Any]) -> None:
    expected, found = case["expected"]["t"], paired_t.paired_t(pairs_of(case))
    assert found.n == case["expected"]["n"]
    if expected is None or "t" not in expected:
        assert found.p is None
        assert found.statistic is None
        assert found.interval is None
        assert found.notes
        assert found.value == (expected and expected["mean"]) or found.n == 1
        return
    extra = dict(found.extra)
    assert found.value == close(expected["mean"])
    assert found.statistic == ("t", close(expected["t"]))
    assert found.df == expected["df"]
    assert found.p == close(expected["p_two"])
    assert limits(found) == close(expected["ci"])
    assert extra["SD of differences"] == close(expected["sd"])
    assert extra["correlation"] == close(expected["r"]) if expected["r"] else extra["correlation"] is None


@continuous
def test_effect_sizes(case: dict[str, Any]) -> None:
    expected = case["expected"]["t"]
    if expected is None or "d_z" not in expected:
        assert paired_t.hedges_g_z(pairs_of(case)).value is None
        return
    g_z, g_av = paired_t.hedges_g_z(pairs_of(case)), paired_t.hedges_g_av(pairs_of(case))
    extra = dict(g_z.extra) | dict(g_av.extra)
    assert g_z.value == close(expected["g_z"])
    assert limits(g_z) == close(expected["g_z_ci"])
    assert [extra["d_z low"], extra["d_z high"]] == close(expected["d_z_ci"])
    assert g_av.value == close(expected["g_av"])
    assert [extra["d_av low"], extra["d_av high"]] == close(expected["d_av_ci_AlginaKeselman"])
    assert (extra["d_z"], extra["d_av"], extra["J"]) == close(
        (expected["d_z"], expected["d_av"], expected["J"])
    )


@continuous
@pytest.mark.parametrize(
    ("key", "zeros"), [("wilcoxon", ZeroMethod.WILCOX), ("wilcoxon_pratt", ZeroMethod.PRATT)]
)
def test_wilcoxon(case: dict[str, Any], key: str, zeros: ZeroMethod) -> None:
    expected, found = case["expected"][key], signed_rank.wilcoxon(pairs_of(case), zeros)
    if expected is None:
        assert found.p is None
        assert found.n == 0
        return
    assert found.p == close(expected["p_two"])
    assert found.p_less == close(expected["p_less"])
    assert found.p_greater == close(expected["p_greater"])
    assert found.p_floor == close(expected["p_min_two"])
    assert found.n - found.n_zero == expected["n_nonzero"]
    if expected["z"] is None:
        assert found.extra == ()
        return
    extra = dict(found.extra)
    assert (extra["W+"], extra["W-"], extra["z"]) == close(
        (expected["w_plus"], expected["w_minus"], expected["z"])
    )
    assert (extra[UNCORRECTED], extra[CORRECTED]) == close((expected["p_asym"], expected["p_asym_cc"]))


@continuous
def test_sign(case: dict[str, Any]) -> None:
    expected, found = case["expected"]["sign"], sign.sign_test(pairs_of(case))
    if found.n == 0:  # the reference prints 1 for no pairs at all; without data there is no p
        assert found.p is None
        assert found.notes[0].code == "no_pairs"
        return
    assert found.p == close(expected["p_two"])
    assert found.p_floor == close(expected["p_min_two"])
    assert found.n_zero == expected["zero"]
    rises, falls = (dict(found.extra).get(side, 0) for side in ("rises", "falls"))
    assert (rises, falls) == (expected["pos"], expected["neg"])


@continuous
def test_permutation(case: dict[str, Any]) -> None:
    expected, found = case["expected"]["perm_mean"], permutation.permutation_test(pairs_of(case))
    if expected is None:
        assert found.p is None
        return
    assert found.p == close(expected["p_two"])
    assert found.p_less == close(expected["p_less"])
    assert found.p_greater == close(expected["p_greater"])


@continuous
@pytest.mark.parametrize("key", ["hodges_lehmann", "median"])
def test_order_statistics(case: dict[str, Any], key: str) -> None:
    method = {"hodges_lehmann": signed_rank.hodges_lehmann, "median": sign.median_difference}[key]
    expected, found = case["expected"][key], method(pairs_of(case))
    if expected is None:
        assert found.value is None
        return
    assert found.value == close(expected["estimate"])
    if expected["k"]:
        assert limits(found) == close(expected["ci"])
        assert found.interval is not None
        assert found.interval.achieved == close(expected["achieved"])
    elif expected["widest_finite_level"]:
        assert limits(found) == close(expected["widest_finite_ci"])
        assert found.interval is not None
        assert found.interval.achieved == close(expected["widest_finite_level"])
        assert [note.code for note in found.notes] == ["widest_interval"]
    else:
        assert found.interval is None
        assert [note.code for note in found.notes] == ["no_interval"]


@continuous
def test_exact_bootstrap(case: dict[str, Any]) -> None:
    expected, found = case["expected"].get("exact_bootstrap_mean"), bootstrap.bootstrap_mean(pairs_of(case))
    if not expected:
        assert found.n > 11 or found.interval is None
        return
    extra = dict(found.extra)
    assert limits(found) == close(expected["bca"])
    assert [extra["percentile low"], extra["percentile high"]] == close(expected["percentile"])
    assert extra["bias correction z0"] == close(expected["z0"])
    assert extra["acceleration"] == close(expected["acceleration"])


@continuous
def test_shapiro_wilk(case: dict[str, Any]) -> None:
    expected, found = case["expected"].get("shapiro_p_R"), normality.shapiro_wilk(pairs_of(case))
    assert found.p == (None if expected is None else close(expected))


@pytest.mark.parametrize("case", of_kind("paired_missing"))
def test_missing(case: dict[str, Any]) -> None:
    pairs, expected = pairs_of(case), case["expected"]
    counts = pairs.counts()
    assert counts["n_total"] == expected["n_total"]
    assert len(pairs) == expected["n_pairs"]
    assert dict(counts["n_missing"]) == {
        "before": expected["missing_y"],
        "after": expected["missing_x"],
        "both": 0,
    }
    assert [pairs.differences.value(d) for d in pairs.differences.integers] == expected["diff"]
    assert signed_rank.wilcoxon(pairs).p == expected["wilcoxon_exact_two"]
    t = paired_t.paired_t(pairs)
    assert t.statistic == ("t", close(expected["t"]))
    assert t.p == close(expected["p"])


@pytest.mark.parametrize("case", of_kind("attainable_min_p"))
def test_floor(case: dict[str, Any]) -> None:
    for place, n in enumerate(case["input"]["n"]):
        found = signed_rank.wilcoxon(Pairs.complete([0] * n, list(range(1, n + 1))))
        extra, expected = dict(found.extra), {k: v[place] for k, v in case["expected"].items()}
        assert found.p == found.p_floor == expected["wilcoxon_two"]
        assert found.p_greater == expected["one_sided"]
        assert extra[UNCORRECTED] == pytest.approx(expected["asym_nocc_noties"], rel=1e-12)
        assert extra[CORRECTED] == pytest.approx(expected["asym_cc_noties"], rel=1e-12)


@pytest.mark.parametrize("case", of_kind("gatekeeping"))
def test_gate(case: dict[str, Any]) -> None:
    given, expected = case["input"], case["expected"]
    tests = [(name, Estimate(name, name, None, p=given[key])) for name, key in (("t", "p_t"), ("W", "p_w"))]
    found = gate.gate(tests, given["alpha"])
    assert found.p == expected["both_required_p"]
    assert (found.notes[0].code == "gate_passed") is expected["rejected"]
