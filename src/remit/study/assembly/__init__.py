"""Cells brought to the dates of the patients: the calendar, and one value a measure and date."""
