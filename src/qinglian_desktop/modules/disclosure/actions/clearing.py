"""Did anybody object to a 公示? The lock on its next step, and 公示无异议证明 on paper."""

from datetime import date

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.document import Document, Facts, Paragraph, Signature, dated, sealed
from qinglian_desktop.core.kinds import mask_name
from qinglian_desktop.core.module import Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.privacy import any_of
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.disclosure import steps, wall_reads
from qinglian_desktop.modules.disclosure.actions import drafting, objections, public
from qinglian_desktop.modules.disclosure.reads import (
    issuer_of_kind,
    item_of,
    kind_row,
    own_notice,
    row_day,
)
from qinglian_desktop.modules.disclosure.wall_reads import Publicity
from qinglian_desktop.store.book import Book

RESULT_KIND = "N20"
_NAMED = 3  # objections named in a refusal


def refuse_unsettled(book: Book, notice_id: str, day: date | None = None) -> Publicity:
    """Where the 公示 stands; refused while the step after it is locked.

    For whoever takes that step: the days must be over, the paper must have hung them out, and
    no objection may be open.
    """
    row, day = own_notice(book, notice_id), day or clock.today()
    stands = wall_reads.publicity(book, row, day)
    number = row["number"]
    if row["state"] not in steps.FROZEN:
        raise Refused(f"{number}还没上墙", "先上墙，期满再办下一步", code="QL-PD-096")
    if stands.early:
        raise Refused(
            f"{number}提前撤下了，公示天数不够", "请重新张贴，贴够天数再办下一步",
            code="QL-PD-097",
        )  # fmt: skip
    if not stands.over and stands.until_on is not None:
        left = (stands.until_on - day).days
        raise Refused(
            f"公示还差 {left} 天，不能提前办结", f"请等到{paper_day(stands.until_on)}",
            code="QL-PD-098",
        )  # fmt: skip
    if stands.open and stands.paused:
        names = "、".join(one["number"] for one in stands.open[:_NAMED])
        raise Refused(
            f"还有 {len(stands.open)} 条异议没有办结：{names}", "先办结异议，再办下一步",
            code="QL-PD-099",
        )  # fmt: skip
    return stands


def write_result(book: Book, notice_id: str) -> Changes:
    """The draft of a 公示情况说明 (N20) for a 公示 whose days and objections are settled.

    What was said is told without the name of who said it. `result` is its number.
    """
    stands, row = refuse_unsettled(book, notice_id), own_notice(book, notice_id)
    told = [_told(book, one) for one in stands.settled]
    facts = {
        "notice_no": row["number"],
        "notice_title": row["title"],
        "from_on": row_day(row),
        "to_on": stands.until_on,
        "objections": len(told),
        "rows": told,
        "conclusion": _conclusion(told),
    }
    given = {name: value for name, value in facts.items() if value not in (None, [])}
    title = f"关于{_bare(row['title'] or '')}公示情况的说明"
    return drafting.draft(book, RESULT_KIND, given, title=title, about=row["number"])


def _bare(title: str) -> str:
    """关于低保名单的公示 → 低保名单: what the posting was about."""
    return title.removeprefix("关于").removesuffix("公示").removesuffix("的")


def _told(book: Book, row: Row) -> dict[str, str]:
    answers = (one["text"] for one in objections.steps_of(book, row["id"]) if one["text"])
    told = {
        "content": " ".join(str(row["content"] or "").split()),
        "answer": str(next(answers, "")),
        "result": str(row["result"] or "已办结"),
    }
    names = public.each_of(row["raised_by"])
    if not names:
        return told
    named = any_of(names)
    return {key: named.sub(lambda one: mask_name(one[0]), text) for key, text in told.items()}


def _conclusion(told: list[dict[str, str]]) -> str:
    if not told:
        return "公示期内没有收到异议。"
    return f"公示期内收到异议 {len(told)} 件，都已答复、办结。"


def no_objection_paper(book: Book, notice_id: str) -> Document:
    """公示无异议证明. Refused while it runs, while one is open, and when there was one."""
    row = own_notice(book, notice_id)
    stands = refuse_unsettled(book, notice_id)
    if stands.open:
        raise Refused(
            f"还有 {len(stands.open)} 条异议没有办结", "先办结；有过异议的，打印公示情况说明",
            code="QL-PD-100",
        )  # fmt: skip
    if stands.settled:
        raise Refused(
            f"公示期内收到过 {len(stands.settled)} 条异议，开不了无异议证明",
            "请打印公示情况说明，写明怎么处理的",
            code="QL-PD-101",
        )
    return certificate(
        row,
        issuer_of_kind(
            book,
            kind_row(book, row["kind"], row_day(row) or clock.today()),
            item_of(book, row["code"], row["period"]),
        ),
        _places(book, row),
        clock.today(),
    )


def _places(book: Book, row: Row) -> str:
    found = wall_reads.hangings(book, Where("notice_id", "=", row["id"]))
    return "、".join(dict.fromkeys(one["spot"] for one in found)) or row["place"] or ""


def certificate(row: Row, issuer: str, places: str, day: date) -> Document:
    """The paper itself: what was posted, where, from when to when, and that nobody objected."""
    first, last = row_day(row), date.fromisoformat(row["window_on"] or row["until_on"])
    span = f"{paper_day(first)}至{paper_day(last)}" if first else paper_day(last)
    mode = row["mode"] or "公示"
    said = f"《{row['title']}》（{row['number']}）已按规定{mode}，{mode}期内没有收到异议。"
    facts = (
        (f"{mode}时间", f"{span}，共 {(last - first).days if first else 0} 天"),
        (f"{mode}地点", places),
        ("收到异议", "0 条"),
        ("公告指纹", row["fingerprint"] or ""),
    )
    blocks = (
        Paragraph(said),
        Facts(tuple(pair for pair in facts if pair[1])),
        Paragraph("特此证明。"),
        Signature(issuer, dated(day)),
    )
    return sealed(
        Document("公示无异议证明", "official", blocks, unit=issuer, number=row["number"],
                 made_on=day)
    )  # fmt: skip
