"""The study file and its data: the only place that knows file formats, and keeps each value's source cell.

`file` is what `study.toml` says; `tables` are its data files as text; `values` is what texts mean; `layouts`
are the tables by their layout, row by row; `assembly` brings their cells to the dates of the patients.
"""

from remit.study.data import StudyData, read_cohort, read_data
from remit.study.dose_quality import DrugQuality, describe_doses
from remit.study.quality import MeasureQuality, describe_data
from remit.study.streaming import StreamedStudy, open_patients
from remit.study.study import Study, read_configuration

__all__ = [
    "DrugQuality",
    "MeasureQuality",
    "StreamedStudy",
    "Study",
    "StudyData",
    "describe_data",
    "describe_doses",
    "open_patients",
    "read_cohort",
    "read_configuration",
    "read_data",
]
