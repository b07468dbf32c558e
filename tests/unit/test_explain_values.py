"""What a decision rests on: the datum, its address, its value in words, and what else there was."""

import pytest

from remit.explain import inputs_of, open_inputs
from tests.unit.asked import asked, only, rests_on, waits_for
from tests.unit.chart_review import EMPTY, Between, Chart

# ---- values and addresses ----------------------------------------------------------------------------


def test_values_in_words():
    chart = Chart(
        {0: {"skin": True, "dose": 7.5, "grade": "mild", "protein": Between(0, 0.3, "<0.3")}},
        facts={"started": -14},
    )
    condition = """(skin and dose > 5 mg/day and grade is mild and protein < 1 g/g) at baseline
      and started < day 0"""
    found = {datum.name: datum.value for datum in rests_on(condition, chart)}
    assert found == {
        "skin": "yes",
        "dose": "7.5 mg/day",
        "grade": "mild",
        "protein": "0 to 0.3 g/g",
        "started": "day -14",
    }


def test_levels_that_are_still_possible():
    found = only(waits_for("grade at baseline is mild", Chart({0: {"grade": "none|mild"}})))
    assert found.value == "none or mild"


def test_both_numbers_of_one_that_was_converted():
    conversion = {"protein": "mg/mmol → g/g, × 0.00884, study.toml:14"}
    condition = "protein at baseline > 1 g/g"
    found = only(rests_on(condition, Chart({0: {"protein": 2.1}}), conversion=conversion))
    assert found.value == "2.1 mg/mmol → 2.1 g/g, × 0.00884, study.toml:14"


def test_without_addresses_there_is_no_cell():
    found = only(rests_on("skin at baseline", Chart({0: {"skin": True}}), addresses=False))
    assert (found.cell, found.value) == (None, "yes")


# ---- what else could have been taken -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("timepoint", "visits", "taken", "others"),
    [
        (
            "month_6",
            {170: 26, 186: 24, 200: EMPTY},
            186,
            ("day 170 (26 mg/day) not taken: farther from day 183", "day 200 not taken: not recorded there"),
        ),
        (
            "month_6",
            {180: 26, 186: 24},
            180,
            ("day 186 (24 mg/day) not taken: as near to day 183, and later",),
        ),
        ("baseline", {-20: 30, -5: 20}, -5, ("day -20 (30 mg/day) not taken: earlier",)),
        ("early", {10: 8, 40: 9}, 10, ("day 40 (9 mg/day) not taken: later",)),
        ("peak", {10: 8, 40: 9, 50: 7}, 40, None),
        (
            "month_6",
            {170: EMPTY, 186: EMPTY},
            186,
            ("day 170 not taken: not recorded there either",),
        ),
    ],
)
def test_the_visits_that_were_not_taken(
    timepoint: str, visits: dict[int, object], taken: int, others: tuple[str, ...] | None
):
    chart = Chart({day: {"dose": value} for day, value in visits.items()}, until=400)
    found = only(rests_on(f"dose at {timepoint} > 5 mg/day", chart))
    assert found.day == taken
    worst = ("day 10 (8 mg/day) not taken: not worse", "day 50 (7 mg/day) not taken: not worse")
    assert found.others == (worst if others is None else others)


# ---- every form --------------------------------------------------------------------------------------

COURSE = Chart(
    {
        0: {"skin": True, "dose": 20, "esr": 40},
        28: {"skin": False, "dose": 10, "esr": 30},
        84: {"skin": False, "dose": 5, "esr": 20},
        180: {"skin": True, "dose": 5, "esr": 25},
    },
    events={"ivig": [30, 90]},
    facts={"started": 28},
)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("any visit has (not skin)", ["skin on day 28"]),
        ("at least 2 visits has (not skin)", ["skin on day 28", "skin on day 84"]),
        ("every visit has (skin)", ["skin on day 28"]),
        ("at most 1 visit has (skin)", ["skin on day 0", "skin on day 180"]),
        ("no visit from day 10 to day 100 has (skin)", ["skin on day 28", "skin on day 84"]),
        ("any ivig from day 0 to day 100", ["ivig from day 0 to day 100"]),
        ("(first ivig) < day 50", ["ivig at any time"]),
        ("lowest dose from day 0 to day 100 < 6 mg/day", ["dose on day 84"]),
        ("first dose from day 20 < 6 mg/day", ["dose on day 28"]),
        ("last dose < 6 mg/day", ["dose on day 180"]),
        ("mean dose from day 20 to day 100 < 8 mg/day", ["dose on day 28", "dose on day 84"]),
        (
            "mean dose with (not skin) < 8 mg/day",
            ["skin on day 28", "skin on day 84", "dose on day 28", "dose on day 84"],
        ),
        ("(first visit with (not skin)) < day 50", ["skin on day 0", "skin on day 28"]),
        (
            "dose at (first visit with (not skin)) < 50 mg/day",
            ["skin on day 0", "skin on day 28", "dose on day 28"],
        ),
        (
            "any visit has ((not skin) sustained for at least 2 visits)",
            ["skin on day 28", "skin on day 84"],
        ),
        (
            "any visit has ((not skin) confirmed at least 28 days later)",
            ["skin on day 28", "skin on day 84"],
        ),
        ("any visit after day 0 has (onset of (skin))", ["skin on day 84", "skin on day 180"]),
        (
            "every visit from started has (dose <= 10 mg/day)",
            ["started", "dose on day 28", "dose on day 84", "dose on day 180"],
        ),
        ("days from day 0 to end of follow-up > 100 days", ["end of follow-up"]),
        ("skin at baseline is recorded", ["skin at baseline"]),
    ],
)
def test_what_decides_each_form(condition: str, words: list[str]):
    evaluator, made = asked(condition, COURSE)
    when = made.outcomes["r"].when
    assert not evaluator.truth(when).open[0], "the case is decided"
    assert [datum.words for datum in inputs_of(evaluator, when)] == words
    assert not open_inputs(evaluator, when)
