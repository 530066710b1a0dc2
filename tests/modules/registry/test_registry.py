"""People, terms and rosters."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from office import make_book, make_id_number, make_person, make_posts
from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.registry import actions, rules
from qinglian_desktop.modules.registry.due import due
from qinglian_desktop.modules.registry.records import Person, Post
from qinglian_desktop.store.book import Book

TODAY = date(2026, 8, 1)


@pytest.fixture(params=["community", "village"])
def book(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Book]:
    with clock.fixed(TODAY), make_book(tmp_path, request.param) as made:
        yield made


def test_the_id_number_fills_birthday_and_sex(book: Book) -> None:
    row_id = actions.save_person(book, None, {"name": "李建华", "id_number": make_id_number()})
    row = book.row("person", str(row_id.result))
    assert row is not None
    assert (row["born_on"], row["sex"], row["state"]) == ("1949-12-31", "女", "在册")


def test_a_number_typed_later_fills_what_is_still_empty(book: Book) -> None:
    row_id = make_person(book, "李建华")
    actions.save_person(book, row_id, {"id_number": make_id_number("19800229", "001")})
    person = book.record(Person, row_id)
    assert (person.born_on, person.sex) == (date(1980, 2, 29), "男")


def test_a_birthday_that_contradicts_the_number_is_refused(book: Book) -> None:
    with pytest.raises(Refused, match="1949-12-31") as told:
        actions.save_person(
            book, None, {"name": "李建华", "id_number": make_id_number(), "born_on": "1950-01-01"}
        )
    assert (told.value.field, told.value.code) == ("born_on", "QL-RG-002")
    assert book.find(Person, name="李建华") is None


def test_a_lost_number_is_named_and_not_guessed(book: Book) -> None:
    with pytest.raises(Refused) as told:
        actions.save_person(book, None, {"name": "李建华", "id_number": "5.1E+17"})
    assert told.value.code == "QL-IM-012"
    assert book.find(Person, name="李建华") is None


def test_one_wrong_digit_keeps_nobody_from_the_roster_and_tells_nothing_else(book: Book) -> None:
    wrong = "110105194912310021"
    row_id = str(actions.save_person(book, None, {"name": "王秀英", "id_number": wrong}).result)
    person = book.record(Person, row_id)
    assert (person.id_number, person.born_on, person.sex) == (wrong, None, None)
    actions.save_person(book, row_id, {"phone": "13800000000", "born_on": "1949-12-30"})
    assert book.record(Person, row_id).phone == "13800000000", "the rest of the row goes on"
    with pytest.raises(Refused, match="证件号已存在：王秀英"):
        actions.save_person(book, None, {"name": "王秀", "id_number": wrong})
    right = make_id_number()
    with pytest.raises(Refused, match="出生日期和身份证号对不上"):
        actions.save_person(book, row_id, {"id_number": right})
    actions.save_person(book, row_id, {"id_number": right, "born_on": None})
    assert book.record(Person, row_id).born_on == date(1949, 12, 31)


def test_a_twin_is_refused_and_named(book: Book) -> None:
    number = make_id_number()
    make_person(book, "李建华", id_number=number, group_name="2组")
    with pytest.raises(Refused, match="证件号已存在：李建华（2组）") as told:
        actions.save_person(book, None, {"name": "李建", "id_number": number})
    assert told.value.field == "id_number"


def test_saving_the_same_person_again_is_no_twin(book: Book) -> None:
    number = make_id_number()
    row_id = str(actions.save_person(book, None, {"name": "李建华", "id_number": number}).result)
    actions.save_person(book, row_id, {"phone": "13800000000"})
    assert book.record(Person, row_id).phone == "13800000000"


def _post(name: str, first: str, last: str | None, body: str = "监委会") -> dict[str, str | None]:
    return {
        "body": body, "person_name": name, "title": "委员", "from_on": first, "until_on": last,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "refused"),
    [
        ("2026-12-31", None, True),  # the last day of the first term
        ("2027-01-01", None, False),
        ("2020-01-01", "2024-01-01", True),  # the first day of the first term
        ("2020-01-01", "2023-12-31", False),
        ("2020-01-01", None, True),
    ],
)
def test_terms_of_one_person_in_one_body_may_not_overlap(
    book: Book, first: str, last: str | None, refused: bool
) -> None:
    actions.save_post(book, None, _post("吴监督", "2024-01-01", "2026-12-31"))
    again = _post("吴监督", first, last)
    if refused:
        with pytest.raises(Refused, match="任期重叠：2024-01-01 至 2026-12-31"):
            actions.save_post(book, None, again)
    else:
        actions.save_post(book, None, again)
    actions.save_post(book, None, {**again, "person_name": "郑委员"})
    actions.save_post(book, None, {**again, "body": "居民代表会议"})


def test_a_term_that_ends_before_it_begins_is_refused(book: Book) -> None:
    with pytest.raises(Refused, match="任职止早于任职起"):
        actions.save_post(book, None, _post("吴监督", "2026-01-01", "2025-12-31"))


def test_ending_a_term_makes_room_for_the_next(book: Book) -> None:
    first = actions.save_post(book, None, _post("吴监督", "2024-01-01", None)).result
    actions.save_post(book, str(first), {"until_on": "2025-12-31"})
    actions.save_post(book, None, _post("吴监督", "2026-01-01", None))
    assert len(actions.roster(book, "监委会", date(2026, 1, 1))) == 1


def test_the_roster_of_a_day_holds_first_and_last_day_of_a_term(book: Book) -> None:
    make_posts(book, "甲", until_on=date(2025, 12, 31))
    make_posts(book, "乙", from_on=date(2026, 1, 1))
    names = {
        day: [post.person_name for post in actions.roster(book, "监委会", day)]
        for day in (date(2023, 12, 31), date(2024, 1, 1), date(2025, 12, 31), date(2026, 1, 1))
    }
    assert list(names.values()) == [[], ["甲"], ["甲"], ["乙"]]


def test_terms_ending_within_180_days_are_due_once_for_each_body(book: Book) -> None:
    make_posts(book, "甲", "乙", until_on=TODAY + timedelta(days=180))
    make_posts(book, "丙", body="两委", kind="委员会", until_on=TODAY + timedelta(days=181))
    make_posts(book, "丁", body="理事会", kind="其他", until_on=TODAY - timedelta(days=1))
    (line,) = due(book, TODAY)
    assert line.subject == "监委会 2 人任期届满"
    assert line.due_on == TODAY + timedelta(days=180)
    assert line.why


def test_tags_are_added_once_and_found_whole(book: Book) -> None:
    first, second = make_person(book, "甲", tags="党员"), make_person(book, "乙", tags="老党员")
    actions.tag_people(book, [first, second], "居民代表")
    actions.tag_people(book, [first], "居民代表")
    assert book.record(Person, first).tags == "党员、居民代表"
    assert [person.name for person in actions.people_tagged(book, "党员")] == ["甲"]
    actions.tag_people(book, [first], "党员", on=False)
    assert book.record(Person, first).tags == "居民代表"


def test_tagging_many_people_is_undone_at_once(book: Book) -> None:
    ids = [make_person(book, name) for name in ("甲", "乙", "丙")]
    book.undo(actions.tag_people(book, ids, "党员").step)
    assert actions.people_tagged(book, "党员") == []


def test_members_are_found_by_the_kind_of_their_body(book: Book) -> None:
    make_posts(book, "吴监督", body="新街子监委会")
    make_posts(book, "郑主任", body="居委会", kind="委员会")
    found = actions.members(book, "务监督委员会", TODAY)
    assert [post.person_name for post in found] == ["吴监督"]
    assert rules.serves(found[0], TODAY)
    assert isinstance(found[0], Post)
