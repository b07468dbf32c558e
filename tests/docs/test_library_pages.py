"""The pages of the library are what the rule files say."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_pages_of_the_library_are_current() -> None:
    checked = subprocess.run([sys.executable, ROOT / "tools" / "library_pages.py", "--check"], check=False)
    assert checked.returncode == 0, "run `python tools/library_pages.py`"
