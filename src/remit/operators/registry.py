"""Every operator by its name."""

from remit.operators.arithmetic import ARITHMETIC
from remit.operators.by_level import BY_LEVEL
from remit.operators.change import CHANGES
from remit.operators.comparison import COMPARISONS
from remit.operators.logic import LOGIC
from remit.operators.moments import MOMENTS
from remit.operators.record import Operator
from remit.operators.selection import SELECTION

OPERATORS: dict[str, Operator] = {
    record.name: record
    for record in (*LOGIC, *COMPARISONS, *ARITHMETIC, *CHANGES, *MOMENTS, *SELECTION, *BY_LEVEL)
}
FUNCTIONS: dict[str, Operator] = {name: record for name, record in OPERATORS.items() if record.function}
