"""The books of the collective begin with a balance sheet that was taken in from a file."""

from collections.abc import Iterator, Mapping

from qinglian_desktop.core import money
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules.funds.actions.openings import open_books, sided
from qinglian_desktop.modules.funds.reads.sheets import sheet_reading
from qinglian_desktop.modules.funds.records import COLLECTIVE
from qinglian_desktop.modules.funds.statements.published import COLUMNS, Reading, Share
from qinglian_desktop.store.book import Book

Divided = Mapping[str, Mapping[str, int]]  # line → account → 分, for the lines that ask


def open_from_sheet(book: Book, sheet: str, year: int, divided: Divided) -> Changes:
    """The sheet's closing column as the opening balances of `year`, account by account.

    `divided` says how much of a line that may be several accounts stands on which, as printed.
    Refused for a cooperative's sheet, for one that does not tie, and until every such line is
    divided. `result` is the id of the 期初 voucher.
    """
    reading = sheet_reading(book, sheet)
    refuse_unsound(sheet, reading)
    nets: dict[str, int] = {}
    for share in reading.shares:
        for code, fen in _parts(share, divided):
            nets[code] = nets.get(code, 0) + fen
    return open_books(book, COLLECTIVE, year, sided(book, COLLECTIVE, year, nets))


def refuse_unsound(sheet: str, reading: Reading) -> None:
    """Why this sheet may not open the books of a collective."""
    if reading.cooperative:
        marks = "、".join(f"“{word}”" for word in reading.cooperative[:3])
        raise Refused(
            f"{sheet}里有{marks}，是农民专业合作社的报表，不是集体经济组织的",
            "合作社的账由合作社自己记；请换集体经济组织的资产负债表", code="QL-SZ-393",
        )  # fmt: skip
    if reading.unknown:
        raise Refused(
            f"{sheet}里的“{reading.unknown[0]}”不知道记到哪个科目",
            "请核对项目名称，或在期初余额里按科目填", code="QL-SZ-394",
        )  # fmt: skip
    faults = [fault for fault in reading.faults if fault.column == COLUMNS[1]]
    if faults:
        raise Refused(
            f"{sheet}的期末数对不上：{faults[0].said}", "请对照原表改好，再做期初",
            code="QL-SZ-395",
        )  # fmt: skip


def _parts(share: Share, divided: Divided) -> Iterator[tuple[str, int]]:
    if not share.asks:
        yield share.accounts[0], share.fen
        return
    told = divided.get(share.item, {})
    sign = -1 if share.fen < 0 else 1
    whole, given = abs(share.fen), sum(told.values())
    if given != whole or not set(told) <= set(share.accounts):
        raise Refused(
            f"“{share.item}”是 {money.show(whole)} 元，分到科目的是 {money.show(given)} 元",
            "请按旧账分清每个科目多少，加起来要和这一行一样", field=share.item, code="QL-SZ-396",
        )  # fmt: skip
    for code, fen in told.items():
        yield code, sign * fen
