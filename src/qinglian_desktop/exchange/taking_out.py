"""全部带走 as a clerk gets it: one locked file, or a folder; tables for people beside the lines."""

import shutil
import zipfile
from pathlib import Path
from typing import NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused, Stopped
from qinglian_desktop.core.whole import sync_folder
from qinglian_desktop.exchange import age_phrase
from qinglian_desktop.exchange.sheets import write_table
from qinglian_desktop.exchange.stick_names import safe_name
from qinglian_desktop.store import copying, people, sidecar
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.copying import Tick
from qinglian_desktop.store.files import write_whole

ACT = "全部带走"
README = "读我.txt"
_SHEETS = "表格"


class TakenOut(NamedTuple):
    path: Path
    rows: int
    files: int


def take_out(book: Book, into: Path, *, phrase: str = "", tick: Tick | None = None) -> TakenOut:
    """Everything of this office into `into`: locked with a phrase, or, without one, open.

    Only who may (管理员) does it, and it stands in the trail. Refused without room or right.
    """
    people.need(book, ACT)
    if phrase and len(phrase) < age_phrase.LEAST:
        raise age_phrase.too_short()
    name = safe_name(f"清廉全部带走-{book.unit.name}-{clock.now()[:16].replace(':', '')}")
    if not phrase:
        return _make(book, into / name, private=False, tick=tick)
    scratch = book.home / ".带走"
    shutil.rmtree(scratch, ignore_errors=True)
    try:
        made = _make(book, scratch / name, private=True, tick=tick)
        target = into / f"{name}.zip.age"
        with copying.in_words(f"写不进〔{into}〕", "请检查 U 盘是否插好、空间够不够"):
            _lock(made.path, target, phrase, tick)
        return made._replace(path=target)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _make(book: Book, folder: Path, *, private: bool, tick: Tick | None) -> TakenOut:
    if folder.exists():
        raise Refused(f"〔{folder.name}〕已经在那里了", "请过一分钟再做，或换个文件夹")
    part = folder.with_name(f"{folder.name}.part")
    with copying.in_words(f"写不进〔{folder.parent}〕", "请检查 U 盘是否插好、空间够不够"):
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        try:
            with book.change("全部带走：" + ("加了口令" if private else "没有加密")) as change:
                change.number(ACT)  # how often it was done; the change itself says who and when
            took = sidecar.write(book, part, private=private, tick=tick)
            _sheets(book, part / _SHEETS)
            words = _readme(book, took, private=private and book.keys.opens_sealed)
            write_whole(part / README, words.encode("utf-8-sig"))
            sidecar.seal(part)
            part.replace(folder)
            sync_folder(folder.parent)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return TakenOut(folder, took.rows, took.files)


def _sheets(book: Book, folder: Path) -> None:
    """A workbook for each ledger that has rows, with nothing masked: it is the office's own."""
    folder.mkdir()
    for record in book.tables.records.values():
        rows = book.rows(Query(record.table))
        if rows:
            path = folder / f"{safe_name(record.label)}.xlsx"
            if path.exists():
                path = folder / f"{safe_name(record.label)}（{record.table}）.xlsx"
            write_table(path, record, rows, reveal=True)


def _readme(book: Book, took: sidecar.Took, *, private: bool) -> str:
    beside = (
        "限制内容（线索、联审）和本单位的钥匙也在里面。"
        if private
        else "限制内容（线索、联审）和本单位的钥匙不在里面，它们只放进加了口令的那一种。"
    )
    return (
        f"{book.unit.name} 的全部资料，{clock.today().isoformat()} 带出，共 {took.rows:,} 条、"
        f"{took.files:,} 个附件。\r\n\r\n"
        "里面有姓名、身份证号和电话，没有遮。请放在锁得住的地方，不要发到网上。\r\n\r\n"
        "不用本程序也能看：\r\n"
        "  表格  每本台账一个表格，用 WPS 打开。\r\n"
        "  附件  照片和扫描件，名字是内容的指纹；没有后缀的用看图软件打开试试。\r\n"
        "  数据  每张表一个文件，一行一条，用记事本能看，别的程序也能读。\r\n"
        "  清单.json、校验.txt  有多少条、每个文件的指纹。\r\n\r\n"
        f"{beside}\r\n\r\n"
        "在别的电脑上重新建起来：装好本程序，用命令\r\n"
        "  qinglian --home 新文件夹 rebuild 这个文件夹\r\n"
        "建好以后每一条、每个附件和留痕都会逐个核对。\r\n"
    )


def _lock(folder: Path, target: Path, phrase: str, tick: Tick | None) -> None:
    packed = folder.with_name(f"{folder.name}.zip")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        paths = sorted(p for p in folder.rglob("*") if p.is_file())
        for done, path in enumerate(paths):
            if tick is not None and not tick(done, len(paths)):
                raise Stopped
            out.write(path, path.relative_to(folder).as_posix())
    locked = packed.with_name(f"{packed.name}.age")
    with packed.open("rb") as source, locked.open("wb") as sink:
        age_phrase.lock(source, sink, phrase)
    packed.unlink()
    target.parent.mkdir(parents=True, exist_ok=True)
    copying.copy_whole(locked, target)


def opened(path: Path, scratch: Path, phrase: str) -> Path:
    """The folder behind a locked file, unpacked under `scratch`; a folder is itself."""
    if path.is_dir():
        return path
    if not path.is_file():
        raise Refused(f"没有这个文件：{path}", "请核对名字和位置；在 U 盘上就先插好")
    scratch.mkdir(parents=True, exist_ok=True)
    packed, folder = scratch / "zip", scratch / "带走"
    with path.open("rb") as source, packed.open("wb") as out:
        age_phrase.unlock(source, out, phrase)
    with zipfile.ZipFile(packed) as found:
        for member in found.infolist():
            target = folder / member.filename
            if member.is_dir() or folder.resolve() not in target.resolve().parents:
                raise Refused("这个文件不是“全部带走”写的", "请核对是否拿错了文件")
            target.parent.mkdir(parents=True, exist_ok=True)
            with found.open(member) as inside, target.open("wb") as out:
                shutil.copyfileobj(inside, out)
    packed.unlink()
    return folder
