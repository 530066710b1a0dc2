"""What does a form that nobody has pointed out yet most likely want? A mapping to begin with."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Level, Record
from qinglian_desktop.exchange.forms import FormFile, FormSheet
from qinglian_desktop.exchange.forms.layout import (
    FormHeading,
    blanks_of,
    fingerprint,
    heading_of,
)
from qinglian_desktop.exchange.sheets.names import plain
from qinglian_desktop.modules.forms import sources
from qinglian_desktop.modules.forms.mapping import Column, Condition, FormMapping, Spot
from qinglian_desktop.modules.forms.reads import SERVING, tags_in
from qinglian_desktop.modules.forms.sources import Words
from qinglian_desktop.store.book import Book

_AGES = (("高龄", 80), ("百岁", 100), ("长寿", 90), ("老年", 60), ("老人", 60), ("养老", 60))
_MOST_WORDS = 100
_TITLE = re.compile("[表册]$|台账|名单|统计|汇总|[表册]\\(")
_ASKS, _YEAR = re.compile("[:：]"), re.compile(r"^(?:\d{4}|[〇零一二三四五六七八九]{4})年度?")
_HOUSEHOLDS = re.compile(r"(?:总|家庭)?户数(?:\(户\))?|总户数|户籍户数")
_PEOPLE = re.compile(r"(?:总|户籍|常住|在册)?人(?:口|数)(?:数|总数)?(?:\(人\))?|总人口")
_OLD = re.compile(r"(\d{2,3})(?:周)?岁(?:及)?以上")
_SEX = re.compile(r"(男|女)性?(?:人数|\(人\)|人口)")
_STAYED = Condition("state", "=", "在册")
_CALLED = {  # a title's word → the tag it means, where it is not the tag itself
    "残疾": "残疾", "低保": "低保", "退役": "退役军人", "退伍": "退役军人", "网格员": "网格员",
    "五保": "特困", "特困": "特困", "党员": "党员", "留守": "留守", "独居": "独居",
}  # fmt: skip


class Seen(NamedTuple):
    """A form as it was understood: which sheet, its header, the words it is known by."""

    sheet: FormSheet
    heading: FormHeading | None
    words: tuple[str, ...]


def sheet_named(form: FormFile, name: str) -> FormSheet:
    """The sheet of a mapping, or the only one there is; Refused when it is gone."""
    for sheet in form.sheets:
        if sheet.name == name:
            return sheet
    shown = [sheet for sheet in form.sheets if not sheet.hidden and sheet.rows]
    if len(shown) == 1:
        return shown[0]
    raise Refused(
        f"文件里没有叫〔{name}〕的表", "请核对是不是这个文件；是新样子的表就重新对一次列",
        code="QL-FM-005",
    )  # fmt: skip


def likeliest_sheet(form: FormFile, book: Book) -> FormSheet:
    """The first visible sheet with a header we know, else the first with words."""
    shown = [s for s in form.sheets if not s.hidden and any(any(row) for row in s.rows)]
    if not shown:
        raise Refused(
            "这个表格里没有看得见的内容", "请把要填的表取消隐藏再拖进来", code="QL-FM-006"
        )
    return next((s for s in shown if source_for(s, book, tags_in(book))), shown[0])


def see(sheet: FormSheet, words: Words | None) -> Seen:
    heading = heading_of(sheet, words.known) if words else None
    return Seen(sheet, heading, fingerprint(sheet, heading)[:_MOST_WORDS])


def source_for(sheet: FormSheet, book: Book, tags: Sequence[str]) -> type[Record] | None:
    """The record whose fields the header names best."""
    best: tuple[int, type[Record]] | None = None
    for record in sources.sources(book.tables.records.values()):
        words = Words(record, book.tables.records, tags)
        heading = heading_of(sheet, words.known)
        if heading is None:
            continue
        takes = {words.known(a) or words.known(b) for a, b in _pairs(heading)} - {""}
        takes = {take for take in takes if not _numbers(record, take)}
        if takes.isdisjoint((*record.named_by, *record.key)):
            continue  # a list says what its rows are; a telephone number alone fits many
        score = sum(_worth(record, take) for take in takes)
        if best is None or score > best[0]:
            best = score, record
    return best[1] if best and best[0] >= 3 else None


def _numbers(record: type[Record], take: str) -> bool:
    """序号 of any list says nothing about whose it is."""
    return take in record.fields and record.fields[take].label == "序号"


def _worth(record: type[Record], take: str) -> int:
    if take in record.named_by and take != "group_name":
        return 4
    if take in record.fields:
        return 2
    return 0 if take == sources.NUMBER or take in sources.OFFICE else 1


def _pairs(heading: FormHeading) -> Iterable[tuple[str, str]]:
    return zip(heading.labels, heading.short, strict=True)


def words_for(book: Book, table: str) -> Words | None:
    record = book.tables.records.get(table)
    return Words(record, book.tables.records, tags_in(book)) if record else None


def propose(book: Book, form: FormFile, name: str, sheet_name: str = "") -> FormMapping:
    """Each column and each blank that we know, and who belongs on the form by its title."""
    sheet = sheet_named(form, sheet_name) if sheet_name else likeliest_sheet(form, book)
    tags = tags_in(book)
    record = source_for(sheet, book, tags)
    words = words_for(book, record.table) if record else None
    seen = see(sheet, words)
    title = title_of(sheet, seen.heading) or name
    mapping = FormMapping(
        name=title[:60],
        sheet=sheet.name,
        words=seen.words,
        spots=spots_of(sheet, seen.heading, tags),
    )
    if record is None or words is None or seen.heading is None:
        return mapping
    return replace(
        mapping,
        source=record.table,
        columns=columns_of(sheet, seen.heading, words),
        where=who_by_title(record, f"{title} {name}", tags, book),
    )


def columns_of(sheet: FormSheet, heading: FormHeading, words: Words) -> tuple[Column, ...]:
    """Every column with a header; one field goes into the first column that asks for it."""
    made, used = [], set()
    for index, (joined, short) in enumerate(_pairs(heading)):
        if not joined:
            continue
        take = words.known(joined) or words.known(short)
        formula = any(
            (row, index) in sheet.formulas
            for row in range(heading.area.first, heading.area.last + 1)
        )
        if take in used or formula or take == "note":  # our own remarks are for ourselves
            take = ""
        used.add(take)
        made.append(Column(index, joined, take, usual_writing(words, take, joined)))
    return tuple(made)


def usual_writing(words: Words, take: str, header: str) -> str:
    """What the header itself says about the writing: 出生年月, 金额（万元）, 是否党员."""
    text, taken = plain(header), words.taken(take)
    if taken is not None and taken.kind == "phone" and taken.level < Level.PERSON:
        return "full"  # the telephone of an office
    if taken is not None and taken.kind == "sex" and {"1", "2"} <= set(text):
        return "digit"
    if "_on" in take and "年月" in text and "日" not in text:
        return "month_dots"
    if "_fen" in take and "万元" in text:
        return "wan"
    if "_fen" in take and "大写" in text:
        return "capitals"
    if take.startswith(sources.TAG):
        return "tick" if "√" in text or "打勾" in text else "yes"
    return ""


def spots_of(
    sheet: FormSheet, heading: FormHeading | None, tags: Sequence[str]
) -> tuple[Spot, ...]:
    """填报单位, 填表人, 填报日期: what is the same for the whole form; and what it counts."""
    made = []
    for blank in blanks_of(sheet, heading.area if heading else None):
        in_header = heading is not None and heading.top <= blank.place[0] <= heading.bottom
        take = sources.office_word(blank.label)
        if take and not in_header:
            write = "words" if take == "today" else ""
            made.append(Spot(*blank.place, blank.label, take, write, within=blank.within))
        elif heading is None and not blank.within and (counts := count_of(blank.label, tags)):
            table, where = counts
            made.append(Spot(*blank.place, blank.label, sources.COUNT, source=table, where=where))
    return tuple(made)


def count_of(label: str, tags: Sequence[str]) -> tuple[str, tuple[Condition, ...]] | None:
    """What a word like 60岁以上人数 or 总户数 counts; None where it says nothing we keep."""
    text = plain(label).removeprefix("其中").lstrip("、:")
    if _HOUSEHOLDS.fullmatch(text):
        return "household", ()
    if found := _OLD.search(text):
        return "person", (Condition(sources.AGE, ">=", int(found[1])), _STAYED)
    if _PEOPLE.fullmatch(text):
        return "person", (_STAYED,)
    if found := _SEX.fullmatch(text):
        return "person", (Condition("sex", "=", found[1]), _STAYED)
    if text.endswith(("人数", "(人)")):
        tag = next((tag for tag in tags if text.startswith(tag)), "")
        return ("person", (Condition("tags", "has", tag), _STAYED)) if tag else None
    return None


def title_of(sheet: FormSheet, heading: FormHeading | None) -> str:
    """The words nearest above the header that sound like a title, else the longest ones."""
    above = sheet.rows[: heading.top if heading else 3]
    said = [
        (row if _TITLE.search(plain(text)) else -1, len(plain(text)), plain(text))
        for row, line in enumerate(above)
        for text in line
        if not _ASKS.search(text) and len(plain(text)) > 3
    ]
    best = max(said)[2] if said else ""
    return _YEAR.sub("", best) or best


def who_by_title(
    record: type[Record], title: str, tags: Sequence[str], book: Book
) -> tuple[Condition, ...]:
    if record.table == "post":
        wanted = [word for word in ("监督委员会", "代表") if word in title]
        bodies = [b for b in book.distinct("post", "body") if any(w in b for w in wanted)]
        found = (Condition("body", "=", bodies[0]),) if len(bodies) == 1 else ()
        return (*found, SERVING)
    if record.table == "entry":
        year = Condition("day", "within", "quarter" if "季" in title else "year")
        month = Condition("day", "within", "month")
        book_word = (Condition("book", "=", "集体经济组织"),) if "集体" in title else ()
        return (*book_word, month if re.search(r"月报|月度|本月", title) else year)
    if record.table != "person":
        return ()
    for word, age in _AGES:
        if word in title:
            return (Condition(sources.AGE, ">=", age), _STAYED)
    for tag in tags:
        if tag in title:
            return (Condition("tags", "has", tag), _STAYED)
    for word, meant in _CALLED.items():
        if word in title:
            near = next((tag for tag in tags if meant in tag or word in tag), meant)
            return (Condition("tags", "has", near), _STAYED)
    return (_STAYED,)
