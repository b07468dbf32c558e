"""The doses that cases give, as records.

A case says all there is: a day on which it gives no dose is one without the drug, up to the end of follow-up.
`not recorded` on some days is a dose that nobody knows; without days, nothing is known of the drug at all.
"""

from collections.abc import Sequence

import numpy as np

from remit.course.cohort import DoseRecords
from remit.model.declarations import Drugs
from remit.model.rules import Given


def case_doses(givens: Sequence[Sequence[Given]], ends: Sequence[int], drugs: Drugs) -> DoseRecords:
    """The records of one class of drugs; `givens` are those of it case by case, `ends` of follow-up."""
    dated = [[one for one in some if one.day is not None] for some in givens]
    unknown = np.array([len(some) < len(all_) for some, all_ in zip(dated, givens, strict=True)], np.bool_)
    flat = [one for some in dated for one in some]
    highest = np.inf if drugs.type.high is None else float(drugs.type.high)
    first = np.array([one.day for one in flat], np.float64)
    last = np.array([np.inf if one.last is None else one.last for one in flat], np.float64)
    known = [one.value is not None for one in flat]
    dose = np.array([float(one.value or 0) for one in flat], np.float64)
    return DoseRecords(
        starts=np.cumsum([0, *(len(some) for some in dated)], dtype=np.int64),
        first_earliest=first,
        first_latest=first,
        last_earliest=last,
        last_latest=last,
        low=dose,
        high=np.where(known, dose, highest),
        every=np.array([one.every for one in flat], np.int64),
        complete_from=np.where(unknown, np.inf, -np.inf),
        complete_to=np.where(unknown, -np.inf, np.array(ends, np.float64)),
    )
