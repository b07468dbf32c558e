"""How evaluation grows with the number of rules: side by side, and each inside the next.

Prints seconds of the CPU for 20,000 synthetic patients of 12 visits, and how many times as long as for the
first row of the kind; the number of rules grows in the same proportion where all is well.
"""

import time

from benchmarks.cohort import synthetic
from remit.check import check
from remit.evaluate.rules import evaluate_rules
from remit.language import parse
from remit.model.rules import RuleSet
from remit.source import Source

PATIENTS, VISITS = 20_000, 12
DECLARED = """
measure x : points from 0 to 100, lower is better
measure y : points from 0 to 100, lower is better
timepoint baseline : day 0, window day -28 to day 0
timepoint later_on : day 90, window day 60 to day 120, nearest
"""
ROW = "{:6}{:>8}{:>9}{:>8}"


def wide(count: int) -> str:
    """So many outcomes that share nothing but the measures."""
    return "".join(
        f"response r{n} when (x falls by at least {n % 90 + 1}% from baseline to later_on) "
        f"and (any visit from day {n % 50} to day 300 has (x <= {n / 10} points and y > {n % 7} points))\n"
        for n in range(count)
    )


def deep(count: int) -> str:
    """So many definitions, each made of the one before."""
    chain = "".join(
        f"state s{n} when ({f's{n - 1} or ' if n else ''}x <= {n / 10} points) and y <= {99 - n / 10} points"
        "\n"
        for n in range(count)
    )
    return f"{chain}response last_of_all when s{count - 1} at later_on\n"


def rules_of(text: str) -> RuleSet:
    """The rules of a text below the declarations."""
    return check(parse(Source("rules", DECLARED + text)))


def main() -> None:
    """Print the table."""
    print(ROW.format("", "rules", "CPU s", "times"))
    for kind in (wide, deep):
        first = None
        for count in (20, 100, 500):
            rules = rules_of(kind(count))
            cohort = synthetic(rules.declarations, PATIENTS, VISITS, 0.1)
            begun = time.process_time()
            evaluate_rules(rules, cohort)
            spent = time.process_time() - begun
            first = first or spent
            print(ROW.format(kind.__name__, count, f"{spent:.2f}", f"{spent / first:.1f}"), flush=True)


if __name__ == "__main__":
    main()
