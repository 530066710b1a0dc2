"""Which words, inputs and buttons does a notice get in its state?"""

from datetime import date
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.privacy import NAMES
from qinglian_desktop.modules.disclosure import actions, rules, steps, wall_reads
from qinglian_desktop.modules.disclosure.page.next_step import NextStep

_REPRINT = ("print", "原样重印")


def show(book: Any, row: dict[str, Any], card: NextStep) -> None:
    """Set the card for this notice; exactly one primary button."""
    state = row["state"]
    if state in steps.EDITABLE:
        _editing(book, row, card)
    elif state == "待审":
        _reviewing(book, row, card)
    elif state == "审核同意":
        _approved(book, row, card)
    elif state == steps.ON_BOARD:
        _hanging(book, row, card)
    elif state == steps.TOO_SHORT:
        words = f"只贴了不到 {row['min_days']} 天就撤下了，要重新张贴。"
        card.show_state(
            words, (("post", "重新张贴"), _REPRINT), ("place", "photo"), place=row["place"] or ""
        )
    else:
        words = f"已归档，指纹 {row['fingerprint'] or ''}。只能原样重印；内容有误发更正公告。"
        card.show_state(words, (_REPRINT, ("correct", "写更正公告")), ("boxes", "reason"))
        card.reason.setPlaceholderText("要更正的：原来怎么写的、改成什么")


def _editing(book: Any, row: dict[str, Any], card: NextStep) -> None:
    found = actions.privacy_findings(book, row["id"])
    if found:
        shown = "、".join(NAMES[kind] for kind in dict.fromkeys(one.kind for one in found))
        card.show_state(
            f"还有 {len(found)} 处个人信息没有遮住：{shown}。逐处看，按右边的“脱敏对照”。",
            (("hide", "一键遮住"), ("send", "送审核")),
        )
        return
    reviewer = actions.asked_reviewer(book, row)
    back = f"退回意见：{row['opinion']}。改好后再送。" if row["state"] == "退回" else ""
    if rules.needs_review(reviewer, row["kind"]):
        who = reviewer or book.word("supervisors_short")
        card.show_state(f"{back}看过右边的纸面，没有问题就送{who}审核。", (("send", "送审核"),))
    else:
        card.show_state(
            f"{back}这一项不要求审核，可以直接贴；也可以先送审核。",
            (("send", "送审核"), ("print", "打印"), ("post", "已上墙")),
            ("place", "photo"),
            place=last_place(book),
        )


def _reviewing(book: Any, row: dict[str, Any], card: NextStep) -> None:
    who = actions.asked_reviewer(book, row) or book.word("supervisors_short")
    card.opinion.setPlaceholderText("意见：不写就是“同意公开”；退回必须写")
    by_pin = actions.by_pin(book)
    asked = "写上姓名，在复核人名单里的再输自己的 PIN，" if by_pin else "写上姓名再"
    card.show_state(
        f"请{who}的人看右边的纸面，{asked}按“同意公开”。",
        (("approve", "同意公开"), ("send_back", "退回")),
        ("reviewer", "pin", "opinion") if by_pin else ("reviewer", "opinion"),
    )


def _approved(book: Any, row: dict[str, Any], card: NextStep) -> None:
    said = f"{row['reviewer']}已同意。"
    back = ("withdraw", "退回修改")
    card.reason.setPlaceholderText("要退回修改的，写明改哪里")
    if not row["posted_on"]:
        card.show_state(
            f"{said}打印后贴出去，贴上再回来登记。",
            (("print", "打印"), back),
            ("boxes", "reason"),
        )
        return
    card.show_state(
        f"{said}打印的日期从{paper_day(date.fromisoformat(row['posted_on']))}算起。"
        "贴好后拖进照片，按“已上墙”。",
        (("post", "已上墙"), ("print", "再打印"), back),
        ("boxes", "place", "photo", "reason"),
        place=last_place(book),
    )


def _hanging(book: Any, row: dict[str, Any], card: NextStep) -> None:
    until, today = date.fromisoformat(row["until_on"]), clock.today()
    stands = wall_reads.publicity(book, row, today)
    waits = (
        f"有 {len(stands.open)} 条异议没办结，下一步先停着。"
        if stands.open and stands.paused
        else ""
    )
    stay = actions.stay_of(book, row, date.fromisoformat(row["posted_on"]))
    down, fix = ("take_down", "撤下归档"), ("correct", "写更正公告")
    if stay.term.lasting:
        words = "长期公开。内容有变动时撤下，要写原因。"
        card.show_state(words, (_REPRINT, down, fix), ("boxes", "reason"))
    elif until <= today:
        card.show_state(
            f"{waits}贴够了，{paper_day(until)}起可以撤下。",
            (down, _REPRINT, fix),
            ("boxes", "reason"),
        )
    else:
        left = (until - today).days
        words = f"最早 {paper_day(until)} 可以撤下，还要贴 {left} 天。{'；'.join(stay.why)}。"
        words = f"{waits}{_window(row, today)}{words}"
        card.show_state(words, (_REPRINT, fix, down), ("boxes", "reason"))
    card.reason.setPlaceholderText("提前撤下的原因；写更正公告时写更正什么")


def _window(row: dict[str, Any], today: date) -> str:
    """Until when people may object to a 公示, which may be sooner than the paper comes down."""
    if not row["window_on"]:
        return ""
    last = date.fromisoformat(row["window_on"])
    if last > today:
        return f"提意见到{paper_day(last)}为止，还有 {(last - today).days} 天，期满才能办下一步。"
    return f"提意见的期限{paper_day(last)}已满，没有没办结的意见就可以办下一步。"


def last_place(book: Any) -> str:
    """The first empty slot; without boards where the last paper was put up."""
    slots = wall_reads.picture(book)
    if free := next((slot.spot for slot in slots if slot.hanging is None), ""):
        return free
    places = book.distinct("notice", "place")
    return str(places[-1]) if places else f"{book.unit.name}公开栏"
