"""Every check that a change must pass, in order, each under a heading, with its seconds at the end.

Usage: python tools/gate.py [STEP ...]      all steps, or only those named
"""

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
SCRIPTS: Final = Path(sys.executable).parent


@dataclass(frozen=True, slots=True)
class Step:
    """One check: the name it is asked for by, and its command, run with this interpreter's scripts."""

    name: str
    script: str
    arguments: tuple[str, ...] = ()

    def run(self) -> bool:
        """Whether the check passed; its output goes where ours goes."""
        command = [str(SCRIPTS / self.script), *self.arguments]
        return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


STEPS: Final = (
    Step("format", "ruff", ("format", "--check", "--output-format", "concise")),
    Step("lint", "ruff", ("check", "--output-format", "concise")),
    Step("types", "mypy"),
    Step("layers", "lint-imports", ("--no-logo",)),
    Step("rules", "remit", ("fmt", "--check", "rules", "examples")),
    # The slowest check before the longest one, which closes with the count of tests.
    Step("wheel", "pytest", ("-m", "wheel")),
    Step("tests", "pytest", ("-n", "2", "--dist", "worksteal")),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a step ended, and after how many seconds."""

    step: Step
    passed: bool
    seconds: float

    def __str__(self) -> str:
        return f"{'passed' if self.passed else 'FAILED':8}{self.seconds:7.1f} s  {self.step.name}"


def perform(step: Step) -> Outcome:
    """Run one step under its heading."""
    print(f"\n== {step.name}: {step.script} {' '.join(step.arguments)}", flush=True)
    start = time.monotonic()
    passed = step.run()
    return Outcome(step, passed, time.monotonic() - start)


def chosen(names: list[str]) -> list[Step]:
    """The steps named, in their own order; all of them where none is named."""
    unknown = set(names) - {step.name for step in STEPS}
    if unknown:
        sys.exit(f"no step {', '.join(sorted(unknown))}; there are {', '.join(step.name for step in STEPS)}")
    return [step for step in STEPS if not names or step.name in names]


def main(names: list[str]) -> int:
    """Run the steps, all of them even where one fails, and return the exit code."""
    outcomes = [perform(step) for step in chosen(names)]
    print("\n== summary", *outcomes, sep="\n")
    print(f"{'':8}{sum(outcome.seconds for outcome in outcomes):7.1f} s  in all")
    return 0 if all(outcome.passed for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
