"""notice, today, deadline: composing and printing notices, what is due, why on that day."""

import argparse
import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from qinglian_desktop.core import clock, made_by
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.shell.commands.context import Context, day_of


def add(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    notice = sub.add_parser("notice", help="公告：拟、审、上墙、打印")
    verbs = notice.add_subparsers(dest="verb", required=True)
    compose = verbs.add_parser(
        "compose",
        help="拟一份公告",
        epilog="例：qinglian notice compose finance --period 2026Q3 --set book=委员会",
    )
    compose.add_argument("kind", choices=("finance", "general"))
    compose.add_argument("--period")
    compose.add_argument("--set", action="append", default=[], metavar="field=value")
    compose.set_defaults(run=run_compose)
    for name, text, run, more in (
        ("review", "送审核", run_review, ""),
        ("approve", "审核同意", run_approve, " --reviewer 吴监督"),
        ("post", "登记已上墙", run_post, " --place 公开栏第一格"),
        ("print", "打印成 PDF", run_print, " --out 公告.pdf --variant plain"),
        ("word", "按模板存成 .docx", run_word, " --out 公告.docx"),
        ("share", "上墙后存成网页、长图或 PDF", run_share, " --out 公告.html"),
    ):
        example = f"例：qinglian notice {name} 公开-2026-001{more}"
        verb = verbs.add_parser(name, help=text, epilog=example)
        verb.add_argument("number")
        verb.set_defaults(run=run)
        if name == "approve":
            verb.add_argument("--reviewer", required=True)
        if name == "post":
            verb.add_argument("--place", required=True)
            verb.add_argument("--on")
        if name in ("word", "share"):
            verb.add_argument("--out", required=True, type=Path)
        if name == "print":
            verb.add_argument("--out", required=True, type=Path)
            verb.add_argument("--variant", choices=("board", "plain", "broadcast"), default="board")
    today = sub.add_parser("today", help="今天要办什么", epilog="例：qinglian today")
    today.set_defaults(run=run_today)
    deadline = sub.add_parser(
        "deadline", help="期限是哪天，为什么", epilog="例：qinglian deadline 10wd --from 2026-09-28"
    )
    deadline.add_argument("rule", help="规则编号（PR03）、天数（15）、工作日（5wd）或提前（-20）")
    deadline.add_argument("--from", dest="start", required=True)
    deadline.set_defaults(run=run_deadline)


_SETTINGS = {
    "finance": ("book",),
    "general": ("title", "code", "body", "subject", "mode", "basis"),
}


def _row(book: object, number: str) -> str:
    from qinglian_desktop.modules.disclosure.records import Notice
    from qinglian_desktop.store.book import Book

    assert isinstance(book, Book)
    row = book.find(Notice, number=number)
    if row is None:
        raise Refused(f"没有编号是〔{number}〕的公告", "用 qinglian show notice 看有哪些公告")
    return str(row["id"])


def run_compose(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.modules.disclosure import actions as disclosure
    from qinglian_desktop.modules.funds import actions as funds
    from qinglian_desktop.modules.funds.records import COMMITTEE

    given = dict(one.partition("=")[::2] for one in args.set)
    usable = _SETTINGS[args.kind]
    if unknown := [name for name in given if name not in usable]:
        raise Refused(f"〔{unknown[0]}〕在这里用不上", f"--set 可以写：{'、'.join(usable)}")
    with context.book() as book:
        if args.kind == "finance":
            if not args.period:
                raise Refused("没有说哪个期间", "请加上 --period，例：--period 2026Q3")
            account = given.get("book", COMMITTEE)
            changes = funds.compose_quarterly(book, account, Period.parse(args.period))
        else:
            changes = disclosure.compose_general(
                book,
                given.get("title", ""),
                given.get("code"),
                args.period,
                given.get("body", ""),
                given.get("subject"),
                mode=given.get("mode", "公开"),
                basis=given.get("basis"),
            )
    context.say(f"已拟好：{changes.result}", {"number": changes.result})


def run_review(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.modules.disclosure import actions

    with context.book() as book:
        actions.send_to_review(book, _row(book, args.number))
    context.say(f"已送审核：{args.number}", {"number": args.number})


def run_approve(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.modules.disclosure import actions

    with context.book() as book:
        pin = os.environ.get("QINGLIAN_REVIEWER_PIN", "")
        actions.approve(book, _row(book, args.number), args.reviewer, pin=pin)
    context.say(f"{args.reviewer} 已同意公开：{args.number}", {"number": args.number})


def run_post(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.modules.disclosure import actions

    with context.book() as book:
        row_id = _row(book, args.number)
        actions.put_up(book, row_id, args.place, day_of(args.on) if args.on else None)
        row = book.row("notice", row_id) or {}
    until = row.get("until_on") or "长期"
    context.say(
        f"已上墙，至少贴到 {until}。指纹 {row.get('fingerprint')}",
        {"number": args.number, "until": until, "fingerprint": row.get("fingerprint")},
    )


def run_print(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.modules.disclosure import actions

    with context.book() as book:
        pages = actions.print_notice(book, _row(book, args.number), args.out, args.variant).result
    context.say(f"{args.out}，{pages} 页", {"file": str(args.out), "pages": pages})


def run_word(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.modules.disclosure.actions import word

    with context.book() as book, made_by.hand(book.operator.name):
        written = word.save_word(book, _row(book, args.number), args.out).result
    assert isinstance(written, word.Written)
    text = f"已存为 Word：{written.path}"
    if written.unknown:
        text += f"；模板里的{'、'.join(written.unknown)}认不出，原样留着"
    context.say(text, {"file": str(written.path), "unknown": list(written.unknown)})


def run_share(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.modules.disclosure import actions

    with context.book() as book:
        path = actions.share(book, _row(book, args.number), args.out).result
    context.say(f"已存好，可以发到群里：{path}", {"file": str(path)})


def run_today(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.modules.catalog import due_today

    with context.book() as book:
        found = due_today(book, clock.today())
        if book.unit.is_street:
            from qinglian_desktop.modules.street import actions

            found = sorted([*found, *actions.due(book, clock.today())], key=lambda d: d.due_on)
    data = [
        {
            "due_on": due.due_on.isoformat(),
            "subject": due.subject,
            "why": due.why,
            "module": due.module,
            "next": due.act,
            "table": due.table,
            "id": due.row_id,
        }
        for due in found
    ]
    text = "\n".join(f"{d['due_on']} {d['subject']} → {d['next']}\n    {d['why']}" for d in data)
    context.say(text or "今天没有要办的事。", data)


def _rule(text: str, day: date) -> Mapping[str, Any] | None:
    """A rule of the pack in force by its number (PR03); None for plain days."""
    from qinglian_desktop.core.pack import in_force
    from qinglian_desktop.store import packs

    if not re.fullmatch(r"[A-Za-z]{2}\d{2}", text):
        return None
    pack = in_force(packs.worded("disclosure-rules", ""), "disclosure-rules", day)
    rules = [row for key in ("posting", "objections") for row in pack.rows(key)]
    found = next((rule for rule in rules if rule["id"] == text.upper()), None)
    if found is None:
        known = "、".join(rule["id"] for rule in rules)
        raise Refused(f"没有编号是〔{text}〕的期限规则", f"有这些：{known}")
    if not found.get("first", day) <= day <= found.get("last", day):
        raise Refused(f"〔{text}〕在{paper_day(day)}不适用", "请核对日期，或换一条规则")
    return found


def run_deadline(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.core.calendar import Calendar
    from qinglian_desktop.core.pack import doubt
    from qinglian_desktop.core.period import Term
    from qinglian_desktop.store import packs

    start = day_of(args.start)
    rule = _rule(args.rule, start)
    term = Term.parse(str(rule["days"]) if rule else args.rule)
    if term.lasting:
        raise Refused(f"〔{args.rule}〕是长期公开，没有到期日", "不用算，一直贴着就行")
    calendar = Calendar.of(packs.shipped())
    amount = -term.amount if term.before else term.amount
    found = calendar.deadline(start, amount, term.unit)
    what = str(rule.get("applies_to") or rule.get("what") or "") if rule else ""
    unsure = doubt(rule) if rule else ""
    article = f"{rule['basis']}（{unsure}）" if rule and unsure else rule["basis"] if rule else ""
    named = [f"{args.rule.upper()}：{what}", f"依据：{article}"] if rule else []
    text = "\n".join([f"期限：{found.day.isoformat()}", *named, *found.why, *found.notes])
    context.say(
        text,
        {
            "day": found.day.isoformat(),
            "rule": {"what": what, "basis": article} if rule else None,
            "steps": [
                {"day": s.day.isoformat(), "counted": s.counted, "reason": s.reason}
                for s in found.steps
            ],
            "notes": list(found.notes),
        },
    )
