"""Rule files put in place with a new text: their byte-order mark and line ends stay."""

from pathlib import Path

from remit.cli.streams import write_file


def rewrite(path: Path, text: str) -> None:
    """Give a file another text, in one step. Raises Refused where it cannot be written."""
    write_file(path, _as_it_was(path.read_bytes(), text))


def _as_it_was(original: bytes, text: str) -> bytes:
    """The new text with the byte-order mark and the line ends of the old one."""
    mark = b"\xef\xbb\xbf" if original.startswith(b"\xef\xbb\xbf") else b""
    ends = b"\r\n" if b"\r\n" in original else b"\n"
    return mark + text.encode("utf-8").replace(b"\n", ends)
