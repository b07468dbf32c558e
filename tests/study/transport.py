"""SAS transport files, version 5, as rows of texts: enough to hold real dose records against what is read.

The layout is SAS TS-140: records of 80 bytes, a namestr of 140 bytes a variable, rows of fixed width, numbers
in the floating point of IBM mainframes.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from struct import unpack


def to_csv(source: Path, target: Path) -> list[dict[str, str]]:
    """Write a transport file of one data set as CSV; its rows, for comparison."""
    header, *rows = transport_rows(source.read_bytes())
    with target.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerows([header, *rows])
    return [dict(zip(header, row, strict=True)) for row in rows]


def transport_rows(content: bytes) -> Iterator[list[str]]:
    """The names of the variables, then the rows; a missing number is an empty text."""
    header = content.index(b"HEADER RECORD*******NAMESTR")
    count, start = int(content[header + 54 : header + 58]), header + 80
    variables = [_variable(content[start + 140 * number :]) for number in range(count)]
    yield [name for name, _, _, _ in variables]
    body = content[start + -(-140 * count // 80) * 80 + 80 :]
    width = sum(length for _, _, length, _ in variables)
    for at in range(0, len(body) - width + 1, width):
        row = body[at : at + width]
        if row.strip():
            yield [
                _number(row[place : place + length])
                if is_number
                else row[place : place + length].decode("cp1252").strip()
                for _, is_number, length, place in variables
            ]


def _variable(namestr: bytes) -> tuple[str, bool, int, int]:
    """Name, whether it is a number, length, and place in the row."""
    kind, _, length, _ = unpack(">hhhh", namestr[:8])
    (place,) = unpack(">i", namestr[84:88])
    return namestr[8:16].decode().strip(), kind == 1, length, place


def _number(raw: bytes) -> str:
    if raw[0] and not any(raw[1:]):
        return ""
    whole = int.from_bytes(raw.ljust(8, b"\0"), "big")
    sign, exponent, fraction = whole >> 63, (whole >> 56) & 0x7F, whole & ((1 << 56) - 1)
    value: float = fraction * 16.0 ** (exponent - 64) / 2**56
    return f"{-value if sign else value:.15g}"
