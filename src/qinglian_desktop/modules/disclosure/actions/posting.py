"""How is a notice printed, posted, kept as posted, corrected and taken down?"""

from collections.abc import Iterable, Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.document import Document, Kind
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Damaged, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.disclosure import following, notices, rules, steps, wall_reads
from qinglian_desktop.modules.disclosure.actions import (
    drafting,
    echo,
    framing,
    hanging,
    looking_in,
    writing,
)
from qinglian_desktop.modules.disclosure.actions.review import ready
from qinglian_desktop.modules.disclosure.notices import VARIANT_LABELS, Content
from qinglian_desktop.modules.disclosure.reads import (
    item_of,
    kind_row,
    own_notice,
    reviewer_of,
    row_day,
    stay_of,
)
from qinglian_desktop.modules.disclosure.records import Notice, PlannedPosting
from qinglian_desktop.modules.disclosure.wall_records import HANGS
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book

if TYPE_CHECKING:
    from qinglian_desktop.paper.fonts import Fonts


def print_notice(
    book: Book,
    row_id: str,
    target: Path | BytesIO,
    variant: Kind = "board",
    *,
    hang_on: date | None = None,
    fonts: "Fonts | None" = None,
) -> Changes:
    """Writes one paper of a notice as a PDF, into a file or a buffer. `result` is the page count.

    A posted notice is printed word for word as posted. An approved one carries the days from
    `hang_on` (today) and must then be posted on that day. Others carry the draft mark.
    Refused when the text holds private data or a character that no font can draw.
    """
    from qinglian_desktop.paper.draw import draw
    from qinglian_desktop.paper.fonts import Fonts

    row = own_notice(book, row_id)
    name = target.name if isinstance(target, Path) else ""
    if isinstance(target, Path) and target.suffix.lower() != ".pdf":
        raise Refused(f"公告写不成〔{name or target}〕", "文件名请用 .pdf 结尾", field="out")
    fonts = fonts or Fonts()
    if row["state"] in steps.FROZEN:
        paper, draft = reprint_document(book, row_id, variant), None
    else:
        framing.refuse_private(book, row_id)
        day = hang_on or clock.today()
        paper = framing.papers(book, row, day)[variant]
        draft = _days(book, row, day) if row["state"] == "审核同意" else None
    framing.refuse_unprintable(paper, fonts)
    try:
        pages = draw(paper, target, fonts=fonts).pages
    except OSError as trouble:
        raise Refused(
            f"写不进文件〔{name}〕", "请检查磁盘空间，或关掉正在打开它的程序",
            code="QL-PD-032",
        ) from trouble  # fmt: skip
    with book.change(f"打印{VARIANT_LABELS[variant]}：{row['number']}") as change:
        if draft:
            change.put_row(Notice.table, row_id, draft)
        change.result = pages
    return change.changes


def _days(book: Book, row: Row, day: date) -> Row:
    stay = stay_of(book, row, day)
    return {
        "posted_on": day.isoformat(),
        "min_days": stay.days,
        "until_on": stay.until_on.isoformat(),
        "until_why": stay.reckoned.stored(),
        "window_on": stay.window_on.isoformat() if stay.window_on else None,
        "window_why": stay.window.stored() if stay.window else None,
    }


def post(
    book: Book,
    row_id: str,
    place: str,
    posted_on: date | None = None,
    proof: Iterable[Path | str] = (),
    *,
    fonts: "Fonts | None" = None,
) -> Changes:
    """It hangs (已上墙): content, PDF and fingerprint are frozen, the days begin to run.

    `proof` are photos of the board. `result` is the first day on which it may come down.
    Refused without the review it needs, for a day to come, or when the printed days differ.
    """
    from qinglian_desktop.paper.draw import draw
    from qinglian_desktop.paper.fonts import Fonts

    row = own_notice(book, row_id)
    day = posted_on or (row_day(row) if row["state"] == "审核同意" else None)
    day = day or clock.today()
    fonts, pdf = fonts or Fonts(), BytesIO()
    _may_post(book, row, day, fonts)
    if not place.strip():
        raise Refused("没有写贴在哪里", "例：公开栏第一格", field="place", code="QL-PD-034")
    facts = notices.facts_of(book.files.read(row["content_file"]))
    content = framing.substance(book, row)
    papers = framing.papers(book, row, day, draft=False)
    draw(papers["board"], pdf, fonts=fonts)
    frozen = {
        "content_file": book.files.add(notices.kept(content, papers, facts)),
        "paper_file": book.files.add(pdf.getvalue()),
        "fingerprint": papers["board"].fingerprint,
    }
    photos = ledger.stored(book, proof)
    with book.change(f"上墙：{row['number']}", event_on=day) as change:
        echo.printed(change, row)
        looking_in.posted(change, row)
        days = _days(book, row, day)
        gone: Row = {"removed_on": None, "removal_reason": None}
        hung = {"state": steps.ON_BOARD, "place": place.strip(), **days, **gone, **frozen}
        change.put_row(Notice.table, row_id, hung)
        if photos:
            ledger.add_papers(change, Notice.table, row, "proof", photos)
        for line in _planned(book, row_id):
            change.put_row(PlannedPosting.table, line["id"], {"state": "已公开"})
        following.tell(change, row_id)
        change.result = date.fromisoformat(days["until_on"])
    return change.changes


def _may_post(book: Book, row: Row, day: date, fonts: "Fonts") -> None:
    number, state = row["number"], row["state"]
    item = item_of(book, row["code"], row["period"])
    asked = reviewer_of(kind_row(book, row["kind"], day), item)
    if state in (*steps.EDITABLE, "待审") and rules.needs_review(asked, row["kind"]):
        raise Refused(
            f"{number}还没有{asked or book.word('supervisors_short')}的审核意见",
            "先送审核，审核同意后再上墙",
            code="QL-PD-026",
        )
    steps.allow(state, steps.ON_BOARD)
    if day > clock.today():
        raise Refused(
            "上墙日期在今天之后", "请在贴上那天再登记", field="posted_on", code="QL-PD-027"
        )
    if row["reviewed_on"] and day < date.fromisoformat(row["reviewed_on"]):
        raise Refused(
            f"上墙日期早于审核日期{paper_day(date.fromisoformat(row['reviewed_on']))}",
            "请核对上墙日期",
            field="posted_on",
            code="QL-PD-028",
        )
    printed = row_day(row) if state == "审核同意" else None
    if printed is not None and printed != day:
        raise Refused(
            f"打印的公开期限从{paper_day(printed)}算起，和上墙日期{paper_day(day)}不一样",
            "请按上墙那天重新打印再贴",
            field="posted_on",
            code="QL-PD-029",
        )
    removed = date.fromisoformat(row["removed_on"]) if row["removed_on"] else None
    if removed is not None and day < removed:
        raise Refused(
            f"重新张贴不能早于撤下的{paper_day(removed)}",
            "请核对上墙日期",
            field="posted_on",
            code="QL-PD-030",
        )
    ready(book, row, fonts)


def _planned(book: Book, row_id: str) -> list[Row]:
    own = Where("owner", "=", book.unit.office_id)
    return book.rows(Query(PlannedPosting.table, (Where("notice_id", "=", row_id), own)))


def take_down(
    book: Book, row_id: str, on: date | None = None, reason: str = "", *, by: str = ""
) -> Changes:
    """It comes down from every board: archived when each carried it long enough, else 公示不足
    with a reason. A paper that stays up for good (长期) needs a reason, too.

    `by` is who took it down. `result` is the new state.
    """
    row, day = own_notice(book, row_id), on or clock.today()
    posted, until = row_day(row), row["until_on"]
    if row["state"] != steps.ON_BOARD or posted is None or until is None:
        raise Refused(f"{row['number']}不在墙上", "只有已上墙的公告可以撤下", code="QL-PD-035")
    if day > clock.today() or day < posted:
        raise Refused(
            "撤下日期不对", f"应在{paper_day(posted)}到今天之间", field="removed_on",
            code="QL-PD-036",
        )  # fmt: skip
    boards = wall_reads.hangings(book, Where("notice_id", "=", row_id))
    hanging_now = [one for one in boards if one["state"] == HANGS]
    hanging.refuse_after_cover(book, hanging_now, day)
    last = hanging.last_day(hanging_now, until)
    early = day < last
    if early and not reason.strip():
        raise Refused(
            f"这份公告还要贴 {(last - day).days} 天，不能撤下",
            f"请等到{paper_day(last)}；确实要提前撤下，请写明原因",
            field="removal_reason",
            code="QL-PD-037",
        )
    if stay_of(book, row, posted).term.lasting and not reason.strip():
        raise Refused(
            "长期公开的内容撤下要写原因", "例：内容有变动，已换新的", field="removal_reason",
            code="QL-PD-038",
        )  # fmt: skip
    gone = [one for one in boards if one["state"] != HANGS]
    short = wall_reads.short_boards([*gone, *({**one, "state": ""} for one in hanging_now)])
    state = steps.TOO_SHORT if early or short else "已归档"
    with book.change(f"撤下：{row['number']}", event_on=day, reason=reason) as change:
        hanging.end_all(change, hanging_now, day, reason, by)
        given = {"removed_on": day.isoformat(), "removal_reason": reason.strip() or None}
        change.put_row(Notice.table, row_id, {"state": state, **given})
        following.tell(change, row_id)
        change.result = state
    return change.changes


def reprint_document(book: Book, row_id: str, variant: Kind = "board") -> Document:
    """The paper word for word as it was posted; Damaged when it no longer is what was posted."""
    row = own_notice(book, row_id)
    if row["state"] not in steps.FROZEN:
        raise Refused(f"{row['number']}还没上墙", "上墙后才能原样重印", code="QL-PD-039")
    data = book.files.read(row["content_file"])
    if notices.paper_of(data, "board").fingerprint != row["fingerprint"]:
        raise Damaged("指纹不符：存档被改动过", "请从备份核对", code="QL-PD-041")
    return notices.paper_of(data, variant)


def correct(
    book: Book,
    row_id: str,
    body: str,
    *,
    content: Content | None = None,
    total_fen: int | None = None,
    line_count: int | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Changes:
    """A 更正公告 for a posted notice, as a draft that names the other's number.

    `content` is the corrected substance, when a table has to be shown anew; for one of the
    twenty kinds `facts` are the corrected facts instead. `result` is the new number. The notice
    that is corrected stays as it was posted.
    """
    row = own_notice(book, row_id)
    if row["state"] not in steps.FROZEN:
        raise Refused(f"{row['number']}还没上墙", "直接改草稿就行，不用发更正", code="QL-PD-042")
    if not body.strip():
        raise Refused("没有写更正什么", "写明原来怎么写的、改成什么", field="body",
                      code="QL-PD-043")  # fmt: skip
    before = f"{paper_day(row_day(row) or clock.today())}公开的{row['number']}"
    values = {name: row[name] for name in ("kind", "code", "period", "book", "subject", "basis")}
    values |= {
        "mode": "公告",
        "title": f"关于{row['number']}的更正公告",
        "body": f"{before}《{row['title']}》有误，现更正如下：\n{body.strip()}",
        "corrects": row["number"],
        "total_fen": total_fen,
        "line_count": line_count,
        "event_on": row["event_on"],
    }
    asked = None
    if facts is not None:
        content, counted, asked = drafting.substance(book, row, facts)
        values |= counted
        event = str((kind_row(book, row["kind"]) or {}).get("event", ""))
        values["event_on"] = asked.get(event) or row["event_on"]
    if (values["event_on"] or "") < clock.today().isoformat():
        values["event_on"] = None  # what is over counts nothing back
    made = notices.correcting(content or Content(), str(values["body"]))
    return writing.put_draft(book, made, values, asked=asked)
