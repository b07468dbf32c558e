"""The doses of one patient from day to day, in plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import inf, isinf

from remit.course.cohort import Cohort, DoseRecords
from remit.judge.missing import PlainRange
from remit.operators.record import PlainNumber


@dataclass(frozen=True, slots=True)
class Dose:
    """A record: its first and last day and its dose, each between two bounds, given every so many days."""

    first: PlainRange
    last: PlainRange
    dose: PlainRange
    every: int

    def surely_on(self, day: int, known_to: PlainNumber) -> bool:
        """Whether it certainly is given on a day; what is ongoing goes on as far as anybody knows."""
        last = known_to if isinf(self.last[0]) else self.last[0]
        if not self.first[1] <= day <= last:
            return False
        return self.every == 1 or (self.first[0] == self.first[1] and self._in_step(day))

    def maybe_on(self, day: int) -> bool:
        """Whether it may be given on a day."""
        if not self.first[0] <= day <= self.last[1]:
            return False
        return self.first[0] != self.first[1] or self._in_step(day)

    def _in_step(self, day: int) -> bool:
        return (day - self.first[0]) % self.every == 0


@dataclass(frozen=True, slots=True)
class DoseHistory:
    """The records of one class of drugs, and the days for which there are no others."""

    doses: tuple[Dose, ...]
    complete_from: PlainNumber
    complete_to: PlainNumber

    def on(self, day: int, follow_up_end: PlainNumber, highest: PlainNumber) -> PlainRange:
        """The least and the most that was taken on a day; `highest` is the end of the declared range."""
        known_to = max(follow_up_end, self.complete_to)
        least = sum((one.dose[0] for one in self.doses if one.surely_on(day, known_to)), Fraction(0))
        most = sum((one.dose[1] for one in self.doses if one.maybe_on(day)), Fraction(0))
        if self.complete_from <= day <= self.complete_to:
            return least, most
        return least, max(most, highest)


def dose_histories(cohort: Cohort, patient: int) -> Mapping[str, DoseHistory]:
    """What the cohort holds of a patient's drugs, by class."""
    return {name: _history(records, patient) for name, records in cohort.doses.items()}


def first_day(histories: Mapping[str, DoseHistory], days: tuple[int, ...]) -> PlainNumber:
    """The earliest of day 0, the first date, and the first day of a dose, where it is known."""
    begun = [one.first[0] for history in histories.values() for one in history.doses]
    return min((Fraction(0), *map(Fraction, days[:1]), *(day for day in begun if day > -inf)))


def _history(records: DoseRecords, patient: int) -> DoseHistory:
    from remit.judge.patient import plain_number

    def both(low: object, high: object, place: int) -> PlainRange:
        return plain_number(low[place]), plain_number(high[place])  # type: ignore[index]

    doses = tuple(
        Dose(
            both(records.first_earliest, records.first_latest, place),
            both(records.last_earliest, records.last_latest, place),
            both(records.low, records.high, place),
            int(records.every[place]),
        )
        for place in range(int(records.starts[patient]), int(records.starts[patient + 1]))
    )
    return DoseHistory(
        doses, plain_number(records.complete_from[patient]), plain_number(records.complete_to[patient])
    )
