"""One result type for every analysis: what was estimated, how surely, and on whom."""

from dataclasses import dataclass
from enum import StrEnum


class Nature(StrEnum):
    """How a p value or an interval was obtained."""

    EXACT = "exact"
    ASYMPTOTIC = "asymptotic"
    MONTE_CARLO = "monte carlo"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval with the confidence level asked for and the level it really has.

    `achieved` differs from `requested` where a discrete distribution leaves no other choice: the widest
    distribution-free interval of five pairs is a 93.75 % one. Limits are in the unit of the estimate and
    may be infinite.
    """

    low: float
    high: float
    requested: float = 0.95
    achieved: float = 0.95
    method: str = ""
    nature: Nature = Nature.EXACT


@dataclass(frozen=True, slots=True)
class Note:
    """A warning or remark with a stable code and one sentence that a clinician understands."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """The result of one analysis by one method.

    name          what was estimated, in the field's words ("mean difference", "Hodges-Lehmann", "proportion")
    method        the method in words, with its conventions ("Wilcoxon signed-rank, zeros dropped, exact")
    value         the estimate; None where it is undefined
    interval      its confidence interval; None where none exists
    p             the two-sided p value; None where the method gives none or it is undefined
    p_less, p_greater   one-sided p values where the method has them
    p_floor       the smallest two-sided p that data of this size can give with this method
    statistic     the test statistic with its name, e.g. ("t", 5.73), and df where it has one
    nature        exact, asymptotic or Monte Carlo (then `mc_error` is the standard error of p)
    n_total       patients offered; n the pairs or patients used
    n_missing     patients lost per side, e.g. {"before": 1, "after": 0} as ordered pairs
    n_zero, n_ties  zero differences, and tied absolute differences beyond the first of each group
    extra         further named figures of the method, in order
    notes         warnings, each one sentence
    """

    name: str
    method: str
    value: float | None
    interval: Interval | None = None
    p: float | None = None
    p_less: float | None = None
    p_greater: float | None = None
    p_floor: float | None = None
    statistic: tuple[str, float] | None = None
    df: float | None = None
    nature: Nature = Nature.EXACT
    mc_error: float | None = None
    n_total: int = 0
    n: int = 0
    n_missing: tuple[tuple[str, int], ...] = ()
    n_zero: int = 0
    n_ties: int = 0
    extra: tuple[tuple[str, float | None], ...] = ()
    notes: tuple[Note, ...] = ()
