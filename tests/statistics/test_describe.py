"""Descriptions of one sample."""

import random

import numpy as np
import pytest

from remit.statistics.describe import Frequency, describe, tabulate


def test_a_small_sample() -> None:
    found = describe(["10", 20, None, "20", "24", "40"])
    assert (found.value, found.n, found.n_total) == (22.8, 5, 6)
    assert found.n_missing == (("value", 1),)
    assert dict(found.extra) == {
        "SD": pytest.approx(10.917875251164945, rel=1e-14),
        "median": 20,
        "Q1": 20,
        "Q3": 24,
        "min": 10,
        "max": 40,
    }


@pytest.mark.parametrize("n", [2, 3, 4, 5, 6, 7, 8, 9, 50])
def test_quartiles_are_those_of_numpy(n: int) -> None:
    chance = random.Random(n)
    values = [chance.randint(-500, 500) for _ in range(n)]
    found = dict(describe([f"{v}e-1" for v in values]).extra)
    quartiles = np.quantile(np.array(values) / 10, [0.25, 0.5, 0.75])
    assert [found["Q1"], found["median"], found["Q3"]] == pytest.approx(quartiles.tolist(), rel=1e-12)


def test_one_value_has_no_sd() -> None:
    found = describe(["3.5"])
    assert found.value == 3.5
    assert dict(found.extra) == {"SD": None, "median": 3.5, "Q1": 3.5, "Q3": 3.5, "min": 3.5, "max": 3.5}


def test_nothing_to_describe() -> None:
    found = describe([None, None])
    assert (found.value, found.extra, found.n, found.n_total) == (None, (), 0, 2)
    assert [note.code for note in found.notes] == ["no_values"]


def test_a_bad_value_is_named() -> None:
    with pytest.raises(ValueError, match=r"^value 2: Infinity is not a finite number$"):
        describe([1, "Infinity"])


def test_categories_in_their_declared_order() -> None:
    found = tabulate(["female", None, "female", "male", "female"], categories=["male", "other"])
    assert found.frequencies == (
        Frequency("male", 1, 25.0),
        Frequency("other", 0, 0.0),
        Frequency("female", 3, 75.0),
    )
    assert (found.n, found.n_missing) == (4, 1)


def test_no_categories_at_all() -> None:
    assert tabulate([None], categories=["yes"]).frequencies == (Frequency("yes", 0, None),)
