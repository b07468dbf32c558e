""" "Did you mean …?": spelling, clinical aliases, and parts of a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.diagnostics.aliases import CONCEPTS
from remit.diagnostics.suggest import edit_distance, suggest

JIA = ("physician_global", "parent_global", "chaq", "active_joints", "limited_joints", "esr")
SLE = ("clinical_sledai", "glucocorticoid", "crp", "skin_disease", "age_at_start", "month_6", "baseline")


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        ("skin_diseas", SLE, ("skin_disease",)),
        ("SKIN-DISEASE", SLE, ("skin_disease",)),
        ("Skin disease", SLE, ("skin_disease",)),
        ("ers", JIA, ("esr",)),
        ("sledai_clinical", SLE, ("clinical_sledai",)),
        ("month_3", SLE, ("month_6",)),
        ("xyz", SLE, ()),
        ("", SLE, ()),
        ("esr", (), ()),
    ],
)
def test_near_in_spelling(name: str, known: tuple[str, ...], expected: tuple[str, ...]):
    assert suggest(name, known) == expected


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        ("steroid_dose", SLE, "glucocorticoid"),
        ("Pred. (mg)", SLE, "glucocorticoid"),
        ("sed_rate", JIA, "esr"),
        ("c_reactive_protein", SLE, "crp"),
        ("CRP mg/L", SLE, "crp"),
        ("mdga", JIA, "physician_global"),
        ("pga", JIA, "physician_global"),
        ("parent_vas", JIA, "parent_global"),
        ("haq", JIA, "chaq"),
        ("ajc", JIA, "active_joints"),
        ("sledai_2k", SLE, "clinical_sledai"),
        ("rash", SLE, "skin_disease"),
    ],
)
def test_the_same_clinical_thing(name: str, known: tuple[str, ...], expected: str):
    assert suggest(name, known)[0] == expected


def test_a_part_of_a_name():
    assert suggest("age", SLE) == ("age_at_start",)
    assert suggest("month_6_visit", SLE) == ("month_6",)
    assert suggest("physician", JIA) == ("physician_global",)


def test_spelling_comes_before_meaning():
    assert suggest("steroid_doze", ("glucocorticoid", "steroid_dose")) == ("steroid_dose", "glucocorticoid")


def test_the_closer_length_comes_first_and_ties_keep_their_order():
    assert suggest("esrx", ("esrxy", "esra", "esrb")) == ("esra", "esrb", "esrxy")
    assert suggest("esrx", ("esrb", "esra")) == ("esrb", "esra")


def test_three_at_most_and_each_once():
    assert suggest("esr1", ("esr2", "esr3", "esr2", "esr4", "esr5")) == ("esr2", "esr3", "esr4")


@pytest.mark.parametrize(
    ("left", "right", "distance"),
    [
        ("", "", 0),
        ("", "abc", 3),
        ("esr", "esr", 0),
        ("esr", "ers", 1),
        ("abc", "ca", 3),
        ("crp", "cpr", 1),
        ("kitten", "sitting", 3),
    ],
)
def test_edit_distance(left: str, right: str, distance: int):
    assert edit_distance(left, right) == distance


SHORT = st.text("abc", max_size=6)


@given(SHORT, SHORT)
def test_edit_distance_is_symmetric_and_bounded(left: str, right: str):
    distance = edit_distance(left, right)
    assert distance == edit_distance(right, left)
    assert abs(len(left) - len(right)) <= distance <= max(len(left), len(right))
    assert (distance == 0) == (left == right)


@given(st.text(max_size=20), st.lists(st.text(max_size=20), max_size=8))
def test_only_known_names_are_offered(name: str, known: list[str]):
    offered = suggest(name, known)
    assert set(offered) <= set(known)
    assert len(offered) == len(set(offered)) <= 3


def test_every_concept_has_names_that_are_written_as_names():
    names = [name for concept in CONCEPTS for name in concept]
    assert all(len(concept) > 1 for concept in CONCEPTS)
    assert all(name == name.lower() and name.isidentifier() for name in names)
    assert len(names) == len(set(names))
