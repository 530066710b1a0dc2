"""A printable thing survives the archive word for word, and its fingerprint notices a change."""

from dataclasses import replace
from datetime import date

import pytest

from qinglian_desktop.core import canonical, document
from qinglian_desktop.core.document import (
    Band,
    Blank,
    Box,
    Choice,
    Column,
    Document,
    Facts,
    Form,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Signature,
    SignLine,
    Slips,
    Table,
)
from qinglian_desktop.core.outcome import Damaged, NewerData

COLUMNS = (Column("摘要", 20), Column("金额", 10, "right", money=True))
COUNTED = Table((Column("组"), Column("户数", counted=True)), (("一组", 1200), ("二组", "")), True)

FORM = Form(
    (3, 5, 2),
    (Band((Box("时间", label=True), Box("2026年11月3日", 2, top=True)), 20), Band((Box("", 3),))),
    fills=1,
)


def make_notice() -> Document:
    table = Table(
        COLUMNS, (("办公用品", 123450), ("水电费", 9900), ("说明", "")), totals=True,
        carried=(1000,), strong=(0,), caption="支出明细", row_mm=9,
    )  # fmt: skip
    return Document(
        "清溪社区2026年第三季度\n财务公开", "board",
        (
            Heading("一、总体情况"), Heading("（一）收入", 2), Paragraph("现将情况公开如下。"),
            Paragraph("大字", indent=False, bold=True, align="center"),
            Facts((("公示期限", "2026年10月8日至10月22日"), ("监督电话", "023-1234567"))),
            table, COUNTED, FORM, Choice("门面续租", ("赞成", "反对")), Blank(2), SignLine(),
            PageBreak(), Note("数据来自账簿。"), Slips((Document("票", "slip", (COUNTED,)),), 2, 1),
            Signature("清溪社区居民委员会", "2026年10月8日"),
        ),
        unit="清溪社区居民委员会", number="清居公〔2026〕3号", period="2026年第三季度",
        made_on=date(2026, 10, 8), qr="清溪社区财务公开", draft=True, copy="第1份",
    )  # fmt: skip


def test_archive_gives_back_every_word() -> None:
    notice = document.sealed(make_notice())
    archived = canonical.dumps(document.to_plain(notice))
    assert document.from_plain(canonical.loads(archived, depth=64)) == notice


def test_fingerprint_is_over_everything_but_itself() -> None:
    notice = make_notice()
    mark = document.fingerprint(notice)
    assert len(mark) == 8 and set(mark) <= set("0123456789ABCDEF")
    assert document.fingerprint(document.sealed(notice)) == mark
    changed = Table(COLUMNS, (("办公用品", 123451), ("水电费", 9900), ("说明", "")))
    assert document.fingerprint(replace(notice, blocks=(changed,))) != mark
    assert document.fingerprint(replace(notice, draft=False)) != mark


def test_fingerprint_is_the_same_for_ever() -> None:
    short = Document("关于换届的公告", "official", (Paragraph("各位居民："),))
    # Notices on walls carry this number: a change here is a change of every posted paper.
    assert document.to_plain(short) == {
        "v": 1, "title": "关于换届的公告", "kind": "official",
        "blocks": [{"is": "paragraph", "text": "各位居民："}],
    }  # fmt: skip
    assert document.fingerprint(short) == "F9BE099F"


def test_qr_says_number_and_fingerprint_in_plain_text() -> None:
    notice = document.sealed(make_notice())
    assert document.qr_text(notice).split("\n") == [
        "清溪社区财务公开", "编号：清居公〔2026〕3号", f"核对码：{notice.fingerprint}",
    ]  # fmt: skip
    assert document.qr_text(replace(notice, qr="")) == ""


def test_text_holds_every_cell_and_the_right_total() -> None:
    lines = document.as_text(make_notice())
    assert "办公用品\t1,234.50" in lines
    assert "合计\t¥1,343.50（壹仟叁佰肆拾叁元伍角整）" in lines
    assert "公示期限：2026年10月8日至10月22日" in lines
    assert lines[:2] == ["清溪社区2026年第三季度", "财务公开"]


def test_fields_choices_and_cards_are_told_line_by_line() -> None:
    lines = document.as_text(make_notice())
    assert "时间\t2026年11月3日" in lines
    assert "门面续租\t□赞成\t□反对" in lines
    assert "票" in lines


def test_a_form_refuses_fields_that_do_not_fill_its_columns() -> None:
    with pytest.raises(ValueError, match="do not fill 3 columns"):
        Form((1, 1, 1), (Band((Box("少", 2),)),))
    with pytest.raises(ValueError, match="no sheet holds"):
        Slips((), 0, 2)


def test_sums_leave_out_balances_and_empty_cells() -> None:
    table = Table(
        (*COLUMNS, Column("余额", 10, "right", money=True, summed=False)),
        (("甲", 100, 5), ("乙", "", 6), ("丙", -30, 7)),
    )
    assert table.sums() == (70,)
    assert table.sums(1, 3) == (-30,)
    assert table.grand() == (70,)


def test_a_table_refuses_cells_that_do_not_fit() -> None:
    with pytest.raises(ValueError, match="cells under"):
        Table(COLUMNS, (("少一格",),))
    with pytest.raises(ValueError, match="not an integer"):
        Table(COLUMNS, (("甲", "12.30"),))
    with pytest.raises(ValueError, match="carried"):
        Table(COLUMNS, (), carried=(1, 2))


@pytest.mark.parametrize(
    "plain",
    [
        None,
        [],
        {},
        {"v": 1},
        {"v": "1", "title": "x", "kind": "board", "blocks": []},
        {"v": 1, "title": 5, "kind": "board", "blocks": []},
        {"v": 1, "title": "x", "kind": "poster", "blocks": []},
        {"v": 1, "title": "x", "kind": "board", "blocks": [], "more": 1},
        {"v": 1, "title": "x", "kind": "board", "blocks": [{"is": "picture"}]},
        {"v": 1, "title": "x", "kind": "board", "blocks": [{"is": "blank", "lines": "2"}]},
        {"v": 1, "title": "x", "kind": "board", "blocks": [], "made_on": "gestern"},
        {"v": 1, "title": "x", "kind": "board", "blocks": [{"is": "facts", "pairs": "ab"}]},
        {"v": 1, "title": "x", "kind": "board", "blocks": [{"is": "facts", "pairs": [["a"]]}]},
        {"v": 1, "title": "x", "kind": "board", "blocks": [{"is": "sign", "labels": [3]}]},
        {"v": 1, "title": "x", "kind": "board", "blocks": [
            {"is": "table", "columns": [{"label": "x"}], "rows": [[None]]}]},
        {"v": 1, "title": "x", "kind": "board", "blocks": [
            {"is": "paragraph", "text": "x", "align": "diagonal"}]},
        {"v": 1, "title": "x", "kind": "form", "blocks": [
            {"is": "form", "shares": [1, "2"], "bands": []}]},
        {"v": 1, "title": "x", "kind": "form", "blocks": [
            {"is": "form", "shares": [1], "bands": [{"boxes": [{"text": 3}]}]}]},
        {"v": 1, "title": "x", "kind": "slip", "blocks": [
            {"is": "slips", "slips": [{"title": 1}]}]},
    ],
)  # fmt: skip
def test_a_damaged_archive_is_refused_in_words(plain: object) -> None:
    with pytest.raises(Damaged, match="不完整"):
        document.from_plain(plain)


def test_an_archive_of_a_newer_program_is_refused() -> None:
    with pytest.raises(NewerData, match="更新的程序"):
        document.from_plain({"v": 2, "title": "x", "kind": "board", "blocks": []})


def test_dates_are_written_without_leading_zeros() -> None:
    assert document.dated(date(2026, 9, 7)) == "2026年9月7日"


def test_counts_are_added_up_and_printed_with_commas() -> None:
    text = document.as_text(Document("汇总", "table", (COUNTED,)))
    assert "一组\t1,200" in text
    assert "合计\t1,200" in text
