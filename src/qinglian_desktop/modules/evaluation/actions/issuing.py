"""An issued table taken in at the street: looked at first, then signed for the units."""

import tempfile
from datetime import date
from pathlib import Path

from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.exchange import rule_packs
from qinglian_desktop.modules.evaluation import system
from qinglian_desktop.modules.evaluation.computing import system_of
from qinglian_desktop.modules.evaluation.sheets import building, issuing, spelling
from qinglian_desktop.modules.evaluation.sheets.building import Imported
from qinglian_desktop.modules.evaluation.system import System
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.files import write_whole

_FIRST, _LAST = 2019, 2100  # years a table may be for


def read_workbook(book: Book, path: Path, year: int) -> Imported:
    """What a workbook comes to for a year, beside what held until now; nothing is written."""
    if not _FIRST <= year <= _LAST:
        raise Refused(f"年度 {year} 不对", f"请填 {_FIRST} 到 {_LAST} 之间的年度", field="year",
                      code="QL-SA-020")  # fmt: skip
    return building.from_workbook(path, system_of(book, year), year)


def issue_system(
    book: Book, rules: System, year: int, folder: Path | None = None
) -> Changes:  # fmt: skip
    """The street's table for a year becomes a signed pack. `result` are the files written.

    Without a folder it is taken in here and goes to each unit with its next 下发.
    """
    if not book.unit.is_street:
        raise Refused("指标由街道下发", "请把表交给街道，由街道导入下发", code="QL-SA-021")
    system.refuse_faulty(rules, system_of(book, year))
    text = spelling.as_pack(rules, date(year, 1, 1))
    with tempfile.TemporaryDirectory(dir=book.home) as scratch:
        path = Path(scratch) / "指标.toml"
        write_whole(path, text.encode())
        if folder is not None:
            return rule_packs.issue(book, path, folder)
        return rule_packs.take(book, rule_packs.read(book, path))


def export_system(book: Book, path: Path, year: int) -> Path:
    """The table of a year as a workbook that can be changed and read again."""
    issuing.write(path, system_of(book, year))
    return path
