"""Mistakes are gathered, each once; what rests on a mistaken part is passed over in silence."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from remit.diagnostics.diagnostic import Diagnostic, Fix, Label
from remit.source import Span

Result = TypeVar("Result")


class Failed(Exception):
    """This part has a mistake that was already told."""


class Problems:
    """The mistakes found so far, file by file in the order of their places."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, int, int], Diagnostic] = {}
        self._sources: list[str] = []

    def add(self, diagnostic: Diagnostic) -> None:
        place = diagnostic.primary.place
        key = (diagnostic.code, str(place), 0, 0)
        if isinstance(place, Span):
            key = (diagnostic.code, place.source.name, place.start, place.end)
            if place.source.name not in self._sources:
                self._sources.append(place.source.name)
        self._found.setdefault(key, diagnostic)

    def fail(
        self,
        code: str,
        message: str,
        span: Span,
        label: str = "",
        *,
        also: Iterable[tuple[Span, str]] = (),
        help: Iterable[str] = (),
        fix: str | None = None,
    ) -> Failed:
        """Note a mistake; `raise` what this returns."""
        self.add(
            Diagnostic(
                code,
                message,
                Label(span, label),
                tuple(Label(place, text) for place, text in also),
                tuple(help),
                fix=Fix(span, fix) if fix is not None else None,
            )
        )
        return Failed()

    def all_of(self, parts: Iterable[Callable[[], Result]]) -> list[Result]:
        """Every part's result; every part is tried, so that each mistake is told, before this fails."""
        results: list[Result] = []
        failed = False
        for part in parts:
            try:
                results.append(part())
            except Failed:
                failed = True
        if failed:
            raise Failed
        return results

    def attempt(self, part: Callable[[], Result]) -> Result | None:
        try:
            return part()
        except Failed:
            return None

    @property
    def found(self) -> tuple[Diagnostic, ...]:
        def place(diagnostic: Diagnostic) -> tuple[int, int, int]:
            span = diagnostic.primary.place
            if not isinstance(span, Span):
                return 0, 0, 0
            return self._sources.index(span.source.name), span.start, span.end

        return tuple(sorted(self._found.values(), key=place))
