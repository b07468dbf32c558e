"""What all parts of the JSON report share."""

import math

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A part of the report; later versions of the same format may have further fields."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


def finite(value: float) -> float | None:
    """A figure as JSON can hold it: null for one without end."""
    return value if math.isfinite(value) else None
