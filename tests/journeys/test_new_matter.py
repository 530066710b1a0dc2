"""新事项: what the card says to a title, and how the clerk puts it right."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from cases import make_office
from qinglian_desktop.modules.decisions import rules
from qinglian_desktop.modules.decisions.page.new_matter import NewMatter
from qinglian_desktop.modules.decisions.page.road_card import RoadCard
from qinglian_desktop.store.book import Book
from windows import Clerk, shown_buttons, window_on

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


class Page:
    """The page of a new matter and the clerk before it."""

    def __init__(self, clerk: Clerk, fresh: NewMatter, book: Book) -> None:
        self.clerk, self.fresh, self.book = clerk, fresh, book

    @property
    def road(self) -> RoadCard:
        return self.fresh.road

    def title(self, text: str) -> None:
        self.clerk.reach(self.fresh.form.editors["title"].input)
        self.clerk.key(Qt.Key.Key_A, CTRL)
        self.clerk.write(text)
        self.fresh.ask_rules()

    def press(self, word: str) -> None:
        self.clerk.press(word, self.road)

    def tick(self, box: QWidget) -> None:
        self.clerk.reach(box)
        self.clerk.key(Qt.Key.Key_Space)

    def choose(self, word: str) -> None:
        self.clerk.press(word, self.road.choices)

    @property
    def row(self) -> str:
        return self.road.found.row if self.road.found else ""


@pytest.fixture(params=["village"])
def page(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Page]:
    with window_on(make_office(tmp_path, request.param)) as window:
        clerk = Clerk(window)
        clerk.key(Qt.Key.Key_4, ALT)
        clerk.key(Qt.Key.Key_N, CTRL)
        fresh = window.page.findChild(NewMatter)
        assert fresh is not None
        yield Page(clerk, fresh, window.book)


def test_a_title_taken_for_something_else_is_put_right_by_three_answers(page: Page) -> None:
    page.title("修文化广场")
    assert page.road.found is not None and page.road.found.matter.id == "works"
    page.press("不是这一样，重新选")
    assert page.road.found is None and not page.fresh.open.isEnabled()
    for word in ("集体的土地、资源", "一个小组的", "一个小组"):
        page.choose(word)
    assert page.road.found is not None and page.road.found.matter.id == "land-lease"
    assert page.row == "group", "what belongs to a group is decided by the group"


def test_of_two_candidates_the_clerk_may_say_neither(page: Page) -> None:
    page.title("修建文化广场和二轮土地延包")
    assert list(shown_buttons(page.road.choices))[-1] == "都不是"
    page.choose("都不是")
    assert len(shown_buttons(page.road.choices)) > 9


def test_a_tick_stays_when_the_title_is_mended(page: Page) -> None:
    page.title("鱼塘发包")
    page.choose("有")
    page.tick(page.road.group_owned)
    assert page.row == "group"
    page.title("鱼塘发包给本村农户")
    assert page.road.group_owned.isChecked() and page.row == "group"


def test_the_amount_of_the_title_holds_when_the_rules_are_asked_again(page: Page) -> None:
    page.title("修村道护栏3000元")
    assert page.road.given().amount_fen == 300_000
    page.fresh.ask_rules()
    page.fresh.form.editors["title"].left.emit()
    assert page.road.given().amount_fen == 300_000
    page.title("修村道护栏")
    assert page.road.given().amount_fen is None


def test_the_charter_may_give_it_to_the_representatives_of_the_members(page: Page) -> None:
    page.title("集体门面出租")
    page.choose("有")
    assert page.row == "members"
    assert page.road.isAncestorOf(focused()), "the keys stay in the card"
    page.tick(page.road.charter_allows)
    assert page.row == "member-representatives"


def test_a_group_with_a_collective_of_its_own_decides_by_its_members(page: Page) -> None:
    page.title("三组山坪塘发包")
    assert page.row == "group"
    page.tick(page.road.group_collective)
    assert page.road.found is not None
    assert page.road.found.body_label == "本组集体经济组织成员大会"


@pytest.mark.parametrize("page", ["community"], indirect=True)
def test_a_question_about_the_group_is_answered_about_the_group(page: Page) -> None:
    page.title("三组山坪塘发包")
    assert page.road.found is not None and page.road.found.path == rules.ASK
    page.choose("没有")
    assert "先问街道" in page.road.words.text() and not page.fresh.open.isEnabled()
    page.tick(page.road.group_collective)
    assert page.row == "members" and page.fresh.open.isEnabled()


def test_what_only_the_street_can_tell_has_no_yes_and_no(page: Page) -> None:
    page.clerk.fill(page.fresh.form.editors["opened_on"].input, "2025-04-01")
    page.title("修改合作社章程")
    assert page.road.found is not None and page.road.found.path == rules.ASK
    assert "请问街道" in page.road.words.text()
    assert not shown_buttons(page.road.choices)


def test_a_matter_of_a_group_names_its_group(page: Page) -> None:
    page.title("三组山坪塘发包")
    page.clerk.press("干部提出", page.fresh.form.editors["origin"])
    page.clerk.reach(page.fresh.open)
    page.clerk.key(Qt.Key.Key_Space)
    assert page.fresh.isVisible(), "nothing was opened"
    assert focused() is page.fresh.group.editors["group_name"].input
    page.clerk.write("3组")
    page.clerk.reach(page.fresh.open)
    page.clerk.key(Qt.Key.Key_Space)
    assert not page.fresh.isVisible()


def test_a_day_before_every_known_law_is_said_and_mended(page: Page) -> None:
    page.title("修村道公路")
    page.clerk.fill(page.fresh.form.editors["opened_on"].input, "2010-01-01")
    page.fresh.ask_rules()
    assert page.road.found is None and not page.fresh.open.isEnabled()
    assert "2010年1月1日没有可用的“村居组织法规则（村，" in page.road.words.text()
    page.clerk.fill(page.fresh.form.editors["opened_on"].input, "2026-03-02")
    page.fresh.ask_rules()
    assert page.row == "representatives" and page.fresh.open.isEnabled()


def test_the_amount_it_was_judged_by_is_kept_with_the_matter(page: Page) -> None:
    page.title("修村道护栏3000元")
    page.clerk.press("干部提出", page.fresh.form.editors["origin"])
    opened: list[str] = []
    page.fresh.opened.connect(opened.append)
    page.clerk.reach(page.fresh.open)
    page.clerk.key(Qt.Key.Key_Space)
    row = page.book.row("matter", opened[0])
    assert row is not None and row["amount_fen"] == 300_000
