"""What of the projects is due: to be published after the start, to be finished as agreed."""

from datetime import date, timedelta

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Due, Query, Where
from qinglian_desktop.core.pack import evidence_label
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.projects.records import BUILDING, CONTRACT, Project
from qinglian_desktop.store.book import Book

_PACK = "small-projects"


def due(book: Book, day: date) -> list[Due]:
    """Nothing is read of the pack while no work is under way."""
    where = (
        Where("owner", "=", book.unit.office_id),
        Where("started_on", "filled"),
        Where("stage", "in", (CONTRACT, BUILDING)),
    )
    rows = book.rows(Query(Project.table, where))
    found = [line for row in rows for line in _of(book, row, day)]
    return [line for line in found if line.due_on <= day + timedelta(days=line.lead)]


def _of(book: Book, row: Row, day: date) -> list[Due]:
    name, made = row["name"] or row["number"] or "", []
    if not row["notice_id"]:
        rule = book.pack(_PACK, day).value("posting")
        began = date.fromisoformat(row["started_on"])
        why = f"{paper_day(began)}开工，{rule['days']} 天内公开；{rule['basis']}"
        made.append(
            Due(
                began + timedelta(days=int(rule["days"])), f"公开工程：{name}",
                f"{why}（{evidence_label(rule)}）", "projects", "编公告", Project.table, row["id"],
            )
        )  # fmt: skip
    if row["until_on"] and not row["accepted_on"]:
        made.append(
            Due(
                date.fromisoformat(row["until_on"]), f"工程到约定的完工日：{name}",
                "合同约定的完工日期，要验收", "projects", "去验收", Project.table, row["id"],
            )
        )  # fmt: skip
    return made
