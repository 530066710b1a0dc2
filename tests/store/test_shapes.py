"""Rows of older versions: renamed, split, of another meaning; raising them commutes with merging.

There is no second version of the rows yet, so the steps here are invented.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglian_desktop.core.record import Row
from qinglian_desktop.store import envelope, shapes, versions
from qinglian_desktop.store.shapes import Older, Said, Step


def renamed(said: Said, old: str, new: str) -> Said:
    made = {new if name == old else name: value for name, value in said.items()}
    if "fv" in made:
        made["fv"] = {new if n == old else n: stamp for n, stamp in made["fv"].items()}
    return made


def turned(said: Said, name: str) -> Said:
    """Another meaning: what was spent stands below zero now."""
    return {**said, name: -said[name]} if name in said else said


def raise_entry(said: Said) -> Said:
    return turned(renamed(said, "memo", "note"), "amount")


def lower_entry(said: Said) -> Said:
    return turned(renamed(said, "note", "memo"), "amount")


RENAMED = Step(up={"book": {"entry": raise_entry}}, down={"entry": Older("book", lower_entry)})


def _main(said: Said) -> Said:
    return {name: value for name, value in said.items() if name != "photo"}


def _part(said: Said) -> Said | None:
    if "photo" not in said:
        return None
    kept = {name: said[name] for name in ("owner", "vv", "deleted", "created_at")}
    return {**kept, "id": f"{said['id']}.photo", "of": said["id"], "photo": said["photo"]}


# What was one row with a photo is a row and a picture of its own, which the older one cannot say.
SPLIT = Step(up={"entry": {"entry": _main, "picture": _part}}, down={"picture": None})


@pytest.fixture
def two_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shapes, "STEPS", (RENAMED, SPLIT))


def said_of(number: int, **more: Any) -> Said:
    return {
        "id": f"r{number}", "owner": "u", "vv": {"s": 1}, "deleted": 0,
        "created_at": "2026-01-01", "amount": number, "memo": "纸", **more,
    }  # fmt: skip


def test_today_there_is_one_version_and_nothing_is_changed() -> None:
    said = said_of(1)
    assert shapes.newest() == 1
    assert list(shapes.raised("entry", said, 1)) == [("entry", said)]
    assert (shapes.was("entry", 1), shapes.lowered("entry", said, 1)) == ("entry", said)


@pytest.mark.usefixtures("two_steps")
def test_a_row_of_two_versions_ago_goes_up_the_whole_chain() -> None:
    old = said_of(5, photo="abc", fv={"memo": [2, "s"]}, later="新版")
    (table, main), (other, part) = shapes.raised("book", old, 1)
    assert (table, other) == ("entry", "picture")
    assert (main["note"], main["amount"], main["fv"], main["later"]) == (
        "纸", -5, {"note": [2, "s"]}, "新版",
    )  # fmt: skip
    assert "memo" not in main
    assert (part["id"], part["photo"], part["vv"]) == ("r5.photo", "abc", {"s": 1})
    assert shapes.becomes("book", 1) == ("entry", "picture")
    assert [name for name, _ in shapes.raised("book", said_of(6), 1)] == ["entry"], "no picture"


@pytest.mark.usefixtures("two_steps")
def test_what_an_older_version_has_no_words_for_is_known_beforehand() -> None:
    assert shapes.was("picture", 2) is None
    assert shapes.was("picture", 1) is None
    assert shapes.was("entry", 2) == shapes.was("entry", 3) == "entry"
    assert (shapes.is_beyond(1), shapes.is_beyond(2)) == (True, False)
    assert shapes.was("entry", 1) is None, "two versions behind is given nothing"


@pytest.mark.usefixtures("two_steps")
@pytest.mark.parametrize("version", [0, 1])
def test_a_version_before_the_first_is_read_as_the_first(version: int) -> None:
    assert shapes.becomes("book", version) == ("entry", "picture")


names = st.sampled_from(["amount", "memo", "later", "owner_note"])
olds = st.builds(
    lambda number, extra, stamps: said_of(number, **extra, **({"fv": stamps} if stamps else {})),
    st.integers(-(2**40), 2**40),
    st.dictionaries(st.sampled_from(["later", "owner_note"]), st.text(max_size=5)),
    st.dictionaries(names, st.tuples(st.integers(2, 9), st.sampled_from("st")).map(list)),
)


@given(olds)
def test_down_and_up_again_is_the_row_letter_for_letter(old: Said) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shapes, "STEPS", (RENAMED,))
        ((table, row),) = shapes.raised("book", old, 1)
        assert shapes.was(table, 1) == "book"
        assert shapes.lowered(table, row, 1) == old
        assert list(shapes.raised("book", shapes.lowered(table, row, 1), 1)) == [(table, row)]


# -- P10: raising commutes with merging; newer → older → newer loses nothing ---------------------

NEW = ("amount", "note")
OLD = ("amount", "memo")


class Computer:
    """One PC of an office: its row in the shape its program knows, other fields folded."""

    def __init__(self, stream: str, *, old: bool) -> None:
        self.stream, self.old, self.own = stream, old, OLD if old else NEW
        said = {**said_of(1), "note": "纸", "vv": {"a": 1}}
        del said["memo"]
        self.row: Row = self._kept(lower_entry(said) if old else said)

    def _kept(self, said: Said) -> Row:
        known = ("id", "owner", "deleted", "created_at", "updated_at", "updated_by", *self.own)
        row: Row = {name: said.get(name) for name in known}
        ext = {n: v for n, v in said.items() if n not in (*known, "vv", "fv")}
        row |= {"vv": envelope.text(said["vv"]), "fv": envelope.text(said.get("fv", {}))}
        row["ext"] = envelope.text(ext)
        row["row_hash"] = envelope.hash_of(row)
        return row

    @property
    def said(self) -> Said:
        """The row in the words of the newer program."""
        said: Said = json.loads(envelope.line(self.row))
        return raise_entry(said) if self.old else said

    def edit(self, which: int, value: int) -> None:
        name = self.own[which]
        made = value if name == "amount" else f"v{value}"
        if name == "amount" and self.old:
            made = -value  # the clerk means the same amount
        self.row = envelope.stamped({**self.row, name: made}, self.row, self.stream)

    def hear(self, said: Said) -> None:
        came = self._kept(lower_entry(said) if self.old else said)
        match versions.relation(self.row, came):
            case "newer":
                self.row = came
            case "apart":
                self.row, _ = versions.merged(self.row, came)
            case "fork":
                raise AssertionError("one version, two contents")


def played(olds: tuple[bool, ...], steps: list[tuple[int, int, int]]) -> Iterator[Said]:
    computers = [Computer(name, old=old) for name, old in zip("abc", olds, strict=True)]
    on_sticks: list[Said] = []
    for number, (who, act, which) in enumerate(steps, 1):
        if act == 0:
            computers[who].edit(which % 2, number)
        elif act == 1:
            on_sticks.append(computers[who].said)
        elif on_sticks:
            computers[who].hear(on_sticks[which % len(on_sticks)])
    for _ in range(2):
        for one in computers:
            for other in computers:
                other.hear(one.said)
    yield from (one.said for one in computers)


histories = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 9)), min_size=1, max_size=25
)


@given(st.tuples(st.booleans(), st.booleans(), st.booleans()), histories)
def test_whatever_programs_they_have_the_end_is_that_of_three_new_ones(
    olds: tuple[bool, bool, bool], steps: list[tuple[int, int, int]]
) -> None:
    mixed = list(played(olds, steps))
    assert mixed == list(played((False, False, False), steps))
    assert mixed[0] == mixed[1] == mixed[2]
