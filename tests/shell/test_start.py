"""Does the program begin and end as promised? One instance, PIN, damage, our own mistakes."""

import gc
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from office import make_book, make_person, make_unit
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell import damaged, logs
from qinglian_desktop.shell.damaged import DamagedPage
from qinglian_desktop.shell.desktop import Desktop
from qinglian_desktop.shell.instance import Instance
from qinglian_desktop.shell.preferences import Preferences, newest_backups
from qinglian_desktop.shell.unlock import UnlockPage
from qinglian_desktop.shell.window import Window
from qinglian_desktop.shell.wizard import Wizard
from qinglian_desktop.store import backup, keyfile
from qinglian_desktop.store.book import MAIN, Book
from qinglian_desktop.store.tries import MOST, Tries
from windows import LONG


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A closed office with one person in it."""
    with make_book(tmp_path) as book:
        make_person(book, "李建华")
        return book.home


@pytest.fixture
def desktop(dressed: QApplication, home: Path) -> Iterator[Desktop]:
    hook = sys.excepthook
    made = Desktop(dressed, home)
    yield made
    made.end()
    assert sys.excepthook is hook


def window_of(desktop: Desktop) -> Window:
    assert isinstance(desktop.top, Window)
    return desktop.top


# -- one instance -----------------------------------------------------------------------------


def test_a_second_start_is_refused_and_calls_the_first_forward(
    desktop: Desktop, home: Path, qtbot: Any
) -> None:
    desktop.begin()
    assert desktop.instance is not None
    with qtbot.waitSignal(desktop.instance.called, timeout=LONG), pytest.raises(Refused) as said:
        Instance(home)
    assert (said.value.what, said.value.code) == ("程序已在运行", "QL-PL-004")
    assert window_of(desktop).bar.text.text() == "程序已在运行。"


def test_a_folder_can_be_opened_again_after_the_window_closed(
    dressed: QApplication, home: Path
) -> None:
    for _ in range(2):
        desktop = Desktop(dressed, home)
        desktop.begin()
        assert isinstance(desktop.top, Window)
        desktop.end()


def test_a_folder_without_data_begins_with_the_first_run(
    dressed: QApplication, tmp_path: Path
) -> None:
    desktop = Desktop(dressed, tmp_path / "new")
    desktop.begin()
    assert isinstance(desktop.top, Wizard)
    desktop.end()


def test_the_first_paint_of_today_is_told(desktop: Desktop, qtbot: Any) -> None:
    painted: list[bool] = []
    desktop.on_painted = lambda: painted.append(True)
    desktop.begin()
    qtbot.waitUntil(lambda: bool(painted), timeout=LONG)
    assert window_of(desktop).page_id == "today"


# -- our own mistakes -------------------------------------------------------------------------


def test_an_error_of_ours_shows_one_dialog_and_the_draft_stays(
    desktop: Desktop, home: Path
) -> None:
    desktop.begin()
    window = window_of(desktop)
    page: Any = window.go("tasks")
    page.new_record()
    title = page.drawer.form.editors["title"].input
    title.insertPlainText("入户走访")
    for _ in range(2):
        try:
            raise ValueError("李建华 13800000000")
        except ValueError as error:
            desktop.hook.on_error(type(error), error, error.__traceback__)
    dialog = desktop.hook.dialog
    assert dialog is not None
    assert "ValueError" in dialog.report.toPlainText()
    assert window.isVisible() and title.toPlainText() == "入户走访"
    dialog.copy_text()
    assert "test_start.py" in QApplication.clipboard().text()
    dialog.accept()
    assert desktop.hook.dialog is None


def test_the_log_holds_the_place_and_no_personal_data(desktop: Desktop, home: Path) -> None:
    desktop.begin()
    try:
        raise KeyError("李建华 11010519491231002X")
    except KeyError as error:
        desktop.hook.on_error(type(error), error, error.__traceback__)
    text = (home / "logs" / logs.LOG).read_text("utf-8")
    assert "KeyError" in text and "test_start.py" in text
    assert "李建华" not in text and "1949" not in text


def test_a_refusal_nobody_caught_is_said_and_is_no_crash(desktop: Desktop, home: Path) -> None:
    desktop.begin()
    desktop.hook.on_error(Refused, Refused("磁盘满了", "腾出空间"), None)
    assert desktop.hook.dialog is None
    assert not (home / "logs" / logs.LOG).exists()


# -- PIN --------------------------------------------------------------------------------------


@pytest.fixture
def locked(dressed: QApplication, tmp_path: Path) -> Iterator[Desktop]:
    make_book(tmp_path, pin="2468").close()
    made = Desktop(dressed, tmp_path / "home")
    made.begin()
    yield made
    made.end()


def test_the_right_pin_opens_the_window(locked: Desktop, qtbot: Any) -> None:
    assert isinstance(locked.top, UnlockPage)
    locked.top.line.setText("2468")
    locked.top.try_pin()
    assert isinstance(locked.top, Window)


def test_five_wrong_pins_lock_for_ten_minutes_even_after_a_restart(locked: Desktop) -> None:
    page = locked.top
    assert isinstance(page, UnlockPage)
    page.line.setText("0000")
    page.try_pin()
    assert page.said.text() == "PIN 不对，还可以试 4 次。"
    tries = Tries(locked.home)
    while not tries.wrong("").until:
        pass
    page.line.setText("0000")
    page.try_pin()
    assert page.said.text().startswith("已锁定") and not page.button.isEnabled()
    assert 0 < Tries(locked.home).locked_for("") <= 600


def test_a_broken_record_of_tries_locks_rather_than_opens(tmp_path: Path) -> None:
    (tmp_path / "pin-tries.json").write_text("{", "utf-8")
    assert Tries(tmp_path).locked_for("") > 0
    assert Tries(tmp_path).locked_for("") <= 600  # and says so again, not for ever anew


def test_no_wrong_pin_is_no_lock(tmp_path: Path) -> None:
    tries = Tries(tmp_path)
    for left in range(MOST - 1, 0, -1):
        assert tries.wrong("a").left == left and tries.locked_for("a") == 0
    assert tries.wrong("a").until and not tries.locked_for("b")
    tries.forget("a")
    assert tries.locked_for("a") == 0


# -- damage and going back --------------------------------------------------------------------


def test_a_damaged_file_names_the_newest_backup_and_goes_back_to_it(
    dressed: QApplication, home: Path, qtbot: Any
) -> None:
    with Book.open(home, RECORDS) as book:
        book.back_up(home / "备份")
    (home / MAIN).write_bytes(b"no database" * 1000)
    desktop = Desktop(dressed, home)
    desktop.begin()
    page = desktop.top
    assert isinstance(page, DamagedPage)
    day = newest_backups(home / "备份")[0].name.removeprefix("清廉备份-")[:10]
    assert day in page.button.text()
    page.on_restore()
    qtbot.waitUntil(lambda: isinstance(desktop.top, Window), timeout=LONG)
    book = window_of(desktop).book
    assert [row["name"] for row in book.rows(Query("person"))] == ["李建华"]
    assert book.unit.epoch == 2, "a restore begins a new stream"
    desktop.end()


def test_a_damaged_file_without_backups_says_so_and_restores_nothing(
    dressed: QApplication, home: Path
) -> None:
    (home / MAIN).write_bytes(b"no database" * 1000)
    desktop = Desktop(dressed, home)
    desktop.begin()
    page = desktop.top
    assert isinstance(page, DamagedPage)
    assert not page.button.isEnabled()
    desktop.end()


def test_damage_found_after_the_first_paint_leads_to_the_backups(
    desktop: Desktop, home: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Book) -> None:
        raise Damaged("数据文件有损坏，已停止写入", "请用备份还原", code="QL-PL-001")

    desktop.begin()
    monkeypatch.setattr(Book, "quick_check", broken)
    qtbot.waitUntil(lambda: isinstance(desktop.top, DamagedPage), timeout=LONG)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_page_gone_bad_anywhere_is_found_at_the_start(
    dressed: QApplication, home: Path, qtbot: Any, share: float
) -> None:
    """Nothing is checked before 今日 stands: whatever stumbles first, the backups come up."""
    whole = bytearray((home / MAIN).read_bytes())
    place = int(len(whole) * share)
    whole[place : place + 64] = bytes(64)
    (home / MAIN).write_bytes(whole)
    desktop = Desktop(dressed, home)
    desktop.begin()
    qtbot.waitUntil(lambda: isinstance(desktop.top, DamagedPage), timeout=LONG)
    desktop.end()


def test_a_restore_cut_short_between_two_names_is_ended_and_nothing_begins_anew(
    dressed: QApplication, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old file has its other name already, the new one not yet its own: no first run."""
    with Book.open(home, RECORDS) as book:
        made = book.back_up(tmp_path / "盘")
        make_person(book, "后来的人")
    real = Path.replace

    def dies(path: Path, target: Path) -> Path:
        if target == home / MAIN:
            raise KeyboardInterrupt
        return real(path, target)

    with monkeypatch.context() as off, pytest.raises(KeyboardInterrupt):
        off.setattr(Path, "replace", dies)
        backup.restore(made.folder, home, keyfile.unlock(home))
    assert not (home / MAIN).exists()
    with pytest.raises(Refused, match="已经有一份数据"):
        Book.create(home, RECORDS, make_unit())
    desktop = Desktop(dressed, home)
    desktop.begin()
    people = window_of(desktop).book.rows(Query("person"))
    assert [row["name"] for row in people] == ["李建华"]
    desktop.end()


def test_a_data_file_that_was_taken_away_is_restored_and_not_begun_anew(
    dressed: QApplication, home: Path, qtbot: Any
) -> None:
    with Book.open(home, RECORDS) as book:
        book.back_up(home / "备份")
    (home / MAIN).unlink()
    desktop = Desktop(dressed, home)
    desktop.begin()
    page = desktop.top
    assert isinstance(page, DamagedPage) and "不见了" in page.said.text()
    page.button.click()
    qtbot.waitUntil(lambda: isinstance(desktop.top, Window), timeout=LONG)
    desktop.end()


def test_the_clerk_can_go_back_to_a_backup_from_the_settings(
    desktop: Desktop, home: Path, qtbot: Any
) -> None:
    with Book.open(home, RECORDS) as book:
        made = book.back_up(home / "备份")
        make_person(book, "后来的人")
    desktop.begin()
    window_of(desktop).restore_asked.emit(made.folder, "")
    qtbot.waitUntil(lambda: isinstance(desktop.top, Window), timeout=LONG)
    people = window_of(desktop).book.rows(Query("person"))
    assert [row["name"] for row in people] == ["李建华"]


def test_a_restore_clears_no_dead_window_away_in_its_thread(
    desktop: Desktop, home: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python's collector would end the process there (ui/sweeping.py)."""
    with Book.open(home, RECORDS) as book:
        made = book.back_up(home / "备份")
    desktop.begin()
    collecting: list[bool] = []
    whole = damaged.restore_and_open_anew

    def watched(*given: Any) -> None:
        collecting.append(gc.isenabled())
        whole(*given)

    monkeypatch.setattr(damaged, "restore_and_open_anew", watched)
    window_of(desktop).restore_asked.emit(made.folder, "")
    qtbot.waitUntil(lambda: isinstance(desktop.top, Window), timeout=LONG)
    assert collecting == [False]


def test_the_window_does_not_restore_another_units_backup(
    desktop: Desktop, home: Path, tmp_path: Path, qtbot: Any
) -> None:
    with make_book(tmp_path, "village", folder="other") as other:
        made = other.back_up(tmp_path / "别人的备份")
    desktop.begin()
    window_of(desktop).restore_asked.emit(made.folder, "")
    page = desktop.top
    assert isinstance(page, DamagedPage)
    qtbot.waitUntil(page.banner.isVisible, timeout=LONG)
    assert desktop.top is page and not list(home.glob("还原前-*"))
    with Book.open(home, RECORDS) as book:
        assert book.unit.name == "新街子社区"


def test_preferences_survive_a_broken_file(tmp_path: Path) -> None:
    Preferences(size="extra", operator="周文书").save(tmp_path)
    assert Preferences.load(tmp_path).size == "extra"
    (tmp_path / "window.json").write_text('{"size": 7, "theme": "pink"}', "utf-8")
    assert Preferences.load(tmp_path) == Preferences()
