"""1,000 ID numbers, phones and clues go in by every door: which raw bytes tell one?"""

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from exchange.at_work import World, export, take
from exchange.test_export import rows_in
from office import entry_of
from planting import Secret, found_in, leaks, lines_of, secrets
from qinglian_desktop.core.held import RowEdit
from qinglian_desktop.core.kinds import FILES, LONG
from qinglian_desktop.core.outcome import Problem, Refused
from qinglian_desktop.core.record import Owner, Record, fact
from qinglian_desktop.exchange import records as exchange
from qinglian_desktop.exchange.sheets import import_file
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.modules.disclosure.records import DetailLine
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.shell import logs
from qinglian_desktop.shell.unlock import Tries
from qinglian_desktop.store import engine
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.cells import write_cells
from qinglian_desktop.ui import clipboard
from windows import program, window_on

BASE, DOORS = ("qinglian.db", "sealed.db"), 10


Tables = dict[str, list[dict[str, Any]]]


class Clue(Record, table="clue", label="线索", owner=Owner.COMMUNITY, key=("no",), sealed=True):
    """The sealed file has its frame today and no table of its own: this one stands for them."""

    no: str = fact("编号")
    words: str = fact("内容", LONG)
    files: tuple[str, ...] = fact("材料", FILES, default=())


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where anything that the program calls temporary would lie."""
    folder = tmp_path / "临时"
    folder.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def world(tmp_path: Path, temporary: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def by_form(book: Book, given: list[Secret]) -> None:
    for n, one in enumerate(given):
        draft = {"name": f"人{n}", "id_number": one.id_number, "phone": one.phone, "note": one.clue}
        changes: Any = saving.saver("person")(book, None, draft)
        if n % 3 == 0:
            saving.dropper("person")(book, str(changes.result))
        elif n % 3 == 1:
            book.undo(changes.step)


def by_sheet(book: Book, folder: Path, given: list[Secret]) -> None:
    lines = ["姓名,身份证号,电话,备注"]
    lines += [f"表{n},{one.id_number},{one.phone},{one.clue}" for n, one in enumerate(given)]
    lines.append(f"坏行,{given[0].id_number[:-3]},{given[0].phone},{given[0].clue}")
    source = folder / "居民.csv"
    source.write_text("\n".join(lines), "utf-8")
    import_file(book, Person, source, accept_valid=True)
    source.unlink()  # the clerk's own file; what the program made of it is looked through


def at_once(book: Book, given: list[Secret]) -> None:
    with book.change("登记收支") as change:
        for n, one in enumerate(given):
            entry = entry_of(n + 1, summary=one.clue, counterparty=one.phone, note=one.id_number)
            change.put(entry)
        change.add_all(
            DetailLine,
            [{"subject": "x", "seq": n, "note": one.clue} for n, one in enumerate(given)],
        )


def as_files(book: Book, folder: Path, given: list[Secret]) -> None:
    ids = []
    for one in given:
        source = folder / f"{one.id_number}{one.clue}.txt"
        source.write_text("".join(one), "utf-8")
        ids.append(book.take_file(source))
        source.unlink()
    with book.change("附件") as change:
        change.put(entry_of(1, files=tuple(ids)))


def into_cells(book: Book, given: list[Secret]) -> None:
    """A text that is no value waits beside the row."""
    for one in given:
        problem = Problem("看不懂", "重填", "phone", value="".join(one))
        edit = RowEdit("", {"name": "格子"}, (problem,))
        write_cells(book, saving.saver("person"), "person", (edit,))


def on_the_board(book: Book, given: list[Secret]) -> None:
    for one in given[:5]:
        disclosure.compose_general(book, f"公告{one.clue}", body="".join(one), mode="公示")


def from_the_bank(book: Book, given: list[Secret]) -> None:
    with book.change("对账单") as change:
        for one in given:
            change.put_row(
                "bank_line", one.id_number, {"counterparty": one.clue, "summary": one[1]}
            )
        change.put(
            exchange.MergeConflict(
                table_name="person", row_id="x", field_name="phone", kept=given[0].phone,
                lost=given[0].id_number, lost_stream="s",
            )
        )  # fmt: skip


def in_the_sealed_file(book: Book, given: list[Secret]) -> None:
    second = book.sealed()
    columns = "owner TEXT, vv TEXT, fv TEXT, deleted INTEGER, row_hash TEXT, ext TEXT, "
    columns += "created_at TEXT, updated_at TEXT, updated_by TEXT, no TEXT, words TEXT, files TEXT"
    second.connection.execute(f"CREATE TABLE clue (id TEXT PRIMARY KEY, {columns})")
    second.close()
    with Book.open(book.home, (*RECORDS, Clue)) as whole, whole.sealed() as sealed:
        kept = [sealed.files.add("".join(one).encode()) for one in given]
        with sealed.change("登记线索") as change:
            for n, one in enumerate(given):
                words = "".join(one)
                change.put(Clue(no=str(n), words=words, files=(kept[n],)))


def left_about(book: Book, given: list[Secret]) -> None:
    """What a day leaves beside the rows: memory of forms, the log of trouble, wrong PINs."""
    book.put_setting("used", {"phone": [one.phone for one in given]})
    book.put_setting("list/周文书/person", {"picks": [one.id_number for one in given]})
    for one in given[:20]:
        try:
            raise ValueError("".join(one), {"姓名": one.clue, one.phone: one.id_number})
        except ValueError:
            kind, error, place = sys.exc_info()
            assert kind is not None and error is not None
            logs.note(book.home / "logs", (kind, error, place))
    Tries(book.home).wrong("周文书")


def at_the_window(home: Path, given: list[Secret]) -> None:
    """Half a form, a search, something copied; then the window is closed as it is."""
    with window_on(Book.open(home, RECORDS)) as window:
        window.go("registry", "person")
        window.new_record()
        named = {x.accessibleName(): x for x in window.findChildren(QLineEdit) if x.isVisible()}
        line = next(named[name] for name in named if "身份证" in name)
        line.setFocus()
        QTest.keyClicks(line, given[0].id_number)
        window.header.line.setText(given[1].id_number)
        window.header.line.returnPressed.emit()
        window.set_operator("周文书", "文书")
        clipboard.put(given[2].clue, f"<b>{given[2].clue}</b>")


def fill(unit: Book, temporary: Path, planted: list[Secret]) -> list[list[Secret]]:
    """Each door its share; the last share is for the window."""
    each = len(planted) // DOORS
    share = [planted[n * each : (n + 1) * each] for n in range(DOORS)]
    by_form(unit, share[0])
    by_sheet(unit, temporary, share[1])
    at_once(unit, share[2])
    as_files(unit, temporary, share[3])
    into_cells(unit, share[4])
    on_the_board(unit, share[5])
    from_the_bank(unit, share[6])
    in_the_sealed_file(unit, share[7])
    left_about(unit, share[8])
    unit.catch_up_words()
    return share


def test_no_raw_byte_tells_a_planted_number(
    world: World, temporary: Path, qapp: QApplication, tmp_path: Path
) -> None:
    planted, unit = secrets(), world.unit()
    share = fill(unit, temporary, planted)
    sent = export(unit, world.usb)
    tables = rows_in(world, unit, sent.path)
    take(world.street, sent.path)
    with pytest.raises(Refused):  # a bundle that is spoilt leaves nothing readable either
        spoilt = world.usb / "坏.qlb"
        spoilt.write_bytes(sent.path.read_bytes()[:-100])
        take(world.street, spoilt)
    unit.back_up(tmp_path / "备份")
    assert leaks([tmp_path], planted) == {}, "while everything is open, with its -wal beside it"
    home = unit.home
    unit.close()
    with program(qapp):
        at_the_window(home, share[-1])
    assert leaks([tmp_path], planted) == {}
    only_what_may_travel(tables, share)
    looked = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert {"qinglian.db", "sealed.db", "keys.json", "程序记录.log", "window.json"} <= looked
    assert any(name.endswith(".qlb") for name in looked)


def only_what_may_travel(tables: Tables, share: list[list[Secret]]) -> None:
    """An opened bundle holds no clue of the sealed file and nothing that is only local."""
    told = set[str]()
    for line in lines_of(tables):
        told |= found_in(line, [*share[4], *share[7], *share[8], *share[9]])
    assert told == set(), "what is held, sealed or only remembered stays"
    assert found_in(b"".join(lines_of(tables)), share[0]), "rows do travel, to their street"
    local = {r.table for r in RECORDS if r.owner is Owner.LOCAL or r.sealed}
    assert not (local | {"file_name", "setting", "trail"}) & set(tables)


def test_without_encryption_only_the_data_files_themselves_are_readable(
    tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That build says openly that it does not encrypt; everything beside must still be shut."""
    monkeypatch.setattr(engine, "_cipher", None)
    world, planted = World(tmp_path), secrets(many=100)
    unit = world.unit()
    fill(unit, temporary, planted)
    take(world.street, export(unit, world.usb).path)
    world.close()
    told = leaks([tmp_path], planted)
    beside = {
        name for name in told if not name.endswith(BASE) and "files" not in Path(name).parts[1]
    }
    assert beside == set()
    assert any(name.endswith("qinglian.db") for name in told)


def test_the_search_for_planted_numbers_finds_them() -> None:
    one = secrets(5, 1)[0]
    for text in one:
        for coding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
            assert found_in(b"\x07" + f"前{text}后".encode(coding), [one]), (text, coding)
    assert found_in(json.dumps({"a": one.phone + "77"}).encode(), [one])
    assert not found_in(b"13900000000 and 110105194912310021", [one])
