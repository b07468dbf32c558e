"""The sentences, and the limits behind them, that several methods share."""

import sys

from remit.statistics.result import Note

NO_PAIRS = Note("no_pairs", "There is no complete pair, so nothing can be estimated or tested.")


def significance(level: float) -> float:
    """The two-sided significance level that goes with a confidence level: 0.05 with 0.95.

    Raises ValueError unless 0 < level < 1.
    """
    if not 0 < level < 1:
        raise ValueError(f"a confidence level lies between 0 and 1, not at {level}")
    return 1 - level


def pair_count(n: int) -> str:
    """A number of pairs in words."""
    return "1 pair" if n == 1 else f"{n:,} pairs"


def representable(p: float) -> float:
    """A probability that is positive but too small for a double, as the smallest normal double."""
    return max(p, sys.float_info.min)


def underflow_note(p: float) -> tuple[Note, ...]:
    """The remark that p is smaller than what is printed, where that is so; else nothing."""
    if p > sys.float_info.min:
        return ()
    return (Note("p_underflow", f"p is smaller than {sys.float_info.min:.1e}, the smallest number shown."),)
