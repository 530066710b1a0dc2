"""A confirmed situation is entered by one person and lifted by two; nothing else takes it away."""

from collections.abc import Mapping
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes, Refused, Shut
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.evaluation.computing import system_of
from qinglian_desktop.modules.evaluation.records import BonusClaim, VetoEvent
from qinglian_desktop.modules.evaluation.system import Bonus, Veto
from qinglian_desktop.store import ledger, signers
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

LIFTING = "two people lift a veto"
_LEAST = 4  # characters of a reason
# What a confirmation says; afterwards only papers and words are added.
_FIXED = ("article", "to_office", "happened_on", "confirmed_by", "document_no")
_LIFTED = ("lifted_on", "lifted_reason", "lifted_by", "lifted_with")


def save_veto(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """One of the articles of the list; at the street of one of its units."""
    told = dict(draft)
    if told.get("article"):
        told["article"] = _article(book, told).id
    if book.unit.is_street and told.get("unit_name") is not None:
        told["to_office"] = _unit(book, told["unit_name"])
    return ledger.save_row(book, VetoEvent.table, row_id, told)


def _article(book: Book, told: Mapping[str, Any]) -> Veto:
    """By its number, however typed: V05, 5, 第5条."""
    typed = str(told["article"]).strip()
    digits = "".join(sign for sign in typed if sign.isdigit())
    day = told.get("happened_on") or clock.today().isoformat()
    rules = system_of(book, int(str(day)[:4]))
    for veto in rules.vetoes:
        if typed.upper() == veto.id or (digits and int(digits) == veto.number):
            return veto
    what = f"负面清单里没有“{typed}”这一条"
    remedy = f"请填第几条，例如 {rules.vetoes[0].id}" if rules.vetoes else "今年的体系没有负面清单"
    raise Refused(what, remedy, field="article", code="QL-SA-010")


def _unit(book: Book, name: str) -> str:
    units = book.rows(Query("enrolled_unit"))
    found = next((row["office_id"] for row in units if row["name"] == name.strip()), None)
    if found is None:
        raise Refused(
            f"没有登记叫“{name}”的单位", "请选登记过的单位", field="unit_name", code="QL-SA-011"
        )
    return str(found)


def lift_veto(book: Book, row_id: str, reason: str, second: str, pin: str) -> Changes:
    """Takes a situation off the list: a reason, and the PIN of somebody else."""
    row = book.row(VetoEvent.table, row_id)
    if row is None or row["deleted"]:
        raise Refused("这条记录已经不在了", "请刷新列表再看", code="QL-SA-012")
    if row["owner"] != book.unit.office_id:
        raise Refused(
            "这一条是街道登记的",
            "整改验收以后，请街道来解除，再读一次街道的 U 盘",
            code="QL-SA-024",
        )
    if row["lifted_on"]:
        raise Refused("这一条已经解除", "不用再解除", code="QL-SA-013")
    words = " ".join(reason.split())
    if len(words) < _LEAST:
        raise Refused(
            "还没有写解除的原因", "请写清楚凭什么解除，例如整顿验收文号", field="reason",
            code="QL-SA-014",
        )  # fmt: skip
    others = {book.operator.name, row["updated_by"] or ""} - {""}
    who = signers.confirm(book, second, pin, other_than=sorted(others))
    with book.change(f"解除负面清单情形 {row['article']}，{who}复核"[:60]) as change:
        change.known[LIFTING] = True
        marks = {"lifted_on": clock.today().isoformat(), "lifted_reason": words}
        marks |= {"lifted_by": book.operator.name, "lifted_with": who}
        change.put_row(VetoEvent.table, row_id, marks)
    return change.changes


def drop_veto(book: Book, row_id: str) -> Changes:
    """Refused: it is lifted, with a reason and a second person."""
    del book, row_id
    raise _stays()


def guard_veto(change: Change, before: Row | None, after: Row) -> None:
    """Whatever way it is written: a confirmation stays, and is lifted by two."""
    if before is None or LIFTING in change.known:
        if before is None and any(after.get(name) for name in _LIFTED):
            raise _stays()
        return
    if bool(before["deleted"]) != bool(after["deleted"]):
        raise _stays()
    if any(before[name] != after[name] for name in (*_FIXED, *_LIFTED) if before[name]):
        raise _stays()
    if any(after[name] != before[name] for name in _LIFTED):
        raise _stays()


def _stays() -> Shut:
    what = "负面清单情形登记以后不能直接删改"
    return Shut(what, "要解除请按“解除”，写明原因，由第二个人输入 PIN", code="QL-SA-015")


def save_bonus(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """One of the articles of the year, with the level it needs."""
    told = dict(draft)
    year = told.get("year")
    if year and told.get("article"):
        article = _bonus(book, int(year), str(told["article"]))
        told["article"] = article.id
        level = told.get("level")
        if article.levels and level and level not in article.levels:
            raise Refused(
                f"“{article.title}”没有{level}这一级", f"请选{'、'.join(article.levels)}",
                field="level", code="QL-SA-017",
            )  # fmt: skip
    return ledger.save_row(book, BonusClaim.table, row_id, told)


def _bonus(book: Book, year: int, typed: str) -> Bonus:
    rules = system_of(book, year)
    wanted = typed.strip().upper()
    for one in rules.bonuses:
        if wanted == one.id.upper():
            return one
    raise Refused(
        f"{year} 年的加分项里没有“{typed}”", f"有 {'、'.join(o.id for o in rules.bonuses)}",
        field="article", code="QL-SA-016",
    )  # fmt: skip
