"""What the patients were like: numbers described, levels counted."""

from dataclasses import dataclass
from fractions import Fraction
from typing import cast

import numpy as np

from remit.analysis.comparisons import known_values
from remit.analysis.groups import applies_to
from remit.course.cohort import exact
from remit.evaluate.rules import Evaluation
from remit.model.types import LevelsType, MomentType, NumberType, TruthType
from remit.operators.bounds import Bounds, Levels, Moment, Number, Truth
from remit.statistics.describe import Frequencies, describe, tabulate
from remit.statistics.result import Estimate


@dataclass(frozen=True, slots=True)
class Description:
    """One described value: an `Estimate` of numbers (a date: study days), or the frequencies of levels."""

    name: str
    label: str
    unit: str
    summary: Estimate | Frequencies


def analyse_description(evaluation: Evaluation, name: str, values: Bounds) -> Description:
    """The description of one value per patient, given with its bounds.

    An outcome has a third level where it does not apply to some patients.
    """
    label = evaluation.rules.label(name)
    body = dict(evaluation.rules.described)[name]
    match type_ := body.type:
        case NumberType():
            return Description(name, label, str(type_.unit), describe(known_values(cast(Number, values))))
        case MomentType():
            return Description(name, label, "study day", describe(_known_days(cast(Moment, values))))
        case TruthType():
            known = _yes_or_no(cast(Truth, values), applies_to(evaluation, body))
            return Description(name, label, "", tabulate(known, ("yes", "no")))
        case LevelsType():
            return Description(name, label, "", tabulate(_levels(cast(Levels, values), type_), type_.levels))


def _known_days(values: Moment) -> list[Fraction | None]:
    known = np.isfinite(values.earliest) & (values.earliest == values.latest)
    return [exact(day) if there else None for day, there in zip(values.earliest.tolist(), known, strict=True)]


def _yes_or_no(values: Truth, applies: Truth | None) -> list[str | None]:
    """In words; where an outcome does not apply it is neither."""
    words = np.where(values.certain, "yes", np.where(values.possible, "", "no"))
    if applies is not None:
        words = np.where(applies.open & (words == "no"), "", words)
        words = np.where(applies.possible, words, "not applicable")
    return [word or None for word in words.tolist()]


def _levels(values: Levels, type_: LevelsType) -> list[str | None]:
    by_mask = {1 << place: level for place, level in enumerate(type_.levels)}
    return [by_mask.get(mask) for mask in values.mask.tolist()]
