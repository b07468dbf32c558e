"""Values in: exact, complete, counted by side, and refused in words where they are no numbers."""

from decimal import Decimal
from fractions import Fraction

import pytest

from remit.statistics.exact_numbers import Number, exact, scaled
from remit.statistics.pairs import Pairs


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0.1", Fraction(1, 10)),
        (" 12.50 ", Fraction(25, 2)),
        ("-3e-2", Fraction(-3, 100)),
        (7, Fraction(7)),
        (Decimal("2.675"), Fraction(2675, 1000)),
        (Fraction(1, 3), Fraction(1, 3)),
        ("0", Fraction(0)),
        ("1" + "0" * 40 + ".000000000000000000000000000001", 10**40 + Fraction(1, 10**30)),
    ],
)
def test_numbers_are_exact(written: Number, value: Fraction) -> None:
    assert exact(written) == value


@pytest.mark.parametrize("text", ["", "twelve", "<0.3", "1,5", "12 mg"])
def test_text_that_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        exact(text)


@pytest.mark.parametrize("value", ["Infinity", "-inf", "NaN", "sNaN", Decimal("Infinity"), Decimal("NaN")])
def test_infinities_and_nan(value: Number) -> None:
    with pytest.raises(ValueError, match="is not a finite number"):
        exact(value)


@pytest.mark.parametrize("value", ["1e91", "-1e91", "1e-91", "1e999999999", "1e-999999999", 10**91])
def test_sizes_beyond_measurement(value: Number) -> None:
    with pytest.raises(ValueError, match="beyond the range of measurements"):
        exact(value)


def test_floats_have_lost_their_digits() -> None:
    with pytest.raises(TypeError, match="float"):
        exact(0.3)  # type: ignore[arg-type]


def test_a_bad_value_is_named_by_side_and_patient() -> None:
    with pytest.raises(ValueError, match=r"^after, patient 3: Infinity is not a finite number$"):
        Pairs.complete(["1", "2", "3"], ["1", None, "Infinity"])


def test_pairs_need_equal_lengths() -> None:
    with pytest.raises(ValueError, match="3 values before and 2 after do not make pairs"):
        Pairs.complete([1, 2, 3], [1, 2])


def test_missing_values_are_counted_by_side() -> None:
    pairs = Pairs.complete([10, None, 20, None, 5], [5, 7, None, None, 5])
    counts = pairs.counts()
    assert (list(pairs.before), list(pairs.after)) == (
        [Fraction(10), Fraction(5)],
        [Fraction(5), Fraction(5)],
    )
    assert counts["n_missing"] == (("before", 1), ("after", 1), ("both", 1))
    assert counts["n_total"] == 5 == counts["n"] + 3
    assert (counts["n_zero"], pairs.n_changed) == (1, 1)


def test_differences_are_after_minus_before_and_decimal_ties_are_ties() -> None:
    pairs = Pairs.complete(
        ["0.2", "0.4", "0.8", "1.1", "1.8", "2.9"], ["0.3", "0.5", "0.9", "1.2", "2.0", "2.6"]
    )
    assert pairs.differences.integers == (1, 1, 1, 1, 2, -3)
    assert pairs.differences.unit == Fraction(1, 10)
    assert pairs.counts()["n_ties"] == 3


def test_the_grid_is_the_coarsest_that_holds_all() -> None:
    sample = scaled([Fraction(1, 2), Fraction(1, 3), Fraction(0), Fraction(-5, 6)])
    assert sample.integers == (3, 2, 0, -5)
    assert sample.unit == Fraction(1, 6)
    assert scaled([Fraction(250), Fraction(1000)]).integers == (1, 4)
    assert scaled([]).integers == ()
    assert scaled([Fraction(0)] * 2).integers == (0, 0)


def test_arrays_never_overflow() -> None:
    narrow, wide = scaled([Fraction(1), Fraction(2**58)]), scaled([Fraction(1), Fraction(2**80)])
    assert narrow.array().dtype == "int64"
    assert wide.array().dtype == object
    assert int(wide.array().sum()) == 2**80 + 1


def test_moments_are_exact() -> None:
    sample = scaled([Fraction(f) for f in ("1000000000.1", "1000000000.2", "1000000000.3")])
    assert sample.mean == Fraction("1000000000.2")
    assert sample.variance == Fraction(1, 100)
    assert sample.sd == 0.1
