"""Change between ordered or unordered categories: tests of a square table of pairs.

All are chi-squared approximations; the statistics themselves are computed in fractions. With few pairs and
ordered categories, the exact signed-rank test (zeros by Pratt) or sign test of the levels' ranks is the
one to take. A survey: A. Agresti, Categorical Data Analysis, 3rd ed., 2013, chapter 11.
"""

import math
from dataclasses import replace
from fractions import Fraction

from scipy import special

from remit.statistics.remarks import pair_count, representable, underflow_note
from remit.statistics.result import Estimate, Nature, Note
from remit.statistics.sign_change import nothing_to_test
from remit.statistics.tables import SquareTable

#: Fewer changed pairs than this for each degree of freedom, and the approximation is remarked on.
_ENOUGH = 10

_COMPLETE_SHIFT = Note(
    "complete_shift",
    "The change is so complete that its estimated variance is zero: Bhapkar's statistic is infinite.",
)


def stuart_maxwell(table: SquareTable) -> Estimate:
    """The Stuart-Maxwell test of marginal homogeneity: are the categories as frequent first as second?

    Categories without patients are dropped first, and each degree of freedom stands for a category that
    pairs moved into or out of. A. Stuart, Biometrika 42 (1955), 412-416; A. E. Maxwell, Br. J. Psychiatry
    116 (1970), 651-655.
    """
    bare = _bare(table, "marginal homogeneity", "Stuart-Maxwell")
    return nothing_to_test(bare) or _chi_squared(bare, *_homogeneity(table))


def bhapkar(table: SquareTable) -> Estimate:
    """Bhapkar's test of marginal homogeneity, whose variance does not assume it: W = S / (1 - S / n).

    S is the Stuart-Maxwell statistic; W is larger, and too large in small samples. V. P. Bhapkar, J. Am.
    Stat. Assoc. 61 (1966), 228-235.
    """
    bare = _bare(table, "marginal homogeneity", "Bhapkar")
    if settled := nothing_to_test(bare):
        return settled
    score, df = _homogeneity(table)
    if score == table.n:
        return replace(bare, df=float(df), nature=Nature.NONE, notes=(_COMPLETE_SHIFT,))
    return _chi_squared(bare, score / (1 - score / table.n), df)


def bowker(table: SquareTable) -> Estimate:
    """Bowker's test of symmetry: is each move from i to j as frequent as that from j to i?

    Two categories between which nobody moved add nothing, neither to the statistic nor to its degrees of
    freedom. A. H. Bowker, J. Am. Stat. Assoc. 43 (1948), 572-574.
    """
    bare = _bare(table, "symmetry", "Bowker")
    if settled := nothing_to_test(bare):
        return settled
    rows, size = table.rows, table.size
    moves = [(rows[i][j], rows[j][i]) for i in range(size) for j in range(i) if rows[i][j] or rows[j][i]]
    return _chi_squared(bare, sum(Fraction((a - b) ** 2, a + b) for a, b in moves), len(moves))


def linear_by_scores(table: SquareTable) -> Estimate:
    """The test of marginal homogeneity for ordered categories scored 0, 1, 2 …; z, normal approximation.

    The mean change in score (second less first, the value) over its standard deviation where each pair may as
    well have changed the other way; `p_less` is that of a fall. It asks about a shift along the scale, so
    it has one degree of freedom where the others have several (Agresti 2013, chapter 11).
    """
    method = "marginal homogeneity by scores 0, 1, 2 …, normal approximation"
    bare = replace(_bare(table, "mean change in score", method), value=_mean_change(table))
    if settled := nothing_to_test(bare):
        return settled
    changes = [(j - i, pairs) for i, row in enumerate(table.rows) for j, pairs in enumerate(row)]
    total = sum(change * pairs for change, pairs in changes)
    z = total / math.sqrt(sum(change**2 * pairs for change, pairs in changes))
    p = 2 * float(special.ndtr(-abs(z)))
    return replace(
        bare,
        p=representable(p),
        p_less=representable(float(special.ndtr(z))),
        p_greater=representable(float(special.ndtr(-z))),
        statistic=("z", z),
        notes=_approximate(bare, df=1) + underflow_note(p),
    )


def _bare(table: SquareTable, name: str, method: str) -> Estimate:
    return Estimate(name, method, None, nature=Nature.ASYMPTOTIC, **table.counts())


def _mean_change(table: SquareTable) -> float | None:
    scores = range(table.size)
    gained = sum(score * (b - a) for score, a, b in zip(scores, table.first, table.second, strict=True))
    return gained / table.n if table.n else None


def _chi_squared(bare: Estimate, statistic: Fraction | int, df: int) -> Estimate:
    p = float(special.chdtrc(df, float(statistic)))
    return replace(
        bare,
        p=representable(p),
        statistic=("chi-squared", float(statistic)),
        df=float(df),
        notes=_approximate(bare, df) + underflow_note(p),
    )


def _approximate(bare: Estimate, df: int) -> tuple[Note, ...]:
    changed = bare.n - bare.n_zero
    if changed >= _ENOUGH * df:
        return ()
    text = f"Only {pair_count(changed)} changed: this p is an approximation that needs more"
    return (Note("few_changes", f"{text}; for ordered categories prefer an exact test."),)


def _homogeneity(table: SquareTable) -> tuple[Fraction, int]:
    """The form d' V^- d with its rank: d the differences of the margins, V their variance if none."""
    used, first, second = table.used, table.first, table.second
    differences = [Fraction(first[i] - second[i]) for i in used]
    variance = [
        [Fraction(first[i] + second[i] if i == j else 0) - table.rows[i][j] - table.rows[j][i] for j in used]
        for i in used
    ]
    return _quadratic_form(differences, variance)


def _quadratic_form(vector: list[Fraction], matrix: list[list[Fraction]]) -> tuple[Fraction, int]:
    """The form v' M^- v and the rank of M, by elimination; M is positive semidefinite and v in its range.

    A pivot of zero then has a row of zeros: a category that the earlier ones determine.
    """
    total, rank = Fraction(0), 0
    for k in range(len(vector)):
        if not (pivot := matrix[k][k]):
            continue
        total, rank = total + vector[k] ** 2 / pivot, rank + 1
        for i in range(k + 1, len(vector)):
            factor = matrix[i][k] / pivot
            vector[i] -= factor * vector[k]
            matrix[i] = [a - factor * b for a, b in zip(matrix[i], matrix[k], strict=True)]
    return total, rank
