"""Change between ordered or unordered categories: tests of a square table of pairs.

Their p is exact where it can be counted: given how many pairs moved between each two categories, each as
likely as not the other way. Else it is the chi-squared approximation, and never below what so many
changed pairs could give. A survey: A. Agresti, Categorical Data Analysis, 3rd ed., 2013, chapter 11.
"""

import math
from dataclasses import replace
from fractions import Fraction

from scipy import special

from remit.statistics.mcnemar import with_floor
from remit.statistics.remarks import pair_count, representable, significance
from remit.statistics.result import Estimate, Nature, Note
from remit.statistics.sign_change import below_floor, nothing_to_test, smallest_p, with_p
from remit.statistics.sign_flips import MOST_WEIGHTS, DenseSignFlips, exact_tails
from remit.statistics.symmetry import ExactP, homogeneity_p, moves_of, symmetry_p
from remit.statistics.tables import SquareTable
from remit.statistics.whole_form import WholeForm

CHI_SQUARED = "p, chi-squared approximation"
NORMAL = "p, normal approximation"

#: Fewer changed pairs than this for each degree of freedom, and an approximation is remarked on.
_ENOUGH = 10

_COMPLETE_SHIFT = Note(
    "complete_shift",
    "The change is so complete that its estimated variance is zero: Bhapkar's statistic is infinite.",
)


def stuart_maxwell(table: SquareTable, level: float = 0.95) -> Estimate:
    """The Stuart-Maxwell test of marginal homogeneity: are the categories as frequent first as second?

    Categories without patients are dropped first, and each degree of freedom stands for a category that
    pairs moved into or out of. The exact p is that of the statistic under symmetry; in `extra` stands the
    chi-squared approximation, which is no verdict. `level` only decides when the floor is remarked.
    A. Stuart, Biometrika 42 (1955), 412-416; A. E. Maxwell, Br. J. Psychiatry 116 (1970), 651-655.

    Raises ValueError unless 0 < level < 1.
    """
    alpha, bare = significance(level), _bare(table, "marginal homogeneity", "Stuart-Maxwell")
    if settled := nothing_to_test(bare):
        return settled
    score, df, exact = _homogeneity(table)
    return _judged(_with_chi_squared(bare, score, df), exact, alpha)


def bhapkar(table: SquareTable, level: float = 0.95) -> Estimate:
    """Bhapkar's test of marginal homogeneity, whose variance does not assume it: W = S / (1 - S / n).

    S is the Stuart-Maxwell statistic; W is larger, and its chi-squared approximation too small in small
    samples. W grows with S, so the exact p is that of S. Otherwise as `stuart_maxwell`. Where S = n, W is
    infinite and there is no approximation. V. P. Bhapkar, J. Am. Stat. Assoc. 61 (1966), 228-235.

    Raises ValueError unless 0 < level < 1.
    """
    alpha, bare = significance(level), _bare(table, "marginal homogeneity", "Bhapkar")
    if settled := nothing_to_test(bare):
        return settled
    score, df, exact = _homogeneity(table)
    if score == table.n:
        return _judged(replace(bare, df=float(df), notes=(_COMPLETE_SHIFT,)), exact, alpha)
    return _judged(_with_chi_squared(bare, score / (1 - score / table.n), df), exact, alpha)


def bowker(table: SquareTable, level: float = 0.95) -> Estimate:
    """Bowker's test of symmetry: is each move from i to j as frequent as that from j to i?

    Two categories between which nobody moved add nothing, neither to the statistic nor to its degrees of
    freedom. The exact p and `extra` as in `stuart_maxwell`. A. H. Bowker, J. Am. Stat. Assoc. 43 (1948),
    572-574.

    Raises ValueError unless 0 < level < 1.
    """
    alpha, bare = significance(level), _bare(table, "symmetry", "Bowker")
    if settled := nothing_to_test(bare):
        return settled
    moves = moves_of(table.rows)
    score = sum(Fraction(each.excess**2, each.total) for each in moves)
    return _judged(_with_chi_squared(bare, score, len(moves)), symmetry_p(moves), alpha)


def linear_by_scores(table: SquareTable, level: float = 0.95) -> Estimate:
    """The test of marginal homogeneity for ordered categories scored 0, 1, 2 ...

    The value is the mean change in score, second less first; each changed pair may as well have changed the
    other way, which gives the exact p up to 2,000 of them; `p_less` is that of a fall. It asks about a shift
    along the scale, where the others ask about any difference. The statistic z, the total change over its
    standard deviation, gives the normal approximation in `extra`, which is no verdict (Agresti 2013, chapter
    11).

    Raises ValueError unless 0 < level < 1.
    """
    alpha, bare = (
        significance(level),
        _bare(table, "mean change in score", "marginal homogeneity by scores 0, 1, 2 …"),
    )
    bare = replace(bare, value=_mean_change(table))
    if settled := nothing_to_test(bare):
        return settled
    changes = [
        j - i
        for i, row in enumerate(table.rows)
        for j, pairs in enumerate(row)
        for _ in range(pairs)
        if i != j
    ]
    z = sum(changes) / math.sqrt(sum(change**2 for change in changes))
    normal = 2 * float(special.ndtr(-abs(z)))
    bare = replace(bare, statistic=("z", z), extra=((NORMAL, representable(normal)),))
    if len(changes) > MOST_WEIGHTS:
        tails = normal, float(special.ndtr(z)), float(special.ndtr(-z))
        return with_p(
            replace(bare, method=f"{bare.method}, normal approximation", nature=Nature.ASYMPTOTIC),
            tails,
            alpha,
        )
    rises, falls = (sum(max(sign * change, 0) for change in changes) for sign in (1, -1))
    null = DenseSignFlips([abs(change) for change in changes], upto=min(rises, falls))
    notes = below_floor("normal", normal, smallest_p(len(changes)), _who(len(changes)))
    bare = replace(bare, method=f"{bare.method}, exact", notes=notes)
    return with_p(bare, exact_tails(null, rises, falls), alpha)


def _bare(table: SquareTable, name: str, method: str) -> Estimate:
    return Estimate(name, method, None, **table.counts())


def _mean_change(table: SquareTable) -> float | None:
    scores = range(table.size)
    gained = sum(score * (b - a) for score, a, b in zip(scores, table.first, table.second, strict=True))
    return gained / table.n if table.n else None


def _with_chi_squared(bare: Estimate, statistic: Fraction | int, df: int) -> Estimate:
    p = representable(float(special.chdtrc(df, float(statistic))))
    return replace(bare, statistic=("chi-squared", float(statistic)), df=float(df), extra=((CHI_SQUARED, p),))


def _judged(bare: Estimate, exact: ExactP | None, alpha: float) -> Estimate:
    """The result with its exact p; with the approximate one where that would take too much work."""
    approximate = dict(bare.extra).get(CHI_SQUARED)
    changed = bare.n - bare.n_zero
    if exact is not None:
        below = (
            () if approximate is None else below_floor("chi-squared", approximate, exact.floor, _who(changed))
        )
        bare = replace(bare, method=f"{bare.method}, exact conditional", notes=bare.notes + below)
        return with_floor(bare, exact.p, exact.floor, alpha)
    if approximate is None:
        return replace(bare, nature=Nature.NONE)
    floor = smallest_p(changed)
    method = f"{bare.method}, chi-squared approximation"
    bare = replace(bare, method=method, nature=Nature.ASYMPTOTIC, notes=_few_changes(changed, bare.df or 0))
    return with_floor(bare, max(approximate, floor), floor, alpha)


def _who(changed: int) -> str:
    return f"{pair_count(changed)} with a change"


def _few_changes(changed: int, df: float) -> tuple[Note, ...]:
    if changed >= _ENOUGH * df:
        return ()
    text = f"Only {pair_count(changed)} changed: this p is an approximation that needs {_ENOUGH * df:.0f}"
    return (Note("few_changes", f"{text}, and the exact one takes too much work."),)


def _homogeneity(table: SquareTable) -> tuple[Fraction, int, ExactP | None]:
    """The form d' V^- d, its rank, and its exact p.

    d are the differences of the margins, and V is their variance where none are expected. It holds the
    moves alone, and is that of every table with the same numbers of moves. The differences add up to zero,
    so the last category's is left out.
    """
    used = table.used
    rows = [[table.rows[i][j] for j in used] for i in used]
    moves, free = moves_of(rows), range(len(used) - 1)
    variance = [[0] * len(used) for _ in used]
    for each in moves:
        variance[each.i][each.j] = variance[each.j][each.i] = -each.total
    for i, row in enumerate(variance):
        row[i] = -sum(row)
    form = WholeForm.inverse([[variance[i][j] for j in free] for i in free])
    differences = [table.first[used[i]] - table.second[used[i]] for i in free]
    score = Fraction(form.numerator(differences), form.denominator)
    return score, len(form.rows), homogeneity_p(moves, form)
