"""A rule set in the words of a methods section, made of the checked rules alone."""

from remit.report.plain.paragraphs import Part, paragraphs

__all__ = ["Part", "paragraphs"]
