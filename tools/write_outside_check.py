"""Writes docs/library/outside-check.md anew, where the peer's results lie beside the repository."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.library.outside import PAGE, cells, page
from tests.library.peer import STUDIES


def main() -> None:
    """Evaluate every comparison and write the page."""
    found = {}
    for standard in STUDIES:
        with TemporaryDirectory() as folder:
            found[standard] = cells(standard, Path(folder))
    PAGE.write_text(page(found), encoding="utf-8")


if __name__ == "__main__":
    main()
