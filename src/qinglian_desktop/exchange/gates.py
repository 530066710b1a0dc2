"""May this bundle come in at all? Who signed it, whom it is for, whether it was here, forks.

Everything here is decided from the label and the list of bundles received, before its content.
"""

from collections.abc import Iterable

from qinglian_desktop.core.module import Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange import arrived, computers, forks, offices, practice
from qinglian_desktop.exchange.container_header import Header
from qinglian_desktop.exchange.keys import PublicKeys
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.table_plan import TablePlan


def refuse_stray(book: Book, header: Header) -> None:
    """A bundle of the practice office, or one for somebody else, goes no further."""
    practice.refuse_from(header.sender)
    if header.addressee != book.unit.office_id:
        raise Refused("收件单位不是本机，没有导入", "请核对是不是拿错了 U 盘", code="QL-UB-118")


def street_that_answers(book: Book, header: Header) -> PublicKeys:
    """Only the street a unit was enrolled by answers it."""
    street = offices.street_keys(book)
    if header.sender != street.office:
        raise Refused(
            "这份回执不是本街道写的，没有读取", "请核对是不是拿错了 U 盘", code="QL-UB-127"
        )
    return street


def unit_that_reports(book: Book, header: Header) -> PublicKeys:
    """Only an enrolled, unrevoked unit reports, and only to the street."""
    if not book.unit.is_street:
        raise Refused("报送包由街道合并，本单位不能导入", "请把它交给街道", code="QL-UB-128")
    return computers.signer(book, offices.unit_keys(book, header.sender), header)


def known_since(book: Book, header: Header) -> str:
    """When this very bundle was merged before, or ""; other content under its number is a fork."""
    known, parted = "", forks.parted(book, header.sender)
    same = Where("number", "=", header.bundle_no)
    for row in arrived.received(book, header, same, also_taken_back=True):
        if row["bundle_hash"] != header.hash:
            if row["bundle_hash"] in parted:
                continue  # the other computer's, by decision of this street
            raise _fork(row["from_name"])
        known = known or ("" if row["deleted"] else str(row["received_at"]))
    return known


def refuse_broken_chain(book: Book, header: Header, name: str) -> None:
    """Neighbours in a stream name each other; where they do not, two computers share it."""
    number = header.bundle_no
    parted = forks.parted(book, header.sender)
    near = Where("number", ">=", number - 1), Where("number", "<=", number + 1)
    for row in arrived.received(book, header, *near, also_taken_back=True):
        if row["number"] == number or row["bundle_hash"] in parted:
            continue  # the same bundle, merged once and taken back (`known_since`)
        before = row["number"] < number
        told = header.prev_bundle_hash if before else row["prev_hash"] or ""
        if told != (row["bundle_hash"] if before else header.hash):
            raise _fork(name)


def _fork(name: str) -> Refused:
    return Refused(
        f"〔{name}〕有两台电脑用了同一身份，没有导入",
        "请和单位核对，到“隔离与等待”里定；或请它在复制来的那台上选“单独算”",
        code="QL-UB-119",
    )


def refuse_forks(plans: Iterable[TablePlan], name: str) -> None:
    if any(plan.forks for plan in plans):
        raise _fork(name)
