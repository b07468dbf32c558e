"""Parameters that are levels: of which scale, used, set by another file, and the mistakes."""

from pathlib import Path

import pytest

from remit.cases import run_cases
from remit.diagnostics.diagnostic import Diagnostic, Rejected
from remit.model.rules import RuleSet
from remit.model.types import LevelsType
from remit.pipeline import load_rules
from remit.rule_files import checked
from remit.source import Source

GRADES = """
ruleset graded version 1.0
measure rash : scale none < mild < moderate < severe, lower is better
measure itch : scale absent < mild < strong, lower is better
timepoint week_4 : week 4, window week 3 to week 5, nearest
parameter severe_from "Counted as severe" = severe
response below when rash at week_4 < severe_from
response is_it when rash at week_4 is severe_from
"""


def mistake(text: str) -> Diagnostic:
    with pytest.raises(Rejected) as rejected:
        checked(Source("rules.remit", text))
    (found,) = rejected.value.diagnostics
    return found


def test_the_parameter_is_of_the_scale_that_has_the_level():
    rules = checked(Source("rules.remit", GRADES))
    assert rules.parameters["severe_from"].value.type == rules.declarations.measures["rash"].type
    assert isinstance(rules.parameters["severe_from"].value.type, LevelsType)


def test_a_level_of_several_scales_needs_its_scale():
    found = mistake(GRADES + "parameter from_ = mild\nresponse r when itch at week_4 >= from_")
    assert (found.code, found.message) == (
        "E203",
        "`mild` is a level of `rash` and of `itch`, which differ",
    )
    assert found.help == ("say of which: `mild of rash`",)
    checked(
        Source(
            "rules.remit", GRADES + "parameter from_ = mild of itch\nresponse r when itch at week_4 >= from_"
        )
    )


def test_a_level_of_a_classify_and_of_a_band():
    text = GRADES + (
        "band worse of rashes low below 3 points high at least 3 points\n"
        "measure rashes : points from 0 to 9\nparameter bad = high\n"
        "response r when (worse is bad) at week_4\n"
        'case "high" given rashes = 3 points at week 4 expect r is met\n'
        'case "low" given rashes = 2 points at week 4 expect r is not met\n'
    )
    rules = checked(Source("rules.remit", text))
    assert [result.passed for result in run_cases(rules)] == [True, True]


@pytest.mark.parametrize(
    ("more", "code", "message"),
    [
        ("parameter p = sever", "E203", "no scale has a level `sever`"),
        ("parameter p = strong of rash", "E203", "`strong` is not one of the levels"),
        (
            "response r when itch at week_4 is severe_from",
            "E301",
            "the parameter `severe_from` is a level of another scale",
        ),
        ("response r when itch at week_4 < severe_from", "E301", "the two have different levels"),
        ("parameter p = low of week_4", "E203", "no scale has a level `low`"),
    ],
)
def test_mistakes(more: str, code: str, message: str):
    found = mistake(f"{GRADES}{more}\n")
    assert (found.code, found.message) == (code, message)


def test_another_file_sets_it(tmp_path: Path):
    (tmp_path / "graded.remit").write_text(GRADES, encoding="utf-8")

    def using(value: str) -> RuleSet:
        own = tmp_path / "own.remit"
        text = (
            f'use "./graded.remit" with severe_from = {value}\nrate graded.below, graded.is_it\n'
            'case "moderate" given rash = moderate at week 4\n'
            "  expect graded.below is not met, graded.is_it is met\n"
        )
        own.write_text(text, encoding="utf-8")
        return load_rules(own)

    assert [result.passed for result in run_cases(using("moderate"))] == [True, True]
    assert [result.passed for result in run_cases(using("severe"))] == [False, False]
    with pytest.raises(Rejected):
        using("strong")
