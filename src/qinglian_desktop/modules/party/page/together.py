"""大党委, members who report, grids: the lists with their year, their papers and their steps."""

from functools import partial

from qinglian_desktop.core import clock
from qinglian_desktop.core.kinds import show_quantity
from qinglian_desktop.core.record import naming
from qinglian_desktop.modules.party import actions, reads
from qinglian_desktop.modules.party.page import papers
from qinglian_desktop.modules.party.page.year_card import CardedPage, YearCard
from qinglian_desktop.modules.party.records import (
    LISTS,
    CheckIn,
    Grid,
    GridStaff,
    GridVisit,
    JointItem,
    MemberUnit,
    Service,
)
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.ledger_page import LedgerPage

_ITEMS = ("number", "list", "title", "owner_unit", "due_on", "status", "feedback_on", "feedback")
_CHECK_INS = (
    "year", "person", "unit", "where_to", "estate", "reported_on", "post", "result", "feedback_on",
)  # fmt: skip
_GRIDS = ("number", "name", "area", "groups", "households", "buildings", "micro")


def items(desk: Desk) -> LedgerPage:
    page = desk.ledger(JointItem, title="三张清单", columns=_ITEMS, page_type=CardedPage)
    assert isinstance(page, CardedPage)

    def told(year: int) -> str:
        rows = reads.items_of_year(desk.book, year)
        counts = "，".join(f"{name} {sum(r['list'] == name for r in rows)} 项" for name in LISTS)
        done = reads.projects(desk.book, year, clock.today())
        held = reads.joint_meetings(desk.book, year, clock.today())
        return (
            f"{counts}。到期的项目 {done.due} 个，按期办结 {done.done} 个；"
            f"联席会应开 {held.due} 次，按期开了 {held.done} 次。"
        )

    def paper(year: int) -> None:
        papers.one(desk, page, actions.three_lists, year, title="三张清单")

    act = ("打印三张清单", "把这一年的需求、资源、项目印在一起", paper)
    tables = (JointItem.table, "joint_meeting", MemberUnit.table)
    page.crown(YearCard(desk, "这一年的三张清单", tables, told, (act,)))
    page.list.empty.text.setText("居民要什么、单位能做什么、一起做什么，一条一条记在这里。")
    return page


# -- members who report -------------------------------------------------------------------------


def check_ins(desk: Desk) -> LedgerPage:
    page = desk.ledger(CheckIn, title="报到名册", columns=_CHECK_INS, page_type=CardedPage)
    assert isinstance(page, CardedPage)

    def told(year: int) -> str:
        every = reads.reported(desk.book, year, clock.today())
        if not every:
            return f"{year}年还没有报到党员。单位发来名单的，按“导入”。"
        posts = sum(bool(one.row["post"]) for one in every)
        served = sum(bool(one.services) for one in every)
        units = {one.row["unit"] for one in every}
        waiting = {one.row["unit"] for one in every if not one.row["feedback_on"]}
        hours = show_quantity(sum(one.hours for one in every))
        left = f"还有 {len(waiting)} 个没反馈" if waiting else "都已反馈"
        return (
            f"报到 {len(every)} 人，认领岗位 {posts} 人，参加服务 {served} 人，共 {hours} 小时；"
            f"{len(units)} 个单位，{left}。"
        )

    def year_table(year: int) -> None:
        papers.one(desk, page, actions.year_of_members, year, title="报到服务汇总表")

    def all_letters(year: int) -> None:
        page.banner.hide()
        papers.several(desk, actions.letters_to_all, year, title="反馈函",
                       on_refused=page.banner.say)  # fmt: skip

    page.crown(YearCard(
        desk, "这一年的报到服务", (CheckIn.table, Service.table), told,
        (
            ("打印各单位反馈函", "每个单位一份，写它的每名党员做了什么", all_letters),
            ("打印汇总表", "这一年所有报到党员的岗位、时长和评价", year_table),
        ),
    ))  # fmt: skip
    _member_papers(desk, page)
    page.list.empty.text.setText("单位发来名单的按“导入”，一个一个来的按“新增”。")
    return page


def _member_papers(desk: Desk, page: CardedPage) -> None:
    def card(row_id: str) -> None:
        papers.one(desk, page, actions.service_card, row_id, title="服务记录卡")

    def letter(row_id: str) -> None:
        papers.one(desk, page, actions.letter_of, row_id, title="反馈函")

    def of_unit(row_id: str) -> None:
        papers.one(desk, page, actions.letter_to_unit, row_id, title="反馈函")

    def answered(row_id: str) -> None:
        changes = desk.runner.act(actions.answer_unit, row_id, on_refused=page.banner.say)
        if changes is not None:
            page.bar.say(
                f"登记了 {changes.result} 人的反馈日期。",
                action=partial(desk.runner.undo_step, changes.step),
            )

    ways: papers.Ways = {
        "服务记录卡": card, "这一位的反馈函": letter, "他单位的反馈函": of_unit,
        "他单位都登记已反馈": answered,
    }  # fmt: skip
    what = "选中一位，印他的服务记录卡、给他单位的反馈函，或者登记已经反馈"
    papers.menu_button(page, "反馈", what, ways)


# -- grids --------------------------------------------------------------------------------------


def grids(desk: Desk) -> LedgerPage:
    page = desk.ledger(Grid, title="网格划分", columns=_GRIDS, page_type=CardedPage)
    assert isinstance(page, CardedPage)

    def told(year: int) -> str:
        day = reads.year_until(year, clock.today())
        found = reads.standing(desk.book, day)
        if not found:
            return "还没有登记网格。"
        period = reads.visit_period(desk.book, day)
        houses, seen = sum(one.households for one in found), sum(one.visited for one in found)
        short = [naming(Grid, one.grid) for one in found if one.lacking]
        staffed = f"{'、'.join(short)}缺人" if short else "人员都齐"
        share = f"，走访率 {seen * 100 // houses}%" if houses else ""
        return (
            f"{len(found)} 个网格，{houses} 户，{staffed}；{period.label}走访了 {seen} 户{share}。"
        )

    def roster(_year: int) -> None:
        papers.one(desk, page, actions.grid_roster, title="网格力量名册")

    def sheet(row_id: str) -> None:
        papers.one(desk, page, actions.visit_sheet, row_id, title="走访记录表")

    act = ("打印力量名册", "每个网格的网格长、专职、兼职、指导员和其他力量", roster)
    tables = (Grid.table, GridStaff.table, GridVisit.table, "household")
    page.crown(YearCard(desk, "网格的人员和走访", tables, told, (act,)))
    what = "选中一个网格，印出还没走访的户，带着去走访"
    papers.menu_button(page, "走访表", what, {"还没走访的户": sheet})
    page.list.empty.text.setText("先登记网格，再登记人员和走访。")
    return page
