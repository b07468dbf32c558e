"""What the judge reads at one place: cells, timepoints, moments, matches."""

from fractions import Fraction
from math import inf

import pytest

from remit.model.types import MOMENT
from tests.generative.cohorts import MEASURES, RESPONSE, SEVERITY
from tests.unit.bedside import (
    ANY_DAY,
    NEVER,
    NO,
    OPEN,
    YES,
    apply,
    at_moment,
    at_timepoint,
    constant,
    day,
    end_of_follow_up,
    event_moment,
    fact,
    first_match,
    judged,
    judged_at_dates,
    measure,
    more_than,
    named,
    now,
    patient,
    period,
    plain,
    read_at,
    recorded,
    timepoint_end,
    visit_moment,
)


def index(value: str | int) -> object:
    return plain(MEASURES["index"], value)


class TestCells:
    def test_a_cell_that_holds_nothing_is_open(self):
        one = patient(rash={0: True, 7: None}, index={0: 3}, prednisone={0: None}, response={0: None})
        assert judged_at_dates(measure("rash"), one) == [YES, OPEN]
        assert judged_at_dates(measure("index"), one) == [index(3), (0, 10)]
        assert judged_at_dates(measure("prednisone"), one) == [(0, inf)] * 2
        assert judged_at_dates(measure("response"), one) == [0b1111] * 2

    def test_a_bound_is_recorded_with_its_limits(self):
        one = patient(protein={0: ("0", "0.3")})
        assert judged_at_dates(measure("protein"), one) == [(0, Fraction(3, 10))]
        assert judged_at_dates(recorded(measure("protein")), one) == [YES]

    def test_recorded_is_a_plain_yes_or_no(self):
        one = patient(rash={0: True, 7: None}, index={14: 1})
        assert judged_at_dates(recorded(measure("rash")), one) == [YES, NO, NO]

    def test_a_fact_that_is_missing_is_open(self):
        one = patient(facts={"switched": True, "stage": None})
        assert judged(fact("switched"), one) == YES
        assert judged(fact("stage"), one) == SEVERITY.every
        assert judged(fact("started"), one) == ANY_DAY
        assert judged(recorded(fact("started")), one) == NO

    def test_decimals_stay_exact(self):
        one = patient(protein={0: "0.5", 7: "0.4"})
        fall = apply("percent change", read_at("protein", "baseline"), measure("protein"))
        assert judged_at_dates(fall, one) == [(0, 0), (-20, -20)]


class TestReadAt:
    @pytest.mark.parametrize(
        ("timepoint", "values", "expected"),
        [
            ("baseline", {-28: 1, -7: 2, 0: 3, 7: 4}, 3),
            ("baseline", {-28: 1, 1: 2}, 1),
            ("entry", {-31: 1, -30: 2, 0: 3}, 2),
            ("month_3", {81: 1, 101: 2}, 1),
            ("month_3", {80: 1, 101: 2}, 2),
            ("month_6", {173: 1, 193: 2}, 2),
        ],
    )
    def test_the_rule_picks_the_date(self, timepoint: str, values: dict[int, int], expected: int):
        assert judged(read_at("index", timepoint), patient(index=values)) == index(expected)

    def test_it_picks_where_the_measure_was_recorded(self):
        one = patient(index={-7: 2, 0: None}, rash={-3: True})
        assert judged(read_at("index", "baseline"), one) == index(2)

    def test_dates_that_are_no_visits_count(self):
        assert judged(read_at("index", "baseline"), patient(index={-7: 2}, no_visits=(-7,))) == index(2)

    def test_recorded_nowhere_in_the_window_it_is_open_and_not_recorded(self):
        for one in (patient(index={-7: None, 7: 3}), patient(index={7: 3}), patient(rash={0: True})):
            assert judged(read_at("index", "baseline"), one) == (0, 10)
            assert judged(recorded(read_at("index", "baseline")), one) == NO

    def test_worst_is_the_largest_or_the_smallest(self):
        one = patient(
            index={0: 9, 7: 5, 90: 2, 151: 0}, severity={7: "mild", 90: "severe"}, rash={7: True, 90: False}
        )
        assert judged(read_at("index", "treatment", worst_is_high=True), one) == index(5)
        assert judged(read_at("index", "treatment", worst_is_high=False), one) == index(2)
        assert judged(read_at("severity", "treatment", worst_is_high=True), one) == SEVERITY.mask("severe")
        assert judged(read_at("severity", "treatment", worst_is_high=False), one) == SEVERITY.mask("mild")
        assert judged(read_at("rash", "treatment", worst_is_high=True), one) == YES
        assert judged(read_at("rash", "treatment", worst_is_high=False), one) == NO

    def test_the_worst_of_bounds_has_bounds(self):
        one = patient(protein={7: ("0", "0.3"), 14: "0.2"})
        assert judged(read_at("protein", "treatment", worst_is_high=True), one) == (
            Fraction(1, 5),
            Fraction(3, 10),
        )
        assert judged(read_at("protein", "treatment", worst_is_high=False), one) == (0, Fraction(1, 5))

    def test_the_worst_of_several_possible_levels_leaves_out_what_cannot_be_it(self):
        one = patient(severity={7: "none|mild", 14: "mild|severe"})
        assert judged(read_at("severity", "treatment", worst_is_high=True), one) == SEVERITY.mask(
            "mild", "severe"
        )
        assert judged(read_at("severity", "treatment", worst_is_high=False), one) == SEVERITY.mask(
            "none", "mild"
        )


class TestAtTimepoint:
    def test_one_date_is_picked_for_the_whole(self):
        one = patient(index={-7: 2, 0: None}, rash={-7: False, 0: True})
        both = apply("and", measure("rash"), more_than("index", "1"))
        assert judged(at_timepoint(both, "baseline"), one) == OPEN
        assert judged(at_timepoint(measure("rash"), "baseline"), one) == YES

    def test_a_date_that_is_no_visit_counts_when_it_has_a_row_for_all_that_is_read(self):
        one = patient(index={-7: 2, 0: 4}, rash={-7: False}, no_visits=(0,))
        both = apply("or", measure("rash"), more_than("index", "3"))
        assert judged(at_timepoint(both, "baseline"), one) == NO
        assert judged(at_timepoint(more_than("index", "3"), "baseline"), one) == YES

    def test_what_reads_nothing_looks_at_visits_only(self):
        one = patient(rash={-7: True, 0: True}, no_visits=(0,))
        assert judged(at_timepoint(now(), "baseline"), one) == (-7, -7)

    def test_without_a_date_it_is_open(self):
        assert judged(at_timepoint(measure("rash"), "month_3"), patient(rash={0: True})) == OPEN

    def test_the_worst_visit_is_not_known_and_the_last_stands_for_it(self):
        one = patient(index={7: 9, 150: 2, 151: 5})
        assert judged(at_timepoint(apply("+", measure("index"), measure("index")), "treatment"), one) == (
            4,
            4,
        )


class TestAtMoment:
    def test_it_reads_the_date_on_that_day(self):
        one = patient(rash={0: False, 28: True}, index={0: 3, 28: 4})
        assert judged(at_moment(measure("index"), visit_moment("first", measure("rash"))), one) == index(4)

    def test_it_is_open_where_the_day_is_or_has_no_date(self):
        one = patient(rash={0: None, 28: True}, index={0: 3, 28: 4})
        assert judged(at_moment(measure("index"), visit_moment("first", measure("rash"))), one) == (0, 10)
        assert judged(at_moment(measure("index"), day(7)), one) == (0, 10)
        assert judged(at_moment(measure("index"), event_moment("first", "infection")), one) == (0, 10)


class TestMoments:
    def test_constants_and_the_end_of_follow_up(self):
        one = patient(follow_up_end=200, rash={0: True})
        assert judged(day(28), one) == (28, 28)
        assert judged(end_of_follow_up(), one) == (200, 200)
        assert judged_at_dates(now(), one) == [(0, 0)]

    def test_a_timepoint_ends_with_its_target_or_the_last_visit_it_picks(self):
        assert judged(timepoint_end("month_3"), patient(index={80: 1})) == (91, 91)
        assert judged(timepoint_end("month_3"), patient(index={95: 1, 110: 2})) == (95, 95)
        assert judged(timepoint_end("month_3"), patient(index={95: 1, 110: 2}, rash={110: True})) == (
            110,
            110,
        )
        assert judged(timepoint_end("month_3"), patient(index={95: None, 110: 2, 121: 3})) == (110, 110)
        assert judged(timepoint_end("treatment"), patient(index={95: 1, 110: 2})) == (110, 110)

    def test_never_has_no_day(self):
        assert judged(event_moment("first", "infection"), patient()) == NEVER
        assert judged(apply("occurs", event_moment("first", "infection")), patient()) == NO
        assert judged(apply("occurs", fact("started")), patient()) == OPEN

    def test_a_patient_level_value_holds_at_each_date(self):
        one = patient(facts={"started": 7}, rash={0: True, 14: True})
        assert judged_at_dates(apply("is before", fact("started"), now()), one) == [NO, YES]


class TestFirstMatch:
    def test_the_first_test_that_holds_gives_the_level(self):
        category = first_match(SEVERITY, more_than("index", "5"), more_than("index", "2"))
        one = patient(index={0: 6, 7: 3, 14: 2})
        assert judged_at_dates(category, one) == [
            SEVERITY.mask(level) for level in ("none", "mild", "severe")
        ]

    def test_an_open_test_leaves_its_level_and_all_that_can_still_match(self):
        category = first_match(RESPONSE, measure("rash"), more_than("index", "2"), measure("fever"))
        one = patient(rash={0: None}, index={0: 3}, fever={0: None})
        assert judged_at_dates(category, one) == [RESPONSE.mask("cr", "pr")]
        one = patient(rash={0: False}, index={0: None}, fever={0: None})
        assert judged_at_dates(category, one) == [RESPONSE.mask("pr", "sd", "ne")]


def test_a_name_means_its_body_and_a_constant_itself():
    one = patient(rash={0: True})
    assert judged_at_dates(named(measure("rash")), one) == [YES]
    assert judged(constant(RESPONSE, "pr|sd"), one) == 0b110
    assert judged(constant(MEASURES["index"], 3), one) == (3, 3)
    assert judged(period(day(1)).starts[0].moment, one) == plain(MOMENT, 1)
