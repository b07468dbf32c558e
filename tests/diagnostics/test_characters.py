"""What a stream can carry, and the columns that it takes."""

import pytest

from remit.diagnostics.characters import shown, width


@pytest.mark.parametrize(
    ("text", "encoding", "expected"),
    [
        ("esr ≤ 20 µg → ✓ …", "utf-8", "esr ≤ 20 µg → ✓ …"),
        ("esr ≤ 20 µg → ✓ …", "ascii", "esr <= 20 ug -> Y ..."),
        ("esr ≤ 20 µg → ✓ …", "cp1252", "esr <= 20 µg -> Y …"),
        ("皮膚", "cp1252", "??"),
        ("a\tb", "utf-8", "a    b"),
        ("a\nb", "utf-8", "a b"),
        ("\x1b[31mred", "utf-8", "\N{REPLACEMENT CHARACTER}[31mred"),
        ("\x1b[31mred", "ascii", "?[31mred"),
        ("a\N{RIGHT-TO-LEFT OVERRIDE}b", "utf-8", "a\N{REPLACEMENT CHARACTER}b"),
        ("a\N{ZERO WIDTH SPACE}b", "utf-8", "a\N{REPLACEMENT CHARACTER}b"),
        ("\udcff", "utf-8", "\N{REPLACEMENT CHARACTER}"),
    ],
)
def test_shown(text: str, encoding: str, expected: str):
    assert shown(text, encoding) == expected
    shown(text, encoding).encode(encoding)


@pytest.mark.parametrize(
    ("text", "columns"),
    [("esr", 3), ("µg", 2), ("皮膚", 4), ("ｅｓｒ", 6), ("e\N{COMBINING ACUTE ACCENT}", 1), ("", 0)],
)
def test_width(text: str, columns: int):
    assert width(text) == columns
