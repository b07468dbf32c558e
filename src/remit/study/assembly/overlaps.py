"""Records of one drug and one patient that overlap: told, or settled by the rule that the study declares.

What only may overlap, because a date is partial or an end is not known, stays as it is: both bounds then hold
it. Only where the later record is to end the earlier is that done there too.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(slots=True)
class Record:
    """A dose record while it is settled: where it stands among all, what it gives, and its days.

    is_sure  False where the record may have been ended before it began
    """

    number: int
    given: tuple[str, ...]
    first_earliest: float
    first_latest: float
    last_earliest: float
    last_latest: float
    is_kept: bool = True
    is_sure: bool = True

    @property
    def days(self) -> tuple[float, float, float, float]:
        return self.first_earliest, self.first_latest, self.last_earliest, self.last_latest

    def is_identical(self, other: "Record") -> bool:
        return (self.given, self.days) == (other.given, other.days)

    def certainly_overlaps(self, other: "Record") -> bool:
        """Whether there is a day of both, whatever their partial dates mean."""
        return max(self.first_latest, other.first_latest) <= min(self.last_earliest, other.last_earliest)

    def may_overlap(self, other: "Record") -> bool:
        return max(self.first_earliest, other.first_earliest) <= min(self.last_latest, other.last_latest)


Pair = tuple[Record, Record]


@dataclass(frozen=True, slots=True)
class Settled:
    """What a rule did to the records of one drug and patient.

    repeated  how many records were left out as identical to another
    ended     how many were ended by a later one
    unsettled pairs that the rule does not settle, the earlier row first
    """

    repeated: int
    ended: int
    unsettled: tuple[Pair, ...]


def settle(records: Sequence[Record], rules: Collection[str]) -> Settled:
    """Settle the records of one drug and patient, in the order of their rows, by the declared rules.

    Identical records count once (`once`, and `later replaces`, which makes one of them as well); the others
    add up (`add`), or each ends on the day before the next one starts (`later replaces`). Records change in
    place. A pair that is left is unsettled where it certainly overlaps or is identical.
    """
    repeated = _leave_out_repeated(records) if {"once", "later replaces"} & set(rules) else 0
    kept = [record for record in records if record.is_kept]
    if "add" in rules:
        return Settled(repeated, 0, ())
    if "later replaces" in rules:
        unsettled = _each_once(pair for pair in _pairs(kept) if _start_together(*pair))
        return Settled(repeated, 0 if unsettled else _end_earlier(kept), unsettled)
    return Settled(repeated, 0, _each_once(pair for pair in _pairs(kept) if _clash(*pair)))


def _clash(one: Record, other: Record) -> bool:
    return one.is_identical(other) or one.certainly_overlaps(other)


def _each_once(pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    """Of each record the first pair in which its row is the later: nine alike are eight mistakes."""
    first: dict[int, Pair] = {}
    for pair in pairs:
        first.setdefault(pair[1].number, pair)
    return tuple(first.values())


def _pairs(records: Sequence[Record]) -> Iterator[Pair]:
    """Pairs that may overlap, by the start of the later; the earlier row first."""
    in_time = sorted(records, key=lambda record: (record.first_earliest, record.number))
    active: list[Record] = []
    for record in in_time:
        active = [other for other in active if other.last_latest >= record.first_earliest]
        for other in active:
            yield (other, record) if other.number < record.number else (record, other)
        active.append(record)


def _leave_out_repeated(records: Sequence[Record]) -> int:
    seen: set[tuple[tuple[str, ...], tuple[float, float, float, float]]] = set()
    for record in records:
        key = (record.given, record.days)
        record.is_kept = key not in seen
        seen.add(key)
    return len(records) - len(seen)


def _start_together(one: Record, other: Record) -> bool:
    """Whether two records start on one and the same day: neither is the later."""
    starts = {one.first_earliest, one.first_latest, other.first_earliest, other.first_latest}
    return len(starts) == 1


def _end_earlier(records: Sequence[Record]) -> int:
    """End each record on the day before the next one starts; how many that shortened.

    Of two whose order is not known each may have ended the other, so that neither is sure.
    """
    in_time = sorted(records, key=lambda record: (record.first_latest, record.number))
    ended = 0
    for place, record in enumerate(in_time):
        before = record.days
        for later in in_time[place + 1 :]:
            if later.first_earliest > record.first_latest:
                record.last_earliest = min(record.last_earliest, later.first_earliest - 1)
                record.last_latest = min(record.last_latest, later.first_latest - 1)
            elif record.may_overlap(later):
                record.is_sure = later.is_sure = False
        ended += record.days != before
    return ended
