"""忘记 PIN → back in by either of the two ways; each tried beforehand, each good for once."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from office import make_person
from qinglian_desktop.core import code
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.exchange import age, issuing, rescue
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store import desk, engine, keyfile, recovery, signers
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.tries import Tries

MINE, NEW = "2580", "9753"
WAITING = "求助中.json"

pytestmark = pytest.mark.skipif(not engine.can_encrypt(), reason="no encrypting build here")


@pytest.fixture(autouse=True)
def quick_stretching(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyfile, "MEMORY_KIB", 64)
    monkeypatch.setattr(keyfile, "PASSES", 1)


class Two:
    """A street, with its recovery key on paper, and a unit whose clerk has a PIN."""

    def __init__(self, folder: Path) -> None:
        self.usb = folder / "usb"
        self.usb.mkdir()
        self.street = issuing.found_street(folder / "street", "通惠街道", "500110007", RECORDS)
        self.paper = rescue.pending_key(self.street)
        given = issuing.issue_unit(self.street, "新街子社区", "community", "500110007001", self.usb)
        self.home = folder / "unit"
        self.unit = issuing.found_unit(self.home, Path(str(given.result)), RECORDS)
        made = signers.add(self.unit, "周文书", "文书", MINE, checks=False, admin=True)
        self.clerk = str(made.result)
        desk.switch(self.unit, self.clerk, MINE)
        make_person(self.unit, "王小明")
        assert rescue.keep_with_street(self.unit)

    def forget(self) -> None:
        self.unit.close()
        with pytest.raises(Refused):
            Book.open(self.home, RECORDS, pin=NEW)

    def back(self, typed: str) -> Book:
        self.unit = recovery.recover(self.home, RECORDS, typed, self.clerk, NEW)
        assert self.unit.count(Query("person")) == 1
        assert self.unit.operator.person == self.clerk
        return self.unit


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    made = Two(tmp_path)
    yield made
    made.unit.close()
    made.street.close()


def refused(act: Any, *given: object) -> Refused:
    with pytest.raises(Refused) as caught:
        act(*given)
    assert caught.value.what and caught.value.remedy
    return caught.value


def test_by_the_sheet(two: Two) -> None:
    sheet = recovery.new_sheet(two.unit)
    assert recovery.try_code(two.unit, " ".join(code.grouped(sheet.code))) == "恢复单"
    two.forget()
    book = two.back(sheet.code)
    assert book.steps(1)[0]["label"] == "重设 PIN：周文书，恢复单证明"
    assert recovery.status(book).unfinished  # the used sheet is to be replaced
    book.close()
    assert refused(keyfile.unlock_code, two.home, sheet.code).code == "QL-SE-085"
    with pytest.raises(Refused):
        Book.open(two.home, RECORDS, pin=MINE)
    two.unit = Book.open(two.home, RECORDS, pin=NEW, person=two.clerk)


@pytest.mark.parametrize("spoken", [False, True])
def test_by_the_street(two: Two, spoken: bool) -> None:
    two.forget()
    path, digits = rescue.ask(two.home, two.usb)
    asked = rescue.asked(two.street, path)
    assert (asked.name, asked.digits) == ("新街子社区", digits)
    answer, said = rescue.answer(two.street, asked, two.paper.lower(), two.usb)
    typed = said if spoken else rescue.code_of(two.home, answer)
    book = two.back(typed)
    rescue.close(two.home)
    assert not (two.home / WAITING).exists()
    assert two.street.steps(1)[0]["label"] == f"帮新街子社区找回：核对数 {digits}"
    # Each code helps once; a new one lies there for the next time.
    assert rescue.keep_with_street(book) and not rescue.keep_with_street(book)
    assert refused(keyfile.unlock_code, two.home, said).code == "QL-SE-085"
    book.close()
    path, _ = rescue.ask(two.home, two.usb)
    _, again = rescue.answer(two.street, rescue.asked(two.street, path), two.paper, two.usb)
    assert again != said
    two.unit = recovery.recover(two.home, RECORDS, again, two.clerk, "8642")


def test_the_street_gets_back_in_by_its_own_key(two: Two) -> None:
    made = signers.add(two.street, "李经办", "街道经办", MINE, checks=False, admin=True)
    assert rescue.keep_with_street(two.street)
    home = two.street.home
    two.street.close()
    found = rescue.own_code(home, two.paper)
    two.street = recovery.recover(home, RECORDS, found, str(made.result), NEW)
    assert two.street.operator.name == "李经办"


def test_both_ways_are_tried_at_setting_up(two: Two) -> None:
    assert recovery.status(two.unit).unfinished
    sheet = recovery.new_sheet(two.unit)
    assert recovery.status(two.unit).unfinished  # printed is not tried
    assert refused(recovery.try_code, two.unit, code.make()).code == "QL-SE-085"
    recovery.try_code(two.unit, sheet.code)
    assert not recovery.status(two.unit).unfinished
    path, _ = rescue.ask(two.home, two.usb)
    _, said = rescue.answer(two.street, rescue.asked(two.street, path), two.paper, two.usb)
    assert recovery.try_code(two.unit, said) == "街道密钥"
    assert recovery.status(two.unit).street_tried_on


def test_without_a_sheet_only_in_so_many_words(two: Two) -> None:
    for words in ("", "好", "不打印"):
        assert refused(recovery.waive, two.unit, words).code == "QL-SE-088"
        assert recovery.status(two.unit).unfinished
    recovery.waive(two.unit, " 暂不打印 ")
    assert not recovery.status(two.unit).unfinished
    assert two.unit.steps(1)[0]["label"] == "先不打印恢复单"
    sheet = recovery.new_sheet(two.unit)
    recovery.try_code(two.unit, sheet.code)
    newer = recovery.new_sheet(two.unit)
    assert newer.number == sheet.number + 1
    assert refused(keyfile.unlock_code, two.home, sheet.code).code == "QL-SE-085"


def test_a_way_back_takes_the_lock_of_wrong_tries_away(two: Two) -> None:
    sheet = recovery.new_sheet(two.unit)
    two.forget()
    while not Tries(two.home).wrong(two.clerk).until:
        pass
    two.back(sheet.code)
    assert Tries(two.home).locked_for(two.clerk) == 0


def test_a_weak_pin_uses_nothing_up(two: Two) -> None:
    sheet = recovery.new_sheet(two.unit)
    two.forget()
    for pin in ("", "123", "1234"):
        assert (
            refused(recovery.recover, two.home, RECORDS, sheet.code, two.clerk, pin).field == "new"
        )
    two.back(sheet.code)


def test_a_kill_before_the_code_is_used_up_leaves_it_good(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = recovery.new_sheet(two.unit)
    two.forget()

    class Dead(BaseException):
        pass

    def die(*_: object) -> None:
        raise Dead

    with monkeypatch.context() as off, pytest.raises(Dead):
        off.setattr(keyfile, "drop_code", die)
        recovery.recover(two.home, RECORDS, sheet.code, two.clerk, NEW)
    two.unit = recovery.recover(two.home, RECORDS, sheet.code, two.clerk, "8642")


def test_what_is_not_for_us_is_refused_in_words(two: Two, tmp_path: Path) -> None:
    path, _ = rescue.ask(two.home, two.usb)
    asked = rescue.asked(two.street, path)
    other = age.Identity.generate().text
    assert refused(rescue.answer, two.street, asked, other, two.usb).code == "QL-SE-098"
    assert refused(rescue.answer, two.street, asked, two.paper[:-1] + "Q", two.usb).code
    answer, _ = rescue.answer(two.street, asked, two.paper, two.usb)
    rescue.ask(two.home, two.usb)  # asked anew: the first answer is for nobody now
    assert refused(rescue.code_of, two.home, answer).code == "QL-SE-096"
    assert refused(rescue.asked, two.street, answer).code == "QL-SE-099"
    assert refused(rescue.asked, two.unit, path).what == "求助文件由街道来办"
    stranger = json.loads(path.read_text("utf-8"))
    stranger["office"]["id"] = "somebody-else"
    path.write_text(json.dumps(stranger), "utf-8")
    assert refused(rescue.asked, two.street, path).code == "QL-SE-097"
    for wrong in (b"", b"{", b"[]", b'{"kind":"qinglian-help"}', b"\xff" * 99, b" " * 70_000):
        path.write_bytes(wrong)
        told = refused(rescue.asked, two.street, path)
        assert told.code == "QL-SE-099" and (isinstance(told, Damaged) or "不是" in told.what)


def test_nothing_that_opens_stands_on_the_stick_or_in_the_folder(two: Two) -> None:
    sheet = recovery.new_sheet(two.unit)
    path, _ = rescue.ask(two.home, two.usb)
    _, said = rescue.answer(two.street, rescue.asked(two.street, path), two.paper, two.usb)
    keys = two.unit.keys
    assert keys.main is not None and keys.sealed is not None
    two.unit.close()
    places = (two.home, two.usb, two.street.home)
    raw = b"".join(p.read_bytes() for place in places for p in place.rglob("*") if p.is_file())
    for secret in (
        sheet.code, said, keys.main.hex(), keys.sealed.hex(), two.paper, "王小明",
    ):  # fmt: skip
        assert secret.encode() not in raw
    for key in (keys.main, keys.sealed):
        assert key not in raw
    assert sheet.code not in repr(sheet) and keys.main.hex() not in repr(keys)
    two.unit = Book.open(two.home, RECORDS, pin=MINE)


def test_an_office_without_a_street_of_its_own_says_so(tmp_path: Path) -> None:
    keyfile.make(tmp_path, MINE)
    assert refused(rescue.ask, tmp_path, tmp_path).code == "QL-SE-095"
