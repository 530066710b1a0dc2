"""体检: is everything whole that SQLite alone cannot see? Each fault in one sentence, with one way.

Reads and changes nothing. What can be put right without choosing is put right by `mending`; what
is damaged leads to a backup. The order is that of the harm: pages, rows, chain, papers, the rest.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qinglian_desktop.core.erasing import is_erased
from qinglian_desktop.core.outcome import Damaged, Refused, Stopped
from qinglian_desktop.core.record import Owner, Record, Row, columns, naming
from qinglian_desktop.store import (
    anchors,
    database,
    engine,
    envelope,
    erased_files,
    erasing,
    merge,
    own_sums,
    rows,
    trail,
)
from qinglian_desktop.store.engine import Connection, one

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book

Tick = Callable[[int, int], bool]
RESTORE, OPEN, MEND = "从备份还原", "打开这条", "修好"
FETCH, KEPT = "从备份找", "去核对"
TRIGGERS, INDEX, DIGESTS, FILES, ORDERS = "triggers", "index", "digests", "files", "orders"
_MOST_PAGES, _MOST_ROWS = 20, 20  # of one kind that are named; the rest is counted
_AT_ONCE = 500  # rows read at a time
_UNREADABLE: tuple[type[Exception], ...] = (ValueError, TypeError, *engine.ERRORS)
_PAGE = re.compile(r"page (\d+)")


class Fault(NamedTuple):
    """One thing that is not right."""

    area: str
    said: str
    remedy: str
    act: str = ""  # the word of its button
    mend: str = ""  # what `mending` does about it
    table: str = ""  # the row it is about
    row_id: str = ""
    file_id: str = ""  # the attachment that is lost

    def __str__(self) -> str:
        return f"{self.said}。{self.remedy}"


def look(book: "Book", tick: Tick | None = None) -> list[Fault]:
    """Everything that is wrong with both files and the papers; an empty list when all is whole."""
    tables = list(book.tables.records.values())
    steps = len(tables) + 6
    found: list[Fault] = []
    done = 0

    def go_on() -> None:
        nonlocal done
        done += 1
        if tick is not None and not tick(done, steps):
            raise Stopped

    for name, key in ((book.path.name, book.keys.main), ("sealed.db", book.keys.sealed)):
        if name == book.path.name or book.keys.opens_sealed:
            found += pages(book.home / name, key)
        go_on()
    found += [*_chain(book, "数据"), *_anchored(book)]
    go_on()
    for record in tables:
        found += _rows(book, record)
        go_on()
    shut = any(fault.said.startswith("sealed.db") for fault in found)
    if book.keys.opens_sealed and not shut:  # else whoever has its key looks
        found += _sealed(book)
    go_on()
    found += [*_references(book), *_frame(book), *_digests(book)]
    go_on()
    found += [*_papers(book), *_unfinished(book)]
    go_on()
    return found


# -- pages -------------------------------------------------------------------------------------


def pages(path: Path, key: bytes | None) -> list[Fault]:
    """Pages of a file that are not what was written; works on a file that does not open."""
    try:
        numbers = _broken_pages(path, key)
    except Refused as refused:
        said = refused.what if path.name in refused.what else f"{path.name}：{refused.what}"
        return [Fault("数据文件", said, "请用备份还原", RESTORE)]
    if not numbers:
        return []
    named = "、".join(str(number) for number in numbers[:_MOST_PAGES] if number)
    which = f"第 {named} 页" if named else "内容"
    said = f"数据文件 {path.name} 的{which}和写进去时不一样"
    return [Fault("数据文件", said, "请用备份还原，没有再写入", RESTORE)]


def _broken_pages(path: Path, key: bytes | None) -> list[int]:
    if not path.is_file() or not path.stat().st_size:
        raise Damaged(f"{path.name} 不见了或者空了", "请用备份还原")
    with engine.plain_words():
        connection = engine.connect(str(path), encrypted=key is not None, read_only=True)
        try:
            if key is not None:
                connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
                # Each page carries its own seal; this names those that do not fit.
                told = connection.execute("PRAGMA cipher_integrity_check").fetchall()
                if told:
                    return [_number(str(text)) for (text,) in told]
            told = connection.execute(f"PRAGMA integrity_check({_MOST_PAGES})").fetchall()
            return [] if told == [("ok",)] else [_number(str(text)) for (text,) in told]
        finally:
            connection.close()


def _number(text: str) -> int:
    found = _PAGE.search(text)
    return int(found[1]) if found else 0


# -- rows and chain ----------------------------------------------------------------------------


def _rows(book: "Book", record: type[Record]) -> Iterator[Fault]:
    """Every row against its hash, and whose it is."""
    wrong, foreign, known = [], 0, _offices(book)
    try:
        for row in _all(book.connection, record):
            if envelope.hash_of(row) != row["row_hash"] and not _kept_hash(book, row):
                wrong.append(row)
            mine = row["owner"] == book.unit.office_id
            foreign += not mine and (record.owner is Owner.LOCAL or row["owner"] not in known)
    except _UNREADABLE:
        said = f"{record.label}里有读不出来的记录"
        yield Fault("记录", said, "请用备份还原", RESTORE, table=record.table)
    for row in wrong[:_MOST_ROWS]:
        said = f"{record.label}〔{_called(record, row)}〕和登记时不一样，可能被别的程序改过"
        yield Fault("记录", said, "打开它核对，改对后存一次", OPEN, "", record.table, row["id"])
    if len(wrong) > _MOST_ROWS:
        said = f"{record.label}还有 {len(wrong) - _MOST_ROWS:,} 条也和登记时不一样"
        yield Fault("记录", said, "请用备份还原", RESTORE, table=record.table)
    if foreign:
        said = f"{record.label}里有 {foreign:,} 条不是本单位的，也不是认识的单位的"
        yield Fault("归属", said, "请和街道核对是从哪里来的", table=record.table)


def _called(record: type[Record], row: Row) -> str:
    try:
        return naming(record, row)[:40]
    except (ValueError, TypeError):
        return str(row["id"])[-8:]


def _kept_hash(book: "Book", row: Row) -> bool:
    """A row of another office that was erased here keeps the hash its owner gave it."""
    return is_erased(row) and row["owner"] != book.unit.office_id


def _all(connection: Connection, record: type[Record]) -> Iterator[Row]:
    names = list(columns(record))
    sql = f'SELECT {rows.name_list(names)} FROM "{record.table}"'
    cursor = connection.execute(sql)
    while listed := cursor.fetchmany(_AT_ONCE):
        for values in listed:
            yield dict(zip(names, values, strict=True))


def _offices(book: "Book") -> set[str]:
    """Whose rows may lie here: this office, its street, the units it has enrolled."""
    found = book.connection.execute("SELECT office_id FROM enrolled_unit").fetchall()
    return {book.unit.office_id, book.unit.street_id, *(str(office) for (office,) in found)}


def _anchored(book: "Book") -> list[Fault]:
    """The chain fits, and is not the one the street has signed: somebody wrote it anew."""
    with engine.plain_words():
        wrong = anchors.broken(book.connection, book.unit.stream_id)
    said = "前面的留痕和街道会签的不一样，被别的工具改过"
    return [
        Fault("留痕", f"第 {seq} 条{said}（QL-UB-215）", "请用备份还原，并告诉街道", RESTORE)
        for seq in wrong[-1:]
    ]


def _chain(book: "Book", name: str) -> Iterator[Fault]:
    strays = trail.unsealed(book.connection)
    if strays:
        said = f"{name}里有 {strays:,} 处是用别的程序改的"
        yield Fault("留痕", said, "重新打开程序会记下来；查查是谁动过这台电脑")
    try:
        broken = trail.verify(book.connection)
    except _UNREADABLE:  # what stands there is no image at all
        broken = 0
    if broken is not None:
        said = f"{name}的留痕从第 {broken} 条起对不上，可能被别的程序改动过"
        yield Fault("留痕", said, "用备份和交上去的包核对，弄清以前先不要精简", RESTORE)


def _sealed(book: "Book") -> Iterator[Fault]:
    try:
        second = book.sealed()
    except Refused as refused:
        yield Fault("限制内容", f"限制内容打不开：{refused.what}", "请用备份还原", RESTORE)
        return
    try:
        yield from _chain(second, "限制内容")
        for record in second.tables.records.values():
            yield from _rows(second, record)
        yield from _lost(second)
    finally:
        second.close()


# -- what rows name ----------------------------------------------------------------------------


def _references(book: "Book") -> Iterator[Fault]:
    """Rows that point to one that is not here at all, not even deleted."""
    tables = book.tables.records
    for record in tables.values():
        for name, field in record.fields.items():
            if not field.link or field.link not in tables:
                continue
            count = one(
                book.connection,
                f'SELECT count(*) FROM "{record.table}" r WHERE r.deleted = 0 AND r.owner = ? '
                f"AND r.\"{name}\" <> '' AND NOT EXISTS "
                f'(SELECT 1 FROM "{field.link}" t WHERE t.id = r."{name}")',
                (book.unit.office_id,),
            )
            if count:
                said = f"有 {count:,} 条{record.label}的〔{field.label}〕指着一条不在的记录"
                yield Fault("对应", said, "打开它们重新选一次", table=record.table)


def _papers(book: "Book") -> Iterator[Fault]:
    yield from _lost(book)
    count = len(erased_files.nobodys(book))
    if count:
        said = f"附件里有 {count:,} 个哪条记录都没有用到"
        yield Fault("附件", said, "可以清掉，省地方", "清掉", FILES)


def _lost(book: "Book") -> Iterator[Fault]:
    """Attachments that a row names and that are gone or not what they were."""
    sound: dict[str, bool] = {}
    for record in book.tables.records.values():
        for name in _naming_files(record):
            found = book.connection.execute(
                f'SELECT id, "{name}" FROM "{record.table}" WHERE length("{name}") >= 64'
            )
            for row_id, text in found.fetchall():
                for file_id in erased_files.ids_in([{name: text}]):
                    if file_id not in sound:
                        sound[file_id] = _is_whole(book, file_id) or _is_to_come(book, file_id)
                    if not sound[file_id]:
                        said = f"{record.label}的一份附件不在了或者坏了"
                        yield Fault("附件", said, "从备份找；备份里也没有，打开这条重新附上",
                                    FETCH, "", record.table, row_id, file_id)  # fmt: skip


def _naming_files(record: type[Record]) -> list[str]:
    """Fields that hold attachments: those of the clerk, and the papers the program keeps."""
    return [
        name
        for name, field in record.fields.items()
        if field.kind.name == "files" or name.endswith("_file")
    ]


def _is_to_come(book: "Book", file_id: str) -> bool:
    """A photo its office has not sent yet is not lost."""
    if not trail.column_names(book.connection, "wanted_file"):  # the second file knows none
        return False
    asked = "SELECT 1 FROM wanted_file WHERE file_id = ?"
    return bool(one(book.connection, asked, (file_id,)))


def _is_whole(book: "Book", file_id: str) -> bool:
    try:
        return book.files.is_whole(file_id)
    except Damaged:
        return False


# -- what the program keeps beside -------------------------------------------------------------


def _frame(book: "Book") -> Iterator[Fault]:
    """Triggers as they should be, nothing added by another tool, the index in step."""
    have = dict(
        book.connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')"
        ).fetchall()
    )
    wanted = trail.expected(book.connection, book.tables.records)
    if any(have.get(name) != sql for name, sql in wanted.items()):
        yield Fault("留痕", "记留痕的开关少了或被改过", "按一下就装回去", MEND, TRIGGERS)
    if strange := sorted(set(have) - set(wanted)):
        said = f"数据文件里多了不是本程序装的东西：{strange[0][:30]}"
        yield Fault("留痕", said, "请用备份核对，查查谁动过", RESTORE)
    try:
        book.connection.execute(
            "INSERT INTO finder_words (finder_words) VALUES ('integrity-check')"
        )
        lost = one(
            book.connection,
            "SELECT count(*) FROM finder f LEFT JOIN finder_words_docsize d ON d.id = f.place "
            "WHERE d.id IS NULL",
        )
    except engine.ERRORS:
        lost = 1
    if lost:
        yield Fault("查找", "查找用的索引和记录对不上", "按一下重新做，记录不受影响", MEND, INDEX)


def _digests(book: "Book") -> Iterator[Fault]:
    """What other offices' rows add up to; those with rows in doubt are counted by the merge.

    Of the own office another computer may have brought rows; they change here, too, and are counted
    with the own ones.
    """
    doubted = {book.unit.office_id} | {
        str(office)
        for (office,) in book.connection.execute(
            "SELECT DISTINCT from_office FROM unmatched_row WHERE deleted = 0"
        )
    }
    found = book.connection.execute("SELECT owner, table_name, row_count, total FROM digest")
    for owner, table, count, total in found.fetchall():
        if owner in doubted or table not in book.tables.records:
            continue
        if merge.recount(book.connection, table, owner) != (count, total):
            label = book.tables[table].label
            said = f"收到的{label}，条数或内容和收下时记的不一样"
            yield Fault("合并", said, "按一下重新数；对不上的请单位再写一次整包", MEND, DIGESTS)
    for table in own_sums.wrong(book.connection, book.unit.office_id):
        said = f"本单位的{book.tables[table].label}，条数或内容和报送时记的不一样"
        yield Fault("报送", said, "按一下重新数", MEND, DIGESTS)


def _unfinished(book: "Book") -> Iterator[Fault]:
    if erasing.waits(book):
        yield Fault("清除", "有一次清除没有做完", "按一下接着做", MEND, ORDERS)
    left = [p for p in book.home.glob(f"{database.KEPT}*") if (p / book.path.name).is_file()]
    if left and one(book.connection, "SELECT 1 FROM erasure LIMIT 1"):
        said = f"有 {len(left)} 个“还原前”的旧文件夹里还有清除以前的内容"
        yield Fault("清除", said, "打开核对，不再需要的按“清掉这一份”", KEPT)
