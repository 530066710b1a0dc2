"""Audits: their clocks by law, what a report settles for good, what is put right by when."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from office import make_book, make_posts
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import as_text
from qinglian_desktop.core.kinds import FILES
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules import catalog, saving
from qinglian_desktop.modules.audits import actions, papers, reads
from qinglian_desktop.modules.audits import due as asking
from qinglian_desktop.modules.audits.records import CLOSED, LEAVING, REPORTED, SPECIAL, Audit
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.store.book import Book

TODAY = date(2026, 11, 24)


def audit(book: Book, **facts: Any) -> str:
    draft = {"kind": SPECIAL, "subject": "郑建国", **facts}
    return str(actions.save_audit(book, None, draft).result)


def reported(book: Book, **facts: Any) -> str:
    days = {"noticed_on": "2026-08-03", "opened_on": "2026-08-10", "drafted_on": "2026-09-01",
            "reported_on": "2026-09-18", "opinion": "财务收支基本合规。"}  # fmt: skip
    return audit(book, **{**days, **facts})


def finding(book: Book, audit_id: str, **facts: Any) -> str:
    draft = {"audit_id": audit_id, "issue": "A01 白条入账", "content": "2 笔支出没有发票", **facts}
    return str(actions.save_finding(book, None, draft).result)


def row(book: Book, table: str, row_id: str) -> dict[str, Any]:
    found = book.row(table, row_id)
    assert found is not None
    return found


def subjects(book: Book, day: date = TODAY) -> list[str]:
    return [line.subject for line in asking.due(book, day)]


def test_who_leaves_early_is_audited_within_thirty_days_and_the_day_has_its_reason(
    book: Book,
) -> None:
    one = row(book, "audit", audit(book, kind=LEAVING, term_until="2026-10-30", left_early=1))
    assert one["due_on"] == "2026-11-30"  # the 29th is a Sunday
    why = Audit.fields["due_why"].kind.show(one["due_why"])
    assert "离任后 30 天内公布审计结果" in why and "第37条" in why and "顺延到" in why
    (line,) = [line for line in asking.due(book, TODAY) if line.row_id == one["id"]]
    assert line.due_on == date(2026, 11, 30) and "审计结果还没公布" in line.subject


def test_at_the_end_of_a_term_the_result_comes_three_days_before_the_election(book: Book) -> None:
    row_id = audit(book, kind=LEAVING, term_until="2026-12-31", election_on="2026-12-16")
    assert row(book, "audit", row_id)["due_on"] == "2026-12-11"  # the 13th is a Sunday: earlier


def test_who_was_asked_for_begins_within_twenty_days(book: Book) -> None:
    row_id = audit(book, kind="群众要求审计", requested_on="2026-11-02")
    assert row(book, "audit", row_id)["start_by"] == "2026-11-23"
    assert any("还没开始审计" in said for said in subjects(book))
    actions.save_audit(book, row_id, {"opened_on": "2026-11-20"})
    assert not any("还没开始审计" in said for said in subjects(book))


def test_numbers_run_through_and_post_and_term_come_from_the_register(book: Book) -> None:
    make_posts(book, "郑建国", body="居委会", kind="委员会", from_on=date(2021, 3, 1))
    one = row(book, "audit", audit(book, kind=LEAVING))
    two = row(book, "audit", audit(book))
    assert (one["number"], two["number"]) == ("2026-01", "2026-02")
    assert (one["post"], one["term_from"]) == ("委员", "2021-03-01")
    assert two["post"] is None


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"opened_on": "2026-11-25"}, "opened_on"),
        ({"noticed_on": "2026-11-20", "opened_on": "2026-11-19"}, "opened_on"),
        ({"term_from": "2026-02-01", "term_until": "2026-01-01"}, "term_until"),
        ({"reported_on": "2026-11-01"}, "opinion"),
    ],
)
def test_days_that_cannot_be_are_refused_at_their_field(
    book: Book, facts: dict[str, str], field: str
) -> None:
    with pytest.raises(Refused) as caught:
        audit(book, **facts)
    assert caught.value.field == field and caught.value.code.startswith("QL-SZ-27")


def test_what_is_reported_stands_and_is_not_dropped(book: Book) -> None:
    audit_id = audit(book)
    finding_id = finding(book, audit_id, content="先记着")
    actions.save_finding(book, finding_id, {"content": "2 笔支出没有发票"})
    actions.save_audit(book, audit_id, {"reported_on": "2026-11-20", "opinion": "有问题。"})
    assert row(book, "audit", audit_id)["state"] == REPORTED
    assert row(book, "finding", finding_id)["due_on"] == "2027-01-19"  # 60 days, own default
    for act, given in (
        (actions.save_audit, (audit_id, {"opinion": "没有问题。", "subject": "别人"})),
        (actions.save_finding, (finding_id, {"content": "没有这回事"})),
        (actions.save_finding, (finding_id, {"amount_fen": 1})),
        (actions.drop_audit, (audit_id,)),
        (actions.drop_finding, (finding_id,)),
        (saving.dropper("finding"), (finding_id,)),
    ):
        with pytest.raises(Refused, match="审计报告已经出了"):
            act(book, *given)
    actions.save_finding(book, finding_id, {"measures": "补开发票"})
    assert row(book, "finding", finding_id)["state"] == "整改中"


def test_an_unreported_audit_goes_with_its_findings_in_one_step(book: Book) -> None:
    audit_id = audit(book)
    finding_id = finding(book, audit_id)
    step = actions.drop_audit(book, audit_id).step
    assert row(book, "finding", finding_id)["deleted"] == 1
    book.undo(step)
    assert row(book, "finding", finding_id)["deleted"] == 0


def test_a_finding_is_closed_only_when_it_was_put_right_and_proved(book: Book) -> None:
    finding_id = finding(book, reported(book))
    said = []
    for draft in (
        {"closed_on": "2026-11-20"},
        {"submitted_on": "2026-11-10"},
        {"submitted_on": "2026-11-10", "measures": "已补发票", "closed_on": "2026-11-20"},
    ):
        with pytest.raises(Refused) as caught:
            actions.save_finding(book, finding_id, draft)
        said.append(caught.value.code)
    assert said == ["QL-SZ-277", "QL-SZ-276", "QL-SZ-278"]
    proof = FILES.dump((book.files.add(b"%PDF-1.4 proof"),))
    done = {"submitted_on": "2026-11-10", "measures": "已补发票", "evidence": proof,
            "closed_on": "2026-11-20", "closed_by": "街道财政所"}  # fmt: skip
    actions.save_finding(book, finding_id, done)
    assert row(book, "finding", finding_id)["state"] == CLOSED
    with pytest.raises(Refused, match="已经销号"):
        actions.save_finding(book, finding_id, {"measures": "另写"})


def test_what_is_not_put_right_in_time_and_what_comes_again_is_in_today(book: Book) -> None:
    first = reported(book, noticed_on=None, opened_on=None, drafted_on=None,
                     reported_on="2025-10-10")  # fmt: skip
    old = finding(book, first, due_on="2025-12-10")
    again = finding(book, reported(book), due_on="2027-01-05")
    assert reads.repeated(book) == {again: 2}
    said = subjects(book)
    assert any("“白条入账”整改逾期 349 天" in one for one in said)
    assert any("“白条入账”两年内第 2 次查出" in one for one in said)
    actions.save_finding(book, old, {"measures": "补齐", "submitted_on": "2026-11-20"})
    assert not any("逾期" in one for one in subjects(book))


def test_who_left_without_an_audit_is_named_by_the_law_of_the_place(book: Book) -> None:
    with book.change("登记任职") as change:
        for body, kind in (("居委会", "委员会"), ("理事会", "集体经济组织理事会")):
            change.add(book.tables["body"], {"name": body, "kind": kind})
        for name, body, title in (
            ("郑建国", "理事会", "理事长"), ("吴芳", "居委会", "委员"), ("周强", "居委会", "主任")
        ):  # fmt: skip
            change.add(
                book.tables["post"],
                {"body": body, "person_name": name, "title": title, "from_on": "2024-01-01",
                 "until_on": "2026-10-31"},
            )  # fmt: skip
    said = [one for one in subjects(book) if "还没做离任审计" in one]
    assert len(said) == 2 and not any("吴芳" in one for one in said)  # of a community only the head
    audit(book, kind=LEAVING, subject="周强", term_until="2026-10-31", left_early=1)
    assert len([one for one in subjects(book) if "还没做离任审计" in one]) == 1


def test_the_result_and_the_rectifying_become_drafts_for_the_board(book: Book) -> None:
    audit_id = reported(book, post="理事长", auditor="正信会计所",
                        period_from="2025-01-01", period_until="2025-12-31")  # fmt: skip
    finding(book, audit_id, amount_fen=238_000, measures="补发票", responsible="吴芳")
    number = actions.publish(book, audit_id).result
    notice = book.find(Notice, number=number)
    assert notice is not None and notice["state"] == "草稿"
    assert row(book, "audit", audit_id)["notice_id"] == notice["id"]
    with pytest.raises(Refused, match="已经编了"):
        actions.publish(book, audit_id)
    assert book.find(Notice, number=actions.publish_rectified(book, audit_id).result)
    with pytest.raises(Refused, match="还没出"):
        actions.publish(book, audit(book))


def test_the_papers_say_what_they_must(book: Book) -> None:
    audit_id = reported(book, post="理事长", auditor="正信会计所", organiser="通惠街道办事处")
    finding(book, audit_id, amount_fen=238_000, responsible="吴芳", due_on="2026-10-10",
            basis="《会计法》第14条")  # fmt: skip
    texts = {n: "\n".join(as_text(actions.audit_paper(book, audit_id, n))) for n in papers.PAPERS}
    assert "自2026年8月10日起" in texts[papers.NOTICE]
    assert "进场 3 天前" in texts[papers.NOTICE]
    assert "债权债务" in texts[papers.NOTICE]
    assert "2 笔支出没有发票 涉及金额 ¥2,380.00（贰仟叁佰捌拾元整）" in texts[papers.EVIDENCE]
    assert "2026年9月11日前写出书面意见" in texts[papers.DRAFT]
    listed = texts[papers.RECTIFY]
    assert "2,380.00\t吴芳\t2026年10月10日" in listed and "待整改（逾期）" in listed
    with pytest.raises(Refused, match="还没登记问题"):
        actions.audit_paper(book, audit(book), papers.RECTIFY)


def test_undo_takes_an_audit_back_and_the_day_moves_with_its_facts(book: Book) -> None:
    row_id = audit(book, kind=LEAVING, term_until="2026-10-30", left_early=1)
    step = actions.save_audit(book, row_id, {"term_until": "2026-11-09"}).step
    assert row(book, "audit", row_id)["due_on"] == "2026-12-09"
    book.undo(step)
    assert row(book, "audit", row_id)["due_on"] == "2026-11-30"


def test_the_street_is_asked_for_nothing(tmp_path: Any) -> None:
    from office import make_book

    with clock.fixed(TODAY), make_book(tmp_path, "street") as street:
        assert asking.due(street, TODAY + timedelta(days=1)) == []
        assert not [one for one in catalog.due_today(street, TODAY) if one.module == "audits"]


def test_a_wrong_day_of_the_report_is_put_right_or_taken_back_but_never_emptied(book: Book) -> None:
    audit_id = audit(book)
    step = actions.save_audit(book, audit_id, {"reported_on": "2026-11-20", "opinion": "好。"}).step
    actions.save_audit(book, audit_id, {"reported_on": "2026-11-19"})
    assert row(book, "audit", audit_id)["publish_by"] == "2026-11-30"
    with pytest.raises(Refused, match="审计报告已经出了"):
        actions.save_audit(book, audit_id, {"reported_on": None})
    book.undo(step + 1)
    book.undo(step)
    assert row(book, "audit", audit_id)["state"] == "计划"
    actions.drop_audit(book, audit_id)


def _all_leave(book: Book) -> None:
    for name, kind in (
        ("居委会", "委员会"),
        ("监委会", "务监督委员会"),
        ("理事会", "集体经济组织理事会"),
    ):
        _add(book, "body", name=name, kind=kind)
    for name, title, body in (
        ("甲一", "主任", "居委会"), ("乙二", "委员", "居委会"), ("丙三", "副主任", "居委会"),
        ("丁四", "理事长", "理事会"), ("戊五", "副理事长", "理事会"), ("己六", "主任", "监委会"),
        ("庚七", "主任", "居务监督委员会"),
    ):  # fmt: skip
        _add(book, "post", person_name=name, title=title, body=body, from_on="2021-01-01",
             until_on="2026-11-10")  # fmt: skip


def _add(book: Book, table: str, **facts: Any) -> None:
    with book.change("登记") as change:
        change.add(book.tables[table], facts)


@pytest.mark.parametrize(
    ("kind", "who", "ground"),
    [
        (
            "village",
            "甲一乙二丙三丁四",
            "《重庆市实施〈村民委员会组织法〉办法》第37条（重庆市法规）",
        ),
        ("community", "甲一丁四", "第38条没有写天数，参照"),
    ],
)
def test_who_is_audited_on_leaving_and_by_which_law_follows_the_kind_of_office(
    tmp_path: Path, kind: str, who: str, ground: str
) -> None:
    with make_book(tmp_path / kind, kind) as book:
        _all_leave(book)
        found = [one for one in asking.due(book, TODAY) if "还没做离任审计" in one.subject]
        assert "".join(one.subject[:2] for one in found) == who
        assert all(ground in one.why for one in found)
        assert ("待核实" in found[0].why) is (kind == "community")


def test_an_audit_of_an_earlier_term_does_not_hide_that_somebody_has_left(book: Book) -> None:
    for first, last in (("2016-01-01", "2021-01-10"), ("2021-03-12", "2026-11-10")):
        _add(book, "post", person_name="甲一", title="主任", body="居委会", from_on=first,
             until_on=last)  # fmt: skip
    days = {"noticed_on": "2021-01-12", "opened_on": "2021-01-15", "drafted_on": "2021-02-01",
            "reported_on": "2021-02-10", "published_on": "2021-02-12"}  # fmt: skip
    audit(book, kind=LEAVING, subject="甲一", term_from="2016-01-01", term_until="2021-01-10",
          left_early=1, opinion="合规。", **days)  # fmt: skip
    assert any("甲一（主任）2026年11月10日离任" in said for said in subjects(book))
