"""The `remit` command: reads its arguments, calls the pipeline, and turns the outcome into an exit code."""

from remit.cli.application import main

__all__ = ["main"]
