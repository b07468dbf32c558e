"""`remit explain STUDY PATIENT [OUTCOME]`: why a patient was judged so."""

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from remit.cli.examples import examples
from remit.cli.exits import Exit, Refused
from remit.cli.streams import deliver, has_colour, standard_output

if TYPE_CHECKING:
    from remit.explain.annotate import Explanation
    from remit.model.rules import Outcome, RuleSet


@click.command(
    short_help="Why a patient was judged so, cell by cell.",
    epilog=examples(
        "remit explain examples/incomplete P4 skin_response",
        "remit explain examples/incomplete P4",
        "remit explain my-study 017 remission --all",
    ),
)
@click.argument("study", type=click.Path(path_type=Path))
@click.argument("patient")
@click.argument("outcome", required=False)
@click.option("--all", "everything", is_flag=True, help="Open every condition, not the deciding path alone.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(study: Path, patient: str, outcome: str | None, everything: bool, form: str) -> Exit:
    """Show the rules of OUTCOME with the values of PATIENT, their source cells, and what would change it.

    Without OUTCOME: every outcome that the study reports.
    """
    from remit.explain.annotate import explain
    from remit.pipeline import open_study

    _, rules, cohort = open_study(study)
    if patient not in cohort.patients:
        raise Refused(f"there is no patient `{patient}` in {study}", _near_patients(patient, cohort.patients))
    found = [explain(rules, cohort, patient, one, everything) for one in _outcomes(rules, outcome)]
    deliver(_shown(found, form, everything), for_people=form == "text")
    return Exit.FINE


def _outcomes(rules: "RuleSet", outcome: str | None) -> Iterable[str]:
    """The outcome asked for, or those of the report."""
    if outcome is None:
        return dict.fromkeys((*rules.rated, *rules.timed)) or rules.outcomes
    if outcome not in rules.outcomes:
        raise _unknown_outcome(outcome, rules.outcomes, rules.source.name)
    return [outcome]


def _unknown_outcome(outcome: str, known: Mapping[str, "Outcome"], file: str) -> Refused:
    help_ = _near(outcome, known) or [f"{file} has {', '.join(known)}"]
    return Refused(f"there is no outcome `{outcome}` in {file}", help_)


def _near(name: str, known: Iterable[str]) -> list[str]:
    from remit.diagnostics.suggest import suggest

    near = suggest(name, known)
    return [f"did you mean {' or '.join(f'`{one}`' for one in near)}?"] if near else []


def _near_patients(patient: str, known: Sequence[str]) -> list[str]:
    """Identifiers that differ in zeros before a number (`1` and `001`) come before those spelt alike."""
    same = [one for one in known if _without_zeros(one) == _without_zeros(patient)]
    return [f"did you mean `{same[0]}`?"] if same else _near(patient, known)


def _without_zeros(patient: str) -> str:
    return re.sub(r"(?<!\d)0+(?=\d)", "", patient).casefold()


def _shown(found: "list[Explanation]", form: str, everything: bool) -> str:
    if form == "json":
        import json

        from remit.explain.export import FORMAT_VERSION, as_json

        content = {"format_version": FORMAT_VERSION, "explanations": [as_json(one) for one in found]}
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    from remit.explain.render import render

    stream, colour = standard_output(), has_colour(sys.stdout)
    texts = [render(one, encoding=stream.encoding, columns=stream.width, colour=colour) for one in found]
    return "\n\n\n".join(texts) + f"\n\n{_legend(stream.encoding, everything)}\n"


def _legend(encoding: str, everything: bool) -> str:
    from remit.diagnostics.characters import shown

    more = "" if everything else "; `--all` shows every value"
    return shown(f"✓ holds, ✗ does not hold, ? open{more}", encoding)
