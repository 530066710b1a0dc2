"""The index of the search: everything is found at once, in words, initials, pinyin and by ear."""

from pathlib import Path
from typing import Any

import pytest

from office import make_book, make_entry, make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.shell import search
from qinglian_desktop.store import sounds
from qinglian_desktop.store.book import Book

TABLES = ("person", "entry")


@pytest.fixture
def book(tmp_path: Path) -> Any:
    with make_book(tmp_path) as made:
        for name in ("李建华", "李健花", "单雄信", "刘大牛", "牛得草", "扶苏", "程咬金", "欧阳修"):
            make_person(made, name, address="重庆市綦江区通惠街道" if name == "程咬金" else None)
        make_entry(made, 238_000, summary="租临街门面")
        yield made


def throw_away(book: Book) -> None:
    """As after a file from before there was an index."""
    for sql in ("DELETE FROM finder_words", "DELETE FROM finder"):
        book.connection.execute(sql)
    book.connection.execute("DELETE FROM setting WHERE name = 'finder'")


def names(book: Book, text: str, table: str = "person", limit: int = 20) -> list[str]:
    book.catch_up_words()
    found = book.find_words(text, (table,), limit)
    field = "name" if table == "person" else "summary"
    return [book.page(table, [one.row_id])[0][field] for one in found]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ljh", "李健花"), ("LJH", "李健花"), ("lijianhua", "李健花"), ("jianhua", "李健花"),
        ("li jian", "李健花"), ("sxx", "单雄信"), ("shanxiong", "单雄信"), ("李建华", "李建华"),
        ("建华", "李建华"), ("华", "李建华"), ("oyx", "欧阳修"), ("chongqing", None),
        ("綦江", "程咬金"), ("通惠街道", "程咬金"),
    ],
)  # fmt: skip
def test_a_person_is_found_by_what_the_clerk_types(
    book: Book, typed: str, first: str | None
) -> None:
    assert (names(book, typed) or [None])[0] == first


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("niudaniu", "刘大牛"), ("liudecao", "牛得草"), ("husu", "扶苏"), ("chenyaojin", "程咬金"),
        ("cengyaojin", "程咬金"), ("sanxiongxin", "单雄信"), ("lndc", None),
    ],
)  # fmt: skip
def test_what_sounds_alike_here_is_found_after_what_was_typed(
    book: Book, typed: str, meant: str | None
) -> None:
    book.catch_up_words()
    found = book.find_words(typed, ("person",), 20)
    if meant is None:
        assert found == []
        return
    assert meant in names(book, typed)
    assert [one.near for one in found] == sorted(one.near for one in found)


def alike() -> list[list[str]]:
    table = Path(__file__).with_name("data") / "sounds_alike.txt"
    return [line.split() for line in table.read_text("utf-8").splitlines()]


def test_sixty_pairs_are_heard_alike_and_the_exact_one_always_stands_first(tmp_path: Path) -> None:
    assert len(alike()) >= 60
    with make_book(tmp_path) as made:
        for pair in alike():
            for name in pair:
                make_person(made, name)
        made.catch_up_words()
        for one, other in alike():
            for typed, meant in ((one, other), (other, one)):
                found = names(made, sounds.sounds(typed)[0].full, limit=60)
                assert meant in found, (typed, meant)
                assert found.index(typed) < found.index(meant), (typed, meant)


def test_the_exact_hit_stands_before_the_one_by_ear(book: Book) -> None:
    make_person(book, "刘得草")
    assert names(book, "ndc") == ["牛得草", "刘得草"]
    assert names(book, "ldc") == ["刘得草", "牛得草"]


def test_amounts_and_words_of_every_ledger_are_found(book: Book) -> None:
    assert names(book, "2380", "entry") == ["租临街门面"]
    assert names(book, "门面", "entry") == ["租临街门面"]
    assert names(book, "街面", "entry") == [], "neighbours only"


def test_the_index_follows_every_change(book: Book) -> None:
    book.catch_up_words()
    (one,) = book.find_words("扶苏", ("person",), 5)
    with book.change("改") as change:
        change.put_row("person", one.row_id, {"name": "胡亥"})
    assert names(book, "扶苏") == [] and names(book, "胡亥") == ["胡亥"]
    with book.change("删") as change:
        change.drop("person", one.row_id)
    assert names(book, "hh") == []
    book.undo(change.step)
    assert names(book, "hh") == ["胡亥"]


def test_a_thrown_away_index_is_made_again_the_same(book: Book) -> None:
    before = names(book, "li")
    throw_away(book)
    assert names(book, "li") == before != []


def test_what_somebody_types_is_never_taken_for_a_command(book: Book) -> None:
    for typed in (
        '"',
        "'",
        "*",
        "李 AND 建",
        "words : x",
        "(",
        "a*b",
        "NEAR(",
        "-",
        "",
        "  ",
        "😀",
    ):
        book.find_words(typed, TABLES, 5)


def test_a_read_only_folder_is_searched_as_it_stands(book: Book, tmp_path: Path) -> None:
    book.catch_up_words()
    home = book.home
    make_person(book, "后来的人")
    book.close()
    home.chmod(0o500)
    try:
        with Book.open(home, RECORDS) as still:
            if not still.writable:  # root may write everywhere
                assert names(still, "李建华") == ["李建华"]
                assert names(still, "后来的人") == []
    finally:
        home.chmod(0o700)


@pytest.mark.parametrize(
    ("one", "other"),
    [("liu", "niu"), ("hu", "fu"), ("zhang", "zang"), ("chen", "cheng"), ("shi", "si"),
     ("lin", "ling"), ("lan", "nan"), ("huang", "fuang"), ("zheng", "zen")],
)  # fmt: skip
def test_the_ear_hears_no_difference(one: str, other: str) -> None:
    assert sounds.fold(one) == sounds.fold(other)


@pytest.mark.parametrize(("one", "other"), [("wang", "wan"), ("li", "lu"), ("bai", "pai")])
def test_the_ear_hears_a_difference(one: str, other: str) -> None:
    assert sounds.fold(one) != sounds.fold(other)


def test_it_goes_on_where_it_stopped_and_reads_no_row_twice(book: Book) -> None:
    read = 0
    while took := book.catch_up_words(most=1):
        read += took
    assert read == book.count(Query("person")) + book.count(Query("entry"))
    assert book.catch_up_words() == 0
    make_person(book, "后来的人")
    assert book.catch_up_words() == 1


def test_a_list_is_filtered_by_initials_too(book: Book) -> None:
    book.catch_up_words()
    asked = Query("person", search="ljh")
    assert {row["name"] for row in book.rows(asked)} == {"李建华", "李健花"}
    assert book.count(asked) == len(book.ids(asked)) == 2
    assert [row["name"] for row in book.rows(Query("person", search="niudaniu"))] == ["刘大牛"]
    assert book.rows(Query("person", search="l")) == [], "one letter is no initials"


def test_a_search_beside_a_long_write_answers_from_what_it_has(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.catch_up_words()
    make_person(book, "后来的人")

    def busy(*_: object) -> None:
        raise Refused("数据正被另一个程序占用", "稍等一会再做一次")

    monkeypatch.setattr(Book, "catch_up_words", busy)
    assert [hit.title for hit in search.find(book, "欧阳修", [Person])] != []
    assert search.freshen(book, 10) == 0


def test_a_read_only_folder_that_was_never_indexed_is_read_through(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    throw_away(book)
    monkeypatch.setattr(Book, "writable", False)
    (hit,) = search.find(book, "欧阳修", [Person])
    assert hit.table == "person"
