"""Hypothesis profiles: `short` for every run, `long` for a hunt (`--hypothesis-profile long`)."""

from hypothesis import HealthCheck, settings

# The same examples every time: a change is judged by what it does, not by the luck of a draw.
settings.register_profile(
    "short",
    max_examples=100,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("long", max_examples=10_000, deadline=None)
settings.load_profile("short")
