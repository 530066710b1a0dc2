"""The scores of a year counted a second time, from plain CSV files and nothing of the program.

Written from the words of the issued indicators, with sums over lists of dictionaries; every value
is the text of a cell, "" where nothing is said. Whoever changes how the program counts has to be
right twice.
"""

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from year.plain import (
    Files,
    attended,
    f,
    halves,
    kept,
    months,
    quarters,
    ratio,
    rounded,
)

ABOVE = ("街道督查", "纪工委下沉", "巡察", "审计", "上级系统预警")
_HUNG = ("已上墙", "已归档")
MOST = {
    "A01": "3", "A02": "3", "A03": "2", "A04": "2", "A05": "4", "A06": "2", "A07": "2",
    "B01": "5", "B02": "2", "B03": "4", "B04": "2", "B05": "2", "B06": "3", "B07": "2", "B08": "2",
    "C01": "4", "C02": "2", "C03": "3", "C04": "4", "C05": "3", "C06": "2",
    "D01": "3", "D02": "2", "D03": "4", "D04": "3", "D05": "2", "D06": "3", "D07": "3",
    "E01": "3", "E02": "2", "E03": "2", "E04": "2", "E05": "1",
    "F01": "5", "F02": "3", "F03": "2", "F04": "2",
}  # fmt: skip
OF_COLLECTIVES = ("A07", "B04", "B05", "B06", "C06")


def _a01(one: Files) -> Fraction:
    held = 0
    for kind in ("支委会", "主题党日"):  # no unit of the year has named a branch
        held += months(row["held_on"] for row in one.within("party_meeting", "held_on", kind=kind))
    for kind in ("支部党员大会", "党课"):
        rows = one.within("party_meeting", "held_on", kind=kind)
        held += quarters(row["held_on"] for row in rows)
    for kind in ("组织生活会", "民主评议党员"):
        held += bool(one.within("party_meeting", "held_on", kind=kind))
    exact = 3 * ratio(held, 2 * 12 + 2 * 4 + 2)
    return Fraction(int(exact * 10 + Fraction(1, 2)), 10)  # the issue says 保留1位小数


def _a02(one: Files) -> Fraction:
    clean = [
        row["held_on"] for row in one.within("party_meeting", "held_on")
        if row["subject"] == "清廉村居" or "清廉村居" in row["topic"]
    ]  # fmt: skip
    logged = {row["month"] for row in one.rows("duty_log") if row["month"][:4] == str(one.year)}
    return halves(clean) + max(1 - f("0.2") * (12 - len(logged)), Fraction(0))


def _a03(one: Files) -> Fraction:
    held = quarters(row["held_on"] for row in one.within("joint_meeting", "held_on"))
    projects = [
        row for row in one.within("joint_item", "due_on", list="项目") if row["status"] != "不办了"
    ]
    return max(1 - f("0.25") * (4 - held), Fraction(0)) + (kept(projects, "due_on", "done_on") or 0)


def _a04(one: Files) -> Fraction:
    members = [row for row in one.rows("check_in") if row["year"] == str(one.year)]
    served = {row["check_in_id"] for row in one.within("service_log", "served_on")}
    told = [row for row in members if row["id"] in served and "" < row["feedback_on"] <= one.last]
    return ratio(sum(bool(row["post"]) for row in members) + len(told), len(members))


def _a07(one: Files) -> Fraction:
    heard = [row for row in one.rows("collective_report") if "" < row["heard_on"] <= one.last]
    halves_of = {row["period"] for row in heard if row["kind"] == "半年汇报"}
    covered = 2 * len(halves_of & {f"{one.year}H1", f"{one.year}H2"})
    reviewed = any(
        row["kind"] in ("理事会述职", "监事会述职") and row["period"][:4] == str(one.year)
        for row in heard
    )
    return covered * f("0.3") + (f("0.8") if reviewed else 0)


def _b01(one: Files) -> Fraction:
    whole, judged = 0, 0
    for matter in one.within("matter", "opened_on"):
        if matter["path"] not in ("完整", "简易") or matter["state"] == "已终止":
            continue
        if matter["state"] == "办理中" and not "" < matter["planned_on"] <= one.last:
            continue
        judged += 1
        wanted = ["商议", "决议公开", "结果公开"]
        if matter["path"] == "完整":
            review = ["预审"] if matter["pre_review"] == "1" else []
            wanted = ["提议", "商议", *review, "审议", "决议", "决议公开", "结果公开"]
        days = {
            step["gate"]: step["held_on"] for step in one.rows("matter_step")
            if step["matter_id"] == matter["id"] and step["result"] in ("通过", "已办")
        }  # fmt: skip
        held = [days.get(gate, "") for gate in wanted]
        whole += all(held) and held == sorted(held)
    let = [
        row for row in one.within("contract", "signed_on")
        if row["kind"] in ("资源发包", "物业出租", "资产参股")
        and row["flow"] == "我方收款" and not row["matter_id"]
    ]  # fmt: skip
    return 5 * ratio(whole, judged) - len(let)


def _b02(one: Files) -> Fraction:
    posted = {
        row["id"]: row["posted_on"] for row in one.within("notice", "posted_on")
        if row["state"] in _HUNG
    }  # fmt: skip
    plans = [row for row in one.rows("disclosure_plan") if row["year"] == str(one.year)]
    days = sorted(posted[row["notice_id"]] for row in plans if row["notice_id"] in posted)
    if not days:
        return Fraction(0)
    return Fraction(2 if days[0] <= f"{one.year}-03-31" else 1)


def _b03(one: Files) -> Fraction:
    posted = {
        row["id"]: row["posted_on"] for row in one.within("notice", "posted_on")
        if row["state"] in _HUNG
    }  # fmt: skip
    owed = [row for row in one.within("planned_posting", "due_on") if row["state"] != "不适用"]
    good = sum(posted.get(row["notice_id"], "9999") <= row["due_on"] for row in owed)
    return 4 * ratio(good, len(owed))


def _b04(one: Files) -> Fraction:
    both = {"委员会", "集体经济组织"}
    months_of = [row for row in one.rows("book_month") if row["month"][:4] == str(one.year)]
    found = (one.rows("bank_account"), months_of, one.rows("receipt_book"))
    return f("0.5") * sum({row["book"] for row in rows} >= both for rows in found)


def _b05(one: Files) -> Fraction:
    counted = [row for row in one.rows("inventory") if row["year"] == str(one.year)]
    worth = {"counted_on": "0.8", "posted_on": "0.6", "ledgers_on": "0.6"}
    return sum(
        (f(points) for name, points in worth.items()
         if any("" < row[name] <= one.last for row in counted)),
        Fraction(0),
    )  # fmt: skip


def _b06(one: Files) -> Fraction:
    good, running = 0, 0
    for row in one.rows("contract"):
        ended = row["ended_on"] or ("" if row["open_ended"] == "1" else row["end_on"]) or "9999"
        if ended < one.first or row["start_on"] > one.last:
            continue
        running += 1
        priced = row["rent_fen"] or row["total_fen"]
        until = row["end_on"] or row["open_ended"] == "1"
        told = row["party"] and row["start_on"] and row["files"] not in ("", "[]")
        good += bool(told and priced and until and not _behind(one, row["id"]))
    return 3 * ratio(good, running)


def _behind(one: Files, contract: str) -> bool:
    """Owes something that was due before the last day, and nobody has asked for it in the year."""
    due = sum(
        int(row["amount_fen"]) for row in one.rows("rent_due")
        if row["contract_id"] == contract and row["due_on"] < one.last
    )  # fmt: skip
    paid = sum(
        int(row["amount_fen"]) for row in one.rows("rent_receipt")
        if row["contract_id"] == contract and row["paid_on"] <= one.last
    )  # fmt: skip
    asked = [r for r in one.within("rent_demand", "served_on") if r["contract_id"] == contract]
    return due > paid and not asked


def _b08(one: Files) -> Fraction:
    lists: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for row in one.rows("benefit_line"):
        if row["period"][:4] == str(one.year):
            fine = row["state"] in ("没有问题", "已核实") and bool(row["notice_id"])
            lists[row["programme"], row["period"]].append(fine)
    return 2 * ratio(sum(all(fine) for fine in lists.values()), len(lists))


def _c01(one: Files) -> Fraction:
    held = months(row["held_on"] for row in one.within("supervision_meeting", "held_on"))
    told = [row for row in one.rows("supervision_report") if row["year"] == str(one.year)]
    return (
        max(2 - f("0.2") * (12 - held), Fraction(0))
        + attended(one.within("supervision_attendance", "held_on"))
        + bool(told)
    )


def _c02(one: Files) -> Fraction:
    sent = {
        row["month"] for row in one.rows("monitor_log")
        if row["month"][:4] == str(one.year) and "" < row["sent_on"] <= one.last
    }  # fmt: skip
    return 2 * ratio(len(sent), 12)


def _c03(one: Files) -> Fraction:
    people = [
        row for row in one.rows("key_person")
        if row["from_on"] <= one.last and (row["until_on"] or "9999") >= one.last
    ]  # fmt: skip
    listed = [row for row in people if row["authority"] and "" < row["listed_on"] <= one.last]
    talks = halves(row["held_on"] for row in one.within("key_person_talk", "held_on"))
    signed: dict[str, set[str]] = defaultdict(set)
    for row in one.rows("approval_sign"):
        signed[row["approval_id"]].add(row["name"])
    slips = [row for row in one.within("approval", "asked_on") if row["entry_id"]]
    two = sum(len(signed[row["id"]]) >= 2 for row in slips)
    reviewed = [
        row for row in one.within("party_meeting", "held_on")
        if row["kind"] == "述职述廉" or "述职" in row["topic"]
    ]  # fmt: skip
    return (
        f("0.6") * ratio(len(listed), len(people)) + f("0.4") * talks
        + f("0.8") * ratio(two, len(slips)) + (f("0.8") if reviewed else 0)
    )  # fmt: skip


def _c04(one: Files) -> Fraction:
    above = [row for row in one.within("problem", "due_on") if row["source"] in ABOVE]
    return 4 * (kept(above, "due_on", "closed_on") or Fraction(0))


def _c05(one: Files) -> Fraction:
    planned = [row for row in one.rows("special_plan") if row["year"] == str(one.year)]
    looked = {row["quarter"] for row in one.rows("special_check")}
    looked &= {f"{one.year}Q{number}" for number in range(1, 5)}
    share = kept(one.within("problem", "due_on", plan_item="（七）"), "due_on", "closed_on")
    if share is None:
        share = Fraction(bool(planned or looked))
    return bool(planned) + ratio(len(looked), 4) + share


def _c06(one: Files) -> Fraction:
    audits = one.within("audit", "due_on")
    done = sum("" < row["published_on"] <= one.last for row in audits)
    put_right = kept(one.within("finding", "due_on"), "due_on", "closed_on")
    audited = ratio(done, len(audits)) if audits else Fraction(1)
    return f("1.2") * audited + f("0.8") * (1 if put_right is None else put_right)


def _d01(one: Files) -> Fraction:
    roles: dict[str, set[str]] = defaultdict(set)
    for row in one.rows("grid_staff"):
        if row["from_on"] <= one.last <= (row["until_on"] or "9999"):
            roles[row["grid_id"]].add(row["role"])
    grids = one.rows("grid")
    whole = [g for g in grids if "网格长" in roles[g["id"]] and roles[g["id"]] & {"专职", "兼职"}]
    homes = {row["number"] for row in one.rows("household")}
    seen = {row["household_no"] for row in one.within("grid_visit", "visited_on")} & homes
    share = kept(one.within("grid_event", "due_on"), "due_on", "closed_on")
    events = Fraction(bool(grids)) if share is None else share
    return ratio(len(whole), len(grids)) + ratio(len(seen), len(homes)) + events


def _d05(one: Files) -> Fraction:
    held = [
        row for row in one.rows("covenant")
        if (row["effective_on"] or row["meeting_on"]) <= one.last
        and (row["until_on"] or "9999") >= one.last
    ]  # fmt: skip
    points = Fraction(0)
    if held:
        now = max(held, key=lambda row: row["effective_on"] or row["meeting_on"])
        legal = now["review"] in ("合法", "修改后合法")
        points += f("0.5") * (legal and "" < now["reviewed_on"] <= one.last)
        points += f("0.5") * ("" < now["meeting_on"] <= one.last)
        points += f("0.5") * ("" < now["filed_on"] <= one.last)
    checked = {row["half"] for row in one.rows("covenant_check")}
    return points + f("0.25") * len(checked & {f"{one.year}H1", f"{one.year}H2"})


def _d06(one: Files) -> Fraction:
    people = {row["council_id"] for row in one.rows("council_member")}
    whole = {
        row["kind"] for row in one.rows("council")
        if row["elected_on"] <= one.last <= (row["until_on"] or "9999")
        and (row["charter"] or row["chartered_on"]) and row["id"] in people
    }  # fmt: skip
    met = quarters(row["held_on"] for row in one.within("review_meeting", "held_on"))
    events = one.within("event_report", "event_on")
    told = [row for row in events if "" < row["reported_on"] <= one.last]
    own = [row for row in events if row["is_party_member"] == "1" or row["is_cadre"] == "1"]
    anything = bool(one.rows("council") or met)
    share = ratio(len(told), len(events)) if events else Fraction(anything)
    all_own = all(row in told for row in own) and (bool(own) or anything or bool(events))
    return (
        f("0.5") * (whole >= {"红白理事会", "道德评议会"}) + ratio(met, 4) + share
        + f("0.5") * all_own
    )  # fmt: skip


def _d07(one: Files) -> Fraction:
    looked = [
        row for row in one.rows("environment_inspection") if row["month"][:4] == str(one.year)
    ]
    # A score is kept in thousandths of a point.
    mean = ratio(sum(int(row["score"]) for row in looked), 1000 * len(looked))
    share = kept(one.within("environment_issue", "due_on"), "due_on", "closed_on")
    issues = Fraction(bool(looked)) if share is None else share
    return ratio(len({row["month"] for row in looked}), 12) + mean / 100 + issues


def _e01(one: Files) -> Fraction:
    rows = [r for r in one.within("training", "held_on") if r["kind"] in ("廉政", "警示")]
    return f("0.5") * quarters(row["held_on"] for row in rows) + attended(rows)


def _e02(one: Files) -> Fraction:
    rows = one.within("training", "held_on", kind="财务")
    return f("0.6") * halves(row["held_on"] for row in rows) + f("0.8") * attended(rows)


def _e03(one: Files) -> Fraction:
    held = halves(row["held_on"] for row in one.within("culture_activity", "held_on"))
    return f("0.5") * held


def _f01(one: Files) -> Fraction:
    rows = one.within("survey_result", "surveyed_on")
    valid = sum(int(row["valid"] or 0) for row in rows)
    wanted = max(sum(int(row["sample_planned"] or 0) for row in rows), 30)
    known = valid - sum(int(row["unknown"] or 0) for row in rows)
    if not rows or known <= 0 or valid < wanted:
        return Fraction(0)
    good = sum(int(row["satisfied"] or 0) + int(row["fairly"] or 0) for row in rows)
    rate = ratio(100 * good, known)
    return Fraction(next((p for at, p in ((95, 5), (90, 4), (85, 3), (80, 2)) if rate >= at), 0))


def _f03(one: Files) -> Fraction:
    return 2 * (kept(one.within("promise", "due_on"), "due_on", "closed_on") or Fraction(0))


COUNTED: dict[str, Callable[[Files], Fraction]] = {
    "A01": _a01, "A02": _a02, "A03": _a03, "A04": _a04, "A07": _a07, "B01": _b01, "B02": _b02,
    "B03": _b03, "B04": _b04, "B05": _b05, "B06": _b06, "B08": _b08, "C01": _c01, "C02": _c02,
    "C03": _c03, "C04": _c04, "C05": _c05, "C06": _c06, "D01": _d01, "D05": _d05, "D06": _d06,
    "D07": _d07, "E01": _e01, "E02": _e02, "E03": _e03, "F01": _f01, "F03": _f03,
}  # fmt: skip


def applies(one: Files) -> dict[str, bool]:
    collective = any(row["kind"] == "集体经济组织" for row in one.rows("body"))
    return {name: collective or name not in OF_COLLECTIVES for name in MOST}


def suggested(one: Files) -> dict[str, Decimal]:
    """Every indicator; 0 where only people can judge and where it does not apply."""
    there = applies(one)
    found = {}
    for name, most in MOST.items():
        count = COUNTED.get(name)
        points = max(count(one), Fraction(0)) if count and there[name] else Fraction(0)
        found[name] = min(rounded(points), Decimal(most))
    return found
