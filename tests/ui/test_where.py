"""Where a file for people is written: endings are added, nothing is replaced unasked."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from qinglian_desktop.ui import where
from qinglian_desktop.ui.where import where_to

ENDINGS = (".xlsx", ".csv")


@pytest.fixture
def parent(qtbot: Any, dressed: object) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(
    ("typed", "written"),
    [("a.xlsx", "a.xlsx"), ("a.CSV", "a.CSV"), ("a", "a.xlsx"), ("3.5版", "3.5版.xlsx")],
)
def test_a_name_without_an_ending_gets_one(
    parent: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, written: str
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / typed), ""))
    assert where_to(parent, "导出", "名册.xlsx", "表格", ENDINGS) == tmp_path / written


@pytest.mark.parametrize("replaced", [True, False])
def test_a_file_the_dialog_did_not_ask_about_is_asked_about(
    parent: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replaced: bool
) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"there")
    asked: list[str] = []

    def answered(_parent: QWidget, text: str, *_: str) -> bool:
        asked.append(text)
        return replaced

    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "a"), ""))
    monkeypatch.setattr(where, "ask", answered)
    found = where_to(parent, "导出", "名册.xlsx", "表格", ENDINGS)
    assert found == (tmp_path / "a.xlsx" if replaced else None)
    assert asked == ["〔a.xlsx〕已经有了。"]


def test_nothing_chosen_is_nothing(parent: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    assert where_to(parent, "导出", "名册.xlsx", "表格", ENDINGS) is None
