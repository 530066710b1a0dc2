"""Which pages go on which sides of which sheets? Ranges, copies, two sides, two pages a side."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from qinglian_desktop.core.outcome import Refused

MOST_COPIES = 99
_PART = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?")
_ODD_EVEN = re.compile("([单双奇偶])数页?(倒着)?")
_PLAIN = str.maketrans("０１２３４５６７８９，、；;－—–～~至到", "0123456789,,,,-------")


def pages_named(text: str, count: int) -> tuple[int, ...]:
    """`1-3,5` → (1, 2, 3, 5), in order and each once; nothing written means every page.

    单数页 and 双数页 are for a printer that cannot turn the sheet: fronts, then backs; 倒着 at the
    end is for a pile whose last sheet lies on top.

    Refused for what cannot be read and for pages that the paper does not have.
    """
    plain = "".join(text.split()).translate(_PLAIN).strip(",")
    if not plain:
        return tuple(range(1, count + 1))
    if match := _ODD_EVEN.fullmatch(plain):
        pages = tuple(range(1 if match[1] in "单奇" else 2, count + 1, 2))
        if not pages:
            raise Refused("这份只有 1 页，没有双数页", "请改页码", field="range", code="QL-PR-087")
        return tuple(reversed(pages)) if match[2] else pages
    found = set[int]()
    for part in filter(None, plain.split(",")):
        match = _PART.fullmatch(part)
        if match is None:
            raise Refused(
                f"页码看不懂：“{text.strip()[:20]}”", "例：1-3,5", field="range", code="QL-PR-075"
            )
        first, last = sorted((int(match[1]), int(match[2] or match[1])))
        if first < 1 or last > count:
            raise Refused(
                f"没有第 {last if last > count else first} 页，一共 {count} 页",
                "请改页码",
                field="range",
                code="QL-PR-076",
            )
        found.update(range(first, last + 1))
    return tuple(sorted(found))


def named(pages: Sequence[int]) -> str:
    """(1, 2, 3, 5) → `1-3,5`."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return ",".join(f"{a}-{b}" if b > a else f"{a}" for a, b in runs)


class Plan(NamedTuple):
    """`pages` count from 1. `per_side` pages stand side by side on one side of a sheet."""

    pages: tuple[int, ...]
    copies: int = 1
    collate: bool = True
    two_sided: bool = False
    per_side: int = 1

    @property
    def sides(self) -> tuple[tuple[int, ...], ...]:
        """The printed sides of one copy, each with its pages."""
        step = self.per_side
        return tuple(self.pages[at : at + step] for at in range(0, len(self.pages), step))

    @property
    def sheets(self) -> int:
        return self.copies * -(-len(self.sides) // (2 if self.two_sided else 1))

    def sent(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Copy (from 1) and side as they go to a printer that makes no copies itself.

        With two sides an empty back, (), keeps the next copy from beginning on it.
        """
        step = 2 if self.two_sided else 1
        sheets = [self.sides[at : at + step] for at in range(0, len(self.sides), step)]
        if self.copies > 1:
            sheets = [(*sheet, *((),) * (step - len(sheet))) for sheet in sheets]
        copies = range(1, self.copies + 1)
        if self.collate:
            order = [(copy, sheet) for copy in copies for sheet in sheets]
        else:
            order = [(copy, sheet) for sheet in sheets for copy in copies]
        for copy, sheet in order:
            for side in sheet:
                yield copy, side

    def with_neighbours(self, pages: Sequence[int], count: int) -> tuple[int, ...]:
        """`pages` and what shares a sheet with them when the whole paper of `count` is printed."""
        step = self.per_side * (2 if self.two_sided else 1)
        sheets = {(page - 1) // step for page in pages}
        return tuple(page for page in range(1, count + 1) if (page - 1) // step in sheets)


def changed(before: Sequence[str], now: Sequence[str]) -> tuple[int, ...]:
    """The pages (from 1) that lie on paper otherwise than they are now, or not at all."""
    return tuple(
        place
        for place, code in enumerate(now, 1)
        if place > len(before) or before[place - 1] != code
    )


def on_paper(before: Sequence[str], now: Sequence[str], printed: Sequence[int]) -> tuple[str, ...]:
    """What lies on paper after `printed` pages of `now` were put in the place of the old ones.

    A page that was never printed has no code: it is offered again next time.
    """
    fresh = set(printed)
    return tuple(
        code if place in fresh else before[place - 1] if place <= len(before) else "-"
        for place, code in enumerate(now, 1)
    )
