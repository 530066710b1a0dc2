"""指标体系 in the window: the street reads its own table, sees what is wrong, issues it."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from exchange.at_work import World
from modules.evaluation.layouts import merged_cells, written
from modules.evaluation.test_system import shipped
from qinglian_desktop.exchange import rule_packs
from qinglian_desktop.modules.evaluation import computing
from qinglian_desktop.shell import keys, sticks
from qinglian_desktop.shell.indicators_page import IndicatorsPage
from qinglian_desktop.shell.window import Window
from windows import LONG, Clerk, office_window, program, window_on


def opened(window: Window) -> IndicatorsPage:
    keys.acts(window)["指标体系"]()
    page = window.page
    assert isinstance(page, IndicatorsPage)
    return page


def choosing(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    answer = staticmethod(lambda *_, **__: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", answer)


def test_a_wrong_table_is_told_and_a_right_one_goes_to_the_units(
    tmp_path: Path, qapp: QApplication, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = shipped()
    short = tuple(
        one._replace(points=one.points - 2) if one.id == "C04" else one for one in rules.indicators
    )
    wrong = written(tmp_path, merged_cells, rules._replace(indicators=short))
    wrong = wrong.rename(tmp_path / "合计不对.xlsx")
    right = written(tmp_path, merged_cells, rules)
    with program(qapp):
        world = World(tmp_path)
        unit = world.unit()
        monkeypatch.setattr(sticks, "choose", lambda _button, then: then(world.usb))
        with window_on(world.street) as window:
            page, clerk = opened(window), Clerk(window)
            choosing(monkeypatch, wrong)
            clerk.press("导入指标表", page)
            qtbot.waitUntil(page.foot.isVisible, timeout=LONG)
            assert "指标分值合计 98，不是 100：第 3 方面少 2 分" in page.banner.text.text()
            assert not page.issue.isEnabled()
            clerk.key(Qt.Key.Key_Escape)
            assert page.foot.isHidden()
            choosing(monkeypatch, right)
            clerk.press("导入指标表", page)
            qtbot.waitUntil(page.issue.isEnabled, timeout=LONG)
            assert "37 项，6 个方面，合计 100 分" in page.said.text()
            assert page.hint.text().startswith("27 项从台账算建议分，10 项人工评定")
            clerk.press("写入 U 盘，下发", page)
            qtbot.waitUntil(page.foot.isHidden, timeout=LONG)
            assert "通惠街道清廉村居建设评价指标（试行）" in page.said.text()
        (sealed,) = world.usb.glob("规则_*.qlb")
        rule_packs.take(unit, rule_packs.read(unit, sealed))
        assert computing.system_of(unit, 2026).pack.endswith("@2026-2")
        unit.close()


def test_a_unit_reads_what_holds_and_cannot_issue(tmp_path: Path, qapp: QApplication) -> None:
    with program(qapp), office_window(tmp_path) as window:
        page = opened(window)
        assert page.table.model().rowCount() == 37
        assert "（待核实）" in page.said.text()
        assert page.open.isHidden()
        page.year.chosen.emit(2027)
        assert page.said.text().startswith("2027 年")
