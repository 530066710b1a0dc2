"""Scenario 10 (product-and-ux §3.10): out to the stick, into the street, receipt back."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog

from office import make_entry, make_opening, make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.exchange import issuing
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell.exchange_page import ExchangePage
from qinglian_desktop.shell.merge_page import MergePage
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from windows import LONG, Clerk, window_on


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "U盘"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    return folder


@pytest.fixture
def street(tmp_path: Path) -> Book:
    return issuing.found_street(tmp_path / "street", "通惠街道", "500110007", RECORDS)


@pytest.fixture
def unit(tmp_path: Path, street: Book, stick: Path) -> Book:
    """An enrolled unit with a little in its book."""
    changes = issuing.issue_unit(street, "新街子社区", "community", "500110007001", stick)
    made = issuing.found_unit(tmp_path / "unit", Path(str(changes.result)), RECORDS)
    path, fingerprint = issuing.write_enrolment(made, stick)
    issuing.enrol_unit(street, path, fingerprint)
    make_opening(made, cash_fen=100_000)
    make_entry(made, 238_000)
    make_person(made, "李建华")
    return made


def page_of(window: Window, kind: type) -> Any:
    page = window.go("exchange")
    return page if isinstance(page, kind) else page.findChild(kind)


def send(window: Window, qtbot: Any) -> tuple[ExchangePage, Clerk]:
    page, clerk = page_of(window, ExchangePage), Clerk(window)
    clerk.press("检查并写入 U 盘", page)
    clerk.acts += 1  # the stick is chosen
    qtbot.waitUntil(page.done.isVisible, timeout=LONG)
    return page, clerk


def test_out_to_the_street_and_the_receipt_back(
    unit: Book, street: Book, stick: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with window_on(unit) as window:
        page, clerk = send(window, qtbot)
        assert clerk.acts <= 2
        assert page.done.text().startswith("已写入并核对无误，可以拔了。第 1 号包")
        assert page.sent.records.rows[0][4] == "还没有回执"
        with window_on(street) as office:
            merge = page_of(office, MergePage)
            Clerk(office).press("打开 U 盘", merge)
            qtbot.waitUntil(merge.merge.isVisible, timeout=LONG)
            assert merge.merge.text() == "合并 1 个包"
            assert [row[0] for row in merge.found.records.rows] == ["新街子社区"]
            assert street.count(Query("entry")) == 0, "looking writes nothing"
            Clerk(office).click(merge.merge)
            qtbot.waitUntil(lambda: street.count(Query("entry")) == 1, timeout=LONG)
            qtbot.waitUntil(lambda: bool(merge.received.records.rows), timeout=LONG)
        receipt = next(p for p in stick.glob("*.qlb") if "回执" in p.name)
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(receipt), ""))
        Clerk(window).press("读取回执", page)
        qtbot.waitUntil(lambda: page.sent.records.rows[0][4].startswith("街道收下"), timeout=LONG)


def test_unfinished_rows_are_listed_before_anything_is_written(
    unit: Book, stick: Path, qtbot: Any
) -> None:
    with unit.change("登记任务") as change:
        change.put_row("task", "0192f0aa-0000-7000-8000-000000000001", {"title": "入户走访"})
    with window_on(unit) as window:
        page = page_of(window, ExchangePage)
        Clerk(window).press("检查并写入 U 盘", page)
        qtbot.waitUntil(page.problems.isVisible, timeout=LONG)
        assert "入户走访" in page.problems.records.rows[0][0]
        assert not list(stick.glob("*.qlb"))
        page.problems.opened.emit(0, 0)
        assert window.page_id == "tasks"


def test_a_full_stick_is_told_in_words(unit: Book, tmp_path: Path, qtbot: Any) -> None:
    with window_on(unit) as window:
        page = page_of(window, ExchangePage)
        page.write_to(tmp_path / "no stick")
        qtbot.waitUntil(page.banner.isVisible, timeout=LONG)
        assert page.banner.text.text()
        assert unit.count(Query("sent_bundle")) == 0


def test_a_file_that_is_no_bundle_is_named_with_its_reason(
    street: Book, stick: Path, qtbot: Any
) -> None:
    broken = stick / "坏包.qlb"
    broken.write_bytes(b"nothing of ours" * 50)
    with window_on(street) as window:
        page = page_of(window, MergePage)
        page.look_at([broken])
        qtbot.waitUntil(lambda: bool(page.found.records.rows), timeout=LONG)
        assert page.found.records.rows[0][6]
        assert not page.merge.isEnabled()
