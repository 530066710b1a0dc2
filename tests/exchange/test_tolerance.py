"""Programs of two versions at one table: nothing lost, nothing misread, everything said before.

There is no second version of the rows yet, so the one of these tests is invented: what is called
`summary` today was called `memo` and what is spent stood below zero; persons could not be said.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exchange.at_work import World, edit, entries, export, forge, line, report, take
from exchange.conftest import Untouched
from exchange.test_directives import ask_of, send
from exchange.test_peers import hear, joined, quickly_shut, tell
from office import make_person
from qinglian_desktop.core import canonical, clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import NewerData
from qinglian_desktop.core.record import columns
from qinglian_desktop.exchange import incoming, outgoing, reads, receipts
from qinglian_desktop.exchange.container import read_header
from qinglian_desktop.exchange.records import Receipt
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.directives.sending import units_down
from qinglian_desktop.shell.send_card import content_words, state_of
from qinglian_desktop.store import backup, envelope, merge, own_sums, shapes
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.shapes import Older, Said, Step

__all__ = ["quickly_shut"]


def _renamed(said: Said, old: str, new: str) -> Said:
    made = {new if name == old else name: value for name, value in said.items()}
    if "fv" in made:
        made["fv"] = {new if name == old else name: stamp for name, stamp in made["fv"].items()}
    return made


def up_entry(said: Said) -> Said:
    made = _renamed(said, "memo", "summary")
    return {**made, "amount_fen": -made["amount_fen"]}


def down_entry(said: Said) -> Said:
    made = _renamed(said, "summary", "memo")
    return {**made, "amount_fen": -made["amount_fen"]}


def up_directive(said: Said) -> Said:
    return _renamed(said, "heading", "title")


def down_directive(said: Said) -> Said:
    return _renamed(said, "title", "heading")


STEP = Step(
    up={"entry": {"entry": up_entry}, "directive": {"directive": up_directive}},
    down={
        "entry": Older("entry", down_entry),
        "directive": Older("directive", down_directive),
    },
)
NO_PERSONS = STEP._replace(down={**STEP.down, "person": None})


@contextmanager
def program(*steps: Step) -> Iterator[None]:
    """What runs inside is run by a program that knows these steps."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shapes, "STEPS", steps)
        yield


def renewed(book: Book, step: Step = STEP) -> None:
    """What the migration of that day will do: every row here becomes what it is in new words."""
    connection = book.connection
    connection.execute("BEGIN")
    connection.execute("UPDATE door SET quiet = 1")
    for table in ("entry", "directive"):
        names = list(columns(book.tables[table]))
        for row in book.rows(Query(table, deleted=True)):
            said = step.up[table][table](json.loads(envelope.line(row)))
            assert said is not None
            ext = {n: v for n, v in said.items() if n not in names}
            made: dict[str, Any] = {n: said.get(n) for n in names}
            made |= {"vv": row["vv"], "fv": envelope.text(said.get("fv", {}))}
            made |= {"ext": envelope.text(ext), "row_hash": ""}
            made["row_hash"] = canonical.short(canonical.dumps(said))
            sets = ", ".join(f'"{name}" = ?' for name in made)
            connection.execute(
                f'UPDATE "{table}" SET {sets} WHERE id = ?', (*made.values(), row["id"])
            )
        for (owner,) in connection.execute("SELECT DISTINCT owner FROM digest").fetchall():
            merge.count_again(connection, table, owner, {})
    own_sums.forget(connection)
    connection.execute("UPDATE door SET quiet = 0")
    connection.execute("COMMIT")


def rows(book: Book, table: str = "entry") -> list[dict[str, Any]]:
    return sorted(book.rows(Query(table, deleted=True)), key=lambda row: str(row["id"]))


def said_at(street: Book) -> list[Said]:
    return [json.loads(envelope.line(row)) for row in rows(street)]


def test_a_newer_unit_writes_what_an_older_street_reads_and_nothing_is_lost(
    world: World, unit: Book, street: Book, usb: Path
) -> None:
    """Newer → older → newer (P10): through the street's own file and its renewal."""
    first, second = entries(unit, 2)
    with program(STEP):
        sent = export(unit, usb)
        assert read_header(sent.path).schema == 1
        assert read_header(sent.path).reads["schema_max"] == 2
    outcome = take(street, sent.path)
    assert not [note for note in outcome.notes if "对不上" in note], "sums in the street's words"
    old = {said["id"]: said for said in said_at(street)}
    assert old[first]["memo"] == unit_row(unit, first)["summary"]
    assert old[first]["amount_fen"] == -unit_row(unit, first)["amount_fen"]
    assert outcome.receipt is not None
    with program(STEP):
        take(unit, outcome.receipt)
        edit(unit, second, summary="改过")
        changed = export(unit, usb)
        assert (changed.full, changed.rows) == (False, 1), "goes on from the receipt"
    take(street, changed.path)
    with program(STEP):
        renewed(street)
        assert rows(street) == rows(unit), "letter for letter, hash for hash"
        answer = take(street, export(unit, usb).path)
        assert answer.receipt is not None
        take(unit, answer.receipt)
        edit(unit, first, summary="再改")
        last = export(unit, usb)
        assert read_header(last.path).schema == 2, "the street has said that it reads this now"
        assert not [note for note in take(street, last.path).notes if "对不上" in note]
        assert rows(street) == rows(unit)


def unit_row(unit: Book, row_id: str) -> dict[str, Any]:
    row = unit.row("entry", row_id)
    assert row is not None
    return row


def test_a_street_one_ahead_reads_its_older_units(
    world: World, unit: Book, street: Book, usb: Path
) -> None:
    ids = entries(unit, 3)
    path = export(unit, usb).path
    with program(STEP):
        outcome = take(street, path)
    assert (outcome.preview.new, outcome.preview.returned.count) == (3, 0)
    assert not [note for note in outcome.notes if "对不上" in note]
    held = {row["id"]: row for row in rows(street)}
    assert held[ids[0]]["amount_fen"] == -unit_row(unit, ids[0])["amount_fen"]
    assert outcome.receipt is not None
    take(unit, outcome.receipt)
    edit(unit, ids[0], amount_fen=7)
    path = export(unit, usb).path
    with program(STEP):
        second = take(street, path)
    assert (second.preview.changed, second.preview.new) == (1, 0)
    assert not [note for note in second.notes if "对不上" in note], "cannot be compared, so is not"
    renewed(unit)
    assert rows(street) == rows(unit), "the unit's own renewal makes the very same rows"


def test_in_a_whole_bundle_of_an_older_unit_a_missing_row_is_noticed(
    world: World, unit: Book, street: Book, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries(unit, 3)
    path = export(unit, usb).path
    apply = merge.Merge.apply

    def forgetful(self: merge.Merge, plan: Any, change: Any, *rest: Any) -> None:
        apply(self, plan, change, *rest)
        if plan.table == "entry":
            change.book.connection.execute(
                "DELETE FROM entry WHERE rowid = (SELECT max(rowid) FROM entry)"
            )
            merge.count_again(change.book.connection, "entry", unit.unit.office_id, {})

    monkeypatch.setattr(merge.Merge, "apply", forgetful)
    with program(STEP):
        assert [note for note in take(street, path).notes if "对不上" in note]


def test_what_the_street_has_no_words_for_stays_is_named_and_goes_once_it_has(
    world: World, unit: Book, street: Book, usb: Path
) -> None:
    entries(unit, 1)
    make_person(unit, "李建华")
    with program(NO_PERSONS):
        planned = outgoing.what_goes(unit)
        assert any("人员" in note and "先留在本机" in note for note in planned.notes)
        assert "人员" not in [label for label, _ in planned.tables]
        path = export(unit, usb).path
    header = read_header(path)
    assert header.high_seq == header.base_seq == 0, "it claims nothing"
    outcome = take(street, path)
    assert (len(rows(street)), rows(street, "person")) == (1, [])
    assert outcome.receipt is not None
    with program(NO_PERSONS):
        take(unit, outcome.receipt)
        assert outgoing.acked_seq(unit) == 0
        renewed(street)
        told = take(street, export(unit, usb).path)  # the street's renewed program says so
        assert told.receipt is not None
        take(unit, told.receipt)
        assert not outgoing.what_goes(unit).notes
        sent = export(unit, usb)
        assert take(street, sent.path).preview.new == 1
        assert rows(street, "person") == rows(unit, "person")
        assert rows(street) == rows(unit)
        assert read_header(sent.path).high_seq > 0


def test_two_versions_apart_no_row_goes_and_both_hear_what_the_other_reads(
    world: World, unit: Book, street: Book, usb: Path
) -> None:
    """Both were renewed by two versions since they last met: nobody waits for ever."""
    entries(unit, 1)
    ask_of(street, unit)
    with program(STEP, Step({}, {})):
        planned = outgoing.what_goes(unit)
        assert "程序太旧" in planned.notes[0], "said before anything is written"
        assert (planned.rows, len(planned.notes)) == (0, 1)
        assert "程序太旧" in units_down(street)[0].waiting
        (down,) = send(street, usb)
        sent = export(unit, usb)
    for path in (down.path, sent.path):
        header = read_header(path)
        assert (header.schema, header.high_seq, header.reads["schema_max"]) == (1, 0, 3)
    with program(STEP, Step({}, {})):
        outcome = take(street, sent.path)
        assert (outcome.preview.new, rows(street)) == (0, [])
        take(unit, down.path)
        assert rows(unit, "directive") == []
        assert outcome.receipt is not None
        take(unit, outcome.receipt)
        (down,) = send(street, usb)
        assert take(unit, down.path).preview.new == 1
        assert take(street, export(unit, usb).path).preview.new == 1
        assert rows(street) == rows(unit)


def test_one_lagging_unit_keeps_no_other_waiting(world: World, street: Book, usb: Path) -> None:
    old, ready = world.unit(1, "新街子社区"), world.unit(2, "红旗社区")
    said = street.setting("reads")
    (key,) = said[ready.unit.office_id]
    said[ready.unit.office_id][key][1] = 2
    street.put_setting("reads", said)
    for unit in (old, ready):
        ask_of(street, unit)
    with program(STEP, Step({}, {})):
        assert [(one.name, one.rows) for one in send(street, usb)] == [
            ("新街子社区", 0),
            ("红旗社区", 1),
        ]


def test_what_is_too_new_is_refused_with_the_version(
    world: World, unit: Book, street: Book, usb: Path, untouched: Untouched
) -> None:
    entries(unit, 1)
    with program(STEP):
        took = unit.setting("reads")
        unit.put_setting("reads", {street.unit.office_id: {"x": ["s", 2]}})
        path = export(unit, usb).path
        unit.put_setting("reads", took)
    with untouched(street, NewerData) as refused:
        incoming.import_file(street, path)
    assert refused.value.code == "QL-UB-066"
    assert "升级" in refused.value.remedy


def test_a_newer_street_writes_down_what_its_older_unit_reads(
    world: World, unit: Book, street: Book, usb: Path
) -> None:
    with program(STEP):
        ask_of(street, unit, "报送台账")
        (sent,) = send(street, usb)
    assert read_header(sent.path).schema == 1
    take(unit, sent.path)
    (row,) = rows(unit, "directive")
    assert json.loads(row["ext"])["heading"] == "报送台账"
    renewed(unit)
    assert rows(unit, "directive") == rows(street, "directive")
    with program(STEP):
        report(unit, street, usb)
        ask_of(street, unit, "第二件")
        (sent,) = send(street, usb)
        assert read_header(sent.path).schema == 2
        assert not [note for note in take(unit, sent.path).notes if "对不上" in note]


def test_computers_of_one_office_of_two_versions(world: World, unit: Book, usb: Path) -> None:
    """The newer writes for the older, hears it in its own words, and both end the same."""
    (row_id,) = entries(unit, 1)
    second = joined(world, unit)
    hear(unit, tell(second, usb).path)
    renewed(second)
    with program(STEP):
        edit(second, row_id, summary="新电脑改的")
        sent = tell(second, usb)
    path = sent.path
    assert any("旧一版" in note for note in sent.notes)
    assert read_header(path).schema == 1
    hear(unit, path)
    edit(unit, row_id, amount_fen=-700)  # seven yuan, as the older program says it
    path = tell(unit, usb).path
    with program(STEP):
        hear(second, path)
        assert not second.rows(Query("merge_conflict"))
    renewed(unit)
    assert rows(unit) == rows(second)


def test_a_table_the_street_cannot_read_goes_whole_until_it_can(
    world: World, unit: Book, street: Book, usb: Path
) -> None:
    """A newer minor version: nothing is refused; what was not understood comes again by itself."""
    entries(unit, 1)
    make_person(unit, "李建华")
    record = street.tables.records.pop("person")
    outcome = report(unit, street, usb)
    assert outcome.preview.unknown == ("person",)
    entries(unit, 1, first=10)
    planned = outgoing.what_goes(unit)
    assert any("人员" in note and "还看不到" in note for note in planned.notes)
    assert dict(planned.tables) == {"收支": 1, "人员": 1}, "not everything, only what it lacks"
    street.tables.records["person"] = record
    second = report(unit, street, usb)
    assert (second.preview.full, second.preview.new) == (False, 2)
    assert rows(street, "person") == rows(unit, "person")
    assert not outgoing.what_goes(unit).notes
    assert outgoing.what_goes(unit).rows == 0


def test_an_older_row_no_step_can_raise_is_sent_back_and_the_others_are_taken(
    unit: Book, street: Book, usb: Path
) -> None:
    good, bad = entries(unit, 2)
    for number, odd in enumerate((None, "much", {"a": 1})):
        lines = sorted((line(unit, good), line(unit, bad, amount_fen=odd)))
        path = forge(unit, usb / f"{number}.qlb", {"entry": lines}, schema=1, bundle_no=number + 1)
        with program(STEP), incoming._opened(street, path, None) as (_, arrived):
            returned = arrived.preview.returned
            assert (returned.count, arrived.preview.new) == (1, 1)
            assert "旧版程序" in returned.rows[0]["reason"]


def test_what_stays_is_never_called_nothing_nor_all_nor_complete(
    unit: Book, street: Book, usb: Path
) -> None:
    with clock.fixed(date(2026, 9, 20)):
        entries(unit, 1)
        report(unit, street, usb)
    with clock.fixed(date(2026, 9, 21)), program(NO_PERSONS):
        make_person(unit, "李建华")
        only = state_of(unit)
        assert "没有新内容" not in content_words(only.survey) and "未确认 1 条" in only.standing
        assert not any("不会少" in note for note in only.survey.notes)
    with clock.fixed(date(2026, 10, 8)):
        with program(NO_PERSONS):
            quarter = outgoing.what_goes(unit)
            assert quarter.full and "全部内容" not in content_words(quarter) + quarter.notes[0]
        with program(STEP, Step({}, {})):
            (note,) = outgoing.what_goes(unit).notes
            assert "程序太旧" in note, "nothing goes, and nothing is called larger than usual"


def test_a_bundle_from_before_a_restore_says_nothing_of_the_program_of_today(
    world: World, unit: Book, street: Book, usb: Path
) -> None:
    first, _ = entries(unit, 2)
    copy = unit.back_up(world.folder / "备份").folder
    report(unit, street, usb)
    edit(unit, first, summary="再报")
    drawer = export(unit, usb)
    home, keys = unit.home, unit.keys
    unit.close()
    backup.restore(copy, home, keys)
    with program(STEP), Book.open(home, RECORDS) as again:
        renewed(again)
        renewed(street)
        take(street, export(again, usb).path)
        office = again.unit.office_id
        assert reads.version_for(street, office) == 2
        take(street, drawer.path)
        assert reads.version_for(street, office) == 2


def test_what_is_read_is_said_in_every_file_and_kept(
    world: World, unit: Book, street: Book, usb: Path
) -> None:
    own, theirs = unit.unit.office_id, street.unit.office_id
    assert reads.version_for(street, own) == 1, "from its enrolment"
    with program(STEP):
        entries(unit, 1)
        sent = export(unit, usb)
    outcome = take(street, sent.path)
    assert outcome.receipt is not None
    older = outcome.receipt.rename(usb / "older.qlb")  # the next one takes its name
    ((_, said),) = street.setting("reads")[own].items()
    assert said == [unit.unit.stream_id, 2], "from its report"
    with program(STEP):
        assert reads.version_for(street, own) == 2
        assert reads.version_for(unit, theirs) == 1, "from the unit file"
        answer = receipts.answer(street, sent.path, read_header(sent.path))[0]
        assert answer is not None
        take(unit, answer)
        assert reads.version_for(unit, theirs) == 2, "from the receipt"
    read = unit.setting("reads")
    take(unit, older)
    assert unit.setting("reads") == read
    unit.put_setting("reads", None)
    take(unit, older)
    assert unit.setting("reads")[theirs], "learnt from an answer that was here already"
    unit.put_setting("reads", read)
    take(unit, older)
    with program(STEP):
        assert reads.version_for(unit, theirs) == 2, "an older word of the stream does not count"


def test_a_receipt_names_no_table_that_cannot_be_one(unit: Book, street: Book, usb: Path) -> None:
    assert receipts._tables(["person", "../x", 7, "A" * 99]) == "person 7"
    assert receipts._tables("person") is None
    assert "unknown_tables" in Receipt.fields


def test_photos_of_a_table_the_street_cannot_read_go_once(
    world: World, unit: Book, street: Book, usb: Path
) -> None:
    """Its rows go whole each time; their photos lie at the street already."""
    (row_id,) = entries(unit, 1)
    photo = unit.files.add(b"\xff\xd8 a photo" * 99)
    edit(unit, row_id, files=json.dumps([photo]))
    record = street.tables.records.pop("entry")
    report(unit, street, usb)
    assert street.files.has(photo)
    make_person(unit, "李建华")
    assert outgoing.what_goes(unit).photos == ()
    sent = export(unit, usb)
    assert read_header(sent.path).full is False
    street.files.path(photo).unlink()
    outcome = take(street, sent.path)
    assert not street.files.has(photo), "it did not come along once more"
    assert any("照片还有 1 张未送达" in note for note in outcome.notes), "but it is asked for"
    street.tables.records["entry"] = record
    assert outcome.receipt is not None
    take(unit, outcome.receipt)
    take(street, export(unit, usb).path)
    assert street.files.read(photo) == unit.files.read(photo)
    assert rows(street) == rows(unit)
