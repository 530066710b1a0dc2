"""离任资料包 as a binder with its contents, and the same rows as a workbook."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from qinglian_desktop.core import clock, money
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.document import Block, Column, Document, Facts, Note, Table, sealed
from qinglian_desktop.core.kinds import DAY, FEN, FILES
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.exchange.sheets import exporting
from qinglian_desktop.exchange.sheets.writing import OutColumn, SheetOut, write_workbook
from qinglian_desktop.modules.audits import dossier
from qinglian_desktop.modules.audits.dossier import Term, Touched
from qinglian_desktop.modules.funds.records import INCOME, SPENDING
from qinglian_desktop.paper.binder import Cover, Part, bound
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.store.book import Book

_LIST, _PAPERS = "清单", "附件"
_COLUMNS = (
    Column("序号", 5, "center"), Column("日期", 10, "center"), Column("哪一类", 9, "center"),
    Column("事项", 34), Column("什么身份", 14), Column("金额（元）", 12, "right", money=True),
)  # fmt: skip
_OUT = (
    OutColumn("日期", DAY), OutColumn("哪一类"), OutColumn("事项", width=40),
    OutColumn("什么身份", width=20), OutColumn("金额", FEN),
)  # fmt: skip
Found = Mapping[str, tuple[Touched, ...]]


def make_dossier(
    book: Book, term: Term, with_files: bool, tick: Callable[[int, int, str], bool]
) -> Changes:
    """`result` is the volumes as PDFs. Refused when the person touched nothing in that time."""
    found = dossier.collected(book, term)
    _refuse_empty(found, term)
    parts = [Part("基本情况", facts_paper(book, term, found), _LIST)]
    parts += [
        Part(f"{group}（{len(rows)} 件）", list_paper(book.unit.name, term, group, rows), _LIST)
        for group, rows in found.items() if rows
    ]  # fmt: skip
    if with_files:
        parts += _attached(book, found)
    cover = Cover(f"{term.name}离任资料包", book.unit.name, _period(term), clock.today())
    volumes = bound(cover, parts, Fonts(), tick=tick)
    return Changes("", result=[volume.pdf for volume in volumes])


def contents_paper(book: Book, term: Term) -> Document:
    """打印目录: what the package holds, on one paper."""
    found = dossier.collected(book, term)
    _refuse_empty(found, term)
    return facts_paper(book, term, found)


def save_list(book: Book, term: Term, path: Path) -> Changes:
    """Every row in a workbook, a sheet for each group; `result` is how many."""
    found = dossier.collected(book, term)
    _refuse_empty(found, term)
    sheets = [
        SheetOut(group, _OUT, [(one.on, one.label, one.what, one.role, one.fen) for one in rows],
                 heading=f"{term.name}{group}（{_period(term)}）")
        for group, rows in found.items() if rows
    ]  # fmt: skip
    count = write_workbook(path, sheets)
    exporting.note(book, "离任资料清单", count, path)
    return Changes("清单已存好", result=count)


def _refuse_empty(found: Found, term: Term) -> None:
    if not any(found.values()):
        what = f"{_period(term)}没有找到和{term.name}有关的记录"
        raise Refused(what, "请核对姓名和任期", field="person", code="QL-SZ-295")


def facts_paper(book: Book, term: Term, found: Found) -> Document:
    posts = [row for row in dossier.posts(book) if row["person_name"] == term.name]
    said = "；".join(
        f"{row['body']}{row['title']}（{row['from_on'] or '？'} 至 {row['until_on'] or '今'}）"
        for row in posts
    )
    facts = (("姓名", term.name), ("职务", term.post or said or "名册里没有任职"),
             ("任期", _period(term)), ("名册里的任职", said or "没有"))  # fmt: skip
    parts = [
        part for group, listed in found.items()
        for part in dossier.parted(group, listed) or [(group, ())]
    ]  # fmt: skip
    rows = tuple(
        (str(number), word, len(listed), sum(one.fen or 0 for one in listed))
        for number, (word, listed) in enumerate(parts, 1)
    )
    columns = (Column("序号", 6, "center"), Column("哪一类", 20),
               Column("件数", 10, "right", counted=True),
               Column("金额（元）", 16, "right", money=True, summed=False))  # fmt: skip
    blocks: list[Block] = [Facts(facts), Table(columns, rows, totals=True)]
    many = dossier.namesakes(book, term.name)
    if many > 1:
        blocks.append(
            Note(f"名册里有 {many} 个人叫{term.name}，清单按姓名找，请逐条核对是不是本人。")
        )
    blocks.append(Note("别人的姓名已经遮住；每一件的原件在程序里按编号找。"))
    title = f"{term.name}离任资料目录"
    made = Document(title, "table", tuple(blocks), unit=book.unit.name, sheet="portrait",
                    made_on=clock.today())  # fmt: skip
    return sealed(made)


def list_paper(unit: str, term: Term, group: str, rows: tuple[Touched, ...]) -> Document:
    title = f"{term.name}任期内的{group}（{len(rows)} 件）"
    parts = dossier.parted(group, rows)
    blocks: list[Block] = []
    for word, listed in parts:
        if len(parts) > 1:
            blocks.append(Note(f"{word}（{len(listed)} 件）"))
        lines = tuple(
            (str(number), one.on, one.label, one.what, one.role, "" if one.fen is None else one.fen)
            for number, one in enumerate(listed, 1)
        )
        blocks.append(Table(_COLUMNS, lines, totals=any(one.fen for one in listed)))
    return sealed(Document(title, "table", tuple(blocks), unit=unit, period=_period(term)))


def _period(term: Term) -> str:
    return f"{paper_day(term.first)}至{paper_day(term.last)}"


def _attached(book: Book, found: Found) -> Iterator[Part]:
    """The papers attached to the rows, each once."""
    seen = set[str]()
    for rows in found.values():
        for one in rows:
            row, record = book.row(one.table, one.row_id), book.tables[one.table]
            for name, field in record.fields.items():
                stored = (row or {}).get(name)
                if field.kind is not FILES or not stored:
                    continue
                for file_id in FILES.load(stored):
                    if file_id not in seen and book.files.has(file_id):
                        seen.add(file_id)
                        yield Part(f"{one.what[:40]}：{field.label}", book.files.read(file_id),
                                   _PAPERS)  # fmt: skip


def said_total(rows: tuple[Touched, ...]) -> str:
    """What the rows come to; of payments what came and what went, each by itself."""
    totals = [
        (word, total) for word in dict.fromkeys(one.label for one in rows)
        if (total := sum(one.fen or 0 for one in rows if one.label == word))
    ]  # fmt: skip
    ways = [f"{word[0]} {money.show(t)}" for word, t in totals if word in (INCOME, SPENDING)]
    if len(rows) > 1 and ways:
        return "，".join(ways)
    total = sum(one.fen or 0 for one in rows)
    return money.show(total) if total else ""
