"""Who can open the files: with the PIN, with an open slot said openly, or nobody."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office import make_book, make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store import engine, keyfile
from qinglian_desktop.store.book import Book

PIN = "2580"
ID_NUMBER, NAME = "11010519491231002X", "欧阳晓梅"


@pytest.fixture(autouse=True)
def quick_stretching(monkeypatch: pytest.MonkeyPatch) -> None:
    """One test below looks at the real figures; the rest need not wait for them."""
    monkeypatch.setattr(keyfile, "MEMORY_KIB", 64)
    monkeypatch.setattr(keyfile, "PASSES", 1)


def raw(home: Path) -> bytes:
    """Every byte of every file in the folder."""
    return b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())


def test_a_folder_made_with_a_pin_opens_with_it_and_not_without(tmp_path: Path) -> None:
    made = make_book(tmp_path, pin=PIN)
    make_person(made)
    assert made.keys.protected
    made.close()
    home = tmp_path / "home"
    for wrong in ("", "0000", PIN + "1", "２５８０"):
        with pytest.raises(Refused) as caught:
            Book.open(home, RECORDS, pin=wrong)
        assert caught.value.field == "pin"
        assert caught.value.remedy
        assert not isinstance(caught.value, Damaged)
    with Book.open(home, RECORDS, pin=PIN) as book:
        assert book.count(Query("person")) == 1
        with book.sealed() as second:
            second.quick_check()


def test_setting_a_pin_takes_the_open_slot_away(tmp_path: Path) -> None:
    book = make_book(tmp_path)
    home, keys = tmp_path / "home", book.keys
    assert keys.main is not None
    assert keys.sealed is not None
    assert not keys.protected
    assert keys.main.hex() in (home / "keys.json").read_text()
    changed = keyfile.set_pin(home, keys, PIN)
    book.close()
    assert changed.protected
    text = (home / "keys.json").read_text()
    assert "open" not in text
    for secret in (keys.main.hex(), keys.sealed.hex(), PIN):
        assert secret not in text
    with pytest.raises(Refused):
        keyfile.unlock(home)
    assert keyfile.unlock(home, PIN).main == keys.main
    assert [path.name for path in home.glob("keys.json*")] == ["keys.json"]


def test_a_new_pin_replaces_the_old_one_of_the_same_person_only(tmp_path: Path) -> None:
    book = make_book(tmp_path, pin=PIN)
    home = tmp_path / "home"
    keys = keyfile.set_pin(home, book.keys, "1111", "郑主任")
    keyfile.set_pin(home, keys, "9999")
    book.close()
    with pytest.raises(Refused, match="PIN 不对"):
        keyfile.unlock(home, PIN)
    assert keyfile.unlock(home, "1111").main == keyfile.unlock(home, "9999").main == keys.main


def test_a_pin_of_three_signs_is_too_short(tmp_path: Path) -> None:
    with make_book(tmp_path) as book, pytest.raises(Refused, match="太短"):
        keyfile.set_pin(tmp_path / "home", book.keys, "123")


def test_the_stretching_is_as_strong_as_we_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    keyfile.make(tmp_path, PIN)
    (slot,) = json.loads((tmp_path / "keys.json").read_text())["slots"]
    assert (slot["memory_kib"], slot["passes"]) == (64 * 1024, 3)
    assert len(bytes.fromhex(slot["salt"])) == 16
    assert keyfile.unlock(tmp_path, PIN).encrypted


def test_two_folders_never_share_a_key(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, two = keyfile.make(tmp_path / "a"), keyfile.make(tmp_path / "b")
    assert len({one.main, one.sealed, two.main, two.sealed}) == 4


damaged = st.one_of(
    st.binary(max_size=60),
    st.text(max_size=60).map(str.encode),
    st.recursive(
        st.one_of(st.none(), st.integers(), st.text(max_size=8)),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
        max_leaves=6,
    ).map(lambda value: json.dumps({"slots": value}).encode()),
    st.fixed_dictionaries(
        {"kind": st.sampled_from(["open", "pin", "other"])},
        optional={
            "main": st.one_of(st.text(max_size=4), st.just("00" * 32), st.integers()),
            "sealed": st.one_of(st.text(max_size=4), st.just("00" * 31)),
            "salt": st.sampled_from(["00" * 16, "xx", 7, ""]),
            "passes": st.sampled_from([1, 0, -1, 10**9, "3"]),
            "memory_kib": st.sampled_from([64, 0, 10**12, None]),
            "nonce": st.sampled_from(["00" * 12, "00", 5]),
            "wrapped": st.sampled_from(["00" * 80, "", "zz"]),
        },
    ).map(lambda slot: json.dumps({"slots": [slot]}).encode()),
)


@given(data=damaged)
def test_a_damaged_key_file_is_refused_in_words(
    data: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.getbasetemp() / "damaged"
    home.mkdir(exist_ok=True)
    (home / "keys.json").write_bytes(data)
    with pytest.raises(Refused) as caught:
        keyfile.unlock(home, PIN)
    assert caught.value.what
    assert caught.value.remedy


def test_a_missing_key_file_says_where_to_find_one(tmp_path: Path) -> None:
    make_book(tmp_path).close()
    (tmp_path / "home" / "keys.json").unlink()
    with pytest.raises(Damaged, match=r"keys\.json 不见了") as caught:
        Book.open(tmp_path / "home", RECORDS)
    assert "备份" in caught.value.remedy


def test_the_key_file_of_another_folder_opens_nothing(tmp_path: Path) -> None:
    make_book(tmp_path, folder="a").close()
    make_book(tmp_path, folder="b").close()
    (tmp_path / "a" / "keys.json").replace(tmp_path / "b" / "keys.json")
    with pytest.raises(Damaged):
        Book.open(tmp_path / "b", RECORDS)


@pytest.mark.skipif(not engine.can_encrypt(), reason="no encrypting build here")
def test_nothing_personal_can_be_read_on_the_disk(tmp_path: Path) -> None:
    book = make_book(tmp_path, pin=PIN)
    home = tmp_path / "home"
    make_person(book, NAME, id_number=ID_NUMBER)
    with book.change("改") as change:
        change.put_row("person", book.ids(Query("person"))[0], {"note": NAME * 3000})
    book.files.add((NAME + ID_NUMBER).encode() * 100)
    book.put_setting("最近", NAME)
    assert (home / "qinglian.db-wal").stat().st_size > 0
    for moment in ("open", "closed"):
        if moment == "closed":
            book.back_up(tmp_path / "backups")
            book.close()
        bytes_there = raw(tmp_path)
        assert len(bytes_there) > 100_000
        for secret in (ID_NUMBER, NAME, "新街子社区", "CREATE TABLE"):
            assert secret.encode() not in bytes_there, moment
            assert secret.encode("utf-16-le") not in bytes_there, moment


def test_without_the_encrypting_part_it_works_plainly_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_cipher", None)
    book = make_book(tmp_path, pin=PIN)
    make_person(book, NAME)
    keys = book.keys
    assert not keys.encrypted
    assert not keys.protected
    book.close()
    assert NAME.encode() in raw(tmp_path / "home")  # the control of the test above
    with Book.open(tmp_path / "home", RECORDS) as again:
        assert again.count(Query("person")) == 1
        assert again.trail_broken_at() is None
        with pytest.raises(Refused, match="锁不住文件"):
            keyfile.set_pin(tmp_path / "home", keys, PIN)


@pytest.mark.skipif(not engine.can_encrypt(), reason="no encrypting build here")
def test_an_encrypted_folder_without_the_encrypting_part_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_book(tmp_path).close()
    before = raw(tmp_path / "home")
    monkeypatch.setattr(engine, "_cipher", None)
    with pytest.raises(Refused, match="缺少解密部件"):
        Book.open(tmp_path / "home", RECORDS)
    assert raw(tmp_path / "home") == before


def test_a_plain_folder_opens_where_encryption_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as without:
        without.setattr(engine, "_cipher", None)
        book: Any = make_book(tmp_path)
        make_person(book)
        book.close()
    with Book.open(tmp_path / "home", RECORDS) as again:
        assert again.count(Query("person")) == 1
