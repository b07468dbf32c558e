"""Fourteen columns of longitudinal cohorts: remit from a rule file beside DuckDB SQL and Polars by hand.

    python -m benchmarks.longitudinal.run --patients 10 1000 100000 1000000 --runs 3

The engines take turns, each run in a process of its own so that its memory is its own; every time begins with
the Parquet file and ends with the fourteen columns. SQL and Polars work out one bound (what is missing does
not hold), remit both. The columns are compared cell by cell. Prints seconds (the least of the runs), those
of the CPU, peak memory, and remit's time as a part of DuckDB's.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.longitudinal.cohorts import write

ENGINES = tuple(one for one in ("remit", "duckdb", "polars") if find_spec(one))
"""Those that are installed: `pip install --group bench` has the others."""
ROW = "{:>10} {:8}{:>9}{:>8}{:>8}{:>14}{:>13}"
COLUMNS = (
    *("at_start", "at_end", "day_of_52", "activity_fell", "percent_fell", "low_at_52", "lasting"),
    *("confirmed_low", "first_low", "above_nadir", "twice", "cumulative", "three_of_six", "relapsed"),
)


def once(engine: str, visits: Path, threads: int, output: Path | None) -> None:
    """One run of an engine; prints its seconds and memory, and keeps the columns where they are wanted."""
    run, table = _engine(engine, visits, threads)
    begun, spent = time.perf_counter(), time.process_time()
    found = run()
    seconds, cpu = time.perf_counter() - begun, time.process_time() - spent
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    if output is not None:
        pq.write_table(table(found), output)
    print(json.dumps([seconds, cpu, peak]))


def _engine(
    engine: str, visits: Path, threads: int
) -> tuple[Callable[[], object], Callable[[object], pa.Table]]:
    """What is timed, and how its columns come out; what an engine imports is not timed."""
    if engine == "remit":
        from benchmarks.longitudinal import by_remit

        by_remit.fourteen_columns(visits.parent.parent / "10", 1)
        return lambda: by_remit.fourteen_columns(visits.parent, threads), by_remit.known  # type: ignore[return-value]
    if engine == "duckdb":
        from benchmarks.longitudinal import by_sql

        return lambda: by_sql.fourteen_columns(visits, threads), lambda table: table  # type: ignore[return-value]
    from benchmarks.longitudinal import by_polars

    return lambda: by_polars.fourteen_columns(visits), lambda table: table  # type: ignore[return-value]


def started(engine: str, visits: Path, threads: int, output: Path | None) -> tuple[float, float, float]:
    """One run in a process of its own: seconds, seconds of the CPU, gigabytes."""
    command = [
        sys.executable,
        "-m",
        "benchmarks.longitudinal.run",
        "--once",
        engine,
        "--threads",
        str(threads),
    ]
    command += ["--visits", str(visits), *(["--output", str(output)] if output else [])]
    surroundings = os.environ | {"POLARS_MAX_THREADS": str(threads)}
    printed = subprocess.run(command, check=True, capture_output=True, text=True, env=surroundings).stdout
    seconds, cpu, peak = json.loads(printed)
    return seconds, cpu, peak


def differing(ours: pa.Table, theirs: pa.Table) -> dict[str, int]:
    """How many cells of each column are not the same, numbers to within 10^-9."""
    counts = {}
    for name in COLUMNS:
        left, right = (table[name].combine_chunks().cast(pa.float64()) for table in (ours, theirs))
        near = pc.less_equal(pc.abs(pc.subtract(left, right)), 1e-9)
        same = pc.or_(pc.fill_null(near, False), pc.and_(pc.is_null(left), pc.is_null(right)))
        counts[name] = len(same) - pc.sum(same).as_py()
    return counts


def measure(folder: Path, patients: int, runs: int, threads: int) -> None:
    """The rows of one cohort, and where the engines differ."""
    visits = write(folder / str(patients), patients)
    found: dict[str, list[tuple[float, float, float]]] = {engine: [] for engine in ENGINES}
    for number in range(runs):
        for engine in ENGINES:
            output = visits.with_name(f"{engine}.parquet") if number == 0 else None
            found[engine].append(started(engine, visits, threads, output))
    least = {engine: tuple(map(min, zip(*one, strict=True))) for engine, one in found.items()}
    for engine, (seconds, cpu, peak) in least.items():
        beside = least.get("duckdb", (seconds, cpu, peak))
        ratios = [f"{part / whole:.2f}" for part, whole in zip((seconds, cpu), beside, strict=False)]
        shown = (f"{seconds:.2f}", f"{cpu:.2f}", f"{peak:.2f}", *ratios)
        print(ROW.format(f"{patients:,}", engine, *shown), flush=True)
    ours = pq.read_table(visits.with_name("remit.parquet"))
    for engine in ENGINES[1:]:
        counts = differing(ours, pq.read_table(visits.with_name(f"{engine}.parquet")))
        told = ", ".join(f"{name} {count:,}" for name, count in counts.items() if count) or "none"
        print(f"{'':10} cells that differ from {engine}: {told}", flush=True)


def main() -> None:
    """Measure the cohorts asked for, or do one run for that."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--patients", type=int, nargs="*", default=[10, 1_000, 100_000])
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "remit-longitudinal")
    for hidden in ("--once", "--visits", "--output"):
        arguments.add_argument(hidden, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.once:
        once(given.once, Path(given.visits), given.threads, given.output and Path(given.output))
        return
    write(given.folder / "10", 10)
    print(ROW.format("patients", "engine", "seconds", "CPU s", "GB", "time/DuckDB", "CPU/DuckDB"))
    for patients in given.patients:
        measure(given.folder, patients, given.runs, given.threads)


if __name__ == "__main__":
    main()
