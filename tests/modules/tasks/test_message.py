"""What is read from a pasted message (TL-04): a corpus of a hundred, and the edges of each part."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office import make_book
from qinglian_desktop.core.calendar import Calendar
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.tasks import actions
from qinglian_desktop.modules.tasks.rules.message import phones, read_message
from qinglian_desktop.store import packs

TUESDAY = date(2026, 11, 24)
CALENDAR = Calendar.of(packs.named("holidays"))
CORPUS: list[Mapping[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "messages.toml").read_text("utf-8")
)["message"]


def proposed(text: str, field: str, today: date = TUESDAY) -> str:
    return read_message(text, today, CALENDAR).text(field)


def rate(key: str, field: str) -> float:
    """How many of the hundred have the right value, counting a right absence as right."""
    right = [proposed(m["text"], field) == m.get(key, "") for m in CORPUS]
    return sum(right) / len(right)


def test_the_corpus_has_a_hundred() -> None:
    assert len(CORPUS) == 100 and len({m["text"] for m in CORPUS}) == 100


def test_days_are_right_in_nine_of_ten() -> None:
    assert rate("due", "due_on") >= 0.9


def test_amounts_are_right_in_nineteen_of_twenty() -> None:
    assert rate("amount", "amount") >= 0.95


def test_every_phone_number_is_found() -> None:
    said = [m for m in CORPUS if "phone" in m]
    assert len(said) >= 20
    for message in said:
        contact = proposed(message["text"], "contact").replace(" ", "")
        assert message["phone"] in contact, message["text"]


@pytest.mark.parametrize("key", ["title", "issuer", "assignee", "place"])
def test_what_the_corpus_names_is_proposed(key: str) -> None:
    for message in CORPUS:
        if key in message:
            assert proposed(message["text"], key) == message[key], message["text"]


@pytest.mark.parametrize("message", CORPUS, ids=lambda m: m["text"][:12])
def test_each_proposal_names_the_words_it_came_from(message: Mapping[str, Any]) -> None:
    slip = read_message(message["text"], TUESDAY, CALENDAR)
    for found in slip.found:
        assert slip.message[found.start : found.end].strip(), found


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("请在1月10日前上报", "2027-01-10"),  # the next January
        ("请在11月20日前上报", "2026-11-20"),  # just gone: late, not next year
        ("请在2月30日前上报", ""),
        ("请于本周一前上报", "2026-11-23"),
        ("请于周一前上报", "2026-11-30"),
        ("请于下下周一前上报", "2026-12-07"),
        ("12号楼3号院请清理", ""),
        ("渝民〔2026〕12号", ""),
        ("5个工作日内反馈", "2026-12-01"),
        ("每月报2.5万元", ""),
        ("", ""),
    ],
)
def test_the_year_and_the_kind_of_number(text: str, due: str) -> None:
    assert proposed(text, "due_on") == due


@given(st.text(max_size=300))
def test_any_text_is_read_without_trouble(text: str) -> None:
    slip = read_message(text, TUESDAY, CALENDAR)
    assert all(0 <= f.start <= f.end <= len(slip.message) for f in slip.found)


@given(st.integers(10**10, 10**11 - 1))
def test_a_number_of_eleven_digits_is_a_mobile_only_from_13_to_19(number: int) -> None:
    text = f"电话{number}。"
    found = [p for _, _, p in phones(text)]
    is_mobile = str(number)[0] == "1" and str(number)[1] in "3456789"
    assert (found == [str(number)]) is (is_mobile or str(number)[0] == "0")


def test_registering_keeps_the_message_and_numbers_the_task(tmp_path: Path) -> None:
    book = make_book(tmp_path)
    text = "请于12月5日前报送名册，联系人李晓梅13800001111"
    draft = {"title": "报送名册", "due_on": "2026-12-05", "contact": "李晓梅 13800001111"}
    with book:
        first = actions.register_message(book, draft, text)
        second = actions.register_message(book, {**draft, "title": "又一件"}, "另一段话")
        rows = {row["id"]: row for row in book.rows(Query("task"))}
        row = rows[str(first.result)]
        assert (row["code"], rows[str(second.result)]["code"]) == ("临001", "临002")
        assert (row["due_on"], row["state"], row["year"]) == ("2026-12-05", "未开始", 2026)
        assert text in row["note"] and "联系人：李晓梅 13800001111" in row["note"]
        twin = actions.same_message(book, text)
        assert twin is not None and twin["id"] == first.result
        assert actions.same_message(book, "没有见过的话") is None


def test_without_a_name_nothing_is_registered(tmp_path: Path) -> None:
    with make_book(tmp_path) as book:
        with pytest.raises(Refused, match="还没有写事项"):
            actions.register_message(book, {"title": None}, "……")
        assert book.count(Query("task")) == 0
