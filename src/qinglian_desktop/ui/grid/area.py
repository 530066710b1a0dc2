"""Which cells does a block cover, and where do the cells of a clip go?"""

from typing import NamedTuple


class Area(NamedTuple):
    """Lines and columns as they are seen, ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        return self.bottom - self.top + 1

    @property
    def width(self) -> int:
        return self.right - self.left + 1

    @property
    def is_one(self) -> bool:
        return self.height == self.width == 1


def target(chosen: Area, height: int, width: int) -> Area:
    """Where a clip of this size goes: from the top left of what is chosen.

    It is repeated only when the chosen block is an exact multiple of it.
    """
    if chosen.height % height == 0 and chosen.width % width == 0:
        return chosen
    return Area(chosen.top, chosen.left, chosen.top + height - 1, chosen.left + width - 1)


def grown(chosen: Area, line: int, column: int) -> Area:
    """The block that dragging the fill handle to this cell covers: one way only, the farther."""
    down = max(line - chosen.bottom, chosen.top - line, 0)
    across = max(column - chosen.right, chosen.left - column, 0)
    if down >= across:
        return chosen._replace(top=min(chosen.top, line), bottom=max(chosen.bottom, line))
    return chosen._replace(left=min(chosen.left, column), right=max(chosen.right, column))
