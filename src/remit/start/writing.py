"""The proposed files put in place: all of them or none."""

import os
from collections.abc import Sequence
from contextlib import ExitStack
from errno import EISDIR
from pathlib import Path

from remit.start.proposal import ProposedFile


def standing(names: Sequence[str], folder: Path) -> list[Path]:
    """Those of the files that the folder has already."""
    return [path for name in names if (path := folder / name).exists()]


def write(files: Sequence[ProposedFile], folder: Path) -> None:
    """Write files into a folder, which is made if it is not there; they replace those of their names.

    All are written beside their places before the first is put in it. Raises OSError where one cannot be put
    there; every place is then as it was.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as tidy, ExitStack() as undo:
        staged = [(_beside(folder / file.name, "part"), folder / file.name) for file in files]
        for file, (part, _) in zip(files, staged, strict=True):
            tidy.callback(part.unlink, missing_ok=True)
            part.write_text(file.text, encoding="utf-8", newline="\n")
        for part, path in staged:
            _put(part, path, undo, tidy)
        undo.pop_all()


def _put(part: Path, path: Path, undo: ExitStack, tidy: ExitStack) -> None:
    """Put a file in its place; what was there is kept until all are."""
    if path.is_dir():
        raise IsADirectoryError(EISDIR, os.strerror(EISDIR), str(path))
    if path.exists():
        kept = _beside(path, "kept")
        path.replace(kept)
        tidy.callback(kept.unlink, missing_ok=True)
        undo.callback(kept.replace, path)
    part.replace(path)
    undo.callback(path.unlink)


def _beside(path: Path, what: str) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.{what}")
