"""Who may check what another entered: a PIN of their own, never the one who entered it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.signer import Signer, bare
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell.desk_tools import undo_step
from qinglian_desktop.store import keyfile, signers
from qinglian_desktop.store.book import Book

PIN, OTHER, OPENING = "2580", "7419", "3961"


@pytest.fixture(autouse=True)
def quick_stretching(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyfile, "MEMORY_KIB", 64)
    monkeypatch.setattr(keyfile, "PASSES", 1)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with make_book(tmp_path) as made:
        yield made


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The clock on the wall; a test moves it."""
    now = [datetime(2026, 11, 24, 9, 0)]
    monkeypatch.setattr(clock, "now", lambda: now[0].isoformat(timespec="seconds"))
    return now


def two(book: Book) -> tuple[str, str]:
    """吴敏 and, vouched for by her, 郑立."""
    first = str(signers.add(book, "吴敏", "监委会", PIN).result)
    second = signers.add(book, "郑立", "主任", OTHER, vouched_by="吴敏", their_pin=PIN)
    return first, str(second.result)


def refused(act: object, *given: object, **named: object) -> Refused:
    with pytest.raises(Refused) as caught:
        act(*given, **named)  # type: ignore[operator]
    assert caught.value.what and caught.value.remedy
    return caught.value


def test_the_right_pin_gives_the_name_and_a_wrong_one_says_how_many_tries_are_left(
    book: Book,
) -> None:
    two(book)
    assert signers.confirm(book, " 吴 敏 ", PIN) == "吴敏"
    wrong = refused(signers.confirm, book, "吴敏", OTHER)
    assert (wrong.code, wrong.what) == ("QL-SE-081", "PIN 不对，还可以试 4 次")
    assert refused(signers.confirm, book, "吴敏", "").field == "pin"
    assert refused(signers.confirm, book, "何人", PIN).code == "QL-SZ-140"


@pytest.mark.parametrize(
    "spelt",
    [
        "吴敏", "吴 敏", "\u3000吴敏\u3000", "吴敏（出纳）", "吴敏(会计)", "吴敏同志", "吴敏书记",
        "吴·敏", "吴民", "吴闽",
    ],
)  # fmt: skip
def test_one_person_cannot_enter_and_check_however_the_name_is_spelt(
    book: Book, spelt: str
) -> None:
    two(book)
    same = refused(signers.confirm, book, "吴敏", PIN, other_than=spelt)
    assert str(same) == "录入和复核不能是同一个人。请复核人输入 PIN。"
    assert same.code == "QL-SZ-043"
    # One of several hands is enough, and somebody else may check.
    assert refused(signers.confirm, book, "吴敏", PIN, other_than=("周文书", spelt)).code
    assert signers.confirm(book, "郑立", OTHER, other_than=spelt) == "郑立"


def test_two_signers_whose_names_sound_alike_are_two_people(book: Book) -> None:
    two(book)
    signers.add(book, "吴民", "监委会", "8642", vouched_by="吴敏", their_pin=PIN)
    assert signers.confirm(book, "吴敏", PIN, other_than="吴民") == "吴敏"


@given(st.text("吴敏郑立主任书记 　·（）()A", max_size=8))
def test_a_bare_name_is_bare_already(name: str) -> None:
    assert bare(bare(name)) == bare(name)


def test_after_five_wrong_tries_nothing_is_compared_for_ten_minutes(
    book: Book, moment: list[datetime]
) -> None:
    two(book)
    for left in (4, 3, 2, 1):
        assert f"还可以试 {left} 次" in refused(signers.confirm, book, "吴敏", "0001").what
    locked = refused(signers.confirm, book, "吴敏", "0001")
    assert (locked.code, locked.remedy) == ("QL-SZ-142", "过 10 分钟再试")
    assert refused(signers.confirm, book, "吴敏", PIN).code == "QL-SZ-142"  # the right one too
    assert signers.confirm(book, "郑立", OTHER) == "郑立"
    moment[0] += timedelta(minutes=9, seconds=59)
    assert refused(signers.confirm, book, "吴敏", PIN).remedy == "过 1 分钟再试"
    moment[0] += timedelta(seconds=1)
    assert signers.confirm(book, "吴敏", PIN) == "吴敏"
    assert "还可以试 4 次" in refused(signers.confirm, book, "吴敏", "0001").what


def test_tries_are_counted_over_a_restart_and_a_clock_set_back_begins_the_pause_anew(
    book: Book, moment: list[datetime], tmp_path: Path
) -> None:
    two(book)
    for _ in range(5):
        refused(signers.confirm, book, "吴敏", "0001")
    with Book.open(book.home, RECORDS) as again:
        assert refused(signers.confirm, again, "吴敏", PIN).code == "QL-SZ-142"
    moment[0] -= timedelta(days=3)
    assert refused(signers.confirm, book, "吴敏", PIN).remedy == "过 10 分钟再试"
    moment[0] += timedelta(minutes=10)
    assert signers.confirm(book, "吴敏", PIN) == "吴敏"


def test_each_pause_is_twice_the_last_and_a_right_pin_ends_that(
    book: Book, moment: list[datetime]
) -> None:
    two(book)
    for minutes in (10, 20, 40, 80, 80):
        for _ in range(4):
            assert refused(signers.confirm, book, "吴敏", "0001").code == "QL-SE-081"
        assert refused(signers.confirm, book, "吴敏", "0001").remedy == f"过 {minutes} 分钟再试"
        moment[0] += timedelta(minutes=minutes)
    assert signers.confirm(book, "吴敏", PIN) == "吴敏"
    for _ in range(5):
        locked = refused(signers.confirm, book, "吴敏", "0001")
    assert locked.remedy == "过 10 分钟再试"


def test_a_right_pin_forgets_the_wrong_ones_before(book: Book, moment: list[datetime]) -> None:
    two(book)
    for _ in range(3):
        for _ in range(4):
            refused(signers.confirm, book, "吴敏", "0001")
        assert signers.confirm(book, "吴敏", PIN) == "吴敏"


def test_a_pin_is_not_asked_for_inside_a_change(book: Book) -> None:
    two(book)
    with pytest.raises(RuntimeError), book.change("复核"):
        signers.confirm(book, "吴敏", "0001")


def test_the_second_needs_somebody_who_can_check_already(book: Book) -> None:
    signers.add(book, "吴敏", "监委会", PIN)
    assert refused(signers.add, book, "郑立", "主任", OTHER).code == "QL-SZ-147"
    wrong = refused(
        signers.add, book, "郑立", "主任", OTHER, vouched_by="吴敏", their_pin="0001"
    )  # fmt: skip
    assert wrong.code == "QL-SE-081"
    assert [one["name"] for one in signers.listed(book)] == ["吴敏"]


@pytest.mark.parametrize("weak", ["", "123", "1234", "7777", "12 34", "0000"])
def test_a_pin_that_is_easily_guessed_is_refused(book: Book, weak: str) -> None:
    assert refused(signers.add, book, "吴敏", "监委会", weak).code == "QL-SZ-149"


def test_a_pin_is_changed_by_its_owner_and_reset_by_another_which_is_logged(book: Book) -> None:
    first, _ = two(book)
    assert refused(signers.change_pin, book, first, "0001", "9876").code == "QL-SE-081"
    signers.change_pin(book, first, PIN, "9876")
    assert refused(signers.confirm, book, "吴敏", PIN)
    assert signers.confirm(book, "吴敏", "9876") == "吴敏"
    themselves = refused(
        signers.reset, book, first, "5432", "忘了", vouched_by="吴敏", their_pin="9876"
    )
    assert themselves.code == "QL-SZ-147"
    assert refused(signers.reset, book, first, "5432", " ", vouched_by="郑立").field == "reason"
    signers.reset(book, first, "5432", "本人忘记了", vouched_by="郑立", their_pin=OTHER)
    assert signers.confirm(book, "吴敏", "5432") == "吴敏"
    last = book.history(Signer.table, first)[-1]
    assert last["label"] == "重设 PIN：吴敏，郑立证明"
    assert last["reason"] == "本人忘记了"


def test_with_nobody_else_the_opening_pin_vouches_or_the_list_says_that_nobody_did(
    tmp_path: Path,
) -> None:
    with make_book(tmp_path, pin=OPENING) as book:
        only = str(
            signers.add(
                book, "吴敏", "监委会", PIN, vouched_by=signers.OPENING, their_pin=OPENING
            ).result
        )
        assert refused(signers.reset, book, only, "5432", "忘了").code == "QL-SZ-147"
        signers.reset(
            book, only, "5432", "忘了", vouched_by=signers.OPENING, their_pin=OPENING
        )  # fmt: skip
        assert signers.confirm(book, "吴敏", "5432") == "吴敏"
    with make_book(tmp_path, folder="open") as book:
        only = str(signers.add(book, "吴敏", "监委会", PIN).result)
        signers.reset(book, only, "5432", "忘了")
        assert signers.listed(book)[0]["pin_by"] == "周文书（没有别人可证明）"


def test_the_opening_pin_that_the_clerk_knows_makes_nobody_a_second_person(tmp_path: Path) -> None:
    """Neither a new name nor a new PIN, as long as a signer could vouch; but nobody is locked in:
    who is gone is taken off the list, and then the opening PIN vouches for the one who is left.
    """
    opening = {"vouched_by": signers.OPENING, "their_pin": OPENING}
    with make_book(tmp_path, pin=OPENING) as book:
        first = str(signers.add(book, "吴敏", "监委会", PIN, **opening).result)
        with_first = {"vouched_by": "吴敏", "their_pin": PIN}
        gone = str(signers.add(book, "郑立", "主任", OTHER, **with_first).result)
        made_up = refused(signers.add, book, "王五", "其他", "8642", **opening)
        assert made_up.code == "QL-SZ-147"
        assert refused(signers.reset, book, first, "8642", "忘了", **opening).code == "QL-SZ-147"
        signers.leave(book, gone, **opening)
        signers.reset(book, first, "8642", "忘了", **opening)
        assert signers.listed(book)[0]["pin_by"] == signers.OPENING


def test_no_undoing_brings_an_old_pin_or_a_gone_signer_back(book: Book) -> None:
    first, second = two(book)
    step = signers.change_pin(book, first, PIN, "9876").step
    assert refused(undo_step, book, step).remedy == "要改请到“谁在用”里办"
    assert refused(signers.confirm, book, "吴敏", PIN)
    signers.leave(book, second, vouched_by="吴敏", their_pin="9876")
    assert [one["name"] for one in signers.listed(book)] == ["吴敏"]
    assert refused(signers.confirm, book, "郑立", OTHER).code == "QL-SZ-140"


def test_the_pin_and_its_hash_stand_in_no_row_and_no_trail(book: Book) -> None:
    first, _ = two(book)
    kept = book.setting(f"signer:{first}")["hash"]
    told = book.connection.execute("SELECT group_concat(before || after) FROM trail").fetchone()
    row = book.row(Signer.table, first)
    assert row is not None
    for secret in (kept, f'"{PIN}"'):
        assert secret not in str(told) and secret not in str(row)


def test_the_stretching_takes_what_the_key_file_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    made = signers.hashed(PIN)
    assert (made["memory_kib"], made["passes"]) == (64 * 1024, 3)
    assert len(bytes.fromhex(made["salt"])) == 16
