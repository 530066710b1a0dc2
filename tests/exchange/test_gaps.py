"""缺包 · 旧包 · 倒包: of twelve bundles one is lost, some are late, one comes from a copy."""

import re
from pathlib import Path

import pytest

from exchange.at_work import World, copy_of, edit, entries, export, state, take
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Table
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange import incoming, stick
from qinglian_desktop.exchange.container import read_header
from qinglian_desktop.exchange.outgoing import SentFile
from qinglian_desktop.exchange.records import Receipt
from qinglian_desktop.modules.street import lacking
from qinglian_desktop.store.book import Book


def confirmed(unit: Book, sent: SentFile) -> None:
    """The street has answered; the answer reached the unit, the next bundle begins behind it."""
    header = read_header(sent.path)
    with unit.change("回执") as change:
        change.put(
            Receipt(
                number=sent.number,
                bundle_id=header.bundle_id,
                from_office=header.addressee,
                stream_id=header.stream_id,
                street_stream="street",
                acked_seq=header.high_seq,
                accepted=sent.rows,
                returned=0,
                received_at=clock.now(),
            )
        )


@pytest.fixture
def twelve(unit: Book, usb: Path) -> list[SentFile]:
    """Twelve bundles; each holds one changed row and begins where the one before ended."""
    ids, made = entries(unit, 12), []
    for number in range(12):
        edit(unit, ids[number], summary=f"第 {number + 1} 次")
        made.append(export(unit, usb))
        confirmed(unit, made[-1])
    assert [sent.full for sent in made] == [True] + [False] * 11
    return made


def test_of_twelve_number_seven_is_lost(
    world: World, unit: Book, usb: Path, twelve: list[SentFile]
) -> None:
    street = world.street
    for sent in twelve[:6]:
        assert take(street, sent.path).notes == ()
    for sent in twelve[7:]:
        seen = incoming.inspect(street, sent.path)
        assert seen.changed == 1, "what did come can be looked at"
        assert any("缺第 7 号包" in note for note in seen.notes)
        outcome = take(street, sent.path)
        assert any("缺第 7 号包" in note for note in outcome.notes)
    (one,) = lacking.lacking(street)
    assert (one.unit, one.what) == (unit.unit.name, "缺第 7 号包")
    assert one.bring == "第 7 号包；找不到就写一个整包"
    paper = lacking.slip(street)
    assert paper.title == f"{street.unit.name}缺包单"
    assert [block.rows for block in paper.blocks if isinstance(block, Table)] == [(one,)]
    take(street, twelve[6].path)
    assert lacking.lacking(street) == []
    with pytest.raises(Refused) as whole:
        lacking.slip(street)
    assert whole.value.what == "没有单位缺包"


def test_old_and_backward_bundles_change_nothing(
    world: World, usb: Path, twelve: list[SentFile]
) -> None:
    for sent in twelve:
        take(world.street, sent.path)
    before = state(world.street)
    for sent in reversed(twelve):
        outcome = take(world.street, sent.path)
        assert outcome.preview.already
        assert not outcome.preview.new + outcome.preview.changed
        assert any("不会重复" in note for note in outcome.notes)
    assert state(world.street) == before


def test_backwards_from_the_last_to_the_first_gives_the_same(
    world: World, unit: Book, usb: Path, twelve: list[SentFile]
) -> None:
    for sent in reversed(twelve):
        take(world.street, sent.path)
    assert lacking.lacking(world.street) == []
    rows = world.street.connection.execute("SELECT summary FROM entry").fetchall()
    assert sorted(rows) == sorted((f"第 {number} 次",) for number in range(1, 13))


def test_the_same_number_with_another_content_is_a_fork(
    world: World, unit: Book, usb: Path, tmp_path: Path
) -> None:
    """A computer copied by hand writes its own number two."""
    entries(unit, 1)
    take(world.street, export(unit, usb).path)
    twin = world.keep(copy_of(unit, tmp_path / "twin"))
    entries(unit, 1, first=10)
    take(world.street, export(unit, usb).path)
    entries(twin, 1, first=20)
    with pytest.raises(Refused) as fork:
        take(world.street, export(twin, tmp_path / "U盘").path)
    assert fork.value.code == "QL-UB-119"


def test_a_chain_that_does_not_fit_is_a_fork(
    world: World, unit: Book, usb: Path, tmp_path: Path
) -> None:
    """Number three of the copy names a number two that the street does not know."""
    entries(unit, 1)
    take(world.street, export(unit, usb).path)
    twin = world.keep(copy_of(unit, tmp_path / "twin"))
    export(twin, usb)
    third = export(twin, usb)
    entries(unit, 1, first=10)
    take(world.street, export(unit, usb).path)
    with pytest.raises(Refused) as fork:
        take(world.street, third.path)
    assert fork.value.code == "QL-UB-119"


def test_names_can_be_read_and_sort_by_time(twelve: list[SentFile], usb: Path) -> None:
    """UB-02."""
    names = [sent.path.name for sent in twelve]
    assert names == sorted(names)
    for name in names:
        assert stick.bundle_name("第1社区", clock.today(), int(name[-8:-5]), 1) == name
        pattern = r"[^_]{2,40}_\d{4}年\d{2}月_第\d{3}包\.qlb"
        assert re.fullmatch(pattern, name), name
