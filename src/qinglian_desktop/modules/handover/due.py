"""A hand-over somebody has not signed yet stands in 今日."""

from datetime import date

from qinglian_desktop.core.module import Due
from qinglian_desktop.modules.handover import actions
from qinglian_desktop.modules.handover.records import Handover
from qinglian_desktop.store.book import Book


def due(book: Book, day: date) -> list[Due]:
    row = actions.unfinished(book)
    if row is None:
        return []
    who = "、".join(actions.lacking_signatures(row))
    return [
        Due(
            due_on=date.fromisoformat(row["handed_on"]),
            subject="交接还没完成",
            why=f"还缺{who}签字",
            module="handover",
            act="去签字",
            table=Handover.table,
            row_id=row["id"],
        )
    ]
