"""How is a change taken back? As a new change with the values of before.

`undo` takes back one change whole or not at all. `take_back` takes back what nobody touched
since, and of the rest what the clerk chose; a row that later work leans on stays (undo_plan.py).
"""

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, NamedTuple

from qinglian_desktop.core.outcome import Changes, Refused, Stopped
from qinglian_desktop.core.record import naming
from qinglian_desktop.store import links
from qinglian_desktop.store.change import Change
from qinglian_desktop.store.trail import Image
from qinglian_desktop.store.undo_plan import (
    Held,
    Key,
    Rules,
    Told,
    comes,
    goes,
    leaning_on,
    plan_of,
    rows_now,
    told,
)

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book

Tick = Callable[[int, int], bool]
_STEP = 50  # rows between two looks at the clerk's 停止


class Result(NamedTuple):
    """What was taken back, what was kept as it is now, what could not go back."""

    taken: int
    kept: int
    held: tuple[Held, ...]


def undo(book: "Book", step: int, rules: Rules | None = None, tick: Tick | None = None) -> Changes:
    """Writes a new change with the values of before; Conflict when a row changed later."""
    rules = rules or Rules()
    before = told(book, step, rules)
    with _undoing(book, before) as change:
        for done, image in enumerate(before.images.values()):
            if tick is not None and done % _STEP == 0 and not tick(done, len(before.images)):
                raise Stopped
            change.restore_image(image, of_units=before.of_units(book))
        coming = {key for key, image in before.images.items() if comes(book, image)}
        for why in links.orphans(book, coming).values():
            raise Refused(why, "先在回收站还原它，再来撤销", code="QL-EN-057")
        for key in coming:
            rules.admit(book, *key)
    return change.changes


def take_back(
    book: "Book",
    step: int,
    back: Collection[Key] = (),
    *,
    rules: Rules | None = None,
    tick: Tick | None = None,
) -> Changes:
    """Takes back what nobody touched since and, of the rest, the rows in `back`: one change.

    `result` is a Result. Refused when not one row could go back.
    """
    rules = rules or Rules()
    before = told(book, step, rules)
    made = plan_of(book, before, rules)
    if before.is_whole(book) and (made.later or made.held):
        raise Refused(
            f"“{made.label}”后来又有了变化，不能再撤销", "请看单位新报来的内容", code="QL-EN-052"
        )
    chosen = {one.key for one in made.later} & set(back)
    wanted = chosen.union(made.free)
    going = {key for key in wanted if goes(before.images[key])}
    leaning = leaning_on(book, going, rows_now(book, going))
    held = [*made.held, *leaning.values()]
    wanted -= leaning.keys()
    taken = 0
    with _undoing(book, before) as change:
        for done, key in enumerate(key for key in before.images if key in wanted):
            if tick is not None and done % _STEP == 0 and not tick(done, len(wanted)):
                raise Stopped
            over = key in chosen
            trouble = _one_back(change, before, before.images[key], rules, over_later=over)
            held += trouble
            taken += not trouble
        kept = len(made.later) - len(chosen)
        if not taken:
            raise _nothing(made.label, held, kept)
        change.result = Result(taken, kept, tuple(held))
    return change.changes


def _nothing(label: str, held: list[Held], kept: int) -> Refused:
    if held:
        why = f"〔{held[0].name}〕{held[0].why}"
        return Refused(
            f"“{label}”没有能撤回的记录：{why}", "请先处理它，再来撤销", code="QL-EN-053"
        )
    if kept:
        return Refused("没有选要退回去的记录，什么也没有改", "选好再按一次撤销", code="QL-EN-054")
    return Refused(f"“{label}”的记录已经是原来的样子", "不用再撤销", code="QL-EN-055")


def _undoing(book: "Book", before: Told) -> AbstractContextManager[Change]:
    """The new change, named after what it takes back."""
    said = before.label.removeprefix("撤销：").removeprefix("重做：")
    again = before.kind == "undo" and before.label.startswith("撤销：")
    word = "重做" if again else "撤销"
    return book.change(f"{word}：{said}", kind="undo", undoes=before.step)


def _one_back(
    change: Change, before: Told, image: Image, rules: Rules, *, over_later: bool
) -> list[Held]:
    """One row to what it was; Held, and the row untouched, when its subject does not want it."""
    book = change.book
    gone = over_later and (book.row(image.table, image.row_id) or {}).get("deleted")
    try:
        with book.change(change.label):
            change.restore_image(image, of_units=before.of_units(book), over_later=over_later)
            alive = image.before is not None and not image.before["deleted"]
            if comes(book, image) or (gone and alive):
                rules.admit(book, image.table, image.row_id)
    except Refused as refused:
        name = naming(book.tables[image.table], image.before or image.after or {})
        return [Held(image.table, image.row_id, name, refused.what)]
    return []
