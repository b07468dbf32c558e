"""What the judge says of visits and events of a period."""

from fractions import Fraction
from math import inf

import pytest

from remit.judge.patient import PlainPatient
from remit.model.expressions import AggregateKind, CountKind, Expr
from tests.unit.bedside import (
    NEVER,
    NO,
    OPEN,
    YES,
    aggregate,
    any_recorded,
    apply,
    at_moment,
    event_moment,
    fact,
    judged,
    judged_at_dates,
    measure,
    more_than,
    now,
    over_events,
    over_visits,
    patient,
    period,
    visit_moment,
)

RASH = measure("rash")


def rashes(*values: bool | None, **more: object) -> PlainPatient:
    """Visits four weeks apart from day 0."""
    return patient(rash={28 * place: value for place, value in enumerate(values)}, **more)  # type: ignore[arg-type]


class TestOverVisits:
    @pytest.mark.parametrize(
        ("count", "number", "values", "expected"),
        [
            ("at least", 2, (True, True, None), YES),
            ("at least", 2, (True, None, False), OPEN),
            ("at least", 2, (True, False, False), NO),
            ("at most", 1, (True, False, False), YES),
            ("at most", 1, (True, None, False), OPEN),
            ("at most", 1, (True, True, None), NO),
            ("exactly", 1, (True, False, False), YES),
            ("exactly", 1, (True, None, False), OPEN),
            ("exactly", 1, (True, True, None), NO),
            ("exactly", 2, (True, False, False), NO),
            ("every", 0, (True, True), YES),
            ("every", 0, (True, None), OPEN),
            ("every", 0, (None, False), NO),
        ],
    )
    def test_a_full_period_is_counted(
        self, count: CountKind, number: int, values: tuple[bool | None, ...], expected: object
    ):
        assert judged(over_visits(count, number, RASH), rashes(*values)) == expected

    @pytest.mark.parametrize(
        ("count", "number", "values", "expected"),
        [
            ("at least", 1, (True, False), YES),
            ("at least", 1, (False, False), OPEN),
            ("at most", 1, (False, False), OPEN),
            ("at most", 1, (True, True), NO),
            ("exactly", 2, (True, True), OPEN),
            ("exactly", 1, (True, True), NO),
            ("every", 0, (True, True), OPEN),
            ("every", 0, (True, False), NO),
        ],
    )
    def test_follow_up_that_ends_before_the_period_leaves_room(
        self, count: CountKind, number: int, values: tuple[bool | None, ...], expected: object
    ):
        assert judged(over_visits(count, number, RASH, period(0, 29)), rashes(*values)) == expected

    def test_both_ends_are_included(self):
        assert judged(over_visits("every", 0, RASH, period(28, 28)), rashes(False, True, False)) == YES

    def test_a_shifted_end_moves_by_days(self):
        one = rashes(True, True, False)
        assert judged(over_visits("every", 0, RASH, period(0, 29, shift=-1)), one) == YES
        assert judged(over_visits("every", 0, RASH, period(0, 27, shift=29)), one) == NO

    def test_over_nothing_all_is_open(self):
        nothing = period(1, 27)
        assert judged(over_visits("at least", 1, RASH, nothing), rashes(True, True)) == OPEN
        assert judged(over_visits("every", 0, RASH, nothing), rashes(True, True)) == OPEN

    @pytest.mark.parametrize(("gaps", "expected"), [(28, YES), (27, OPEN)])
    def test_gaps_between_neighbours_are_limited(self, gaps: int, expected: object):
        assert (
            judged(over_visits("every", 0, RASH, period(0, 56), gaps), rashes(True, True, True)) == expected
        )

    def test_gaps_count_from_the_start_to_the_end_and_to_the_end_of_follow_up(self):
        one = rashes(True, True, follow_up_end=60)
        assert judged(over_visits("every", 0, RASH, period(-28, 28), 28), one) == YES
        assert judged(over_visits("every", 0, RASH, period(-29, 28), 28), one) == OPEN
        assert judged(over_visits("every", 0, RASH, period(0, 57), 28), one) == OPEN
        assert judged(over_visits("every", 0, RASH, None, 32), one) == YES
        assert judged(over_visits("every", 0, RASH, None, 31), one) == OPEN

    def test_a_start_that_is_open_takes_dates_perhaps(self):
        one = patient(rash={0: None, 28: True, 56: False}, follow_up_end=56)
        after_the_first = period(visit_moment("first", RASH))
        assert judged(over_visits("at least", 1, RASH, after_the_first), one) == YES
        assert judged(over_visits("at most", 1, RASH, after_the_first), one) == OPEN
        assert judged(over_visits("exactly", 3, RASH, after_the_first), one) == NO
        one = patient(rash={0: None, 28: True}, fever={0: False, 28: True})
        assert judged(over_visits("every", 0, measure("fever"), after_the_first), one) == OPEN

    def test_an_end_that_never_comes_is_no_limit(self):
        infected = event_moment("first", "infection")
        assert judged(over_visits("every", 0, RASH, period(0, infected)), rashes(True, True)) == YES

    def test_a_start_that_never_comes_leaves_no_day(self):
        infected = event_moment("first", "infection")
        assert judged(over_visits("at least", 1, RASH, period(infected)), rashes(True, True)) == OPEN

    def test_the_latest_start_and_the_earliest_end_count(self):
        both = period(28, 56)
        starts, ends = period(0).starts, period(None, 84).ends
        several = type(both)((*both.starts, *starts), (*both.ends, *ends))
        assert judged(over_visits("every", 0, RASH, several), rashes(False, True, True, False)) == YES

    @pytest.mark.parametrize(("window", "expected"), [(56, YES), (55, NO)])
    def test_a_window_slides_through_the_period(self, window: int, expected: object):
        one = rashes(True, False, True, False, False, False, True)
        assert judged(over_visits("at least", 2, RASH, window=window), one) == expected

    def test_an_open_visit_leaves_a_window_open(self):
        one = rashes(True, None, False, False, True)
        assert judged(over_visits("at least", 2, RASH, window=28), one) == OPEN
        assert judged(over_visits("at most", 2, RASH, window=28), one) == YES

    def test_now_is_the_visit_in_question(self):
        before = over_visits("at least", 1, RASH, period(None, now(), shift=-1))
        assert judged_at_dates(before, rashes(True, False)) == [OPEN, YES]

    def test_now_inside_is_the_innermost_visit(self):
        rash_again = apply("and", RASH, over_visits("at least", 1, RASH, period(None, now(), shift=-1)))
        assert judged(over_visits("at least", 1, rash_again), rashes(False, True, False, True)) == YES

    def test_a_date_that_is_no_visit_counts_when_it_has_all_that_is_read(self):
        one = patient(rash={0: True, 28: False}, no_visits=(28,))
        assert judged(over_visits("every", 0, RASH), one) == NO
        both = apply("or", RASH, measure("fever"))
        assert judged(over_visits("every", 0, both), one) == YES


class TestOverEvents:
    def test_a_complete_history_is_counted(self):
        one = patient(events={"infection": [0, 28]}, follow_up_end=100)
        assert judged(over_events("at least", 2, "infection"), one) == YES
        assert judged(over_events("exactly", 2, "infection", period(0, 28)), one) == YES
        assert judged(over_events("at most", 0, "infection", period(1, 27)), one) == YES
        assert judged(over_events("at least", 1, "new_drug"), one) == NO

    @pytest.mark.parametrize(
        ("complete", "over", "expected"),
        [
            ((0, 100), period(0, 100), YES),
            ((1, 100), period(0, 100), OPEN),
            ((0, 99), period(0, 100), OPEN),
            ((0, 100), period(0), YES),
            ((0, 99), period(0), OPEN),
            ((0, 100), period(None, 100), OPEN),
            ((inf, -inf), period(0, 100), OPEN),
        ],
    )
    def test_none_needs_a_complete_history(
        self, complete: tuple[float, float], over: object, expected: object
    ):
        one = patient(complete=complete, follow_up_end=100)
        assert judged(over_events("at most", 0, "infection", over), one) == expected  # type: ignore[arg-type]

    def test_an_event_of_unknown_day_is_perhaps_in_the_period(self):
        one = patient(events={"infection": [(10, 40)]}, follow_up_end=100)
        assert judged(over_events("at least", 1, "infection", period(10, 40)), one) == YES
        assert judged(over_events("at least", 1, "infection", period(11, 40)), one) == OPEN
        assert judged(over_events("at least", 1, "infection", period(41, 50)), one) == NO

    @pytest.mark.parametrize(("window", "expected"), [(40, YES), (39, OPEN), (19, OPEN), (18, NO)])
    def test_events_of_unknown_days_lie_in_one_window_for_certain_or_perhaps(
        self, window: int, expected: object
    ):
        one = patient(events={"infection": [(0, 10), (29, 40)]}, follow_up_end=100)
        assert judged(over_events("at least", 2, "infection", window=window), one) == expected


class TestVisitMoment:
    @pytest.mark.parametrize(
        ("which", "values", "expected"),
        [
            ("first", (False, True, True), (28, 28)),
            ("first", (None, True, True), (0, 28)),
            ("first", (False, None, False), (28, inf)),
            ("first", (False, False), NEVER),
            ("last", (True, True, False), (28, 28)),
            ("last", (True, None, False), (0, 28)),
            ("last", (False, None, None), (28, inf)),
            ("last", (False, False), NEVER),
        ],
    )
    def test_of_a_covered_period(self, which: str, values: tuple[bool | None, ...], expected: object):
        assert judged(visit_moment(which, RASH), rashes(*values)) == expected

    def test_where_follow_up_ended_it_may_still_come(self):
        assert judged(visit_moment("first", RASH, period(0, 100)), rashes(False, True)) == (28, 28)
        assert judged(visit_moment("last", RASH, period(0, 100)), rashes(True, False)) == (0, inf)
        assert judged(visit_moment("first", RASH, period(0, 100)), rashes(False, False))[1] == inf  # type: ignore[index]

    def test_where_nobody_looked_it_is_a_day_from_the_start_on(self):
        assert judged(visit_moment("first", RASH, period(5, 27)), rashes(True, True)) == (5, inf)


class TestEventMoment:
    def test_of_a_complete_history(self):
        one = patient(events={"infection": [10, (30, 60)]}, follow_up_end=100)
        assert judged(event_moment("first", "infection"), one) == (10, 10)
        assert judged(event_moment("last", "infection"), one) == (30, 60)
        assert judged(event_moment("first", "infection", period(11)), one) == (30, 60)
        assert judged(event_moment("first", "infection", period(40)), one) == (40, inf)
        assert judged(event_moment("last", "infection", period(0, 50)), one) == (10, 50)
        assert judged(event_moment("last", "infection", period(0, 5)), one) == NEVER

    def test_of_an_incomplete_history(self):
        one = patient(events={"infection": [10]}, complete=(0, 50), follow_up_end=100)
        assert judged(event_moment("first", "infection", period(5)), one) == (5, 10)
        assert judged(event_moment("last", "infection", period(5)), one) == (10, inf)
        assert judged(event_moment("first", "infection", period(20, 100)), one) == (20, inf)


class TestAggregates:
    @pytest.mark.parametrize(
        ("kind", "expected"),
        [
            ("lowest", 2),
            ("highest", 8),
            ("total", 14),
            ("mean", Fraction(14, 3)),
            ("time-weighted mean", Fraction(81, 20)),  # ((8 + 4) / 2 * 7 + (4 + 2) / 2 * 13) / 20
            ("first", 8),
            ("last", 2),
        ],
    )
    def test_over_what_was_recorded(self, kind: AggregateKind, expected: Fraction | int):
        one = patient(index={0: 8, 7: 4, 10: None, 20: 2})
        assert judged(aggregate(kind, measure("index")), one) == (expected, expected)

    def test_of_one_date_the_time_weighted_mean_is_its_value(self):
        assert judged(aggregate("time-weighted mean", measure("index")), patient(index={7: 4})) == (4, 4)

    def test_of_nothing_recorded_it_is_open(self):
        one = patient(index={0: None, 28: 3})
        lowest = aggregate("lowest", measure("index"), period(None, 27))
        assert judged(lowest, one) == (0, 10)
        assert judged(any_recorded(lowest), one) == NO

    @pytest.mark.parametrize(
        ("kind", "expected"),
        [
            ("lowest", (1, 3)),
            ("highest", (5, 7)),
            ("total", (8, 16)),
            ("mean", (1, 7)),
            ("time-weighted mean", (1, 7)),
            ("first", (3, 7)),
            ("last", (1, 5)),
        ],
    )
    def test_dates_that_are_taken_perhaps_widen_it(self, kind: AggregateKind, expected: tuple[int, int]):
        one = patient(
            index={0: 7, 7: 3, 14: 5, 21: 1},
            rash={0: None, 7: True, 14: True, 21: None},
        )
        assert judged(aggregate(kind, measure("index"), condition=RASH), one) == expected

    def test_where_no_date_is_taken_for_certain_it_is_open(self):
        one = patient(index={0: 7}, rash={0: None})
        lowest = aggregate("lowest", measure("index"), condition=RASH)
        assert judged(lowest, one) == (0, 10)
        assert judged(any_recorded(lowest), one) == OPEN

    def test_first_and_last_of_levels_and_truths(self):
        one = patient(
            severity={0: "none", 7: "mild", 14: "severe"},
            fever={0: None, 7: True, 14: None},
            rash={0: True, 7: False, 14: True},
        )
        first = aggregate("first", measure("severity"), condition=measure("fever"))
        assert judged(first, one) == 0b011
        assert judged(aggregate("last", RASH, condition=measure("fever")), one) == OPEN

    def test_a_total_of_bounds_adds_them(self):
        one = patient(balance={0: ("-1", "1"), 7: "2"})
        assert judged(aggregate("total", measure("balance")), one) == (1, 3)

    def test_a_date_taken_perhaps_adds_nothing_or_itself(self):
        one = patient(balance={0: "1", 7: "-2"}, rash={0: True, 7: None})
        assert judged(aggregate("total", measure("balance"), condition=RASH), one) == (-1, 1)

    def test_so_far_and_before_now(self):
        one = patient(index={0: 8, 7: 4, 14: 6})
        so_far = aggregate("lowest", measure("index"), period(None, now()))
        before = aggregate("lowest", measure("index"), period(None, now(), shift=-1))
        assert judged_at_dates(so_far, one) == [(8, 8), (4, 4), (4, 4)]
        assert judged_at_dates(before, one) == [(0, 10), (8, 8), (4, 4)]


def test_a_missing_date_of_a_fact_leaves_a_period_open():
    since: Expr = over_visits("at least", 1, RASH, period(fact("started")))
    assert judged(since, rashes(True, True)) == OPEN
    assert judged(since, rashes(True, True, facts={"started": 28})) == YES
    assert judged(at_moment(more_than("index", "1"), fact("started")), rashes(True)) == OPEN
