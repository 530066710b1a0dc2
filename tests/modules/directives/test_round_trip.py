"""ST-08: an order goes down, evidence comes up, the state returns closed; ST-04's road too."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from exchange.at_work import World, entries, export, report, take
from exchange.test_directives import ask_of, send
from exchange.test_peers import joined, pass_on, quickly_shut  # noqa: F401
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Due, Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange import conflicting
from qinglian_desktop.modules import catalog, saving
from qinglian_desktop.modules.directives import actions, reads
from qinglian_desktop.modules.directives.records import INSPECTED, NOTICE, ORDER, TASK
from qinglian_desktop.modules.tasks.actions import move_task
from qinglian_desktop.store.book import Book

ORDER_DRAFT = {
    "kind": ORDER,
    "ground": "村务公开目录第三项",
    "due_on": "2026-12-20",
    "evidence": "上墙的照片",
    "what": "重新上墙，贴满 7 天",
}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


@pytest.fixture
def street(world: World) -> Book:
    return world.street


@pytest.fixture
def unit(world: World) -> Book:
    return world.unit()


def stand(book: Book, row_id: str) -> str:
    found = reads.matter(book, row_id)
    assert found is not None
    return found.stand


def asked(book: Book) -> list[Due]:
    return [due for due in catalog.due_today(book, clock.today()) if due.module == "directives"]


def test_an_order_goes_down_evidence_comes_up_and_the_state_returns_closed(
    world: World, street: Book, unit: Book
) -> None:
    row_id = ask_of(street, unit, "公开栏补贴三季度财务公告", **ORDER_DRAFT)
    take(unit, send(street, world.usb)[0].path)
    (due,) = asked(unit)
    assert (due.act, due.row_id) == ("去办", row_id)
    assert due.due_on.isoformat() == "2026-12-20"
    assert "下发时定的日期" in due.why

    with pytest.raises(Refused, match="上墙的照片") as said:
        actions.answer(unit, row_id, {"state": "已办完", "said": "贴好了"})
    assert said.value.field == "files"
    photo = unit.files.add(b"photo of the wall")
    files = json.dumps([photo])
    actions.answer(unit, row_id, {"state": "已办完", "said": "贴好了", "files": files})
    assert stand(unit, row_id) == "已办完"
    assert asked(unit) == []

    report(unit, street, world.usb)
    (due,) = asked(street)
    assert due.subject.endswith("办完了：公开栏补贴三季度财务公告")
    assert street.files.read(photo) == b"photo of the wall", "the evidence came with it"

    actions.send_back(street, row_id, "看不清日期，请重拍")
    take(unit, send(street, world.usb)[0].path)
    assert stand(unit, row_id) == "退回再办"
    assert {due.act for due in asked(unit)} == {"去改", "去办"}
    better = json.dumps([unit.files.add(b"sharper photo")])
    actions.answer(unit, row_id, {"files": better})
    assert stand(unit, row_id) == "已办完"

    report(unit, street, world.usb)
    actions.close(street, row_id)
    take(unit, send(street, world.usb)[0].path)
    assert stand(street, row_id) == stand(unit, row_id) == "已办结"
    assert asked(unit) == asked(street) == []
    with pytest.raises(Refused, match="不用再办"):
        actions.answer(unit, row_id, {"said": "还想写"})


def test_a_task_stands_in_the_units_own_ledger_and_is_done_with_it(
    world: World, street: Book, unit: Book
) -> None:
    row_id = ask_of(street, unit, "报送台账", kind=TASK, due_on="2026-12-01", evidence="台账")
    take(unit, send(street, world.usb)[0].path)
    task_id = actions.register_task(unit, row_id).result
    assert isinstance(task_id, str)
    task = unit.row("task", task_id)
    assert task is not None
    assert (task["title"], task["due_on"], task["issuer"]) == ("报送台账", "2026-12-01", "通惠街道")
    with pytest.raises(Refused, match="已经在任务台账里"):
        actions.register_task(unit, row_id)
    report(unit, street, world.usb)
    assert stand(street, row_id) == "办理中"
    with pytest.raises(Refused, match="不能删") as refused:
        saving.dropper("directive")(street, row_id)
    assert "撤回" in refused.value.remedy, "what a unit wrote cannot be deleted at the street"
    move_task(unit, task_id, "待核")
    move_task(unit, task_id, "已完成")
    report(unit, street, world.usb)
    assert stand(street, row_id) == stand(unit, row_id) == "已办完"


def test_two_computers_that_read_one_stick_apart_have_one_task_and_one_answer(
    world: World, street: Book, unit: Book
) -> None:
    second = joined(world, unit)
    found = ask_of(street, unit, "整改公开栏", origin=INSPECTED, **ORDER_DRAFT)
    plain = ask_of(street, unit, "报送台账")
    (sent,) = send(street, world.usb)
    for book in (unit, second):
        take(book, sent.path)
        assert actions.take_up_decided(book) == 1
        actions.answer(book, plain, {"said": "在办"})
    (answer,) = unit.rows(Query("directive_answer", (Where("directive_id", "=", found),)))
    task_id = answer["task_id"]
    move_task(second, task_id, "待核")
    for _ in range(2):
        pass_on(unit, second, usb=world.usb)
    for book in (unit, second):
        (task,) = book.rows(Query("task"))
        assert (task["id"], task["state"]) == (task_id, "待核")
        assert book.count(Query("directive_answer")) == 2
        assert not conflicting.listed(book), "both wrote the same"
    for book in (second, unit):
        take(street, export(book, world.usb).path)
    assert street.count(Query("task", (Where("owner", "=", unit.unit.office_id),))) == 1


def test_of_two_answers_given_apart_no_word_goes_unsaid(
    world: World, street: Book, unit: Book
) -> None:
    second = joined(world, unit)
    begun, told = ask_of(street, unit, "整改公开栏"), ask_of(street, unit, "报送台账")
    (sent,) = send(street, world.usb)
    for book in (unit, second):
        take(book, sent.path)
    files = json.dumps([second.files.add(b"photo of the wall")])
    actions.register_task(unit, begun)
    actions.answer(second, begun, {"state": "已办完", "said": "贴好了", "files": files})
    for book, words in ((unit, "报了一份"), (second, "在办")):
        actions.answer(book, told, {"said": words})
    for _ in range(2):
        pass_on(unit, second, usb=world.usb)
    for book in (unit, second):
        answers = {row["directive_id"]: row for row in book.rows(Query("directive_answer"))}
        assert (answers[begun]["said"], answers[begun]["files"]) == ("贴好了", files)
        assert answers[begun]["task_id"]
        (apart,) = conflicting.listed(book)
        words = {answers[told]["said"], apart.other["said"]}
        assert words == {"报了一份", "在办"}, "the other one is told"


def test_a_task_whose_registering_was_undone_is_registered_again(
    world: World, street: Book, unit: Book
) -> None:
    row_id = ask_of(street, unit, "报送台账", kind=TASK)
    take(unit, send(street, world.usb)[0].path)
    made = actions.register_task(unit, row_id)
    task_id = str(made.result)
    unit.undo(move_task(unit, task_id, "待核").step)
    unit.undo(made.step)
    assert unit.count(Query("task")) == unit.count(Query("directive_answer")) == 0
    assert actions.register_task(unit, row_id).result == task_id
    (task,) = unit.rows(Query("task"))
    assert task["state"] == "进行中"
    assert stand(unit, row_id) == "办理中"


def test_a_matter_taken_up_again_after_its_answer_was_deleted_is_begun_anew(
    world: World, street: Book, unit: Book
) -> None:
    row_id = ask_of(street, unit, "报送台账", kind=TASK, due_on="2026-12-01")
    take(unit, send(street, world.usb)[0].path)
    task_id = str(actions.register_task(unit, row_id).result)
    move_task(unit, task_id, "待核")
    move_task(unit, task_id, "已完成")
    (made,) = unit.rows(Query("directive_answer"))
    actions.save_answer(unit, made["id"], {"state": "已办完", "said": "报过了"})
    saving.dropper("directive_answer")(unit, made["id"])
    saving.dropper("task")(unit, task_id)
    before = unit.row("task", task_id)

    assert actions.register_task(unit, row_id).result == task_id
    (task,), (answer,) = unit.rows(Query("task")), unit.rows(Query("directive_answer"))
    assert (task["state"], task["percent"], task["done_on"]) == ("进行中", 0, None)
    assert before is not None and (task["year"], task["code"]) == (before["year"], before["code"])
    assert (answer["state"], answer["said"], answer["done_on"]) == ("办理中", None, None)
    assert stand(unit, row_id) == "办理中"


def test_each_unit_closes_for_itself(world: World, street: Book, unit: Book) -> None:
    second = world.unit(2)
    codes = (unit.unit.code, second.unit.code)
    actions.issue(street, codes, {"title": "同一件", "kind": TASK})
    rows = street.rows(Query("directive"))
    assert sorted(row["to_office"] for row in rows) == sorted(
        [unit.unit.office_id, second.unit.office_id]
    )
    mine = next(row["id"] for row in rows if row["to_office"] == unit.unit.office_id)
    actions.close(street, mine, "现场看过")
    assert [m.stand for m in reads.matters(street)].count("已办结") == 1


def test_closing_what_nobody_has_done_needs_a_word_why(street: Book, unit: Book) -> None:
    row_id = ask_of(street, unit)
    with pytest.raises(Refused, match="办结要写原因"):
        actions.close(street, row_id)
    actions.close(street, row_id, "现场看过，已改好")
    assert stand(street, row_id) == "已办结"


def test_a_notice_asks_for_nothing(world: World, street: Book, unit: Book) -> None:
    ask_of(street, unit, kind=NOTICE)
    take(unit, send(street, world.usb)[0].path)
    assert asked(unit) == []


def test_issuing_is_one_step_to_undo_and_the_bin_brings_it_back(
    street: Book, unit: Book, world: World
) -> None:
    second = world.unit(2)
    changes = actions.issue(
        street, (unit.unit.code, second.unit.code), {"title": "发错了", "kind": TASK}
    )
    street.undo(changes.step)
    assert street.count(Query("directive")) == 0
    row_id = ask_of(street, unit)
    saving.dropper("directive")(street, row_id)
    saving.restorer("directive")(street, row_id)
    assert street.count(Query("directive")) == 1


def test_an_answer_undone_after_a_later_edit_of_the_street_stands_as_the_unit_says(
    world: World, street: Book, unit: Book
) -> None:
    entries(unit, 40)  # so that one row less is no mass of deletions
    row_id = ask_of(street, unit)
    take(unit, send(street, world.usb)[0].path)
    done = actions.answer(unit, row_id, {"said": "办了一半"})
    report(unit, street, world.usb)
    unit.undo(done.step)
    report(unit, street, world.usb)
    assert stand(street, row_id) == "待办"


def test_an_answer_sent_back_is_not_saved_again_as_it_was(
    world: World, street: Book, unit: Book
) -> None:
    row_id = ask_of(street, unit)
    take(unit, send(street, world.usb)[0].path)
    same = {"state": "已办完", "said": "办好了"}
    actions.answer(unit, row_id, same)
    report(unit, street, world.usb)
    actions.send_back(street, row_id, "没有盖章")
    take(unit, send(street, world.usb)[0].path)
    (back,) = reads.sent_back(unit)
    assert back.what == "对街道来件的答复〔报送三季度台账〕", "told once what it is"
    with pytest.raises(Refused, match="还没有改过") as said:
        actions.answer(unit, row_id, same)
    assert said.value.field == "said"
    assert stand(unit, row_id) == "退回再办"
    actions.answer(unit, row_id, {**same, "said": "盖了章，重新扫描"})
    assert (stand(unit, row_id), reads.sent_back(unit)) == ("已办完", [])


def test_a_matter_is_not_closed_by_writing_the_word_into_the_list(street: Book, unit: Book) -> None:
    row_id = ask_of(street, unit)
    with pytest.raises(Refused, match="办结") as said:
        saving.saver("directive")(street, row_id, {"state": "已办结"})
    assert said.value.field == "state"
    assert stand(street, row_id) == "待办"


def test_the_unit_of_a_directive_is_found_by_its_name_and_never_changed(
    street: Book, unit: Book
) -> None:
    save = saving.saver("directive")
    with pytest.raises(Refused, match="没有叫〔谁也不是〕的单位"):
        save(street, None, {"to_name": "谁也不是", "title": "一件", "kind": TASK})
    save(street, None, {"to_name": unit.unit.name, "title": "一件", "kind": TASK})
    (row,) = street.rows(Query("directive"))
    assert row["to_office"] == unit.unit.office_id
    with pytest.raises(Refused, match="不能改成别的单位"):
        save(street, row["id"], {"to_name": "另一个"})


def test_an_opinion_needs_a_row_of_a_unit_and_a_reason(
    world: World, street: Book, unit: Book
) -> None:
    from office import make_entry

    row_id = make_entry(unit)
    take(street, export(unit, world.usb).path)
    with pytest.raises(Refused, match="退回要写原因"):
        actions.review(street, "entry", row_id, "退回", " ")
    own = ask_of(street, unit)
    with pytest.raises(Refused, match="不是单位报来的"):
        actions.review(street, "directive", own, "意见", "好")
    with pytest.raises(Refused, match="由街道下发"):
        actions.review(unit, "entry", row_id, "意见", "好")
    with pytest.raises(Refused, match="从单位的记录上提"):
        saving.saver("review")(street, None, {"said": "好"})
