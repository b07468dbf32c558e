"""Start-up: the discrete and bounded methods import no scipy.stats, which alone takes most of a second."""

import subprocess
import sys

MODULES = (
    "agreement",
    "bounded",
    "bounded_signed_rank",
    "bounded_t",
    "mcnemar",
    "mcnemar_unconditional",
    "multiplicity",
    "ordinal",
    "paired_proportions",
    "proportion",
    "survival",
)


def test_scipy_stats_is_not_imported() -> None:
    imports = "; ".join(f"import remit.statistics.{module}" for module in MODULES)
    program = f"import sys; {imports}; print([m for m in sys.modules if m.startswith('scipy.stats')])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
