"""What the patients were like: numbers described, levels counted."""

from dataclasses import dataclass
from fractions import Fraction
from typing import cast

import numpy as np

from remit.analysis.comparisons import known_values
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
    """The description of one value per patient, given with its bounds."""
    label = evaluation.rules.label(name)
    type_ = dict(evaluation.rules.described)[name].type
    match type_:
        case NumberType():
            return Description(name, label, str(type_.unit), describe(known_values(cast(Number, values))))
        case MomentType():
            return Description(name, label, "study day", describe(_known_days(cast(Moment, values))))
        case TruthType():
            return Description(name, label, "", tabulate(_yes_or_no(cast(Truth, values)), ("yes", "no")))
        case LevelsType():
            return Description(name, label, "", tabulate(_levels(cast(Levels, values), type_), type_.levels))


def _known_days(values: Moment) -> list[Fraction | None]:
    known = np.isfinite(values.earliest) & (values.earliest == values.latest)
    return [exact(day) if there else None for day, there in zip(values.earliest.tolist(), known, strict=True)]


def _yes_or_no(values: Truth) -> list[str | None]:
    return [
        "yes" if certain else None if possible else "no"
        for certain, possible in zip(values.certain.tolist(), values.possible.tolist(), strict=True)
    ]


def _levels(values: Levels, type_: LevelsType) -> list[str | None]:
    by_mask = {1 << place: level for place, level in enumerate(type_.levels)}
    return [by_mask.get(mask) for mask in values.mask.tolist()]
