"""体检: what stands out in this contract, and what contracts like it cost."""

from functools import partial

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from qinglian_desktop.modules.contracts import actions, checkup
from qinglian_desktop.modules.contracts.checkup import Found
from qinglian_desktop.modules.contracts.page.part import Part
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.messages import push_button

_CLEAN = "没有发现问题。"
_ALONE = "同类单价：像它这样的合同不到 3 份，不比。"


class CheckPart(Part):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "体检")
        self.all = push_button("去合同体检")
        self.all.clicked.connect(self._on_all)
        self.buttons(self.all)
        self.price = self.hint()
        self.said = look.label("")
        self.said.setWordWrap(True)
        inner = QWidget()
        inner.setProperty("role", "clear")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self.said)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        self.lists((), (area, 1))
        self._words: tuple[str, str] = ("", "")
        cover.cover().changed.connect(self._say)

    def reload(self) -> None:
        """Asked beside the window: money, decisions and kin are read."""
        if self.row_id:
            self.desk.runner.read(partial(_asked, self.row_id), partial(self._show, self.row_id))

    def _show(self, row_id: str, words: tuple[str, str]) -> None:
        if row_id == self.row_id:  # another contract may be shown by now
            self._words = words
            self._say()

    def _say(self, *_: object) -> None:
        price, said = self._words
        self.price.setText(cover.veiled(price))
        self.said.setText(cover.veiled(said) if said != _CLEAN else said)

    def _on_all(self) -> None:
        self.desk.go("funds", "contract_check", "")


def _asked(row_id: str, book: object) -> tuple[str, str]:
    price = actions.contract_words(book, row_id)  # type: ignore[arg-type]
    found = checkup.of_contract(book, row_id)  # type: ignore[arg-type]
    words = "\n\n".join(map(_words, found)) if found else _CLEAN
    return (f"同类单价：{price}" if price else _ALONE), words


def _words(one: Found) -> str:
    finding = one.finding
    doubt = f"，{finding.evidence}" if finding.evidence else ""
    said = f"（{one.state}）" if one.state in checkup.QUIET else ""
    return f"{finding.what}。{said}\n怎么改：{finding.remedy}。\n依据：{finding.basis}{doubt}。"
