"""Visits that have a name: what may be called so, what the audit shows, what the cases have seen."""

import numpy as np
import pytest

from remit.cases.coverage import coverage
from remit.course.block import block_of
from remit.evaluate.evaluator import Evaluator
from remit.explain import explain, open_inputs, render
from remit.explain.seen_from import _key
from remit.pipeline import check_text
from tests.unit.chart_review import EMPTY, Chart, checked, cohort

HELD = """\
measure x : points from 0 to 10, lower is better
state held
  when x <= 2 points
   and any visit v after now has (x <= 2 points and every visit between now and v has (x <= 3 points))
response kept when any visit until day 30 has (held)
"""


def codes(rest: str) -> list[str]:
    return [found.code for found in check_text("measure x : points from 0 to 10\n" + rest, "rules.remit")]


@pytest.mark.parametrize(
    ("rest", "code"),
    [
        ("response a when any visit v has (x > 2 points)", "E205"),
        ("response a when first visit v with (x > 2 points) < day 3", "E205"),
        ("response a when any visit x has (x > x at x)", "E202"),
        ("response a when any visit v has (any visit v after v has (x > x at v))", "E202"),
        ("response a when any visit v has (x > lowest x before v) and x at v > 1 points", "E201"),
        ("response a when any visit v has (x > lowest x before v and v < now)", "E302"),
        ("state a when any visit v after now has (x > lowest x so far and v > day 3)", "E206"),
        ("state a when any visit v after now has (x > lowest x in the last 7 days and v > day 3)", "E206"),
        ("response a when any visit end has (x > x at end)", "E101"),
        ("response a when any visit v has (any visit after v has (x at v > 3 points))", "E303"),
    ],
)
def test_what_a_name_may_not_be(rest: str, code: str):
    assert codes(rest) == [code]


def test_a_definition_knows_nothing_of_the_visits_where_it_is_used():
    assert codes(
        "define far = x - x at v\nresponse a when any visit v has (far > 1 points and v > day 3)"
    ) == ["E201"]


def test_a_member_of_a_set_is_read_where_it_stands():
    text = "response a when any visit v has (any of (x at v, x) has (any visit after v has (x >= 2 * it)))"
    assert codes(text) == []


def test_the_audit_shows_the_visit_that_decided():
    rules = checked(HELD)
    chart = Chart({0: {"x": 2}, 30: {"x": 3}, 60: {"x": 2}})
    shown = str(render(explain(rules, cohort(rules, chart), "P1", "kept")))
    assert "MET" in shown
    assert "x on day 60" in shown


def test_what_is_open_behind_a_name_is_told():
    rules = checked(HELD)
    chart = Chart({0: {"x": 2}, 30: {"x": EMPTY}, 60: {"x": 2}})
    evaluator = Evaluator(rules.declarations, block_of(cohort(rules, chart), np.array([0])))
    found = open_inputs(evaluator, rules.outcomes["kept"].when)
    assert [datum.words for datum in found if "day 30" in datum.words] == ["x on day 30"]


def test_the_cases_see_what_is_asked_behind_a_name():
    case = 'case "held" given x = 2 points at day 0, x = 2 points at day 40 expect kept is met\n'
    seen = {clause.span.text: clause for clause in coverage(checked(HELD + case))}
    assert seen["x <= 3 points"].met
    assert not seen["x <= 3 points"].not_met


def test_a_day_in_place_of_a_visit_makes_another_meaning_each_time():
    keys = {_key(key, depth, day) for key in (0, 1, -1, -5, 7) for depth in (0, 1) for day in (-400, 0, 12)}
    again = {_key(key, 1, 12) for key in keys}
    assert len(keys) == 30
    assert len(keys | again) == 60
    assert all(key < 0 for key in keys | again)


@pytest.mark.parametrize(
    ("rest", "code"),
    [
        ("reference r starts at x moves to x when x > r", "E302"),
        ("reference r starts at 3 points moves to r when x > r", "E401"),
        (
            "reference r starts at 3 points moves to x when x > r\nresponse a when any visit has (x moves)",
            "E301",
        ),
        ("reference r starts at 3 moves to x when x > r", "E311"),
        ("reference r starts at 3 points moves to x when x", "E301"),
        ("state s when x > r\nreference r starts at 3 points moves to x when s", "E401"),
    ],
)
def test_what_a_reference_cannot_be(rest: str, code: str):
    assert code in codes(rest)
