"""The street looks at its units, holds a joint meeting and takes up what they did well."""

from datetime import timedelta
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.modules.inspection import actions, reads
from qinglian_desktop.modules.saving import saver
from qinglian_desktop.store.book import Book

_FOUND = (
    ("一般", "（五）", "公开目录里的事项按期上墙", "两张公告贴在一起，后面的看不到",
     "分开重贴，拍照"),
    ("较重", "（四）", "收支有凭证，凭证有附件和审批", "三笔支出没有审批人签字",
     "补齐审批，说明原因"),
    ("一般", "（九）", "公约公开，人居环境有检查", "背街垃圾桶周围没有清扫", "当天清扫，排进巡查"),
)  # fmt: skip
_REMARKS = ("做法能照着学，建议各单位参考。", "写清了投入和成效，有说服力。")


def look_around(book: Book) -> None:
    """A round with its findings, a meeting with agenda, tasks and minutes, and the library."""
    today = clock.today()
    first = _round(book)
    _findings(book, first)
    held = _put(
        book, "street_meeting", title="清廉村居建设联席会议", held_on=today.isoformat(),
        begins_at="14:30", place="街道三楼会议室", chair="郑主任", recorder="周文书",
        attendees="民政办、纪工委、农服中心、党群办、平安办，各村（社区）",
        minutes="各科室通报了本季度情况，逐项研究了各单位没有办完的问题。",
    )  # fmt: skip
    actions.collect_agenda(book, held)
    _decide(book, held)
    for one, remark in zip(reads.practices(book), _REMARKS, strict=False):
        told = {"category": "基层治理有效", "remark": remark}
        actions.note_practice(book, one.row["id"], told)


def _put(book: Book, table: str, **draft: Any) -> str:
    return str(saver(table)(book, None, draft).result)


def _round(book: Book) -> str:
    today = clock.today()
    made = _put(
        book, "inspection_round", title="三季度清廉村居督查", sheet="清廉村居综合督查",
        from_on=(today - timedelta(days=9)).isoformat(),
        to_on=(today + timedelta(days=9)).isoformat(), inspectors="民政办、纪工委",
        ground="年度督查安排", focus="公开公示、支出审批、人居环境",
    )  # fmt: skip
    actions.plan_visits(book, made)
    for visit in reads.visits(book, made)[: len(_FOUND)]:
        told = {"visited_on": visit["planned_on"], "result": "台账齐全，发现的问题已当面反馈。"}
        if visit["planned_on"] < today.isoformat():
            saver("inspection_visit")(book, visit["id"], told)
    return made


def _findings(book: Book, round_id: str) -> None:
    """The first is sent, the second waits, the third was put right at once."""
    visits, today = reads.visits(book, round_id), clock.today()
    made = []
    for place, (severity, item, point, what, asked) in enumerate(_FOUND):
        visit = visits[place % len(visits)]
        day = min(visit["planned_on"], today.isoformat())
        made.append(
            _put(
                book, "inspection_finding", visit_id=visit["id"], found_on=day, point=point,
                item=item, what=what, severity=severity, asked=asked,
            )
        )  # fmt: skip
    actions.send_down(book, made[0])
    told = {"recheck": "当场清扫干净。", "rechecked_by": "郑主任"}
    saver("inspection_finding")(book, made[2], told)
    actions.close_at_once(book, made[2])


def _decide(book: Book, meeting_id: str) -> None:
    """The first two topics are decided; one of them, and one task of an office, goes out."""
    today = clock.today()
    due_on = (today + timedelta(days=20)).isoformat()
    given = []
    for topic in reads.topics(book, meeting_id)[:2]:
        decision = f"{topic['unit_name'] or '单位'}月底前办结，办不完的书面说明原因"
        saver("street_topic")(book, topic["id"], {"decision": decision})
        given.append(str(actions.task_from_topic(book, topic["id"]).result))
    for one in given[:1]:
        saver("meeting_task")(book, one, {"due_on": due_on, "evidence": "办结的照片或材料"})
        actions.assign(book, one)
    office = _put(
        book, "meeting_task", meeting_id=meeting_id, what="修订全街道公开目录", office="农服中心",
        due_on=due_on,
    )  # fmt: skip
    actions.assign(book, office)
