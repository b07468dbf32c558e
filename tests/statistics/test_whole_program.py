"""Very few patients, none, and data without a change: every analysis of a study, from files to the report.

Each situation is a study folder that asks for every method. What the methods give is tested method by method
beside this file; here it is what arrives: through `pipeline.run`, and through the command in every format.
"""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import pytest

from remit.analysis.comparisons import Method
from remit.cli.application import exit_code
from remit.diagnostics.diagnostic import Rejected
from remit.pipeline import Run, run
from remit.statistics.ignorance import Range
from remit.statistics.result import Estimate, Interval, Note

RULES = """
fact sex : one of (female, male)
measure dose   : mg/day from 0 to 100, usual 0 to 40, lower is better
measure load   : 10^9/L from 0 up, lower is better
measure rash   : yes or no, no is better
measure grade  : scale absent < mild < severe, lower is better
measure reader : scale absent < mild < severe, lower is better
measure site   : one of (face, trunk, limbs)
timepoint baseline : day 0, window day -7 to day 0
timepoint month_3  : day 90, window day 80 to day 100, nearest

define dose_then   = dose at month_3
define dose_before = dose at baseline
define grade_then  = grade at month_3
define reader_then = reader at month_3
response clear    when not rash at month_3
response low_dose when dose at month_3 <= 7 mg/day missing counts as not met
relapse  returned following first visit with (not rash) when rash
relapse  severe_grade when grade is severe

describe sex, clear, dose_then, grade_then
compare dose from baseline to month_3
compare dose from baseline to month_3 using wilcoxon-pratt test
compare dose from baseline to month_3 using paired t test
compare dose from baseline to month_3 using sign test
compare dose from baseline to month_3 using permutation test
compare dose from baseline to month_3 using bootstrap interval
compare dose from baseline to month_3 using paired t test, then wilcoxon test if p < 0.05
compare dose from baseline to month_3 among dose at baseline > 5 mg/day by sex
compare dose_before with dose_then
compare load from baseline to month_3 using paired t test
compare rash from baseline to month_3
compare rash from baseline to month_3 using mcnemar mid-p test
compare rash from baseline to month_3 using suissa-shuster test
compare rash from baseline to month_3 using boschloo test, then mcnemar test if p < 0.05
compare clear with low_dose by sex
compare grade from baseline to month_3
compare grade from baseline to month_3 using wilcoxon test
compare grade from baseline to month_3 using sign test
compare grade from baseline to month_3 using stuart-maxwell test
compare grade from baseline to month_3 using bhapkar test
compare site from baseline to month_3
compare site from baseline to month_3 using bhapkar test
compare site from baseline to month_3 using bowker test
agree grade_then with reader_then
agree grade_then with reader_then using linear kappa
agree grade_then with reader_then using quadratic kappa
agree grade_then with reader_then using AC1
agree clear with low_dose
rate clear, low_dose
rate clear using wilson interval
rate clear using blaker interval
rate clear using jeffreys interval
rate low_dose by sex using agresti-coull interval
time to returned, severe_grade
time to returned by sex
adjust comparisons by {adjustment}
"""

STUDY = """
title = "SYNTHETIC: {situation}"
rules = "rules.remit"

[data]
unreadable = "{unreadable}"

[patients]
file = "patients.csv"
patient = "id"
facts = {{ sex = "sex" }}

[[visits]]
file = "visits.csv"
patient = "id"
day = "day"

[visits.measures]
dose = "dose"
load = "load"
rash = "rash"
grade = "grade"
reader = "reader"
site = "site"
"""

Visit = tuple[str, ...]


def ill(dose: str, load: str = "3.5") -> Visit:
    return dose, load, "yes", "severe", "severe", "face"


def better(dose: str) -> Visit:
    return dose, "1.2", "no", "absent", "mild", "trunk"


def unknown() -> Visit:
    return ("",) * 6


DOSES = ("5", "10", "15", "20", "25")
SITUATIONS: dict[str, list[tuple[Visit, Visit]]] = {
    "no pair": [(ill("10"), unknown()), (unknown(), better("5"))],
    "one pair": [(ill("10"), better("5"))],
    "two pairs": [(ill("10"), better("5")), (ill("20"), better("12"))],
    "no change": [(ill(dose), ill(dose)) for dose in DOSES],
    "all alike": [(ill(dose), better(str(int(dose) - 3))) for dose in DOSES],
    "one changed": [(ill("10"), better("7")), *[(ill(dose), ill(dose)) for dose in DOSES]],
    "some missing": [
        (ill("10"), better("7")), (ill("0.3"), better("0.2")), (ill("20"), unknown()),
        (unknown(), better("5")), (unknown(), unknown()), (ill("<5"), better(">30")),
    ],
}  # fmt: skip

METHODS = (
    "wilcoxon test",
    "wilcoxon-pratt test",
    "paired t test",
    "sign test",
    "permutation test",
    "bootstrap interval",
)
BY_SIGNS = ("wilcoxon test", "wilcoxon-pratt test", "sign test", "permutation test")
"""The tests over the signs of the changes, which share a floor."""


def lay_out(
    folder: Path, patients: list[tuple[Visit, Visit]], unreadable: str = "stop", adjustment: str = "holm"
) -> Path:
    """A study folder: each patient's visits on day 0 and day 90."""
    folder.mkdir(parents=True)
    (folder / "rules.remit").write_text(RULES.format(adjustment=adjustment), "utf-8")
    (folder / "study.toml").write_text(STUDY.format(situation=folder.name, unreadable=unreadable), "utf-8")
    people = [f"P{n},{('female', 'male')[n % 2]}" for n in range(len(patients))]
    visits = [
        ",".join((f"P{n}", day, *cells))
        for n, pair in enumerate(patients)
        for day, cells in zip(("0", "90"), pair, strict=True)
    ]
    header = "id,day,dose,load,rash,grade,reader,site"
    (folder / "patients.csv").write_text("\n".join(["id,sex", *people, ""]), "utf-8")
    (folder / "visits.csv").write_text("\n".join([header, *visits, ""]), "utf-8")
    return folder


@pytest.fixture(scope="module")
def studies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("studies")
    for name, patients in SITUATIONS.items():
        lay_out(folder / name, patients)
    return folder


@cache
def evaluated(study: Path) -> Run:
    return run(study)


@pytest.fixture(params=SITUATIONS)
def situation(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def study(studies: Path, situation: str) -> Path:
    return studies / situation


def methods_of(studies: Path, situation: str) -> dict[str, Method]:
    """What each method says of the dose in all patients."""
    compared = evaluated(studies / situation).analysis.comparisons
    alone = [one for one in compared if one.label == "dose" and not one.group.words and one.gate is None]
    return {one.methods[0].name: one.methods[0] for one in alone}


def codes(estimate: Estimate) -> set[str]:
    return {note.code for note in estimate.notes}


# ---- what arrives ------------------------------------------------------------------------------------


def parts(value: Any) -> Iterator[Any]:
    """Everything that a result holds, itself included."""
    yield value
    if is_dataclass(value):
        inner: list[Any] = [getattr(value, field.name) for field in fields(value)]
    else:
        inner = list(value) if isinstance(value, tuple | list) else []
    for part in inner:
        yield from parts(part)


def test_every_method_that_can_be_asked_for_is(studies: Path):
    assert tuple(methods_of(studies, "two pairs")) == METHODS


def test_no_figure_is_nan_and_only_limits_are_infinite(study: Path):
    found = list(parts(evaluated(study).analysis))
    numbers = [part for part in found if isinstance(part, float)]
    limits = [end for part in found if isinstance(part, Interval | Range) for end in (part.low, part.high)]
    assert numbers
    assert not any(map(math.isnan, numbers))
    assert sum(map(math.isinf, numbers)) == sum(map(math.isinf, limits))


def test_no_p_is_below_its_floor(study: Path):
    estimates = [part for part in parts(evaluated(study).analysis) if isinstance(part, Estimate)]
    floored = [one for one in estimates if one.p is not None and one.p_floor is not None]
    assert all(one.p >= one.p_floor * (1 - 1e-12) for one in floored)
    assert all(0 <= one.p <= 1 for one in estimates if one.p is not None)


def test_no_interval_excludes_its_estimate(study: Path):
    estimates = [part for part in parts(evaluated(study).analysis) if isinstance(part, Estimate)]
    assert all(
        one.interval.low - 1e-12 <= one.value <= one.interval.high + 1e-12
        for one in estimates
        if one.value is not None and one.interval is not None
    )


def command(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """The exit code of a command line, and what it wrote to standard output and to standard error."""
    capsys.readouterr()
    code = exit_code(arguments)
    out, err = capsys.readouterr()
    return int(code), out, err


_NO_NUMBER = re.compile(r"(?i:(?<![\w.])[-+]?(?:nan|inf|infinity)(?!\w))|\bNone\b(?! of)|np\.|Fraction\(")


@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_the_command_reports_without_a_figure_that_is_none(
    study: Path, form: str, capsys: pytest.CaptureFixture[str]
):
    code, out, err = command(capsys, "run", str(study), "--format", form)
    assert (code, err) == (0, "")
    assert not _NO_NUMBER.findall(out)


def _refuse(constant: str) -> NoReturn:
    raise AssertionError(f"{constant} is no JSON")


def test_the_json_holds_the_figures_as_they_are(study: Path, capsys: pytest.CaptureFixture[str]):
    _, out, _ = command(capsys, "run", str(study), "--format", "json")
    read = json.loads(out, parse_constant=_refuse)
    analysis = evaluated(study).analysis
    ps = [[method["test"]["p"] for method in one["methods"]] for one in read["comparisons"]]
    assert ps == [[method.test.p for method in one.methods] for one in analysis.comparisons]
    ps = [[test["p"] for test in one["tests"]] for one in read["categories"]]
    assert ps == [[test.p for _, test in one.tests] for one in analysis.categories]
    assert analysis.adjusted is not None
    assert read["adjusted"]["adjusted"] == list(analysis.adjusted.adjusted.adjusted)


def test_every_warning_on_a_comparison_is_in_the_report(study: Path, capsys: pytest.CaptureFixture[str]):
    _, out, _ = command(capsys, "run", str(study))
    printed = " ".join(out.split())
    analysis = evaluated(study).analysis
    compared = (analysis.comparisons, analysis.categories, analysis.agreements, analysis.adjusted)
    notes = {part.text for part in parts(compared) if isinstance(part, Note)}
    assert notes
    assert [text for text in sorted(notes) if text not in printed] == []


# ---- what must be so ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", METHODS)
def test_without_a_pair_there_is_nothing(studies: Path, name: str):
    test = methods_of(studies, "no pair")[name].test
    assert (test.n, test.value, test.interval, test.p, test.p_floor) == (0, None, None, None, None)
    assert codes(test) == {"no_pairs"}
    assert dict(test.n_missing) == {"before": 1, "after": 1, "both": 0}


@pytest.mark.parametrize("name", BY_SIGNS)
def test_one_pair_can_show_nothing(studies: Path, name: str):
    method = methods_of(studies, "one pair")[name]
    assert (method.test.p, method.test.p_floor) == (1.0, 1.0)
    assert "floor_above_alpha" in codes(method.test)
    assert method.estimate.interval is None


def test_one_pair_has_neither_t_nor_a_bootstrap(studies: Path):
    found = methods_of(studies, "one pair")
    assert all(found[name].test.p is None for name in ("paired t test", "bootstrap interval"))
    assert all(found[name].estimate.interval is None for name in ("paired t test", "bootstrap interval"))
    assert codes(found["paired t test"].test) == {"too_few_pairs"}


def test_two_pairs_have_a_t_and_a_floor_of_one_half(studies: Path):
    found = methods_of(studies, "two pairs")
    t = found["paired t test"].test
    assert t.p == pytest.approx(0.1443846310)  # changes -5 and -8: t = -13/3 on 1 degree of freedom
    assert t.statistic == ("t", pytest.approx(-13 / 3))
    assert {found[name].test.p for name in BY_SIGNS} == {0.5}
    assert codes(found["bootstrap interval"].test) == {"bootstrap_undercovers"}


@pytest.mark.parametrize("name", BY_SIGNS)
def test_no_change_is_no_information(studies: Path, name: str):
    test = methods_of(studies, "no change")[name].test
    assert (test.p, test.p_floor, test.n_zero) == (1.0, 1.0, 5)
    assert "no_information" in codes(test)


@pytest.mark.parametrize("name", BY_SIGNS)
def test_changes_all_alike_have_the_smallest_exact_p(studies: Path, name: str):
    assert methods_of(studies, "all alike")[name].test.p == 2.0**-4


@pytest.mark.parametrize("situation", ["no change", "all alike"])
def test_t_is_undefined_where_the_changes_do_not_vary(studies: Path, situation: str):
    test = methods_of(studies, situation)["paired t test"].test
    assert (test.p, test.statistic, test.interval) == (None, None, None)
    assert test.value == (0.0 if situation == "no change" else -3.0)
    assert codes(test) == {"no_information" if situation == "no change" else "constant_difference"}


@pytest.mark.parametrize("name", BY_SIGNS)
def test_one_that_changed_among_many_shows_nothing(studies: Path, name: str):
    test = methods_of(studies, "one changed")[name].test
    assert (test.p, test.n, test.n_zero) == (1.0, 6, 5)


@pytest.mark.parametrize("name", METHODS)
def test_incomplete_pairs_are_counted_by_side(studies: Path, name: str):
    test = methods_of(studies, "some missing")[name].test
    assert (test.n_total, test.n) == (6, 2)
    # The last patient's doses are bounds, `<5` and `>30`: data, but no values.
    assert dict(test.n_missing) == {"before": 1, "after": 1, "both": 2}


def test_decimals_that_differ_equally_are_tied(studies: Path):
    compared = evaluated(studies / "some missing").analysis.comparisons[0]
    assert sorted(compared.pairs.differences.value(d) for d in compared.pairs.differences.integers) == [
        -3.0,
        -0.1,
    ]


def test_a_measure_without_an_upper_limit_is_not_bounded_above(studies: Path):
    compared = evaluated(studies / "some missing").analysis.comparisons
    (method,) = next(one.methods for one in compared if one.label == "load")
    assert method.possible is not None and method.possible.value is not None
    assert method.possible.value.high == math.inf
    assert (
        method.possible.value.words == "not bounded"
    )  # a missing load before makes a fall as deep as one likes


@pytest.mark.parametrize(
    ("situation", "p"),
    [("no pair", None), ("one pair", 1.0), ("no change", 1.0), ("all alike", 0.0625), ("one changed", 1.0)],
)
def test_mcnemar_and_the_wilcoxon_test_of_levels(studies: Path, situation: str, p: float | None):
    categories = evaluated(studies / situation).analysis.categories
    tests = [test for one in categories for test in one.tests if not one.group.words]
    found = {name: test.p for name, test in tests if name in ("mcnemar test", "wilcoxon-pratt test")}
    assert found == {"mcnemar test": p, "wilcoxon-pratt test": p}


def test_without_a_change_no_test_of_a_table_finds_one(studies: Path):
    categories = evaluated(studies / "no change").analysis.categories
    assert {test.p for one in categories for _, test in one.tests if one.label != "clear with low_dose"} == {
        1.0
    }


@pytest.mark.parametrize("situation", ["one pair", "no change"])
def test_kappa_of_one_category_is_undefined_and_ac1_is_not(studies: Path, situation: str):
    agreements = evaluated(studies / situation).analysis.agreements
    values = {one.agreement.method: one.estimate.value for one in agreements[:4]}
    seen = 1.0 if situation == "no change" else values["ac1"]
    assert values == {"kappa": values["kappa"], "linear kappa": values["linear kappa"],
                      "quadratic kappa": values["quadratic kappa"], "ac1": seen}  # fmt: skip
    assert situation == "one pair" or set(values.values()) == {None, 1.0}


@pytest.mark.parametrize(("situation", "n"), [("no pair", 2), ("one pair", 1), ("no change", 5)])
def test_rates_of_none_or_all_have_a_limit(studies: Path, situation: str, n: int):
    rate = evaluated(studies / situation).analysis.rates[0]
    (line, *_) = rate.lines
    assert line.n == n
    assert (rate.upper is not None) == (situation == "no change")


def test_nobody_timed_is_said_to_be_so(studies: Path, capsys: pytest.CaptureFixture[str]):
    returned = evaluated(studies / "no change").analysis.times[0]
    assert (returned.patients, returned.not_started) == ((), 5)
    _, out, _ = command(capsys, "run", str(studies / "no change"))
    assert "No patient was under observation." in out


def test_a_gate_that_no_data_could_pass_is_said_to_be_closed(study: Path, capsys: pytest.CaptureFixture[str]):
    (gated,) = [one for one in evaluated(study).analysis.comparisons if one.gate is not None]
    assert gated.gate is not None
    assert "gate_passed" not in codes(gated.gate)
    floor = gated.gate.p_floor
    assert ("gate_closed" in codes(gated.gate)) == (floor is not None and floor >= 0.05)


@pytest.mark.parametrize(
    "adjustment", ["holm", "hochberg", "hommel", "bonferroni", "bh", "by", "fixed_sequence"]
)
def test_every_adjustment_takes_tests_without_a_p(tmp_path: Path, adjustment: str):
    analysis = run(lay_out(tmp_path / "study", SITUATIONS["all alike"], adjustment=adjustment)).analysis
    assert analysis.adjusted is not None
    adjusted = analysis.adjusted.adjusted
    assert adjusted.n_missing > 0
    pairs = [(p, q) for p, q in zip(adjusted.p, adjusted.adjusted, strict=True) if q is not None]
    assert pairs
    assert all(p is not None and p <= q <= 1 for p, q in pairs)


# ---- what is no number -------------------------------------------------------------------------------

NO_NUMBERS = ("inf", "-inf", "Infinity", "∞", "nan", "NaN", "1e400", "#DIV/0!")


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_a_text_that_is_no_finite_number_stops_the_study(
    tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
):
    folder = lay_out(tmp_path / "study", [(ill("10"), better(text)), (ill("20"), better("12"))])
    with pytest.raises(Rejected) as rejected:
        run(folder)
    assert [diagnostic.code for diagnostic in rejected.value.diagnostics] == ["E701"]
    code, out, err = command(capsys, "run", str(folder))
    assert (code, out) == (2, "")
    assert "error[E701]" in err and "visits.csv:3:dose" in err and "Traceback" not in err


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_set_aside_it_costs_its_pair(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]):
    patients = [(ill("10"), better(text)), (ill("20"), better("12")), (ill("30"), better("8"))]
    folder = lay_out(tmp_path / "study", patients, unreadable="set aside")
    test = run(folder).analysis.comparisons[0].methods[0].test
    assert (test.n_total, test.n, dict(test.n_missing)["after"]) == (3, 2, 1)
    for form in ("text", "json", "csv"):
        code, out, _ = command(capsys, "run", str(folder), "--format", form)
        assert code == 0
        assert not _NO_NUMBER.findall(out.replace(f"`{text}`", ""))  # the note that quotes the cell


def test_a_value_outside_its_range_stops_the_study(tmp_path: Path):
    with pytest.raises(Rejected) as rejected:
        run(lay_out(tmp_path / "study", [(ill("10"), better("1e9"))]))
    assert [diagnostic.code for diagnostic in rejected.value.diagnostics] == ["E702"]


def test_a_study_without_patients_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    folder = lay_out(tmp_path / "study", [])
    code, out, err = command(capsys, "run", str(folder))
    assert (code, out) == (2, "")
    assert "error[E602]" in err and "Traceback" not in err
