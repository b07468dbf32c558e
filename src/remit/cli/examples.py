"""Examples in the help of a command."""


def examples(*lines: str) -> str:
    """An epilog for `click.command`: the lines as they are, never wrapped."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)
