"""规则包 in the window: the street writes it to the stick, the unit looks, takes it, undoes it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from exchange.at_work import World
from qinglian_desktop import RESOURCES
from qinglian_desktop.exchange import rule_packs
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.shell import keys, sticks
from qinglian_desktop.shell.holidays_page import HolidaysPage
from qinglian_desktop.shell.rule_packs_page import RulePacksPage
from qinglian_desktop.shell.window import Window
from windows import LONG, Clerk, program, shown_buttons, window_on

SINCE = date(2027, 3, 1)


def changed(folder: Path) -> Path:
    text = (RESOURCES / "packs" / "law" / "community-2026.toml").read_text("utf-8")
    for old, new in (
        ('version = "community-2026"', 'version = "community-2027"'),
        ("effective_from = 2026-01-01", f"effective_from = {SINCE}"),
        ("min_posting_days = 15", "min_posting_days = 20"),
    ):
        text = text.replace(old, new)
    path = folder / "改过的规则.toml"
    path.write_text(text, "utf-8")
    return path


def opened(window: Window) -> RulePacksPage:
    keys.acts(window)["规则包"]()
    page = window.page
    assert isinstance(page, RulePacksPage)
    return page


def choosing(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    answer = staticmethod(lambda *_, **__: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", answer)


def test_from_the_streets_file_to_the_units_rule_and_back(
    tmp_path: Path, qapp: QApplication, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with program(qapp):
        world = World(tmp_path)
        unit = world.unit()
        choosing(monkeypatch, changed(tmp_path))
        monkeypatch.setattr(sticks, "choose", lambda _button, then: then(world.usb))
        with window_on(world.street) as window:
            page, clerk = opened(window), Clerk(window)
            clerk.press("下发规则包", page)
            qtbot.waitUntil(page.take.isVisible, timeout=LONG)
            rows = [tuple(row) for row in page.changed.records.rows]
            assert ("公示－最少公示天数", "15", "20") in rows
            clerk.press("写入 U 盘，下发", page)
            qtbot.waitUntil(lambda: bool(list(world.usb.glob("规则_*"))), timeout=LONG)
            qtbot.waitUntil(page.held.isVisible, timeout=LONG)
            assert page.held.records.rows[0][5] == "通惠街道"
        (sealed,) = world.usb.glob("规则_*")
        choosing(monkeypatch, sealed)
        with window_on(unit) as window:
            page, clerk = opened(window), Clerk(window)
            clerk.press("打开规则文件", page)
            qtbot.waitUntil(page.take.isVisible, timeout=LONG)
            assert "通惠街道" in page.said.text()
            clerk.key(Qt.Key.Key_Escape, on=page)
            assert page.held.isVisible(), "one step back, and nothing was taken"
            assert unit.pack("self-government", SINCE).version == "community-2026"
            clerk.press("打开规则文件", page)
            qtbot.waitUntil(page.take.isVisible, timeout=LONG)
            clerk.key(Qt.Key.Key_Space, on=page.take)
            assert unit.pack("self-government", SINCE).version == "community-2027"
            keys.acts(window)["撤销"]()
            assert unit.pack("self-government", SINCE).version == "community-2026"
            assert all(row[5] == "随程序" for row in page.held.records.rows)


def test_a_rule_pack_chosen_as_a_receipt_is_shown_as_what_it_is(
    tmp_path: Path, qapp: QApplication, qtbot: Any
) -> None:
    with program(qapp):
        world = World(tmp_path)
        unit = world.unit()
        written: Any = rule_packs.issue(world.street, changed(tmp_path), world.usb).result
        with window_on(unit) as window:
            window.go("exchange", "sent_bundle", "")
            from qinglian_desktop.shell.exchange_page import ExchangePage

            sending = window.page.findChild(ExchangePage)
            assert sending is not None
            sending.read_receipt(written[0])
            page: Any = window.page
            assert isinstance(page, RulePacksPage)
            qtbot.waitUntil(page.take.isVisible, timeout=LONG)
            assert "采用" in shown_buttons(page)
        world.street.close()


def test_a_file_that_is_no_rule_is_refused_on_the_page(
    tmp_path: Path, qapp: QApplication, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with program(qapp):
        world = World(tmp_path)
        unit = world.unit()
        world.street.close()
        path = tmp_path / "照片.toml"
        path.write_bytes(b"\xff\xd8 no rule")
        choosing(monkeypatch, path)
        with window_on(unit) as window:
            page = opened(window)
            Clerk(window).press("打开规则文件", page)
            qtbot.waitUntil(lambda: "不是规则包" in page.banner.text.text(), timeout=LONG)
            assert page.held.isVisible()


def test_a_holiday_file_goes_straight_to_the_deadlines_it_moves(
    tmp_path: Path, qapp: QApplication, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with program(qapp):
        world = World(tmp_path)
        unit = world.unit()
        world.street.close()
        disclosure.load_catalog(unit, 2026)
        disclosure.plan_year(unit, 2026)
        text = (RESOURCES / "packs" / "holidays" / "2026.toml").read_text("utf-8")
        for old, new in (("2026", "2027"), ("01-01", "01-15"), ("01-03", "01-15")):
            text = text.replace(old, new)
        path = tmp_path / "2027年放假.toml"
        path.write_text(text, "utf-8")
        choosing(monkeypatch, path)
        with window_on(unit) as window:
            page, clerk = opened(window), Clerk(window)
            clerk.press("打开规则文件", page)
            qtbot.waitUntil(page.take.isVisible, timeout=LONG)
            assert "个在办的期限会变" in page.effects.text()
            assert "新的" in page.said.text()
            clerk.press("采用", page)
            qtbot.waitUntil(lambda: isinstance(window.page, HolidaysPage), timeout=LONG)
            qtbot.waitUntil(window.page.table.isVisible, timeout=LONG)
