"""交接一键包 (TL-20): totals equal the database, both sign, what is rebuilt has the same totals."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from office import make_book, make_person
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import as_text
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange import taking_out
from qinglian_desktop.modules import catalog
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.handover import actions, papers, rules
from qinglian_desktop.modules.handover.records import FINISHED, UNFINISHED, Inventory
from qinglian_desktop.modules.tasks import actions as tasks
from qinglian_desktop.store import sidecar, signers
from qinglian_desktop.store.book import Book

PHRASE = "清风拂过村口的田野"
GIVER, TAKER = "周文书", "郑接手"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(date(2026, 11, 24)), make_book(tmp_path) as made:
        make_person(made)
        for title, due in (("迟了的", "2026-11-01"), ("没到的", "2026-12-20"), ("不限期的", None)):
            tasks.save_task(made, None, {"title": title, "due_on": due, "evidence": "照片"})
        row = made.rows(Query("task", order=(("id", False),)))[0]
        tasks.move_task(made, row["id"], "进行中")
        tasks.move_task(made, row["id"], "待核")
        paper = tmp_path / "纸.txt"
        paper.write_text("一张纸", "utf-8")
        tasks.attach(made, made.rows(Query("task", order=(("id", False),)))[1]["id"], [paper])
        yield made


def listed(book: Book) -> Inventory:
    return actions.inventory(book, GIVER, TAKER, catalog.due_today(book, clock.today()))


def made(book: Book, into: Path) -> actions.Made:
    into.mkdir(exist_ok=True)
    return actions.hand_over(book, listed(book), into, phrase=PHRASE)


def test_the_totals_are_those_of_the_database(book: Book) -> None:
    told = listed(book)
    for table, (_, rows, _) in told.tables.items():
        assert rows == book.count(Query(table)), table
    assert told.tables.keys() == {t for t in book.tables.records if book.count(Query(t))}
    assert told.files == len(book.files.all()) == 1
    whats = [line.what for line in told.open]
    assert [what for what in whats if what.startswith("任务")] == [
        "任务：迟了的", "任务：没到的", "任务：不限期的",
    ]  # fmt: skip
    assert told.open[whats.index("任务：迟了的")].late
    assert told.lacking == ("迟了的（要照片）",)
    assert any("口令" in key for key in told.keys)


def test_what_is_rebuilt_from_the_package_has_the_same_totals(book: Book, tmp_path: Path) -> None:
    out = made(book, tmp_path / "U盘")
    beside = out.listed.read_text("utf-8")
    assert not [word for word in (GIVER, TAKER, "迟了的", "PIN") if word in beside]
    folder = taking_out.opened(out.package, tmp_path / "拆开", PHRASE)
    home = tmp_path / "新电脑"
    sidecar.rebuild(folder, home, RECORDS)
    with Book.open(home, RECORDS) as again:
        assert actions.check(again, out.listed) == []
        tasks.save_task(again, None, {"title": "多出来的"})
        (said,) = actions.check(again, out.listed)
    assert said == "任务：清单上 3 条，这里 4 条"


def test_nothing_differs_on_the_computer_it_was_made_on(book: Book, tmp_path: Path) -> None:
    """Neither its own row nor its own list is taken for something that came later."""
    out = made(book, tmp_path / "U盘")
    assert actions.check(book, out.listed) == []


def test_a_changed_word_is_seen_though_the_count_is_the_same(book: Book, tmp_path: Path) -> None:
    out = made(book, tmp_path / "U盘")
    row = book.rows(Query("task"))[0]
    tasks.save_task(book, row["id"], {"title": "改过了"})
    assert "任务：条数一样，内容不一样" in actions.check(book, out.listed)


def test_one_signature_is_not_enough(book: Book, tmp_path: Path) -> None:
    signers.add(book, GIVER, "文书", "702931")
    out = made(book, tmp_path / "U盘")
    signers.add(book, TAKER, "文书", "518264", vouched_by=GIVER, their_pin="702931")
    with pytest.raises(Refused):
        actions.sign(book, out.row_id, GIVER, "000111")
    assert actions.sign(book, out.row_id, GIVER, "702931").result == UNFINISHED
    (line,) = [one for one in catalog.due_today(book, clock.today()) if one.module == "handover"]
    assert line.why == f"还缺{TAKER}签字"
    with pytest.raises(Refused, match="不是这次的"):
        actions.sign(book, out.row_id, "吴监督", "702931")
    assert actions.sign(book, out.row_id, TAKER, "518264").result == FINISHED
    assert actions.unfinished(book) is None
    with pytest.raises(Refused, match="已经签完"):
        actions.sign(book, out.row_id, TAKER, "518264")


def test_a_signed_paper_finishes_it_where_nobody_has_a_pin(book: Book, tmp_path: Path) -> None:
    out = made(book, tmp_path / "U盘")
    scan = tmp_path / "签好的.jpg"
    scan.write_bytes(b"a scan")
    actions.sign_on_paper(book, out.row_id, scan)
    (row,) = book.rows(Query("handover"))
    assert row["state"] == FINISHED and row["files"] and row["gave_at"] and row["took_at"]


def test_made_again_the_new_one_holds_and_the_old_asks_for_nothing(
    book: Book, tmp_path: Path
) -> None:
    first = made(book, tmp_path / "U盘")
    tasks.save_task(book, None, {"title": "漏了的"})
    with clock.fixed(date(2026, 11, 25)):
        second = made(book, tmp_path / "U盘")
        assert second.package != first.package and second.package.is_file()
        row = actions.unfinished(book)
        assert row is not None and row["id"] == second.row_id
        told = actions.list_of(book, row)
        assert told.tables["task"][1] == 4
        (line,) = [
            one for one in catalog.due_today(book, clock.today()) if one.module == "handover"
        ]
        assert line.row_id == second.row_id
    paper = "\n".join(as_text(papers.paper(told, package="包", fingerprint=row["list_hash"])))
    assert all(word in paper for word in ("任务：漏了的", "迟了的（要照片）", row["list_hash"]))
    for word, rows, _code in told.tables.values():
        assert word in paper and f"{rows:,}" in paper


def test_nobody_hands_over_to_themselves(book: Book, tmp_path: Path) -> None:
    told = listed(book)._replace(taker=GIVER)
    with pytest.raises(Refused, match="同一个人"):
        actions.hand_over(book, told, tmp_path, phrase=PHRASE)
    assert book.count(Query("handover")) == 0


def test_what_was_counted_is_not_typed_over(book: Book, tmp_path: Path) -> None:
    out = made(book, tmp_path / "U盘")
    with pytest.raises(Refused, match="不能改"):
        actions.save_handover(book, out.row_id, {"state": FINISHED})
    actions.save_handover(book, out.row_id, {"note": "钥匙两把"})


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"format": 2}', b'{"format": 1, "open": 3}'])
def test_a_strange_file_is_no_list(data: bytes) -> None:
    with pytest.raises(Refused, match="不是交接清单"):
        rules.read(data)


def test_a_list_is_read_as_it_was_written(book: Book) -> None:
    told = listed(book)
    assert rules.read(rules.written(told)) == told
