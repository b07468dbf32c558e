"""Whatever the partial dates of dose records turn out to mean, the dose of a day lies within the bounds."""

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from remit.study.assembly.overlaps import Record, settle

DAYS = range(15)
DOSES = (1, 2, 4, 8)
"""Powers of two, so that each sum of doses tells which records are in it."""


@st.composite
def records(draw: st.DrawFn) -> list[Record]:
    """Records with days between two bounds, some of them exact."""
    found = []
    for number in range(draw(st.integers(1, 4))):
        first = draw(st.integers(0, 10))
        first_latest = first + draw(st.sampled_from([0, 0, 2]))
        last = max(first, first_latest) + draw(st.integers(0, 4)) - draw(st.sampled_from([0, 0, 2]))
        last = max(last, first)
        last_latest = max(last, first_latest) + draw(st.sampled_from([0, 0, 3]))
        found.append(Record(number, (str(number),), first, first_latest, last, last_latest))
    return found


@st.composite
def with_true_days(draw: st.DrawFn) -> tuple[list[Record], list[tuple[int, int]]]:
    """Records, and for each the days on which it truly began and ended."""
    written = draw(records())
    true = []
    for one in written:
        first = draw(st.integers(int(one.first_earliest), int(one.first_latest)))
        last = draw(st.integers(max(first, int(one.last_earliest)), max(first, int(one.last_latest))))
        true.append((first, last))
    return written, true


def bounds(settled: list[Record], day: int) -> tuple[int, int]:
    """The least and the greatest dose of a day that records leave possible."""
    kept = [one for one in settled if one.is_kept]
    certain = [
        DOSES[one.number] for one in kept if one.is_sure and one.first_latest <= day <= one.last_earliest
    ]
    possible = [DOSES[one.number] for one in kept if one.first_earliest <= day <= one.last_latest]
    return sum(certain), sum(possible)


@given(with_true_days())
def test_the_later_record_ends_the_earlier(example: tuple[list[Record], list[tuple[int, int]]]):
    written, true = example
    assume(len({first for first, _ in true}) == len(true))
    settled = [replace(one) for one in written]
    assume(not settle(settled, ["later replaces"]).unsettled)
    for day in DAYS:
        begun = [number for number, (first, _) in enumerate(true) if first <= day]
        latest = max(begun, key=lambda number: true[number][0], default=None)
        dose = 0 if latest is None or true[latest][1] < day else DOSES[latest]
        low, high = bounds(settled, day)
        assert low <= dose <= high


@given(with_true_days())
def test_records_add_up(example: tuple[list[Record], list[tuple[int, int]]]):
    written, true = example
    settled = [replace(one) for one in written]
    assert settle(settled, ["add"]).unsettled == ()
    assert settled == written
    for day in DAYS:
        dose = sum(DOSES[number] for number, (first, last) in enumerate(true) if first <= day <= last)
        low, high = bounds(settled, day)
        assert low <= dose <= high


@given(with_true_days())
def test_without_a_rule_what_certainly_overlaps_is_found(example: tuple[list[Record], list[tuple[int, int]]]):
    written, true = example
    if settle([replace(one) for one in written], []).unsettled:
        spans = [set(range(first, last + 1)) for first, last in true]
        assert any(one & other for place, one in enumerate(spans) for other in spans[:place])
