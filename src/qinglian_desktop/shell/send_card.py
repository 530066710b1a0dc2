"""What the next report would hold, what the street has by now, and is there room on the stick?

Stands on the page 报送归档 of a unit; nothing is written for it.
"""

from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from qinglian_desktop.shell import sticks
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.messages import push_button

_MOST = 5  # ledgers named; the rest are counted


class State(NamedTuple):
    """What was read beside the window."""

    survey: Any
    standing: str
    left: int  # photos of the bundle before that are not on a stick yet
    number: int


def state_of(book: Any) -> State:
    """Reads the content of the next bundle; long on a large book, so beside the window."""
    from qinglian_desktop.exchange import outgoing, outgoing_survey, outgoing_volumes

    acked = outgoing.acked_seq(book)
    survey = outgoing.what_goes(book)
    rest = outgoing_volumes.waiting(book)
    standing = outgoing_survey.standing(book, acked, survey.waiting)
    return State(survey, standing, rest.left if rest else 0, rest.number if rest else 0)


def content_words(survey: Any) -> str:
    """收支流水 37 条、公告 2 条，共 39 条；照片 3 张 1.2 MB；大约 1.3 MB"""
    from qinglian_desktop.exchange.container_says import size_text

    if not survey.rows and not survey.photos:
        if not survey.whole and survey.waiting:
            return "新内容街道的程序还读不了，这次带不去；照样写一包，好让两边知道各能读什么。"
        return "上次确认以后没有新内容，也可以照样报送。"
    named = "、".join(f"{label} {count:,} 条" for label, count in survey.tables[:_MOST])
    others = len(survey.tables) - _MOST
    more = f"等 {len(survey.tables)} 类" if others > 0 else ""
    total = f"，共 {survey.rows:,} 条" if len(survey.tables) > 1 else ""
    photos = ""
    if survey.photos:
        photos = f"；照片 {len(survey.photos):,} 张（{size_text(survey.photo_size)}）"
    whole = "全部内容：" if survey.full and survey.whole else ""
    return f"{whole}{named}{more}{total}{photos}；大约 {size_text(survey.size)}。"


def room_words(folder: Path, survey: Any) -> str:
    """Does it fit on this stick?"""
    from qinglian_desktop.core.outcome import Refused
    from qinglian_desktop.exchange import stick
    from qinglian_desktop.exchange.container_says import size_text

    try:
        room = stick.room_in(folder)
    except Refused as trouble:
        return str(trouble)
    name = f"U 盘〔{folder.name or folder}〕插好了"
    if room >= survey.size:
        return f"{name}，放得下。"
    if room >= survey.rows_size:
        return f"{name}，照片放不下这么多：先写表格和最近的照片，其余换一个 U 盘接着写。"
    return (
        f"{name}，空间不够，还差 {size_text(survey.size - room)}。请删掉不用的文件或换一个 U 盘。"
    )


class SendCard(QFrame):
    """这次会带上什么."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        look.named(self, "这次会带上什么")
        self._desk, self._state = desk, State(None, "", 0, 0)
        self.content = look.label("正在看这次会带上什么…")
        self.why = look.label("", "hint")
        self.standing = look.label("", "hint")
        self.room = look.label("", "hint")
        self.more = push_button("接着写照片", icon="exchange")
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        column.addWidget(look.label("这次会带上", "group"))
        for part in (self.content, self.why, self.room, self.standing):
            part.setWordWrap(True)
            column.addWidget(part)
        column.addWidget(self.more)
        self.more.hide()
        self.why.hide()
        self._look_again = QTimer(self)
        self._look_again.setInterval(sticks.PAUSE)
        self._look_again.timeout.connect(self.look_at_sticks)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_room()

    def _give_room(self) -> None:
        """A low page takes its room from the list below, and never cuts off what the card says."""
        self.setMinimumHeight(self._column.heightForWidth(self.width()))

    def be_brief(self, yes: bool) -> None:
        """Only what goes: a list below needs the room."""
        self.room.setVisible(not yes)
        self.standing.setVisible(not yes)
        self._give_room()

    def reload(self) -> None:
        """Reads anew; the answer comes beside the window."""
        self._desk.runner.read(state_of, self._on_state)

    def _on_state(self, state: State) -> None:
        self._state = state
        self.content.setText(content_words(state.survey))
        self.why.setText("".join(f"{note}。" for note in state.survey.notes))
        self.why.setVisible(bool(state.survey.notes))
        self._give_room()
        self.standing.setText(f"{state.standing}。")
        self.more.setVisible(state.left > 0)
        self.more.setText(f"接着写照片（第 {state.number} 号包还有 {state.left} 张未送达）")
        self.look_at_sticks()

    def look_at_sticks(self) -> None:
        """A stick may have come or gone."""
        if self._state.survey is None:
            return
        there = sticks.mounted()
        if not there:
            self.room.setText("还没有插 U 盘，插好后会自动出现。")
        elif len(there) == 1:
            self.room.setText(room_words(there[0], self._state.survey))
        else:
            self.room.setText(f"插了 {len(there)} 个 U 盘，写的时候再选。")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look_again.start()
        self.reload()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._look_again.stop()


def send_photos(desk: Desk, folder: Path, on_done: Any, on_refused: Any) -> None:
    """Goes on with the photos that had no room."""
    desk.runner.job(
        _send_photos, folder, label="接着写照片", on_done=on_done, on_refused=on_refused
    )


def _send_photos(book: Any, folder: Path, tick: Any) -> Any:
    from qinglian_desktop.exchange import outgoing

    return outgoing.send_photos(book, folder, tick=tick)
