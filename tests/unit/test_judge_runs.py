"""What the judge says of the dates around one, and of an outcome."""

import pytest

from remit.judge.judge import Judge
from remit.judge.outcome import verdict
from remit.judge.patient import PlainPatient
from remit.model.expressions import Expr
from tests.generative.cohorts import DECLARATIONS
from tests.unit.bedside import (
    NO,
    OPEN,
    YES,
    apply,
    confirmed,
    event_moment,
    fact,
    judged_at_dates,
    measure,
    now,
    onset,
    over_visits,
    patient,
    period,
    sustained,
)

RASH, FEVER = measure("rash"), measure("fever")


def rashes(*values: bool | None, **more: object) -> PlainPatient:
    """Visits four weeks apart from day 0."""
    return patient(rash={28 * place: value for place, value in enumerate(values)}, **more)  # type: ignore[arg-type]


class TestSustained:
    @pytest.mark.parametrize(("days", "expected"), [(56, YES), (57, OPEN)])
    def test_a_run_is_as_long_as_from_its_first_to_its_last_date(self, days: int, expected: object):
        assert judged_at_dates(sustained(RASH, days=days), rashes(True, True, True)) == [expected] * 3

    def test_a_run_that_ended_too_soon_does_not_qualify(self):
        assert judged_at_dates(sustained(RASH, days=29), rashes(True, True, False)) == [NO] * 3

    def test_visits_are_counted(self):
        assert judged_at_dates(sustained(RASH, visits=2), rashes(True, True, False, True, False)) == [
            YES,
            YES,
            NO,
            NO,
            NO,
        ]

    @pytest.mark.parametrize(("gaps", "expected"), [(28, YES), (27, NO)])
    def test_neighbours_too_far_apart_break_a_run(self, gaps: int, expected: object):
        one = rashes(True, True, False)
        assert judged_at_dates(sustained(RASH, visits=2, gaps=gaps), one)[:2] == [expected] * 2

    def test_an_open_date_breaks_it_for_certain_and_continues_it_perhaps(self):
        one = rashes(True, None, True, False)
        assert judged_at_dates(sustained(RASH, visits=2), one) == [OPEN, OPEN, OPEN, NO]
        one = rashes(True, True, None, False)
        assert judged_at_dates(sustained(RASH, visits=2), one) == [YES, YES, OPEN, NO]

    def test_the_last_run_may_go_on(self):
        assert judged_at_dates(sustained(RASH, visits=3), rashes(True, False, True)) == [NO, NO, OPEN]

    def test_at_other_dates_it_is_open(self):
        one = patient(rash={0: True, 28: True}, fever={14: True}, no_visits=(14,))
        assert judged_at_dates(sustained(RASH, visits=2), one) == [YES, OPEN, YES]


class TestConfirmed:
    @pytest.mark.parametrize(("at_least", "expected"), [(28, [YES, NO, NO]), (29, [NO, NO, NO])])
    def test_it_holds_again_so_many_days_later(self, at_least: int, expected: list[object]):
        one = rashes(True, True, False)
        assert judged_at_dates(confirmed(RASH, at_least), one) == expected

    def test_a_date_between_that_does_not_hold_refutes_it(self):
        assert judged_at_dates(confirmed(RASH, 56), rashes(True, False, True, False))[0] == NO

    def test_a_date_between_may_be_allowed(self):
        one = patient(rash={0: True, 28: False, 56: True}, fever={0: False, 28: True, 56: False})
        assert judged_at_dates(confirmed(RASH, 56, allowed=1, allowing=FEVER), one)[0] == YES
        assert judged_at_dates(confirmed(RASH, 56), one)[0] == NO

    def test_no_more_than_so_many_are_allowed(self):
        one = patient(
            rash={0: True, 14: False, 28: False, 56: True},
            fever={0: False, 14: True, 28: True, 56: False},
        )
        assert judged_at_dates(confirmed(RASH, 56, allowed=2, allowing=FEVER), one)[0] == YES
        assert judged_at_dates(confirmed(RASH, 56, allowed=1, allowing=FEVER), one)[0] == NO

    def test_another_condition_may_confirm_it(self):
        one = patient(rash={0: True, 28: False, 56: False}, fever={0: False, 28: True, 56: False})
        assert judged_at_dates(confirmed(RASH, 28, by=FEVER), one) == [YES, NO, NO]

    def test_not_yet_confirmed_is_open(self):
        assert judged_at_dates(confirmed(RASH, 28), rashes(False, True)) == [NO, OPEN]
        assert judged_at_dates(confirmed(RASH, 57), rashes(True, True, True)) == [OPEN] * 3

    def test_a_span_that_is_over_with_dates_in_it_is_refuted(self):
        one = rashes(True, False, follow_up_end=28)
        assert judged_at_dates(confirmed(RASH, 28, 28), one) == [NO, NO]
        one = patient(rash={0: True, 28: True, 60: False}, follow_up_end=60)
        assert judged_at_dates(confirmed(RASH, 40, 60), one) == [NO, NO, NO]

    def test_a_span_without_a_date_is_open(self):
        one = patient(rash={0: True, 60: False})
        assert judged_at_dates(confirmed(RASH, 28, 56), one) == [OPEN, NO]

    def test_an_open_date_leaves_it_open(self):
        one = patient(rash={0: True, 28: None, 56: False})
        assert judged_at_dates(confirmed(RASH, 28, 28), one) == [OPEN, NO, NO]

    def test_at_other_dates_it_is_open(self):
        one = patient(rash={0: True, 28: True}, fever={14: True}, no_visits=(14,))
        assert judged_at_dates(confirmed(RASH, 28), one) == [YES, OPEN, OPEN]


class TestOnset:
    def test_it_holds_and_did_not_before(self):
        assert judged_at_dates(onset(RASH), rashes(False, True, True, False, True)) == [NO, YES, NO, NO, YES]

    def test_at_the_first_date_it_may_have_held_before(self):
        assert judged_at_dates(onset(RASH), rashes(True, True)) == [OPEN, NO]

    def test_open_dates_leave_it_open(self):
        assert judged_at_dates(onset(RASH), rashes(False, None, True, True)) == [NO, OPEN, OPEN, NO]

    def test_the_date_before_is_one_that_it_looks_at(self):
        one = patient(rash={0: False, 28: True}, fever={14: True}, no_visits=(14,))
        assert judged_at_dates(onset(RASH), one) == [NO, OPEN, YES]


class TestOutcome:
    SWITCHED, WHEN = fact("switched"), over_visits("at least", 1, RASH)
    UNLESS = over_visits("at least", 1, FEVER)

    @staticmethod
    def judge(switched: bool | None, rash: bool | None, fever: bool | None) -> Judge:
        return Judge(DECLARATIONS, patient(facts={"switched": switched}, rash={0: rash}, fever={0: fever}))

    @pytest.mark.parametrize(
        ("switched", "rash", "fever", "expected"),
        [
            (False, True, True, "not applicable"),
            (True, True, False, "met"),
            (True, False, False, "not met"),
            (True, True, True, "not met"),
            (True, None, True, "not met"),
            (True, False, None, "not met"),
            (True, True, None, "undetermined"),
            (True, None, False, "undetermined"),
            (None, True, False, "undetermined"),
            (None, False, True, "undetermined"),
        ],
    )
    def test_the_verdict(self, switched: bool | None, rash: bool | None, fever: bool | None, expected: str):
        parts = {"among": self.SWITCHED, "when": self.WHEN, "unless": self.UNLESS}
        assert verdict(self.judge(switched, rash, fever), **parts) == expected  # type: ignore[arg-type]

    def test_missing_counts_only_among_those_who_are_asked(self):
        parts = {"among": self.SWITCHED, "when": self.WHEN}
        for counts, expected in ((True, "met"), (False, "not met")):
            assert verdict(self.judge(True, None, False), missing=counts, **parts) == expected
            assert verdict(self.judge(None, None, False), missing=counts, **parts) == "undetermined"
            assert verdict(self.judge(False, None, False), missing=counts, **parts) == "not applicable"

    @pytest.mark.parametrize(
        ("infections", "complete", "expected"),
        [([7], (0, 28), "met"), ([], (0, 28), "not applicable"), ([], (0, 7), "undetermined")],
    )
    def test_following_asks_only_those_in_whom_it_occurred(
        self, infections: list[int], complete: tuple[float, float], expected: str
    ):
        one = patient(rash={0: False, 28: True}, events={"infection": infections}, complete=complete)
        infected = event_moment("first", "infection", period(0))
        after = over_visits("at least", 1, RASH, period(infected))
        assert verdict(Judge(DECLARATIONS, one), following=infected, when=after) == expected


def test_runs_nest():
    twice: Expr = sustained(apply("not", onset(RASH)), visits=2)
    assert judged_at_dates(twice, rashes(False, True, True, True))[2:] == [YES, YES]
    before = sustained(over_visits("at least", 1, RASH, period(None, now())), visits=2)
    assert judged_at_dates(before, rashes(True, False, False)) == [YES] * 3
