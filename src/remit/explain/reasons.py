"""The data that a decision rests on, and why a datum may be open."""

from dataclasses import dataclass
from enum import StrEnum

from remit.diagnostics.diagnostic import Cell


class InputKind(StrEnum):
    """What sort of datum it is."""

    READING = "measure at a timepoint"
    MEASURE = "measure at a visit"
    FACT = "fact"
    EVENTS = "event history"
    DOSES = "doses"
    VISIT = "visit"
    FOLLOW_UP = "follow-up"
    COMPUTED = "computed value"


class Reason(StrEnum):
    """Why a value is open, in the words under which a report counts it."""

    NO_VISIT = "no visit in the window"
    NOT_RECORDED = "not recorded"
    UNREADABLE = "unreadable, set aside"
    OUT_OF_RANGE = "out of the possible range, set aside"
    MISSING_CODE = "a missing code"
    BOUND = "recorded as a bound"
    PARTIAL_DATE = "a partial date"
    NOT_YET = "follow-up ended before"
    ZERO_BASELINE = "zero baseline"
    UNDEFINED = "undefined"
    NO_REFERENCE = "nothing recorded before"
    HISTORY_INCOMPLETE = "history not complete"
    DRUG_HISTORY = "drug history not covered"
    DOSE_UNKNOWN = "dose not recorded"
    DRUG_DATES = "start or end of a drug not known"
    NOT_ASSESSED = "period not assessed"
    TOO_FAR_APART = "visits too far apart"
    UNCONFIRMED = "no later visit to confirm it"
    GOES_ON = "the run reaches the last visit"


_KNOWN_IN_PART = (Reason.BOUND, Reason.PARTIAL_DATE, Reason.HISTORY_INCOMPLETE)


@dataclass(frozen=True, slots=True)
class Input:
    """One datum that a decision rests on.

    kind, name  what it is, and the declared name (of a missing visit or follow-up: the kind's word)
    words       how it is asked for: `skin_disease at month_6`, `esr on day 28`, `ivig from day 0 to day 200`
    day         the study day on which it stands; None for a fact, and where there is no visit
    cell        where it was read; None where the source gives no address
    value       in words with its unit; of an open one what it may still be: `yes or no`, `0 to 2000 mg/day`
    unit        the unit's text, "" without
    reason      why it is open; None where it is not
    why         the reason as a sentence: `skin_disease not recorded at the visit of day 186`
    remark      the reason in a word or two, for a column: `empty`
    others      what else could have been taken for it, and why it was not
    wanted      of a datum without a visit: the day on which a visit would give it
    measures    of a missing visit: what would have to be measured there
    period      of an event history or of doses: the first and last day asked about (None: unlimited)
    last_day    of an event history: the day of the last event that decides; of doses: the last day
    every       of doses: which days of the period are meant, 2 for every other one
    """

    kind: InputKind
    name: str
    words: str
    day: int | None = None
    cell: Cell | None = None
    value: str = ""
    unit: str = ""
    reason: Reason | None = None
    why: str = ""
    remark: str = ""
    others: tuple[str, ...] = ()
    wanted: int | None = None
    measures: tuple[str, ...] = ()
    period: tuple[int | None, int | None] = (None, None)
    last_day: int | None = None
    every: int = 1

    @property
    def is_known(self) -> bool:
        """Whether something was recorded: a value, or a bound, a partial date, a history up to some day."""
        return self.reason is None or self.reason in _KNOWN_IN_PART

    @property
    def known_by(self) -> int | None:
        """The day by which what was recorded stood; None where nothing was, or where it has no day."""
        if not self.is_known:
            return None
        return self.day if self.last_day is None else self.last_day

    @property
    def when(self) -> str:
        """The day and the remark: `day 186, empty`."""
        return ", ".join(
            part for part in ("" if self.day is None else f"day {self.day}", self.remark) if part
        )

    @property
    def sentence(self) -> str:
        """The reason with the address: `esr not recorded at the visit of day 186 (visits.csv:12:esr)`."""
        return f"{self.why} ({self.cell})" if self.cell is not None else self.why

    @property
    def identity(self) -> tuple[str, str, str]:
        """The same for two ways to ask for one datum: a measure on a day is one cell, however picked."""
        if self.kind in (InputKind.READING, InputKind.MEASURE) and self.day is not None:
            return "cell", self.name, str(self.day)
        return self.kind.value, self.name, self.words
