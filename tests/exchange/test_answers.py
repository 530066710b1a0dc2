"""UB-05: the receipt's way back. What was returned becomes work and is done when it is changed."""

import json
from pathlib import Path
from typing import Any

from exchange.at_work import World, edit, entries, export, forge, line, report, take
from exchange.test_directives import ask_of, send
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Due, Query
from qinglian_desktop.exchange import anchors
from qinglian_desktop.exchange.payload import PayloadWriter
from qinglian_desktop.modules import catalog
from qinglian_desktop.modules.directives import actions, reads
from qinglian_desktop.modules.directives.records import PASSED, REMARK, RETURNED
from qinglian_desktop.store import health, outbox
from qinglian_desktop.store.book import Book


def to_mend(unit: Book) -> list[Due]:
    return [due for due in catalog.due_today(unit, clock.today()) if due.act == "去改"]


def reported(unit: Book, usb: Path, rows: list[bytes]) -> Path:
    """A bundle of the unit that holds all it has written so far, some of it unreadable."""
    return forge(unit, usb / "x.qlb", {"entry": rows}, high_seq=outbox.high_seq(unit.connection))


def report_three_bad(unit: Book, street: Book, usb: Path) -> list[str]:
    """131 rows go up, three of which the street cannot read; the receipt is not yet read."""
    ids = entries(unit, 131)
    rows = [line(unit, row_id) for row_id in ids[3:]]
    rows += [line(unit, row_id, amount_fen="很多") for row_id in ids[:3]]
    receipt = take(street, reported(unit, usb, rows)).receipt
    assert receipt is not None
    take(unit, receipt)
    return ids


def test_of_131_rows_128_are_taken_and_3_become_work(unit: Book, street: Book, usb: Path) -> None:
    ids = report_three_bad(unit, street, usb)
    (told,) = unit.rows(Query("receipt"))
    assert (told["accepted"], told["returned"]) == (128, 3)
    waiting = to_mend(unit)
    assert {due.row_id for due in waiting} == set(ids[:3])
    assert all(due.table == "entry" and "〔金额〕填的内容对不上" in due.why for due in waiting)
    assert [one.field for one in reads.sent_back(unit)] == ["amount_fen"] * 3
    edit(unit, ids[0], amount_fen=700)
    assert {due.row_id for due in to_mend(unit)} == set(ids[1:3]), "done by itself"
    with unit.change("删") as change:
        change.drop("entry", ids[1])
    assert {due.row_id for due in to_mend(unit)} == {ids[2]}
    assert reads.accepted(unit, "entry", ids[5]) is not None


def test_what_a_lost_receipt_returned_comes_with_the_next_bundle_down(
    unit: Book, street: Book, usb: Path
) -> None:
    ids = entries(unit, 4)
    rows = [line(unit, ids[0], amount_fen="很多")]
    receipt = take(street, reported(unit, usb, rows)).receipt
    assert receipt is not None
    receipt.unlink()
    assert to_mend(unit) == []
    take(unit, send(street, usb)[0].path)
    assert [due.row_id for due in to_mend(unit)] == [ids[0]]


def test_a_row_that_was_taken_says_when(unit: Book, street: Book, usb: Path) -> None:
    (row_id,) = entries(unit, 1)
    export(unit, usb)
    assert reads.accepted(unit, "entry", row_id) is None, "written is not received"
    report(unit, street, usb)
    taken = reads.accepted(unit, "entry", row_id)
    assert taken is not None
    assert taken["received_at"][:10] == clock.today().isoformat()
    edit(unit, row_id, amount_fen=99)
    assert reads.accepted(unit, "entry", row_id) is None, "changed since"


# --- opinions ---------------------------------------------------------------------------------


def test_a_returned_row_is_work_until_it_is_changed(unit: Book, street: Book, usb: Path) -> None:
    (row_id,) = entries(unit, 1)
    report(unit, street, usb)
    actions.review(street, "entry", row_id, RETURNED, "发票抬头不是本社区", "counterparty")
    take(unit, send(street, usb)[0].path)
    (due,) = to_mend(unit)
    assert (due.row_id, due.why) == (row_id, "发票抬头不是本社区")
    (back,) = reads.sent_back(unit)
    assert back.field == "counterparty"
    edit(unit, row_id, counterparty="新街子社区文具店")
    assert to_mend(unit) == []
    report(unit, street, usb)
    (review,) = street.rows(Query("review"))
    row = street.row("entry", row_id)
    assert row is not None
    assert reads.is_outdated(row, review), "the street sees that the unit has moved on"


def test_passed_and_remarks_ask_for_nothing(unit: Book, street: Book, usb: Path) -> None:
    first, second = entries(unit, 2)
    report(unit, street, usb)
    actions.review(street, "entry", first, PASSED)
    actions.review(street, "entry", second, REMARK, "写得好")
    take(unit, send(street, usb)[0].path)
    assert to_mend(unit) == []
    assert unit.count(Query("review")) == 2


# --- what each side holds of the other's past --------------------------------------------------


def rewrite(unit: Book, row_id: str) -> None:
    """Somebody changes an old entry with another tool, and the whole chain behind it."""
    from qinglian_desktop.store import trail

    book = unit.connection
    triggers = book.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'trail'"
    ).fetchall()
    for name, _ in triggers:
        book.execute(f'DROP TRIGGER "{name}"')
    ((seq, after),) = book.execute(
        "SELECT seq, after FROM trail WHERE row_id = ? AND op = 'insert'", (row_id,)
    ).fetchall()
    image = {**json.loads(after), "amount_fen": 1}
    book.execute(
        "UPDATE trail SET after = ? WHERE seq = ?",
        (json.dumps(image, ensure_ascii=False, separators=(",", ":")), seq),
    )
    book.execute("UPDATE trail SET hash = NULL, prev = ''")
    trail.seal(book)
    for _, sql in triggers:
        book.execute(sql)
    assert trail.verify(book) is None, "the chain alone shows nothing"


def _accused(unit: Book) -> list[str]:
    """What the health check says about places the street has signed."""
    return [fault.said for fault in health.look(unit) if "街道会签" in fault.said]


def test_history_rewritten_is_found_by_the_unit_and_at_the_next_exchange(
    unit: Book, street: Book, usb: Path
) -> None:
    row_id = entries(unit, 3)[0]
    report(unit, street, usb)
    assert _accused(unit) == []
    rewrite(unit, row_id)
    assert len(_accused(unit)) == 1, "by the unit's own check"
    entries(unit, 1, first=50)
    outcome = take(street, export(unit, usb).path)
    assert any("留痕和以前报来的不一样" in note for note in outcome.notes)
    due = catalog.due_today(street, clock.today())
    assert any("留痕和以前报来的不一样" in one.subject for one in due)


def test_a_tail_cut_off_is_found_at_the_next_exchange(unit: Book, street: Book, usb: Path) -> None:
    entries(unit, 3)
    report(unit, street, usb)
    book = unit.connection
    for name, _ in book.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'trail'"
    ).fetchall():
        book.execute(f'DROP TRIGGER "{name}"')
    book.execute("DELETE FROM trail WHERE seq > 1")
    assert len(_accused(unit)) == 1
    outcome = take(street, export(unit, usb, full=True).path)
    assert any("留痕和以前报来的不一样" in note for note in outcome.notes)


def test_an_honest_history_is_never_accused(
    world: World, unit: Book, street: Book, usb: Path
) -> None:
    for number in range(4):
        entries(unit, 1, first=number)
        outcome = report(unit, street, usb)
        assert not any("留痕" in note for note in outcome.notes)
    assert _accused(unit) == []


def test_a_countersign_of_somebody_else_counts_for_nothing(
    world: World, unit: Book, street: Book, usb: Path
) -> None:
    entries(unit, 1)
    report(unit, street, usb)
    (told,) = unit.rows(Query("receipt"))
    stranger = anchors.countersigned(world.unit(2), {
        "high_seq": told["anchor_seq"],
        "trail_head": told["anchor_head"],
        "from_office": unit.unit.office_id,
    })["anchor"]  # fmt: skip
    from qinglian_desktop.exchange import offices

    keys = offices.street_keys(unit)
    given: Any = {
        "seq": told["anchor_seq"],
        "head": told["anchor_head"],
        "sign": told["anchor_sign"],
    }
    assert anchors.read(unit, given, keys) is not None
    for wrong in (stranger, {**given, "seq": 7}, {**given, "sign": "zz"}, None, [], {"seq": "1"}):
        assert anchors.read(unit, wrong, keys) is None


def test_odd_words_about_what_was_taken_in_are_passed_over(
    unit: Book, street: Book, usb: Path
) -> None:
    """A unit's bundle with nonsense in `took` and `trail` is merged all the same."""
    odd: list[dict[str, Any]] = [
        {"took": {"stream": 7, "seq": 1, "number": 1, "roster": 0}},
        {"took": {"stream": "s", "seq": -1, "number": 1, "roster": 0}},
        {"took": [], "trail": {"past": [[1], ["a", "b"], 3]}},
        {"took": {"stream": "s" * 90, "seq": 1, "number": 1, "roster": 0}, "trail": {"past": {}}},
    ]
    for number, facts in enumerate(odd, 900):

        def more(payload: PayloadWriter, facts: dict[str, Any] = facts) -> None:
            payload.add_facts(**facts)

        path = forge(unit, usb / f"{number}.qlb", {}, more=more, bundle_no=number * 2)
        take(street, path)
    (sent,) = send(street, usb)
    assert sent.full


def test_a_withdrawn_matter_ends_its_task_with_a_word(unit: Book, street: Book, usb: Path) -> None:
    row_id = ask_of(street, unit, "报一份汇总")
    take(unit, send(street, usb)[0].path)
    task_id = str(actions.register_task(unit, row_id).result)
    actions.withdraw(street, row_id)
    take(unit, send(street, usb)[0].path)
    (told,) = (one for one in catalog.due_today(unit, clock.today()) if "街道撤回了" in one.subject)
    assert (told.table, told.row_id) == ("task", task_id)
    assert actions.heed_withdrawn(unit) == 1
    row = unit.row("task", task_id)
    assert row is not None and row["state"] == "已终止"
    (note,) = unit.rows(Query("task_note"))
    assert "街道已撤回“报一份汇总”" in str(note)
    assert actions.heed_withdrawn(unit) == 0
    assert not [
        one for one in catalog.due_today(unit, clock.today()) if "街道撤回了" in one.subject
    ]
