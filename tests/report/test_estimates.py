"""The long table of estimates."""

import csv
import io
from pathlib import Path

import pytest

from remit.pipeline import run
from remit.report.estimates import COLUMNS, to_estimates

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(to_estimates(run(EXAMPLES / name).report))))


def figure(found: list[dict[str, str]], variable: str, context: str, name: str) -> float:
    (one,) = [
        row["stat"]
        for row in found
        if (row["variable"], row["context"], row["stat_name"]) == (variable, context, name)
    ]
    return float(one)


def test_the_figures_of_the_example() -> None:
    found = rows("lenalidomide")
    assert figure(found, "prednisone", "baseline to month_6, paired t test", "p") == pytest.approx(
        0.004605690795
    )
    assert figure(found, "prednisone", "baseline to month_6, wilcoxon test", "p") == 0.0625
    assert figure(found, "prednisone", "baseline to month_6, gate", "p") == 0.0625
    assert figure(found, "prednisone", "baseline", "value") == pytest.approx(22.8)
    assert figure(found, "skin_response", "rate, all decided", "low") == pytest.approx(0.478176, abs=1e-6)


def test_what_missing_values_leave_open_is_in_it() -> None:
    found = rows("incomplete")
    context = "baseline to month_6, wilcoxon test"
    assert figure(found, "prednisone", context, "p_possible_low") == 0.0625
    assert figure(found, "prednisone", context, "p_possible_high") == 1.0


@pytest.mark.parametrize("name", ["lenalidomide", "incomplete"])
def test_every_row_is_whole_and_names_are_no_numbers(name: str) -> None:
    text = to_estimates(run(EXAMPLES / name).report)
    assert text.splitlines()[0] == ",".join(COLUMNS)
    assert all(row["stat_name"] and row["variable"] and row["context"] for row in rows(name))
    assert not {"nan", "inf", "-inf"} & {row["stat"].lower() for row in rows(name)}
