"""`remit explain`: near identifiers, the legend, what would change nothing, events bound to no column."""

from pathlib import Path

from tests.cli.studies import RULES, CommandLine, lay_out

UNBOUND = RULES.replace(
    'case "lesions', 'safety treated when any ivig from baseline to month_6\n\ncase "lesions'
)


def test_zeros_before_a_number_are_no_other_patient(remit: CommandLine, study: Path):
    lay_out(
        study,
        patients_csv="id,start\n001,2024-01-08\n011,2024-01-08\n",
        visits_csv="id,date,skin,dose\n001,2024-01-08,yes,20\n011,2024-01-08,yes,20\n",
    )
    ended = remit("explain", study, "1", "cleared")
    assert ended.code == 2
    assert "did you mean `001`?" in ended.err
    assert "did you mean `011`?" in remit("explain", study, "00011", "cleared").err


def test_a_legend_says_what_the_marks_mean(remit: CommandLine, study: Path):
    whole = remit("explain", study, "P1").out
    assert whole.count("✓ holds, ✗ does not hold, ? open; `--all` shows every value") == 1
    everything = remit("explain", study, "P1", "--all").out
    assert everything.endswith("✓ holds, ✗ does not hold, ? open\n")


def test_what_no_single_value_changes_is_said_so(remit: CommandLine, study: Path):
    rules = RULES.replace('case "lesions', 'safety seen when any visit has skin\n\ncase "lesions')
    visits = "id,date,skin,dose\nP1,2024-01-08,yes,20\nP1,2024-07-10,yes,5\nP2,2024-02-05,no,1\n"
    lay_out(study, rules_remit=rules, visits_csv=visits)
    ended = remit("explain", study, "P1", "seen")
    assert "MET" in ended.out
    assert "no single recorded value would change it" in ended.out
    assert "no single recorded value" not in remit("explain", study, "P1", "cleared").out


def test_an_event_bound_to_no_column_says_so(remit: CommandLine, study: Path):
    lay_out(study, rules_remit=UNBOUND)
    ended = remit("run", study, "--format", "csv")
    assert "no column is bound to it: add `[[events]]` to the study file" in ended.out
