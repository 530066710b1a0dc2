"""Two computers wrote under one identity (F50): the street decides, and signs what it decided."""

from typing import NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.exchange import container, incoming, offices, quarantine, taking_back
from qinglian_desktop.exchange.container_header import Header
from qinglian_desktop.exchange.order_records import ForkDecision
from qinglian_desktop.exchange.quarantine import FORK, place
from qinglian_desktop.exchange.records import QuarantinedFile, ReceivedBundle
from qinglian_desktop.store import engine, merge_steps, people
from qinglian_desktop.store.book import Book


class Fork(NamedTuple):
    """The bundle that was kept aside, and the one that stands in its way."""

    kept: Row
    header: Header
    unit: Row
    stands: Row  # the bundle merged before


def fork_of(book: Book, kept: Row) -> Fork:
    """What a file kept aside is about; Refused where there is nothing to decide."""
    path = place(book, kept["sha256"])
    if kept["code"] != FORK or not path.is_file():
        raise Refused("这个包不是两台电脑用了同一身份", "请照上面说的办法处理", code="QL-UB-254")
    header = container.read_header(path)
    unit = offices.unit_row(book, header.sender)
    stands = _in_the_way(book, header)
    if unit is None or stands is None:
        raise Refused(
            "没有找到和它相冲突的那一包", "请让单位重新写一次整包再导入", code="QL-UB-255"
        )
    return Fork(kept, header, unit, stands)


def _in_the_way(book: Book, header: Header) -> Row | None:
    same = (
        Where("from_office", "=", header.sender),
        Where("stream_id", "=", header.stream_id),
        Where("bundle_hash", "!=", header.hash),
    )
    rows = book.rows(Query(ReceivedBundle.table, same, deleted=True))
    return min(rows, key=lambda row: abs(row["number"] - header.bundle_no), default=None)


def decide(book: Book, kept_id: str, reason: str, *, later_stays: bool = False) -> Changes:
    """Which of the two goes on as it was: the one whose bundle came first, or (`later_stays`) the
    one whose bundle was kept aside; its bundle is merged then, and the other's taken back.
    """
    people.need(book, "合并")
    kept = quarantine.undecided(book, kept_id)
    if not reason.strip():
        raise Refused(
            "还没有写为什么这样定", "例：和社区核对过，后一台是借去用的", field="answer",
            code="QL-UB-256",
        )  # fmt: skip
    fork = fork_of(book, kept)
    if later_stays:
        _take_first_back(book, fork)
    changes = _decided(book, fork, reason.strip(), later_stays=later_stays)
    if later_stays:
        incoming.import_file(book, place(book, kept["sha256"]))
    return changes


def _take_first_back(book: Book, fork: Fork) -> None:
    if fork.stands["deleted"]:
        return  # begun before, and broken off
    with engine.plain_words():
        found = merge_steps.newest(book.connection, fork.header.sender)
    if found is None or found[1] != fork.stands["number"]:
        raise Refused(
            f"先到的第 {fork.stands['number']} 号包后面还合并过，不能改以后到的为准",
            "请先在“撤销中心”里从最后合并的撤销起，或选“先到的继续用”",
            code="QL-UB-257",
        )
    taking_back.take_back(book, found[0])


def _decided(book: Book, fork: Fork, reason: str, *, later_stays: bool) -> Changes:
    header, stands = fork.header, fork.stands
    stays, parts = stands["bundle_hash"], header.hash
    if later_stays:
        stays, parts = parts, stays
    which = "后到" if later_stays else "先到"
    title = f"{fork.unit['name']}有两台电脑用了同一身份：{which}的继续用，另一台单独算"
    with book.change(title[:60], reason=reason) as change:
        change.put(
            ForkDecision(
                title=title,
                to_name=fork.unit["name"],
                to_office=header.sender,
                stream_id=header.stream_id,
                number=header.bundle_no,
                stays_hash=stays,
                parts_hash=parts,
                # What both had of one history ends there at the latest: an answer to the one may
                # have reached the other, and its own bundle then begins behind that.
                base_seq=min(header.base_seq, stands["base_seq"]),
                new_stream=clock.new_id(),
                reason=reason,
                decided_by=book.operator.name or None,
                decided_on=clock.today(),
            )
        )
        said = f"已定：{which}的继续用，另一台单独算（{reason}）"[:500]
        change.put_row(QuarantinedFile.table, fork.kept["id"], {"state": "已处理", "answer": said})
    return change.changes
