"""设置: this office, how it looks, the rule packs, backup, safety, about and self-check."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop import RESOURCES, __version__
from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.pack import FIRM, TO_VERIFY, Pack
from qinglian_desktop.shell.backups_card import BackupsCard
from qinglian_desktop.shell.preferences import SIZES, THEMES
from qinglian_desktop.shell.printing_card import PrintingCard
from qinglian_desktop.store import keyfile, packs
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import look
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.plain_table import Heading, PlainTable

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_KINDS = {"community": "社区", "village": "村", "street": "街道"}


class SettingsPage(QWidget):
    page_id, title = "settings", "设置"

    def __init__(self, window: "Window") -> None:
        super().__init__()
        self._window, self._book = window, window.book
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self.banner = Banner()
        self.banner.hide()
        inner = QWidget()
        inner.setProperty("role", "clear")
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(12)
        for make in (
            self._unit, self._look, self._printing, self._backup, self._safety, self._packs,
            self._about,
        ):  # fmt: skip
            make()
        self._column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        look.named(area, "设置各组")
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 16, 24, 12)
        box.setSpacing(12)
        box.addWidget(look.label(self.title, "title"))
        box.addWidget(self.banner)
        box.addWidget(area, 1)

    # -- groups ----------------------------------------------------------------------------

    def _card(self, title: str) -> QVBoxLayout:
        card = QFrame()
        card.setProperty("role", "card")
        box = QVBoxLayout(card)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(8)
        box.addWidget(look.label(title, "group"))
        self._column.addWidget(card)
        return box

    def _words(self, box: QVBoxLayout, *lines: str) -> None:
        for line in lines:
            said = look.label(line)
            said.setWordWrap(True)
            box.addWidget(said)

    def _row(self, box: QVBoxLayout, *widgets: QWidget) -> None:
        holder = QWidget()
        row = FlowLayout(holder)
        for widget in widgets:
            row.addWidget(widget)
        box.addWidget(holder)

    def _unit(self) -> None:
        unit = self._book.unit
        box = self._card("本单位")
        self._words(
            box,
            f"名称：{unit.name}　类型：{_KINDS[unit.kind]}　编码：{unit.code}",
            f"所属街道：{unit.street_name}" if not unit.is_street else "这是街道端。",
        )
        how = "建立后不能改" if unit.is_street else "不能手工改，要改请用街道发的单位文件"
        box.addWidget(look.label(f"名称和编码{how}。", "hint"))

    def _look(self) -> None:
        box = self._card("显示")
        kept = self._window.preferences
        self.sizes = self._choices(SIZES, kept.size, lambda size: self._window.dress(size=size))
        self.themes = self._choices(
            THEMES, kept.theme, lambda theme: self._window.dress(theme=theme)
        )
        self._row(box, look.label("字号"), *self.sizes.buttons())
        self._row(box, look.label("颜色"), *self.themes.buttons())

    def _choices(
        self, words: dict[str, str], now: str, then: Callable[[str], None]
    ) -> QButtonGroup:
        group = QButtonGroup(self)
        for name, word in words.items():
            button = push_button(word, "choice")
            button.setCheckable(True)
            button.setProperty("choice", name)
            button.setChecked(name == now)
            button.clicked.connect(lambda _=False, chosen=name: then(chosen))
            group.addButton(button)
        return group

    def _printing(self) -> None:
        self.printing = PrintingCard(self._window)
        self._column.addWidget(self.printing)

    def _backup(self) -> None:
        self.backups = BackupsCard(self._window)
        self._column.addWidget(self.backups)

    def _safety(self) -> None:
        box = self._card("安全")
        self.safety = look.label("")
        self.safety.setWordWrap(True)
        box.addWidget(self.safety)
        self.pin, self.again = QLineEdit(), QLineEdit()
        for field, word in ((self.pin, "新的 PIN，4 位以上"), (self.again, "再输一次")):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setPlaceholderText(word)
            field.setFixedWidth(look.metrics().px(224))
            look.named(field, word)
        keep = push_button("设 PIN")
        keep.clicked.connect(self.on_pin)
        self._row(box, self.pin, self.again, keep)
        self._say_safety()

    def _say_safety(self) -> None:
        keys = self._book.keys
        if not keys.encrypted:
            words = "这台电脑没有加密部件，数据文件没有加密。请保管好电脑。"
        elif not keys.protected:
            words = "数据文件已加密，但还没有设 PIN：拿走整个文件夹的人能打开。请设一个 PIN。"
        else:
            words = "数据文件已加密，打开要输 PIN。忘记 PIN 就打不开，请把 PIN 写好锁进柜子。"
        self.safety.setText(words)

    def on_pin(self) -> None:
        if self.pin.text() != self.again.text():
            self.banner.say("两次输入的 PIN 不一样。请重新输入。")
            return
        try:
            self._book.keys = keyfile.set_pin(self._window.home, self._book.keys, self.pin.text())
        except Refused as refused:
            self.banner.say(refused)
            return
        self.pin.clear()
        self.again.clear()
        self.banner.say("PIN 设好了，下次打开要输入。")
        self._say_safety()

    def _packs(self) -> None:
        box = self._card("规则包与放假安排")
        columns = (
            Heading("名称", 240), Heading("从", 120), Heading("到", 120), Heading("依据", 0),
            Heading("核实", 100, state=True),
        )  # fmt: skip
        self.packs = PlainTable("规则包", columns)
        self.packs.setMinimumHeight(look.metrics().px(240))
        self.packs.fill([_pack_texts(p) for p in packs.shipped() if _now(p, clock.today())])
        box.addWidget(self.packs)
        box.addWidget(look.label("标“待核实”的是可以改的默认做法，用前请与街道核对。", "hint"))

    def _about(self) -> None:
        box = self._card("关于与自检")
        self._words(
            box,
            f"清廉村居工作台 {__version__}　本机运行·未联网，程序里没有任何联网的代码。",
            "只用于非涉密内容，涉密材料不要录入。",
        )
        box.addWidget(look.label(f"字体和图标的许可证：{RESOURCES / 'fonts' / 'licences'}", "hint"))
        check = push_button("体检")
        check.clicked.connect(self.on_check)
        self._row(box, check)

    def on_check(self) -> None:
        def work(book: Book, tick: Callable[[int, int], bool]) -> Changes:
            from qinglian_desktop.shell.commands.care import findings

            return Changes("体检", result=findings(book))

        self._window.runner.job(
            work, label="正在体检", on_done=self.on_checked, on_refused=self.banner.say
        )

    def on_checked(self, changes: Changes) -> None:
        found = changes.result
        assert isinstance(found, list)
        self.banner.say("；".join(found[:5]) if found else "数据、附件、留痕和限制内容都完整。")

    def reload(self) -> None:
        self.backups.reload()
        self._say_safety()
        kept = self._window.preferences
        for group, chosen in ((self.sizes, kept.size), (self.themes, kept.theme)):
            for button in group.buttons():
                button.setChecked(button.property("choice") == chosen)


def _now(pack: Pack, day: date) -> bool:
    if pack.name == "holidays":
        return pack.effective_from.year >= day.year
    return pack.holds(day)


def _pack_texts(pack: Pack) -> tuple[str, ...]:
    until = pack.effective_to.isoformat() if pack.effective_to else "长期"
    mark = "" if pack.evidence in FIRM else TO_VERIFY
    return (pack.title, pack.effective_from.isoformat(), until, pack.source, mark)
