"""The noncentral t distribution against SciPy's where that gives a number, and by its own inversion."""

import math

import pytest
from scipy import special

from remit.statistics.noncentral_t import cumulative, noncentrality_limits


@pytest.mark.parametrize("df", [1, 2, 4, 9, 30, 200, 1999])
@pytest.mark.parametrize("noncentrality", [-8.0, -1.5, 0.0, 0.3, 2.0, 7.0, 25.0])
def test_against_scipy(df: int, noncentrality: float) -> None:
    compared = 0
    for t in (-30.0, -5.0, -0.7, 0.0, 0.02, 1.0, 3.0, 9.0, 40.0):
        expected = float(special.nctdtr(df, noncentrality, t))
        if math.isfinite(expected):
            assert cumulative(t, df, noncentrality) == pytest.approx(expected, abs=2e-11)
            compared += 1
    assert compared


def test_where_scipy_gives_nan() -> None:
    assert math.isnan(float(special.nctdtr(9, -10, 8)))
    assert cumulative(8, 9, -10) == pytest.approx(1, abs=1e-14)
    assert cumulative(-8, 9, 10) == pytest.approx(0, abs=1e-14)


def test_central_t() -> None:
    for df in (1, 5, 60):
        for t in (-4.0, -0.5, 0.0, 0.001, 2.0, 11.0):
            assert cumulative(t, df, 0) == pytest.approx(float(special.stdtr(df, t)), abs=1e-13)


@pytest.mark.parametrize("df", [1, 2, 4, 29, 1999])
@pytest.mark.parametrize("t", [0.0, 0.001, 2.5, 60.0, 1e5])
@pytest.mark.parametrize("alpha", [0.5, 0.05, 0.001])
def test_limits_invert_the_distribution(df: int, t: float, alpha: float) -> None:
    low, high = noncentrality_limits(t, df, alpha)
    assert low < high
    assert cumulative(t, df, low) == pytest.approx(1 - alpha / 2, abs=1e-11)
    assert cumulative(t, df, high) == pytest.approx(alpha / 2, abs=1e-11)
    assert noncentrality_limits(-t, df, alpha) == pytest.approx((-high, -low))
