"""How does one tab hold a score of pages? Words for groups on top, the group's pages beneath."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QButtonGroup, QWidget

from qinglian_desktop.ui import look
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.sections import Section, Sections, stop_at_checked

Group = tuple[str, Sequence[Section]]


class GroupedSections(Sections):
    """`Sections` whose words stand in groups; a group is opened where it was left."""

    def __init__(
        self, page_id: str, title: str, groups: Sequence[Group], parent: QWidget | None = None
    ) -> None:
        self._group_of = {key: word for word, pages in groups for key, _, _ in pages}
        self._left_at = {word: pages[0][0] for word, pages in groups}
        self._group_words = QButtonGroup()
        self._group_row = QWidget()
        self._group_row.setProperty("role", "clear")
        row = FlowLayout(gap=8)
        for word, _ in groups:
            button = push_button(word, "group")
            button.setCheckable(True)
            button.setAutoDefault(False)
            look.named(button, word, f"{title}里的一组：{word}")
            button.clicked.connect(partial(self.show_group, word))
            self._group_words.addButton(button)
            row.addWidget(button)
        self._group_row.setLayout(row)
        every = [one for _, pages in groups for one in pages]
        super().__init__(page_id, title, every, parent, above=self._group_row)
        self._group_words.setParent(self)

    @property
    def group(self) -> str:
        """Which group is open."""
        return self._group_of[self.key]

    def groups(self) -> list[str]:
        return list(self._left_at)

    def show_group(self, word: str, _checked: bool = False) -> QWidget:
        """The page of this group that was open last."""
        return self.show_section(self._left_at[word])

    def show_section(self, key: str, _checked: bool = False) -> QWidget:
        page = super().show_section(key)
        group = self._group_of[key]
        self._left_at[group] = key
        alone = list(self._group_of.values()).count(group) == 1
        for other, button in zip(self.keys(), self._words.buttons(), strict=True):
            button.setVisible(self._group_of[other] == group)
        self.head.setVisible(not alone)  # one page in a group needs no second word
        for button in self._group_words.buttons():
            button.setChecked(button.text() == group)
        stop_at_checked(self._group_words)
        return page
