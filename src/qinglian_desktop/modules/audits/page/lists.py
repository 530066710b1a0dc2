"""审计, 审计问题 and 汇报述职: standard lists with the papers of the chosen row at their head."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QMenu

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.modules.audits import actions, papers
from qinglian_desktop.modules.audits.records import (
    CLOSED,
    SUBMITTED,
    Audit,
    CollectiveReport,
    Finding,
)
from qinglian_desktop.modules.disclosure.page.papers import show_paper
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.where import where_to

_AUDITS = ("number", "kind", "subject", "post", "state", "due_on", "reported_on", "published_on")
_FINDINGS = ("audit_id", "issue", "content", "amount_fen", "responsible", "due_on", "state")
_REPORTS = ("kind", "period", "due_on", "state", "heard_by", "heard_on")
NONE_CHOSEN = "还没选哪一条。请先在列表里点一条。"


def audits(desk: Desk) -> LedgerPage:
    page = desk.ledger(Audit, title="审计", columns=_AUDITS)
    button = push_button("印材料", icon="print")
    look.named(button, "印材料", "把选中的这次审计的通知书、取证单、征求意见书或整改清单印出来")
    menu = QMenu(button)
    for name in papers.PAPERS:
        menu.addAction(name).triggered.connect(partial(_show_paper, desk, page, name))
    button.setMenu(menu)
    page.head.put(button)
    page.list.empty.text.setText("街道或区里来审计，从这里登记。")
    return page


def _show_paper(desk: Desk, page: LedgerPage, name: str, _checked: bool = False) -> None:
    row_id = chosen(page)
    if row_id:
        show_paper(desk, actions.audit_paper, row_id, name, title=name, on_refused=page.banner.say)


def findings(desk: Desk) -> LedgerPage:
    page = desk.ledger(Finding, title="审计问题", columns=_FINDINGS)
    page.table.records.says = {"state": state_word}
    page.list.empty.text.setText("审计报告里写的问题一条一条登记，按期整改、报送、销号。")
    return page


def state_word(row: Mapping[str, Any]) -> str:
    """整改中, or 逾期 while it is not put right after its day."""
    state = str(row.get("state") or "")
    due = row.get("due_on")
    late = due and date.fromisoformat(due) < clock.today() and state not in (SUBMITTED, CLOSED)
    return "逾期" if late else state


def reports(desk: Desk) -> LedgerPage:
    page = desk.ledger(CollectiveReport, title="汇报述职", columns=_REPORTS)
    button = push_button("这份报告")
    look.named(button, "这份报告", "把选中的报告照账上的数起草、打印或者存成可以再改的文件")
    menu = QMenu(button)
    for word, act in (("起草", _draft), ("打印这份", _print), ("存为 Word", _save)):
        menu.addAction(word).triggered.connect(partial(_on_chosen, act, desk, page))
    button.setMenu(menu)
    page.head.put(button)
    page.list.empty.text.setText(
        "集体经济组织向党组织的半年汇报、理事会和监事会的年度述职登记在这里。"
    )
    return page


def chosen(page: LedgerPage) -> str:
    """The row that is open, else the one chosen in the list; "" is said in the banner."""
    row_id = page.drawer.row_id if page.drawer.isVisible() else page.table.current_id()
    if not row_id:
        page.banner.say(NONE_CHOSEN)
        return ""
    return row_id if page.save_waiting() else ""


def _on_chosen(act: Callable[..., None], desk: Desk, page: LedgerPage, _on: bool = False) -> None:
    row_id = chosen(page)
    if row_id:
        page.banner.hide()
        act(desk, page, row_id)


def _draft(desk: Desk, page: LedgerPage, row_id: str) -> None:
    made = desk.runner.act(
        actions.compose, row_id, on_refused=page.banner.say,
        say="草稿写好了，带【请补写】的地方要自己写。",
    )  # fmt: skip
    if made is not None:
        page.open_record(row_id)


def _print(desk: Desk, page: LedgerPage, row_id: str) -> None:
    show_paper(
        desk,
        actions.report_paper,
        row_id,
        title="汇报述职",
        on_refused=page.banner.say,
        draft_note="填上写好日期以后，纸上的“草稿”两个字自动去掉。",
    )


def _save(desk: Desk, page: LedgerPage, row_id: str) -> None:
    if cover.cover().on:
        page.banner.say("正在遮挡，先不往外存。请按 F9 恢复后再存。")
        return
    row = desk.book.row(CollectiveReport.table, row_id)
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    wanted = str(Path(folder) / f"{row['period'] or ''}{row['kind'] or '报告'}.docx")
    place = where_to(page, "报告存为 Word", wanted, "Word 文件 (*.docx)", (".docx",))
    if place is not None:
        save_as(desk, page, row_id, place)


def save_as(desk: Desk, page: LedgerPage, row_id: str, path: Path) -> None:
    def work(book: Any, _tick: Any) -> Changes:
        return actions.save_report_as_word(book, row_id, path)

    def done(_changes: Changes) -> None:
        desk.runner.said.emit(f"已存为 Word：{path}")

    desk.runner.job(work, label="正在存报告", on_done=done, on_refused=page.banner.say)
