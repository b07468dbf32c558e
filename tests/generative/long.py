"""The long hunt: `python -m tests.generative.long --rules 20000`."""

import time
import warnings

import click

from remit.resources import resource_folder
from remit.rule_files import load_rules
from tests.generative.agreement import difference
from tests.generative.published import overturned_of, tightness_of
from tests.generative.soundness import overturned, overturned_root
from tests.generative.tightness import Tally, tightness
from tests.generative.trials import Trial, trial


@click.command()
@click.option("--rules", default=2000, help="How many random rules to try.")
@click.option("--completions", default=10, help="How many completions of each patient.")
@click.option("--patients", default=3, help="How many patients are completed for each rule.")
@click.option("--first", default=1_000_000, help="The first seed.")
@click.option("--budget", default=400, help="How many completions are tried of what stays open.")
@click.option("--small", default=100_000, help="How many completions of small rules are tried at the least.")
@click.option("--show", default=3, help="How many differences of each sort to show.")
def main(rules: int, completions: int, patients: int, first: int, budget: int, small: int, show: int) -> None:
    """Compares engine and judge, completes patients at random, and measures how tight the bounds are."""
    warnings.simplefilter("error")
    seeds = range(first, first + rules)
    _agreement([trial(seed) for seed in seeds], show)
    _soundness([trial(seed, patients) for seed in seeds], completions, show)
    _small_soundness(first, small, show)
    _tightness([trial(seed, patients, depth=1) for seed in seeds], budget)
    _published(budget)


def _agreement(trials: list[Trial], show: int) -> None:
    started = time.perf_counter()
    found = [told for one in trials if (told := difference(one))]
    patients = sum(len(one.cohort.patients) for one in trials)
    _report(f"engine = judge: {len(trials)} rules, {patients} patients", started, found, show)


def _soundness(trials: list[Trial], completions: int, show: int) -> None:
    started = time.perf_counter()
    found = [told for one in trials if (told := overturned(one, completions))]
    patients = sum(len(one.cohort.patients) for one in trials)
    words = f"soundness: {len(trials)} rules, {patients} patients, {patients * completions} completions"
    _report(words, started, found, show)


def _small_soundness(first: int, completions: int, show: int) -> None:
    """Small rules, each under every completion over small domains, or a hundred of them."""
    started, tried, rules = time.perf_counter(), 0, 0
    found: list[str] = []
    while tried < completions:
        more, told = overturned_root(trial(first + rules, 2, depth=1 + rules % 2), 100)
        tried, rules = tried + more, rules + 1
        found += [told] if told else []
    _report(f"soundness of small rules: {rules} rules, {tried} completions", started, found, show)


def _report(words: str, started: float, found: list[str], show: int) -> None:
    click.echo(f"{words}, {time.perf_counter() - started:.1f} seconds, {len(found)} differ")
    for line in found[:show]:
        click.echo(f"  {line}")


def _tightness(trials: list[Trial], budget: int) -> None:
    started = time.perf_counter()
    tallies = tightness(trials, budget)
    seconds = time.perf_counter() - started
    click.echo(f"tightness of random conditions: open ones that completions dispute, {seconds:.1f} seconds")
    for kind, tally in tallies.items():
        _line(kind, tally)
    once = sum((tally for kind, tally in tallies.items() if "twice" not in kind), Tally())
    _line("each datum read once", once)
    _line("all", sum(tallies.values(), Tally()))


def _published(budget: int) -> None:
    """The same of published criteria, and what completions do to what they decide."""
    started, tried = time.perf_counter(), 0
    changed: list[str] = []
    for path in sorted(resource_folder("rules").rglob("*.remit")):
        more, found = overturned_of(load_rules(path), budget)
        tried += more
        changed += [f"{path.stem} {one.outcome}, on the patient of `{one.case}`" for one in found]
    _report(f"soundness of published criteria: {tried} completions", started, changed, len(changed))
    started, total = time.perf_counter(), Tally()
    for path in sorted(resource_folder("rules").rglob("*.remit")):
        tally, loose = tightness_of(load_rules(path), budget)
        total += tally
        for one in loose:
            click.echo(f"  not disputed: {path.stem} {one.outcome}, on the patient of `{one.case}`")
    click.echo(f"tightness of published criteria, {time.perf_counter() - started:.1f} seconds")
    _line("all", total)


def _line(kind: str, tally: Tally) -> None:
    share = f"{tally.share:7.1%}" if tally.undetermined else "      -"
    click.echo(f"  {kind:<36}{tally.disputed:>8} of {tally.undetermined:<8}{share}")


if __name__ == "__main__":
    main()
