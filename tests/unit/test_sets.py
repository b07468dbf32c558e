"""What cannot be asked of a set, of its remaining members, or of numbers taken over it."""

import pytest

from remit.pipeline import check_text

SET = """\
measure a : mm from 0 to 10, lower is better
measure b : mm from 0 to 10, lower is better
measure c : points from 0 to 10, lower is better
measure rash : yes or no
set both = a, b
set mixed = a, c
set signs = a, rash
"""


@pytest.mark.parametrize(
    ("rule", "code", "words"),
    [
        ("any of the remaining has (it > 2 mm)", "E301", "nothing stands before it"),
        ("a > 2 mm and any of the remaining has (it > 2 mm)", "E301", "left over from"),
        (
            "at most 1 of both has (it > 2 mm) and any of the remaining has (it > 2 mm)",
            "E301",
            "left over from",
        ),
        (
            "any of both has (it > 2 mm) or any of the remaining has (it > 2 mm)",
            "E301",
            "nothing stands before it",
        ),
        (
            "any of both has (it > 2 mm) and exactly 1 of the remaining has (it > 2 mm)",
            "E301",
            "ask `at least`",
        ),
        (
            "any of both has (it > 2 mm) and at least 2 of the remaining has (it > 2 mm)",
            "E301",
            "1 are taken",
        ),
        ("total of the remaining > 2 mm", "E301", "nothing stands before it"),
        ("total of mixed > 2 mm", "E312", "put beside"),
        ("total of signs > 2 mm", "E301", "a number is needed"),
        ("lowest of both with (it > 2 mm) > 2 mm", "E301", "take a condition"),
        ("time-weighted mean of both > 2 mm", "E301", "asks of visits"),
        ("number of both with (it) > 1", "E301", "a yes or no is needed"),
    ],
)
def test_what_cannot_be_asked(rule: str, code: str, words: str):
    found = check_text(f"{SET}response r when any visit has ({rule})", "rules.remit")
    assert [one.code for one in found] == [code]
    assert words in found[0].message


def test_the_remaining_may_stand_behind_a_parenthesis():
    rule = "(any of both has (it > 2 mm)) and no of the remaining has (it > 5 mm)"
    assert not check_text(f"{SET}response r when any visit has ({rule})", "rules.remit")
