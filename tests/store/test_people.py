"""Who sits at the desk and what they may: each with a slot of their own, roles in the file."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from office import WRITER, make_book, make_person
from qinglian_desktop.core import access
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Level
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store import (
    backup,
    desk,
    engine,
    health,
    keyfile,
    people,
    roles,
    signers,
    trial,
)
from qinglian_desktop.store.book import Book, Operator

MINE, BOSS, SUPER = "2580", "7419", "3961"

pytestmark = pytest.mark.skipif(not engine.can_encrypt(), reason="no encrypting build here")


@pytest.fixture(autouse=True)
def quick_stretching(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyfile, "MEMORY_KIB", 64)
    monkeypatch.setattr(keyfile, "PASSES", 1)


class Office:
    """The clerk (管理员, at the desk), the secretary and the supervisor."""

    def __init__(self, folder: Path) -> None:
        self.book = make_book(folder)
        self.home = self.book.home
        self.clerk = str(
            signers.add(self.book, WRITER, "文书", MINE, checks=False, admin=True).result
        )
        desk.switch(self.book, self.clerk, MINE)

    def add(self, name: str, role: str, pin: str, *, by: str = WRITER, with_pin: str = MINE) -> str:
        checks = {"vouched_by": by, "their_pin": with_pin}
        return str(signers.add(self.book, name, role, pin, checks=True, **checks).result)

    def again(self, person: str, pin: str) -> Book:
        self.book.close()
        self.book = Book.open(self.home, RECORDS, pin=pin, person=person)
        desk.enter(self.book, pin)
        return self.book

    def slots(self) -> dict[str, dict[str, Any]]:
        told = json.loads((self.home / "keys.json").read_text("utf-8"))
        return {slot.get("id", slot["kind"]): slot for slot in told["slots"]}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.book.close()


def refused(act: Any, *given: object, **named: object) -> Refused:
    with pytest.raises(Refused) as caught:
        act(*given, **named)
    assert caught.value.what and caught.value.remedy
    return caught.value


def test_each_opens_with_their_own_pin_and_is_who_the_list_says(office: Office) -> None:
    boss = office.add("郑书记", "书记", BOSS)
    book = office.again(boss, BOSS)
    assert book.operator == Operator("郑书记", "书记", boss)
    assert desk.last_used(book, boss)
    assert refused(Book.open, office.home, RECORDS, pin=MINE, person=boss).code == "QL-SE-081"
    assert office.again(office.clerk, MINE).operator.name == WRITER


def test_editing_the_key_file_gives_nobody_another_role(office: Office) -> None:
    boss = office.add("郑书记", "书记", BOSS)
    told = json.loads((office.home / "keys.json").read_text("utf-8"))
    mine = next(slot for slot in told["slots"] if slot["id"] == office.clerk)
    theirs = next(slot for slot in told["slots"] if slot["id"] == boss)
    assert "role" not in mine and "admin" not in mine
    theirs.update(
        {name: mine[name] for name in ("private", "public", "main", "salt")}
    )  # my lock on their door
    (office.home / "keys.json").write_text(json.dumps(told), "utf-8")
    office.book.close()
    assert refused(Book.open, office.home, RECORDS, pin=MINE, person=boss).code == "QL-SE-081"
    mine.update({"who": "郑书记", "role": "书记", "admin": True})
    (office.home / "keys.json").write_text(json.dumps(told), "utf-8")
    book = office.again(office.clerk, MINE)
    assert (book.operator.name, book.operator.role) == (WRITER, "文书")


def test_the_key_of_the_second_file_goes_only_to_those_who_may(office: Office) -> None:
    # As long as nobody may, the 管理员 keeps it for them.
    assert "sealed" in office.slots()[office.clerk]
    plain = str(signers.add(office.book, "钱会计", "会计", "8642", checks=False).result)
    boss = office.add("郑书记", "书记", BOSS)
    slots = office.slots()
    assert {one: "sealed" in slots[one] for one in (office.clerk, plain, boss)} == {
        office.clerk: False, plain: False, boss: True,
    }  # fmt: skip
    book = office.again(plain, "8642")
    assert book.keys.encrypted and book.keys.sealed is None
    told = refused(book.sealed)
    assert str(told) == "这部分由〔书记、监委会〕查看。需要时请他们输入 PIN。"
    again = book.again()
    assert refused(again.sealed).code == "QL-SE-090"
    again.close()
    with office.again(boss, BOSS).sealed() as second:
        second.quick_check()


def test_another_role_gives_the_second_key_without_their_pin_and_takes_it_again(
    office: Office,
) -> None:
    one = str(signers.add(office.book, "钱会计", "会计", "8642", checks=False).result)
    signers.appoint(office.book, one, "书记", checks=False, admin=False)
    assert office.again(one, "8642").keys.sealed is not None
    office.again(office.clerk, MINE)
    two = office.add("吴敏", "监委会", SUPER, by=WRITER)
    signers.appoint(office.book, one, "会计", checks=False, admin=False)
    # The last key of a file is never thrown away: it goes when the one who may has it.
    assert office.again(two, SUPER).keys.sealed is None
    assert office.again(one, "8642").keys.sealed is not None
    assert office.again(two, SUPER).keys.sealed is not None
    assert office.again(one, "8642").keys.sealed is None


def test_who_switches_holds_no_more_than_their_own_slot_gives(office: Office) -> None:
    boss = office.add("郑书记", "书记", BOSS)
    desk.switch(office.book, boss, BOSS)
    assert office.book.keys.sealed is not None
    desk.switch(office.book, office.clerk, MINE)
    assert office.book.keys.sealed is None and office.book.keys.main is not None


def test_a_second_supervisor_gets_the_sealed_key_from_whoever_vouches(office: Office) -> None:
    office.add("郑书记", "书记", BOSS)
    office.book.close()
    office.again(office.clerk, MINE)  # holds no sealed key any more
    second = office.add("吴敏", "监委会", SUPER, by="郑书记", with_pin=BOSS)
    assert office.again(second, SUPER).keys.sealed is not None


@pytest.mark.parametrize("act", ["管人", "换钥匙", "彻底删除", "全部带走"])
def test_acts_of_the_admin_are_refused_to_others_in_the_standard_words(
    office: Office, act: str
) -> None:
    boss = office.add("郑书记", "书记", BOSS)
    assert people.may(office.book, act) is None
    desk.switch(office.book, boss, BOSS)
    told = people.may(office.book, act)
    assert told is not None and str(told) == f"这一步由〔{WRITER}〕来做。需要时请他们输入 PIN。"
    assert people.may(office.book, "记一笔收支") is None


def test_the_service_refuses_not_only_the_page(office: Office) -> None:
    boss = office.add("郑书记", "书记", BOSS)
    desk.switch(office.book, boss, BOSS)
    for act in (
        lambda: signers.add(office.book, "王五", "其他", "8642", checks=False),
        lambda: signers.leave(office.book, office.clerk),
        lambda: signers.reset(office.book, office.clerk, "8642", "忘了"),
        lambda: signers.appoint(office.book, boss, "书记", checks=True, admin=True),
    ):
        assert refused(act).code == "QL-SE-090"


def test_an_office_that_tells_nobody_apart_refuses_nobody(tmp_path: Path) -> None:
    with make_book(tmp_path) as book:
        for act in access.ACTS:
            assert people.may(book, act) is None
        signers.add(book, "吴敏", "监委会", SUPER)  # who only checks makes no such office
        assert people.may(book, "管人") is None
        assert not book.keys.protected


def test_levels_are_by_role_and_somebody_may_lend_theirs_once(office: Office) -> None:
    boss = office.add("郑书记", "书记", BOSS)
    told = people.may(office.book, Level.SENSITIVE)
    assert told is not None and told.what.startswith("这部分由〔书记")
    assert [tile.person for tile in desk.lenders(office.book, Level.SENSITIVE)] == [boss]
    assert refused(_borrow, office, boss, BOSS, " ").code == "QL-SE-094"
    assert refused(_borrow, office, boss, MINE, "上级来查").code == "QL-SE-081"
    assert refused(_borrow, office, office.clerk, MINE, "上级来查").code == "QL-SE-090"
    _borrow(office, boss, BOSS, "上级来查")
    assert people.may(office.book, Level.SENSITIVE) is not None  # it was for once
    last = office.book.connection.execute(
        "SELECT label, reason, operator FROM change ORDER BY id DESC LIMIT 1"
    ).fetchone()
    assert last == ("郑书记放行一次：看敏感信息", "上级来查", WRITER)


def _borrow(office: Office, person: str, pin: str, reason: str) -> None:
    with desk.lent(office.book, Level.SENSITIVE, person, pin, reason):
        assert people.may(office.book, Level.SENSITIVE) is None


def test_the_key_of_the_second_file_is_lent_once(office: Office) -> None:
    boss = office.add("郑书记", "书记", BOSS)
    book = office.again(office.clerk, MINE)
    no = refused(book.sealed)
    assert no.needs == people.SEALED
    assert [tile.name for tile in desk.lenders(book, people.SEALED)] == ["郑书记"]
    with desk.lent(book, people.SEALED, boss, BOSS, "全部带走"), book.sealed() as second:
        second.quick_check()
    assert refused(book.sealed).code == "QL-SE-090" and book.keys.sealed is None


def test_who_stops_opens_nothing_and_one_admin_stays(office: Office) -> None:
    boss = office.add("郑书记", "书记", BOSS)
    assert refused(signers.leave, office.book, office.clerk).what == "至少保留一名管理员"
    signers.leave(office.book, boss, vouched_by=WRITER, their_pin=MINE)
    assert boss not in office.slots()
    office.book.close()
    assert refused(Book.open, office.home, RECORDS, pin=BOSS).code == "QL-SE-081"
    office.again(office.clerk, MINE)
    assert [tile.name for tile in desk.tiles(office.book)] == [WRITER]


def test_a_key_file_of_before_does_not_let_somebody_back_who_has_stopped(office: Office) -> None:
    boss = office.add("郑书记", "书记", BOSS)
    old = (office.home / "keys.json").read_bytes()
    signers.leave(office.book, boss, vouched_by=WRITER, their_pin=MINE)
    office.book.close()
    (office.home / "keys.json").write_bytes(old)
    book = Book.open(office.home, RECORDS, pin=BOSS, person=boss)
    assert refused(desk.enter, book, BOSS).code == "QL-SE-091"
    book.close()
    office.again(office.clerk, MINE)


def test_a_restored_list_of_another_day_locks_nobody_out(office: Office, tmp_path: Path) -> None:
    """The list of then knows the clerk alone; the key file of now the secretary alone."""
    copy = office.book.back_up(tmp_path / "copies")
    boss = str(signers.add(office.book, "郑书记", "书记", BOSS, checks=False, admin=True).result)
    desk.switch(office.book, boss, BOSS)
    signers.leave(office.book, office.clerk)
    keys = office.book.keys
    office.book.close()
    backup.restore(copy.folder, office.home, keys, lock=office.home)
    book = office.again(boss, BOSS)
    assert book.operator.name == "郑书记" and people.may(book, "管人") is None
    assert book.steps(1)[0]["label"].startswith("还原的名单里没有能打开的人")
    # Now that somebody on the list can open it, who has stopped cannot.
    signers.leave(book, office.clerk)
    office.again(boss, BOSS)


class Dead(BaseException):
    """The power goes."""


@pytest.mark.parametrize("when", ["slot", "commit", "tidy"])
def test_a_pin_that_changes_while_the_power_goes_is_the_old_one_or_the_new(
    office: Office, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    """Never neither: the list in the encrypted file decides which of two slots holds."""
    kept = keyfile.keep_one

    def die(*_: object, **__: object) -> keyfile.Keys:
        raise Dead

    with monkeypatch.context() as off:
        if when == "slot":
            off.setattr(keyfile, "add_pin", die)
        elif when == "commit":
            off.setattr("qinglian_desktop.store.change.Change.commit", die)
            off.setattr(keyfile, "keep_one", die)  # nor is anything tidied
        else:
            off.setattr(keyfile, "keep_one", die)
        with pytest.raises(Dead):
            signers.change_pin(office.book, office.clerk, MINE, "9753")
    office.book.close()
    assert kept is keyfile.keep_one
    right, wrong = ("9753", MINE) if when == "tidy" else (MINE, "9753")
    book = office.again(office.clerk, right)
    assert len([s for s in keyfile.load(office.home) if s.get("id") == office.clerk]) == 1
    book.close()
    assert refused(Book.open, office.home, RECORDS, pin=wrong).code == "QL-SE-081"
    office.again(office.clerk, right)


def test_departments_of_a_street_are_data_with_their_pages(tmp_path: Path) -> None:
    with make_book(tmp_path, "street") as book:
        offered = roles.offered(book)
        assert {"街道经办", "街道负责人", "纪工委", "党群办", "民政办"} <= set(offered)
        assert "文书" not in offered
        assert roles.level(book, "纪工委") is Level.SENSITIVE and roles.sees_sealed(book, "纪工委")
        assert not roles.sees_sealed(book, "民政办")
        assert "exchange" not in roles.pages(book, "司法所") and not roles.pages(book, "街道经办")
        one = signers.add(book, "李纪委", "纪工委", MINE, checks=False).result
        assert book.row("signer", str(one))


def test_keys_and_pins_stand_in_no_repr_and_no_file(office: Office) -> None:
    boss = office.add("郑书记", "书记", BOSS)
    keys = office.book.keys
    assert keys.main is not None
    spoken = f"{keys!r}{office.book.operator!r}"
    held = b"".join(p.read_bytes() for p in office.home.rglob("*") if p.is_file())
    for secret in (keys.main.hex(), MINE, BOSS):
        assert secret not in spoken
    for raw in (keys.main, keys.main.hex().encode(), f'"{BOSS}"'.encode()):
        assert raw not in held
    slot = office.slots()[boss]
    assert set(slot) == {
        "kind", "id", "who", "salt", "passes", "memory_kib", "private", "public", "main", "sealed",
    }  # fmt: skip


def test_a_desk_without_the_second_key_copies_tries_and_restores_all_the_same(
    office: Office, tmp_path: Path
) -> None:
    """The second file is carried as it lies; whoever has its key finds what was in it."""
    boss = office.add("郑书记", "书记", BOSS)
    desk.switch(office.book, boss, BOSS)
    with office.book.sealed() as second:
        second.put_setting("线索", "只有书记看得到")
        file_id = second.files.add("一张照片".encode() * 500)
    book = office.again(office.clerk, MINE)
    assert book.keys.sealed is None
    make_person(book)
    copy = book.back_up(tmp_path / "copies")
    assert trial.try_out(copy, book.keys, RECORDS, tmp_path / "scratch").ok
    assert not [
        fault for fault in health.look(book) if "限制" in fault.said or "附件" in fault.what
    ]
    book.close()
    for lost in ("sealed.db", f"sealed_files/{file_id[:2]}/{file_id}"):
        (office.home / lost).unlink()
    keys = keyfile.unlock(copy.folder, MINE)
    assert keys.sealed is None and backup.lacking(copy.folder, office.home, keys) == 0
    backup.restore(copy.folder, office.home, keys)
    with office.again(boss, BOSS).sealed() as second:
        assert second.setting("线索") == "只有书记看得到"
        assert second.files.read(file_id) == "一张照片".encode() * 500


def test_a_second_file_that_was_left_open_is_never_half_copied(
    office: Office, tmp_path: Path
) -> None:
    office.add("郑书记", "书记", BOSS)
    book = office.again(office.clerk, MINE)
    (office.home / "sealed.db-wal").write_bytes(b"left by a dead program")
    assert refused(book.back_up, tmp_path / "copies").code == "QL-SE-100"
    assert not list((tmp_path / "copies").glob("*/qinglian.db"))
