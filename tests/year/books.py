"""What a unit posts, decides, signs and lets in the year, and the bonus it claims."""

from datetime import date, timedelta
from functools import partial

from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.funds import actions as funds
from year.doing import YEAR, Paper, Ref, Year, last_of

MARCH = Period.parse(f"{YEAR}-03")


def posted(year: Year) -> None:
    """The catalogue of the year and what it asks for, on the wall in time, late or not."""
    on = date(YEAR, 3, 20) if year.done() else date(YEAR, 4, 20)
    hung = year.put(on, "notice", number="目-01", kind="一般公开", title="年度目录",
                    posted_on=on, state="已上墙")  # fmt: skip
    year.put(on, "disclosure_plan", year=YEAR, prepared_by="周文书", prepared_on=date(YEAR, 2, 1),
             state="已生效", notice_id=Ref(hung) if year.done() else None)  # fmt: skip
    for number in range(9):
        due = date(YEAR, number + 2, 15)
        posted = due + timedelta(days=-5 if year.done() else 6)
        notice = year.put(posted, "notice", number=f"告-{number}", kind="一般公开",
                          title="收支公开", posted_on=posted,
                          state="已归档" if year.done() else "公示不足")  # fmt: skip
        year.put(posted, "planned_posting", year=YEAR, code=f"F{number:02d}", category="财务",
                 item="收支", period=f"{YEAR}Q{number // 3 + 2}", due_on=due,
                 state="不适用" if number == 8 else "已公开",
                 notice_id=Ref(notice) if year.done() else None)  # fmt: skip


def decided(year: Year) -> None:
    """Matters through their gates, one after the other; now and then a gate is left out."""
    gates = ("提议", "商议", "审议", "决议", "决议公开", "结果公开")
    for number in range(4):
        opened = date(YEAR, 2 * number + 1, 14)
        matter = year.put(opened, "matter", f"matter:{number}", number=f"{YEAR}-{number:03d}",
                          title="添置应急物资", matter_class="M13 其他", origin="干部提出",
                          opened_on=opened, path="简易" if number == 3 else "完整",
                          planned_on=date(YEAR + (number == 2), 2 + number, 28),
                          state="办理中" if number == 2 else "已归档")  # fmt: skip
        skipped = number and not year.done()
        for place, gate in enumerate(gates):
            if number == 3 and gate in ("提议", "审议", "决议"):
                continue
            if skipped and gate == "结果公开":
                continue
            day = opened + timedelta(days=7 * place)
            if number == 1 and gate == "审议" and not year.done():
                day = opened  # held before what comes ahead of it
            year.put(max(day, opened), "matter_step", matter_id=Ref(matter), gate=gate,
                     held_on=day, result="已办" if "公开" in gate else "通过")  # fmt: skip


def benefits(year: Year) -> None:
    for name in ("耕地补贴", "高龄津贴", "临时救助"):
        on = date(YEAR, 9, 12)
        hung = year.put(on, "notice", number=f"补-{name}", kind="一般公开", title=name,
                        posted_on=on, state="已归档")  # fmt: skip
        for row in range(3):
            year.put(on, "benefit_line", programme=name, period=f"{YEAR}", row_no=row + 1,
                     name="钱七", amount_fen=100_000, notice_id=Ref(hung),
                     state="没有问题" if year.done() else "待核实")  # fmt: skip


def signed(year: Year) -> None:
    """Payments with their slips; one has a single signature, one no payment."""
    for number in range(5):
        on = date(YEAR, 2 * number + 2, 6)
        entry = year.put(
            on,
            "entry",
            book="委员会",
            day=on,
            direction="支出",
            summary="办公用品",
            purpose="办公费",
            counterparty="某文具店",
            amount_fen=30_000 + number,
            voucher_no=f"{number:04d}",
            handler="周文书",
            approver="郑主任",
        )
        slip = year.put(on, "approval", book="委员会", asked_on=on, reason="买办公用品",
                        payee="某文具店", amount_fen=30_000 + number, number=f"{YEAR}-{number:03d}",
                        entry_id=Ref(entry) if number != 3 else None)  # fmt: skip
        for who in ("郑主任", "吴监督"):
            if who == "郑主任" or year.done():
                year.put(on, "approval_sign", approval_id=Ref(slip), step="审批", box="签字",
                         name=who, signed_on=on)  # fmt: skip


def collective(year: Year) -> None:
    year.add(date(YEAR, 1, 7), "body", name=f"{year.profile.name}股份经济合作社",
             kind="集体经济组织", seats=5)  # fmt: skip
    for half in (1, 2):
        if year.done():
            on = last_of(6 * half) if half == 2 else date(YEAR, 7, 20)
            year.add(on, "collective_report", kind="半年汇报", period=f"{YEAR}H{half}",
                     body="收支情况", heard_by="党委会", heard_on=on)  # fmt: skip
    if year.done():
        on = date(YEAR, 12, 31)
        year.add(on, "collective_report", kind="理事会述职", period=f"{YEAR}", body="述职",
                 heard_by="党委会", heard_on=on)  # fmt: skip
    for number in range(3):
        due = date(YEAR, 3 * number + 4, 25)
        name = year.add(date(YEAR, 2, 3), "audit", kind="专项审计", subject="合作社", is_person=0,
                        due_on=due, auditor="街道审计小组")  # fmt: skip
        if year.done():
            year.change(
                due - timedelta(days=40),
                "audit",
                name,
                noticed_on=due - timedelta(days=45),
                opened_on=due - timedelta(days=40),
            )
            year.change(
                due - timedelta(days=3),
                "audit",
                name,
                reported_on=due - timedelta(days=15),
                report_no="通街审〔1〕号",
                opinion="基本合规",
                published_on=due - timedelta(days=3),
            )
        for place in range(2):
            by = due + timedelta(days=30 * place)
            found = year.add(due - timedelta(days=20), "finding", audit_id=Ref(name),
                             issue="A10 票据不规范", content="收据当发票", due_on=by)  # fmt: skip
            year.change(
                by - timedelta(days=12),
                "finding",
                found,
                measures="补开发票",
                begun_on=by - timedelta(days=12),
                submitted_on=by - timedelta(days=12),
            )
            year.closing("finding", found, by, closed_by="街道审计小组",
                         evidence=Paper("发票"))  # fmt: skip

    _own_books(year)
    _let(year)


def _own_books(year: Year) -> None:
    """Accounts, receipts and months of both books; the count of what the collective owns."""
    start = date(YEAR, 1, 9)
    for book in ("委员会", "集体经济组织"):
        if year.done():
            year.put(start, "bank_account", book=book, holder=book, bank="农商行",
                     number=f"5001 {len(book)}", account="10201")  # fmt: skip
        if year.done():
            year.put(start, "receipt_book", book=book, first_no="001", last_no="050",
                     received_on=start)  # fmt: skip
        if year.done():
            year.on(date(YEAR, 4, 8), partial(funds.close_month, year.book, book, MARCH))
    days = {"counted_on": date(YEAR, 11, 12), "posted_on": date(YEAR, 12, 3),
            "ledgers_on": date(YEAR, 12, 28)}  # fmt: skip
    done = {name: on for name, on in days.items() if year.done()}
    year.put(date(YEAR, 12, 30), "inventory", year=YEAR, **done)


def _let(year: Year) -> None:
    """Contracts of the collective: some behind, some without what they must say, one old one."""
    for number in range(5):
        start = date(YEAR - 1 + number % 2, 2 + number, 1)
        on = date(YEAR, 1, 20)
        name = year.put(
            on, "contract", number=f"{YEAR}-{number:03d}", title=f"{number}号门面",
            kind="物业出租", party="某某超市" if year.done() else "", signed_on=start,
            start_on=start, end_on=date(YEAR + 2, 1, 31), rent_fen=1_200_000,
            matter_id=Ref("matter:0") if number else None,
            files=Paper("合同") if year.done() else None,
        )  # fmt: skip
        due = year.put(date(YEAR, 7, 1), "rent_due", contract_id=Ref(name), seq=1, due_on=due_day,
                       from_on=start, until_on=due_day, amount_fen=600_000) if (
                           due_day := date(YEAR, 7 + number, 1)) else ""  # fmt: skip
        if year.done():
            paid = due_day + timedelta(days=10)
            year.put(paid, "rent_receipt", contract_id=Ref(name), due_id=Ref(due), paid_on=paid,
                     amount_fen=600_000 if year.done() else 250_000)  # fmt: skip
        elif year.done():
            on = date(YEAR, 12, 10)
            year.put(on, "rent_demand", contract_id=Ref(name), amount_fen=600_000, served_on=on,
                     received_by="某某超市")  # fmt: skip
    year.put(date(YEAR, 1, 13), "contract", number="旧-1", title="旧门面", kind="物业出租",
             party="某某商店", signed_on=date(YEAR - 4, 1, 1), start_on=date(YEAR - 4, 1, 1),
             end_on=date(YEAR - 1, 12, 31), rent_fen=100_000)  # fmt: skip


def claims(year: Year) -> None:
    for number, one in enumerate(year.profile.claims):
        on = date(YEAR, 6, 1 + number)
        year.add(
            on,
            "bonus_claim",
            year=YEAR,
            article=one.article,
            what=one.what,
            level=one.level or None,
            happened_on=on,
            document_no=f"通惠〔{number}〕",
        )


def afterwards(year: Year) -> None:
    """What nobody may count: entered or changed when the year was over."""
    on = date(YEAR + 1, 1, 4)
    year.add(on, "supervision_meeting", held_on=date(YEAR, 12, 30), expected=5, present=5)
    year.add(on, "training", kind="廉政", title="补课", held_on=date(YEAR, 12, 29), expected=10,
             present=10)  # fmt: skip
    year.add(date(YEAR, 12, 1), "promise", "late promise", what="补的承诺",
             promised_on=date(YEAR, 12, 1), due_on=date(YEAR, 12, 20))  # fmt: skip
    year.change(on, "promise", "late promise", closed_on=date(YEAR, 12, 19))
    year.add(date(YEAR, 12, 2), "event_report", "late event", kind="丧事", host="周七",
             event_on=date(YEAR, 12, 2), reported_on=date(YEAR, 12, 1))  # fmt: skip
    year.drop(on, "event_report", "late event")
