"""The proposed files put in place: all of them or none, and never over what is there."""

import os
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from remit.start.proposal import ProposedFile


def standing(names: Sequence[str], folder: Path) -> list[Path]:
    """Those of the files that the folder has already."""
    return [path for name in names if (path := folder / name).exists()]


def write(files: Sequence[ProposedFile], folder: Path) -> None:
    """Write files into a folder, which is made if it is not there.

    Each is written under another name first, and all are put in place once every one is whole. Raises OSError
    where that fails; what was written is taken away then.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as undone:
        staged = [(folder / f".{file.name}.{os.getpid()}.part", folder / file.name) for file in files]
        for file, (part, _) in zip(files, staged, strict=True):
            undone.callback(part.unlink, missing_ok=True)
            part.write_text(file.text, encoding="utf-8", newline="\n")
        for part, path in staged:
            part.replace(path)
