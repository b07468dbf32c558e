"""The paired t test, and the standardised mean changes g_z and g_av that go with it."""

import math
from dataclasses import replace

from scipy import special

from remit.statistics.exact_numbers import correlation, scaled
from remit.statistics.noncentral_t import noncentrality_limits
from remit.statistics.pairs import Pairs
from remit.statistics.remarks import NO_PAIRS, representable, significance, underflow_note
from remit.statistics.result import Estimate, Interval, Nature, Note

_CONSTANT = Note(
    "constant_difference",
    "All differences are equal, so their standard deviation is zero, and t is undefined.",
)

_NO_CHANGE = Note(
    "no_information",
    "No pair changed: these data carry no information about a change, and t is undefined.",
)


def paired_t(pairs: Pairs, level: float = 0.95) -> Estimate:
    """The mean difference (after minus before) with its t interval and the two-sided paired t test.

    Exact where the differences come from a normal distribution. In `extra`: the standard deviation of the
    differences (divisor n - 1), the standard error, and the correlation of before and after. Undefined
    below two pairs and where all differences are equal. Student, Biometrika 6 (1908), 1-25.

    Raises ValueError unless 0 < level < 1.
    """
    alpha = significance(level)
    bare = Estimate("mean difference", "paired t test (normal differences)", None, **pairs.counts())
    if undefined := _undefined(pairs, fewest=2, what="A t test"):
        mean = float(pairs.differences.mean) if len(pairs) else None
        return replace(bare, value=mean, nature=Nature.NONE, notes=(undefined,))
    mean, sd, t, df = float(pairs.differences.mean), pairs.differences.sd, _t(pairs), len(pairs) - 1
    error = sd / math.sqrt(df + 1)
    margin = float(special.stdtrit(df, 1 - alpha / 2)) * error
    less, greater = (representable(float(special.stdtr(df, x))) for x in (t, -t))
    return replace(
        bare,
        value=mean,
        interval=Interval(mean - margin, mean + margin, level, level, "t"),
        p=(p := representable(2 * float(special.stdtr(df, -abs(t))))),
        p_less=less,
        p_greater=greater,
        statistic=("t", t),
        df=float(df),
        extra=(
            ("SD of differences", sd),
            ("standard error", error),
            ("correlation", correlation(scaled(pairs.before), scaled(pairs.after))),
        ),
        notes=underflow_note(p),
    )


def hedges_g_z(pairs: Pairs, level: float = 0.95) -> Estimate:
    """The mean difference over the standard deviation of the differences, corrected for small samples.

    g_z = J d_z with d_z = mean / SD of the differences and the exact J (see `small_sample_correction`); the
    interval is that of the noncentral t distribution, times J. Undefined below three pairs and where all
    differences are equal. L. V. Hedges, J. Educ. Stat. 6 (1981), 107-128.

    Raises ValueError unless 0 < level < 1.
    """
    alpha = significance(level)
    method = "Hedges g_z: mean difference / SD of differences, exact J"
    bare = Estimate("standardised mean difference g_z", method, None, **pairs.counts())
    if undefined := _undefined(pairs, fewest=3, what="g_z"):
        return replace(bare, nature=Nature.NONE, notes=(undefined,))
    j = small_sample_correction(len(pairs) - 1)
    low, high = _d_z_limits(pairs, alpha)
    d_z = _t(pairs) / math.sqrt(len(pairs))
    return replace(
        bare,
        value=j * d_z,
        interval=Interval(j * low, j * high, level, level, "noncentral t"),
        extra=(("d_z", d_z), ("d_z low", low), ("d_z high", high), ("J", j)),
    )


def hedges_g_av(pairs: Pairs, level: float = 0.95) -> Estimate:
    """The mean difference over the average standard deviation of before and after, corrected likewise.

    g_av = J d_av with d_av = mean / sqrt((SD_before^2 + SD_after^2) / 2) and J at n - 1 degrees of freedom.
    The interval rescales that of d_z by SD of differences / average SD, an approximation (J. Algina and
    H. J. Keselman, Educ. Psychol. Meas. 63 (2003), 537-553). Undefined below three pairs and where neither
    side varies; without an interval where all differences are equal.

    Raises ValueError unless 0 < level < 1.
    """
    alpha = significance(level)
    method = "Hedges g_av: mean difference / average SD of before and after, exact J"
    bare = Estimate("standardised mean difference g_av", method, None, **pairs.counts())
    if len(pairs) < 3:
        return replace(bare, nature=Nature.NONE, notes=(_too_few(pairs, 3, "g_av"),))
    if not (sd := _average_sd(pairs)):
        note = Note(
            "constant_values", "Neither the values before nor those after vary, so g_av is undefined."
        )
        return replace(bare, nature=Nature.NONE, notes=(note,))
    j = small_sample_correction(len(pairs) - 1)
    d_av = float(pairs.differences.mean) / sd
    found = replace(bare, value=j * d_av, extra=(("d_av", d_av), ("J", j)), nature=Nature.ASYMPTOTIC)
    if not pairs.differences.variance:
        return replace(found, notes=(_CONSTANT,))
    low, high = (limit * pairs.differences.sd / sd for limit in _d_z_limits(pairs, alpha))
    return replace(
        found,
        interval=Interval(j * low, j * high, level, level, "Algina-Keselman", Nature.ASYMPTOTIC),
        extra=(("d_av", d_av), ("d_av low", low), ("d_av high", high), ("J", j)),
    )


def small_sample_correction(df: int) -> float:
    """Hedges' J, the exact factor that makes d unbiased: Gamma(df/2) / (sqrt(df/2) Gamma((df - 1)/2)).

    Hedges (1981), equation 6e; the usual 1 - 3/(4 df - 1) approximates it. Raises ValueError below df = 2.
    """
    if df < 2:
        raise ValueError(f"J is defined from 2 degrees of freedom, not at {df}")
    return math.sqrt(2 / df) * math.exp(math.lgamma(df / 2) - math.lgamma((df - 1) / 2))


def _t(pairs: Pairs) -> float:
    """Student's t, from the exact ratio n mean^2 / variance."""
    mean = pairs.differences.mean
    ratio = len(pairs) * mean**2 / pairs.differences.variance
    return math.copysign(math.sqrt(ratio), mean)


def _d_z_limits(pairs: Pairs, alpha: float) -> tuple[float, float]:
    low, high = noncentrality_limits(_t(pairs), len(pairs) - 1, alpha)
    return low / math.sqrt(len(pairs)), high / math.sqrt(len(pairs))


def _average_sd(pairs: Pairs) -> float:
    return math.sqrt((scaled(pairs.before).variance + scaled(pairs.after).variance) / 2)


def _undefined(pairs: Pairs, fewest: int, what: str) -> Note | None:
    """Why nothing resting on the standard deviation of the differences can be given; None where it can."""
    if len(pairs) < fewest:
        return _too_few(pairs, fewest, what)
    if pairs.differences.variance:
        return None
    return _CONSTANT if pairs.n_changed else _NO_CHANGE


def _too_few(pairs: Pairs, fewest: int, what: str) -> Note:
    if not len(pairs):
        return NO_PAIRS
    there = "is 1 pair" if len(pairs) == 1 else f"are {len(pairs)} pairs"
    return Note("too_few_pairs", f"{what} needs at least {fewest} pairs; there {there}.")
