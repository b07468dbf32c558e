"""Where each key and value of a TOML text stands, which `tomllib` does not tell.

The text has been read by `tomllib` before, so that every form here is valid and the scan follows it.
"""

import re
import tomllib
from collections.abc import Iterator

from remit.source import Source, Span

Path = tuple[str | int, ...]
"""The way to a value: the keys of tables and the places in lists, `("visits", 0, "measures", "esr")`."""

_SKIPPED = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r"\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'|[A-Za-z0-9_-]+")
_TEXT = re.compile(
    r"\"\"\"(?:\\.|[^\\])*?\"{3,5}|'''.*?'{3,5}|\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'",
    re.DOTALL,
)
_BARE = re.compile(r"[^,\]}#\r\n]*")


class Places:
    """The places of the keys and values of one TOML text."""

    def __init__(self, source: Source) -> None:
        self.source = source
        scan = _Scan(source)
        self._keys, self._values = scan.keys, scan.values

    def key(self, *path: str | int) -> Span:
        """The place of a key or table header; for one that is not there, of what it would stand in."""
        return self._nearest(path, self._keys, self._values)

    def value(self, *path: str | int) -> Span:
        """The place of a value; for one that is not there, of what it would stand in."""
        return self._nearest(path, self._values, self._keys)

    def written(self, path: Path) -> Path:
        """As much of a path as stands in the text: of a shorthand, the key that it is written at."""
        return next((path[:end] for end in range(len(path), 0, -1) if path[:end] in self._values), ())

    def _nearest(self, path: Path, first: dict[Path, Span], second: dict[Path, Span]) -> Span:
        for length in range(len(path), 0, -1):
            found = first.get(path[:length]) or second.get(path[:length])
            if found is not None:
                return found
        return self.source.span(0, 0)


class _Scan:
    """One pass over the text, from the first line to the last."""

    def __init__(self, source: Source) -> None:
        self.source, self.text, self.at = source, source.text, 0
        self.keys: dict[Path, Span] = {}
        self.values: dict[Path, Span] = {}
        self._entries: dict[Path, int] = {}
        table: Path = ()
        while not self._done():
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)

    def _done(self) -> bool:
        self._skip()
        return self.at >= len(self.text)

    def _skip(self) -> None:
        self.at = self._match(_SKIPPED).end()

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str]:
        match = pattern.match(self.text, self.at)
        assert match is not None
        return match

    def _take(self, sign: str) -> bool:
        """Step over a sign where it stands next."""
        self._skip()
        taken = self.text.startswith(sign, self.at)
        self.at += len(sign) * taken
        return taken

    def _header(self) -> Path:
        """`[table]` or `[[list of tables]]`: the path of what follows it."""
        is_list = self.text.startswith("[[", self.at)
        self.at += 1 + is_list
        start, names = self._dotted()
        path = self._resolved(names)
        if is_list:
            self._entries[path] = self._entries.get(path, -1) + 1
            self.keys.setdefault(path, start)
            path = (*path, self._entries[path])
        self.keys[path] = start
        self._take("]")
        self._take("]")
        return path

    def _resolved(self, names: tuple[str, ...]) -> Path:
        """The path of a header: what stands below a list of tables belongs to its last entry."""
        path: Path = ()
        for name in names[:-1]:
            path = (*path, name)
            if path in self._entries:
                path = (*path, self._entries[path])
        return (*path, names[-1])

    def _dotted(self) -> tuple[Span, tuple[str, ...]]:
        spans, names = [], []
        for span, name in self._parts():
            spans.append(span)
            names.append(name)
        return spans[0].to(spans[-1]), tuple(names)

    def _parts(self) -> Iterator[tuple[Span, str]]:
        while True:
            self._skip()
            match = self._match(_KEY)
            self.at = match.end()
            yield self.source.span(match.start(), match.end()), _unquoted(match[0])
            if not self._take("."):
                return

    def _pair(self, table: Path) -> None:
        path = table
        for span, name in self._parts():
            path = (*path, name)
            self.keys.setdefault(path, span)
        self._take("=")
        self._value(path)

    def _value(self, path: Path) -> None:
        self._skip()
        start = self.at
        if self._take("{"):
            while not self._take("}"):
                self._pair(path)
                self._take(",")
        elif self._take("["):
            self._list(path)
        else:
            match = _TEXT.match(self.text, self.at) or self._match(_BARE)
            self.at = match.start() + len(match[0].rstrip())
        self.values[path] = self.source.span(start, self.at)

    def _list(self, path: Path) -> None:
        number = 0
        while not self._take("]"):
            self._value((*path, number))
            self._take(",")
            number += 1


def _unquoted(key: str) -> str:
    if key[0] not in "\"'":
        return key
    return str(tomllib.loads(f"key = {key}")["key"])
