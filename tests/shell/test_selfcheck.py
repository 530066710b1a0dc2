"""本机自查: does it see what is wrong, say what to do, and keep the network out?"""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from office import make_book, make_person
from qinglian_desktop.core.document import as_text
from qinglian_desktop.shell import offline, selfcheck
from qinglian_desktop.shell.selfcheck import GOOD, HEED, Finding
from qinglian_desktop.shell.selfcheck_page import SelfcheckPage
from qinglian_desktop.shell.window import Window
from windows import LONG, Clerk

_TRY = """
import socket
from qinglian_desktop.shell import offline
offline.guard()
for attempt in (
    lambda: socket.socket(),
    lambda: socket.create_connection(("127.0.0.1", 9)),
    lambda: socket.getaddrinfo("localhost", 80),
):
    try:
        attempt()
    except OSError as refused:
        print(refused)
print(len(offline.tries()), bool(socket.gethostname()))
"""


def by_name(found: list[Finding]) -> dict[str, Finding]:
    return {one.name: one for one in found}


@pytest.fixture
def sound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offline, "guarded", lambda: True)


def test_a_part_that_reaches_for_a_network_is_counted_and_gets_nowhere() -> None:
    done = subprocess.run([sys.executable, "-c", _TRY], capture_output=True, text=True, check=True)
    *refusals, last = done.stdout.splitlines()
    assert refusals == ["this program works offline"] * 3
    assert last == "3 True"


def test_a_fresh_office_is_told_of_pin_backup_and_printer(tmp_path: Path, sound: None) -> None:
    with make_book(tmp_path) as book:
        found = by_name(selfcheck.look_over(book, tmp_path / "备份", ()))
    heeded = {name for name, one in found.items() if one.word == HEED}
    assert heeded == {"数据文件夹", "备份", "打印机"}
    assert all(
        not one.remedy.endswith("。") and not one.said.endswith("。") for one in found.values()
    )


def test_everything_in_order(tmp_path: Path, sound: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with make_book(tmp_path, pin="2468") as book:
        make_person(book)
        made = book.back_up(tmp_path / "备份")
        device = made.folder.stat().st_dev
        monkeypatch.setattr(selfcheck, "_device", lambda path: device + ("备份" in str(path)))
        found = selfcheck.look_over(book, tmp_path / "备份", ("办公室打印机",))
    assert {one.word for one in found} == {GOOD}
    assert f"刚才试着打开，{made.rows:,} 条都在" in by_name(found)["备份"].said


def test_a_spoilt_backup_and_a_spoilt_row_are_seen(tmp_path: Path, sound: None) -> None:
    with make_book(tmp_path) as book:
        row_id = make_person(book)
        made = book.back_up(tmp_path / "备份")
        (made.folder / "qinglian.db").write_bytes(b"nothing that opens" * 4096)
        book.connection.execute("UPDATE person SET row_hash = 'x' WHERE id = ?", (row_id,))
        found = by_name(selfcheck.look_over(book, tmp_path / "备份", ()))
    assert "打不开" in found["备份"].said
    assert found["数据完好"].said.startswith("发现 3 处：")


def test_what_was_tried_is_told(
    tmp_path: Path, sound: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offline, "tries", lambda: ("socket.connect",) * 2)
    with make_book(tmp_path) as book:
        found = by_name(selfcheck.look_over(book, tmp_path / "备份", ()))
    assert found["联网"].said == "有部件想联网 2 次，都没有让它联"


def test_the_page_is_found_by_search_shows_and_prints(window: Window, qtbot: Any) -> None:
    window.header.line.setFocus()
    clerk = Clerk(window)
    window.header.line.setText("自查")
    window.header.line.returnPressed.emit()
    qtbot.waitUntil(lambda: window.header.results is not None, timeout=LONG)
    window.header.line.returnPressed.emit()
    page = window.page
    assert isinstance(page, SelfcheckPage)
    qtbot.waitUntil(lambda: bool(page.found), timeout=LONG)
    assert "查了 11 项" in page.said.text()
    clerk.press("打印自查单", page)
    qtbot.waitUntil(lambda: window.page is not page, timeout=LONG)
    assert not [*window.home.rglob("*.pdf")], "a paper on its way to the printer lies in no file"
    paper = "\n".join(as_text(selfcheck.paper_of(page.found, "红旗村", "2026-11-24 08:00")))
    assert "红旗村本机自查单" in paper and all(one.said in paper for one in page.found)
