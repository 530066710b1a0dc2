"""What the street must not take: refused in words, with a remedy, and not one row changed."""

import contextlib
import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from exchange.at_work import (
    FORBIDDEN,
    World,
    copy_of,
    edit,
    entries,
    everything,
    export,
    forge,
    line,
    renamed_keys,
    report,
    take,
)
from exchange.conftest import Untouched
from kill_rig import EXPLORE
from qinglian_desktop.core import canonical
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Damaged, NewerData, Refused
from qinglian_desktop.exchange import incoming, issuing, offices
from qinglian_desktop.exchange.keys import OfficeKeys
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store.book import Book

MANY = 2000 if EXPLORE else 250  # bundles of a unit gone bad


@pytest.fixture
def held(unit: Book, street: Book, usb: Path) -> list[str]:
    """Rows the street has already, which nothing may touch."""
    ids = entries(unit, 6)
    report(unit, street, usb)
    return ids


def test_a_newer_schema_is_not_even_opened(
    unit: Book, street: Book, usb: Path, held: list[str], untouched: Untouched
) -> None:
    path = forge(unit, usb / "x.qlb", {"entry": [line(unit, held[0])]}, schema=2)
    with untouched(street, NewerData) as caught:
        take(street, path)
    assert "升级" in caught.value.remedy


def test_keys_nobody_enrolled_are_worth_nothing(
    unit: Book, street: Book, usb: Path, held: list[str], untouched: Untouched
) -> None:
    renamed_keys(unit)
    edit(unit, held[0], amount_fen=1)
    sent = export(unit, usb)
    with untouched(street):
        take(street, sent.path)


def test_one_unit_cannot_sign_for_another(
    world: World, unit: Book, street: Book, usb: Path, held: list[str], untouched: Untouched
) -> None:
    other = world.unit(2)
    theirs = offices.own_keys(other)
    path = forge(unit, usb / "x.qlb", {"entry": [line(unit, held[0])]}, keys=theirs)
    with untouched(street):
        take(street, path)
    # Signed by itself, but told to come from the first unit's office.
    path = forge(
        other, usb / "y.qlb", {"entry": [line(unit, held[0])]}, **{"from": unit.unit.office_id}
    )
    with untouched(street):
        take(street, path)


def test_one_unit_cannot_speak_in_the_stream_of_another(
    world: World, unit: Book, street: Book, usb: Path, held: list[str]
) -> None:
    """The stream's name stands open on every stick; it must not carry anybody's receipts away."""
    other = world.unit(2)
    path = forge(
        other,
        usb / "x.qlb",
        {"entry": []},
        stream_id=unit.unit.stream_id,
        bundle_no=2,
        high_seq=10_000,
    )
    take(street, path)
    edit(unit, held[0], amount_fen=1)
    outcome = report(unit, street, usb)
    assert outcome.preview.changed == 1
    assert outcome.notes == ()
    from qinglian_desktop.exchange import outgoing

    assert 0 < outgoing.acked_seq(unit) < 10_000


def test_what_is_written_to_somebody_else_is_not_read(
    world: World, unit: Book, street: Book, usb: Path, held: list[str], untouched: Untouched
) -> None:
    path = forge(unit, usb / "x.qlb", {"entry": [line(unit, held[0])]}, to=unit.unit.office_id)
    with untouched(street) as caught:
        take(street, path)
    assert "收件单位不是本机" in caught.value.what
    sent = export(unit, usb)
    other = world.unit(2)
    for book in (unit, other):  # one's own bundle back; a neighbour's stick
        with untouched(book) as caught:
            take(book, sent.path)
        assert "收件单位不是本机" in caught.value.what


def test_the_receipt_of_another_street_or_unit_is_not_read(
    world: World, unit: Book, street: Book, usb: Path, tmp_path: Path, untouched: Untouched
) -> None:
    entries(unit, 1)
    receipt = take(street, export(unit, usb).path).receipt
    assert receipt is not None
    other = world.unit(2)
    with untouched(other):
        take(other, receipt)
    with untouched(street):
        take(street, receipt)
    (tmp_path / "b").mkdir()
    elsewhere = World(tmp_path / "b")
    stranger = elsewhere.unit()
    entries(stranger, 1)
    theirs = take(elsewhere.street, export(stranger, elsewhere.usb).path).receipt
    elsewhere.close()
    assert theirs is not None
    with untouched(unit):
        take(unit, theirs)


def test_a_receipt_the_street_did_not_sign_is_not_read(
    unit: Book, street: Book, usb: Path, held: list[str], untouched: Untouched
) -> None:
    told = {
        "accepted": 0, "acked_seq": 10**6, "bundle_id": "x", "missing": [], "needs_full": False,
        "number": 9, "returned": [], "returned_count": 0, "stream_id": unit.unit.stream_id,
    }  # fmt: skip
    from qinglian_desktop.exchange.sealing import seal

    def write(signer: OfficeKeys, sender: str, said: object) -> Path:
        path = usb / "r.qlb"
        fields = {
            "kind": "receipt", "from": sender, "to": unit.unit.office_id,
            "stream_id": "s", "bundle_no": 9, "high_seq": 0,
        }  # fmt: skip
        to = (offices.public_keys(unit).recipient,)
        seal(path, fields, lambda p: p.add_json("ack.json", said), signer.signing, to)
        return path

    mine, theirs = offices.own_keys(unit), offices.own_keys(street)
    for path in (
        write(mine, street.unit.office_id, told),
        write(mine, unit.unit.office_id, told),
        write(theirs, "another-office", told),
    ):
        with untouched(unit):
            take(unit, path)
    for wrong in (
        [], {}, {**told, "acked_seq": "9"}, {**told, "acked_seq": True}, {**told, "missing": 1},
        {**told, "bundle_id": None}, {**told, "acked_seq": 2**62}, {**told, "number": 2**62},
        {**told, "acked_seq": -5}, {**told, "number": -1}, {**told, "returned_count": -1},
        {**told, "missing": ["1"]}, {**told, "returned": [1]}, {**told, "returned": [{"id": 1}]},
    ):  # fmt: skip
        with untouched(unit):
            take(unit, write(theirs, street.unit.office_id, wrong))


def test_two_copies_of_one_home_are_found_out_by_their_number(
    world: World, unit: Book, street: Book, usb: Path, held: list[str], untouched: Untouched
) -> None:
    twin = world.keep(copy_of(unit, world.folder / "twin"))
    entries(unit, 1, first=50)
    (lost,) = entries(twin, 1, first=60)
    (world.folder / "usb2").mkdir()
    theirs = export(twin, world.folder / "usb2")
    mine = export(unit, usb)
    assert mine.number == theirs.number
    take(street, mine.path)
    with untouched(street) as caught:
        take(street, theirs.path)
    assert "同一身份" in caught.value.what
    assert street.row("entry", lost) is None
    assert theirs.path.is_file(), "nothing is thrown away"


def test_two_copies_are_found_out_by_the_bundle_before(
    world: World, unit: Book, street: Book, usb: Path, held: list[str], untouched: Untouched
) -> None:
    """The copies never use one number twice at the street, and touch no row in common."""
    twin = world.keep(copy_of(unit, world.folder / "twin"))
    (world.folder / "usb2").mkdir()
    entries(unit, 1, first=50)
    entries(twin, 1, first=60)
    mine = export(unit, usb)
    export(twin, world.folder / "usb2")  # the same number, never brought
    theirs = export(twin, world.folder / "usb2")
    assert theirs.number == mine.number + 1
    take(street, mine.path)
    with untouched(street) as caught:
        take(street, theirs.path)
    assert "同一身份" in caught.value.what


def test_the_same_is_found_out_in_the_other_order(
    world: World, unit: Book, street: Book, usb: Path, held: list[str], untouched: Untouched
) -> None:
    twin = world.keep(copy_of(unit, world.folder / "twin"))
    (world.folder / "usb2").mkdir()
    entries(unit, 1, first=50)
    entries(twin, 1, first=60)
    mine = export(unit, usb)
    export(twin, world.folder / "usb2")
    take(street, export(twin, world.folder / "usb2").path)
    with untouched(street):
        take(street, mine.path)


def test_one_version_with_two_contents_is_a_fork(
    unit: Book, street: Book, usb: Path, held: list[str], untouched: Untouched
) -> None:
    path = forge(unit, usb / "x.qlb", {"entry": [line(unit, held[0], amount_fen=123)]})
    with untouched(street) as caught:
        take(street, path)
    assert caught.value.code == "QL-UB-119"


def test_an_honest_chain_is_never_taken_for_a_fork(
    world: World, unit: Book, street: Book, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bad sticks, a program dead after writing, bundles in any order: one identity all along."""
    from qinglian_desktop.exchange import outgoing, stick

    chance, written = random.Random(5), []
    for turn in range(12):
        entries(unit, 1, first=turn)
        with monkeypatch.context() as bad:
            if turn in (3, 4):
                bad.setattr(stick.Device, "free", lambda *_: 0)
            if turn in (6, 9):  # dies when the file is on the stick and not yet noted

                def die(*_: object) -> None:
                    raise KeyboardInterrupt

                bad.setattr(outgoing, "_noted", die)
            with contextlib.suppress(Refused, KeyboardInterrupt):
                export(unit, usb)
    written = sorted(usb.glob("*包.qlb"))
    assert len(written) == 10
    chance.shuffle(written)
    for path in written:
        take(street, path)
    assert street.count(Query("entry")) == 12


NOT_BUNDLES = {
    "empty": b"",
    "text": "今天天气好".encode(),
    "magic alone": b"QLB1\n",
    "half a header": b'QLB1\n{"format":1',
    "next format": b"QLB2\n{}\n[]\n",
    "zip": b"PK\x05\x06" + bytes(18),
    "zeros": bytes(100_000),
}


@pytest.mark.parametrize("name", NOT_BUNDLES)
def test_what_is_no_bundle_is_refused(
    name: str, street: Book, usb: Path, untouched: Untouched
) -> None:
    path = usb / "x.qlb"
    path.write_bytes(NOT_BUNDLES[name])
    with untouched(street):
        take(street, path)


def test_folders_missing_files_and_devices_are_refused(
    street: Book, usb: Path, untouched: Untouched
) -> None:
    for path in (usb, usb / "没有.qlb", Path("/dev/zero"), Path("/dev/null")):
        with untouched(street):
            take(street, path)


@pytest.mark.parametrize("what", ["bundle_no", "high_seq"])
def test_a_number_without_measure_is_refused_quickly(
    unit: Book, street: Book, usb: Path, held: list[str], untouched: Untouched, what: str
) -> None:
    given: dict[str, Any] = {"bundle_no": 900, "high_seq": 1, what: 2**62}
    path = forge(unit, usb / "x.qlb", {"entry": [line(unit, held[0])]}, **given)
    with untouched(street):
        take(street, path)


def test_a_great_number_makes_no_endless_list(
    unit: Book, street: Book, usb: Path, held: list[str]
) -> None:
    path = forge(
        unit, usb / "x.qlb", {"entry": []}, bundle_no=10**12, base_seq=10**12, high_seq=10**12
    )
    outcome = take(street, path)
    assert any("缺第 2、3、4" in note for note in outcome.notes)
    assert all(len(note) < 200 for note in outcome.notes)


# -- genuine keys, wrong content -------------------------------------------------------------

_HUGE = (2**53, 2**63 - 1, -(2**63), 10**15, -(10**15))
_TEXTS = ("", "\x01", "￿", "x" * 20_001, "' OR 1=1 --", "{}", "[" * 60, "2026-02-30", "null")


@pytest.fixture
def hasty(street: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of merges in seconds: what is tested is what they change, not that it lasts."""
    street.connection.execute("PRAGMA synchronous = OFF")
    monkeypatch.setattr(os, "fsync", lambda _handle: None)


def wrong_value(chance: random.Random) -> Any:
    return chance.choice(
        (
            chance.choice(_HUGE),
            chance.choice(_TEXTS),
            True,
            False,
            [],
            {},
            [1],
            {"a": 1},
            [["a"]],
            chance.randrange(-5, 5),
        )
    )


def bad_line(unit: Book, row_id: str, chance: random.Random) -> bytes:
    """A row in canonical spelling with one to three things wrong."""
    said = canonical.loads(line(unit, row_id))
    names = [*said, "ext", "row_hash", "fv", "nobody_knows", "updated_by"]
    for _ in range(chance.randrange(1, 4)):
        name = chance.choice(names)
        match chance.randrange(4):
            case 0:
                said.pop(name, None)
            case 1 if name in ("vv", "fv"):
                said[name] = chance.choice(
                    ({"s": chance.choice(_HUGE)}, {"s": 0}, {"s": "1"}, {"s": [1]}, {}, [], "1",
                     {f"s{i}": 1 for i in range(70)}, {"amount_fen": [1]}, {"a": [1, 2]})
                )  # fmt: skip
            case _:
                said[name] = wrong_value(chance)
    if chance.random() < 0.1:
        said[chance.choice(_TEXTS) or "x"] = wrong_value(chance)
    return canonical.dumps(said)


def judged(street: Book, path: Path) -> str:
    """What importing did: the name of the refusal, or merged."""
    try:
        take(street, path)
    except Refused as said:
        assert type(said) in (Refused, Damaged, NewerData), repr(said)
        assert said.what, repr(said)
        assert said.remedy, repr(said)
        assert not [word for word in FORBIDDEN if word in str(said)], str(said)
        return type(said).__name__
    return "merged"


def fits(street: Book) -> None:
    """Every row that came in is one the program could have written itself."""
    from qinglian_desktop.core.check import sound
    from qinglian_desktop.store import envelope

    own = {unit["office_id"] for unit in street.rows(Query("enrolled_unit"))}
    for table, record in street.tables.records.items():
        first_bad = sound(record)
        for row in street.rows(Query(table, deleted=True)):
            said = {name: value for name, value in row.items() if value is not None}
            assert first_bad(said) == "", (table, row)
            if row["owner"] in own:
                assert envelope.hash_of(row) == row["row_hash"], (table, row)
                assert row["deleted"] in (0, 1)


def test_hundreds_of_bundles_of_a_unit_gone_bad(
    unit: Book, street: Book, usb: Path, held: list[str], hasty: None
) -> None:
    """Each bundle is signed and sealed properly. What does not fit is sent back, what would
    change a row knowingly is merged, and nothing else ever happens."""
    chance, seen, sent_back = random.Random(11), Counter[str](), 0
    others = {row["id"]: row for row in street.rows(Query("enrolled_unit"))}
    for turn in range(MANY):
        table = chance.choice(("entry", "entry", "person", "sent_bundle", "no_such_table"))
        lines = [bad_line(unit, chance.choice(held), chance) for _ in range(chance.randrange(3))]
        path = forge(unit, usb / "bad.qlb", {table: lines}, bundle_no=1000 + 2 * turn)
        before = everything(street) if turn % 20 == 0 else None
        what = judged(street, path)
        seen[what] += 1
        if before is not None and what != "merged":
            assert everything(street) == before
        if what == "merged":
            (kept,) = street.rows(Query("received_bundle", order=(("number", True),), limit=1))
            sent_back += kept["refused_count"]
    fits(street)
    assert {row["id"]: row for row in street.rows(Query("enrolled_unit"))} == others
    assert street.trail_broken_at() is None
    street.quick_check()
    assert seen["merged"] > MANY // 10, seen
    assert seen["Refused"] + seen["Damaged"] > MANY // 15, seen
    assert sent_back > MANY * 0.15, (sent_back, seen)


def test_six_hundred_bundles_changed_on_the_way(
    unit: Book, street: Book, usb: Path, held: list[str], hasty: None
) -> None:
    chance, seen = random.Random(12), Counter[str]()
    edit(unit, held[0], amount_fen=1)
    whole = export(unit, usb).path.read_bytes()
    before = everything(street)
    path = usb / "bad.qlb"
    for turn in range(600):
        data = bytearray(whole)
        at = chance.randrange(len(data))
        match turn % 4:
            case 0:
                data[at] ^= 1 << chance.randrange(8)
            case 1:
                del data[at:]
            case 2:
                data[at : at + 9] = chance.randbytes(chance.randrange(20))
            case _:
                data += chance.randbytes(chance.randrange(1, 9))
        if bytes(data) == whole:
            continue
        path.write_bytes(data)
        what = judged(street, path)
        assert what != "merged"
        seen[what] += 1
        if turn % 50 == 0:
            assert everything(street) == before
    assert everything(street) == before
    assert not list((street.home / "inbox").iterdir())


HOSTILE = """
import re, sys
from pathlib import Path
sys.path[:0] = {paths!r}
from exchange.at_work import take
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store.book import Book

street = Book.open(Path({home!r}), RECORDS)
for path in {files!r}:
    try:
        take(street, Path(path))
    except Refused as said:
        print(said)
    # Of this process alone: ru_maxrss would remember the test that started it.
    status = Path("/proc/self/status").read_text()
    print(int(re.search(r"VmHWM:\\s+(\\d+)", status)[1]) // 1024)
"""


def test_a_hostile_bundle_is_met_in_little_memory(
    unit: Book, street: Book, usb: Path, held: list[str], world: World
) -> None:
    """One of rows all taken, one of rows all sent back; a bomb cannot even be made."""
    said = canonical.loads(line(unit, held[0]))
    many = [
        canonical.dumps({**said, "id": f"row-{number:08d}", "note": f"第{number}笔" * 90})
        for number in range(47_000)
    ]
    assert sum(map(len, many)) > 64 << 20
    foreign = [one.replace(unit.unit.office_id.encode(), b"0" * 36) for one in many[:12_000]]
    bomb = [canonical.dumps({**said, "id": f"b{n}", "note": "x" * 19_000}) for n in range(9_000)]
    files = [
        str(forge(unit, usb / "many.qlb", {"entry": many}, bundle_no=800)),
        str(forge(unit, usb / "foreign.qlb", {"entry": foreign}, bundle_no=700)),
    ]
    with pytest.raises(Refused):
        forge(unit, usb / "bomb.qlb", {"entry": bomb})  # our own writer refuses to make one
    script = HOSTILE.format(paths=sys.path, home=str(street.home), files=files)
    street.close()
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    figures = [int(one) for one in done.stdout.split() if one.isdigit()]
    assert len(figures) == 2, done.stdout
    assert max(figures) < 300, f"{figures} MiB"
    again = world.keep(Book.open(street.home, RECORDS))
    assert again.count(Query("entry")) == 47_006


def test_one_bad_bundle_among_many_keeps_none_back(world: World, street: Book, usb: Path) -> None:
    good = [world.unit(number) for number in (1, 2, 3)]
    for unit in good:
        entries(unit, 2)
    paths = [export(unit, usb).path for unit in good]
    paths[1].write_bytes(paths[1].read_bytes()[:-100])
    told = [judged(street, path) for path in paths]
    assert told == ["merged", "Damaged", "merged"]
    assert street.count(Query("entry")) == 4


def test_looking_at_a_bad_bundle_is_as_harmless_as_importing_it(
    unit: Book, street: Book, usb: Path, held: list[str], untouched: Untouched
) -> None:
    path = forge(unit, usb / "x.qlb", {"entry": [line(unit, held[0], amount_fen=123)]})
    with untouched(street):
        incoming.inspect(street, path)
    issuing.revoke_unit(street, f"{street.unit.code}001")
    with untouched(street):
        incoming.inspect(street, export(unit, usb).path)
