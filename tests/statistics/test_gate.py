"""The gate "t, then Wilcoxon if p < 0.05": every test must pass, and p is the largest."""

import pytest

from remit.statistics.gate import gate
from remit.statistics.paired_t import paired_t
from remit.statistics.pairs import Pairs
from remit.statistics.result import Estimate, Nature
from remit.statistics.signed_rank import wilcoxon

PREDNISONE = Pairs.complete([10, 20, 20, 24, 40], [5, 5, 10, 10, 23])


def with_p(p: float | None, nature: Nature = Nature.EXACT) -> Estimate:
    return Estimate("change", "a test", None, p=p, nature=nature, n=5, n_total=6)


def test_the_gate_of_the_abstract_is_not_passed() -> None:
    found = gate([("t", paired_t(PREDNISONE)), ("Wilcoxon", wilcoxon(PREDNISONE))])
    assert (found.p, found.p_floor, found.n) == (0.0625, 0.0625, 5)
    assert [note.code for note in found.notes] == ["gate_not_passed", "gate_closed"]
    assert [note.text for note in found.notes] == [
        'Gate "t, then Wilcoxon if p < 0.05": not passed; the p of Wilcoxon, 0.0625, is not below 0.05.',
        'No data of this size could pass the gate "t, then Wilcoxon if p < 0.05".',
    ]


@pytest.mark.parametrize(
    ("first", "second", "code", "p"),
    [
        (0.01, 0.03, "gate_passed", 0.03),
        (0.03, 0.01, "gate_passed", 0.03),
        (0.01, 0.05, "gate_not_passed", 0.05),  # the rule says "below"
        (0.2, 0.001, "gate_not_passed", 0.2),
        (0.2, None, "gate_not_passed", None),  # stopped already
        (None, 0.01, "gate_undecided", None),
        (0.01, None, "gate_undecided", None),
    ],
)
def test_verdicts(first: float | None, second: float | None, code: str, p: float | None) -> None:
    found = gate([("t", with_p(first)), ("W", with_p(second))])
    assert (found.notes[0].code, found.p) == (code, p)
    assert found.extra == (("p of t", first), ("p of W", second))
    assert found.p_floor is None  # neither test has one


def test_a_constant_change_leaves_the_gate_undecided() -> None:
    constant = Pairs.complete([1, 2, 3, 4, 5, 6], [2, 3, 4, 5, 6, 7])
    found = gate([("t", paired_t(constant)), ("Wilcoxon", wilcoxon(constant))])
    assert found.notes[0].text == (
        'Gate "t, then Wilcoxon if p < 0.05": cannot be judged; t gives no p here.'
    )


def test_the_gate_is_as_sure_as_its_least_sure_test() -> None:
    found = gate([("a", with_p(0.01)), ("b", with_p(0.02, Nature.MONTE_CARLO))], alpha=0.01)
    assert found.nature is Nature.MONTE_CARLO
    assert found.notes[0].code == "gate_not_passed"


def test_a_gate_needs_a_test_and_a_level() -> None:
    with pytest.raises(ValueError, match="at least one test"):
        gate([])
    with pytest.raises(ValueError, match="between 0 and 1"):
        gate([("t", with_p(0.1))], alpha=5)
