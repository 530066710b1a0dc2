"""What of supervision is due: rounds, answers to opinions, promises to residents."""

from datetime import date

from qinglian_desktop.core.module import Due
from qinglian_desktop.modules import cycles
from qinglian_desktop.modules.oversight.records import Promise, SupervisionOpinion
from qinglian_desktop.store.book import Book


def due(book: Book, day: date) -> list[Due]:
    if book.unit.is_street:
        return []
    return [
        *cycles.due(book, "oversight", day),
        *cycles.open_until(
            book, SupervisionOpinion, "reply_due", "replied_on", "oversight", "监督意见等答复",
            "意见书上写的答复期限是<day>", "去登记答复", day,
        ),
        *cycles.open_until(
            book, Promise, "due_on", "closed_on", "oversight", "承诺办结", "公开承诺<day>办结",
            "去办理", day,
        ),
    ]  # fmt: skip
