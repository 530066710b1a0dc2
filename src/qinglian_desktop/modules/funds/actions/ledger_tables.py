"""What stands in a table of another bookkeeping: balances of accounts, or vouchers line by line.

Columns are found by their words in the first rows. Nothing is written here.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from qinglian_desktop.core import money
from qinglian_desktop.core.kinds import DAY, FEN
from qinglian_desktop.core.outcome import Problem, Refused
from qinglian_desktop.core.unreadable import Unreadable
from qinglian_desktop.exchange.sheets.reading import read_sheets
from qinglian_desktop.modules.funds.actions.openings import sided
from qinglian_desktop.modules.funds.actions.vouchers import Draft
from qinglian_desktop.modules.funds.books import TRANSFER, Line
from qinglian_desktop.modules.funds.chart import Chart, chart_of, pack_name
from qinglian_desktop.modules.funds.posting import gap
from qinglian_desktop.modules.funds.reads import chart_on
from qinglian_desktop.store.book import Book

_SEARCHED = 15  # rows in which the header is looked for
_BALANCES: Final[Mapping[str, tuple[str, ...]]] = {
    "code": ("科目编码", "科目代码", "编码", "代码"),
    "name": ("科目名称", "会计科目", "名称", "科目"),
    "debit": ("借方余额", "期末借方", "借方", "期初借方"),
    "credit": ("贷方余额", "期末贷方", "贷方", "期初贷方"),
}
_VOUCHERS: Final[Mapping[str, tuple[str, ...]]] = {
    "day": ("日期", "凭证日期"),
    "summary": ("摘要",),
    "code": ("科目编码", "科目代码", "科目", "会计科目"),
    "debit": ("借方金额", "借方"),
    "credit": ("贷方金额", "贷方"),
    "number": ("凭证号", "凭证编号", "号"),
    "party": ("对方", "往来单位"),
}
_NEEDED = {"name": False, "number": False, "party": False}  # all others must be there
_TOTALS = ("合计", "总计", "小计")


class OldLedger(NamedTuple):
    """Opening balances as an old ledger has them, for this book; `told` is what to look at."""

    lines: tuple[Line, ...]
    told: tuple[str, ...]


def read_opening(book: Book, account: str, year: int, path: Path) -> OldLedger:
    """Balances of a workbook (科目编码, 科目名称, 借方余额, 贷方余额) on this year's chart.

    An account is known by its code and name together: the same code was another account before
    2024. What an old account must be divided into is told and stands on the first of them.
    """
    day = date(year, 1, 1)
    chart, old = chart_on(book, account, day), _old_chart(book, account)
    nets: dict[str, int] = {}
    told: list[str] = []
    rows = [row for _, row in _table(path, _BALANCES)]
    codes = {(row["code"].strip()) for row in rows}
    for row in rows:
        code, name = row["code"].strip(), row.get("name", "").strip()
        if any(word in name or word in code for word in _TOTALS):
            continue
        net = _fen(row["debit"]) - _fen(row["credit"])
        if not net or any(other.startswith(code) and other != code for other in codes):
            continue  # what has details is the sum of them
        into, said = _placed(chart, old, code, name)
        told += [f"{code} {name} {money.show(abs(net))} 元：{said}"] if said else []
        nets[into] = nets.get(into, 0) + net
    if not nets:
        raise Refused("没有找到一个有余额的科目", "请确认选的是科目余额表", code="QL-SZ-694")
    lines = sided(book, account, year, nets)
    if off := gap(lines):
        side = "借方" if off > 0 else "贷方"
        told.insert(0, f"合起来{side}多 {money.show(abs(off))} 元，请对照旧账补上")
    return OldLedger(lines, tuple(told))


class _Old(NamedTuple):
    chart: Chart | None
    moves: Mapping[str, tuple[tuple[str, ...], str]]


def _old_chart(book: Book, account: str) -> _Old:
    """The chart until 2023 and where each of its accounts went."""
    pack = book.pack(pack_name(account), date(2023, 12, 31))
    moves = {row["old"]: (tuple(row["new"]), row["note"]) for row in pack.data.get("moves", ())}
    return _Old(chart_of(pack) if moves else None, moves)


def _placed(chart: Chart, old: _Old, code: str, name: str) -> tuple[str, str]:
    """(the account of the new chart, what to look at); the code itself where nothing is known."""
    plain = _plain(name)
    here = chart.items.get(code)
    if here is not None and (not name or _plain(here.name) in plain or plain in _plain(here.name)):
        return code, "" if chart.problem(code) is None else "下面有明细，请分到明细"
    before = old.chart.items.get(code[:3]) if old.chart else None
    if before is not None and (_plain(before.name) in plain or len(code) > 3):
        new, note = old.moves.get(code[:3], ((code[:3],), ""))
        if len(new) > 1:
            shown = "、".join(chart.items[one].title for one in new)
            return new[0], f"旧制度的科目，要分到 {shown}，先放在第一个"
        return new[0], note
    named = [item for item in chart.items.values() if plain and _plain(item.name) == plain]
    if len(named) == 1:
        return named[0].code, f"编码不同，按名称归到 {named[0].title}"
    return code, "认不出是哪个科目，请改成科目表里的"


def _plain(name: str) -> str:
    return "".join(sign for sign in name if sign not in "（）()　 、-—")


def read_vouchers(path: Path) -> list[Draft]:
    """Vouchers of a table; lines with the same day and number are one. Without numbers each
    voucher ends where it is balanced. Every row that cannot be read is told.
    """
    problems: list[Problem] = []
    drafts: list[Draft] = []
    lines: list[Line] = []
    before: tuple[str, str, str] = ("", "", "")
    for number, row in _table(path, _VOUCHERS):
        if not any(row.values()):
            continue
        day = row["day"].strip() or before[0]
        mark = row.get("number", "").strip()
        summary = row["summary"].strip() or before[2]
        try:
            line = Line(
                row["code"].strip().partition(" ")[0], _fen(row["debit"]), _fen(row["credit"]),
                summary, row.get("party", "").strip(),
            )  # fmt: skip
            stored = DAY.dump(DAY.read(day))
        except (Unreadable, ValueError) as trouble:
            problems.append(Problem(f"第 {number} 行：{trouble}", "请在表里改好再来"))
            continue
        ended = bool(lines) and (
            (stored, mark) != before[:2] if mark or before[1] else not gap(lines)
        )
        if ended:
            drafts.append(_draft(before, lines))
            lines = []
        if not lines:
            before = (stored, mark, summary)
        lines.append(line)
    if problems:
        first = problems[0]
        raise Refused(
            f"有 {len(problems)} 行读不了：{first.what}", first.remedy, problems=tuple(problems),
            code="QL-SZ-509",
        )  # fmt: skip
    if lines:
        drafts.append(_draft(before, lines))
    if not drafts:
        raise Refused("表里一张凭证也没有", "请确认选对了表", code="QL-SZ-695")
    return drafts


def _draft(head: tuple[str, str, str], lines: Sequence[Line]) -> Draft:
    day, mark, summary = head
    digits = "".join(sign for sign in mark if sign.isdigit())
    facts = {"voucher_no": f"{int(digits):04d}"} if digits else {}
    return Draft(date.fromisoformat(day), summary or "凭证", tuple(lines), TRANSFER, facts)


def _fen(text: str) -> int:
    text = text.strip()
    if text in ("", "-", "—", "平"):
        return 0
    return int(FEN.read(text))


def _table(
    path: Path, columns: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[int, dict[str, str]]]:
    """(row number as the sheet shows it, texts by column) below the header."""
    for sheet in read_sheets(path):
        for place, row in enumerate(sheet.rows[:_SEARCHED]):
            if found := _columns(row, columns):
                for number, texts in enumerate(sheet.rows[place + 1 :], place + 2):
                    told = {
                        name: texts[at] if at < len(texts) else "" for name, at in found.items()
                    }
                    yield number, told
                return
    wanted = "、".join(words[0] for name, words in columns.items() if _NEEDED.get(name, True))
    raise Refused("没有找到表头", f"表里要有这几列：{wanted}", code="QL-SZ-510")


def _columns(row: Sequence[str], columns: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Where each column stands in a header; {} when this row is none."""
    plain = ["".join(text.split()) for text in row]
    found: dict[str, int] = {}
    for name, words in columns.items():
        for word in words:
            places = [n for n, text in enumerate(plain) if text == word and n not in found.values()]
            if places:
                found[name] = places[-1] if name in ("debit", "credit") else places[0]
                break
        else:
            if _NEEDED.get(name, True):
                return {}
    return found
