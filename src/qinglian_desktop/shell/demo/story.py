"""The whole demonstration: a street and its units, recorded, posted, bundled, merged, summed up."""

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from random import Random

from qinglian_desktop import RESOURCES
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.whole import replace_file
from qinglian_desktop.exchange import incoming, issuing, outgoing
from qinglian_desktop.exchange.preview import Outcome
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.modules.street import actions as street
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.shell.demo import (
    archiving,
    auditing,
    banking,
    books,
    caring,
    deciding,
    directing,
    filling,
    grounding,
    holding,
    inspecting,
    letting,
    partying,
    people,
    samples,
    supervising,
    unit,
    watching,
)
from qinglian_desktop.store.book import Book

_MARK = "这是演示文件夹.txt"
Results = list[tuple[str, Path]]


def play(out: Path, *, units: int = 13, years: int = 1, seed: int = 7) -> Results:
    """Everything under `out`; returns what was made and where it lies.

    Refused when `out` holds something that is not an earlier demonstration; Damaged when the
    street's sums differ from the units' own, which would be a fault of this program.
    """
    _clear(out)
    chance, fonts = Random(seed), Fonts()
    today = clock.today()
    quarters = _quarters(today, years)
    closed = quarters[-2]
    office = issuing.found_street(out / "街道", "通惠街道", "500110007", RECORDS)
    made = [_found(office, out, index, chance) for index in range(units)]
    for one in made:
        _year(one, out, quarters, closed, fonts)
    results = _take_samples(made, out, fonts)
    results = [*(line for one in made for line in one.papers), *results]
    results += _exchange(office, made, out)
    _compare(office, made, closed)
    results += _summaries(office, closed, out, fonts)
    homes = [("街道的数据", office.home)]
    homes += [(f"{one.name}的数据", one.book.home) for one in made]
    shown = {one.book.word("kind"): one.book.home for one in reversed(made)} | {"街道": office.home}
    for one in made:
        one.book.close()
    office.close()
    return [*results, *homes, *_pictures(shown, out)]


def _clear(out: Path) -> None:
    if out.exists() and any(out.iterdir()):
        if not (out / _MARK).exists():
            raise Refused(f"〔{out}〕里有别的文件，演示没有开始", "请换一个空文件夹")
        shutil.rmtree(out)
    out.mkdir(parents=True, exist_ok=True)
    text = "清廉村居工作台的演示数据。人名、号码都是编的；再次演示会整个重做这个文件夹。\n"
    text += f"复核人的 PIN 都是 {unit.PIN}。\n"
    replace_file(out / _MARK, text.encode())


def _quarters(today: date, years: int) -> list[Period]:
    """The quarters to keep accounts for, oldest first: the year's so far, the last one open."""
    found = [Period.holding(today, "Q")]
    while len(found) < max(2, 4 * (years - 1) + found[0].number):
        found.append(found[-1].previous)
    return found[::-1]


def _found(office: Book, out: Path, index: int, chance: Random) -> unit.Unit:
    """Issue, enrol and accept one unit, with the fingerprint from its paper form."""
    name, kind = people.UNITS[index % len(people.UNITS)]
    if index >= len(people.UNITS):
        name = f"{name[:-1]}{index}{name[-1]}"
    usb = out / "U盘" / name
    usb.mkdir(parents=True)
    code = f"500110007{index + 1:03d}"
    unit_file = issuing.issue_unit(office, name, kind, code, usb).result
    assert isinstance(unit_file, Path)
    book = issuing.found_unit(out / "单位" / name, unit_file, RECORDS)
    enrolment, fingerprint = issuing.write_enrolment(book, usb)
    issuing.enrol_unit(office, enrolment, fingerprint)
    return unit.Unit(book, Random(chance.random()), index)


def _year(one: unit.Unit, out: Path, quarters: list[Period], closed: Period, fonts: Fonts) -> None:
    unit.settle(one)
    unit.plan(one, clock.today().year)
    unit.keep_accounts(one, quarters)
    watching.watch(one)
    holding.register(one)
    folder = out / "公告" / one.name
    unit.post_notices(one, closed, folder, fonts, all_papers=one.index == 0)
    deciding.decide(one, folder, fonts)
    letting.let(one)
    filling.fill(one)
    banking.keep_beside(one)
    auditing.look_into(one)
    caring.care(one)
    partying.keep_party(one)
    supervising.supervise(one)
    grounding.keep_ground(one)
    archiving.put_in_order(one, fonts)
    watching.check(one)
    if one.index == 0:  # of the pilot every paper there is
        for account in one.accounts:
            path = folder / f"{closed.label}{account}报表.xlsx"
            books.statements(one.book, account, closed, path)
            one.papers.append((f"{one.name} {closed.label}{account}的报表", path))


def _take_samples(made: list[unit.Unit], out: Path, fonts: Fonts) -> Results:
    """The published figures are a village's, and the first village takes them in."""
    for one in made:
        if one.book.unit.kind == "village":
            return samples.take(one, out, fonts)
    return [("公布的样例没有导入：都是村里的数，这次演示里没有村", RESOURCES / "samples")]


def _exchange(office: Book, made: list[unit.Unit], out: Path) -> Results:
    """Every unit's bundle to the street and the receipt back; a second small one of the pilot."""
    results: Results = []
    for one in made:
        results += _round(office, one, out / "U盘" / one.name)
    pilot = made[0]
    row = pilot.book.rows(Query(Entry.table, limit=1))[0]
    with pilot.book.change("更正摘要") as change:
        change.put_row(Entry.table, row["id"], {"note": "摘要已核对"})
    results += _round(office, pilot, out / "U盘" / pilot.name)
    results += directing.play(office, made, out / "U盘", _round)
    inspecting.look_around(office)
    return results


def _round(office: Book, one: unit.Unit, usb: Path) -> Results:
    sent = outgoing.export_bundle(one.book, usb).result
    assert isinstance(sent, outgoing.SentFile)
    outcome = incoming.import_file(office, sent.path).result
    assert isinstance(outcome, Outcome)
    assert outcome.receipt is not None
    incoming.import_file(one.book, outcome.receipt)
    what = f"{one.name} 第 {sent.number} 号包（{sent.rows} 条）"
    return [(what, sent.path), (f"{one.name} 第 {sent.number} 号包的回执", outcome.receipt)]


def _compare(office: Book, made: list[unit.Unit], period: Period) -> None:
    """Every figure of the street against the units' own books, money to the fen."""
    for table in street.summary(office, period):
        for one, line in zip(made, table.lines, strict=True):
            pairs = zip(line.behind, table.money, strict=True)
            if tuple(_own(one.book, query, is_money) for query, is_money in pairs) != line.values:
                raise Damaged(
                    f"街道和{one.name}的数对不上：{table.title}", "请把演示文件夹交给维护的人"
                )


def _own(book: Book, query: Query, is_money: bool) -> int:
    """The same figure added up row by row in the unit's own book."""
    where = tuple(w for w in query.where if w.field != "owner")
    rows = book.rows(Query(query.table, where))
    return sum(int(row["amount_fen"]) for row in rows) if is_money else len(rows)


def _summaries(office: Book, period: Period, out: Path, fonts: Fonts) -> Results:
    results: Results = []
    for ending, word in (("xlsx", "表格"), ("pdf", "打印版")):
        path = out / f"{period.label}街道汇总表.{ending}"
        street.write_summary(office, period, path, fonts)
        results.append((f"街道汇总表（{word}）", path))
    return results


def _pictures(homes: Mapping[str, Path], out: Path) -> Results:
    """Every page of three windows; said openly when there is no Qt to draw them with."""
    try:
        from qinglian_desktop.shell.screenshots import take
    except ImportError:
        return [("画面没有截：这台电脑缺少显示部件", out)]
    results: Results = []
    for word, home in homes.items():
        pictures = take(home, out / "画面" / word)
        results.append((f"{word}端每一页的画面（{len(pictures)} 张）", out / "画面" / word))
    return results
