"""Slots of the notice boards: hung, covered, moved, taken off early, hung again, today's list."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import noticing
from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import as_text
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.disclosure import actions, slots, wall_reads
from qinglian_desktop.modules.disclosure import wall_records as wall
from qinglian_desktop.modules.disclosure.actions import posting
from qinglian_desktop.modules.disclosure.due import due
from qinglian_desktop.modules.disclosure.slots import Hung
from qinglian_desktop.modules.saving import saver
from qinglian_desktop.store.book import Book

TODAY = date(2026, 10, 12)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.fixed(TODAY):
        yield


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with make_book(tmp_path) as made:
        yield made


def state(book: Book, notice_id: str) -> str:
    return str((book.row("notice", notice_id) or {})["state"])


def only_hanging(book: Book, notice_id: str) -> dict:
    (row,) = wall_reads.open_hangings(book, notice_id)
    return row


# -- the rule of a slot ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("after", "word"),
    [(0, "holds"), (14, "holds"), (15, "cover"), (16, "cover")],
    ids=["same day", "a day too early", "the last day", "later"],
)
def test_a_slot_may_be_covered_from_the_day_its_paper_may_come_down(after: int, word: str) -> None:
    there = Hung("a", TODAY, TODAY + 15 * DAY)
    day = TODAY + after * DAY
    assert slots.verdict([there], day, day + 15 * DAY).word == word


def test_a_paper_that_stays_for_good_is_never_covered() -> None:
    there = Hung("a", TODAY, TODAY + 15 * DAY, lasting=True)
    assert slots.verdict([there], TODAY + 900 * DAY, TODAY + 915 * DAY).word == "holds"


def test_a_slot_given_up_early_is_free_the_same_day() -> None:
    there = Hung("a", TODAY, TODAY + 15 * DAY, TODAY + 3 * DAY)
    assert slots.verdict([there], TODAY + 3 * DAY, TODAY + 18 * DAY).word == "free"
    assert slots.verdict([there], TODAY + 2 * DAY, TODAY + 17 * DAY).word == "holds"


def test_a_paper_entered_late_may_not_run_into_the_one_that_followed() -> None:
    follows = Hung("b", TODAY, TODAY + 15 * DAY)
    assert slots.verdict([follows], TODAY - 20 * DAY, TODAY - 5 * DAY).word == "free"
    assert slots.verdict([follows], TODAY - 10 * DAY, TODAY + 5 * DAY).word == "later"


@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.integers(1, 20), st.none() | st.integers(0, 25)),
        max_size=12,
    )
)
def test_no_slot_is_promised_twice_whatever_is_asked_in_which_order(
    asked: list[tuple[int, int, int | None]],
) -> None:
    hung: list[Hung] = []
    for number, (start, days, early) in enumerate(asked):
        day = TODAY + start * DAY
        said = slots.verdict(hung, day, day + days * DAY)
        if not said.may:
            continue
        if said.other is not None:  # covered: what hung there comes down that day
            place = hung.index(said.other)
            hung[place] = said.other._replace(removed_on=day)
        follows = min((one.posted_on for one in hung if one.posted_on > day), default=None)
        removed = None if early is None else day + early * DAY
        if follows is not None:  # entered late: it was gone before the next one went up
            removed = min(removed or follows, follows)
        hung.append(Hung(str(number), day, day + days * DAY, removed))
    assert slots.overlapping(hung) == ()


# -- twelve slots, twenty notices ------------------------------------------------------------


def test_twelve_slots_carry_twenty_notices_and_none_is_booked_twice(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two boards of six; a notice a day, always into the first slot that takes it."""
    monkeypatch.setattr(posting, "post", _posted_without_paper)
    boards = [noticing.board(book, name) for name in ("东门公开栏", "西门公开栏")]
    wanted = [noticing.ready(book, number) for number in range(20)]
    waiting, days, refused = list(wanted), 0, 0
    while waiting:
        with clock.fixed(TODAY + days * DAY):
            for place in [(b, n) for b in boards for n in range(1, 7)]:
                try:
                    actions.hang(book, waiting[0], *place)
                except Refused as trouble:
                    assert "不能盖住" in trouble.what
                    refused += 1
                    continue
                del waiting[0]
                break
        days += 1
    assert days == 23, "twelve in twelve days, then the first slot opens on the sixteenth"
    assert refused
    shown = wall_reads.picture(book)
    assert len(shown) == 12
    assert all(slot.notice is not None and not slot.doubled for slot in shown)
    for slot in shown:
        found = wall_reads.in_slot(book, slot.board["id"], slot.number)
        assert slots.overlapping(found) == ()
        for one, other in pairwise(found):
            assert one.removed_on is not None and (one.removed_on - one.posted_on).days >= 15
            assert other.posted_on >= one.removed_on
    covered = [row for row in wanted if state(book, row) == "已归档"]
    assert covered == wanted[:8], "what was covered had hung long enough"


def _posted_without_paper(book: Book, row_id: str, place: str, day: date, *_: object,
                          **__: object) -> None:  # fmt: skip
    """What posting writes, without drawing twenty papers."""
    until = day + 15 * DAY
    with book.change("上墙") as change:
        hung = {"state": "已上墙", "place": place, "min_days": 15, "removed_on": None}
        days = {"posted_on": day.isoformat(), "until_on": until.isoformat()}
        change.put_row("notice", row_id, {**hung, **days})


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_done_at_the_boards_slots_and_states_agree(
    book: Book, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """A month of hanging, moving and tearing down at random; what is refused changes nothing."""
    monkeypatch.setattr(posting, "post", _posted_without_paper)
    chance = Random(seed)
    boards = [noticing.board(book, name, 2, 2) for name in ("东门公开栏", "西门公开栏")]
    wanted = [noticing.ready(book, number) for number in range(8)]
    done = 0
    for days in range(30):
        with clock.fixed(TODAY + days * DAY):
            for _ in range(4):
                hung = wall_reads.hangings(book)
                act = chance.choice(("hang", "hang", "take_off", "move", "take_down"))
                one = chance.choice(hung)["id"] if hung else ""
                why = chance.choice(("", "大风"))
                try:
                    if act == "hang":
                        place = chance.choice(boards), chance.randint(1, 4)
                        actions.hang(book, chance.choice(wanted), *place)
                    elif act == "move" and one:
                        actions.move(book, one, chance.randint(1, 4))
                    elif act == "take_off" and one:
                        actions.take_off(book, one, reason=why)
                    elif act == "take_down":
                        actions.take_down(book, chance.choice(wanted), reason=why)
                    done += 1
                except Refused as refused:
                    assert refused.remedy
                _agree(book, boards, wanted)
    assert done > 20


def _agree(book: Book, boards: list[str], wanted: list[str]) -> None:
    for place in ((board, number) for board in boards for number in range(1, 5)):
        assert slots.overlapping(wall_reads.in_slot(book, *place)) == ()
    for notice in wanted:
        rows = wall_reads.hangings(book, Where("notice_id", "=", notice))
        hangs = any(row["state"] == wall.HANGS for row in rows)
        short = bool(wall_reads.short_boards(rows))
        assert (state(book, notice) == "已上墙") == hangs
        assert state(book, notice) != "已归档" or not short
        assert state(book, notice) != "公示不足" or short


# -- a real paper on the wall ----------------------------------------------------------------


def test_a_paper_hung_in_a_slot_is_posted_with_names_and_days(book: Book) -> None:
    slot = noticing.board(book)
    notice = noticing.approved(book)
    until = actions.hang(book, notice, slot, 3, by="王文书", witness="吴监督").result
    assert until == date(2026, 10, 27)
    row = only_hanging(book, notice)
    assert state(book, notice) == "已上墙"
    assert (row["spot"], row["posted_by"], row["witness"]) == (
        "大门口公开栏第 3 格", "王文书", "吴监督",
    )  # fmt: skip
    assert row["fingerprint"] == (book.row("notice", notice) or {})["fingerprint"]
    shown = wall_reads.picture(book)[2]
    assert (shown.word(TODAY), shown.word(date(2026, 10, 27))) == ("在贴", "可撤")


def test_two_boards_count_each_for_itself(book: Book) -> None:
    east, west = noticing.board(book, "东门公开栏"), noticing.board(book, "西门公开栏")
    notice = noticing.approved(book)
    actions.hang(book, notice, east, 1)
    with clock.fixed(TODAY + 5 * DAY):
        actions.hang(book, notice, west, 1)
        with pytest.raises(Refused, match="已经贴在"):
            actions.hang(book, notice, west, 2)
    rows = {row["board_id"]: row for row in wall_reads.open_hangings(book, notice)}
    assert rows[east]["until_on"] == "2026-10-27"
    assert rows[west]["until_on"] == "2026-11-01"
    with clock.fixed(date(2026, 10, 27)):
        actions.take_off(book, rows[east]["id"])
        assert state(book, notice) == "已上墙", "it still hangs in the west"
        assert not [line for line in due(book, clock.today()) if "可以撤下" in line.subject]
        with pytest.raises(Refused, match="还要贴 5 天"):
            actions.take_down(book, notice)
        actions.take_off(book, rows[west]["id"], reason="墙面翻修")
    assert state(book, notice) == "公示不足", "one board was short"
    (short,) = wall_reads.short_boards(wall_reads.hangings(book))
    assert short["spot"] == "西门公开栏第 1 格"


def test_coming_down_early_asks_why_counts_as_short_and_is_hung_again(book: Book) -> None:
    slot = noticing.board(book)
    notice = noticing.approved(book)
    actions.hang(book, notice, slot, 1)
    row = only_hanging(book, notice)
    with clock.fixed(TODAY + 3 * DAY):
        with pytest.raises(Refused, match="还要贴 12 天"):
            actions.take_off(book, row["id"])
        actions.take_off(book, row["id"], reason="大风刮坏")
        assert state(book, notice) == "公示不足"
        assert (book.row("hanging", row["id"]) or {})["state"] == wall.SHORT
        (job,) = wall_reads.jobs(book, clock.today())
        assert (job.act, job.why) == ("该补", "只贴了 3 天，至少要贴 15 天")
        again = actions.hang(book, notice, slot, 2).result
        assert again == TODAY + 18 * DAY, "the days begin anew"
        assert wall_reads.jobs(book, clock.today()) == []
    with clock.fixed(TODAY + 18 * DAY):
        actions.take_down(book, notice)
    assert state(book, notice) == "已归档"


def test_a_board_that_lost_its_paper_is_due_while_it_hangs_elsewhere(book: Book) -> None:
    east, west = noticing.board(book, "东门公开栏"), noticing.board(book, "西门公开栏")
    notice = noticing.approved(book)
    actions.hang(book, notice, east, 1)
    actions.hang(book, notice, west, 1)
    lost = next(r for r in wall_reads.open_hangings(book, notice) if r["board_id"] == west)
    with clock.fixed(TODAY + 2 * DAY):
        actions.take_off(book, lost["id"], reason="被撕了")
        (line,) = [line for line in due(book, clock.today()) if line.act == "补贴"]
        assert "西门公开栏第 1 格" in line.subject
        actions.hang(book, notice, west, 4)
        assert not [line for line in due(book, clock.today()) if line.act == "补贴"]


def test_what_still_must_hang_is_not_covered_and_what_may_is_archived(book: Book) -> None:
    slot = noticing.board(book)
    first, second = noticing.approved(book), noticing.approved(book, period="2026Q2")
    actions.hang(book, first, slot, 1)
    with clock.fixed(TODAY + 12 * DAY), pytest.raises(Refused) as refused:
        actions.hang(book, second, slot, 1)
    assert refused.value.what == "这一格的公告还要贴 3 天，不能盖住"
    assert state(book, second) == "审核同意", "nothing was written"
    with clock.fixed(TODAY + 15 * DAY):
        actions.hang(book, second, slot, 1)
    assert (state(book, first), state(book, second)) == ("已归档", "已上墙")


def test_a_paper_entered_late_was_gone_before_the_next_one(book: Book) -> None:
    slot = noticing.board(book)
    late, now = noticing.posted(book, TODAY - 30 * DAY), noticing.approved(book, period="2026Q2")
    actions.hang(book, now, slot, 1)
    actions.hang(book, late, slot, 1, TODAY - 30 * DAY)
    with clock.fixed(TODAY + DAY):
        with pytest.raises(Refused, match="起贴了别的公告"):
            actions.take_off(book, only_hanging(book, late)["id"])
        actions.take_off(book, only_hanging(book, late)["id"], TODAY)
    assert state(book, late) == "已归档"


def test_a_hanging_is_one_step_to_undo(book: Book) -> None:
    slot = noticing.board(book)
    notice = noticing.approved(book)
    step = actions.hang(book, notice, slot, 1).step
    book.undo(step)
    assert state(book, notice) == "审核同意"
    assert wall_reads.picture(book)[0].hanging is None


def test_an_undone_removal_after_the_slot_was_given_on_is_seen(book: Book) -> None:
    slot = noticing.board(book)
    first, second = noticing.approved(book), noticing.approved(book, period="2026Q2")
    actions.hang(book, first, slot, 1)
    row = only_hanging(book, first)
    step = actions.take_off(book, row["id"], reason="大风").step
    actions.hang(book, second, slot, 1)
    book.undo(step)
    assert wall_reads.picture(book)[0].doubled, "the picture says that two stand there"


def test_moving_keeps_the_days_and_only_goes_where_there_is_room(book: Book) -> None:
    slot = noticing.board(book)
    first, second = noticing.approved(book), noticing.approved(book, period="2026Q2")
    actions.hang(book, first, slot, 1)
    actions.hang(book, second, slot, 2)
    row = only_hanging(book, first)
    with pytest.raises(Refused, match="还要贴 15 天"):
        actions.move(book, row["id"], 2)
    actions.move(book, row["id"], 6)
    moved = only_hanging(book, first)
    assert (moved["spot"], moved["until_on"]) == ("大门口公开栏第 6 格", row["until_on"])


@pytest.mark.parametrize("field", ["state", "posted_on", "until_on", "slot", "fingerprint"])
def test_a_hanging_is_not_rewritten_through_a_cell(book: Book, field: str) -> None:
    slot = noticing.board(book)
    actions.hang(book, noticing.approved(book), slot, 1)
    (row,) = book.rows(Query("hanging"))
    value = 2 if field == "slot" else "2026-01-01"
    with pytest.raises(Refused, match="不能直接改"):
        saver("hanging")(book, row["id"], {field: value})


def test_a_board_is_not_made_smaller_than_what_hangs_there(book: Book) -> None:
    slot = noticing.board(book)
    actions.hang(book, noticing.approved(book), slot, 6)
    with pytest.raises(Refused, match="第 6 格还贴着公告"):
        actions.save_board(book, slot, {"down": 1})
    with pytest.raises(Refused, match="还贴着公告，不能删"):
        actions.drop_board(book, slot)
    actions.save_board(book, slot, {"across": 2, "down": 3})


@pytest.mark.parametrize("size", [0, -1, 9, None])
def test_a_board_of_no_size_is_refused(book: Book, size: int | None) -> None:
    with pytest.raises(Refused, match="应在 1 到 8 之间"):
        actions.save_board(book, None, {"name": "东门公开栏", "across": size})


def test_the_place_typed_beside_the_notice_finds_its_slot(book: Book) -> None:
    noticing.board(book)
    first, second = noticing.approved(book), noticing.approved(book, period="2026Q2")
    actions.put_up(book, first, "大门口公开栏第2格")
    actions.put_up(book, second, "村口老槐树")
    assert only_hanging(book, first)["slot"] == 2
    assert wall_reads.open_hangings(book, second) == []
    assert state(book, second) == "已上墙"


# -- today's list ----------------------------------------------------------------------------


def test_todays_list_says_what_to_hang_tear_and_mend(book: Book) -> None:
    slot = noticing.board(book)
    old = noticing.approved(book, title="旧的")
    actions.hang(book, old, slot, 1)
    torn = noticing.approved(book, title="刮坏的", period="2026Q2")
    with clock.fixed(TODAY + 10 * DAY):
        actions.hang(book, torn, slot, 2)
    day = TODAY + 15 * DAY
    with clock.fixed(day):
        actions.take_off(book, only_hanging(book, torn)["id"], reason="大风刮坏")
        noticing.approved(book, title="新的", period="2026Q1")
        found = [(job.act, job.notice["title"], job.where) for job in wall_reads.jobs(book, day)]
        words = "\n".join(as_text(actions.today_paper(book, day)))
    assert found == [
        ("该贴", "新的", "大门口公开栏第 2 格"),
        ("该撕", "旧的", "大门口公开栏第 1 格"),
        ("该补", "刮坏的", "大门口公开栏第 2 格"),
    ]
    for word in ("今日张贴单", "该贴", "该撕", "该补", "只贴了 5 天", "张贴人"):
        assert word in words


def test_a_day_without_work_prints_no_list(book: Book) -> None:
    with pytest.raises(Refused, match="没有要贴"):
        actions.today_paper(book, TODAY)
