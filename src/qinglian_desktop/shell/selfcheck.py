"""本机自查: what is looked at, what was found, and what to do; each as one plain sentence."""

import os
import shutil
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from qinglian_desktop import RESOURCES
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Column, Document, SignLine, Table
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.shell import offline
from qinglian_desktop.shell.preferences import moment_of, newest_backups
from qinglian_desktop.store import backup, packs, people
from qinglian_desktop.store.book import Book

GOOD, HEED = "没问题", "要留意"
_ROOM = 2 << 30  # bytes free below which a year of photos may not fit
_OLD = 7  # days after which a backup is too old
_FONTS = 5  # files the papers are drawn with


class Finding(NamedTuple):
    name: str
    said: str
    remedy: str = ""  # "" when nothing is to be done

    @property
    def word(self) -> str:
        return HEED if self.remedy else GOOD


def look_over(book: Book, backups: Path, printers: Sequence[str]) -> list[Finding]:
    """Everything, in the order it is shown; reads and changes nothing."""
    checks: tuple[Callable[[], Finding], ...] = (
        _network,
        _parts,
        lambda: _folder(book),
        lambda: _room(book.home),
        lambda: _whole(book),
        lambda: _posted(book),
        lambda: _backup(book, backups),
        _fonts,
        lambda: _printers(printers),
        _rules,
        lambda: _deadlines(book),
    )
    return [check() for check in checks]


def _network() -> Finding:
    tries = offline.tries()
    if not offline.guarded():
        return Finding("联网", "这次打开没有守着联网", "关掉程序，从桌面图标重新打开，再查一遍")
    if tries:
        said = f"有部件想联网 {len(tries)} 次，都没有让它联"
        return Finding("联网", said, "打印这张单子，交给维护的人")
    return Finding("联网", "打开到现在，没有一次想联网；想联也联不上")


def _parts() -> Finding:
    loaded = offline.parts_loaded()
    if not loaded:
        return Finding("联网部件", "内存里没有能联网的部件")
    said = f"画二维码的部件自带 {len(loaded)} 段联网代码，一次也没有用过"
    return Finding("联网部件", said)


def _folder(book: Book) -> Finding:
    said = f"数据在 {book.home}"
    if not os.access(book.home, os.W_OK):
        return Finding("数据文件夹", f"{said}，现在写不进去", "把这个文件夹改成可写")
    if not book.keys.encrypted:
        return Finding("数据文件夹", f"{said}，没有加密", "看好电脑，进出锁门")
    if not book.keys.protected:
        how = "到“谁在用”里加上自己" if not people.admins(book) else "请管理员改一次自己的 PIN"
        return Finding("数据文件夹", f"{said}，加了密，打开还不要 PIN", how)
    return Finding("数据文件夹", f"{said}，加了密，要 PIN 才能打开")


def _room(home: Path) -> Finding:
    free = shutil.disk_usage(home).free
    said = f"还空着 {free / (1 << 30):,.1f} GB"
    return Finding("磁盘空间", said, "清一清这个盘，至少留 2 GB" if free < _ROOM else "")


def _whole(book: Book) -> Finding:
    from qinglian_desktop.shell import examining

    found = examining.look(book)
    if found:
        said = f"发现 {len(found)} 处：{found[0].said}"
        return Finding("数据完好", said, "按“体检”逐条看，每条都写着怎么办")
    from qinglian_desktop.store import anchors

    code = anchors.code(book.connection)
    said = "数据、附件、留痕和限制内容都完整"
    return Finding("数据完好", f"{said}，{code}" if code else said)


def _posted(book: Book) -> Finding:
    """Everything that was posted, against the print it had then."""
    from qinglian_desktop.modules.disclosure import actions

    found = actions.check_all(book)
    if found:
        names = "、".join(dict.fromkeys(one.number for one in found[:3]))
        said = f"{len(found)} 份和贴出去时不一样：{names}"
        return Finding("公开档案", said, "不要重印，从备份里核对")
    return Finding("公开档案", "贴出去过的公告都和当时一样")


def _backup(book: Book, folder: Path) -> Finding:
    """The newest backup, opened now as a restore would open it."""
    newest = newest_backups(folder, limit=1)
    if not newest:
        return Finding("备份", "还没有备份", "插上 U 盘，按 Ctrl+B 备份")
    day, time = moment_of(newest[0])
    try:
        keys, _ = backup.unlocked(newest[0], "", book.home, book.keys)
        tables = tuple(r.table for r in book.tables.records.values() if not r.sealed)
        rows = sum(backup.summary(newest[0], keys, tables).values())
    except Refused as refused:
        return Finding("备份", f"{day} {time} 的备份打不开：{refused.what}", "马上换一个盘再备份")
    said = f"{day} {time} 备份过，刚才试着打开，{rows:,} 条都在"
    if (clock.today() - date.fromisoformat(day)).days > _OLD:
        return Finding("备份", said, "超过一周了，按 Ctrl+B 再备一次")
    if _device(newest[0]) == _device(book.home):
        return Finding("备份", said, "和数据在同一个盘上，最好换到 U 盘")
    return Finding("备份", said)


def _device(path: Path) -> int:
    return path.stat().st_dev


def _fonts() -> Finding:
    there = len(list((RESOURCES / "fonts").glob("*.ttf")))
    if there < _FONTS:
        return Finding("字体", f"打印用的字体只有 {there} 个", "重新安装本程序")
    return Finding("字体", f"打印用的 {there} 个字体都在")


def _printers(names: Sequence[str]) -> Finding:
    if not names:
        return Finding("打印机", "没有找到打印机", "插好打印机；没有就存成 PDF 拿到别处打")
    return Finding("打印机", f"找到 {len(names)} 台：{'、'.join(names)}")


def _rules() -> Finding:
    day = clock.today()
    version = packs.named("disclosure-rules")[-1].version
    years = {pack.effective_from.year for pack in packs.named("holidays")}
    if day.year not in years:
        said = f"规则包 {version}，没有 {day.year} 年的放假安排"
        return Finding("规则包", said, "请街道发新的放假安排；先按周一到周五算")
    return Finding("规则包", f"规则包 {version}，{day.year} 年的放假安排也在")


def _deadlines(book: Book) -> Finding:
    """Every deadline counted once more by the second way; what was closed stays as it was."""
    from qinglian_desktop.core.recount import recount
    from qinglian_desktop.modules.running import is_open
    from qinglian_desktop.store import deadlines

    calendar, wrong, old = book.calendar(), 0, 0
    found = deadlines.reckoned(book)
    for one in found:
        if one.reckoned.day != one.day:
            wrong += 1
        elif recount(one.reckoned, calendar) != one.day:
            old += is_open(one.record.table, one.row)
    if wrong:
        said = f"{len(found):,} 个期限里有 {wrong} 个和写着的原因对不上"
        return Finding("期限", said, "在列表里选中日期按 F7 看，改好日期")
    if old:
        said = f"{old} 个在办的期限，按现在的放假安排要变"
        return Finding("期限", said, "按 Ctrl+K 打“放假安排”，逐条看")
    return Finding("期限", f"{len(found):,} 个期限换一种办法再算一遍，都还是那一天")


def paper_of(found: Sequence[Finding], unit: str, moment: str) -> Document:
    """自查单: to be kept, or shown to whoever asks."""
    rows = tuple((one.name, one.word, one.said, one.remedy or "不用") for one in found)
    columns = (Column("查什么", 8), Column("结果", 6), Column("看到的", 26), Column("怎么办", 14))
    title = f"{unit}本机自查单（{moment}）"
    return Document(title, "table", (Table(columns, rows), SignLine()), unit=unit,
                    made_on=clock.today())  # fmt: skip
