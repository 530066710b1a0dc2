"""plan: the year's catalogue and what is to be posted by when; what happened meanwhile."""

import argparse
from pathlib import Path

from qinglian_desktop.core import clock, reckoning
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.shell.commands.context import Context, day_of


def add(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    plan = sub.add_parser("plan", help="公开目录和计划：建、看、登记发生的事")
    verbs = plan.add_subparsers(dest="verb", required=True)
    make = verbs.add_parser(
        "make", help="建目录（第一年）并排计划", epilog="例：qinglian plan make --year 2027"
    )
    make.set_defaults(run=run_make)
    show = verbs.add_parser(
        "show", help="看一年的计划", epilog="例：qinglian plan show --year 2027 --out 一览.pdf"
    )
    show.add_argument("--out", type=Path, help="一览表打印成 PDF")
    show.set_defaults(run=run_show)
    for verb in (make, show):
        verb.add_argument("--year", type=int, default=0, help="不写就是今年")
    event = verbs.add_parser(
        "event",
        help="登记发生了一件要公开的事",
        epilog="例：qinglian plan event G11 --on 2026-11-02 --what 代表会议通过修路方案",
    )
    event.add_argument("item", help="目录编号，例 G11")
    event.add_argument("--on", required=True)
    event.add_argument("--what", required=True)
    event.set_defaults(run=run_event)


def _year(args: argparse.Namespace) -> int:
    return int(args.year or clock.today().year)


def run_make(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.modules.disclosure import actions, reads

    year = _year(args)
    with context.book() as book, book.change(f"建立{year}年公开目录和计划"):
        rows: object = 0
        if reads.previous_year(book, year) is None:
            rows = actions.load_catalog(book, year).result
        lines = actions.plan_year(book, year).result
    context.say(
        f"{year}年公开目录新建 {rows} 项，计划新排 {lines} 期",
        {"year": year, "items": rows, "lines": lines},
    )


def run_show(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.core.module import Query, Where
    from qinglian_desktop.modules.disclosure import actions

    year = _year(args)
    with context.book() as book:
        where = (Where("year", "=", year), Where("owner", "=", book.unit.office_id))
        order = (("due_on", False), ("code", False), ("period", False))
        rows = book.rows(Query("planned_posting", where, order=order))
        pages = 0
        if args.out:
            from qinglian_desktop.paper.draw import draw
            from qinglian_desktop.paper.fonts import Fonts

            if args.out.suffix.lower() != ".pdf":
                raise Refused(f"写不成〔{args.out.name}〕", "文件名请用 .pdf 结尾")
            paper = actions.matrix_paper(book, year)
            pages = draw(paper, args.out, fonts=Fonts()).pages
    names = ("code", "item", "period", "event_on", "event", "due_on", "state")
    data = [{n: row[n] for n in names} | {"why": reckoning.words(row["why"])} for row in rows]
    text = "\n".join(
        f"{d['due_on']} {d['code']} {d['item']} {d['period']}：{d['state']}" for d in data
    )
    if args.out:
        text = f"{args.out}，{pages} 页"
    context.say(text or f"{year}年还没有公开计划。", data)


def run_event(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.modules.disclosure import actions, records

    day = day_of(args.on)
    with context.book() as book:
        item = book.find(
            records.CatalogItem, year=day.year, code=args.item, owner=book.unit.office_id
        )
        if item is None:
            raise Refused(
                f"{day.year}年公开目录里没有〔{args.item}〕", "用 qinglian show catalog_item 看编号"
            )
        made = actions.enter_event(book, item["id"], day, args.what)
        line = book.row("planned_posting", str(made.result)) or {}
    why = reckoning.words(line.get("why"))
    context.say(
        f"已登记，{line.get('due_on')} 前上墙：{why}", {"due_on": line.get("due_on"), "why": why}
    )
