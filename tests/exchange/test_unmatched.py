"""A unit goes back to a backup: nothing the street holds is lost silently or counted twice."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exchange.at_work import World, copy_of, drop, edit, entries, export, forge, line, report, take
from office import begin_stream, make_entry
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Conflict, Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.exchange import issuing, settling, unmatched
from qinglian_desktop.exchange.preview import Outcome
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.disclosure.records import PlannedPosting
from qinglian_desktop.modules.street import actions as desk
from qinglian_desktop.store import envelope
from qinglian_desktop.store.book import Book

QUARTER = Period.holding(date(2026, 9, 1), "Q")


class Office:
    """One unit with two histories: `lost` went on after the backup, `now` went back to it."""

    def __init__(self, world: World) -> None:
        self.world, self.street, self.usb = world, world.street, world.usb
        self.lost = world.unit()
        self.kept = entries(self.lost, 30)
        report(self.lost, self.street, self.usb)
        self.now = world.keep(copy_of(self.lost, world.folder / "backup"))
        begin_stream(self.now)
        self.id = self.lost.unit.office_id

    def after_the_backup(self) -> list[str]:
        """Two more entries, reported, and then gone from the unit."""
        made = entries(self.lost, 2, first=100)
        report(self.lost, self.street, self.usb)
        return made

    def whole(self) -> Outcome:
        return take(self.street, export(self.now, self.usb, full=True).path)

    def listed(self) -> list[tuple[str, str]]:
        return [(r["row_id"], r["state"]) for r in unmatched.listed(self.street, self.id)]

    def sums(self) -> tuple[int, int]:
        """Spending of the quarter and number of entries, as the merged table shows them."""
        (funds,) = (t for t in desk.summary(self.street, QUARTER) if t.key == "funds")
        (line,) = funds.lines
        by_name = dict(zip(funds.columns, line.values, strict=True))
        return sum(line.values[: len(line.values) - 2]), by_name["笔数"]

    def own_sums(self) -> tuple[int, int]:
        found = self.now.totals(Query("entry"), ["amount_fen"])["amount_fen"]
        return found, self.now.count(Query("entry"))

    def word(self) -> str:
        return desk.board(self.street)[0].state


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def test_rows_of_the_lost_days_are_named_everywhere_and_counted_nowhere(office: Office) -> None:
    gone = office.after_the_backup()
    make_entry(office.now, amount_fen=5, voucher_no="0100")  # the same number, another voucher
    outcome = office.whole()
    assert [(one.row_id, one.how) for one in outcome.preview.unmatched] == [
        (row_id, "单位已没有") for row_id in gone
    ]
    told = "。".join(outcome.notes)
    assert "还原过备份：街道多 2 条，单位已没有" in told and "0100 办公用品" in told
    assert office.listed() == [(row_id, "待定") for row_id in gone]
    assert office.sums() == office.own_sums()
    assert office.word() == "对不上"
    (line,) = [d for d in desk.due(office.street, date(2026, 9, 30)) if "还原过备份" in d.subject]
    assert "多 2 条" in line.subject and line.table == "enrolled_unit"
    for row_id in gone:  # nothing was lost
        assert office.street.row("entry", row_id)["deleted"] == 0  # type: ignore[index]


def test_the_preview_says_it_before_anything_is_written(office: Office) -> None:
    from qinglian_desktop.exchange import incoming

    office.after_the_backup()
    preview = incoming.inspect(office.street, export(office.now, office.usb, full=True).path)
    assert len(preview.unmatched) == 2 and any("多 2 条" in note for note in preview.notes)
    assert office.listed() == []


def test_the_receipt_names_the_rows_to_the_unit(office: Office) -> None:
    gone = office.after_the_backup()
    outcome = office.whole()
    assert outcome.receipt is not None
    read = take(office.now, outcome.receipt)
    assert any("街道有 2 条和本单位对不上" in note and "0100" in note for note in read.notes)
    (receipt,) = [r for r in office.now.rows(Query("receipt")) if r["unmatched"]]
    assert receipt["unmatched_count"] == 2
    assert [row["id"] for row in json.loads(receipt["unmatched"])] == gone


def test_a_whole_bundle_mends_the_sums_so_that_no_other_is_asked_for(office: Office) -> None:
    office.after_the_backup()
    outcome = office.whole()
    assert not any("对方的对不上" in note for note in outcome.notes)
    assert outcome.receipt is not None
    take(office.now, outcome.receipt)
    entries(office.now, 1, first=200)
    later = take(office.street, export(office.now, office.usb).path)
    assert not any("整包" in note for note in later.notes)
    assert len(later.preview.unmatched) == 2, "said until it is settled"


def test_settling_marks_the_rows_deleted_in_one_change_that_can_be_undone(office: Office) -> None:
    gone = office.after_the_backup()
    office.whole()
    before = {row_id: office.street.row("entry", row_id) for row_id in gone}
    changes = settling.settle(office.street, office.id)
    assert changes.result == 2
    assert office.listed() == [(row_id, "以单位为准") for row_id in gone]
    for row_id in gone:
        row = office.street.row("entry", row_id)
        assert row is not None and row["deleted"] == 1
        assert row["row_hash"] == envelope.hash_of(row)
        (last,) = office.street.history("entry", row_id)
        assert last["label"] == changes.label and last["before"]["deleted"] == 0
    assert office.word() == "本月已报"
    again = office.whole()
    assert again.preview.unmatched == () and again.notes == ()
    undone = office.street.undo(changes.step)
    assert {row_id: office.street.row("entry", row_id) for row_id in gone} == before
    assert office.listed() == [(row_id, "待定") for row_id in gone]
    office.street.undo(undone.step)
    assert office.listed() == [(row_id, "以单位为准") for row_id in gone]
    assert office.street.trail_broken_at() is None


def test_settling_twice_is_refused_in_words(office: Office) -> None:
    office.after_the_backup()
    office.whole()
    settling.settle(office.street, office.id)
    with pytest.raises(Refused, match="没有对不上的记录"):
        settling.settle(office.street, office.id)


def test_much_is_settled_only_when_a_person_has_said_yes(office: Office) -> None:
    entries(office.lost, 11, first=100)
    report(office.lost, office.street, office.usb)
    office.whole()
    with pytest.raises(Refused) as caught:
        settling.settle(office.street, office.id)
    assert caught.value.code == "QL-UB-121" and "11 条" in caught.value.what
    assert settling.settle(office.street, office.id, approve=True).result == 11


@pytest.mark.parametrize("settled", [False, True])
def test_rows_the_unit_names_again_are_back(office: Office, settled: bool) -> None:
    """Behind the older backup a newer one is found, and restored."""
    office.after_the_backup()
    newer = office.world.keep(copy_of(office.lost, office.world.folder / "newer backup"))
    office.whole()
    if settled:
        settling.settle(office.street, office.id)
    newer.unit = newer.unit._replace(epoch=2)
    begin_stream(newer)
    office.now = newer
    outcome = office.whole()
    assert outcome.preview.unmatched == () and office.listed() == []
    assert office.sums() == office.own_sums()
    assert office.sums()[1] == 32


def test_undoing_after_the_unit_named_the_rows_again_is_refused(office: Office) -> None:
    office.after_the_backup()
    newer = office.world.keep(copy_of(office.lost, office.world.folder / "newer backup"))
    office.whole()
    step = settling.settle(office.street, office.id).step
    begin_stream(newer)
    begin_stream(newer)
    office.now = newer
    office.whole()
    with pytest.raises(Conflict):
        office.street.undo(step)


def test_a_bundle_of_the_lost_days_out_of_a_drawer_is_listed_and_not_counted(
    office: Office,
) -> None:
    (late,) = entries(office.lost, 1, first=300)
    edit(office.lost, office.kept[0], amount_fen=99)
    drawer = export(office.lost, office.usb)
    office.whole()
    assert office.sums() == office.own_sums()
    outcome = take(office.street, drawer.path)
    assert any("还原备份以前写的包" in note for note in outcome.notes)
    assert {(one.row_id, one.old) for one in outcome.preview.unmatched} == {
        (late, False), (office.kept[0], True),
    }  # fmt: skip
    assert office.sums()[1] == office.own_sums()[1]
    later = office.whole()
    assert not any("对方的对不上" in note for note in later.notes)
    settling.settle(office.street, office.id)
    assert office.sums() == office.own_sums()
    assert office.street.row("entry", office.kept[0]) == office.now.row("entry", office.kept[0])


def test_an_edit_of_the_lost_days_is_told_and_the_units_word_can_stand(office: Office) -> None:
    edit(office.lost, office.kept[3], amount_fen=777)
    report(office.lost, office.street, office.usb)
    outcome = office.whole()
    assert [(one.row_id, one.old) for one in outcome.preview.unmatched] == [(office.kept[3], True)]
    assert any("退回旧内容" in note for note in outcome.notes)
    before = office.street.row("entry", office.kept[3])
    assert before is not None and before["amount_fen"] == 777, "kept until somebody decides"
    changes = settling.settle(office.street, office.id)
    assert office.street.row("entry", office.kept[3]) == office.now.row("entry", office.kept[3])
    office.street.undo(changes.step)
    assert office.street.row("entry", office.kept[3]) == before


def test_a_row_deleted_in_the_lost_days_disturbs_nobody(office: Office) -> None:
    (gone,) = entries(office.lost, 1, first=400)
    drop(office.lost, gone)
    report(office.lost, office.street, office.usb)
    outcome = office.whole()
    assert outcome.preview.unmatched == () and outcome.notes == ()
    assert office.word() == "本月已报"


def test_a_row_sent_back_as_unfit_is_not_called_missing(office: Office) -> None:
    """The bundle names it, in a version that cannot be taken."""
    unit = office.now
    good = [line(unit, row_id) for row_id in office.kept[1:]]
    bad = line(unit, office.kept[0], amount_fen="much")
    path = forge(unit, office.usb / "x.qlb", {"entry": [*good, bad]}, high_seq=10_000, bundle_no=1)
    outcome = take(office.street, path, approve=True)
    assert outcome.preview.returned.count == 1
    assert outcome.preview.unmatched == ()


def test_another_office_is_never_touched_by_it(office: Office) -> None:
    other = office.world.unit(2)
    theirs = entries(other, 3)
    report(other, office.street, office.usb)
    office.after_the_backup()
    office.whole()
    assert unmatched.listed(office.street, other.unit.office_id) == []
    own = (Where("owner", "=", other.unit.office_id),)
    assert {row["id"] for row in office.street.rows(Query("entry", own))} == set(theirs)
    words = {one.name: one.state for one in desk.board(office.street)}
    assert words["第2社区"] == "本月已报"


def test_an_older_whole_bundle_of_the_same_history_says_nothing(world: World) -> None:
    """What came after it is not in it, and that is no loss."""
    unit = world.unit()
    entries(unit, 3)
    early = export(unit, world.usb)
    entries(unit, 2, first=10)
    take(world.street, export(unit, world.usb).path)
    assert take(world.street, early.path).preview.unmatched == ()
    assert unmatched.listed(world.street) == []


def test_a_unit_cannot_decide_for_the_street(office: Office) -> None:
    office.after_the_backup()
    with pytest.raises(Refused), office.now.change("不行") as change:
        change.set_aside("entry", office.kept[0])


def test_a_history_restored_twice_from_one_backup_is_newer_the_second_time(tmp_path: Path) -> None:
    from office import make_book
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.store import backup

    with make_book(tmp_path) as book:
        copy, home, keys = book.back_up(tmp_path / "备份").folder, book.home, book.keys
    seen: list[Any] = []
    for _ in range(3):
        backup.restore(copy, home, keys)
        with Book.open(home, RECORDS) as again:
            seen.append(again.unit.epoch)
    assert seen == [2, 3, 4]


def test_a_bundle_after_a_restore_has_a_name_of_its_own(office: Office) -> None:
    first = export(office.lost, office.usb)
    kept = first.path.read_bytes()
    after = export(office.now, office.usb)
    assert after.number == 1 and after.path.name.endswith("_还原1次_第001包.qlb")
    assert first.path.read_bytes() == kept


def test_a_file_with_other_content_is_never_written_over(world: World) -> None:
    """Two histories of one number of restores, a file of somebody else: each keeps its own."""
    unit = world.unit()
    entries(unit, 1)
    other = world.keep(copy_of(unit, world.folder / "other"))
    other.unit = other.unit._replace(stream_id="another")
    mine, theirs = export(unit, world.usb), export(other, world.usb)
    assert mine.path.read_bytes() != theirs.path.read_bytes()
    assert theirs.path.name == f"{mine.path.stem}-2.qlb"
    assert not list(world.usb.glob("*.part"))
    (sent,) = other.rows(Query("sent_bundle"))
    assert sent["file_name"] == theirs.path.name


def test_a_receipt_written_again_takes_the_place_of_its_own_and_of_no_other(world: World) -> None:
    unit = world.unit()
    entries(unit, 1)
    sent = export(unit, world.usb)
    receipt = take(world.street, sent.path).receipt
    assert receipt is not None
    assert take(world.street, sent.path).receipt == receipt, "the same answer, written anew"
    receipt.write_bytes(b"something else")
    again = take(world.street, sent.path).receipt
    assert again is not None and again.name == f"{receipt.stem}-2.qlb"
    assert receipt.read_bytes() == b"something else"


def test_postings_of_the_lost_days_count_nowhere_either(office: Office) -> None:
    """公开情况 reads its rows by itself: what the unit has no more is left out there too."""

    def planned(book: Book, code: str) -> None:
        with book.change("排计划") as change:
            change.put(
                PlannedPosting(
                    year=2026, code=code, category="财务", item="财务收支", period="2026Q3",
                    due_on=date(2026, 10, 15),
                )
            )  # fmt: skip

    def shown() -> int:
        (table,) = (t for t in desk.summary(office.street, QUARTER) if "应公开" in t.columns)
        return int(table.lines[0].values[table.columns.index("应公开")])

    planned(office.lost, "F04")
    report(office.lost, office.street, office.usb)
    assert shown() == 1
    planned(office.now, "F05")
    office.whole()
    assert shown() == 1


def test_a_unit_issued_anew_after_a_restore_is_the_newest_there_is(
    office: Office, tmp_path: Path
) -> None:
    """Its old computer restored once, reported and was lost; nothing of the new one is old."""
    office.whole()  # epoch 2 is known to the street
    file = issuing.issue_unit(
        office.street, office.now.unit.name, "community", office.now.unit.code, office.usb
    ).result
    fresh = office.world.keep(issuing.found_unit(tmp_path / "fresh", file, RECORDS))
    enrolment, fingerprint = issuing.write_enrolment(fresh, office.usb)
    issuing.enrol_unit(office.street, enrolment, fingerprint)
    assert fresh.unit.epoch == 3
    made = entries(fresh, 5, first=300)
    outcome = take(office.street, export(fresh, office.usb).path)
    gone = {one.row_id for one in outcome.preview.unmatched}
    assert gone == set(office.kept) and not gone & set(made)
    assert office.sums()[1] == 5


def test_an_old_backup_on_a_new_computer_is_what_the_office_works_with(
    office: Office,
) -> None:
    """It knows nothing of the restores since; its live rows must never count as gone."""
    begin_stream(office.now)
    office.whole()  # the old computer, restored twice: epoch 3
    third = office.world.keep(copy_of(office.lost, office.world.folder / "third"))
    begin_stream(third)
    assert third.unit.epoch < office.now.unit.epoch
    made = entries(third, 4, first=400)
    for _ in range(2):
        outcome = take(office.street, export(third, office.usb, full=True).path)
        assert not {one.row_id for one in outcome.preview.unmatched} & set(made)
        assert office.sums()[1] == third.count(Query("entry"))
        made += entries(third, 1, first=450)


def test_what_was_entered_again_after_a_restore_is_offered_as_the_same(office: Office) -> None:
    """UB-06: restore, work, export: both histories are kept, and what looks twice is named."""
    first, other = office.after_the_backup()
    lost = office.street.row("entry", first)
    assert lost is not None
    again = make_entry(
        office.now,
        amount_fen=lost["amount_fen"],
        day=date.fromisoformat(lost["day"]),
        voucher_no="0299",
        summary=lost["summary"],
    )
    outcome = office.whole()
    there = {row["id"] for row in office.street.rows(Query("entry"))}
    assert {again, first, other} <= there, "neither history is lost"
    (said,) = [note for note in outcome.notes if "又登记了一次" in note]
    assert said.startswith("其中 1 条")
    assert "0100" in said
    assert "0299" in said
    settling.settle(office.street, office.id)
    assert office.whole().preview.unmatched == ()
