"""`remit plain` on the command line."""

from pathlib import Path

from remit.cli.exits import Exit
from tests.cli.studies import CommandLine


def test_the_command(remit: CommandLine, study: Path):
    ended = remit("plain", study / "rules.remit", "--format", "markdown")
    assert ended.code == Exit.FINE
    assert ended.out.startswith("### Criteria\n\nPatients were evaluated by the rule set “Skin response")
    assert "“Skin lesions resolved” (response) was met when" in remit("plain", study / "rules.remit").out
    wrong = remit("plain", study / "rules.remit", "--outcome", "cleard")
    assert (wrong.code, wrong.out) == (Exit.CANNOT_RUN, "")
    assert "did you mean `cleared`?" in wrong.err
    assert "less" not in remit("plain", study / "rules.remit", "--outcome", "cleared").out


def test_a_library_file_by_its_name(remit: CommandLine):
    assert "DORIS" in remit("plain", "doris_2021").out
