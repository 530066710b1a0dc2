"""Issued by the street, enrolled by the unit, trusted only after the fingerprint on paper."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from exchange.at_work import STREET_CODE, World, entries, everything, export, take
from exchange.conftest import Untouched
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange import age, issuing, offices, rescue
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store.book import Book


def row_of(street: Book, code: str = f"{STREET_CODE}001") -> dict[str, Any]:
    (found,) = [r for r in street.rows(Query("enrolled_unit")) if r["code"] == code]
    return found


def test_a_unit_gets_the_identity_its_street_issued(world: World) -> None:
    unit = world.unit(1, "新街子社区")
    issued = row_of(world.street)
    assert unit.unit.office_id == issued["office_id"]
    assert (unit.unit.name, unit.unit.kind, unit.unit.code) == (
        "新街子社区", "community", f"{STREET_CODE}001",
    )  # fmt: skip
    assert unit.unit.street_id == world.street.unit.office_id
    assert offices.recovery_recipient(unit) == offices.recovery_recipient(world.street)
    assert issued["state"] == "已登记"
    assert issued["stream_id"] == unit.unit.stream_id


def test_a_wrong_fingerprint_enrols_nobody(world: World, untouched: Untouched) -> None:
    unit = world.unit(enrolled=False)
    path, fingerprint = issuing.write_enrolment(unit, world.usb)
    wrong = fingerprint[:-1] + str((int(fingerprint[-1]) + 1) % 10)
    for given in (wrong, "", fingerprint[:-5], "1234"):
        with untouched(world.street) as caught:
            issuing.enrol_unit(world.street, path, given)
        assert caught.value.field == "fingerprint"
    assert row_of(world.street)["state"] == "已发单位文件"
    issuing.enrol_unit(world.street, path, fingerprint.replace(" ", "-"))
    assert row_of(world.street)["state"] == "已登记"


def test_a_bundle_of_a_unit_not_yet_enrolled_is_refused(world: World, untouched: Untouched) -> None:
    unit = world.unit(enrolled=False)
    entries(unit, 1)
    sent = export(unit, world.usb)
    with untouched(world.street) as caught:
        take(world.street, sent.path)
    assert "还没有登记" in caught.value.what
    world.enrol(unit)
    assert take(world.street, sent.path).preview.new == 1


def test_a_second_street_neither_enrols_nor_reads_the_unit(
    world: World, tmp_path: Path, untouched: Untouched
) -> None:
    unit = world.unit()
    entries(unit, 1)
    other = world.keep(issuing.found_street(tmp_path / "other", "三江街道", "500110008", RECORDS))
    path, fingerprint = issuing.write_enrolment(unit, world.usb)
    with untouched(other):
        issuing.enrol_unit(other, path, fingerprint)
    with untouched(other) as caught:
        take(other, export(unit, world.usb).path)
    assert "收件单位不是本机" in caught.value.what


def test_a_street_enrols_only_units_it_issued(
    world: World, tmp_path: Path, untouched: Untouched
) -> None:
    """Another street's unit, its enrolment rewritten to name this street as addressee."""
    (tmp_path / "b").mkdir()
    elsewhere = World(tmp_path / "b")
    try:
        stranger = elsewhere.unit()
        stranger.unit = stranger.unit._replace(street_id=world.street.unit.office_id)
        path, fingerprint = issuing.write_enrolment(stranger, elsewhere.usb)
        with untouched(world.street) as caught:
            issuing.enrol_unit(world.street, path, fingerprint)
        assert "没有领过" in caught.value.what
    finally:
        elsewhere.close()


def test_reissuing_gives_the_same_identity_again(world: World) -> None:
    unit = world.unit(1)
    again: Any = issuing.issue_unit(
        world.street, "第1社区", "community", f"{STREET_CODE}001", world.usb
    ).result
    second = world.keep(issuing.found_unit(world.folder / "second", again, RECORDS))
    assert second.unit.office_id == unit.unit.office_id
    assert second.unit.stream_id != unit.unit.stream_id
    assert len(world.street.rows(Query("enrolled_unit"))) == 1


@pytest.mark.parametrize("what", ["name", "code"])
def test_an_identity_is_never_given_twice(world: World, what: str, untouched: Untouched) -> None:
    world.unit(1)
    name = "第1社区" if what == "name" else "别的社区"
    code = f"{STREET_CODE}001" if what == "code" else f"{STREET_CODE}002"
    with untouched(world.street) as caught:
        issuing.issue_unit(world.street, name, "community", code, world.usb)
    assert caught.value.field == what


@pytest.mark.parametrize("number", [1, 2], ids=["same code", "same name, other code"])
def test_deleting_and_creating_again_makes_no_second_unit(
    world: World, number: int, untouched: Untouched
) -> None:
    world.unit(1)
    gone = row_of(world.street)
    with world.street.change("删除") as change:
        change.drop("enrolled_unit", gone["id"])
    code = f"{STREET_CODE}{number:03d}"
    with untouched(world.street):
        issuing.issue_unit(world.street, "第1社区", "community", code, world.usb)
    assert world.street.rows(Query("enrolled_unit")) == []
    own = f"{STREET_CODE}001"
    with pytest.raises(Refused) as caught:
        issuing.issue_unit(world.street, "第1社区", "community", own, world.usb)
    assert "回收站" in caught.value.remedy  # the way back, and it leads to the same identity
    with world.street.change("还原") as change:
        change.bring_back("enrolled_unit", gone["id"])
    issuing.issue_unit(world.street, "第1社区", "community", own, world.usb)
    assert row_of(world.street)["office_id"] == gone["office_id"]


def test_a_village_is_not_reissued_as_a_community(world: World, untouched: Untouched) -> None:
    world.unit(1)
    with untouched(world.street):
        issuing.issue_unit(world.street, "第1社区", "village", f"{STREET_CODE}001", world.usb)


def test_a_revoked_key_is_refused_and_new_keys_bring_the_unit_back(
    world: World, untouched: Untouched
) -> None:
    unit = world.unit()
    entries(unit, 2)
    lost = export(unit, world.usb)
    issuing.revoke_unit(world.street, f"{STREET_CODE}001")
    with untouched(world.street) as caught:
        take(world.street, lost.path)
    assert "已停用" in caught.value.what
    replacement = world.unit(1)
    entries(replacement, 1, first=50)
    with untouched(world.street, Refused):
        take(world.street, lost.path)  # the thief's copy of the old key stays worthless
    assert take(world.street, export(replacement, world.usb).path).preview.new == 1


def test_only_the_street_issues_and_revokes(world: World, untouched: Untouched) -> None:
    unit = world.unit()
    with untouched(unit):
        issuing.issue_unit(unit, "红旗村", "village", "500110007009", world.usb)
    with untouched(world.street):
        issuing.revoke_unit(world.street, "500110007777")


@pytest.mark.parametrize(
    ("name", "kind", "code"),
    [
        ("社", "community", "500110007001"),
        ("新" * 41, "community", "500110007001"),
        ("新街子社区", "town", "500110007001"),
        ("新街子社区", "community", "12345"),
        ("新街子社区", "community", "50011000700١"),
        ("新街子社区", "community", "' OR 1=1 --"),
    ],
)
def test_a_nonsense_unit_is_refused(
    world: World, name: str, kind: str, code: str, untouched: Untouched
) -> None:
    with untouched(world.street):
        issuing.issue_unit(world.street, name, kind, code, world.usb)


def test_a_name_no_file_system_likes_still_gets_its_file(world: World) -> None:
    changes = issuing.issue_unit(
        world.street, "../..\\新街子:社区?", "community", f"{STREET_CODE}001", world.usb
    )
    assert isinstance(changes.result, Path)
    assert changes.result.parent == world.usb
    assert changes.result.is_file()


@pytest.mark.parametrize("sort", ["unit", "enrolment"])
def test_a_damaged_file_founds_and_enrols_nothing(
    world: World, sort: str, tmp_path: Path, untouched: Untouched
) -> None:
    unit = world.unit(1, enrolled=False)
    enrolment, fingerprint = issuing.write_enrolment(unit, world.usb)
    issued = next(world.usb.glob("*.qlu"))
    whole = (issued if sort == "unit" else enrolment).read_bytes()
    before = everything(world.street)
    for number, at in enumerate(range(0, len(whole), len(whole) // 40)):
        bad = tmp_path / f"bad-{number}"
        bad.write_bytes(whole[:at] + bytes([whole[at] ^ 0x20]) + whole[at + 1 :])
        cut = tmp_path / f"cut-{number}"
        cut.write_bytes(whole[:at])
        for path in (bad, cut):
            with pytest.raises(Refused) as caught:
                if sort == "unit":
                    issuing.found_unit(tmp_path / f"home-{path.name}", path, RECORDS)
                else:
                    issuing.enrol_unit(world.street, path, fingerprint)
            assert caught.value.remedy
            assert not (tmp_path / f"home-{path.name}").exists()
    assert everything(world.street) == before


def test_files_are_known_by_what_they_are_not_by_their_names(
    world: World, tmp_path: Path, untouched: Untouched
) -> None:
    unit = world.unit(1, enrolled=False)
    enrolment, fingerprint = issuing.write_enrolment(unit, world.usb)
    issued = next(world.usb.glob("*.qlu"))
    swapped, other = tmp_path / "单位文件.qlu", tmp_path / "登记文件.qle"
    shutil.copy(enrolment, swapped)
    shutil.copy(issued, other)
    with pytest.raises(Refused):
        issuing.found_unit(tmp_path / "home", swapped, RECORDS)
    assert not (tmp_path / "home").exists()
    with untouched(world.street):
        issuing.enrol_unit(world.street, other, fingerprint)
    with untouched(world.street):
        take(world.street, enrolment)
    odd = tmp_path / "照片.jpg"
    shutil.copy(enrolment, odd)
    issuing.enrol_unit(world.street, odd, fingerprint)
    assert row_of(world.street)["state"] == "已登记"


def test_a_unit_file_that_contradicts_itself_founds_nothing(world: World, tmp_path: Path) -> None:
    """Signed by a street, but for an office id its label does not name."""
    keys = offices.own_keys(world.street)
    told = {
        "code": "500110007001",
        "kind": "community",
        "name": "新街子社区",
        "office": "another",
        "recovery": offices.recovery_recipient(world.street),
        "street": "通惠街道",
    }
    for changed in (
        {},
        {"kind": "street", "office": "issued"},
        {"office": "issued", "name": ""},
        {"office": "issued", "code": "../../x"},
        {"office": "issued", "recovery": "age1nothing"},
    ):
        path = tmp_path / "odd.qlu"
        issuing._seal_plain(
            world.street.unit, "unit", "issued", path, {**told, **changed}, keys,
            offices.public_keys(world.street),
        )  # fmt: skip
        with pytest.raises(Refused) as caught:
            issuing.found_unit(tmp_path / "home", path, RECORDS)
        assert caught.value.remedy, changed
        assert not (tmp_path / "home" / "qinglian.db").exists()
    path.unlink()
    issuing._seal_plain(
        world.street.unit, "unit", "issued", path, {**told, "office": "issued"}, keys,
        offices.public_keys(world.street),
    )  # fmt: skip
    world.keep(issuing.found_unit(tmp_path / "home", path, RECORDS))


def test_a_folder_that_cannot_be_written_leaves_no_unit_behind(
    world: World, untouched: Untouched
) -> None:
    with untouched(world.street):
        issuing.issue_unit(
            world.street, "新街子社区", "community", f"{STREET_CODE}001", world.usb / "没有"
        )


def test_the_recovery_key_waits_inside_until_it_was_tried_from_paper(world: World) -> None:
    key = rescue.pending_key(world.street)
    assert key.startswith("AGE-SECRET-KEY-")
    files = b"".join(p.read_bytes() for p in world.street.home.rglob("*") if p.is_file())
    assert key.encode() not in files and not list(world.street.home.glob("*.txt"))
    with pytest.raises(Refused, match="对不上"):
        rescue.tried_key(world.street, age.Identity.generate().text)
    rescue.tried_key(world.street, key.lower())
    assert rescue.pending_key(world.street) == ""
    assert key not in str(everything(world.street))
