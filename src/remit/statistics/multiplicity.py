"""Several tests of one study: p values adjusted so that each may be compared with one and the same level.

Bonferroni, Holm, Hochberg, Hommel and the fixed sequence bound the probability of any false claim, Benjamini
and Hochberg (BH) and Benjamini and Yekutieli (BY) the expected share of false ones among the claims. A test
that gave no p takes no part: the number of tests is that of the p values there are. A survey: A. Dmitrienko,
A. C. Tamhane and F. Bretz (eds.), Multiple Testing Problems in Pharmaceutical Statistics, 2010.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from remit.statistics.result import Note

Adjustment = Callable[[list[float]], list[float]]


@dataclass(frozen=True, slots=True)
class Adjusted:
    """The p values of several tests, and what they are after adjustment, in the order given.

    method    the procedure in words
    p         as given; None where a test gave none
    adjusted  one for each of `p`; None where there was none, or where a sequence had ended before it
    n         the p values that took part, and n_missing those that were None
    notes     warnings, each one sentence
    """

    method: str
    p: tuple[float | None, ...]
    adjusted: tuple[float | None, ...]
    n: int
    n_missing: int
    notes: tuple[Note, ...] = ()

    def rejected(self, alpha: float = 0.05) -> tuple[bool, ...]:
        """For each test, whether its adjusted p is at most `alpha`; no p rejects nothing."""
        return tuple(p is not None and p <= alpha for p in self.adjusted)


def bonferroni(p: Sequence[float | None]) -> Adjusted:
    """Each p times the number of tests. Raises ValueError for a p outside 0 to 1."""
    return _adjusted("Bonferroni", p, lambda ordered: [len(ordered) * each for each in ordered])


def holm(p: Sequence[float | None]) -> Adjusted:
    """Bonferroni, stepping down: never worse, and as general. S. Holm, Scand. J. Stat. 6 (1979), 65-70.

    Raises ValueError for a p outside 0 to 1.
    """
    return _adjusted("Holm", p, lambda ordered: _step_down(_times_remaining(ordered)))


def hochberg(p: Sequence[float | None]) -> Adjusted:
    """Holm's multiples, stepping up: for independent or positively dependent tests.

    Y. Hochberg, Biometrika 75 (1988), 800-802. Raises ValueError for a p outside 0 to 1.
    """
    return _adjusted("Hochberg", p, lambda ordered: _step_up(_times_remaining(ordered)))


def hommel(p: Sequence[float | None]) -> Adjusted:
    """The closed test of Simes' tests: under Hochberg's condition, never worse than his procedure.

    G. Hommel, Biometrika 75 (1988), 383-386; the adjusted p by S. P. Wright, Biometrics 48 (1992), 1005-1013.
    Raises ValueError for a p outside 0 to 1.
    """
    return _adjusted("Hommel", p, _hommel)


def benjamini_hochberg(p: Sequence[float | None]) -> Adjusted:
    """The false discovery rate of independent or positively dependent tests.

    Y. Benjamini and Y. Hochberg, J. R. Stat. Soc. B 57 (1995), 289-300. Raises ValueError for a p outside 0
    to 1.
    """
    return _adjusted("Benjamini-Hochberg", p, lambda ordered: _step_up(_times_n_by_rank(ordered)))


def benjamini_yekutieli(p: Sequence[float | None]) -> Adjusted:
    """The false discovery rate whatever the dependence: BH times 1 + 1/2 + ... + 1/n.

    Y. Benjamini and D. Yekutieli, Ann. Stat. 29 (2001), 1165-1188. Raises ValueError for a p outside 0 to 1.
    """

    def adjust(ordered: list[float]) -> list[float]:
        price = sum(1 / rank for rank in range(1, len(ordered) + 1))
        return _step_up([price * each for each in _times_n_by_rank(ordered)])

    return _adjusted("Benjamini-Yekutieli", p, adjust)


def fixed_sequence(p: Sequence[float | None]) -> Adjusted:
    """Tests in an order fixed beforehand, each at the full level, up to the first that fails.

    An adjusted p is the largest so far. A test without a p cannot be passed, so the sequence ends there: it
    and those after it have no adjusted p. W. Maurer, L. A. Hothorn and W. Lehmacher, in: Biometrie in der
    chemisch-pharmazeutischen Industrie 6 (1995), 3-18.

    Raises ValueError for a p outside 0 to 1.
    """
    given = _checked(p)
    end = given.index(None) if None in given else len(given)
    reached: list[float | None] = [*accumulate((each for each in given[:end] if each is not None), max)]
    missing = given.count(None)
    text = (
        f"Test {end + 1} of the sequence has no p value: the sequence ends there, and the rest is not tested."
    )
    return Adjusted(
        "fixed sequence",
        given,
        (*reached, *[None] * (len(given) - end)),
        n=len(given) - missing,
        n_missing=missing,
        notes=(Note("sequence_ended", text),) if missing else (),
    )


def _adjusted(method: str, p: Sequence[float | None], adjust: Adjustment) -> Adjusted:
    """Adjust what p values there are, in ascending order, and put them back into their places."""
    given = _checked(p)
    ranked = sorted((each, place) for place, each in enumerate(given) if each is not None)
    adjusted: list[float | None] = [None] * len(given)
    for (_, place), each in zip(ranked, adjust([each for each, _ in ranked]), strict=True):
        adjusted[place] = min(each, 1.0)
    missing = len(given) - len(ranked)
    tests = "1 test" if missing == 1 else f"{missing} tests"
    text = f"{tests} without a p value took no part; the others are adjusted for {len(ranked)}."
    return Adjusted(
        method,
        given,
        tuple(adjusted),
        n=len(ranked),
        n_missing=missing,
        notes=(Note("p_missing", text),) if missing else (),
    )


def _checked(p: Sequence[float | None]) -> tuple[float | None, ...]:
    if strange := [each for each in p if each is not None and not 0 <= each <= 1]:
        raise ValueError(f"a p value lies between 0 and 1, not at {strange[0]}")
    return tuple(p)


def _times_remaining(ordered: list[float]) -> list[float]:
    """Each p times the number of tests whose p is not smaller."""
    return [(len(ordered) - rank) * each for rank, each in enumerate(ordered)]


def _times_n_by_rank(ordered: list[float]) -> list[float]:
    return [len(ordered) / rank * each for rank, each in enumerate(ordered, 1)]


def _step_down(multiples: list[float]) -> list[float]:
    """The largest of each and those before it: the smallest p is judged first."""
    return [*accumulate(multiples, max)]


def _step_up(multiples: list[float]) -> list[float]:
    """The smallest of each and those after it: the largest p is judged first."""
    return [*accumulate(reversed(multiples), min)][::-1]


def _hommel(ordered: list[float]) -> list[float]:
    """Wright's algorithm: for every number m of hypotheses that may be true, what Simes' test of m asks."""
    n = len(ordered)
    adjusted = list(ordered)
    for m in range(n, 0, -1):
        few, rest = ordered[: n - m + 1], ordered[n - m + 1 :]
        simes = min((m * each / rank for rank, each in enumerate(rest, 2)), default=1.0)
        bounds = [min(m * each, simes) for each in few]
        adjusted = [*map(max, adjusted, bounds + [bounds[-1]] * len(rest))]
    return adjusted
