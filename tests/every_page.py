"""Every screen of the program, one after the other, on an office with something in every list."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from typing import Any

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from cases import fill_office, hold, make_matter
from office import make_book
from qinglian_desktop.core import clock, reckoning
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Damaged
from qinglian_desktop.core.period import Period
from qinglian_desktop.exchange.records import EnrolledUnit
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.decisions import reads
from qinglian_desktop.modules.decisions.page.matters import MattersPage
from qinglian_desktop.modules.decisions.records import MEETINGS, STUDY
from qinglian_desktop.modules.directives import actions as directing
from qinglian_desktop.modules.directives import records as directives
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.modules.disclosure.page.notices import NoticesPage
from qinglian_desktop.modules.education.records import Experience
from qinglian_desktop.modules.funds import actions as funds
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.modules.tasks import actions as tasks
from qinglian_desktop.shell import keys
from qinglian_desktop.shell.damaged import DamagedPage
from qinglian_desktop.shell.demo import caring, inspecting, partying
from qinglian_desktop.shell.demo import unit as demo
from qinglian_desktop.shell.help.side import sections_of
from qinglian_desktop.shell.operator_dialog import OperatorDialog
from qinglian_desktop.shell.unlock import UnlockPage
from qinglian_desktop.shell.way_back import WayBackPage
from qinglian_desktop.shell.window import Window
from qinglian_desktop.shell.wizard import Wizard
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui.drawer import RecordDrawer
from qinglian_desktop.ui.messages import CrashDialog, Question
from windows import TODAY

# What Ctrl+K offers and is done on the spot; everything else there opens a page.
_NO_PAGES = {
    "怎么办", "键盘一览", "新增一条", "打印这一页", "撤销", "重做", "立即备份", "遮挡或恢复",
    "字大一号", "字小一号", "标准字号", "回到刚才的地方", "进入演练社区",
}  # fmt: skip
KINDS = ("community", "village", "street")


@cache
def _made(kind: str) -> Path:
    """The office is made once a run; every test works on its own copy."""
    home = Path(mkdtemp(prefix="every-page-"))
    with clock.fixed(TODAY), make_book(home, kind) as book:
        if kind == "street":
            tasks.load_plan(book, TODAY.year)
            _directs(book)
            inspecting.look_around(book)
        else:
            quarter = Period.holding(TODAY, "Q")
            one = demo.Unit(book, Random(5), 0)
            demo.settle(one)
            demo.plan(one, TODAY.year)
            demo.keep_accounts(one, [quarter.previous, quarter])
            funds.compose_quarterly(book, one.accounts[0], quarter.previous)
            fill_office(book)
            hold(book, make_matter(book, TODAY), TODAY, until=STUDY, apart=0)
            _heard(book, one.supervisor)
            _directed(book)
            caring.care(one)
            partying.keep_party(one)
    return home


def _heard(book: Book, supervisor: str) -> None:
    """A board with a paper, and what people said about it."""
    made = disclosure.compose_general(book, "志愿服务安排", body="周末清扫楼道。", mode="公示")
    notice = made.ids("notice")[0]
    disclosure.send_to_review(book, notice)
    disclosure.approve(book, notice, supervisor)
    disclosure.compose_general(book, "便民服务公开", body="电话13812345678。")
    slot = str(disclosure.save_board(book, None, {"name": "大门口公开栏"}).result)
    disclosure.hang(book, notice, slot, 1)
    told = {"kind": "公开内容", "notice_id": notice, "content": "清扫的楼号不全"}
    disclosure.raise_objection(book, told)
    asked = {"notice_id": notice, "asked_on": TODAY.isoformat(), "question": "哪几栋楼"}
    disclosure.save_question(book, None, asked)
    disclosure.save_request(book, None, {"person": "李建华", "wanted": "第三季度账目"})
    demand = {"matter": "机动地", "side": "代表", "signers": 7, "base": 33}
    disclosure.save_demand(book, None, demand)


def _directs(book: Book) -> None:
    """A street with a unit it has asked three things of, one of which is done."""
    with book.change("登记单位") as change:
        change.put(
            EnrolledUnit(
                office_id="unit", name="新街子社区", kind="社区", code="500110007001",
                state="已登记",
            )
        )  # fmt: skip
    with book.change("下发三件") as change:
        for one in _asked("unit", "新街子社区"):
            change.put(one)
    (notice, *_) = book.rows(Query("directive", (Where("kind", "=", directives.NOTICE),)))
    with _as_office(book, "unit", is_street=False):
        task = book.rows(Query("directive", (Where("kind", "=", directives.TASK),)))[0]
        scan = json.dumps([book.files.add(b"scan")])
        said = "已盖章扫描，随这次报送交来。"
        answered = {"state": "已办完", "said": said, "files": scan}
        directing.answer(book, task["id"], answered)
        with book.change("好经验") as change:
            change.put(
                Experience(
                    title="院坝里的廉情驿站", results="投诉少了一半", files=(json.loads(scan)[0],)
                )
            )
    answer = book.rows(Query("directive_answer"))[0]
    directing.review(book, "directive_answer", answer["id"], "意见", "写得清楚")
    directing.close(book, notice["id"], "都看过了")


def _directed(book: Book) -> None:
    """A unit of which its street has asked three things, and which has sent a row back."""
    unit, row = book.unit, book.rows(Query("entry", limit=1))[0]
    with _as_office(book, unit.street_id, is_street=True), book.change("街道") as change:
        for one in _asked(unit.office_id, unit.name):
            change.put(one)
        for verdict in directives.VERDICTS:
            change.put(
                directives.Review(
                    to_name=unit.name, to_office=unit.office_id, about="收支 0001 财政拨付",
                    verdict=verdict, said="票据没有附，请补上盖了章的扫描件", made_on=TODAY,
                    field_name="files", target_table="entry", target_id=row["id"],
                    target_version=row["vv"],
                )
            )  # fmt: skip
    directing.register_task(book, book.rows(Query("directive"))[0]["id"])


def _asked(office: str, name: str) -> tuple[directives.Directive, ...]:
    day = TODAY + timedelta(days=5)
    reason = reckoning.given(day, "街道下发时定的日期").stored()
    to: dict[str, Any] = {"to_office": office, "to_name": name, "issued_on": TODAY}
    dated: dict[str, Any] = {**to, "due_on": day, "due_reason": reason}
    return (
        directives.Directive(
            kind=directives.TASK, title="报送三季度惠民补贴发放台账", evidence="盖章的扫描件",
            what="按户列出发放对象、标准和金额，盖章后扫描一并交来。", **dated,
        ),
        directives.Directive(
            kind=directives.ORDER, title="公开栏三季度财务公告重新上墙", number="通惠清〔2026〕8号",
            ground="街道第三季度公开检查记录", evidence="上墙后的照片", **dated,
        ),
        directives.Directive(kind=directives.NOTICE, title="十二月起月报改在 25 日前交", **to),
    )  # fmt: skip


@contextmanager
def _as_office(book: Book, office: str, *, is_street: bool) -> Iterator[None]:
    """What another office wrote and this one has taken in, without the way between them."""
    own, role = book.unit, "street" if is_street else "unit"
    book.unit = own._replace(office_id=office, role=role)
    try:
        yield
    finally:
        book.unit = own


def full_office(folder: Path, kind: str = "community") -> Book:
    """A community, village or street in its first year."""
    shutil.copytree(_made(kind), folder, dirs_exist_ok=True)
    return Book.open(folder / "home", RECORDS)


@contextmanager
def nobody_chooses_a_file() -> Iterator[None]:
    """The system's own dialogs would wait for ever: they answer as if they were closed."""
    names = ("getOpenFileName", "getOpenFileNames", "getSaveFileName", "getExistingDirectory")
    kept = {name: getattr(QFileDialog, name) for name in names}
    for name in names:
        nothing: Any = "" if name == "getExistingDirectory" else ("", "")
        setattr(QFileDialog, name, staticmethod(lambda *_, _answer=nothing, **__: _answer))
    try:
        yield
    finally:
        for name, function in kept.items():
            setattr(QFileDialog, name, function)


def screens(window: Window) -> Iterator[tuple[str, QWidget]]:
    """(screen id, page), shown and at rest: every tab, every section, what lies over them."""
    with nobody_chooses_a_file():
        yield from _screens(window)


def _screens(window: Window) -> Iterator[tuple[str, QWidget]]:
    for page_id in window.tabs:
        page = window.go(page_id)
        sections = sections_of(page)
        for key in sections.keys() if sections is not None else [""]:
            if sections is not None:
                sections.show_section(key)
            name = f"{page_id}.{key}" if key else page_id
            yield rested(window, name, page)
            for _ in opened(window, page_id, key or (window.tabs[page_id].tables or ("",))[0]):
                yield rested(window, name, page)
    yield from _over_a_matter(window)
    yield from _over_a_notice(window)
    window.import_sheet(Person)
    yield rested(window, "import", window.page)
    window.close_over()
    for name, act in keys.acts(window).items():
        if name in _NO_PAGES or name.startswith("去") or "模板" in name:
            continue
        window.go("today")
        act()
        if window.page_id == "":
            yield rested(window, str(getattr(window.page, "page_id", "")), window.page)
    window.close_over()


def _over_a_matter(window: Window) -> Iterator[tuple[str, QWidget]]:
    """What is laid over a matter inside its tab, on the one that stands before a meeting."""
    matters = window.book.rows(Query("matter"))
    found = next(
        (m for m in matters if reads.case(window.book, m["id"]).next_gate in MEETINGS), None
    )
    if found is None or "decisions" not in window.tabs:
        return
    window.go("decisions", "matter", found["id"])
    page = window.page.findChild(MattersPage)
    assert page is not None
    page.prepare(found["id"], reads.case(window.book, found["id"]).next_gate)
    yield rested(window, "meeting", window.page)
    page.ask_homes(found["id"])
    yield rested(window, "households", window.page)
    page.show_list()


def _over_a_notice(window: Window) -> Iterator[tuple[str, QWidget]]:
    """What is laid over a notice inside its tab, on a draft that shows a telephone."""
    drafts = window.book.ids(Query("notice", (Where("title", "=", "便民服务公开"),), limit=1))
    if not drafts or "disclosure" not in window.tabs:
        return
    window.go("disclosure", "notice", drafts[0])
    page = window.page.findChild(NoticesPage)
    assert page is not None
    page.show_three(drafts[0])
    yield rested(window, "three-papers", window.page)
    page.show_compare(drafts[0])
    yield rested(window, "compare", window.page)
    page.show_list()


def opened(window: Window, page_id: str, table: str) -> Iterator[str]:
    """The first row of the list beside it, then an empty form; then as it was."""
    if table in window.book.tables.records and (ids := window.book.ids(Query(table, limit=1))):
        window.go(page_id, table, ids[0])
        yield "row"
    window.new_record()
    sections = sections_of(window.page)
    if sections is None or sections.key == table:  # else it led to another page, seen by itself
        yield "new"
    for drawer in window.page.findChildren(RecordDrawer):
        if drawer.isVisible():
            drawer.closed.emit()


def others(folder: Path) -> Iterator[tuple[str, QWidget]]:
    """What is no page of the window: the first-run pages, the PIN box, the restore, dialogs."""
    wizard = Wizard(folder)
    for step in range(6):
        wizard.stack.setCurrentIndex(step)
        yield f"wizard.{step + 1}", wizard
    yield "unlock", UnlockPage(folder)
    yield "way-back", WayBackPage(folder)
    damage = Damaged("数据文件里有读不出来的地方，已经停下，没有改动", "请用备份还原")
    yield "damaged", DamagedPage(folder, damage)
    yield "", OperatorDialog("周文书", "文书")
    yield "", Question(None, "将回到 2026-11-20 08:31 的样子。之后登记的会另存。", "还原", "取消")
    yield "", CrashDialog("版本 0.1.0")


def rested(window: Window, name: str, page: QWidget) -> tuple[str, QWidget]:
    """What runs beside the window has answered and the layout stands."""
    patience, calm = QDeadlineTimer(10_000), 0
    while calm < 4 and not patience.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
        calm = calm + 1 if window.runner.quiet else 0
    return name, page
