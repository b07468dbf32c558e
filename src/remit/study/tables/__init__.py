"""Data files as text, cell by cell with addresses."""
