"""Small makers for tests about what hangs: approved and posted notices, boards, objections."""

from datetime import date
from typing import Any

from office import SUPERVISOR
from qinglian_desktop.core import clock
from qinglian_desktop.modules.disclosure import actions
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.store.book import Book


def approved(book: Book, code: str | None = "G17", **facts: str) -> str:
    """A notice that may be hung; its id."""
    made = {"title": "协助街道工作情况公开", "period": "2026Q3", "body": "入户走访 120 户。"}
    row_id = actions.compose_general(book, code=code, **{**made, **facts}).ids("notice")[0]
    actions.send_to_review(book, row_id)
    actions.approve(book, row_id, SUPERVISOR)
    return row_id


def posted(book: Book, day: date, code: str | None = "G17", **facts: str) -> str:
    """A notice that was hung that day; its id."""
    with clock.fixed(day):
        row_id = approved(book, code, **facts)
        actions.post(book, row_id, "公开栏第一格", day)
    return row_id


def ready(book: Book, number: int) -> str:
    """A notice that counts as approved, without its papers: enough for the rules of slots."""
    with book.change("备一份公告") as change:
        return change.add(
            Notice,
            {
                "number": f"{number}号",
                "kind": "一般公开",
                "title": f"第{number}份",
                "state": "审核同意",
            },
        )


def board(book: Book, name: str = "大门口公开栏", across: int = 3, down: int = 2) -> str:
    draft = {"name": name, "across": across, "down": down}
    return str(actions.save_board(book, None, draft).result)


def objection(book: Book, notice_id: str = "", **facts: Any) -> str:
    """An objection as somebody at the counter tells it; its id."""
    told = {"kind": "公开内容", "content": "第三项的钱数不对", "raised_by": "李建华"}
    draft = {**told, "notice_id": notice_id or None, **facts}
    return str(actions.raise_objection(book, draft).result)
