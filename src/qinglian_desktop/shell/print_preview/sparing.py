"""Which pages lie on paper already, and how many sheets does it spare to print the others only?"""

from collections.abc import Sequence
from typing import NamedTuple

from qinglian_desktop.core.print_plan import Plan, changed, named


class Proposal(NamedTuple):
    text: str
    pages: tuple[int, ...] = ()  # what to print; nothing when all of it lies there


def proposal(before: Sequence[str], now: Sequence[str], whole: Plan) -> Proposal | None:
    """`whole` prints every page as chosen; None when it makes no difference."""
    new = changed(before, now)
    if not new:
        gone = named(range(len(now) + 1, len(before) + 1))
        return Proposal(
            f"留下的页和上次打的一样；上次的第 {gone} 页没有了，请抽掉。"
            if gone
            else "和上次打的一样，没有变了的页。"
        )
    pages = whole.with_neighbours(new, len(now))
    spared = whole.sheets - whole._replace(pages=pages).sheets
    if not spared:
        return None
    part = "-" in before  # the rest of it was never printed
    said = f"还有 {len(new)} 页没打过或变了" if part else f"只有 {len(new)} 页变了"
    these = f"这 {len(pages)} 页" if pages == new else f"它们所在的 {len(pages)} 页"
    return Proposal(f"{said}，只打{these}可省 {spared} 张纸。", pages)
