"""Where patients' courses come from: a cohort in memory, or a study that is read some patients at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from remit.course.cohort import Cohort, Ints


@dataclass(frozen=True, slots=True)
class Portion:
    """Some of the patients of a source.

    first    the place among all patients of the first of its cohort
    members  their places in that cohort
    read     gives the cohort; of a study that is not held in memory it reads the files, in any thread
    """

    first: int
    members: "Ints"
    read: Callable[[], "Cohort"]


class Courses(Protocol):
    """All patients of a study, whether in memory or not."""

    @property
    def patients(self) -> tuple[str, ...]:
        """Their identifiers, in the order of the report."""

    @property
    def visits(self) -> int:
        """How many visits they have; known once every portion was read."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What was set aside or joined while reading; known once every portion was read."""

    def portions(self, size: int) -> Sequence[Portion]:
        """All patients, so many at a time where they are in memory already."""

    def some(self, members: "Ints") -> "tuple[Cohort, Ints]":
        """A cohort that holds the patients of some places, and their places in it."""
