"""体检, 清理, 用印 over a book: what is said keeps quiet, tasks are followed, blanks refused."""

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from cases import make_matter, make_office
from office import make_posts
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Document, Paragraph, as_text, sealed
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.contracts import actions, beside_due, checkup
from qinglian_desktop.modules.contracts.beside import CleanUp, SealUse
from qinglian_desktop.modules.decisions import reads as decisions
from qinglian_desktop.modules.decisions.actions.preparing import Asked, check
from qinglian_desktop.modules.decisions.papers import agenda
from qinglian_desktop.modules.registry.records import Kin
from qinglian_desktop.modules.tasks import actions as tasks
from qinglian_desktop.paper.blank import is_blank
from qinglian_desktop.paper.draw import draw
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.store.book import Book

GOLDEN = Path(__file__).parent / "golden"
YUAN = 100


def contract(book: Book, **facts: Any) -> str:
    draft = {
        "title": "临街门面", "kind": "物业出租", "party": "綦江区某超市", "subject": "1号门面",
        "area": 50_000, "area_unit": "平方米", "signed_on": "2026-11-20",
        "start_on": "2026-11-20", "end_on": "2029-11-19", "rent_fen": 12_000 * YUAN,
        "pay_days": 10, "award": "公开招标", **facts,
    }  # fmt: skip
    return str(saving.saver("contract")(book, None, draft).result)


def rules_of(book: Book, contract_id: str) -> dict[str, str]:
    return {one.finding.rule: one.state for one in checkup.of_contract(book, contract_id)}


# -- 体检 ------------------------------------------------------------------------------------


def test_what_was_said_keeps_quiet_until_the_contract_changes(book: Book) -> None:
    row_id = contract(book)
    assert rules_of(book, row_id) == {"decision": "待处理", "original": "待处理"}
    with pytest.raises(Refused, match="太短"):
        actions.explain_finding(book, row_id, "decision", "有")
    actions.explain_finding(book, row_id, "decision", "2019 年开会定的，记录在档案室")
    assert rules_of(book, row_id)["decision"] == "已说明"
    saving.saver("contract")(book, row_id, {"note": "和条款无关的一句话"})
    assert rules_of(book, row_id)["decision"] == "已说明"
    changed = saving.saver("contract")(book, row_id, {"rent_fen": 13_000 * YUAN})
    assert rules_of(book, row_id)["decision"] == "待处理"
    book.undo(changed.step)
    assert rules_of(book, row_id)["decision"] == "已说明", "the terms are those of before"
    with pytest.raises(Refused, match="已经没有问题"):
        actions.explain_finding(book, row_id, "floor", "没有的事")


def test_a_finding_becomes_a_task_and_comes_back_when_that_is_done_in_vain(book: Book) -> None:
    row_id = contract(book)
    task_id = str(actions.make_task(book, row_id, "decision").result)
    task = book.row("task", task_id)
    assert task is not None
    assert "没有通过的民主决议" in task["title"] and task["item"] == "（四）"
    assert task["due_on"] == "2026-12-24"
    assert rules_of(book, row_id)["decision"] == "已转任务"
    with pytest.raises(Refused, match="已经转成任务"):
        actions.make_task(book, row_id, "decision")
    for state in ("进行中", "待核", "已完成"):
        tasks.move_task(book, task_id, state)
    assert rules_of(book, row_id)["decision"] == "待处理", "the decision is still missing"


def test_a_relative_a_second_letting_and_one_who_stays_are_found_in_the_ledgers(
    book: Book,
) -> None:
    make_posts(book, "郑甲", body="居委会", kind="委员会")
    with book.change("登记亲属") as change:
        change.put(Kin(person_name="郑甲", relative_name="李乙", relation="配偶"))
    first = contract(book, asset_id="a-1")
    second = contract(book, asset_id="a-1", party="李乙", award="公开协商")
    assert {"double", "kin"} <= rules_of(book, second).keys()
    (kin,) = [o.finding for o in checkup.of_contract(book, second) if o.finding.rule == "kin"]
    assert kin.what == "承租人李乙是居委会委员郑甲的亲属（配偶）" and kin.light == "红"
    assert "double" in rules_of(book, first)
    saving.saver("contract")(book, second, {"state": "已终止", "ended_on": "2026-11-23"})
    assert "double" not in rules_of(book, first)
    old = contract(book, signed_on="2022-01-01", start_on="2022-01-01", end_on="2025-12-31")
    assert "stays" in rules_of(book, old)


def test_comparable_prices_leave_the_contract_and_its_own_past_out(book: Book) -> None:
    mine = contract(book, subject="甲")
    for rent in (10_000, 14_000):
        contract(book, rent_fen=rent * YUAN)
    assert actions.contract_words(book, mine) == "", "two are too few"
    last = contract(book, rent_fen=20_000 * YUAN)
    said = "同类 3 份，中位数每平方米每年 280.00 元，这一份 240.00 元。"
    assert actions.contract_words(book, mine) == said
    contract(book, follows_id=last, chain="续签", rent_fen=22_000 * YUAN)
    assert actions.contract_words(book, mine) == said, "a renewed contract counts once"


def test_at_the_street_contracts_of_every_community_are_compared(book: Book) -> None:
    """Rows of other offices come in with bundles; the check-up itself looks at one's own only."""
    for rent in (10_000, 14_000, 20_000):
        contract(book, rent_fen=rent * YUAN)
    book.connection.execute("UPDATE contract SET owner = 'another community'")
    mine = contract(book)
    assert actions.contract_words(book, mine).startswith("同类 3 份，中位数每平方米每年 280.00 元")
    assert {one.row["id"] for one in checkup.found(book)} == {mine}


def test_the_paper_of_the_meeting_says_what_others_cost(tmp_path: Path) -> None:
    day = date(2026, 3, 16)
    with clock.fixed(day), make_office(tmp_path) as book:
        matter_id = make_matter(book, date(2026, 3, 1), title="临街门面出租")
        for rent in (10_000, 14_000, 20_000):
            contract(book, signed_on="2026-01-05", start_on="2026-01-05", rent_fen=rent * YUAN)
        body = decisions.case(book, matter_id).next_gate
        asked = Asked(date(2026, 3, 20), "14:30", "议事厅")
        before = "\n".join(as_text(agenda(check(book, matter_id, body, asked).meeting)))
        assert "参照" not in before
        contract(book, signed_on=None, title="1号门面", matter_id=matter_id)
        said = "\n".join(as_text(agenda(check(book, matter_id, body, asked).meeting)))
        assert "参照：1号门面：同类 3 份，中位数每平方米每年 280.00 元，这一份 240.00 元" in said


# -- 清理 ------------------------------------------------------------------------------------


def test_a_problem_contract_is_cleared_with_measure_and_proof_only(book: Book) -> None:
    row_id = contract(book)
    line = str(actions.clean_up(book, row_id, "decision").result)
    assert rules_of(book, row_id)["decision"] == "清理中"
    with pytest.raises(Refused, match="已经在清理台账"):
        actions.clean_up(book, row_id, "decision")
    save = saving.saver("clean_up")
    with pytest.raises(Refused, match="没有“乱写”这一类"):
        save(book, line, {"category": "乱写"})
    with pytest.raises(Refused, match="还没写怎么办的"):
        save(book, line, {"state": "已完成"})
    save(book, line, {"state": "整改中", "measure": "补开代表会议", "amount_fen": 1000})
    with pytest.raises(Refused, match="还没有佐证"):
        save(book, line, {"state": "已完成"})
    file_id = book.files.add(b"minutes")
    save(book, line, {"state": "已完成", "files": f'["{file_id}"]', "recovered_fen": 600})
    row = book.row(CleanUp.table, line)
    assert row is not None and row["done_on"] == "2026-11-24"
    assert rules_of(book, row_id)["decision"] == "待处理", "cleared, and still found: looked at"


def test_the_progress_table_adds_up_by_category(book: Book) -> None:
    row_id = contract(book)
    for category, state, fen in (
        ("低价", "协商中", 500), ("低价", "待清理", 700), ("期限过长", "诉讼", 0),
    ):  # fmt: skip
        saving.saver("clean_up")(
            book, None,
            {"contract_id": row_id, "category": category, "problem": "见原件", "state": state,
             "amount_fen": fen},
        )  # fmt: skip
    text = as_text(actions.progress(book))
    golden = (GOLDEN / "clean-up.txt").read_text("utf-8").splitlines()
    assert text == golden


def test_every_category_of_a_finding_is_one_of_the_ledger(book: Book) -> None:
    pack = checkup.pack_of(book)
    known = pack.value("clean_up.categories")
    assert {"期限过长", "低价", "未履行程序", "口头", "欠款", "要素不全", "被占用"} <= set(known)
    assert {row["category"] for row in pack.rows("rules")} <= set(known)


# -- 用印 ------------------------------------------------------------------------------------


def word(text: str, *extra: str) -> bytes:
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{w}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p>'
            "</w:body></w:document>",
        )
        for name in extra:
            archive.writestr(name, "x")
    return made.getvalue()


def pdf(*texts: str) -> bytes:
    made = BytesIO()
    blocks = tuple(Paragraph(text) for text in texts)
    draw(sealed(Document("合同", "plain", blocks)), made, fonts=Fonts())
    return made.getvalue()


def empty_pdf() -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    made = BytesIO()
    canvas = Canvas(made)
    canvas.showPage()
    canvas.showPage()
    canvas.save()
    return made.getvalue()


def line_pdf() -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    made = BytesIO()
    canvas = Canvas(made)
    canvas.line(10, 10, 200, 200)
    canvas.save()
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "blank"),
    [
        (b"", True), (b" \n", True), (empty_pdf(), True), (pdf("甲方和乙方"), False),
        (line_pdf(), False), (word(""), True), (word(" \u3000"), True), (word("甲方"), False),
        (word("", "word/media/image1.png"), False), (b"%PDF-1.4 broken", False),
        (b"PK\x03\x04 broken", False), (b"\xff\xd8 a photo", False),
    ],
    ids=["none", "blanks", "pdf-empty", "pdf", "pdf-line", "word-empty", "word-blanks", "word",
         "word-picture", "pdf-broken", "zip-broken", "photo"],
)  # fmt: skip
def test_a_blank_paper_is_known(data: bytes, blank: bool) -> None:
    assert is_blank(data) is blank


def sealing(book: Book, **facts: Any) -> Any:
    draft = {"day": "2026-11-24", "document": "租赁合同", "copies": 4, "applicant": "周文书",
             "approver": "郑主任", **facts}  # fmt: skip
    return saving.saver("seal_use")(book, None, draft)


def test_nobody_allows_himself_a_seal_by_writing_his_name_apart(book: Book) -> None:
    with pytest.raises(Refused, match="同一个人"):
        sealing(book, applicant="郑　甲", approver="郑甲")


def test_a_seal_is_refused_for_a_blank_paper_and_counts_the_pages_of_another(book: Book) -> None:
    with pytest.raises(Refused) as refused:
        sealing(book, files=f'["{book.files.add(empty_pdf())}"]')
    assert str(refused.value) == "文件内容为空白，不能登记用印。换成写好的文件。"
    with pytest.raises(Refused, match="空白"):
        sealing(book, files=f'["{book.files.add(word(""))}"]')
    made = sealing(book, files=f'["{book.files.add(pdf("甲方"))}"]')
    row = book.row(SealUse.table, str(made.result))
    assert row is not None and row["pages"] == 1
    for facts, words in (
        ({"copies": 0}, "份数至少是 1"), ({"approver": "周文书"}, "同一个人"),
        ({"day": "2026-11-25"}, "今天之后"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=words):
            sealing(book, **facts)


def test_a_contract_without_a_seal_entry_is_listed_until_there_is_one(book: Book) -> None:
    first, second = contract(book), contract(book, title="鱼塘")
    contract(book, title="口头的", form="口头")
    assert {row["id"] for row in actions.unsealed(book)} == {first, second}
    started = actions.begun(book, first)
    assert started["document"] == "合同 2026-001 临街门面"
    saving.saver("seal_use")(book, None, {**started, "applicant": "周文书", "approver": "郑主任"})
    assert [row["id"] for row in actions.unsealed(book)] == [second]


def test_the_printed_register_is_as_before(book: Book) -> None:
    with clock.fixed(date(2026, 11, 24)):
        sealing(book, pages=3, seal="合同章", note="一式四份")
        sealing(book, day="2026-11-02", document="居民证明", copies=1)
        sealing(book, day="2025-12-31", document="去年的")
        text = as_text(actions.register(book, date(2026, 1, 1), date(2026, 12, 31)))
    assert text == (GOLDEN / "seal-register.txt").read_text("utf-8").splitlines()


def test_today_asks_for_the_seal_of_what_was_signed_or_printed(book: Book) -> None:
    first = contract(book)
    contract(book, title="鱼塘", signed_on="2026-09-24")  # 61 days ago
    (line,) = beside_due.due(book, clock.today())
    assert line.subject == "合同 2026-001 临街门面 还没登记用印"
    saving.saver("seal_use")(
        book, None, {**actions.begun(book, first), "applicant": "周文书", "approver": "郑主任"}
    )
    assert beside_due.due(book, clock.today()) == []
    old = contract(book, title="老仓库", signed_on="2020-01-01", start_on="2020-01-01")
    with book.change("打印") as change:
        change.add(
            book.tables["printed_paper"],
            {"title": "合同", "state": "已打印", "printed_at": "2026-11-23T10:00:00",
             "paper_key": f"contracts:text:{old}"},
        )  # fmt: skip
    (line,) = beside_due.due(book, clock.today())
    assert "老仓库" in line.subject


def test_today_shows_a_clean_up_whose_day_is_near(book: Book) -> None:
    row_id = contract(book, signed_on="2026-01-01")
    line = {"contract_id": row_id, "category": "低价", "problem": "见原件"}
    save = saving.saver("clean_up")
    near = str(save(book, None, {**line, "due_on": "2026-12-01"}).result)
    save(book, None, {**line, "due_on": "2026-12-02"})
    assert [one.row_id for one in beside_due.due(book, clock.today())] == [near]
