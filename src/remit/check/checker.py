"""What every part of checking shares: the scope of names, the forge of expressions, and the mistakes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeVar, cast

from remit.check.places import Place, seen_from_here
from remit.check.problems import Failed, Problems
from remit.diagnostics.suggest import suggest
from remit.language.words import RESERVED
from remit.model import syntax as s
from remit.model.declarations import Declarations, Drugs, Event, Fact, Measure, Timepoint
from remit.model.expressions import Apply, Constant, Expr, Forge, outer_visits
from remit.model.rules import Definition, Outcome, Parameter
from remit.model.types import Level, Type
from remit.operators.record import Mismatch
from remit.operators.registry import OPERATORS
from remit.source import Span

Made = TypeVar("Made", bound=Expr)
Resolved = Measure | Fact | Event | Drugs | Timepoint | Parameter | Definition | Outcome | s.Set


@dataclass(frozen=True)
class Member:
    """What `it` stands for: a member of a set as it is written, and what `it` was outside of that set."""

    written: s.Expression
    outer: "Member | None"


@dataclass(frozen=True)
class Held:
    """A reference whose moving is asked about: there its name is what it stands at."""

    name: str
    type: Type


@dataclass
class Checker:
    """The state of one check: everything declared, and what of it has been resolved so far."""

    statements: tuple[s.Statement, ...]
    problems: Problems = field(default_factory=Problems)
    forge: Forge = field(default_factory=Forge)
    written: dict[str, s.Declaration] = field(default_factory=dict)
    resolved: dict[str, Resolved] = field(default_factory=dict)
    resolvers: dict[type, Callable[["Checker", Any], Resolved]] = field(default_factory=dict)
    dispatch: Callable[["Checker", s.Expression, Type | None], Expr] | None = None
    it: "Member | None" = None
    held: "Held | None" = None
    places: list[Place] = field(default_factory=lambda: [Place()])
    named_visits: dict[str, Span] = field(default_factory=dict)
    points: dict[str, tuple[Expr, ...]] = field(default_factory=dict)
    _in_progress: list[str] = field(default_factory=list)
    _broken: set[str] = field(default_factory=set)
    _outer_visits: dict[int, frozenset[int]] = field(default_factory=dict)

    # ---- names ---------------------------------------------------------------------------------------

    def declare(self) -> None:
        """Enter every declared name; a name declared twice is told at both places."""
        for statement in self.statements:
            if not isinstance(statement, s.Declaration):
                continue
            name = statement.name.text
            if name in RESERVED:
                self._reserved(statement.name)
            if name in self.written:
                first = self.written[name].name.span
                self.problems.fail(
                    "E202",
                    f"`{name}` is declared twice",
                    statement.name.span,
                    "again here",
                    also=[(first, "first here")],
                )
            else:
                self.written[name] = statement

    def _reserved(self, name: s.Word) -> None:
        """A word of the language may be read as a name where it is declared, but nowhere else."""
        message = f"`{name.text}` is a word of the language and cannot be a name"
        help_ = [f"choose another name, such as `{name.text}_value`"]
        self.problems.fail("E108", message, name.span, "a name is needed here", help=help_)

    def resolve(self, name: str, span: Span) -> Resolved:
        """What a name stands for. Fails where it is unknown, broken, or defined by itself."""
        if name in self.resolved:
            return self.resolved[name]
        if name in self._broken:
            raise Failed
        if name not in self.written:
            raise self.unknown(name, span)
        if name in self._in_progress:
            raise self._cycle(name)
        self._in_progress.append(name)
        # A declaration stands for itself: neither the visit nor the member where it is named is its own.
        around = self.places, self.it, self.held
        self.places, self.it, self.held = [Place()], None, None
        try:
            written = self.written[name]
            self.resolved[name] = self.resolvers[type(written)](self, written)
        except Failed:
            self._broken.add(name)
            raise
        finally:
            self._in_progress.pop()
            self.places, self.it, self.held = around
        return self.resolved[name]

    def unknown(self, name: str, span: Span) -> Failed:
        if name in self.named_visits:
            also = [(self.named_visits[name], "the visit has this name only inside its condition")]
            return self.problems.fail(
                "E201", f"nothing is called `{name}` here", span, "not known here", also=also
            )
        near = suggest(name, self.written)
        help_ = [f"did you mean {' or '.join(f'`{one}`' for one in near)}?"] if near else []
        fix = near[0] if len(near) == 1 else None
        return self.problems.fail(
            "E201", f"nothing is called `{name}`", span, "not declared", help=help_, fix=fix
        )

    def _cycle(self, name: str) -> Failed:
        ring = self._in_progress[self._in_progress.index(name) :]
        places = [
            (self.written[member].name.span, f"`{member}` is defined by the next") for member in ring[1:]
        ]
        chain = " → ".join([*ring, name])
        for member in ring:
            self._broken.add(member)
        return self.problems.fail(
            "E401",
            f"`{name}` is defined by itself: {chain}",
            self.written[name].name.span,
            "begins here",
            also=places,
        )

    # ---- making expressions --------------------------------------------------------------------------

    def make(self, kind: type[Made], span: Span, type_: Type, level: Level, /, **fields: Any) -> Made:
        return self.forge.make(kind, span, type_, level, **fields)

    def constant(self, span: Span, type_: Type, value: Fraction | bool | int) -> Constant:
        return self.make(Constant, span, type_, Level.PATIENT, value=value)

    def apply(self, operator: str, span: Span, *arguments: Expr, scale: Fraction = Fraction(0)) -> Apply:
        """An operator on arguments that are already of the right kinds and units."""
        try:
            type_ = OPERATORS[operator].result(tuple(argument.type for argument in arguments))
        except Mismatch as mismatch:
            place = span if mismatch.argument is None else arguments[mismatch.argument].span
            raise self.problems.fail(mismatch.code, mismatch.words, place) from None
        level = max(argument.level for argument in arguments)
        return self.make(Apply, span, type_, level, operator=operator, arguments=arguments, scale=scale)

    def value(self, node: s.Expression, hint: Type | None = None) -> Expr:
        """The checked expression of any written one; `hint` is the type it stands beside, for level names."""
        assert self.dispatch is not None
        return seen_from_here(self, self.dispatch(self, node, hint))

    def outer_visits(self, expression: Expr) -> frozenset[int]:
        """The depths of the visits further out that an expression speaks of."""
        return outer_visits(expression, self._outer_visits)

    # ---- what was found ------------------------------------------------------------------------------

    def declarations(self) -> Declarations:
        """The declared things that resolved, by kind, in the order they are written."""

        def kind(wanted: type) -> dict[str, Any]:
            found = ((name, self.resolved.get(name)) for name in self.written)
            return {name: cast(Any, item) for name, item in found if isinstance(item, wanted)}

        return Declarations(kind(Fact), kind(Measure), kind(Event), kind(Timepoint), kind(Drugs))
