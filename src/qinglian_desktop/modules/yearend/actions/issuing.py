"""The notice of a year: as a draft, issued and kept word for word, put right by a next version."""

from datetime import date
from pathlib import Path
from typing import Any, Final

from qinglian_desktop.core import canonical, clock
from qinglian_desktop.core.document import Document, from_plain, to_plain
from qinglian_desktop.core.kinds import FILES
from qinglian_desktop.core.outcome import Changes, Damaged, Refused
from qinglian_desktop.core.pack import doubt
from qinglian_desktop.core.record import Row
from qinglian_desktop.exchange.sheets import exporting
from qinglian_desktop.exchange.word import filling, values
from qinglian_desktop.exchange.word.templates import CIRCULAR
from qinglian_desktop.modules.evaluation.assessment_rules import told
from qinglian_desktop.modules.evaluation.computing import system_of
from qinglian_desktop.modules.yearend import notice_paper as papers
from qinglian_desktop.modules.yearend import reads, rules
from qinglian_desktop.modules.yearend.actions.settling import refuse_closed
from qinglian_desktop.modules.yearend.notice_paper import Reward, Told
from qinglian_desktop.modules.yearend.records import DRAFTED, ISSUED, YearReview, YearVerdict
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.files import write_whole

PACK = "year-end"
_DEPTH: Final = 12


def paper_of(
    book: Book, year: int, review_id: str = "", document_no: str = "", demands: str = ""
) -> Document:
    """The notice as it was issued; without `review_id` as it would be now, marked as a draft."""
    if review_id:
        return from_plain(_kept(book, _there(book, review_id))["paper"])
    found = reads.judged(book, year)
    return papers.notice(_told(book, year, found, clock.today(), document_no, demands, draft=True))


def issue(
    book: Book, year: int, document_no: str, day: date | None = None, demands: str = ""
) -> Changes:
    """印发: paper, figures and Word file are kept as they are now; conclusions go to the units.

    `result` is the id of the notice.
    """
    refuse_closed(book, year)
    number, on = " ".join(document_no.split()), day or clock.today()
    if not number:
        raise Refused(
            "还没填文号", "例：通惠街道〔2026〕58号", field="document_no", code="QL-ST-120"
        )
    if on > clock.today():
        raise Refused("印发日期还没到", "请填印发那天", field="issued_on", code="QL-ST-121")
    found = reads.judged(book, year)
    if not found:
        raise Refused("还没有单位", "先登记单位，收到自评再评", code="QL-ST-122")
    if words := rules.lacking(found):
        raise Refused(f"还不能印发：{words}", "请先逐家核定", code="QL-ST-123")
    paper = papers.notice(_told(book, year, found, on, number, demands, draft=False))
    word = filling.fill(CIRCULAR.data(book.home), values.of_document(paper)).data
    data = canonical.dumps(_snapshot(year, found, paper))
    facts: Row = {
        "state": ISSUED, "document_no": number, "issued_on": on.isoformat(),
        "demands": demands.strip() or None, "digest": canonical.digest(data),
        "snapshot": FILES.dump((book.files.add(data),)),
        "word_file": FILES.dump((book.files.add(word),)),
    }  # fmt: skip
    before = reads.reviews(book, year)
    draft = before[0] if before else None
    with book.change(f"印发 {year} 年终评价通报") as change:
        if draft is not None:
            row_id = change.put_row(YearReview.table, draft["id"], facts)
        else:
            row_id = change.add(YearReview, {**_named(year, 1), **facts})
        for one in found:
            verdict = one.case.verdict
            if verdict is not None and not verdict["to_office"]:
                sent = {"to_office": one.case.office, "document_no": number}
                change.put_row(YearVerdict.table, verdict["id"], sent)
        change.result = row_id
    return change.changes


def reopen(book: Book, year: int) -> Changes:
    """更正: the next version is begun; the one that was issued stays as it is."""
    found = reads.reviews(book, year)
    if not found or found[0]["state"] != ISSUED:
        raise Refused("还没有印发过通报", "直接改就行，不用更正", code="QL-ST-124")
    with book.change(f"更正 {year} 年终评价通报") as change:
        facts = {"state": DRAFTED, "demands": found[0]["demands"]}
        change.add(YearReview, {**_named(year, found[0]["version"] + 1), **facts})
    return change.changes


def save_notice_as_word(
    book: Book, year: int, path: Path, review_id: str = "", document_no: str = "",
    demands: str = "",
) -> Changes:  # fmt: skip
    """The notice at `path`: the very file that was issued, or the draft as it is now."""
    if review_id:
        row = _there(book, review_id)
        (file_id,) = FILES.load(row["word_file"])
        title, unknown = str(row["title"]), tuple[str, ...]()
        write_whole(path, book.files.read(file_id))
    else:
        paper = paper_of(book, year, "", document_no, demands)
        title = paper.title.replace("\n", "")
        filled = filling.fill(CIRCULAR.data(book.home), values.of_document(paper))
        unknown = filled.unknown
        write_whole(path, filled.data)
    exporting.note(book, title, 1, path)
    return Changes("年终评价通报已存为 Word", result=unknown)


def _named(year: int, version: int) -> Row:
    more = f"（更正 {version - 1}）" if version > 1 else ""
    return {"title": f"{year}年度年终评价通报{more}", "year": year, "version": version}


def _there(book: Book, review_id: str) -> Row:
    row = book.row(YearReview.table, review_id)
    if row is None or row["deleted"] or not row["snapshot"]:
        raise Refused("这一版通报还没有印发", "请看草稿", code="QL-ST-125")
    return row


def _kept(book: Book, row: Row) -> dict[str, Any]:
    (file_id,) = FILES.load(row["snapshot"])
    data = book.files.read(file_id)
    if canonical.digest(data) != row["digest"]:
        raise Damaged(f"{row['title']}的存档和印发时不一样", "请从备份里找回", code="QL-ST-126")
    found: dict[str, Any] = canonical.loads(data, depth=_DEPTH)
    return found


def _told(
    book: Book, year: int, found: list[rules.Judged], day: date, number: str, demands: str, *,
    draft: bool,
) -> Told:  # fmt: skip
    return Told(
        book.unit.name, year, system_of(book, year), found, _reward(book, day), number, day,
        demands, draft,
    )  # fmt: skip


def _reward(book: Book, day: date) -> Reward:
    """As the street goes by it on the day of the notice, which is after the year."""
    rule = book.pack(PACK, day).value("demonstration")
    return Reward(rule["level"], rule["points"], doubt(rule))


def _snapshot(year: int, found: list[rules.Judged], paper: Document) -> dict[str, Any]:
    """The figures of every unit, from which version, and the paper."""
    return {
        "v": 1,
        "year": year,
        "units": [
            {
                "code": one.case.code, "name": one.case.name, "office": one.case.office,
                "assessment": one.case.handed_in["id"] if one.case.handed_in else "",
                "pack": one.case.handed_in["pack"] if one.case.handed_in else "",
                "own": told(one.case.handed_in["total"]) if one.case.handed_in else "",
                "review": "" if one.review is None else str(one.review),
                "bonus": str(one.bonus), "standing": one.case.standing.words,
                "worked_out": one.worked_out, "conclusion": one.conclusion, "said": one.said,
            }
            for one in found
        ],
        "paper": to_plain(paper),
    }  # fmt: skip
