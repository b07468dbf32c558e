"""A gate of several tests: a claim that needs every one of them."""

from collections.abc import Sequence

from remit.statistics.result import Estimate, Nature, Note

_LEAST_SURE_FIRST = (Nature.MONTE_CARLO, Nature.ASYMPTOTIC, Nature.EXACT, Nature.NONE)


def gate(tests: Sequence[tuple[str, Estimate]], alpha: float = 0.05) -> Estimate:
    """The gate "first test, then the next if p < alpha": passed where every p is below alpha.

    `tests` are the tests in their order, each under the name that the sentences use. This is an
    intersection-union test: its p is the largest of theirs, unadjusted (R. L. Berger, Technometrics 24
    (1982), 295-300), and its `p_floor` the largest of their floors. p is None where a test has none; the
    gate is then undecided, unless another p stops it. The verdict is a note: `gate_passed`,
    `gate_not_passed` or `gate_undecided`. `extra` holds each p; patients and losses are those of the first
    test, pairs the fewest of any.

    Raises ValueError for no test, and unless 0 < alpha < 1.
    """
    if not tests:
        raise ValueError("a gate needs at least one test")
    if not 0 < alpha < 1:
        raise ValueError(f"the level of a gate lies between 0 and 1, not at {alpha}")
    estimates = [estimate for _, estimate in tests]
    title = f"{', then '.join(name for name, _ in tests)} if p < {alpha:.6g}"
    known = [estimate.p for estimate in estimates if estimate.p is not None]
    floor = max((e.p_floor for e in estimates if e.p_floor is not None), default=None)
    return Estimate(
        name="gate",
        method=f"{title} (intersection-union: the largest p)",
        value=None,
        p=max(known) if len(known) == len(tests) else None,
        p_floor=floor,
        nature=next(nature for nature in _LEAST_SURE_FIRST if nature in [e.nature for e in estimates]),
        n_total=estimates[0].n_total,
        n=min(estimate.n for estimate in estimates),
        n_missing=estimates[0].n_missing,
        n_zero=estimates[0].n_zero,
        n_ties=estimates[0].n_ties,
        extra=tuple((f"p of {name}", estimate.p) for name, estimate in tests),
        notes=(_verdict(title, tests, alpha), *_closed(title, floor, alpha)),
    )


def _verdict(title: str, tests: Sequence[tuple[str, Estimate]], alpha: float) -> Note:
    for name, test in tests:
        if test.p is not None and not test.p < alpha:
            reason = f"the p of {name}, {test.p:.3g}, is not below {alpha:.6g}"
            return Note("gate_not_passed", f'Gate "{title}": not passed; {reason}.')
    for name, test in tests:
        if test.p is None:
            return Note("gate_undecided", f'Gate "{title}": cannot be judged; {name} gives no p here.')
    return Note("gate_passed", f'Gate "{title}": passed.')


def _closed(title: str, floor: float | None, alpha: float) -> tuple[Note, ...]:
    if floor is None or floor < alpha:
        return ()
    return (Note("gate_closed", f'No data of this size could pass the gate "{title}".'),)
