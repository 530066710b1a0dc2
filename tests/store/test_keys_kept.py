"""Nobody gets more by a side door, nobody is locked out, and no key goes with a person."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from office import SUPERVISOR, WRITER, make_book
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store import desk, engine, keyfile, people, recovery, signers, thinning
from qinglian_desktop.store.book import Book

SHARED, MINE, BOSS, NEW = "2580", "3961", "7419", "8642"

pytestmark = pytest.mark.skipif(not engine.can_encrypt(), reason="no encrypting build here")


@pytest.fixture(autouse=True)
def quick_stretching(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyfile, "MEMORY_KIB", 64)
    monkeypatch.setattr(keyfile, "PASSES", 1)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """The clerk, who is 管理员 and checks too, at the desk."""
    made = make_book(tmp_path)
    clerk = str(signers.add(made, WRITER, "文书", MINE, checks=True, admin=True).result)
    desk.switch(made, clerk, MINE)
    yield made
    made.close()


def refused(act: Any, *given: object, **named: object) -> Refused:
    with pytest.raises(Refused) as caught:
        act(*given, **named)
    return caught.value


def named(book: Book, name: str) -> str:
    return next(str(one["id"]) for one in people.listed(book) if one["name"] == name)


def holders(home: Path) -> set[str]:
    """Who, or which way back, could open the second file."""
    slots = json.loads((home / "keys.json").read_text("utf-8"))["slots"]
    return {slot.get("who", slot["kind"]) for slot in slots if "sealed" in slot}


def add_boss(book: Book) -> str:
    vouched = {"vouched_by": WRITER, "their_pin": MINE}
    return str(signers.add(book, "郑书记", "书记", BOSS, **vouched).result)


def test_nobody_takes_the_place_of_the_only_admin_by_a_new_pin(book: Book) -> None:
    """Nobody else could vouch for the one who checks; that does not make it everybody's to do."""
    clerk = named(book, WRITER)
    other = str(signers.add(book, "王网格", "其他", BOSS, checks=False).result)
    desk.switch(book, other, BOSS)
    assert refused(signers.reset, book, clerk, NEW, "忘了").code == "QL-SE-090"
    assert desk.switch(book, clerk, MINE).name == WRITER


def test_who_thins_the_trail_is_asked_in_the_store(book: Book) -> None:
    desk.switch(book, add_boss(book), BOSS)
    plan = thinning.Plan(1, 1, 1, None, None, 36)
    assert refused(thinning.thin, book, plan, "满三年").code == "QL-SE-090"


def test_the_only_key_of_the_second_file_goes_with_nobody(book: Book) -> None:
    boss = add_boss(book)
    desk.switch(book, boss, BOSS)
    desk.switch(book, named(book, WRITER), MINE)
    assert book.keys.sealed is None and holders(book.home) == {"郑书记"}
    vouched = {"vouched_by": WRITER, "their_pin": MINE}
    assert refused(signers.leave, book, boss, **vouched).code == "QL-SE-103"
    assert named(book, "郑书记") == boss
    # Another way to the key, here the sheet in the drawer, is enough.
    desk.switch(book, boss, BOSS)
    sheet = recovery.new_sheet(book)
    desk.switch(book, named(book, WRITER), MINE)
    signers.leave(book, boss, **vouched)
    assert holders(book.home) == {"sheet"}
    # Their successor is told how to come to the key, and comes to it.
    heir = str(signers.add(book, "何书记", "书记", NEW, **vouched).result)
    desk.switch(book, heir, NEW)
    assert refused(book.sealed).code == "QL-SE-104"
    book.close()
    with recovery.recover(book.home, RECORDS, sheet.code, heir, "5813") as again:
        again.sealed().close()
    assert holders(book.home) == {"何书记"}


def test_a_desk_that_has_the_second_key_keeps_it_when_its_holder_stops(book: Book) -> None:
    boss = add_boss(book)
    assert book.keys.sealed is not None and holders(book.home) == {"郑书记"}
    signers.leave(book, boss, vouched_by=WRITER, their_pin=MINE)
    assert holders(book.home) == {WRITER}


def test_in_anothers_place_too_the_slot_decides_after_a_restore(book: Book) -> None:
    """The list is of another day than the key file: the PIN of then neither sits nor takes away
    the slot that holds the second key; the PIN of now does sit.
    """
    boss, clerk = add_boss(book), named(book, WRITER)
    of_then = book.setting(f"signer:{boss}")
    desk.switch(book, boss, BOSS)
    signers.change_pin(book, boss, BOSS, NEW)
    desk.switch(book, clerk, MINE)
    book.put_setting(f"signer:{boss}", of_then)
    assert refused(desk.switch, book, boss, BOSS).code == "QL-SE-081"
    assert book.operator.name == WRITER and holders(book.home) == {"郑书记"}
    assert desk.switch(book, boss, NEW).name == "郑书记"
    assert book.keys.sealed is not None
    assert signers.confirm(book, "郑书记", NEW) == "郑书记"


# -- folders of before people were told apart ----------------------------------------------------


def old_folder(tmp_path: Path, *, pin: bool) -> Path:
    """As the program before this wrote it: one PIN for everybody, and two who check."""
    with make_book(tmp_path) as book:
        first = {"vouched_by": SUPERVISOR, "their_pin": BOSS}
        signers.add(book, SUPERVISOR, "监委会", BOSS)
        signers.add(book, "郑书记", "书记", NEW, **first)
        pair = (book.keys.main or b"") + (book.keys.sealed or b"")
        with book.change("先前的名单") as change:
            for one in people.listed(book):
                change.put_row("signer", one["id"], {"checks": None, "admin": None})
    if pin:
        slot: dict[str, Any] = {
            "kind": "pin", "who": "管理员", "salt": os.urandom(16).hex(), "passes": 1,
            "memory_kib": 64, "nonce": os.urandom(12).hex(),
        }  # fmt: skip
        box = ChaCha20Poly1305(keyfile.stretched(SHARED, slot))
        slot["wrapped"] = box.encrypt(bytes.fromhex(slot["nonce"]), pair, b"pin").hex()
        keyfile.write(book.home / keyfile.NAME, [slot])
    return book.home


def opened(home: Path, pin: str, person: str = "") -> Book:
    book = Book.open(home, RECORDS, pin=pin, person=person or ("" if pin else None))
    desk.enter(book, pin)
    return book


def test_the_shared_pin_opens_and_unlocks_beside_those_who_check(tmp_path: Path) -> None:
    with opened(old_folder(tmp_path, pin=True), SHARED) as book:
        assert desk.can_lock(book)
        assert desk.tiles(book)[0].person == ""
        assert [tile.name for tile in desk.tiles(book)][1:] == [SUPERVISOR, "郑书记"]
        assert refused(desk.switch, book, "", BOSS).code == "QL-SE-081"
        desk.switch(book, named(book, SUPERVISOR), BOSS)
        back = desk.switch(book, "", SHARED)
        assert (back.person, book.keys.person) == ("", "")


def test_it_opens_and_locks_until_an_admin_has_a_pin_of_their_own(tmp_path: Path) -> None:
    home = old_folder(tmp_path, pin=True)
    with opened(home, SHARED) as book:
        boss = named(book, "郑书记")
        signers.appoint(book, boss, "书记", checks=True, admin=True)
        assert desk.can_lock(book)
    with opened(home, SHARED) as book:
        desk.switch(book, boss, NEW)
        signers.change_pin(book, boss, NEW, "5813")
    assert [name for _, name in keyfile.people(home)] == ["郑书记"]
    assert refused(opened, home, SHARED).code == "QL-SE-081"
    with opened(home, "5813", boss) as book:
        assert book.operator.name == "郑书记" and people.may(book, "管人") is None


def test_an_open_folder_closes_with_the_pin_of_one_who_was_there_before(tmp_path: Path) -> None:
    home = old_folder(tmp_path, pin=False)
    with opened(home, "") as book:
        boss = named(book, "郑书记")
        signers.appoint(book, boss, "书记", checks=True, admin=True)
        assert not book.keys.protected
        signers.change_pin(book, boss, NEW, "5813")
        assert book.keys.protected
    assert [whose for whose, _ in keyfile.people(home)] == [boss]
    opened(home, "5813", boss).close()


def test_where_no_sheet_could_help_the_only_admin_gets_a_new_pin_all_the_same(
    tmp_path: Path,
) -> None:
    """A folder that opens without a PIN keeps nobody out; the list shows that nobody vouched."""
    with opened(old_folder(tmp_path, pin=False), "") as book:
        first = named(book, SUPERVISOR)
        signers.leave(book, named(book, "郑书记"), vouched_by=SUPERVISOR, their_pin=BOSS)
        signers.appoint(book, first, "监委会", checks=True, admin=True)
        signers.reset(book, first, "5813", "忘了")
        assert "没有别人可证明" in people.listed(book)[0]["pin_by"]
