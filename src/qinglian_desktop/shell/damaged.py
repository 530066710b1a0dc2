"""What now, when the data file is not whole? The newest backups, and one button to go back."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QThread, Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QListWidget, QVBoxLayout, QWidget

from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.shell.help import aside
from qinglian_desktop.shell.preferences import Preferences, around
from qinglian_desktop.ui import look
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.sweeping import Sweeping

if TYPE_CHECKING:
    from qinglian_desktop.store.copies import Copy
    from qinglian_desktop.store.keyfile import Keys

_SHOWN = 20  # copies in the list
_MIRROR = "镜像：程序在数据文件旁边另记的一份"

_GOES_ON = "现在的数据会先另存一份，不会丢。"
_NEW_HERE = (
    "换了新电脑或重装过：插上备份盘，按“到别处找备份”选备份盘，再还原。数据、附件和 PIN 都会回来。"
)
_SCRATCH = ".重建"
_ONLY_WHOLE = "还原只用能打开、核对过的备份。"


def restore_and_open_anew(
    source: Path, home: Path, pin: str, office: str = "", own: "Keys | None" = None
) -> None:
    """Puts the backup in place, which begins a new stream. Refused or Damaged in words.

    A backup of another office than `office`, or than the one that still can be read here, is
    refused. `own` are the keys of this folder, where they are known.
    """
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.store import backup, mirror
    from qinglian_desktop.store.book import Book

    if source == mirror.place(home):
        keys = own or backup.unlocked(home, pin, home, None)[0]
        _build_anew(home, keys)
        return
    backup.refuse_after_tries(home, pin)
    own = own or _keys_in(home, pin)
    keys, lock = backup.unlocked(source, pin, home, own)
    if office := office or _office_in(home, pin):
        backup.refuse_another_units(source, keys, office)
    backup.restore(source, home, keys, lock=lock, own=own)
    Book.open_with(home, RECORDS, keys).close()


def _build_anew(home: Path, keys: "Keys") -> None:
    """From the mirror beside the data: built beside them and compared, then swapped like a copy."""
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.store import backup, mirror
    from qinglian_desktop.store.book import Book

    scratch = home / _SCRATCH
    try:
        mirror.rebuild(home, scratch, keys, RECORDS)
        backup.restore(scratch, home, keys, lock=home)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    Book.open_with(home, RECORDS, keys).close()


def _keys_in(home: Path, pin: str) -> "Keys | None":
    """Those that open what lies here now; a PIN set since the backup was made is no obstacle."""
    from qinglian_desktop.store import keyfile

    try:
        return keyfile.unlock(home, pin)
    except Refused:
        return None


def _office_in(home: Path, pin: str) -> str:
    """Whose data lies here; "" where it is too damaged to tell."""
    from qinglian_desktop.store import backup, keyfile

    try:
        return backup.unit_of(home, keyfile.unlock(home, pin)).office_id
    except Refused:
        return ""


class _Restoring(QThread):
    """The copy runs beside the window; a stick may need a minute."""

    ended = Signal(object)  # None or a Refused

    def __init__(
        self, source: Path, home: Path, pin: str, office: str, own: "Keys | None", parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._args = (source, home, pin, office, own)

    def run(self) -> None:
        try:
            restore_and_open_anew(*self._args)
        except Refused as refused:
            self.ended.emit(refused)
        else:
            self.ended.emit(None)


class DamagedPage(QWidget):
    restored = Signal(str)  # the PIN, to open with
    gave_up = Signal(str)

    def __init__(
        self, home: Path, damaged: Damaged | None, office: str = "", *, anew: bool = False
    ) -> None:
        """`damaged` says what is wrong; None when the clerk only wants to go back.

        `office` is whose data lies here, where that is known. `anew`: nothing lies here yet.
        """
        super().__init__()
        self._home, self._office = home, office
        self._is_damaged = damaged is not None
        self._own: Keys | None = None
        self._backups: list[Path] = []
        self._work: _Restoring | None = None
        self._sweeping: Sweeping | None = None
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("清廉村居工作台 — 还原")
        look.named(self, "还原数据")
        self.said = look.label(_NEW_HERE if anew else str(damaged or _GOES_ON))
        self.said.setWordWrap(True)
        self._before = self.said.text()
        kept = look.label(
            _ONLY_WHOLE if anew else f"现有的文件会原样另存，不会删。{_ONLY_WHOLE}", "hint"
        )
        kept.setWordWrap(True)
        self.banner = Banner()
        self.list = QListWidget()
        look.named(self.list, "备份")
        self.pin = QLineEdit()
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setPlaceholderText("设过 PIN 的先输入 PIN；忘了就输恢复单上的 10 组数字")
        look.named(self.pin, "PIN")
        self.button = push_button("还原到选中的备份", "primary")
        self.other = push_button("到别处找备份", icon="folder")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(look.label("数据文件有损坏" if damaged else "还原备份", "title"))
        self.leave = push_button("返回" if anew else "不还原，照旧打开")
        self.leave.setVisible(damaged is None)
        self.leave.clicked.connect(self._on_leave)
        for part in (self.said, kept, self.banner, self.list, self.pin):
            column.addWidget(part)
        foot = QWidget()
        buttons = FlowLayout(foot)
        for button in (self.button, self.other, self.leave):
            buttons.addWidget(button)
        column.addWidget(foot)
        self.resize(look.metrics().px(720), look.metrics().px(560))
        self.button.clicked.connect(self.on_restore)
        self.other.clicked.connect(self.on_other)
        aside.on_f1(self, lambda: "damaged")
        self.show_backups(*Preferences.load(home).places(home))

    def show_backups(self, *folders: Path) -> None:
        """The backups in these folders, or the folder itself where it is one."""
        from qinglian_desktop.store import copies

        one = folders[0]
        if (one / "qinglian.db").is_file():
            found = [copies.read(one)]
        else:
            there = [copy for folder in folders for copy in copies.listed(folder)]
            found = copies.in_order([*there, *self._mirrored()])[:_SHOWN]
        self._backups = [copy.folder for copy in found]
        self.list.clear()
        for copy in found:
            where = _MIRROR if copy.folder.parent == self._home else str(copy.folder.parent)
            self.list.addItem(f"{copy.day} {copy.time} {where}")
        if found:
            self.list.setCurrentRow(0)
            self.button.setText(f"还原到 {found[0].day} {found[0].time}")
        else:
            self.list.addItem("这里没有备份。请插上备份盘，再按“到别处找备份”。")
        self.button.setEnabled(bool(self._backups))

    def _mirrored(self) -> "list[Copy]":
        """The rows once more beside the data file; of use only where that file is damaged."""
        from qinglian_desktop.store import mirror

        found = mirror.facts(self._home) if self._is_damaged else None
        return [found] if found is not None else []

    def _on_leave(self) -> None:
        self.gave_up.emit(self.pin.text())

    def on_other(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "备份在哪个文件夹")
        if folder:
            self.show_backups(*around(Path(folder)))

    def restore_with(self, keys: "Keys | None") -> None:
        """The clerk has seen and chosen already, and the data were open: no further question."""
        self._own = keys
        self.on_restore()

    def on_restore(self) -> None:
        if self._work is not None and self._work.isRunning():
            return
        source = self._backups[max(self.list.currentRow(), 0)]
        self.button.setEnabled(False)
        self.banner.hide()
        self.said.setText(f"正在还原到 {self.list.currentItem().text()[:16]}，做完自己会打开。")
        self._work = _Restoring(source, self._home, self.pin.text(), self._office, self._own, self)
        self._work.ended.connect(self.on_ended)
        self._sweeping = Sweeping(self)  # the window that was closed is not cleared away in there
        self._work.start()

    def on_ended(self, refused: Refused | None) -> None:
        if self._work is not None:
            self._work.wait()
        if self._sweeping is not None:
            self._sweeping.stop()
        self.button.setEnabled(True)
        if refused is not None:
            self.said.setText(self._before)
            self.banner.say(refused)
            if refused.field in ("pin", "code"):
                self.pin.setFocus(Qt.FocusReason.OtherFocusReason)
                self.pin.selectAll()
        else:
            self.restored.emit(self.pin.text())
