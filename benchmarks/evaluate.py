"""How long evaluation takes: 100,000 synthetic patients of 12 visits, and how it grows.

Prints seconds, and patients a second, for the rule files of the project; run it on an idle machine. It reads
no files: that is measured with the study.
"""

import argparse
import time
from pathlib import Path

from benchmarks.cohort import synthetic
from remit.evaluate.rules import evaluate_rules
from remit.pipeline import load_rules

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Run every rule file on cohorts of the sizes asked for."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--patients", type=int, nargs="*", default=[10_000, 100_000])
    arguments.add_argument("--visits", type=int, default=12)
    given = arguments.parse_args()
    print(f"{'rule file':34}{'patients':>10}{'missing':>9}{'seconds':>9}{'patients/s':>12}")
    for path in (
        *sorted((ROOT / "rules").rglob("*.remit")),
        ROOT / "examples/lenalidomide/lenalidomide.remit",
    ):
        rules = load_rules(path)
        for patients in given.patients:
            for missing in (0.0, 0.1):
                cohort = synthetic(rules.declarations, patients, given.visits, missing)
                begun = time.perf_counter()
                evaluate_rules(rules, cohort)
                seconds = time.perf_counter() - begun
                name = str(path.relative_to(ROOT))
                print(f"{name:34}{patients:>10,}{missing:>9.0%}{seconds:>9.2f}{patients / seconds:>12,.0f}")


if __name__ == "__main__":
    main()
