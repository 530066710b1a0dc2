"""Is an amount ten times the usual asked about once, and an ordinary one never?"""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office import make_entry
from qinglian_desktop.core.module import Where
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import at_hand, unusual
from qinglian_desktop.ui.form import RecordForm
from qinglian_desktop.ui.line_editors import LineEditor
from qinglian_desktop.ui.unusual import Asked
from ui.conftest import on_screen


class Memory(at_hand.AtHand):
    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[str, int] = {}

    def meant(self, table: str, row_id: str) -> int | None:
        return self.kept.get(row_id)

    def mean(self, table: str, row_id: str, amount: int) -> None:
        self.kept[row_id] = amount


@pytest.fixture(autouse=True)
def memory() -> Iterator[Memory]:
    made = Memory()
    at_hand.use(made)
    yield made
    at_hand.use(at_hand.AtHand())


@pytest.fixture
def form(qtbot: Any, book: Book) -> RecordForm:
    for fen in (230_000, 238_000, 240_000, 250_000):
        make_entry(book, fen)
    made = RecordForm(Entry, reader=book)
    qtbot.addWidget(made)
    on_screen(qtbot, made)
    return made


def write(form: RecordForm, name: str, text: str) -> None:
    editor = form.editors[name]
    if isinstance(editor, LineEditor):
        editor.line.setText(text)
        editor.mark_touched()
    else:
        editor.put_text(text)
        editor.mark_touched()
    editor.left.emit()


def spend(form: RecordForm, amount: str) -> None:
    write(form, "direction", "支出")
    write(form, "purpose", "办公费")
    write(form, "amount_fen", amount)


def doubt(form: RecordForm) -> str:
    shown = form.unusual.doubts["amount_fen"]
    return "" if shown.isHidden() else shown.words.text()


def test_four_of_a_kind_tell_nothing_five_do(form: RecordForm, book: Book) -> None:
    spend(form, "23800")
    assert doubt(form) == ""
    make_entry(book, 238_000)
    write(form, "amount_fen", "23801")
    assert doubt(form) == "金额是同类的 10 倍，是不是多了一个 0？"
    write(form, "amount_fen", "2380000")
    assert doubt(form) == "金额是同类的 1000 倍，是不是多了几个 0？"


@pytest.mark.parametrize(("amount", "asked"), [("19039.99", False), ("19040", True)])
def test_eight_times_the_middle_decides(
    form: RecordForm, book: Book, amount: str, asked: bool
) -> None:
    make_entry(book, 238_000)
    spend(form, amount)
    assert bool(doubt(form)) is asked


def test_another_kind_is_not_compared(form: RecordForm, book: Book) -> None:
    make_entry(book, 238_000)
    write(form, "direction", "支出")
    write(form, "purpose", "道路维修")
    write(form, "amount_fen", "238000")
    assert doubt(form) == ""
    write(form, "purpose", "办公费")
    assert doubt(form), "what makes the kind may be written last"


def test_it_goes_when_the_amount_is_put_right_and_refuses_nothing(
    form: RecordForm, book: Book
) -> None:
    make_entry(book, 238_000)
    spend(form, "23800")
    assert form.draft()["amount_fen"] == 2_380_000 and form.editors["amount_fen"].savable()
    write(form, "amount_fen", "2380")
    assert doubt(form) == ""


def test_once_confirmed_it_is_not_said_again_for_that_row(
    form: RecordForm, book: Book, memory: Memory
) -> None:
    make_entry(book, 238_000)
    spend(form, "23800")
    form.unusual.doubts["amount_fen"].button.click()
    assert doubt(form) == ""
    write(form, "amount_fen", "23800")
    assert doubt(form) == "", "not while the row is new"
    saved = make_entry(book, 2_380_000)
    row = book.row("entry", saved)
    assert row is not None
    form.settled(row)
    assert memory.kept == {saved: 2_380_000}
    form.set_row(row)
    write(form, "amount_fen", "23800")
    assert doubt(form) == ""
    write(form, "amount_fen", "33800")
    assert doubt(form), "another amount is another question"


@given(st.lists(st.integers(1, 10**9), max_size=12), st.integers(1, 10**10))
def test_it_is_asked_only_from_five_and_eight_times_on(others: list[int], amount: int) -> None:
    class Rows:
        def filled(self, *_: object) -> list[tuple[str, int]]:
            return [(str(n), fen) for n, fen in enumerate(others)]

    asked = Asked("entry", "amount_fen", amount, (Where("purpose", "=", "x"),), "own")
    times = unusual.times_the_usual(asked, Rows())
    middle = sorted(others)[len(others) // 2] if others else 1
    if times >= unusual.FAR:
        assert len(others) >= 5
        assert sum(fen * 8 <= amount for fen in others) >= len(others) / 2
    elif len(others) >= 5 and len(others) % 2:
        assert amount < 8 * middle
