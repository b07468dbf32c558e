"""Verdicts as a reader of the report sees them."""

import math

from remit.evaluate.verdicts import Verdicts


def known_day(verdicts: Verdicts, patient: int) -> int | None:
    """The study day of a relapse, or of what `time to` takes; None where it never came or its day is open."""
    if verdicts.day is None:
        return None
    earliest, latest = float(verdicts.day.earliest[patient]), float(verdicts.day.latest[patient])
    return int(latest) if earliest == latest and math.isfinite(latest) else None
