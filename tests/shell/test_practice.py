"""演练社区: all can be tried, nothing is ever reported, the real data stay as they are."""

import hashlib
import shutil
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from office import make_book, make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.exchange import incoming, issuing, offices, outgoing
from qinglian_desktop.exchange import practice as practising
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell import practice
from qinglian_desktop.shell.cli import main
from qinglian_desktop.shell.desktop import Desktop
from qinglian_desktop.shell.practice import PracticeStrip
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui.messages import Banner
from windows import Clerk


def content_of(folder: Path) -> dict[str, str]:
    """Every file of a folder, but the log beside the database that a mere opening may renew."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }


@pytest.fixture
def real(tmp_path: Path) -> Path:
    with make_book(tmp_path, folder="资料") as book:
        make_person(book, "欧阳慕云")
    return tmp_path / "资料"


def test_it_lies_beside_the_real_data_and_is_full_of_invented_people(real: Path) -> None:
    before = content_of(real)
    place = practice.prepare(real)
    assert place == real.with_name("资料-演练")
    assert practice.home_of(place) == place, "practice has no practice of its own"
    named_so = real.with_name("真的-演练")
    assert practice.home_of(named_so) != named_so, "a name makes no practice office"
    with Book.open(place, RECORDS) as book:
        assert book.unit.is_practice and book.unit.name == "演练社区"
        assert book.count(Query("person")) > 50 and book.count(Query("entry")) > 50
        assert not book.rows(Query("person", search="欧阳慕云"))
    assert content_of(real) == before


def test_nothing_for_a_street_can_be_written_in_it(real: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with Book.open(practice.prepare(real), RECORDS) as book:
        for write in (outgoing.export_bundle, issuing.write_enrolment):
            with pytest.raises(Refused, match="这里是演练，没有写 U 盘"):
                write(book, stick)
    assert list(stick.iterdir()) == []


def test_a_street_takes_no_bundle_of_a_practice_office(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even one made around the guards, by an office the street had let in, with right keys."""
    monkeypatch.setattr(practising, "refuse_to_write", lambda _: None)
    street = issuing.found_street(tmp_path / "street", "通惠街道", "500110007", RECORDS)
    with street, practising.found(tmp_path / "演练", RECORDS) as book:
        make_person(book, "演练的人")
        offices.keep_street(book, offices.public_keys(street), offices.recovery_recipient(street))
        book.unit = book.unit._replace(street_id=street.unit.office_id)
        enrolment, digits = issuing.write_enrolment(book, tmp_path)
        with pytest.raises(Refused, match="这是演练社区的文件，没有导入"):
            issuing.enrol_unit(street, enrolment, digits)
        sent: Any = outgoing.export_bundle(book, tmp_path).result
        for way in (incoming.inspect, incoming.import_file):
            with pytest.raises(Refused, match="这是演练社区的文件，没有导入"):
                way(street, sent.path)
        assert street.count(Query("person")) == 0
        monkeypatch.setattr(practising, "refuse_from", lambda _: None)
        with pytest.raises(Refused) as refused:
            incoming.import_file(street, sent.path)
        assert refused.value.code != "QL-UB-136", "nor without that gate: it never enrolled"


def test_begin_anew_is_the_first_day_again_and_only_for_practice(real: Path) -> None:
    place = practice.prepare(real)
    with Book.open(place, RECORDS) as book:
        people = book.count(Query("person"))
        make_person(book, "点出来的")
    before = content_of(real)
    practice.begin_anew(place)
    with Book.open(place, RECORDS) as book:
        assert book.count(Query("person")) == people
    with pytest.raises(Refused, match="不是演练社区，没有动它"):
        practice.begin_anew(real)
    (real / "演练.txt").write_text("community", "utf-8")
    with pytest.raises(Refused, match="不是演练社区，没有动它"):
        practice.begin_anew(real)
    (real / "演练.txt").unlink()
    assert content_of(real) == before


def _held_open(_path: Path) -> None:
    raise PermissionError("held open by a viewer")


def test_the_window_says_practice_and_begins_anew(
    dressed: QApplication, real: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop = Desktop(dressed, practice.prepare(real))
    desktop.begin()
    try:
        window = desktop.top
        assert isinstance(window, Window)
        assert window.windowTitle().startswith("演练 — ")
        strip = window.findChild(PracticeStrip)
        assert strip is not None and strip.isVisible() and strip.y() == 0
        make_person(window.book, "点出来的")
        clerk = Clerk(window)
        clerk.answer("重新开始")
        clerk.press("重新开始", strip)
        assert isinstance(desktop.top, Window) and desktop.top is not window
        assert not desktop.top.book.rows(Query("person", search="点出来的"))
        again = desktop.top.findChild(PracticeStrip)
        assert again is not None
        for show in (desktop.unlock, lambda: desktop.restore(Damaged("坏了", "请还原"))):
            desktop.top.hide()
            show()
            assert "演练：这里不是真的数据。" in [
                label.text() for label in desktop.top.findChildren(QLabel)
            ]
            assert desktop.top.windowTitle().startswith("演练 — ")
        desktop.open_book()
        again = desktop.top.findChild(PracticeStrip)
        assert isinstance(desktop.top, Window) and again is not None
        monkeypatch.setattr(shutil, "rmtree", _held_open)
        make_person(desktop.top.book, "还在的")
        clerk = Clerk(desktop.top)
        clerk.answer("重新开始")
        clerk.press("重新开始", again)
        assert isinstance(desktop.top, Window) and desktop.top.isVisible()
        assert desktop.top.book.rows(Query("person", search="还在的"))
        said = desktop.top.page.findChild(Banner)
        assert said is not None and "没有重新开始" in said.text.text()
    finally:
        desktop.end()


def test_a_real_window_opens_it_as_a_program_of_its_own(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qinglian_desktop.shell import keys

    assert window.findChild(PracticeStrip) is None
    started = list[list[str]]()
    monkeypatch.setattr(practice, "_start", started.append)
    keys.acts(window)["进入演练社区"]()
    (command,) = started
    assert command[-5:] == ["--home", str(window.home), "practice", "--kind", "community"]


def test_the_command_prepares_it(real: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(real), "practice", "--no-window"]) == 0
    assert str(real.with_name("资料-演练")) in capsys.readouterr().out
    assert main(["--home", str(real), "practice", "--no-window", "--reset"]) == 0
