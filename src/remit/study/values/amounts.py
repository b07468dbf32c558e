"""How much a dose is in the unit of its class of drugs: by its own unit, how often a day, its equivalence."""

from dataclasses import dataclass, replace
from fractions import Fraction

from remit.model.declarations import Drugs, Member
from remit.model.types import NumberType
from remit.model.units import DAY, Unit, UnknownUnit, parse_unit, unit_symbols
from remit.study.problems import did_you_mean
from remit.study.values.frequencies import Frequency
from remit.study.values.texts import Unusable, plain


@dataclass(frozen=True, slots=True)
class Amount:
    """What a number of a dose is multiplied by to be the dose of a day of its class, and that in words."""

    factor: Fraction
    conversion: str | None


def possible_doses(drugs: Drugs) -> NumberType:
    """The doses that a day may have: the declared range, of which nothing is below zero."""
    low = max(drugs.type.low or Fraction(0), Fraction(0))
    return replace(drugs.type, low=low)


def amount(drugs: Drugs, member: Member, unit: str | None, frequency: Frequency) -> Amount:
    """The amount of doses in one unit and at one frequency; without a unit they are in that of the class.

    Raises:
        Unusable: E712 where the unit is not known, E312 where it measures something else, E715 where the
            dose is per day already and the frequency is not daily.
    """
    own = drugs.type.unit
    written = own.text.rsplit("/", 1)[0] if unit is None else unit
    parsed = _parsed(drugs, written)
    if parsed.dimension == own.dimension:
        factor = parsed.factor_to(own) * _of_daily_dose(parsed, frequency)
    elif parsed.dimension == own.times(DAY).dimension:
        factor = parsed.factor_to(own.times(DAY)) * frequency.times
    else:
        raise _other_dimension(drugs, parsed)
    factor *= member.equivalence
    return Amount(factor, None if factor == 1 else _in_words(drugs, member, written, frequency, factor))


def _parsed(drugs: Drugs, text: str) -> Unit:
    try:
        return parse_unit(text)
    except UnknownUnit as unknown:
        near = did_you_mean(unknown.symbol, unit_symbols())
        raise Unusable(
            "E712", f"`{text}` is not a unit that is known", (*near, _strength(drugs, text))
        ) from None


def _strength(drugs: Drugs, text: str) -> str:
    example = "5 " + drugs.type.unit.text.rsplit("/", 1)[0]
    return f'if each is a known amount, declare it: `units = {{ "{text}" = "{example}" }}`'


def _other_dimension(drugs: Drugs, unit: Unit) -> Unusable:
    own = drugs.type.unit
    message = f"`{drugs.name}` is declared in {own} ({own.words}), and this dose is in {unit}"
    return Unusable("E312", message, (_strength(drugs, unit.text),))


def _of_daily_dose(unit: Unit, frequency: Frequency) -> int:
    """A dose per day is that of the day, however often it is divided; on alternate days it is unclear."""
    if frequency.every > 1 or not frequency.are_days_known or not unit.text.endswith(("/day", "/d", "/24h")):
        message = f"whether this dose in {unit} is that of a day or the mean of several days is not clear"
        help_ = (f'say what the unit means: `units = {{ "{unit}" = "{unit.text.rsplit("/", 1)[0]}" }}`',)
        raise Unusable("E715", message, help_)
    return 1


def _in_words(drugs: Drugs, member: Member, unit: str, frequency: Frequency, factor: Fraction) -> str:
    often = "" if frequency.times == 1 else f" {frequency.times} times a day"
    return f"{unit}{often} of {member.name} → {drugs.type.unit}, × {plain(factor)}"
