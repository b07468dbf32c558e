"""Wilcoxon's signed-rank test over all completions of the missing data.

The Hodges-Lehmann estimate grows with every change. The p values do not quite: between two completions p may
dip where a change comes level with another, or is zero. So every pattern of signs, ranks and ties that the open
changes can make is tried, where these are not too many. Else the p values are bounded by weights: p of a rise
is the probability that random signs give the positive ranks' sum or more, which falls as a positive change
gains rank and rises as a negative one does; so each rank is taken at its most or its least.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise, product

from remit.statistics.bounded import beyond_is_infinite, extreme_changes, from_zero, incomplete
from remit.statistics.ignorance import BoundedEstimate, Possible, Range, ignorance, ignorance_of_p
from remit.statistics.remarks import NO_PAIRS
from remit.statistics.result import Note
from remit.statistics.sign_flips import MOST_WEIGHTS, DenseSignFlips
from remit.statistics.signed_rank import ZeroMethod, hodges_lehmann, signed_rank_test

#: The most completions, one of each pattern, that are tried.
MOST_COMPLETIONS = 20_000


def bounded_signed_rank(
    changes: Sequence[Possible], zeros: ZeroMethod = ZeroMethod.WILCOX
) -> BoundedEstimate:
    """The Hodges-Lehmann estimate and the exact p of Wilcoxon's test, over all changes that are possible.

    The range of the estimate is exact. Those of p are exact where at most 20,000 completions have to be tried,
    as they mostly are with one or two open changes; else no completion lies outside them, but they may be
    too wide. No p is given for more than 2,000 patients.
    """
    zeros = ZeroMethod(zeros)
    method = f"Wilcoxon signed-rank ({zeros}), exact"
    bare = BoundedEstimate("Hodges-Lehmann", method, None, n=len(changes), n_open=incomplete(changes))
    if not changes:
        return replace(bare, notes=(NO_PAIRS,))
    found = replace(bare, value=_centre(changes))
    if len(changes) > MOST_WEIGHTS:
        note = Note("too_many_pairs", f"p is bounded for up to {MOST_WEIGHTS:,} pairs; here it is not bounded.")
        return replace(found, notes=(note,))
    return replace(found, **_tried(changes, zeros)) if few else _bounded(found, changes, zeros)
