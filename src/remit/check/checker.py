"""What every part of checking shares: the scope of names, the forge of expressions, and the mistakes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, TypeVar

from remit.check.places import Place, seen_from_here
from remit.check.problems import Failed, Problems
from remit.check.shared import DATA, SHARED_STATEMENTS, Datum, Shared
from remit.diagnostics.suggest import suggest
from remit.language.words import RESERVED
from remit.model import syntax as s
from remit.model.declarations import Declarations, Drugs, Event, Fact, Measure, Timepoint
from remit.model.expressions import Apply, Constant, Expr, Forge, outer_visits
from remit.model.rules import Definition, Outcome, Parameter, RuleSet
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
    prefix: str = ""
    """What stands before the names of this file in the file that is checked: `doris_2021.`; "" of its own."""
    outer: "Checker | None" = None
    """The file that uses this one."""
    used: dict[str, "Checker"] = field(default_factory=dict)
    settings: Mapping[str, s.Setting] = field(default_factory=dict)
    """What the using file reads in place of names of this one."""
    plain: RuleSet | None = None
    """Of a used file: what it says by itself."""
    shared: Shared = field(default_factory=Shared)
    broken_uses: set[str] = field(default_factory=set)
    asked: bool = False
    """Whether the using file named anything of this one."""
    place: Span | None = None
    """Of a used file: the `use`."""
    file: s.RuleFile | None = None
    """Of a used file: the whole of it."""
    _in_progress: list[tuple[str, Span]] = field(default_factory=list)
    _broken: set[str] = field(default_factory=set)
    _outer_visits: dict[int, frozenset[int]] = field(default_factory=dict)

    # ---- names ---------------------------------------------------------------------------------------

    def declare(self) -> None:
        """Enter every declared name; a name declared twice is told at both places."""
        for statement in self.statements:
            if not isinstance(statement, s.Declaration):
                continue
            name = statement.name.text
            self.reject_reserved(statement.name)
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

    def reject_reserved(self, name: s.Word) -> None:
        """A word of the language may be read as a name where it is declared, but nowhere else."""
        if name.text not in RESERVED:
            return
        message = f"`{name.text}` is a word of the language and cannot be a name"
        help_ = [f"choose another name, such as `{name.text}_value`"]
        self.problems.fail("E108", message, name.span, "a name is needed here", help=help_)

    def resolve(self, name: str, span: Span) -> Resolved:
        """What a name stands for. Fails where it is unknown, broken, or defined by itself."""
        if name in self.resolved:
            return self.resolved[name]
        if name in self._broken:
            raise Failed
        if "." in name:
            return self._resolve_used(name, span)
        if not isinstance(self.written.get(name), s.Parameter) and (setting := self.setting_of(name)):
            return self.resolve_setting(*setting)
        if name not in self.written:
            home = self.home_of_shared(name)
            if home is None:
                raise self.unknown(name, span)
            self._ask(home)
            return home.resolve(name, span)
        return self._resolve_own(name)

    def below(self, place: Span, file: s.RuleFile, name: str, settings: Mapping[str, s.Setting]) -> "Checker":
        """The scope of a file that this one uses: its own names, the same study, the same expressions."""
        return Checker(
            file.statements,
            self.problems,
            self.forge,
            resolvers=self.resolvers,
            dispatch=self.dispatch,
            prefix=f"{self.prefix}{name}.",
            outer=self,
            settings=settings,
            shared=self.shared,
            points=self.points,
            place=place,
            file=file,
            _in_progress=self._in_progress,
            _outer_visits=self._outer_visits,
        )

    def break_name(self, name: str) -> None:
        """What rests on a name is passed over in silence, since its mistake was told."""
        self._broken.add(name)

    def _resolve_own(self, name: str) -> Resolved:
        full, written = self.prefix + name, self.written[name]
        if any(full == other for other, _ in self._in_progress):
            raise self._cycle(full)
        self._in_progress.append((full, written.name.span))
        # A declaration stands for itself: neither the visit nor the member where it is named is its own.
        around = self.places, self.it, self.held
        self.places, self.it, self.held = [Place()], None, None
        try:
            found = self.resolvers[type(written)](self, written)
            if isinstance(found, DATA):
                self.shared.enter(self, found)
            elif self.prefix and isinstance(found, Parameter | Definition | Outcome):
                found = replace(found, name=full, label=f"{found.label} ({self.prefix[:-1]})")
            self.resolved[name] = found
        except Failed:
            self._broken.add(name)
            raise
        finally:
            self._in_progress.pop()
            self.places, self.it, self.held = around
        return found

    def _resolve_used(self, name: str, span: Span) -> Resolved:
        """A name of a used file, with the name of that file and a dot before it."""
        home, _, rest = name.partition(".")
        if home in self.broken_uses:
            raise Failed
        if home not in self.used:
            raise self.unknown(name, span)
        used = self.used[home]
        used.asked = True
        if "." not in rest and not used.knows(rest):
            raise used.unknown(rest, span, home)
        found = used.resolve(rest, span)
        if not isinstance(found, s.Set):
            return found
        # The members are looked up where the set is used, so they carry the name of their file too.
        members = tuple(s.Word(member.span, used.seen_from_outside(member)) for member in found.members)
        return replace(found, members=members)

    def seen_from_outside(self, member: s.Word) -> str:
        """By what name the using file knows a name of this one: the study's data have no dot."""
        if (setting := self.setting_of(member.text)) and setting[0] is self.outer:
            assert isinstance(setting[1].value, s.Reference)
            return setting[1].value.name
        if setting is None and isinstance(self.resolve(member.text, member.span), DATA):
            return member.text
        own = self.prefix.removeprefix(self.outer.prefix if self.outer else "")
        return f"{own}{member.text}"

    def _ask(self, home: "Checker") -> None:
        """Something of a used file, or of one that it uses, is named."""
        while home.outer is not None and home is not self:
            home.asked = True
            home = home.outer

    def knows(self, name: str) -> bool:
        """Whether a name stands for something here: declared, of a used file, or of the study's data."""
        return "." in name or name in self.written or self.home_of_shared(name) is not None

    def home_of_shared(self, name: str) -> "Checker | None":
        """The used file, at whatever depth, that declares a datum of the study by this name."""
        for used in self.used.values():
            if used.setting_of(name) is not None:
                continue
            written = used.written.get(name)
            if written is not None:
                if type(written) in SHARED_STATEMENTS:
                    return used
            elif home := used.home_of_shared(name):
                return home
        return None

    def setting_of(self, name: str) -> "tuple[Checker, s.Setting] | None":
        """What this file reads in place of a name, and the file that set it.

        Data are set for the files that a used file uses, too: they are the same data there.
        """
        if name in self.settings and self.outer is not None:
            return self.outer, self.settings[name]
        written = self.written.get(name)
        if self.outer is not None and (written is None or type(written) in SHARED_STATEMENTS):
            return self.outer.setting_of(name)
        return None

    def resolve_setting(self, home: "Checker", setting: s.Setting) -> Resolved:
        """What the using file gives for a name of this one."""
        assert isinstance(setting.value, s.Reference)
        return home.resolve(setting.value.name, setting.value.span)

    def datum(self, name: str) -> Datum | None:
        """What is known of a datum of the study that was named before."""
        return self.shared.entries[name][0].datum if name in self.shared.entries else None

    def name_of(self, reference: s.Reference) -> str:
        """The name that a report gives to what a reference stands for."""
        return str(getattr(self.resolve(reference.name, reference.span), "name", reference.name))

    def unknown(self, name: str, span: Span, file: str = "") -> Failed:
        """No such name; `file` is by what name the using file knows this one, where it asks."""
        if name in self.named_visits and not file:
            also = [(self.named_visits[name], "the visit has this name only inside its condition")]
            return self.problems.fail(
                "E201", f"nothing is called `{name}` here", span, "not known here", also=also
            )
        near = self._near(name)
        if file:
            near, name = [f"{file}.{one}" for one in near], f"{file}.{name}"
        help_ = [f"did you mean {' or '.join(f'`{one}`' for one in near)}?"] if near else []
        fix = near[0] if len(near) == 1 else None
        return self.problems.fail(
            "E201", f"nothing is called `{name}`", span, "not declared", help=help_, fix=fix
        )

    def _near(self, name: str) -> list[str]:
        """Names like one that is unknown: of this file, of the data, and the same word in a used file."""
        same = [f"{home}.{name}" for home, used in self.used.items() if name in used.written]
        shared = [one for used in self.used.values() for one in used.written if self.home_of_shared(one)]
        return same or list(suggest(name, [*self.written, *shared]))

    def _cycle(self, name: str) -> Failed:
        names = [full for full, _ in self._in_progress]
        ring = self._in_progress[names.index(name) :]
        places = [(span, f"`{member}` is defined by the next") for member, span in ring[1:]]
        chain = " → ".join([*(member for member, _ in ring), name])
        return self.problems.fail(
            "E401",
            f"`{name}` is defined by itself: {chain}",
            ring[0][1],
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
        """The study's data that were named, by kind: this file's own first, in the order they are written."""
        data = self.shared.data(self)

        def kind(wanted: type) -> dict[str, Any]:
            return {name: item for name, item in data.items() if isinstance(item, wanted)}

        return Declarations(kind(Fact), kind(Measure), kind(Event), kind(Timepoint), kind(Drugs))
