"""A merge is taken back: the street holds again what it held before that bundle, row for row.

Newest first: as long as nothing of the same office was merged or decided on top of it. Rows that
came go, rows that changed get the very version they had, sums and reach go back with them; papers
stay. The receipt written then tells the unit to send everything, so that nothing is missing in
the end; the bundle itself may be imported again at once.
"""

import json
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused, Stopped
from qinglian_desktop.core.record import Row
from qinglian_desktop.exchange import photos, receipts, unmatched, waiting
from qinglian_desktop.exchange.records import ReceivedBundle
from qinglian_desktop.store import before, engine, merge_steps, people, trail
from qinglian_desktop.store import merge as merging
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change
from qinglian_desktop.store.trail import Image

Tick = Callable[[int, int], bool]
_STEP = 200  # rows between two looks at the clerk's 停止


class Result(NamedTuple):
    """What went and what is as it was; `note` says what becomes of the receipt."""

    gone: int
    restored: int
    note: str


def plan(book: Book, step: int) -> tuple[Row, tuple[Image, ...]]:
    """The note of the bundle and what else that merge wrote down; Refused where it cannot go."""
    label, why = merge_steps.label_and_why_not(book.connection, step)
    if not book.unit.is_street:
        raise Refused(
            f"“{label}”不能撤销：那是街道写的", "内容不对请告诉街道，改好再下发一次",
            code="QL-UB-241",
        )  # fmt: skip
    if why:
        raise Refused(f"“{label}”现在不能撤销：{why}", "撤销从最后合并的包开始", code="QL-UB-160")
    found = merge_steps.images(book.connection, step)
    note = next((i for i in found if i.table == ReceivedBundle.table), None)
    if note is None or note.after is None or note.after.get("kept_before") is None:
        raise Refused(
            f"“{label}”没有留下合并前的内容，不能撤销", "内容有误请对方改好再报送一次",
            code="QL-UB-161",
        )  # fmt: skip
    return note.after, tuple(image for image in found if image is not note)


def newest(book: Book, code: str) -> tuple[int, int]:
    """The step and the number of the last merge of a unit that still stands."""
    units = book.rows(Query("enrolled_unit", (Where("code", "=", code),), limit=1))
    if not units:
        raise Refused(f"没有编码是 {code} 的单位", "用 qinglian unit list 看有哪些单位")
    with engine.plain_words():
        found = merge_steps.newest(book.connection, units[0]["office_id"])
    if found is None:
        raise Refused(
            f"〔{units[0]['name']}〕没有可以撤销的合并", "先导入它的报送包", code="QL-UB-162"
        )
    return found


def images(book: Book, step: int, limit: int, offset: int = 0) -> tuple[list[Image], int]:
    """A page of the rows of the merge as they were and as they are, and how many there are.

    Of a merge that cannot be taken back only what it noted is left.
    """
    with engine.plain_words():
        try:
            note, _ = plan(book, step)
        except Refused:
            found = trail.images(book.connection, step, limit=limit, offset=offset)
            return found, trail.count(book.connection, step)
    lines = [
        Image(place, step, table, row_id, "update" if was else "insert", was, None)
        for place, (table, row_id, was) in enumerate(
            islice(_each(book, note), offset, offset + limit)
        )
    ]
    made = [line._replace(after=book.row(line.table, line.row_id)) for line in lines]
    return made, int(note["new_count"]) + int(note["changed_count"])


def _each(book: Book, note: Row) -> Iterator[tuple[str, str, Row | None]]:
    for one in before.read(book.files, _ids(note)):
        if one.was is not None:
            yield one.table, one.was["id"], one.was
        for row_id in one.new:
            yield one.table, row_id, None


def _ids(note: Row) -> list[str]:
    return list(json.loads(note["kept_before"]))


def take_back(book: Book, step: int, tick: Tick | None = None) -> Changes:
    """One change; `result` is a Result. Refused, and nothing moved, where something is on top."""
    people.need(book, "合并")
    note, others = plan(book, step)
    label, _ = merge_steps.label_and_why_not(book.connection, step)
    office = note["from_office"]
    gone = restored = 0
    tables: set[str] = set()
    with book.change(f"撤销：{label}", kind="undo", undoes=step) as change:
        merging.quiet(change)
        for done, one in enumerate(before.read(book.files, _ids(note))):
            if tick is not None and done % _STEP == 0 and not tick(done, done + _STEP):
                raise Stopped
            tables.add(one.table)
            if one.was is not None:
                before.put_back(book.connection, one.table, one.was)
                restored += 1
            gone += before.take_out(book.connection, one.table, one.new) if one.new else 0
        merging.loud(change)
        for image in others:
            change.restore_image(image, over_later=True)
        _note_taken_back(change, note, step)
        waiting.retry(change, book)
        photos.forget_unnamed(change, office)
        for table in sorted(tables):
            instead = unmatched.counted_instead(book, office, table)
            merging.count_again(book.connection, table, office, instead)
            change.touch(table, "")
        change.result = Result(gone, restored, "")
    said = receipts.told_again(book, note)
    return change.changes._replace(result=Result(gone, restored, said))


def _note_taken_back(change: Change, note: Row, step: int) -> None:
    """The bundle counts as not received; what it was before a second merge of it comes back."""
    book = change.book
    with engine.plain_words():
        earlier = merge_steps.before_of(book.connection, step, note["id"])
    if earlier is None:
        change.put_row(ReceivedBundle.table, note["id"], {"taken_back_at": clock.now()})
        change.drop(ReceivedBundle.table, note["id"])
        return
    fields = ReceivedBundle.fields
    change.put_row(
        ReceivedBundle.table, note["id"], {n: v for n, v in earlier.items() if n in fields}
    )
