"""Between which ranks the size of a change lies, where some changes are known by their range only."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from fractions import Fraction

from remit.statistics.ignorance import Possible

Size = Fraction | int | float


def smallest_size(change: Possible) -> Size:
    """The smallest absolute value that a change may have."""
    return max(change.least, -change.most, Fraction(0))


def largest_size(change: Possible) -> Size:
    """The largest absolute value that a change may have, or infinity."""
    return max(change.most, -change.least)


class RankBounds:
    """Bounds of the doubled mid-ranks of absolute changes, by signed-rank convention.

    A change at or below another adds 2 to its doubled rank where it is smaller, and 1 where they are level.
    Where zeros are dropped, a change that may be zero need not add anything, and a sure zero never does.
    """

    def __init__(self, changes: Sequence[Possible], drop_zeros: bool) -> None:
        ranked = [change for change in changes if largest_size(change) > 0 or not drop_zeros]
        sure = [change for change in ranked if smallest_size(change) > 0 or not drop_zeros]
        self._smallest = sorted(map(smallest_size, ranked))
        self._largest = sorted(map(largest_size, sure))

    def highest(self, change: Possible) -> int:
        """The highest rank, doubled, of a rise: that of its upper limit, the others at their smallest."""
        own = 2 if smallest_size(change) < change.most else 1
        return 2 + _doubled_rank(self._smallest, change.most) - own

    def lowest(self, change: Possible) -> int:
        """The lowest rank, doubled, of a sure rise: that of its lower limit, the others at their largest."""
        own = 1 if largest_size(change) == change.least else 0
        return 2 + _doubled_rank(self._largest, change.least) - own


def _doubled_rank(sizes: Sequence[Size], size: Size) -> int:
    """Twice the number of `sizes` (ascending) below `size`, plus the number level with it."""
    return bisect_left(sizes, size) + bisect_right(sizes, size)
