"""导出诊断: enough to help, and no ID number, phone, name, address or amount of anybody."""

import re
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog

from every_page import full_office
from office import make_entry, make_person
from planting import found_in, secrets
from qinglian_desktop.core.kinds import NAME
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell import acts, diagnostics, logs
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui.messages import refuse
from windows import LONG, window_on

STREET, AMOUNT = "塘湾路8号附3号", 98_765_432


def trouble(text: str) -> logs.Trouble:
    try:
        raise KeyError(text)
    except KeyError:
        kind, error, place = sys.exc_info()
        assert kind is not None and error is not None
        return kind, error, place


def said_of(book: Book) -> set[str]:
    """Every name, number and place that stands in a row of this office."""
    told = set[str]()
    for record in RECORDS:
        for row in book.rows(Query(record.table, deleted=True)):
            for name, field in record.fields.items():
                personal = field.kind is NAME or field.kind.name in ("phone", "id_number")
                if (personal or name == "address") and len(str(row[name] or "")) >= 2:
                    told.add(str(row[name]))
                if field.kind.name == "money" and row[name] and abs(row[name]) >= 100_00:
                    told.add(field.kind.show(field.kind.load(row[name])))
    return told


def test_it_tells_nothing_of_anybody(
    dressed: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    book, planted = full_office(tmp_path), secrets(0, 20)
    for one in planted:
        make_person(book, one.clue, id_number=one.id_number, phone=one.phone, address=STREET)
    make_entry(book, AMOUNT, counterparty=planted[0].clue, handler="欧阳慕云")
    book.put_setting("list/欧阳慕云/person", {"picks": [planted[1].id_number]})
    for text in (planted[2].phone, f"打不开 {STREET}", "zhang san feng", "987,654.32 元"):
        logs.note(book.home / "logs", trouble(text))
    row = book.ids(Query("person"))[0]
    book.connection.execute("UPDATE person SET note = 'x' WHERE id = ?", (row,))
    told, unit = said_of(book), book.unit.name
    out = tmp_path / "诊断.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    with window_on(book) as window:
        refuse(window.page, Refused(f"〔{planted[3].clue}〕不行", "x", code="QL-EN-061"))
        acts.do(window, "导出诊断")
        qtbot.waitUntil(out.is_file, timeout=LONG)
    text = out.read_text("utf-8")
    assert found_in(text.encode(), planted) == set()
    assert len(told) > 60 and {word for word in told if word in text} == set()
    for word in (unit, STREET, "987,654", "zhang", "欧阳", str(tmp_path)):
        assert word not in text, word
    assert not re.search(r"\d{7,}", text)
    for word in (
        "清廉村居工作台 0.",
        "SQLite 3.",
        "人员：",
        "QL-EN-061 1 次",
        "KeyError",
        "记录：1 处",
    ):
        assert word in text, word


def test_a_disk_that_takes_nothing_is_said(
    dressed: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    out = tmp_path / "没有这个文件夹" / "诊断.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    heard: list[Refused] = []
    with window_on(full_office(tmp_path)) as window:
        monkeypatch.setattr(window, "on_refused", heard.append)
        window.runner.refused.connect(heard.append)
        diagnostics.export(window)
        qtbot.waitUntil(lambda: bool(heard), timeout=LONG)
    assert heard[0].code == "QL-SE-140"
