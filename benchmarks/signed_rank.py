"""Wilcoxon's exact signed-rank test beside SciPy's, and beside R's where `Rscript` is on the path.

    python benchmarks/signed_rank.py

Prints milliseconds, the least of several runs (so all run with warm caches), and how many times as long as
remit's test the others take. SciPy's and R's exact tests know no ties and no zeros; "ties, zeros" is remit's
test on data that have both, "+ interval" adds the Hodges-Lehmann estimate and its interval. R draws its own
data.
"""

import shutil
import subprocess
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from remit.statistics.pairs import Pairs
from remit.statistics.signed_rank import signed_rank_test, wilcoxon

SIZES = (20, 50, 200, 1000)
SECONDS_A_MEASUREMENT = 1.0
ROW = "{:>6}" + "{:>12}" * 7

R_PROGRAM = """
for (n in c({sizes})) {{
  set.seed(n); d <- rnorm(n, 0.1)
  runs <- ceiling(4e6 / n^2)  # R times to the millisecond
  spent <- replicate(7, system.time(for (i in 1:runs) wilcox.test(d, exact = TRUE))[["elapsed"]])
  cat(n, 1000 * min(spent) / runs, "\\n")
}}
"""


def least_milliseconds(run: Callable[[], object]) -> float:
    """The least time of one run, over at least three and about a second of them."""
    least, runs, start = float("inf"), 0, time.perf_counter()
    while runs < 3 or time.perf_counter() - start < SECONDS_A_MEASUREMENT:
        begun = time.perf_counter()
        run()
        least, runs = min(least, time.perf_counter() - begun), runs + 1
    return 1000 * least


def pairs_of(differences: NDArray[np.float64]) -> Pairs:
    """Pairs with these differences, shape `[n]`, as they are printed."""
    return Pairs.complete([0] * differences.size, [repr(float(d)) for d in differences])


def times_of_r() -> dict[int, float]:
    """Milliseconds by sample size; empty without R."""
    if (rscript := shutil.which("Rscript")) is None:
        return {}
    program = R_PROGRAM.format(sizes=", ".join(map(str, SIZES)))
    printed = subprocess.run([rscript, "-e", program], capture_output=True, text=True, check=True).stdout
    return {int(n): float(spent) for n, spent in (line.split() for line in printed.splitlines())}


def measure(n: int, r: float | None) -> list[str]:
    """The row of a sample size, given R's time for it."""
    generator = np.random.default_rng(n)
    smooth = generator.normal(0.1, 1, n).round(6)
    coarse = generator.normal(0.1, 1, n).round(1)
    plain, tied = pairs_of(smooth), pairs_of(coarse)
    ours = least_milliseconds(lambda: signed_rank_test(plain))
    scipy = least_milliseconds(lambda: stats.wilcoxon(smooth, method="exact"))
    others = [
        least_milliseconds(lambda: signed_rank_test(tied)),
        least_milliseconds(lambda: wilcoxon(plain)),
        scipy,
        scipy / ours,
    ]
    shown = [f"{figure:.3g}" for figure in (ours, *others)]
    return [str(n), *shown, *(["-", "-"] if r is None else [f"{r:.3g}", f"{r / ours:.3g}"])]


def main() -> None:
    """Print the table."""
    r = times_of_r()
    print("milliseconds, and ratios to remit's test in the first column")
    print(ROW.format("n", "remit", "ties, zeros", "+ interval", "SciPy", "SciPy/remit", "R", "R/remit"))
    for n in SIZES:
        print(ROW.format(*measure(n, r.get(n))))


if __name__ == "__main__":
    main()
