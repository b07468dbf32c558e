from pathlib import Path

import pytest

from tests.docs.pages import Block, Command, blocks, commands, difference


def page(folder: Path, text: str) -> Path:
    path = folder / "page.md"
    path.write_text(text, "utf-8")
    return path


def test_blocks_of_an_executed_language_are_found_with_their_options(tmp_path: Path):
    text = "```toml\na = 1\n```\n\n- item\n\n  ```console exit=2\n  $ remit check\n  ```\n"
    assert blocks(page(tmp_path, text)) == [Block(7, "console", 2, None, "$ remit check\n")]


def test_a_block_is_left_out_with_a_reason(tmp_path: Path):
    (block,) = blocks(page(tmp_path, "```python no-run needs the network\nimport remit\n```\n"))
    assert block.left_out == "needs the network"


@pytest.mark.parametrize("info", ["console no-run", "console norun why", "python exit=two"])
def test_an_option_that_is_none_is_refused(tmp_path: Path, info: str):
    with pytest.raises(ValueError, match=r"line 1: .*options are"):
        blocks(page(tmp_path, f"```{info}\n```\n"))


def test_each_command_owns_the_output_up_to_the_next():
    text = "$ remit check a\n$ remit check b\nfine\n\nreally\n"
    assert commands(text) == [Command("remit check a", ""), Command("remit check b", "fine\n\nreally\n")]


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        ("one\ntwo\n", "one  \ntwo\n\n"),
        ("one\n…\nthree\n", "one\ntwo\ntwo\nthree\n"),
        ("one\n…\nthree\n", "one\nthree\n"),
        ("…\n", ""),
        ("a (b)* [c]\n", "a (b)* [c]\n"),
    ],
)
def test_output_that_agrees(shown: str, printed: str):
    assert difference(shown, printed) == ""


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        ("one\n", "two\n"),
        ("one\n", "one\ntwo\n"),
        ("one\n\ntwo\n", "one\ntwo\n"),
        ("one\n…\nthree\n", "one\ntwo\n"),
        ("one … three\n", "one two three\n"),
        (".\n", "x\n"),
        ("", "unexpected\n"),
    ],
)
def test_output_that_differs(shown: str, printed: str):
    assert difference(shown, printed).startswith("--- the page shows\n+++ remit prints\n")
