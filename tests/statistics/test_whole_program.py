"""Very few patients, none, and data without a change: from the files of a study to its report.

What each method must say of them is tested in `test_few_patients`; here it is what arrives, through
`pipeline.run` and through the command in every format.
"""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, NoReturn

import pytest

from remit.cli.application import exit_code
from remit.diagnostics.diagnostic import Rejected
from remit.pipeline import run
from remit.statistics.ignorance import Range
from remit.statistics.result import Estimate, Interval
from tests.statistics.few_patients import METHODS, SITUATIONS, better, evaluated, ill, lay_out, methods_of


@pytest.fixture(scope="module")
def studies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("studies")
    for name, patients in SITUATIONS.items():
        lay_out(folder / name, patients)
    return folder


@pytest.fixture(params=SITUATIONS)
def study(studies: Path, request: pytest.FixtureRequest) -> Path:
    return studies / str(request.param)


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
    assert tuple(methods_of(studies / "two pairs")) == METHODS


def test_no_figure_is_nan_and_only_limits_are_infinite(study: Path):
    found = list(parts(evaluated(study).analysis))
    numbers = [part for part in found if isinstance(part, float)]
    limits = [end for part in found if isinstance(part, Interval | Range) for end in (part.low, part.high)]
    assert numbers
    assert not any(map(math.isnan, numbers))
    assert sum(map(math.isinf, numbers)) == sum(map(math.isinf, limits))


def test_no_p_is_below_its_floor(study: Path):
    estimates = [part for part in parts(evaluated(study).analysis) if isinstance(part, Estimate)]
    ps = [(one.p, one.p_floor or 0.0) for one in estimates if one.p is not None]
    assert all(floor * (1 - 1e-12) <= p <= 1 for p, floor in ps)


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


def warnings_of(study: Path) -> set[str]:
    """The sentences on everything that was tested or estimated."""
    analysis = evaluated(study).analysis
    assert analysis.adjusted is not None
    estimates = [one.gate for one in analysis.comparisons if one.gate is not None]
    estimates += [
        part
        for one in analysis.comparisons
        for method in one.methods
        for part in (method.test, method.estimate)
    ]
    estimates += [test for one in analysis.categories for _, test in one.tests]
    estimates += [one.difference for one in analysis.categories if one.difference is not None]
    estimates += [one.estimate for one in analysis.agreements]
    notes = (*analysis.adjusted.adjusted.notes, *(note for one in estimates for note in one.notes))
    return {note.text for note in notes}


def test_every_warning_on_a_comparison_is_in_the_report(study: Path, capsys: pytest.CaptureFixture[str]):
    _, out, _ = command(capsys, "run", str(study))
    printed = " ".join(out.split())
    assert [text for text in sorted(warnings_of(study)) if text not in printed] == []


def test_a_gate_of_categories_is_in_the_report(studies: Path, capsys: pytest.CaptureFixture[str]):
    study = studies / "all alike"
    _, out, _ = command(capsys, "run", str(study))
    gates = [one.gate for one in evaluated(study).analysis.categories if one.gate is not None]
    assert gates
    assert all(note.text in " ".join(out.split()) for one in gates for note in one.notes)


def test_nobody_timed_is_said_to_be_so(studies: Path, capsys: pytest.CaptureFixture[str]):
    returned = evaluated(studies / "no change").analysis.times[0]
    assert (returned.patients, returned.not_started) == ((), 5)
    _, out, _ = command(capsys, "run", str(studies / "no change"))
    assert "No patient was under observation." in out


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
