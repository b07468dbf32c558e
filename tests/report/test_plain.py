"""`remit plain`: every rule can be said, in sentences, with its thresholds exact."""

import re
from fractions import Fraction
from pathlib import Path
from typing import get_args

import pytest

from remit.model.expressions import AnyExpr, Apply, children
from remit.model.types import TruthType
from remit.operators.registry import OPERATORS
from remit.pipeline import load_rules
from remit.report.plain import Part, paragraphs
from remit.report.plain.phrases import Phrases
from remit.report.plain.words import all_of, exact, lowered
from remit.source import Source
from tests.generative.trials import trial

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted([*(ROOT / "rules").rglob("*.remit"), *(ROOT / "examples").rglob("*.remit")])


def said(parts: tuple[Part, ...]) -> str:
    return "\n".join(text for part in parts for text in part.texts)


def of(text: str, outcome: str | None = None) -> str:
    from remit.rule_files import checked

    return said(paragraphs(checked(Source("rules.remit", text)), outcome))


def assert_sentences(text: str) -> None:
    assert "`" not in text, text  # not the rule's own words, but words for them
    assert not re.search(r"[{}]|\bNone\b|<|>|Fraction|  ", text), text
    for paragraph in text.split("\n"):
        assert paragraph.endswith((".", "”")), paragraph
        assert not paragraph[0].islower(), paragraph
        assert paragraph.count("(") == paragraph.count(")"), paragraph


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_rule_file_is_said_in_sentences(path: Path):
    rules = load_rules(path)
    text = said(paragraphs(rules))
    assert_sentences(text)
    for outcome in rules.outcomes.values():
        assert f"“{outcome.label.replace('_', ' ')}”" in text
    for name in rules.outcomes:
        assert_sentences(said(paragraphs(rules, name)))


def test_every_random_rule_can_be_said():
    """No rule is left to its own words, no placeholder printed, and a denial never says the same."""
    phrases = Phrases(load_rules(ROOT / "examples" / "lenalidomide" / "lenalidomide.remit"))
    for seed in range(400):
        root = trial(seed, 1).root
        text = phrases.clause(root) if isinstance(root.type, TruthType) else phrases.noun(root)
        denied = phrases.clause(root, holds=False) if isinstance(root.type, TruthType) else ""
        assert text.strip()
        assert text != denied
        assert not re.search(r"[{}`]|\bNone\b|Fraction|made up|\bpiece \d|\bcase \d", text + denied), text


def test_every_operator_has_words():
    assert [one.name for one in OPERATORS.values() if not one.words.strip()] == []


def test_every_form_and_every_operator_comes_up_in_the_random_rules():
    """So that each has been said by the test above."""
    waiting, seen, operators = [trial(seed, 1).root for seed in range(400)], set[str](), set[str]()
    while waiting:
        x = waiting.pop()
        seen.add(type(x).__name__)
        operators |= {x.operator} if isinstance(x, Apply) else set()
        waiting.extend(children(x))
    assert {one.__name__ for one in get_args(AnyExpr)} - seen == set()
    assert OPERATORS.keys() - operators == set()


SMALL = """
measure esr "ESR" : mm/h from 0 to 150, lower is better
measure crp "C-reactive protein" : mg/L from 0 to 500, lower is better
measure clear "Skin is clear" : yes or no, yes is better
event ivig "IVIG started"
timepoint baseline : day 0, window day -30 to day 0, last
timepoint month_6 "Month 6" : month 6, window month 5 to month 7, nearest
measure tender "Tender joints" : joints from 0 to 68, lower is better
set core = esr, crp, tender
"""


def test_a_change_a_window_and_a_pick():
    text = of(SMALL + 'response r "Response" when esr falls by at least 20% from baseline to month_6')
    assert "“Response” (response) was met when ESR fell by at least 20% from baseline to month 6." in text
    assert "Month 6 was day 183 (window day 152 to day 213, both included; the visit nearest to it" in text


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("esr at month_6 <= 7.5 mm/h", "ESR at month 6 was at most 7.5 mm/h"),
        ("not esr at month_6 <= 7.5 mm/h", "ESR at month 6 was above 7.5 mm/h"),
        ("clear at month_6", "“Skin is clear” was yes at month 6"),
        ("not clear at month_6", "“Skin is clear” was no at month 6"),
        (
            "esr falls by at least 5 mm/h from baseline to month_6",
            "ESR fell by at least 5 mm/h from baseline to",
        ),
        (
            "esr rises by more than 5 mm/h from baseline to month_6",
            "ESR rose by more than 5 mm/h from baseline",
        ),
        (
            "esr falls by at least 5 mm/h and by at least 20% from baseline to month_6",
            "ESR fell by at least 5 mm/h and by at least 20% from baseline to month 6",
        ),
        (
            "at least 2 of core fall by at least 20% from baseline to month_6",
            "at least 2 of the following fell by at least 20% from baseline to month 6: ESR, C-reactive",
        ),
        (
            "any visit after baseline has (clear)",
            "there was a visit after day 0 at which “Skin is clear” was yes",
        ),
        (
            "no visit after baseline has (clear)",
            "there was no visit after day 0 at which “Skin is clear” was yes",
        ),
        (
            "every visit from baseline to month_6 has (clear)",
            "at every visit from day 0 to the end of month 6 “Sk",
        ),
        ("any ivig within 28 days after baseline", "“IVIG started” was recorded within 28 days after day 0"),
        (
            "no ivig from baseline to month_6",
            "“IVIG started” was not recorded from day 0 to the end of month 6",
        ),
        ("at least 2 ivig in the last 28 days", "“IVIG started” was recorded at least 2 times"),
        (
            "any visit has (clear sustained for at least 84 days with gaps of at most 42 days)",
            "“Skin is clear” was yes, sustained for at least 84 days (with visits no more than 42 days",
        ),
        (
            "any visit has (clear confirmed at least 28 days later)",
            "“Skin is clear” was yes, confirmed at a visit at least 28 days later",
        ),
        ("(esr - crp * 2 mm/h / 1 mg/L) at month_6 > 3 mm/h", "was above 3 mm/h"),
        (
            "clear at month_6 and (esr at month_6 is recorded or ivig_before)",
            "(either ESR at month 6 was recorded",
        ),
    ],
)
def test_conditions(condition: str, words: str):
    if "in the last" in condition:
        condition = f"any visit has ({condition})"
    more = "\ndefine ivig_before = any ivig before day 0" if "ivig_before" in condition else ""
    assert words in of(f"{SMALL}response r when {condition}{more}")


def test_who_is_evaluated_and_how_the_undetermined_count():
    text = of(
        SMALL
        + 'response r "R" among clear at baseline when clear at month_6 unless any ivig '
        + "missing counts as not met"
    )
    assert "It was evaluated only in patients in whom “Skin is clear” was yes at baseline;" in text
    assert "It was not met, whatever else was found, when “IVIG started” was recorded." in text
    assert "Patients left undetermined by missing data were counted as not met." in text
    assert "No missing value was guessed" in text


def test_one_outcome_with_what_it_rests_on():
    text = of(
        SMALL + 'state a "A" when clear and esr > 1 mm/h\nstate b "B" when esr < 3 mm/h\n'
        "response first_one when a at month_6\nresponse other_one when b at month_6",
        "first_one",
    )
    assert "“A” was met when" in text
    assert "“B”" not in text
    assert "baseline" not in text


def test_analyses_name_their_tests():
    text = of(
        SMALL + "response r when clear at month_6\nrate r using wilson interval\n"
        "compare esr from baseline to month_6 using paired t test, then wilcoxon test if p < 0.05"
    )
    assert (
        "ESR was compared between baseline and month 6 by the paired t test, followed by the Wilcoxon test"
        in text
    )
    assert "The rate of “r” was reported with the Wilson 95% confidence interval." in text


@pytest.mark.parametrize(
    ("value", "text"),
    [("7.5", "7.5"), ("-28", "-28"), ("1/3", "1/3"), ("0.05", "0.05"), ("1000", "1000"), ("-0.25", "-0.25")],
)
def test_numbers_are_exact(value: str, text: str):
    assert exact(Fraction(value)) == text


def test_labels_and_lists():
    assert lowered("Physician's global assessment") == "physician's global assessment"
    assert lowered("CLASI activity") == "CLASI activity"
    assert lowered("C-reactive protein") == "C-reactive protein"
    assert lowered("Psoriasis Area and Severity Index") == "Psoriasis Area and Severity Index"
    assert [all_of(["a", "b", "c"][:n]) for n in (1, 2, 3)] == ["a", "a and b", "a, b, and c"]


CATEGORIES = """
band esr_band of (esr) low below 20 mm/h counts 0 points  middle from 20 to 40 mm/h counts 2 points
  high above 40 mm/h counts 5 points
band count of (tender) in steps of 1 joints
  few at most 9 joints  some from 10 to 20 joints  many above 20 joints
table both of esr_band, clear
  row low, yes gives good  row low, no gives fair  row middle or high, any gives poor
fact sex : one of (male, female)
define bound "Upper limit" = 40 mm/h when sex is male, 33 mm/h otherwise
define earned "Points earned" = points of esr_band
define lasted "Lasted" = share of visits from baseline to month_6 with (clear)
reference lowest_esr "ESR to beat" starts at esr at baseline moves to esr when (esr < lowest_esr)
state begun "Begun" begins when clear ends when esr > 40 mm/h
drug prednisone "Prednisone" : mg/day from 0 to 2000
define how_many = number of (clear, begun) with (it)
define average = mean prednisone from day 0 to day 28
define stopped = first day after day 0 with (prednisone = 0 mg/day)
response low when every day from day 1 to day 28 has (prednisone <= 5 mg/day)
response off when any day after day 0 has ((prednisone = 0 mg/day) sustained for at least 84 days)
response quiet when no visit v has (esr > 40 mm/h and any visit w before v has (crp at w < crp at v))
"""
SAID = """
“esr band” was graded by ESR: “low” below 20 mm/h; “middle” at least 20 and at most 40 mm/h; “high” above
“few” at most 9 joints; “some” from 10 to 20 joints; “many” at least 21 joints.
“both” was “good” when esr band was “low” and “Skin is clear” was yes; “poor” when esr band was
“Upper limit” was 40 mm/h when sex was “male”; 33 mm/h otherwise.
“Points earned” was 0 points when esr band was “low”; 2 points when esr band was “middle”; 5 points oth
“Lasted” was the share of visits at which “Skin is clear” was yes, of all from day 0 to the end of month 6.
“ESR to beat” started at ESR at baseline and moved to ESR after each visit at which ESR was below ESR to
“Begun” was met when there had been a visit, that one or one before, at which “Skin is clear” was yes, and
“how many” was the number of the following that held: “Skin is clear” was yes; “Begun” was met.
“average” was the mean dose of prednisone from day 0 to day 28.
“stopped” was the first day after day 0 on which the dose of prednisone was 0 mg/day.
on every day from day 1 to day 28 the dose of prednisone was at most 5 mg/day
there was a day after day 0 on which the dose of prednisone was 0 mg/day, on at least 84 days in a row
there was no visit v at which ESR was above 40 mm/h and there was a visit w before v at which C-reactive
"""


@pytest.mark.parametrize("words", SAID.strip().splitlines())
def test_categories_forms_and_doses(words: str):
    text = of(SMALL + CATEGORIES)
    assert words in text, text
    assert_sentences(text)


def test_a_set_is_told_once_and_a_change_denied():
    text = of(SMALL + "response r when no of core rises by at least 20% from baseline to month_6")
    assert (
        "for each of the following, it did not rise by at least 20% from baseline to month 6: ESR, C-" in text
    )
