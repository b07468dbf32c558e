"""Drugs as they are declared: members with what they are worth, and the range of a daily dose."""

from fractions import Fraction

from remit.check import check
from remit.language import parse
from remit.pipeline import check_text
from remit.source import Source

CLASS = """
drugs glucocorticoid "Systemic glucocorticoids" : mg/day from 0 to 2000
  prednisone 1, methylprednisolone 1.25 cite "A table of equivalences"
drug hydroxychloroquine : mg/day from 0 up
"""


def test_a_class_has_its_members_and_a_single_drug_is_its_own() -> None:
    declared = check(parse(Source("rules", CLASS))).declarations.drugs
    one, single = declared["glucocorticoid"], declared["hydroxychloroquine"]
    assert [(m.name, m.equivalence) for m in one.members] == [
        ("prednisone", Fraction(1)),
        ("methylprednisolone", Fraction(5, 4)),
    ]
    assert (one.label, one.source) == ("Systemic glucocorticoids", "A table of equivalences")
    assert [(m.name, m.equivalence) for m in single.members] == [("hydroxychloroquine", Fraction(1))]
    assert single.type.low == 0 and single.type.high is None and single.source is None


def told(text: str) -> list[str]:
    return [one.message for one in check_text(text)]


def test_a_dose_is_an_amount_per_day_from_zero() -> None:
    assert told("drug a : mg/week from 0 to 3") == [
        "a daily dose is an amount per day, and this is in mg/week"
    ]
    assert told("drug a : mg/day from 1 to 3") == [
        "the range of a dose begins at 0: that is the dose of a day without the drug"
    ]


def test_each_member_is_listed_once_and_worth_something() -> None:
    assert told("drugs a : mg/day from 0 up b 1, b 2") == ["the drug `b` is listed twice"]
    assert told("drugs a : mg/day from 0 up b 0") == [
        "a dose of `b` is worth nothing: its equivalence is above 0"
    ]
    assert told("drugs a : mg/day from 0 up b 0/3") == [
        "a dose of `b` is worth nothing: its equivalence is above 0"
    ]
    assert told("drugs a : mg/day from 0 up b 20/0") == ["the equivalence of `b` is divided by zero"]
