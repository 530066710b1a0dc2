"""The trail gets shorter and stays a chain: what is too young, or not confirmed, stays."""

from datetime import date, timedelta

import pytest

from office import make_entry, make_person
from qinglian_desktop.core import canonical, clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store import thinning, trail
from qinglian_desktop.store.book import Book

BEGAN, TODAY = date(2021, 1, 5), date(2026, 11, 24)
ALL = 1 << 60


@pytest.fixture
def old(book: Book) -> Book:
    """Six years of work, a change every thirty days, the last one undone."""
    day = BEGAN
    while day < TODAY:
        with clock.fixed(day):
            make_entry(book, 100)
            make_person(book, f"人{day}")
        day += timedelta(days=30)
    with clock.fixed(TODAY):
        make_entry(book, 1)
        book.undo(book.steps(1)[0]["step"])
    return book


def test_only_what_is_older_than_three_years_goes_and_the_chain_holds(old: Book) -> None:
    with clock.fixed(TODAY):
        head, rows = old.trail_head(), old.rows(Query("person"))
        plan = thinning.plan(old, ALL)
        assert plan.last_day is not None
        assert plan.months == 36 and plan.last_day < date(2023, 11, 24)
        assert old.trail_head() == head, "a plan writes nothing"
        link = trail.hash_at(old.connection, plan.upto)
        thinning.thin(old, plan, "满三年", sign=canonical.digest)
        assert old.trail_broken_at() is None
        assert old.rows(Query("person")) == rows
        (cut,) = old.rows(Query("trail_cut"))
        assert (cut["upto_seq"], cut["upto_hash"], cut["images"]) == (plan.upto, link, plan.images)
        assert trail.cut(old.connection) == (plan.upto, link)
        assert trail.hash_at(old.connection, plan.upto) == link, "an older anchor still fits"
        assert old.began_on == plan.last_day + timedelta(days=1)
        assert thinning.plan(old, ALL).upto == 0
        make_person(old, "以后")
        old.undo(old.steps(1)[0]["step"])
    home = old.home
    old.close()
    with Book.open(home, RECORDS) as again:
        assert again.trail_broken_at() is None


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM trail WHERE seq = (SELECT min(seq) FROM trail)",
        "UPDATE trail_cut SET upto_seq = upto_seq + 1",
        "UPDATE trail_cut SET upto_hash = replace(upto_hash, 'a', 'b')",
        "UPDATE trail_cut SET deleted = 1",
        "DELETE FROM trail_cut",
        "UPDATE trail SET prev = '' WHERE seq = (SELECT min(seq) FROM trail)",
    ],
)
def test_who_touches_the_cut_is_found(old: Book, sql: str) -> None:
    with clock.fixed(TODAY):
        thinning.thin(old, thinning.plan(old, ALL), "满三年")
    for (name,) in old.connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        old.connection.execute(f'DROP TRIGGER "{name}"')
    old.connection.execute(sql)
    assert old.trail_broken_at() is not None


def test_a_faked_cut_that_nobody_wrote_is_found(old: Book) -> None:
    """Somebody takes the first images away and writes a cut that fits, without the door."""
    link = trail.hash_at(old.connection, 10)
    for (name,) in old.connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        old.connection.execute(f'DROP TRIGGER "{name}"')
    old.connection.execute(
        "INSERT INTO trail_cut (id, owner, vv, fv, deleted, row_hash, ext, created_at, upto_seq, "
        "upto_hash) VALUES ('x', 'x', '{}', '{}', 0, 'x', '{}', 'x', 10, ?)",
        (link,),
    )
    old.connection.execute("DELETE FROM trail WHERE seq <= 10")
    assert old.trail_broken_at() is not None


def test_what_the_other_office_has_not_confirmed_stays(old: Book) -> None:
    with clock.fixed(TODAY):
        assert thinning.plan(old, 0).upto == 0
        assert thinning.plan(old, 7).upto <= 7
        whole = thinning.plan(old, ALL).upto
        assert thinning.plan(old, 8).upto <= 8 < whole


def test_six_months_are_the_least(old: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    class Short:
        def value(self, key: str) -> dict[str, int]:
            return {"months": 1, "least_months": 6}

    monkeypatch.setattr(type(old), "pack", lambda *_: Short())
    with clock.fixed(TODAY):
        assert thinning.plan(old, ALL).months == 6


def test_nothing_goes_without_a_reason_or_from_a_broken_chain(old: Book) -> None:
    with clock.fixed(TODAY):
        plan = thinning.plan(old, ALL)
        with pytest.raises(Refused, match="缘由"):
            thinning.thin(old, plan, "  ")
        with pytest.raises(Refused, match="没有到期"):
            thinning.thin(old, plan._replace(upto=0), "满三年")
        with pytest.raises(Refused, match="又有了变化"):
            thinning.thin(old, plan._replace(images=plan.images + 1), "满三年")
        old.connection.execute("DROP TRIGGER keep_trail_update")
        old.connection.execute("UPDATE trail SET row_id = 'x' WHERE seq = 40")
        with pytest.raises(Refused, match="从第 40 条起对不上"):
            thinning.thin(old, plan, "满三年")
        assert old.count(Query("trail_cut")) == 0
