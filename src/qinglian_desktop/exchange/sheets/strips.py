"""Some rows of a sheet a column at a time: what holds for all texts of a column is asked once."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import zip_longest

from qinglian_desktop.exchange.sheets.reading import Cell


class Strip:
    """One column of some rows, and what is asked about it."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self.cells = cells
        self.whole = "".join(cells)

    @cached_property
    def sorts(self) -> set[type]:
        return set(map(type, self.cells))

    @cached_property
    def texts(self) -> set[Cell]:
        """Each text once; a figure and a text of the same signs are one here."""
        return set(self.cells)

    def with_any(self, signs: str) -> Iterator[str]:
        """Its texts in which one of these signs stands."""
        if any(sign in self.whole for sign in signs):
            for text in self.texts:
                if any(sign in text for sign in signs):
                    yield text

    def places(self, texts: set[str]) -> Iterator[int]:
        """Where (from 0) one of these texts stands."""
        if texts:
            yield from (place for place, cell in enumerate(self.cells) if cell in texts)


def strips(rows: Sequence[Sequence[Cell]]) -> list[Strip]:
    """All columns of these rows; a row that ends early is empty to its right."""
    return [Strip(cells) for cells in zip_longest(*rows, fillvalue="")]
