"""The language reference is what the spec pages and the operators say."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_language_reference_is_current() -> None:
    checked = subprocess.run([sys.executable, ROOT / "tools" / "reference.py", "--check"], check=False)
    assert checked.returncode == 0, "run `python tools/reference.py`"
