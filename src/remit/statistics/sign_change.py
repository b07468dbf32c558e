"""What the tests over sign assignments share: their floor, and what they say of data without a change.

Given m pairs with a change, each of the 2^m assignments of signs to them is equally likely under the
hypothesis; the sign test, Wilcoxon's test and the permutation test differ only in what they sum.
"""

from dataclasses import replace

from remit.statistics.remarks import NO_PAIRS, pair_count, representable, underflow_note
from remit.statistics.result import Estimate, Nature, Note

_NO_INFORMATION = Note(
    "no_information",
    "No pair changed: these data carry no information about a change, and p is 1 by convention.",
)


def smallest_p(changed: int) -> float:
    """The smallest two-sided p of `changed` pairs with a change: 2 of the 2^m assignments, or 1 for none."""
    return representable(min(1.0, 2.0 ** (1 - changed)))


def nothing_to_test(bare: Estimate) -> Estimate | None:
    """The result where there is no pair, or none with a change; None where there is something to test."""
    if not bare.n:
        return replace(bare, nature=Nature.NONE, notes=(NO_PAIRS,))
    if bare.n > bare.n_zero:
        return None
    notes = (_NO_INFORMATION, *bare.notes)
    return replace(bare, p=1.0, p_less=1.0, p_greater=1.0, p_floor=1.0, notes=notes)


def with_p(bare: Estimate, tails: tuple[float, float, float], alpha: float) -> Estimate:
    """The result with its two-sided p and those of a fall and a rise, the floor, and the warnings on them."""
    p, less, greater = map(representable, tails)
    changed = bare.n - bare.n_zero
    notes = _floor_note(changed, bare.n, alpha) + underflow_note(p) + bare.notes
    return replace(bare, p=p, p_less=less, p_greater=greater, p_floor=smallest_p(changed), notes=notes)


def below_floor(approximation: str, p: float, floor: float, who: str) -> tuple[Note, ...]:
    """The warning against an approximate p that is smaller than any that the pairs can give; else nothing.

    `approximation` names it ("normal"); `floor` is the smallest exact p of the pairs, `who` these in words.
    """
    if p >= floor:
        return ()
    text = f"The {approximation} approximation gives {p:.2g}, below the smallest p that {who} can give"
    return (Note("approximation_below_floor", f"{text}; it is not a verdict."),)


def _floor_note(changed: int, n: int, alpha: float) -> tuple[Note, ...]:
    """The warning that no data of this size could reach `alpha`, where that is so; else nothing."""
    floor = smallest_p(changed)
    if floor <= alpha:
        return ()
    who = pair_count(changed) + (" with a change" if changed < n else "")
    text = f"{floor:.6g} is the smallest two-sided p that {who} can give, whatever the data"
    return (Note("floor_above_alpha", f"{text}: this test cannot reach {alpha:.6g} here."),)
