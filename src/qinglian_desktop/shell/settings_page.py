"""设置: this office, how it looks, the rule packs, backup, safety, about and self-check."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop import RESOURCES, __version__
from qinglian_desktop.core import clock
from qinglian_desktop.core.pack import FIRM, TO_VERIFY, Pack
from qinglian_desktop.shell import acts, contrast, keys
from qinglian_desktop.shell.backups_card import BackupsCard
from qinglian_desktop.shell.preferences import SIZES, THEMES
from qinglian_desktop.shell.printing_card import PrintingCard
from qinglian_desktop.store import packs
from qinglian_desktop.ui import look
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.plain_table import Heading, PlainTable

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
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
        self._inner = QWidget()
        self._inner.setProperty("role", "clear")
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(12)
        # What is wanted most comes first; what is only read comes last.
        for make in (
            self._look, self._printing, self._backup, self._safety, self._practice, self._check,
            self._suite, self._packs, self._unit, self._about,
        ):  # fmt: skip
            make()
        self._column.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setWidget(self._inner)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        look.named(self.area, "设置各组")
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 16, 24, 12)
        box.setSpacing(12)
        box.addWidget(look.label(self.title, "title"))
        box.addWidget(self._jumps())
        box.addWidget(self.banner)
        box.addWidget(self.area, 1)

    def _jumps(self) -> QWidget:
        """The groups by name: one press instead of a long wheel."""
        holder = QWidget()
        row = FlowLayout(holder)
        for card in self._inner.findChildren(QFrame, options=_DIRECT):
            title = next(
                w.text() for w in card.findChildren(QLabel) if w.property("role") == "group"
            )
            button = push_button(title, "link")
            button.setAccessibleName(f"去看{title}")
            button.clicked.connect(partial(self.show_group, card))
            row.addWidget(button)
        return holder

    def show_group(self, card: QWidget, _checked: bool = False) -> None:
        """Its head at the top, and the keyboard in its first control."""
        self.area.verticalScrollBar().setValue(card.y())
        first = next((b for b in card.findChildren(QPushButton) if b.isVisible()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            self.area.verticalScrollBar().setValue(card.y())

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
        several = push_button("几台电脑")
        several.setToolTip("本单位用几台电脑，怎么对数")
        several.clicked.connect(partial(self._act, "几台电脑"))
        self._row(box, several)

    def _look(self) -> None:
        box = self._card("显示")
        kept = self._window.preferences
        self.sizes = self._choices(SIZES, kept.size, lambda size: self._window.dress(size=size))
        self.themes = self._choices(
            THEMES, kept.theme, lambda theme: self._window.dress(theme=theme)
        )
        self._row(box, _before("字号"), *self.sizes.buttons())
        self._row(box, _before("颜色"), *self.themes.buttons())
        self.follow = QCheckBox("电脑开了“高对比”，这里也跟着用高对比")
        self.follow.setChecked(kept.follow_contrast)
        look.named(self.follow, self.follow.text())
        self.follow.toggled.connect(partial(contrast.follow, self._window))
        box.addWidget(self.follow)
        box.addWidget(look.label("按 Ctrl 和 = 变大，Ctrl 和 - 变小，Ctrl 和 0 回到标准。", "hint"))

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

    def _suite(self) -> None:
        if self._book.unit.is_street:
            from qinglian_desktop.shell.suite_card import SuiteCard

            self._column.addWidget(SuiteCard(self._window))

    def _safety(self) -> None:
        box = self._card("安全")
        self.safety = look.label("")
        self.safety.setWordWrap(True)
        box.addWidget(self.safety)
        people, ways = push_button("谁在用"), push_button("安全与恢复")
        people.setToolTip("各人的岗位和 PIN，谁来复核别人录的账")
        ways.setToolTip("恢复单、街道密钥、多久没人动就锁定")
        people.clicked.connect(partial(self._act, "谁在用"))
        ways.clicked.connect(partial(self._act, "安全与恢复"))
        self._row(box, people, ways)
        self._say_safety()

    def _say_safety(self) -> None:
        from qinglian_desktop.shell.security_page import safety_of

        self.safety.setText(safety_of(self._book))

    def _packs(self) -> None:
        box = self._card("规则包与放假安排")
        columns = (
            Heading("名称", 240), Heading("从", 120), Heading("到", 120), Heading("依据", 0),
            Heading("核实", 100, state=True),
        )  # fmt: skip
        self.packs = PlainTable("规则包", columns)
        self.packs.setMinimumHeight(look.metrics().px(240))
        self.packs.fill([_pack_texts(p) for p in self._held() if _now(p, clock.today())])
        box.addWidget(self.packs)
        box.addWidget(look.label("标“待核实”的是可以改的默认做法，用前请与街道核对。", "hint"))

    def _held(self) -> tuple[Pack, ...]:
        return (*packs.taken(self._book.connection, self._book.files), *packs.shipped())

    def _practice(self) -> None:
        box = self._card("怎么办与演练")
        self._words(
            box,
            "哪一页不会用，就在那一页按 F1。想练手，进演练社区：人和数都是编的，不会报送。",
        )
        self.practise, self.keyboard = push_button("进入演练"), push_button("键盘一览")
        self.practise.setEnabled(not self._book.unit.is_practice)
        self.practise.clicked.connect(partial(self._act, "进入演练社区"))
        self.keyboard.clicked.connect(partial(self._act, "键盘一览"))
        self._row(box, self.practise, self.keyboard)

    def _check(self) -> None:
        box = self._card("自查")
        self._words(box, "看有没有谁想联网、数据和备份是不是完好，能打印一张自查单。")
        self.selfcheck, check = push_button("本机自查"), push_button("体检")
        self.selfcheck.clicked.connect(partial(self._act, "本机自查"))
        check.setToolTip("只看数据、附件和留痕")
        check.clicked.connect(partial(self._act, "数据体检"))
        self._row(box, self.selfcheck, check)

    def _act(self, word: str, _checked: bool = False) -> None:
        """What Ctrl+K calls by this word."""
        offered = keys.acts(self._window)
        offered.get(word, partial(acts.do, self._window, word))()

    def _about(self) -> None:
        box = self._card("关于")
        self._words(
            box,
            f"清廉村居工作台 {__version__}　本机运行·未联网，程序里没有任何联网的代码。",
            "只用于非涉密内容，涉密材料不要录入。",
        )
        box.addWidget(look.label(f"字体和图标的许可证：{RESOURCES / 'fonts' / 'licences'}", "hint"))
        exports, diagnose = push_button("导出记录"), push_button("导出诊断")
        reveals = push_button("查看记录")
        reveals.setToolTip("谁在什么时候看过哪条记录遮着的个人信息")
        reveals.clicked.connect(partial(self._act, "查看记录"))
        exports.setToolTip("谁在什么时候导出过什么")
        exports.clicked.connect(partial(self._act, "导出记录"))
        diagnose.setToolTip("程序出毛病时交给维护的人，里面没有姓名、号码、地址和金额")
        diagnose.clicked.connect(partial(self._act, "导出诊断"))
        self._row(box, exports, reveals, diagnose)

    def reload(self) -> None:
        self.backups.reload()
        self._say_safety()
        kept = self._window.preferences
        for group, chosen in ((self.sizes, kept.size), (self.themes, kept.theme)):
            for button in group.buttons():
                button.setChecked(button.property("choice") == chosen)


def _before(word: str) -> QWidget:
    """A word on the line of the buttons that follow it."""
    made = look.label(word)
    made.setMinimumHeight(look.metrics().button)
    return made


def _now(pack: Pack, day: date) -> bool:
    if pack.name == "holidays":
        return pack.effective_from.year >= day.year
    return pack.holds(day)


def _pack_texts(pack: Pack) -> tuple[str, ...]:
    until = pack.effective_to.isoformat() if pack.effective_to else "长期"
    mark = "" if pack.evidence in FIRM else TO_VERIFY
    return (pack.title, pack.effective_from.isoformat(), until, pack.source, mark)
