"""First run: six pages with a step bar; only the first must be done, the rest can wait."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell.help import aside
from qinglian_desktop.shell.preferences import SIZES, Preferences
from qinglian_desktop.shell.wizard_page import WizardPage, sample
from qinglian_desktop.store.book import Book, Operator
from qinglian_desktop.ui import look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import Banner, push_button

_STEPS = ("单位", "谁在用", "PIN 与恢复单", "字号", "备份", "完成")


class Wizard(QWidget):
    """`finished` hands over the open book."""

    finished = Signal(object)
    back_asked = Signal()  # a new computer: the data lie on a stick

    def __init__(self, home: Path) -> None:
        super().__init__()
        self.home = home
        self.book: Book | None = None
        self.wants_import = False
        self.preferences = Preferences.load(home)
        self.setWindowTitle("清廉村居工作台 · 第一次使用")
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.resize(1180, 660)
        self.steps = QWidget()
        look.named(self.steps, "步骤")
        row = FlowLayout(self.steps)
        self._chips = [look.chip(f"{n} {word}", "neutral") for n, word in enumerate(_STEPS, 1)]
        for chip in self._chips:
            row.addWidget(chip)
        self.banner = Banner()
        self.banner.hide()
        self.stack = QStackedWidget()
        for make in (self._unit, self._who, self._pin, self._size, self._backup, self._done):
            self.stack.addWidget(make())
        self.later, self.on = push_button("以后再说"), push_button("下一步", "primary")
        self.later.clicked.connect(self.on_later)
        self.on.clicked.connect(self.on_next)
        foot = QHBoxLayout()
        foot.addWidget(look.label("不清楚就按 F1。", "hint"))
        foot.addStretch(1)
        foot.addWidget(self.later)
        foot.addWidget(self.on)
        box = QVBoxLayout(self)
        box.setContentsMargins(48, 32, 48, 24)
        box.setSpacing(16)
        box.addWidget(look.label("清廉村居工作台", "title"))
        box.addWidget(self.steps)
        box.addWidget(self.banner)
        box.addWidget(self.stack, 1)
        box.addLayout(foot)
        aside.on_f1(self, lambda: f"wizard.{self.stack.currentIndex() + 1}")
        self.go(0)

    # -- pages -----------------------------------------------------------------------------

    def _page(self, title: str, text: str) -> tuple[WizardPage, QVBoxLayout]:
        page = WizardPage(title, text, self._on_return)
        return page, page.box

    def _unit(self) -> QWidget:
        page, box = self._page(
            "我们是哪个单位",
            "村、社区：选街道发来的“单位文件_….qlu”；本单位再加一台电脑，选那台写的“加电脑_…”。",
        )
        choose = self.choose_file = push_button("选单位文件", icon="folder")
        choose.clicked.connect(self.on_choose)
        self.chosen = look.label("还没有选。", "hint")
        box.addWidget(choose, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self.chosen)
        self.joining = page.line("纸上的数字", "16 位，第一台电脑加这台时给的")
        self._joining_word = page.words[-1]
        self._ask_digits(False)
        box.addSpacing(6)
        box.addWidget(look.label("街道：填名称和编码，建立街道端。"))
        self.name = page.line("街道名称", "例：通惠街道")
        self.code = page.line("街道编码", "6 至 15 位数字，例：500110007")
        box.addSpacing(6)
        box.addWidget(
            look.label(
                "换了新电脑：数据在备份盘上，从备份盘还原。只想先看看：演练社区里的人和数都是编的。"
            )
        )
        self.practise = push_button("先用演练社区")
        self.practise.clicked.connect(self.on_practise)
        self.bring = push_button("从备份盘还原", icon="backup")
        self.bring.clicked.connect(self.back_asked)
        ways = QWidget()
        row = FlowLayout(ways)
        for button in (self.bring, self.practise):
            row.addWidget(button)
        box.addWidget(ways)
        box.addStretch(1)
        self.file: Path | None = None
        return page

    def _who(self) -> QWidget:
        page, box = self._page("谁在用", "写上名字，登记和打印时会带上是谁填的。")
        self.operator = page.line("姓名", "例：周文书")
        self.role = ChoiceBox("岗位")
        page.put("岗位", self.role)
        box.addStretch(1)
        return page

    def _pin(self) -> QWidget:
        page, box = self._page(
            "设一个自己的 PIN",
            "数据文件会加密。设了 PIN，电脑丢了别人也打不开。忘了 PIN 有两条路：恢复单，或者街道"
            "的恢复密钥；建好以后第一件事就是打印恢复单。暂时不设也可以，以后在“谁在用”里设。",
        )
        self.pin = page.line("PIN", "4 位以上", secret=True)
        self.again = page.line("再输一次", "和上面一样", secret=True)
        box.addStretch(1)
        return page

    def _size(self) -> QWidget:
        page, box = self._page(
            "字多大看着舒服", "点一下就能看到效果，以后按 Ctrl 加 = 或 - 也能改。"
        )
        row = QHBoxLayout()
        self.sizes = QButtonGroup(self)
        for name, word in SIZES.items():
            button = push_button(word, "choice")
            button.setCheckable(True)
            button.setChecked(name == self.preferences.size)
            button.clicked.connect(partial(self.on_size, name))
            self.sizes.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        box.addLayout(row)
        box.addWidget(sample())
        box.addStretch(1)
        return page

    def _backup(self) -> QWidget:
        page, box = self._page(
            "备份放在哪里", "最好选另一个盘或 U 盘。不选就放在数据旁边的“备份”文件夹。"
        )
        choose = self.choose_folder = push_button("选备份文件夹", icon="folder")
        choose.clicked.connect(self.on_backup)
        self.where = look.label("", "hint")
        box.addWidget(choose, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self.where)
        box.addStretch(1)
        return page

    def _done(self) -> QWidget:
        page, box = self._page("建好了", "")
        self.told = look.label("")
        self.told.setWordWrap(True)
        self.digits = look.label("", "figure")
        self.digits.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.digits.setWordWrap(True)
        self.give = push_button("把登记文件写到 U 盘", icon="exchange")
        self.give.clicked.connect(self.on_give)
        self.sheet = push_button("先把旧的名册表导进来", icon="import")
        self.sheet.clicked.connect(self.on_sheet)
        for part in (self.told, self.digits):
            box.addWidget(part)
        for button in (self.give, self.sheet):
            box.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch(1)
        return page

    # -- moving ----------------------------------------------------------------------------

    def go(self, step: int) -> None:
        self.stack.setCurrentIndex(step)
        for place, (chip, word) in enumerate(zip(self._chips, _STEPS, strict=True)):
            mood = "success" if place < step else "info" if place == step else "neutral"
            chip.say(f"{place + 1} {word}", mood)
            state = "做好了" if place < step else "现在做" if place == step else "还没到"
            chip.setAccessibleName(f"第 {place + 1} 步 {word}，{state}")
        self.later.setVisible(0 < step < len(_STEPS) - 1)
        self.on.setText("开始使用" if step == len(_STEPS) - 1 else "下一步")
        self.banner.hide()
        if step == 1 and self.book is not None and not self.role.count():
            from qinglian_desktop.store import roles

            self.role.addItems(list(roles.offered(self.book)))
        if step == len(_STEPS) - 1:
            self._tell()
        self._take_focus(step)

    def _take_focus(self, step: int) -> None:
        """What is asked on this page has the focus: the keyboard need not look for it."""
        chosen = self.sizes.checkedButton() or self.on
        first = (self.choose_file, self.operator, self.pin, chosen, self.choose_folder)
        last = self.on if self.give.isHidden() else self.give
        (*first, last)[step].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_return(self) -> None:
        field = self.sender()
        if field in (self.name, self.pin):
            (self.code if field is self.name else self.again).setFocus()
        else:
            self.on_next()

    def on_later(self) -> None:
        self.go(self.stack.currentIndex() + 1)

    def on_next(self) -> None:
        step = self.stack.currentIndex()
        keep: Callable[[], None] = (
            self._found, self._keep_who, self._keep_pin, self._keep, self._keep, self._finish,
        )[step]  # fmt: skip
        try:
            keep()
        except Refused as refused:
            self.banner.say(refused)
            return
        if step < len(_STEPS) - 1:
            self.go(step + 1)

    def on_practise(self) -> None:
        """Another window; this page waits."""
        from qinglian_desktop.shell import practice

        practice.open_beside(self.home)

    def on_choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "选单位文件", "", "单位文件 (*.qlu *.qlb)")
        if name:
            self.choose(Path(name))

    def choose(self, path: Path) -> None:
        self.file = path
        from qinglian_desktop.exchange import joining

        self.chosen.setText(f"选了：{path.name}")
        joins = joining.is_for_joining(path)
        self._ask_digits(joins)
        (self.joining if joins else self.on).setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_digits(self, asked: bool) -> None:
        """The file of another computer of this office is shut with digits that stand on paper."""
        for part in (self._joining_word, self.joining):
            part.setVisible(asked)

    def _found(self) -> None:
        from qinglian_desktop.exchange import issuing

        if self.book is not None:
            return
        if self.file is not None and not self.joining.isHidden():
            from qinglian_desktop.exchange import joining

            self.book = joining.join(self.home, self.file, self.joining.text(), RECORDS)
        elif self.file is not None:
            try:
                issuing.unit_named(self.file)
            except Refused as refused:
                raise Refused(
                    "这个单位文件不完整", "请向街道重新要一份", code=refused.code
                ) from refused
            self.book = issuing.found_unit(self.home, self.file, RECORDS)
        elif self.name.text().strip():
            name, code = self.name.text(), self.code.text().strip()
            self.book = issuing.found_street(self.home, name, code, RECORDS)
        else:
            raise Refused("还没有选单位文件", "村、社区请选单位文件，街道请填名称和编码")

    def _keep_who(self) -> None:
        if name := self.operator.text().strip():
            self._keep(operator=name, role=self.role.currentText())

    def _keep_pin(self) -> None:
        """The first person of the list, who is 管理员; from now on a PIN opens the file."""
        from qinglian_desktop.store import desk, signers

        assert self.book is not None
        if not self.pin.text():
            return
        if self.pin.text() != self.again.text():
            raise Refused("两次输入的 PIN 不一样", "请重新输入")
        name, role = self.preferences.operator, self.role.currentText()
        self.book.operator = Operator(name, role)
        made = signers.add(self.book, name, role, self.pin.text(), checks=False, admin=True)
        desk.switch(self.book, str(made.result), self.pin.text())

    def on_size(self, size: str, _checked: bool = False) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        look.apply(app, theme=self.preferences.theme, size=size)
        self._keep(size=size)

    def on_backup(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "备份文件夹")
        if name:
            self._keep(backup_folder=name)
            self.where.setText(f"备份放在：{name}")

    def _keep(self, **changed: str) -> None:
        self.preferences = self.preferences._replace(**changed)  # type: ignore[arg-type]
        self.preferences.save(self.home)

    # -- the end ---------------------------------------------------------------------------

    def _tell(self) -> None:
        from qinglian_desktop.exchange import offices

        assert self.book is not None
        if self.book.unit.is_street:
            self.told.setText(
                f"已建立〔{self.book.unit.name}〕。先在“设置—安全与恢复”里打印恢复密钥，两份分开锁好。"
                "然后在“全街道一览”给各单位发单位文件。"
            )
            self.give.hide()
            self.sheet.hide()
            return
        self.told.setText(
            f"已建立〔{self.book.unit.name}〕。请把登记文件写到 U 盘交给街道，"
            "并把下面的 8 组数字抄到登记表上盖章："
        )
        self.digits.setText(offices.public_keys(self.book).fingerprint)

    def on_give(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "登记文件写到哪里")
        if name:
            self.give_to(Path(name))

    def give_to(self, folder: Path) -> None:
        from qinglian_desktop.exchange import issuing

        assert self.book is not None
        try:
            path, _ = issuing.write_enrolment(self.book, folder)
        except Refused as refused:
            self.banner.say(refused)
            return
        self.banner.say(f"登记文件已写好：{path}。")

    def on_sheet(self) -> None:
        """Opens the window on the import of the residents' table."""
        self.wants_import = True
        self._finish()

    def _finish(self) -> None:
        book, self.book = self.book, None
        self.finished.emit(book)

    def closeEvent(self, event: object) -> None:
        if self.book is not None:
            self.book.close()
        super().closeEvent(event)  # type: ignore[arg-type]
