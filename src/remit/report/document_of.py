"""A report as its JSON document."""

import math
from collections.abc import Sequence
from typing import cast

from remit.analysis import ComparisonAnalysis, Description, RateAnalysis, SurvivalAnalysis
from remit.evaluate.verdicts import Verdict
from remit.model.rules import Definition, Outcome
from remit.model.types import LevelsType, MomentType, NumberType, TruthType, Type
from remit.report import document as d
from remit.report.defined import defined_values
from remit.report.reasons import reasons_of
from remit.report.remarks import remarks
from remit.report.report import Report
from remit.report.verdicts import known_day
from remit.statistics.describe import Frequencies
from remit.statistics.result import Estimate, Interval, Note
from remit.statistics.survival import SurvivalCurve



def document_of(report: Report) -> d.Document:
    """Everything that a report holds, ready for `model_dump_json`."""
    analysis, patients = report.analysis, report.cohort.patients
    return d.Document(
        study=_study(report),
        rules=_rules(report),
        outcomes=tuple(_outcome(report, outcome) for outcome in report.rules.outcomes.values()),
        definitions=tuple(_definition(report, one) for one in report.rules.definitions.values()),
        descriptions=tuple(map(_description, analysis.descriptions)),
        rates=tuple(map(_rate, analysis.rates)),
        comparisons=tuple(_comparison(one, patients) for one in analysis.comparisons),
        times=tuple(_time(one, patients) for one in analysis.times),
        remarks=remarks(report),
    )


def _study(report: Report) -> d.StudyPart:
    cohort = report.cohort
    return d.StudyPart(
        title=report.title,
        synthetic=report.is_synthetic,
        patients=cohort.patients,
        visits=int(cohort.is_visit.sum()),
        notes=cohort.notes,
    )


def _rules(report: Report) -> d.RulesPart:
    rules = report.rules
    return d.RulesPart(
        name=rules.name,
        version=rules.version,
        title=rules.title,
        citations=rules.citations,
        file=rules.source.name,
    )


# ---- patients ----------------------------------------------------------------------------------------


def _outcome(report: Report, outcome: Outcome) -> d.OutcomePart:
    verdicts, reasons = report.evaluation.verdicts[outcome.name], reasons_of(report, outcome)
    counts = {verdict: int((verdicts.verdict == verdict).sum()) for verdict in Verdict}
    return d.OutcomePart(
        name=outcome.name,
        label=outcome.label,
        kind=outcome.kind,
        missing_counts_as={True: "met", False: "not met", None: None}[outcome.counts_as_met],
        counts=d.CountsPart(
            met=counts[Verdict.MET],
            not_met=counts[Verdict.NOT_MET],
            undetermined=counts[Verdict.UNDETERMINED],
            not_applicable=counts[Verdict.NOT_APPLICABLE],
        ),
        verdicts=tuple(
            d.VerdictPart(
                patient=patient,
                verdict=_word(verdicts.verdict[place]),
                counted=_word(verdicts.counted[place]),
                day=known_day(verdicts, place),
                reasons=reasons.get(place, ()),
            )
            for place, patient in enumerate(report.cohort.patients)
        ),
    )


def _definition(report: Report, definition: Definition) -> d.DefinitionPart:
    type_ = definition.body.type
    return d.DefinitionPart(
        name=definition.name,
        label=definition.label,
        kind=definition.kind,
        type=_kind(type_),
        unit=type_.unit.text if isinstance(type_, NumberType) else "",
        values=tuple(
            d.OpenPart(patient=one.patient, day=one.day, possible=one.possible)
            if one.possible
            else d.KnownPart(patient=one.patient, day=one.day, value=one.value)
            for one in defined_values(report, definition)
        ),
    )


def _kind(type_: Type) -> d.ValueKind:
    match type_:
        case TruthType():
            return "yes or no"
        case NumberType():
            return "number"
        case LevelsType():
            return "level"
        case MomentType():
            return "moment"


def _word(verdict: int) -> d.VerdictWord:
    return cast(d.VerdictWord, Verdict(verdict).words)


# ---- analyses ----------------------------------------------------------------------------------------


def _description(one: Description) -> d.DescriptionPart:
    summary = _frequencies(one.summary) if isinstance(one.summary, Frequencies) else _estimate(one.summary)
    return d.DescriptionPart(name=one.name, label=one.label, unit=one.unit, summary=summary)


def _frequencies(found: Frequencies) -> d.FrequenciesPart:
    parts = [
        d.FrequencyPart(category=one.category, count=one.count, percent=one.percent)
        for one in found.frequencies
    ]
    return d.FrequenciesPart(frequencies=tuple(parts), n=found.n, n_missing=found.n_missing)


def _rate(one: RateAnalysis) -> d.RatePart:
    lines = [
        d.RateLinePart(
            kind=line.kind,
            words=line.words,
            low=line.low,
            high=line.high,
            n=line.n,
            estimate=_perhaps(line.estimate),
        )
        for line in one.lines
    ]
    return d.RatePart(outcome=one.outcome, label=one.label, lines=tuple(lines), upper=_perhaps(one.upper))


def _comparison(one: ComparisonAnalysis, patients: Sequence[str]) -> d.ComparisonPart:
    pairs = [
        d.PairPart(patient=patient, before=_float(before), after=_float(after))
        for patient, (before, after) in zip(patients, one.values, strict=True)
    ]
    methods = [
        d.MethodPart(name=method.name, test=_estimate(method.test), estimate=_estimate(method.estimate))
        for method in one.methods
    ]
    return d.ComparisonPart(
        name=one.comparison.name,
        label=one.label,
        unit=one.unit,
        start=one.comparison.start,
        end=one.comparison.end,
        pairs=tuple(pairs),
        before=_estimate(one.before),
        after=_estimate(one.after),
        methods=tuple(methods),
        gate=_perhaps(one.gate),
    )


def _float(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]


def _time(one: SurvivalAnalysis, patients: Sequence[str]) -> d.TimePart:
    observed = zip(one.patients, one.times, one.events, strict=True)
    return d.TimePart(
        outcome=one.outcome,
        label=one.label,
        observations=tuple(
            d.ObservationPart(patient=patients[place], days=days, event=event)
            for place, days, event in observed
        ),
        open=one.open,
        not_started=one.not_started,
        curve=_curve(one.curve),
        exact_band=_curve(one.exact_band) if one.exact_band else None,
        upper=_perhaps(one.upper),
    )


def _curve(curve: SurvivalCurve) -> d.CurvePart:
    return d.CurvePart(
        method=curve.method,
        level=curve.level,
        nature=curve.nature.value,
        times=curve.times,
        survival=curve.survival,
        low=curve.low,
        high=curve.high,
        at_risk=curve.at_risk,
        events=curve.events,
        censored=curve.censored,
        median=_estimate(curve.median),
        notes=_notes(curve.notes),
    )


def _perhaps(estimate: Estimate | None) -> d.EstimatePart | None:
    return None if estimate is None else _estimate(estimate)


def _estimate(one: Estimate) -> d.EstimatePart:
    return d.EstimatePart(
        name=one.name,
        method=one.method,
        value=one.value,
        interval=_interval(one.interval),
        p=one.p,
        p_less=one.p_less,
        p_greater=one.p_greater,
        p_floor=one.p_floor,
        statistic=dict([one.statistic]) if one.statistic else {},
        df=one.df,
        nature=one.nature.value,
        mc_error=one.mc_error,
        n_total=one.n_total,
        n=one.n,
        n_missing=dict(one.n_missing),
        n_zero=one.n_zero,
        n_ties=one.n_ties,
        extra=dict(one.extra),
        notes=_notes(one.notes),
    )


def _interval(interval: Interval | None) -> d.IntervalPart | None:
    if interval is None:
        return None
    low, high = (limit if math.isfinite(limit) else None for limit in (interval.low, interval.high))
    return d.IntervalPart(
        low=low,
        high=high,
        requested=interval.requested,
        achieved=interval.achieved,
        method=interval.method,
        nature=interval.nature.value,
    )


def _notes(notes: Sequence[Note]) -> tuple[d.NotePart, ...]:
    return tuple(d.NotePart(code=note.code, text=note.text) for note in notes)
