"""The tables that give dates: a row a visit, a row a patient, a row a result; each as dated rows with cells."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from remit.course.cohort import Ints
from remit.operators.bounds import Bools, Floats
from remit.study.binding import Binding, bind_all, find_day, find_measure
from remit.study.cells import Cells, Values, read_cells
from remit.study.configuration import Column, DataFile, DayColumn, Measurements, Visits, Wide
from remit.study.files import open_table
from remit.study.places import Path
from remit.study.problems import Failed
from remit.study.reading import Format, Reading
from remit.study.results import read_results
from remit.study.rows import Assessed, DatedRows
from remit.study.table import Table
from remit.study.times import Time
