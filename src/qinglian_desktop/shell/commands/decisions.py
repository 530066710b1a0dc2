"""vote, route: the rules of decisions without a window: passed or not, decided by whom."""

import argparse
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.shell.commands.context import Context, day_of

if TYPE_CHECKING:
    from qinglian_desktop.modules.decisions.rules import Delegation, Law, Match, Matter, Route

_KINDS = ("village", "community")


def add(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    vote = sub.add_parser(
        "vote",
        help="会议能不能表决、通过没有",
        epilog="例：qinglian vote representatives --on 2026-03-02 --due 33 --present 25"
        " --for 20 --against 3 --abstain 2",
    )
    vote.add_argument("body", metavar="BODY", help="表决规则的代号或者会议名称，例：村民代表会议")
    vote.add_argument("--on", help="开会日期（默认今天）")
    vote.add_argument("--kind", choices=_KINDS)
    vote.add_argument("--due", type=int, required=True, help="应到")
    vote.add_argument("--present", type=int, help="实到；不写就算会前要多少人")
    for name, text in (("for", "赞成"), ("against", "反对"), ("abstain", "弃权")):
        vote.add_argument(f"--{name}", type=int, default=0, dest=name, help=text)
    vote.add_argument("--members", type=int, help="全体成员（比应到多的时候）")
    vote.set_defaults(run=run_vote)
    route = sub.add_parser(
        "route",
        help="一件事由谁决定、走哪几步",
        epilog="例：qinglian route 集体鱼塘租给外村人 --on 2026-03-02 --collective yes",
    )
    route.add_argument("matter", metavar="MATTER", help="事项的说法，或者事项代号")
    route.add_argument("--on", help="哪一天（默认今天）")
    route.add_argument("--amount", help="金额，元")
    route.add_argument("--threshold", help="本单位的大额标准，元")
    route.add_argument("--kind", choices=_KINDS)
    route.add_argument("--collective", choices=("yes", "no"), help="有没有集体经济组织")
    for name, text in (
        ("group", "属于一个小组的"),
        ("group-collective", "这个小组有自己的集体经济组织"),
        ("outsiders", "给本集体以外的人或者单位"),
        ("charter-allows", "章程交给了成员代表大会"),
        ("canvassed", "逐户书面征求过意见"),
    ):
        route.add_argument(f"--{name}", action=argparse.BooleanOptionalAction, help=text)
    route.add_argument(
        "--delegated",
        action="append",
        default=[],
        metavar="M06:2026-01-01:2026-12-31",
        help="给代表会议的授权：类别:起:止，止可以不写",
    )
    for name in ("what", "whose", "reach"):
        route.add_argument(f"--{name}", help="认不出来时三个问题的回答")
    route.set_defaults(run=run_route)


def _law(args: argparse.Namespace, context: Context, said: str = "") -> tuple["Law", Any]:
    """The law of the day for this office (or the kind that was given), and its settings."""
    from qinglian_desktop.core.pack import Pack, in_force
    from qinglian_desktop.modules.decisions.rules import law_on
    from qinglian_desktop.store import packs
    from qinglian_desktop.store.unlocked import MAIN

    day = day_of(args.on) if args.on else clock.today()
    kind = args.kind or ("village" if "村" in said else "community" if "居" in said else "")
    if not args.kind and (context.home / MAIN).is_file():
        with context.book() as book:
            if not book.unit.is_street:
                found = law_on(book.pack, day, book.unit.kind)
                return found, book.setting("has_collective")
    kind = kind or "village"

    def pack_of(name: str, at: date) -> Pack:
        return in_force(packs.worded(name, kind), name, at, kind)

    return law_on(pack_of, day, kind), None


def run_vote(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.modules.decisions import rules

    law, _ = _law(args, context, args.body)
    rule = next((r for r in rules.rules_on(law) if args.body in (r.id, r.label)), None)
    if rule is None:
        known = "、".join(f"{r.id}（{r.label}）" for r in rules.rules_on(law))
        context.say(f"这一天的表决规则有：{known}", [r.id for r in rules.rules_on(law)])
        raise Refused(f"没有叫〔{args.body}〕的会议", "请从上面列出的里选一个")
    if args.present is None:
        need = rules.needs(rule, args.due, everyone=args.members)
        text = f"{rule.label}：{need.words}。依据：{rule.basis}"
        context.say(text, {"row": rule.id, "present": need.present, "yes": need.yes})
        return
    yes, no, abstain = getattr(args, "for"), args.against, args.abstain
    count = rules.Count(args.due, args.present, yes, no, abstain, args.members)
    verdict = rules.judge(rule, count)
    said = f"{rule.label}（{law.version}）：{verdict.words}"
    if rule.both_area:
        said += "。这里只按人数算了一次，还要按面积再算一次，两样都够才算通过"
    context.say(
        said,
        {
            "row": rule.id,
            "label": rule.label,
            "law": law.version,
            "pack": rule.pack,
            "quorate": verdict.quorate,
            "passed": verdict.passed,
            "heads_only": rule.both_area,
            "needs": {"present": verdict.needs.present, "yes": verdict.needs.yes},
            "predicate": rule.words,
            "source": rule.source,
            "basis": rule.basis,
            "unsure": rule.unsure,
            "words": verdict.words,
        },
    )


def run_route(args: argparse.Namespace, context: Context) -> None:
    from qinglian_desktop.modules.decisions import rules

    law, has_collective = _law(args, context, args.matter)
    match = rules.find(law, args.matter)
    row = _row(law, args, match)
    if row is None:
        _ask(law, match, context)
        return
    if args.collective:
        has_collective = args.collective == "yes"
    facts = rules.Facts(
        has_collective=has_collective,
        group_owned=_said(args.group, match.hints.group_owned or args.whose == "group"),
        group_collective=bool(args.group_collective),
        outsiders=_said(args.outsiders, match.hints.outsiders),
        charter_allows=bool(args.charter_allows),
        delegations=_delegations(args.delegated),
        amount=_fen(args.amount, "amount") if args.amount else match.hints.amount,
        threshold=_fen(args.threshold, "threshold") if args.threshold else None,
        canvassed=bool(args.canvassed),
    )
    found = rules.route(law, row.id, facts)
    context.say(_told(law, found), _data(law, found))


def _row(law: "Law", args: argparse.Namespace, match: "Match") -> "Matter | None":
    from qinglian_desktop.modules.decisions import rules

    exact = next((one for one in rules.matters(law) if one.id == args.matter), None)
    if exact is not None:
        return exact
    if match.sure:
        return match.rows[0]
    if args.what or args.whose or args.reach:
        return rules.answered(law, args.what or "", args.whose or "", args.reach or "")
    return None


def _said(given: bool | None, hint: bool) -> bool:
    return hint if given is None else given


def _fen(text: str, field: str) -> int:
    from qinglian_desktop.core.money import parse_yuan

    try:
        return parse_yuan(text)
    except ValueError as trouble:
        raise Refused(
            f"金额〔{text}〕看不懂：{trouble}", "写成 50000 或者 5万", field=field
        ) from None


def _delegations(texts: Sequence[str]) -> "tuple[Delegation, ...]":
    from qinglian_desktop.modules.decisions.rules import Delegation

    found = []
    for text in texts:
        codes, first, last = [*text.split(":"), "", ""][:3]
        if not (codes and first):
            raise Refused(f"授权〔{text}〕看不懂", "要写成 M06:2026-01-01:2026-12-31")
        until = day_of(last) if last else None
        found.append(Delegation(tuple(codes.split("+")), day_of(first), until))
    return tuple(found)


def _ask(law: "Law", match: "Match", context: Context) -> None:
    """Not sure: the candidates, or the three questions; nothing is guessed."""
    from qinglian_desktop.modules.decisions import rules

    asked = rules.questions(law)
    lines = ["认不准这是哪一类事，先答几个问题："]
    if match.rows:
        lines = ["像下面这几项，是哪一项？"]
        lines += [f"    {row.id}　{row.class_code} {row.label}" for row in match.rows]
    else:
        for question in asked:
            choices = "、".join(f"{value}（{words}）" for value, words in question.answers)
            lines.append(f"    --{question.id}　{question.text}{choices}")
    context.say(
        "\n".join(lines),
        {
            "path": rules.ASK,
            "candidates": [row.id for row in match.rows],
            "questions": [{"id": q.id, "text": q.text, "answers": dict(q.answers)} for q in asked],
        },
    )


def _told(law: "Law", found: "Route") -> str:
    lines = [f"{found.matter.label}（{found.class_code}）：{found.path}"]

    def line(label: str, text: str) -> None:
        if text:
            lines.append(f"{label}：{text}")

    line("谁决定", found.body_label)
    for choice in found.choices:
        allowed = "可以" if choice.allowed else "现在不行"
        line("    " + choice.label, "，".join(filter(None, (allowed, choice.why))))
    if found.row:
        line("表决", _rule(law, found.row, lambda rule: f"{rule.words}（{rule.basis}）"))
    if found.floor:
        line("同时要满足", _rule(law, found.floor, lambda rule: f"{rule.words}（{rule.basis}）"))
    line("步骤", " → ".join(found.steps))
    line("党组织先研究", found.party_study)
    line("批准和备案", "；".join(f"{a.when}{a.what}（{a.basis}）" for a in found.approvals))
    line("材料", "、".join(found.papers))
    line("依据", found.basis)
    line("按哪版规则", "、".join(found.versions))
    for note in found.notes:
        line("注意", note)
    for question in found.questions:
        line("先答", question)
    return "\n".join(lines)


def _rule(law: "Law", row: str, say: Callable[[Any], str]) -> str:
    from qinglian_desktop.modules.decisions.rules import rule_for

    return say(rule_for(law, row))


def _data(law: "Law", found: "Route") -> dict[str, Any]:
    return {
        "matter": found.matter.id,
        "label": found.matter.label,
        "class": found.class_code,
        "path": found.path,
        "body": found.body,
        "body_label": found.body_label,
        "row": found.row,
        "vote": _rule(law, found.row, lambda rule: rule.words) if found.row else "",
        "floor": found.floor,
        "choices": [choice._asdict() for choice in found.choices],
        "delegable": found.delegable,
        "delegation_needed": found.delegation_needed,
        "acting_for_collective": found.acting_for_collective,
        "party_study": found.party_study,
        "pre_review": found.pre_review,
        "emergency_allowed": found.emergency_allowed,
        "approvals": [one._asdict() for one in found.approvals],
        "papers": list(found.papers),
        "steps": list(found.steps),
        "decided_by": found.decided_by,
        "basis": found.basis,
        "source": found.matter.source,
        "notes": list(found.notes),
        "questions": list(found.questions),
        "versions": list(found.versions),
    }
