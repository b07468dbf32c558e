"""What was reported and how it was tested, a sentence an analysis."""

from collections.abc import Iterator

from remit.model.expressions import Expr
from remit.model.rules import Agreement, Comparison, Population, Rate, RuleSet
from remit.report.plain.phrases import Phrases
from remit.report.plain.words import all_of, exact, lowered, quoted, sentence


def analyses(rules: RuleSet, phrases: Phrases, outcome: str | None) -> Iterator[str]:
    """The analyses of a rule set, or those of one outcome."""
    if outcome is None:
        if rules.described:
            names = [phrases.name(name) for name, _ in rules.described]
            yield sentence(f"patients were described by {all_of(names)}")
        yield from (_comparison(one, phrases) for one in rules.comparisons)
        if rules.adjustment:
            yield sentence(
                f"the p values of these comparisons were adjusted by the method {rules.adjustment}"
            )
        yield from (_agreement(one, phrases) for one in rules.agreements)
    for rate in rules.rates:
        if outcome in (None, rate.outcome):
            yield _rate(rate, rules, phrases)
    for time in rules.times:
        if outcome in (None, time.outcome):
            label = quoted(rules.label(time.outcome))
            yield sentence(
                f"the time to {label} was estimated by Kaplan and Meier{_whom(time.population, phrases)}"
            )


def _comparison(one: Comparison, phrases: Phrases) -> str:
    what = (
        f"{lowered(one.label)} was compared between {_end(one.start, phrases)} and {_end(one.end, phrases)}"
    )
    if one.criteria:
        what = f"{quoted(one.start)} was compared with {quoted(one.end)} in the same patients"
    gate = ""
    if one.then is not None and one.alpha is not None:
        gate = f", followed by the {_method(one.then)} if p was below {exact(one.alpha)}"
    return sentence(f"{what} by the {_method(one.method)}{gate}{_whom(one.population, phrases)}")


def _end(name: str, phrases: Phrases) -> str:
    return phrases.name(name)


def _rate(one: Rate, rules: RuleSet, phrases: Phrases) -> str:
    label = quoted(rules.label(one.outcome))
    how = f"with the {_method(one.method)}"
    return sentence(f"the rate of {label} was reported {how}{_whom(one.population, phrases)}")


def _agreement(one: Agreement, phrases: Phrases) -> str:
    both = f"{phrases.name(one.first_name)} with {phrases.name(one.second_name)}"
    return sentence(f"agreement of {both} was measured by {one.method}{_whom(one.population, phrases)}")


def _whom(population: Population, phrases: Phrases) -> str:
    among = f", in patients in whom {_condition(population.among, phrases)}" if population.among else ""
    return among + (f", by {phrases.name(population.by_name)}" if population.by is not None else "")


def _condition(x: Expr, phrases: Phrases) -> str:
    return phrases.clause(x)


_PROPER = ("wilcoxon", "mcnemar", "suissa", "boschloo", "clopper", "wilson", "blaker", "jeffreys", "agresti")


def _method(name: str) -> str:
    """A method with its capitals: `Wilcoxon test`, `Clopper-Pearson 95% confidence interval`."""
    if name.startswith(_PROPER) or name.startswith(("stuart", "bhapkar", "bowker")):
        first, *rest = name.split(" ")
        first = "McNemar" if first == "mcnemar" else "-".join(part.capitalize() for part in first.split("-"))
        name = " ".join([first, *rest])
    return name.replace("interval", "95% confidence interval")
