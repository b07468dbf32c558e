"""The report as JSON: each part with its fields, and how it is made of a report.

A figure that does not exist is null. So is a limit without end, such as the upper one of a median that is not
reached.
"""

from remit.report.document.whole import Document, document_of, schema

__all__ = ["Document", "document_of", "schema"]
