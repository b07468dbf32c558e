"""Verdicts and values to estimates: exact small-sample statistics, which know nothing of rules."""
