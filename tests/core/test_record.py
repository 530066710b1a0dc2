"""One declaration, read by many: what a field says reaches the row, the class and the columns."""

import dataclasses
from datetime import date

import pytest

from qinglian_desktop.core import access
from qinglian_desktop.core.kinds import DAY, FEN, ID_NUMBER, LINK, NAME, TEXT
from qinglian_desktop.core.outcome import Changes, Damaged, Problem, Progress, Refused
from qinglian_desktop.core.record import (
    ENVELOPE,
    Board,
    Field,
    Level,
    Owner,
    Record,
    columns,
    fact,
)


class Visit(Record, table="visit", label="走访", owner=Owner.EITHER, key=("no",)):
    no: str = fact("编号")
    who: str = fact("走访对象", NAME, level=Level.PERSON, board=Board.MASK)
    id_number: str | None = fact("身份证号", ID_NUMBER, level=Level.SENSITIVE, default=None)
    on: date = fact("日期", DAY, level=Level.OPEN, board=Board.FULL)
    gift_fen: int | None = fact("慰问金", FEN, default=None)
    task: str | None = fact("任务", link="task", default=None)
    clue: str | None = fact("线索", level=Level.SEALED, default=None)


class Secret(Record, table="secret", label="线索", owner=Owner.COMMUNITY, key=("no",), sealed=True):
    no: str = fact("编号")


class Layout(Record, table="layout", label="列宽", owner=Owner.LOCAL, key=("no",)):
    no: str = fact("编号")


def test_the_fields_come_in_the_order_they_were_written() -> None:
    assert list(Visit.fields) == ["no", "who", "id_number", "on", "gift_fen", "task", "clue"]
    assert list(columns(Visit)) == [*ENVELOPE, *Visit.fields]
    assert columns(Visit)["on"] is str
    assert columns(Visit)["gift_fen"] is int
    assert columns(Visit)["deleted"] is int


def test_a_field_without_a_default_is_required_and_one_with_a_default_is_not() -> None:
    assert [name for name, field in Visit.fields.items() if field.required] == ["no", "who", "on"]


def test_what_is_not_said_is_internal_and_off_the_board() -> None:
    assert Visit.fields["no"] == Field("编号", TEXT, Level.INNER, Board.OMIT)


def test_a_linked_field_is_a_link() -> None:
    assert Visit.fields["task"].kind is LINK
    assert Visit.fields["task"].link == "task"


def test_a_record_is_named_by_its_key_unless_it_says_otherwise() -> None:
    assert Visit.named_by == ("no",)


def test_a_record_cannot_be_changed_in_place() -> None:
    visit = Visit(no="1", who="张晓梅", on=date(2026, 1, 1))
    with pytest.raises(dataclasses.FrozenInstanceError):
        visit.no = "2"  # type: ignore[misc]


def test_a_record_needs_its_required_fields() -> None:
    with pytest.raises(TypeError, match="who"):
        Visit(no="1", on=date(2026, 1, 1))  # type: ignore[call-arg]


def test_personal_values_are_masked_unless_revealed_on_purpose() -> None:
    assert access.show(Visit.fields["who"], "张晓梅") == "张＊＊"
    assert access.show(Visit.fields["who"], "张晓梅", reveal=True) == "张晓梅"
    number = "11010519491231002X"
    assert access.show(Visit.fields["id_number"], number) == "＊" * 14 + "002X"
    assert access.show(Visit.fields["id_number"], number, reveal=True) == number
    assert access.show(Visit.fields["on"], "2026-01-01") == "2026-01-01"
    assert access.show(Visit.fields["gift_fen"], 50000) == "500.00"
    assert access.show(Visit.fields["who"], None) == access.show(Visit.fields["who"], "") == ""


def test_a_role_opens_its_levels_and_a_stranger_only_what_is_public() -> None:
    assert access.may_open("文书", Level.PERSON)
    assert not access.may_open("文书", Level.SENSITIVE)
    assert access.may_open("书记", Level.SENSITIVE)
    assert not any(access.may_open(role, Level.SEALED) for role in access.ROLES)
    assert access.may_open("过路人", Level.OPEN)
    assert not access.may_open("过路人", Level.INNER)


def test_sealed_and_local_rows_never_leave() -> None:
    assert access.leaves(Visit, Owner.STREET)
    assert not access.leaves(Visit, Owner.LOCAL)
    assert not access.leaves(Secret, Owner.STREET)
    assert not access.leaves(Layout, Owner.STREET)
    assert "clue" not in access.leaving_fields(Visit)
    assert "id_number" in access.leaving_fields(Visit)


def test_a_refusal_reads_as_sentences() -> None:
    assert str(Refused("磁盘满了", "腾出空间再做一次")) == "磁盘满了。腾出空间再做一次。"
    assert str(Refused("磁盘满了。", "再做一次。")) == "磁盘满了。再做一次。"
    assert str(Refused("已停止")) == "已停止。"
    assert str(Problem("少一位", "请核对")) == "少一位。请核对。"
    assert (Refused("甲").status, Damaged("乙").status) == (1, 3)


def test_changes_say_what_they_touched() -> None:
    changes = Changes("改", (("task", "1"), ("entry", "2"), ("task", "3")), 7)
    assert changes.touches("entry", "person")
    assert not changes.touches("person")
    assert changes.ids("task") == ("1", "3")


def test_a_long_job_hears_the_stop() -> None:
    seen = Progress()
    assert seen.tick(1, 10, "读取")
    seen.stopped = True
    assert not seen.tick(2, 10)
    assert (seen.label, seen.done, seen.total) == ("读取", 2, 10)


def test_records_are_equal_when_every_value_is() -> None:
    visit = Visit(no="1", who="张晓梅", on=date(2026, 1, 1))
    same = Visit(no="1", who="张晓梅", on=date(2026, 1, 1), gift_fen=None)
    assert visit == same
    assert hash(visit) == hash(same)
    assert visit != visit.changed(gift_fen=1)
    assert visit != visit.changed(id="x")
    assert visit.gift_fen is None
    assert visit != Layout(no="1")


def test_a_record_knows_only_its_own_fields() -> None:
    with pytest.raises(TypeError, match="no field where"):
        Layout(no="1", where="村口")  # type: ignore[call-arg]
    layout = Layout(no="1")
    with pytest.raises(dataclasses.FrozenInstanceError):
        del layout.no  # type: ignore[misc]
    assert repr(layout) == "Layout(id='', no='1')"
