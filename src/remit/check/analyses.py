"""The analyses that a rule file asks for: comparisons, rates, times, agreement; and whom they are about."""

from collections.abc import Callable
from fractions import Fraction
from typing import TypeVar

from remit.check import branches
from remit.check.checker import Checker
from remit.check.conditions import truth
from remit.check.outcomes import first_day, per_patient
from remit.check.quantities import in_one_unit
from remit.diagnostics.suggest import suggest
from remit.model import rules
from remit.model import syntax as s
from remit.model.expressions import Expr
from remit.model.types import TRUTH, Level, LevelsType, NumberType, Type
from remit.source import Span

Result = TypeVar("Result")

NUMBER_METHODS = (
    "wilcoxon test",
    "wilcoxon-pratt test",
    "paired t test",
    "sign test",
    "permutation test",
    "bootstrap interval",
)
LEVELS_METHODS = ("stuart-maxwell test", "bhapkar test", "bowker test")
ORDERED_METHODS = ("wilcoxon-pratt test", "wilcoxon test", "sign test", *LEVELS_METHODS)
TRUTH_METHODS = ("mcnemar test", "mcnemar mid-p test", "suissa-shuster test", "boschloo test")
RATE_METHODS = (
    "clopper-pearson interval",
    "wilson interval",
    "blaker interval",
    "jeffreys interval",
    "agresti-coull interval",
)
AGREEMENT_METHODS = ("kappa", "linear kappa", "quadratic kappa", "ac1")
ADJUSTMENTS = ("holm", "hochberg", "hommel", "bonferroni", "bh", "by", "fixed_sequence")
_SCALES = {
    "a number": NUMBER_METHODS,
    "levels in an order": tuple(method for method in ORDERED_METHODS if method not in LEVELS_METHODS),
    "levels": LEVELS_METHODS,
    "a yes or no": TRUTH_METHODS,
    "the rate of an outcome": RATE_METHODS,
}
"""What each method takes, in words."""


def compare(checker: Checker, node: s.Compare) -> rules.Comparison:
    """One value at two points."""
    subject = checker.value(node.subject)
    before, after = branches.ends(checker, node.subject.span, subject, node.start, node.end)
    found = checker.resolve(node.subject.name, node.subject.span)
    label = getattr(found, "label", None) or node.subject.name
    ends = (node.start.span.text, node.end.span.text)
    return _comparison(
        checker, node, checker.name_of(node.subject), label, before, after, ends, criteria=False
    )


def compare_with(checker: Checker, node: s.CompareWith) -> rules.Comparison:
    """Two criteria in the same patients."""
    first, second = checker.problems.all_of(
        [lambda: _patient_value(checker, node.first), lambda: _patient_value(checker, node.second)]
    )
    first, second = _one_type(checker, first, second, node.span)
    ends = (checker.name_of(node.first), checker.name_of(node.second))
    name, label = "_with_".join(ends), " with ".join(ends)
    return _comparison(checker, node, name, label, first, second, ends, criteria=True)


def _comparison(
    checker: Checker,
    node: s.Compare | s.CompareWith,
    name: str,
    label: str,
    before: Expr,
    after: Expr,
    ends: tuple[str, str],
    *,
    criteria: bool,
) -> rules.Comparison:
    methods = _methods_for(checker, before.type, node.span)
    subject = f"`{ends[0] if criteria else name}` is {_scale(before.type)}"
    method = _method(checker, node.method, methods, subject) if node.method else methods[0]
    then = _method(checker, node.then, methods, subject) if node.then else None
    if node.method and node.then and node.alpha is not None:
        _check_gate(checker, (node.method, node.then), node.alpha)
    people = population(checker, node.population)
    return rules.Comparison(
        name, label, before, after, *ends, method, then, node.alpha, node.span, people, criteria
    )


def _methods_for(checker: Checker, type_: Type, span: Span) -> tuple[str, ...]:
    """The methods that fit a scale, the default first: exact at small n."""
    match type_:
        case NumberType():
            return NUMBER_METHODS
        case LevelsType():
            return ORDERED_METHODS if type_.ordered else LEVELS_METHODS
        case _ if type_ == TRUTH:
            return TRUTH_METHODS
    raise checker.problems.fail("E321", f"{type_.words} cannot be compared by any method", span)


def _scale(type_: Type) -> str:
    """What a value of this type is, in words."""
    if not isinstance(type_, LevelsType):
        return "a yes or no" if type_ == TRUTH else type_.words
    return f"{type_.words}, {'in this order' if type_.ordered else 'in no order'}"


def _method(checker: Checker, word: s.Word, fitting: tuple[str, ...], subject: str) -> str:
    """A method by its name, in capitals or small letters; `subject` says what it is asked for.

    One that exists but does not fit the scale is told apart from a misspelt one.
    """
    name = _name(word)
    if name in fitting:
        return name
    listed = ", ".join(f"`{one}`" for one in fitting)
    if scales := [scale for scale, methods in _SCALES.items() if name in methods]:
        message = f"`{name}` takes {' or '.join(scales)}, and {subject}"
        raise checker.problems.fail("E321", message, word.span, help=[f"these fit: {listed}"])
    near = suggest(name, fitting)
    help_ = [f"did you mean `{near[0]}`?"] if near else []
    message = f"there is no method `{name}`"
    raise checker.problems.fail("E201", message, word.span, help=[*help_, f"the methods are {listed}"])


def _name(word: s.Word) -> str:
    """The name of a method as it is listed."""
    return " ".join(word.text.lower().split())


def _check_gate(checker: Checker, tests: tuple[s.Word, s.Word], alpha: Fraction) -> None:
    """A gate takes two tests, each with a p, and a level that a p may lie on either side of."""
    first, second = tests
    for word in tests:
        if not _name(word).endswith("test"):
            message = f"`{_name(word)}` gives no p, so no gate can ask for it"
            raise checker.problems.fail("E321", message, word.span, help=["a gate is made of two tests"])
    if _name(first) == _name(second):
        message = f"`{_name(first)}` after itself asks nothing more"
        help_ = ["name another test, or leave the gate out"]
        also = [(first.span, "asked for here already")]
        raise checker.problems.fail("E321", message, second.span, also=also, help=help_)
    if not 0 < alpha < 1:
        message = f"the level of a gate lies between 0 and 1, and {float(alpha):g} does not"
        percent = 1 <= alpha < 100
        help_ = [
            f"write `p < {float(alpha / 100):g}` for {float(alpha):g} %" if percent else "write `p < 0.05`"
        ]
        label = f"a p below {float(alpha):g} is asked for here"
        raise checker.problems.fail("E301", message, second.span, label, help=help_)


def _patient_value(checker: Checker, node: s.Reference) -> Expr:
    return per_patient(checker, checker.value(node), node)


def _one_type(checker: Checker, first: Expr, second: Expr, span: Span) -> tuple[Expr, Expr]:
    if isinstance(first.type, NumberType) and isinstance(second.type, NumberType):
        first, second = in_one_unit(checker, [first, second], "compared with")
        return first, second
    same_levels = (
        isinstance(first.type, LevelsType)
        and isinstance(second.type, LevelsType)
        and first.type.levels == second.type.levels
    )
    if not same_levels and first.type != second.type:
        message = f"one is {first.type.words}, the other {second.type.words}"
        raise checker.problems.fail("E301", message, span)
    return first, second


def rates(checker: Checker, node: s.Rate) -> list[rules.Rate]:
    """A rate an outcome, all with one method and population."""
    subject = "this is the rate of an outcome"
    method = _method(checker, node.method, RATE_METHODS, subject) if node.method else RATE_METHODS[0]
    people = population(checker, node.population)
    names = _each(checker, node.names, lambda name: outcome(checker, name).name)
    return [rules.Rate(name, method, people) for name in names]


def times(checker: Checker, node: s.TimeTo) -> list[rules.TimeTo]:
    """The outcomes that have a day: relapses, and those that ask for any visit with something."""
    people = population(checker, node.population)

    def timed(name: s.Reference) -> rules.TimeTo:
        found = outcome(checker, name)
        day = first_day(checker, found)
        if day is None:
            message = f"`{name.name}` has no day from which it is met"
            help_ = ["`time to` takes a `relapse`, or an outcome with `when any visit … has (…)` and no more"]
            raise checker.problems.fail(
                "E301", message, name.span, also=[(found.when.span, "this has no first day")], help=help_
            )
        return rules.TimeTo(found.name, people, day)

    return _each(checker, node.names, timed)


def outcome(checker: Checker, name: s.Reference) -> rules.Outcome:
    """The outcome that a name stands for; anything else is told."""
    found = checker.resolve(name.name, name.span)
    if not isinstance(found, rules.Outcome):
        raise checker.problems.fail("E301", f"`{name.name}` is not an outcome", name.span)
    return found


def agree(checker: Checker, node: s.Agree) -> rules.Agreement:
    """How far two classifications of the same patients agree."""
    first, second = checker.problems.all_of(
        [lambda: _patient_value(checker, node.first), lambda: _patient_value(checker, node.second)]
    )
    first, second = _one_type(checker, first, second, node.span)
    subject = f"`{node.first.name}` is {_scale(first.type)}"
    if not isinstance(first.type, LevelsType) and first.type != TRUTH:
        message = f"agreement is between levels or yes-or-no values, and {subject}"
        help_ = ["numbers are compared: `compare a with b`"]
        raise checker.problems.fail("E321", message, node.span, help=help_)
    method = AGREEMENT_METHODS[0]
    if node.method:
        method = _method(checker, node.method, AGREEMENT_METHODS, subject)
    if method in ("linear kappa", "quadratic kappa") and not (
        isinstance(first.type, LevelsType) and first.type.ordered
    ):
        message = f"`{method}` weighs steps between levels in an order, and {subject}"
        assert node.method is not None
        raise checker.problems.fail("E321", message, node.method.span, help=["write `using kappa`"])
    people = population(checker, node.population)
    names = (checker.name_of(node.first), checker.name_of(node.second))
    return rules.Agreement(first, second, *names, method, people, node.span)


def adjustment(checker: Checker, node: s.Adjust) -> str:
    """The method by which p values are adjusted."""
    name = node.method.text.lower()
    if name in ADJUSTMENTS:
        return name
    near = suggest(name, ADJUSTMENTS)
    help_ = [f"did you mean `{near[0]}`?"] if near else []
    help_.append(f"the methods are {', '.join(ADJUSTMENTS)}")
    raise checker.problems.fail(
        "E201", f"there is no adjustment `{node.method.text}`", node.method.span, help=help_
    )


def population(checker: Checker, node: s.Population) -> rules.Population:
    """Whom an analysis is about: everyone, those `among`, each group of `by`."""
    among = per_patient(checker, truth(checker, node.among), node.among) if node.among else None
    text = " ".join(node.among.span.text.split()) if node.among else ""
    if node.by is None:
        return rules.Population(among, text)
    by = checker.value(node.by)
    if by.level is not Level.PATIENT or not (isinstance(by.type, LevelsType) or by.type == TRUTH):
        message = f"`{node.by.name}` does not divide patients into groups"
        help_ = ["a fact that is `one of (…)` or `yes or no` does"]
        raise checker.problems.fail("E321", message, node.by.span, help=help_)
    return rules.Population(among, text, by, checker.name_of(node.by))


def _each(
    checker: Checker, names: tuple[s.Reference, ...], check: Callable[[s.Reference], Result]
) -> list[Result]:
    return checker.problems.all_of([lambda name=name: check(name) for name in names])  # type: ignore[misc]
