"""Patients' courses: what was recorded, when, and where it was read, as columns and as dense blocks."""
