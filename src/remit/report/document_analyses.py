"""The analyses in the JSON report, field by field."""

from typing import Literal

from remit.report.document_part import Part

NatureWord = Literal["exact", "asymptotic", "monte carlo", "none"]



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
    nature: NatureWord


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
    nature: NatureWord
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
    nature: NatureWord
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


