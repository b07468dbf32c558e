"""The study file and its data: the only place that knows file formats, and keeps each value's source cell."""
