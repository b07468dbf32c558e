"""The boundary cases of the catalogue: each a case of a file of its criterion, or not done with a reason."""

import tomllib

import pytest

from tests.library.criteria import BOUNDARY_CASES, ENCODED, ROOT, boundary_cases, rules_of

TOLD = tomllib.loads((ROOT / "tools" / "boundary_cases.toml").read_text(encoding="utf-8"))
DONE: dict[str, set[str]] = {}
for _name in ENCODED:
    for _case in rules_of(_name).cases:
        DONE.setdefault(_case.title.split()[0], set()).add(_name)

beside = pytest.mark.skipif(not BOUNDARY_CASES.exists(), reason="the catalogue is not beside the repository")


def test_what_is_done_is_not_told_as_not_done() -> None:
    assert not set(TOLD["not_done"]) & set(DONE)
    assert set(TOLD["held_wrong"]) <= set(DONE)


def test_every_reason_is_told() -> None:
    for texts in (*TOLD["not_done"].values(), *TOLD["held_wrong"].values()):
        what, why = texts
        assert what and why


@beside
def test_every_boundary_case_is_done_or_told_as_not_done() -> None:
    assert set(boundary_cases()) - set(DONE) == set(TOLD["not_done"])


@beside
def test_a_boundary_case_stands_in_a_file_of_its_criterion() -> None:
    for code, criterion in boundary_cases().items():
        assert code not in DONE or any(criterion in ENCODED[name] for name in DONE[code]), code
