"""What does a notice look like now, and may it be shown to everybody?"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.document import Document, Facts, Kind, Paragraph, Sheet, Table, as_text
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.privacy import NAMES, Finding, stands_for
from qinglian_desktop.modules.disclosure import notices, rules, steps, wording
from qinglian_desktop.modules.disclosure.actions import echo, public
from qinglian_desktop.modules.disclosure.notices import Frame
from qinglian_desktop.modules.disclosure.privacy import Cover, Policy
from qinglian_desktop.modules.disclosure.reads import (
    SUPERVISION_PHONE,
    issuer_of,
    issuer_of_kind,
    item_of,
    kind_row,
    own_notice,
    reviewer_of,
    row_day,
    stay_of,
)
from qinglian_desktop.modules.disclosure.unlisted import refuse_lists
from qinglian_desktop.store.book import Book

if TYPE_CHECKING:
    from qinglian_desktop.paper.fonts import Fonts


def document_of(
    book: Book, row_id: str, variant: Kind = "board", *, hang_on: date | None = None
) -> Document:
    """The paper as it would hang from `hang_on` (today); once posted, as it was posted.

    Before it is approved or may be posted it carries the draft mark.
    """
    row = own_notice(book, row_id)
    if row["state"] in steps.FROZEN:
        return notices.paper_of(book.files.read(row["content_file"]), variant)
    return papers(book, row, hang_on or row_day(row) or clock.today())[variant]


def shown_title(book: Book, row: Mapping[str, Any]) -> str:
    """The title as the paper for the board has it, for what is named after it: files, volumes."""
    try:
        return document_of(book, row["id"]).title.replace("\n", "")
    except Refused:  # nothing can be drawn of it; its number is name enough
        return str(row["kind"] or "公告")


def papers(
    book: Book,
    row: Mapping[str, Any],
    hung_on: date,
    *,
    draft: bool | None = None,
    policy: Policy | None = None,
) -> dict[Kind, Document]:
    """The three papers of a notice that is not posted yet, from its kept substance.

    `policy` is what may be shown of it, where that was asked for already.
    """
    policy = policy or public.policy_for(book, row, hung_on)
    made = public.shown(row, substance(book, row), policy)
    frame = replace(_frame(book, row, hung_on, draft), title=made.title, body=made.body)
    whole = notices.framed(made.content, frame)
    return public.hidden(book, row, public.plainer(book, whole, hung_on), policy)


def substance(book: Book, row: Mapping[str, Any]) -> notices.Content:
    """What the notice says, with the answers to what was asked about the last one."""
    content = notices.substance_of(book.files.read(row["content_file"]))
    return echo.with_echo(book, row, content)


def _frame(book: Book, row: Mapping[str, Any], hung_on: date, draft: bool | None) -> Frame:
    item = item_of(book, row["code"], row["period"])
    kind = kind_row(book, row["kind"], hung_on)
    issuer = issuer_of_kind(book, kind, item)
    asked = reviewer_of(kind, item)
    reviewed = rules.needs_review(asked, row["kind"])
    if draft is None:
        draft = row["state"] != "审核同意"
    reviewer = asked or book.word("supervisors_short")
    ask = "，".join(part for part in (row["contact"], row["contact_phone"]) if part)
    signed = ("填表人", f"审核人（{reviewer}）" if reviewed else "审核人", "日期")
    return Frame(
        title=row["title"] or "",
        issuer=issuer,
        number=row["number"],
        period=Period.parse(row["period"]).label if row["period"] else "",
        audience=book.word("resident"),
        hung_on=hung_on,
        draft=draft,
        body=row["body"] or "",
        facts=_facts(book, row, issuer, kind, stay_of(book, row, hung_on), reviewer),
        contact=ask or issuer,
        sign=tuple(s.replace("<reviewer>", reviewer) for s in kind["sign"]) if kind else signed,
        layout=kind["layout"] if kind else "board",
        sheet=_sheet(row, kind),
    )


_ON_PAPER: Mapping[str, Sheet] = MappingProxyType(
    {"A4 竖放": "portrait", "A4 横放": "landscape", "A3 横放": "a3", "两张 A4 拼": "wide"}
)


def _sheet(row: Mapping[str, Any], kind: Mapping[str, Any] | None) -> Sheet:
    """The sheet the clerk chose, else the one the kind asks for when its table is long."""
    if row["sheet"]:
        return _ON_PAPER[row["sheet"]]
    if kind is None or not kind.get("sheet"):
        return ""
    many = (row["line_count"] or 0) >= int(kind.get("sheet_from", 0))
    return "a3" if many else ""


def _facts(
    book: Book,
    row: Mapping[str, Any],
    issuer: str,
    kind: Mapping[str, Any] | None,
    stay: rules.Stay,
    reviewer: str,
) -> tuple[tuple[str, str], ...]:
    opinion, street = "", bool(kind and kind["issuer"] == "street")
    if row["reviewed_on"]:
        when = paper_day(date.fromisoformat(row["reviewed_on"]))
        opinion = f"{reviewer}，{row['reviewer']}，{when}，{row['opinion']}"
    text = bool(kind and kind["layout"] == "official")
    ask, phone = row["contact"] or issuer, row["contact_phone"]
    pairs = (
        ("更正", f"更正{row['corrects']}" if row["corrects"] else ""),
        ("依据", row["basis"]),
        (f"{row['mode'] or '公开'}期限", stay.label),
        ("张贴到", stay.hangs_on),
        ("张贴单位", issuer_of(book, None) if street else ""),
        # A text is no form: who filled it in is kept, not printed, and to ask is one line.
        ("填表人", "" if text else row["prepared_by"]),
        ("审核意见", opinion),
        ("反映意见", f"{ask}，{phone}" if text and phone else ask),
        ("联系电话", "" if text else phone),
        ("监督电话", book.setting(SUPERVISION_PHONE)),
    )
    return tuple((name, str(value)) for name, value in pairs if value)


def privacy_findings(book: Book, row_id: str) -> tuple[Finding, ...]:
    """What of a notice a public paper may not carry; the office's own telephones are fine."""
    row = own_notice(book, row_id)
    return _seen(book, row, public.policy_for(book, row, clock.today()))


def _seen(book: Book, row: Mapping[str, Any], policy: Policy) -> tuple[Finding, ...]:
    made = papers(book, row, policy.day, policy=policy)
    return public.still_seen(book, row, made, policy)


def covers(book: Book, row_id: str) -> tuple[Cover, ...]:
    """脱敏对照: what was left out, masked, covered with one click or let through, and why."""
    row = own_notice(book, row_id)
    day = row_day(row) or clock.today()
    content, policy = substance(book, row), public.policy_for(book, row, day)
    done = public.shown(row, content, policy).covers
    if row["hides"]:
        seen = _seen(book, {**row, "hides": None}, policy)
        done += tuple(Cover(NAMES[s.kind], s.text, stands_for(s), "一键遮住") for s in seen)
    passed = public.let_through(row)
    return done + tuple(
        Cover("放行", one.text, "照登", f"{one.reason}（{one.who}）") for one in passed
    )


def hard_words(book: Book, row_id: str) -> tuple[wording.Word, ...]:
    """What on the board people may not understand, and what to say instead."""
    paper = document_of(book, row_id)
    day = paper.made_on or clock.today()
    lines = as_text(replace(paper, unit="", number="", qr=""))
    return wording.hints(lines, public.words_on(book, day))


def refuse_private(book: Book, row_id: str) -> None:
    """Refused with QL-PD-031 while the public text holds private numbers or addresses."""
    row = own_notice(book, row_id)
    content = notices.substance_of(book.files.read(row["content_file"]))
    policy = public.policy_for(book, row, clock.today())
    refuse_lists(row["title"] or "", row["body"] or "", content.board, policy)
    if found := _seen(book, row, policy):
        shown = "、".join(str(one) for one in found[:5])
        raise Refused(
            f"还有 {len(found)} 处个人信息没有遮住：{shown}",
            "按“一键遮住”，或在正文、明细里改好，再送审核、打印、上墙",
            field="body",
            code="QL-PD-031",
        )


def refuse_unprintable(paper: Document, fonts: "Fonts") -> None:
    """Refused with QL-PD-033 when a character has no shape in any font, and where it stands."""
    if missing := fonts.missing(paper):
        shown = "、".join(f"{sign}（{place_of(paper, sign)}）" for sign in missing[:3])
        raise Refused(
            f"有 {len(missing)} 个字印不出来：{shown}",
            "请删掉，或换成常用字",
            field={"标题": "title", "正文": "body"}.get(place_of(paper, missing[0]), ""),
            code="QL-PD-033",
        )


def place_of(paper: Document, sign: str) -> str:
    """Where in a paper a character stands: 标题, 正文, 表里第 3 行〔类别〕, 〔反映意见〕."""
    if sign in paper.title:
        return "标题"
    for block in paper.blocks:
        if isinstance(block, Paragraph) and sign in block.text:
            return "正文"
        if isinstance(block, Facts):
            for name, value in block.pairs:
                if sign in name + value:
                    return f"〔{name}〕"
        if isinstance(block, Table):
            for number, row in enumerate(block.rows, 1):
                for column, cell in zip(block.columns, row, strict=True):
                    if sign in str(cell):
                        return f"表里第 {number} 行〔{column.label}〕"
    return "落款或页脚"
