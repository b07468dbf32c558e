"""The JSON report: what it holds, field by field. Its schema, `docs/report.schema.json`, is made from this.

A figure that does not exist is null. So is a limit without end, such as the upper one of a median that is not
reached.
"""

from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

FORMAT_VERSION: Final = 1
"""Raised when the JSON changes in a way that may break a reader."""

VerdictWord = Literal["met", "not met", "undetermined", "not applicable"]


class Part(BaseModel):
    """A part of the report: nothing unknown in it, and nothing changes later."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


# ---- statistics --------------------------------------------------------------------------------------


class NotePart(Part):
    """A warning: a stable code, and one sentence."""

    code: str
    text: str


class IntervalPart(Part):
    """A confidence interval, with the level asked for and the level it really has."""

    low: float | None
    high: float | None
    requested: float
    achieved: float
    method: str
    nature: Literal["exact", "asymptotic", "monte carlo", "none"]


class EstimatePart(Part):
    """One analysis by one method."""

    name: str
    method: str
    value: float | None
    interval: IntervalPart | None
    p: float | None
    """Two-sided."""
    p_less: float | None
    p_greater: float | None
    p_floor: float | None
    """The smallest two-sided p that data of this size can give by this method."""
    statistic: dict[str, float]
    """The test statistic under its name; empty where there is none."""
    df: float | None
    nature: Literal["exact", "asymptotic", "monte carlo", "none"]
    mc_error: float | None
    n_total: int
    n: int
    n_missing: dict[str, int]
    n_zero: int
    n_ties: int
    extra: dict[str, float | None]
    notes: tuple[NotePart, ...]


class FrequencyPart(Part):
    """How many patients have one category; the percentage is of those who have any."""

    category: str
    count: int
    percent: float | None


class FrequenciesPart(Part):
    """The categories of a described value."""

    frequencies: tuple[FrequencyPart, ...]
    n: int
    n_missing: int


class DescriptionPart(Part):
    """What `describe` asks for: a mean with its spread, or the frequencies of levels."""

    name: str
    label: str
    unit: str
    summary: EstimatePart | FrequenciesPart


class PairPart(Part):
    """A patient's values before and after; null where one is not known exactly."""

    patient: str
    before: float | None
    after: float | None


class MethodPart(Part):
    """A method of a comparison: its test with p, and its estimate with an interval."""

    name: str
    test: EstimatePart
    estimate: EstimatePart


class ComparisonPart(Part):
    """What `compare` asks for. A change is the value after less the value before."""

    name: str
    label: str
    unit: str
    start: str
    end: str
    pairs: tuple[PairPart, ...]
    before: EstimatePart
    after: EstimatePart
    methods: tuple[MethodPart, ...]
    gate: EstimatePart | None
    """The conclusion where one method must pass before the next; its verdict is a note."""


class RateLinePart(Part):
    """One reading of a rate: low to high patients met of n."""

    kind: Literal["all decided", "open", "declared", "decided only", "worst", "best"]
    words: str
    low: int
    high: int
    n: int
    estimate: EstimatePart | None


class RatePart(Part):
    """What `rate` asks for. The first line is the headline."""

    outcome: str
    label: str
    lines: tuple[RateLinePart, ...]
    upper: EstimatePart | None
    """The one-sided upper limit where nobody met it."""


class CurvePart(Part):
    """A survival curve with a pointwise band; all lists run over the distinct times, in days."""

    method: str
    level: float
    nature: Literal["exact", "asymptotic", "monte carlo", "none"]
    times: tuple[float, ...]
    survival: tuple[float, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    at_risk: tuple[int, ...]
    events: tuple[int, ...]
    censored: tuple[int, ...]
    median: EstimatePart
    notes: tuple[NotePart, ...]


class ObservationPart(Part):
    """A patient's days from the start to the event, or to the last day that decided."""

    patient: str
    days: int
    event: bool


class TimePart(Part):
    """What `time to` asks for."""

    outcome: str
    label: str
    observations: tuple[ObservationPart, ...]
    open: int
    """Patients who are undetermined, censored at the last day that decided."""
    not_started: int
    curve: CurvePart
    exact_band: CurvePart | None
    upper: EstimatePart | None


# ---- patients ----------------------------------------------------------------------------------------


class VerdictPart(Part):
    """The verdict on a patient."""

    patient: str
    verdict: VerdictWord
    """As the data leave it."""
    counted: VerdictWord
    """After `missing counts as`."""
    day: int | None
    """Of a relapse: its day, where it is known."""
    reasons: tuple[str, ...]
    """Of an undetermined verdict: what leaves it open, each with its address."""


class CountsPart(Part):
    """How many patients have each verdict, as the data leave it."""

    met: int
    not_met: int
    undetermined: int
    not_applicable: int


class OutcomePart(Part):
    """An outcome, with the verdict on every patient."""

    name: str
    label: str
    kind: str
    missing_counts_as: Literal["met", "not met"] | None
    counts: CountsPart
    verdicts: tuple[VerdictPart, ...]


class KnownPart(Part):
    """A value that is known: yes or no, a number, a level, or the study day of a moment (null: never)."""

    patient: str
    day: int | None
    """The visit's, for a definition per visit."""
    value: bool | int | float | str | None


class OpenPart(Part):
    """A value that missing data leave open, and all that it may still be, in words."""

    patient: str
    day: int | None
    possible: str


class DefinitionPart(Part):
    """A `define`, `state` or `classify`, with its value for every patient, or at every visit."""

    name: str
    label: str
    kind: Literal["define", "state", "classify"]
    type: Literal["yes or no", "number", "level", "moment"]
    unit: str
    values: tuple[KnownPart | OpenPart, ...]


# ---- the whole ---------------------------------------------------------------------------------------


class StudyPart(Part):
    """The study; synthetic where it says so of itself."""

    title: str
    synthetic: bool
    patients: tuple[str, ...]
    visits: int
    notes: tuple[str, ...]
    """What was set aside, joined or assumed while the data were read."""


class RulesPart(Part):
    """The rules that were evaluated."""

    name: str
    version: str
    title: str
    citations: tuple[str, ...]
    file: str


class Document(Part):
    """The report of a study as JSON."""

    format_version: Literal[1] = Field(default=FORMAT_VERSION)
    study: StudyPart
    rules: RulesPart
    outcomes: tuple[OutcomePart, ...]
    definitions: tuple[DefinitionPart, ...]
    descriptions: tuple[DescriptionPart, ...]
    rates: tuple[RatePart, ...]
    comparisons: tuple[ComparisonPart, ...]
    times: tuple[TimePart, ...]
    remarks: tuple[str, ...]
    """What the figures do not say."""
