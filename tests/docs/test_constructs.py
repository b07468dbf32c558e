"""The table of constructs is what the spec pages say, and no construct goes unnoticed."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("constructs", ROOT / "tools" / "constructs.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["constructs"] = module
    spec.loader.exec_module(module)
    return module


def test_the_table_is_current() -> None:
    checked = subprocess.run([sys.executable, ROOT / "tools" / "constructs.py", "--check"], check=False)
    assert checked.returncode == 0, "run `python tools/constructs.py`"


def test_every_construct_has_a_section() -> None:
    tool = _tool()
    assert list(tool.NAMES) == [f"C{number:02}" for number in range(1, 58)]
    assert list(tool.missing()) == []


def test_no_page_names_an_unknown_construct() -> None:
    tool = _tool()
    assert {code for section in tool.covered() for code in section.codes} <= set(tool.NAMES)
