"""A completion answers everything, always the same, and within what is possible."""

from fractions import Fraction
from math import inf
from typing import Any

import pytest

from remit.judge.completion import Completion
from remit.judge.judge import Judge
from remit.judge.patient import PlainPatient
from remit.model.expressions import Expr
from remit.model.types import MOMENT, TRUTH
from tests.generative.cohorts import DECLARATIONS, MEASURES, SEVERITY
from tests.unit.bedside import (
    NO,
    YES,
    apply,
    confirmed,
    event_moment,
    measure,
    onset,
    over_events,
    over_visits,
    patient,
    period,
    read_at,
    recorded,
    sustained,
    visit_moment,
)

RASH = measure("rash")
SEEDS = range(60)


def answers(expression: Expr, one: PlainPatient, date: int | None = None) -> set[Any]:
    return {Judge(DECLARATIONS, one, Completion(seed)).value(expression, date) for seed in SEEDS}


def test_what_was_recorded_stays():
    one = patient(rash={0: True}, index={0: 3})
    assert answers(measure("index"), one, 0) == {(3, 3)}
    assert answers(RASH, one, 0) == {YES}


def test_a_missing_cell_gets_one_value_of_its_range_and_stays_unrecorded():
    one = patient(rash={0: None}, index={0: None}, severity={0: None})
    assert answers(RASH, one, 0) == {YES, NO}
    assert answers(measure("severity"), one, 0) == {1, 2, 4}
    values = answers(measure("index"), one, 0)
    assert {(0, 0), (10, 10)} < values
    assert all(low == high and 0 <= low <= 10 for low, high in values)
    assert answers(recorded(measure("index")), one, 0) == {NO}


def test_a_recorded_bound_gets_one_value_within_it():
    values = answers(measure("protein"), patient(protein={0: ("0", "0.3")}), 0)
    assert len(values) > 2
    assert all(low == high and 0 <= low <= Fraction(3, 10) for low, high in values)


@pytest.mark.parametrize("seed", range(5))
def test_one_cell_has_one_value_wherever_it_is_read(seed: int):
    one = patient(index={0: None})
    same = apply("=", measure("index"), read_at("index", "baseline"))
    assert Judge(DECLARATIONS, one, Completion(seed)).value(same, 0) == YES
    again = Judge(DECLARATIONS, one, Completion(seed)).value(measure("index"), 0)
    assert again == Judge(DECLARATIONS, one, Completion(seed)).value(measure("index"), 0)


def test_a_reading_without_a_date_gets_a_value():
    assert answers(read_at("rash", "month_3"), patient(rash={0: True})) == {YES, NO}


@pytest.mark.parametrize("seed", SEEDS)
def test_unseen_visits_are_the_same_for_every_count(seed: int):
    judge = Judge(DECLARATIONS, patient(rash={0: True}), Completion(seed))
    over = period(0, 100)
    two = judge.value(over_visits("at least", 2, RASH, over))
    assert judge.value(over_visits("at most", 1, RASH, over)) == ((YES, NO)[two == YES])
    assert judge.value(over_visits("exactly", 1, RASH, over)) == ((YES, NO)[two == YES])


def test_unseen_visits_and_events_may_be_any():
    one = patient(rash={0: False}, complete=(inf, -inf))
    assert answers(over_visits("at least", 1, RASH, period(0, 100)), one) == {YES, NO}
    assert answers(over_visits("every", 0, RASH, period(0, 100)), patient(rash={0: True})) == {YES, NO}
    assert answers(over_events("exactly", 1, "infection"), one) == {YES, NO}


def test_an_unseen_first_visit_lies_in_the_period_or_nowhere():
    days = answers(visit_moment("first", RASH, period(5, 27)), patient(rash={0: True, 28: True}))
    assert (inf, inf) in days
    assert len(days) > 3
    assert all(first == last and (5 <= first <= 27 or first == inf) for first, last in days)


def test_an_unseen_event_may_be_the_first_or_the_last():
    one = patient(events={"infection": [50]}, complete=(inf, -inf), follow_up_end=100)
    first = answers(event_moment("first", "infection", period(0)), one)
    last = answers(event_moment("last", "infection", period(0)), one)
    assert all(low == high and 0 <= low <= 50 for low, high in first)
    assert all(low == high and 50 <= low <= 100 for low, high in last)
    assert min(len(first), len(last)) > 3


def test_an_event_of_unknown_day_has_one():
    one = patient(events={"infection": [(10, 40)]})
    inside = apply("is not after", event_moment("first", "infection"), event_moment("last", "infection"))
    assert answers(inside, one) == {YES}
    assert len(answers(event_moment("first", "infection"), one)) > 3


@pytest.mark.parametrize("form", [sustained(RASH, visits=2), confirmed(RASH, 28), onset(RASH)])
def test_what_is_not_over_yet_gets_an_answer(form: Expr):
    assert answers(form, patient(rash={0: True}), 0) == {YES, NO}


def test_a_run_that_goes_on_does_so_at_each_of_its_dates():
    one = patient(rash={0: True, 28: True})
    for seed in SEEDS:
        judge = Judge(DECLARATIONS, one, Completion(seed))
        assert judge.value(sustained(RASH, visits=3), 0) == judge.value(sustained(RASH, visits=3), 1)


def test_what_is_undefined_stays_open():
    one = patient(balance={0: "0", 28: "1"})
    change = apply("percent change", read_at("balance", "baseline"), measure("balance"))
    assert answers(change, one, 1) == {(0, inf)}


def test_landmarks_are_tried_where_they_are_possible():
    marks = [Fraction(7, 3), Fraction(11), Fraction(50)]
    type_, bounds = MEASURES["index"], (Fraction(0), Fraction(10))
    values: set[Any] = {Completion(seed, marks).value("key", type_, bounds) for seed in SEEDS}
    assert (Fraction(7, 3), Fraction(7, 3)) in values
    assert all(low <= 10 for low, _ in values)
    days = {Completion(seed, marks).value("key", MOMENT, (-inf, inf)) for seed in range(200)}
    assert {(11, 11), (50, 50), (inf, inf)} < days
    assert (Fraction(7, 3), Fraction(7, 3)) not in days


def test_answers_do_not_depend_on_what_was_asked_before():
    one, other = Completion(7), Completion(7)
    one.value("first", TRUTH, (False, True))
    assert one.value("second", SEVERITY, 0b111) == other.value("second", SEVERITY, 0b111)
    assert one.unseen("third") == other.unseen("third")
