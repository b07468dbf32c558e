"""McNemar's question, whether as many patients turn to yes as turn to no, by its conditional tests.

Only the pairs that changed answer it. The conditional tests take their number as given, and are binomial;
the unconditional ones (see `mcnemar_unconditional`) take the worst case over the probability of a change. A
survey: M. W. Fagerland, S. Lydersen and P. Laake, BMC Med. Res. Methodol. 13 (2013), 91.
"""

from dataclasses import replace

from scipy import special

from remit.statistics.remarks import pair_count, representable, significance, underflow_note
from remit.statistics.result import Estimate, Nature, Note
from remit.statistics.sign_change import below_floor, nothing_to_test, smallest_p, with_p
from remit.statistics.tables import PairedTable

UNCORRECTED = "p, chi-squared approximation without continuity correction"
CORRECTED = "p, chi-squared approximation with continuity correction"


def mcnemar(table: PairedTable, level: float = 0.95) -> Estimate:
    """McNemar's exact conditional test; the value is the change in proportion, second less first.

    Under the hypothesis the rises among the pairs that changed are Binomial(b + c, 1/2); p is twice the
    smaller tail, and `p_less` is that of a fall. `level` only decides when the floor is remarked. In `extra`:
    falls, rises, and the chi-squared approximations without and with continuity correction (A. L. Edwards,
    Psychometrika 13 (1948), 185-187), which are no verdict. Q. McNemar, Psychometrika 12 (1947), 153-157.

    Raises ValueError unless 0 < level < 1.
    """
    bare = change_in_proportion(table, "McNemar, exact conditional")
    alpha, changed = significance(level), table.discordant
    if settled := nothing_to_test(bare):
        return settled
    less, greater = (_tail(count, changed) for count in (table.second_only, table.first_only))
    approximations = _chi_squared(table)
    smallest = min(value for name, value in approximations if name in (UNCORRECTED, CORRECTED))
    notes = below_floor("chi-squared", smallest, smallest_p(changed), f"{pair_count(changed)} with a change")
    bare = replace(bare, extra=bare.extra + approximations, notes=notes)
    return with_p(bare, (min(1.0, 2 * min(less, greater)), less, greater), alpha)


def mcnemar_mid_p(table: PairedTable, level: float = 0.95) -> Estimate:
    """McNemar's conditional test with the mid-p value: half the probability of the table seen is left out.

    p is twice the smaller one-sided mid-p (H. O. Lancaster, J. Am. Stat. Assoc. 56 (1961), 223-234), so 1
    where falls and rises are equal. Its level may be exceeded, rarely and by little: it is not called exact.

    Raises ValueError unless 0 < level < 1.
    """
    bare = replace(change_in_proportion(table, "McNemar, mid-p"), nature=Nature.ASYMPTOTIC)
    alpha, changed = significance(level), table.discordant
    if settled := nothing_to_test(bare):
        return settled
    less, greater = (_mid_tail(count, changed) for count in (table.second_only, table.first_only))
    found = replace(bare, p_less=representable(less), p_greater=representable(greater))
    return with_floor(found, min(1.0, 2 * min(less, greater)), 2.0**-changed, alpha)


def change_in_proportion(table: PairedTable, method: str) -> Estimate:
    """The change in proportion, second less first, without a test; falls and rises are in `extra`."""
    return Estimate(
        name="change in proportion",
        method=method,
        value=table.change,
        extra=(("falls", float(table.first_only)), ("rises", float(table.second_only))),
        **table.counts(),
    )


def with_floor(bare: Estimate, p: float, floor: float, alpha: float) -> Estimate:
    """The result with a two-sided p, the smallest that its test can give here, and the warnings on them."""
    notes = underflow_note(p) + bare.notes
    if floor > alpha:
        text = f"{floor:.6g} is the smallest p that this test can give here, whatever the direction of change"
        notes = (Note("floor_above_alpha", f"{text}: it cannot reach {alpha:.6g}."), *notes)
    return replace(bare, p=representable(p), p_floor=representable(floor), notes=notes)


def _tail(count: int, changed: int) -> float:
    """The probability of at most `count` heads in `changed` throws of a fair coin."""
    return float(special.bdtr(count, changed, 0.5)) if count >= 0 else 0.0


def _mid_tail(count: int, changed: int) -> float:
    """The same with half of the probability of exactly `count`."""
    return (_tail(count, changed) + _tail(count - 1, changed)) / 2


def _chi_squared(table: PairedTable) -> tuple[tuple[str, float], ...]:
    """(|b - c| - k)^2 / (b + c) on one degree of freedom, with k = 0 and 1; no correction where b = c."""
    apart, changed = abs(table.first_only - table.second_only), table.discordant
    plain, corrected = apart**2 / changed, max(apart - 1, 0) ** 2 / changed
    return (
        ("chi-squared", plain),
        (UNCORRECTED, float(special.chdtrc(1, plain))),
        ("chi-squared with continuity correction", corrected),
        (CORRECTED, float(special.chdtrc(1, corrected))),
    )
