"""Which operators give a type, and from which types they do: found by asking each operator."""

from collections import defaultdict
from itertools import product

from remit.model.types import MOMENT, TRUTH, NumberType, Type
from remit.model.units import DAY, ONE, parse_unit
from remit.operators.record import Kind, Mismatch
from remit.operators.registry import OPERATORS
from tests.generative.cohorts import MG_PER_DAY, RESPONSE, SEVERITY

NUMBERS = tuple(NumberType(unit) for unit in (ONE, MG_PER_DAY, parse_unit("%"), DAY, parse_unit("step")))
SAMPLES: dict[Kind, tuple[Type, ...]] = {
    "truth": (TRUTH,),
    "number": NUMBERS,
    "levels": (RESPONSE, SEVERITY),
    "moment": (MOMENT,),
}


def sort_of(type_: Type) -> Type:
    """What matters of a type for what may stand where: of a number its dimension, and not its range."""
    if not isinstance(type_, NumberType):
        return type_
    return next((one for one in NUMBERS if one.unit.dimension == type_.unit.dimension), type_)


def _signatures() -> dict[Type, dict[str, list[tuple[Type, ...]]]]:
    """By the sort of type wanted: the operators that give it, and from what they do."""
    found: dict[Type, dict[str, list[tuple[Type, ...]]]] = defaultdict(lambda: defaultdict(list))
    for name, record in OPERATORS.items():
        for types in product(*(SAMPLES[kind] for kind in record.takes)):
            numbers = {type_ for type_ in types if isinstance(type_, NumberType)}
            if record.one_unit and len(numbers) > 1:
                continue
            try:
                found[sort_of(record.result(types))][name].append(types)
            except Mismatch:
                continue
    return found


SIGNATURES = _signatures()
