"""An office reads its own words: no 村… in a community, no 居…/社区… in a village."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.pack import in_words
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.modules.disclosure.actions.catalogue import HAS_COLLECTIVE
from qinglian_desktop.modules.tasks import actions as tasks
from qinglian_desktop.store import packs
from qinglian_desktop.store.book import Book

# What may stand in every office: names of things that have nothing to do with its kind.
_ANYWHERE = (
    "村居", "农村", "乡村振兴", "乡村建设", "强村富民", "城乡居民", "新街子社区",
)  # fmt: skip
_LAW = re.compile(r"《[^》]*》")
# Catalogues of other places that are named as a ground carry their own titles.
_TITLES = re.compile(
    r"(吉林船营村务|东坡社区居务|市光四村第二居委会居务)公开(参考)?目录|外地村级公开目录"
)
_FOREIGN = {"community": re.compile("村"), "village": re.compile("居民|居委|居务|社区")}
# Copied from the street's plan word for word, and named so.
_QUOTED = ("clause", "lead_office", "offices", "source_no", "issuer")


def said(text: str, kind: str) -> str:
    """What is left of the text that belongs to the other kind of office; "" when nothing is."""
    left = _TITLES.sub("", _LAW.sub("", text))
    for name in _ANYWHERE:
        left = left.replace(name, "")
    return text if _FOREIGN[kind].search(left) else ""


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    clock.fix(date(2026, 11, 24))
    yield
    clock.fix(None)


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("basis", "source"):
                yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def filled(folder: Path, kind: str, *, collective: bool) -> Book:
    """An office with everything that the packs put into its book."""
    book = make_book(folder, kind, folder=f"{kind}-{collective}")
    book.put_setting(HAS_COLLECTIVE, collective)
    disclosure.load_catalog(book, 2026)
    disclosure.plan_year(book, 2026)
    tasks.load_plan(book, 2026)
    return book


@pytest.mark.parametrize("collective", [False, True])
@pytest.mark.parametrize("kind", ["community", "village"])
def test_what_the_packs_put_into_a_book_is_in_the_offices_words(
    tmp_path: Path, kind: str, collective: bool
) -> None:
    with filled(tmp_path, kind, collective=collective) as book:
        wrong = {
            f"{table}.{name}: {text}"
            for table in ("catalog_item", "planned_posting", "task")
            for row in book.rows(Query(table))
            for name in book.tables[table].fields
            if name not in _QUOTED
            for text in texts(row[name])
            if said(text, kind)
        }
        assert book.count(Query("catalog_item")) > 90
    assert wrong == set()


@pytest.mark.parametrize("kind", ["community", "village"])
def test_the_rules_speak_in_the_offices_words(kind: str) -> None:
    other = {"community": "V", "village": "C"}[kind]
    for pack in packs.worded("disclosure-rules", kind):
        for table in ("posting", "due", "objections"):
            held = pack.value(table)
            rows = held.values() if isinstance(held, dict) else held
            found = [text for row in rows if row.get("scope") != other for text in texts(row)]
            assert [text for text in found if said(text, kind)] == []


def test_the_same_row_is_called_by_the_name_of_its_office(tmp_path: Path) -> None:
    names = {}
    for kind in ("community", "village"):
        with filled(tmp_path, kind, collective=True) as book:
            names[kind] = [disclosure.item_of(book, code)["item"] for code in ("F06", "G10")]
    assert names == {
        "community": ["社区干部报酬、误工补贴、绩效", "居务公开目录及年度调整"],
        "village": ["村干部报酬、误工补贴、绩效", "村务公开目录及年度调整"],
    }


def test_a_street_reads_the_joint_form(tmp_path: Path) -> None:
    with make_book(tmp_path, "street") as book:
        items = book.pack("disclosure-catalogue", clock.today()).rows("items")
    assert {"村（社区）干部报酬、误工补贴、绩效", "村（居）务公开目录及年度调整"} <= {
        item["item"] for item in items
    }


@pytest.mark.parametrize("kind", ["", "community", "village"])
def test_every_mark_in_every_pack_is_in_the_table_of_words(kind: str) -> None:
    for pack in packs.shipped():
        assert "{" not in "".join(
            texts(dict(packs.in_words(pack, packs.named("words"), kind).data))
        )


def test_a_mark_nobody_knows_is_refused() -> None:
    pack = packs.named("words")[0]._replace(data={"item": "{nobody}名单"})
    with pytest.raises(Refused, match=r"没有“words\.nobody"):
        in_words(pack, packs.named("words"), "village")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("村干部报酬", "community"), ("村（社区）概况", "community"), ("村务公开", "community"),
        ("居民公约", "village"), ("社区党组织", "village"), ("居务监督委员会", "village"),
    ],
)  # fmt: skip
def test_a_word_of_the_other_kind_is_found(text: str, kind: str) -> None:
    assert said(text, kind)
    assert not said("《村民委员会组织法》第35条；《城市居民委员会组织法》第34条", kind)
