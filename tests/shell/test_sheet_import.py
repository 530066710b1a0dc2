"""The import wizard as a clerk goes through it: file or clipboard, header, columns, check, rows."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from exchange.sheets.corpus import PERSON_HEADER, person_rows, write_csv, write_xlsx
from office import make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.shell.sheet_import import SheetImport
from qinglian_desktop.shell.sheet_import.draft import (
    CHECK,
    COLUMNS,
    DONE,
    HEADER,
    SOURCE,
    free_name,
    veiled,
)
from qinglian_desktop.shell.window import Window
from windows import LONG, Clerk, office_window, primaries, program, shown_buttons

H = PERSON_HEADER


@pytest.fixture
def window(qtbot: Any, qapp: QApplication, tmp_path: Path) -> Iterator[Window]:
    with program(qapp), office_window(tmp_path / "home") as made:
        yield made


def begin(window: Window, record: Any = Person) -> SheetImport:
    window.import_sheet(record)
    page = window.page
    assert isinstance(page, SheetImport)
    return page


def done(qtbot: Any, window: Window) -> None:
    """What was asked beside the window has been answered."""
    qtbot.waitUntil(lambda: window.runner.quiet, timeout=LONG)
    QApplication.processEvents()


def given(qtbot: Any, window: Window, path: Path, record: Any = Person) -> SheetImport:
    page = begin(window, record)
    Clerk(window).drop(path, page)
    done(qtbot, window)
    return page


def people(window: Window) -> int:
    return window.book.count(Query("person"))


def five_hundred(path: Path) -> Path:
    rows = person_rows(500)
    for place in (20, 90, 150, 222, 333, 404, 499):
        rows[place][1] = rows[place][1][:17]
    return write_xlsx(path, [H, *rows])


def mend(path: Path, count: int) -> None:
    """In the returned file the first red cells get their right numbers."""
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    rows = person_rows(500)
    wrong = [r for r in range(2, 502) if page.cell(r, 2).value != rows[r - 2][1]]
    assert all(page.cell(row, 2).fill.start_color.rgb == "FFFFC7CE" for row in wrong)
    for row in wrong[:count]:
        page.cell(row, 2).value = rows[row - 2][1]
    book.save(path)


def test_five_hundred_rows_with_seven_bad_ones_and_the_way_back(
    qtbot: Any, window: Window, tmp_path: Path
) -> None:
    page = given(qtbot, window, five_hundred(tmp_path / "居民.xlsx"))
    assert page.draft.step == CHECK  # every column is known: nothing to point at
    rows = page.checked.bad.records.rows
    assert [(row[0], row[1]) for row in rows] == [
        (str(n + 2), "身份证号") for n in (20, 90, 150, 222, 333, 404, 499)
    ]
    assert all("可能丢了最后的 X" in row[3] for row in rows)
    assert primaries(page) == ["导入 493 行"]
    clerk = Clerk(window)
    clerk.press("导入 493 行", page)
    done(qtbot, window)
    assert people(window) == 493
    assert "已导入 493 行" in window.bar.text.text()
    clerk.press("导出有问题的行", page)
    done(qtbot, window)
    back = tmp_path / "居民_有问题的行.xlsx"
    mend(back, 5)
    for left, total in ((2, 498), (0, 500)):
        page._on_anew()
        clerk.drop(back, page)
        done(qtbot, window)
        assert len(page.checked.bad.records.rows) == left
        clerk.click(page.checked.take)
        done(qtbot, window)
        assert people(window) == total
        mend(back, 2)
    assert page.draft.step == DONE
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert people(window) == 498


def test_a_returned_file_never_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    path = tmp_path / "居民.xlsx"
    first = free_name(path)
    assert first.name == "居民_有问题的行.xlsx"
    first.touch()
    second = free_name(first)
    assert second.name == "居民_有问题的行（2）.xlsx"
    second.touch()
    assert free_name(path).name == "居民_有问题的行（3）.xlsx"


def test_a_sound_table_goes_in_with_the_keyboard_alone(
    qtbot: Any, window: Window, tmp_path: Path
) -> None:
    page = given(qtbot, window, write_xlsx(tmp_path / "a.xlsx", [H, *person_rows(3)]))
    assert QApplication.focusWidget() is page.checked.take
    QTest.keyClick(page.checked.take, Qt.Key.Key_Space)
    done(qtbot, window)
    assert people(window) == 3
    assert QApplication.focusWidget() is page.away
    QTest.keyClick(page.away, Qt.Key.Key_Space)
    assert window.page is not page


def test_a_bad_cell_is_put_right_where_it_stands(
    qtbot: Any, window: Window, tmp_path: Path
) -> None:
    rows = person_rows(3)
    right, rows[1][1] = rows[1][1], rows[1][1][:17]
    page = given(qtbot, window, write_xlsx(tmp_path / "a.xlsx", [H, *rows]))
    assert shown_buttons(page)["导入 2 行"].isVisible()
    table = page.checked.bad
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Return)
    editor = table.findChild(QLineEdit)
    assert editor is not None and editor.text() == right[:17]
    editor.selectAll()
    QTest.keyClicks(editor, right)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.draft.edits != {})  # the editor hands over with the next event
    done(qtbot, window)
    Clerk(window).press("导入 3 行", page)
    done(qtbot, window)
    assert window.book.find(Person, id_number=right) is not None
    assert page.draft.step == DONE


def test_the_second_table_of_one_layout_needs_no_pointing(
    qtbot: Any, window: Window, tmp_path: Path
) -> None:
    header = ["称呼", "号码一", "联系电话", "哪个组", "闲话"]
    rows = [[*row, "x"] for row in person_rows(4)]
    page = given(qtbot, window, write_xlsx(tmp_path / "a.xlsx", [header, *rows[:2]]))
    assert page.draft.step == HEADER or page.draft.step == COLUMNS
    if page.draft.step == HEADER:
        page.header.done.emit()
    clerk = Clerk(window)
    clerk.press("检查", page)
    assert page.banner.text.text() == (
        "还缺〔姓名〕。请给它指一列，或在下面写上整张表都一样的内容。"
    )
    for row, word in ((0, "姓名"), (1, "身份证号"), (3, "组/网格")):
        menu = page.columns.menu(row)
        next(act for act in menu.actions() if act.text() == word).trigger()
        menu.close()
    clerk.press("检查", page)
    done(qtbot, window)
    clerk.press("导入 2 行", page)
    done(qtbot, window)
    page._on_anew()
    clerk.drop(write_xlsx(tmp_path / "b.xlsx", [["又一张"], header, *rows[2:]]), page)
    done(qtbot, window)
    assert page.draft.step == CHECK
    assert (page.banner.code.text(), page.checked.take.text()) == ("QL-IM-015", "导入 2 行")
    clerk.press("导入 2 行", page)
    done(qtbot, window)
    found = window.book.find(Person, id_number=rows[3][1])
    assert found is not None and found["group_name"] == rows[3][3] and found["note"] is None


def test_the_clerk_shows_where_the_header_is(qtbot: Any, window: Window, tmp_path: Path) -> None:
    rows = [["甲", "乙", "丙"], ["老张", "x", "y"], ["老李", "x", "y"]]
    page = given(qtbot, window, write_csv(tmp_path / "a.csv", rows, "gbk"))
    assert page.draft.step == HEADER
    assert page.header.said.text() == "没找到表头。请点一下标题所在的那一行。"
    assert not page.header.next.isEnabled()
    cell = page.header.table.visualRect(page.header.model.index(0, 0)).center()
    QTest.mouseClick(page.header.table.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    assert page.header.next.isEnabled()
    Clerk(window).press("就是这一行", page)
    page.columns.point(0, "name")
    Clerk(window).press("检查", page)
    done(qtbot, window)
    assert page.checked.take.text() == "导入 2 行"


def test_what_no_column_gives_is_written_once_for_all_rows(
    qtbot: Any, window: Window, tmp_path: Path
) -> None:
    rows = [["2026年9月（单位：万元）"], ["日期", "摘要", "收支", "金额", "往来单位", "凭证号"],
            ["9月3日", "卖废品", "收入", 0.12, "废品站", "001"]]  # fmt: skip
    page = given(qtbot, window, write_xlsx(tmp_path / "a.xlsx", rows), Entry)
    assert page.draft.step == COLUMNS
    assert set(page.columns.fillers) == {"book", "purpose"}
    page.columns.fillers["book"].setCurrentText("委员会")
    page.columns.fillers["purpose"].setText("公用")
    Clerk(window).press("检查", page)
    done(qtbot, window)
    assert "单位是万元，已换成元" in page.checked.hint.text()
    Clerk(window).press("导入 1 行", page)
    done(qtbot, window)
    entry = window.book.find(Entry, voucher_no="001")
    assert entry is not None
    assert (entry["amount_fen"], entry["book"], entry["purpose"]) == (120000, "委员会", "公用")


@pytest.mark.parametrize("flavour", ["html", "text"])
def test_cells_copied_in_a_spreadsheet_are_pasted(qtbot: Any, window: Window, flavour: str) -> None:
    page, rows = begin(window), [H, *person_rows(2)]
    data = QMimeData()
    data.setText("\n".join("\t".join(row) for row in rows))
    if flavour == "html":
        cells = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
        data.setHtml(f"<html><body><table>{cells}</table></body></html>")
    QApplication.clipboard().setMimeData(data)
    QTest.keyClick(page.source.choose, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    done(qtbot, window)
    Clerk(window).press("导入 2 行", page)
    done(qtbot, window)
    assert people(window) == 2


def test_an_empty_clipboard_is_said(window: Window) -> None:
    page = begin(window)
    QApplication.clipboard().setText("  ")
    page.paste()
    assert page.banner.text.text() == (
        "剪贴板里没有表格。先在 Excel 或 WPS 里选中格子，按 Ctrl+C。"
    )


def test_likely_twins_wait_for_a_click(qtbot: Any, window: Window, tmp_path: Path) -> None:
    make_person(window.book, name="周小兰", phone="13800000001")
    rows = [["姓名", "联系电话", "备注"], ["周小兰", "13800000001", "会裁缝"],
            ["周晓兰", "13800000001", ""], ["吴新人", "", ""]]  # fmt: skip
    page = given(qtbot, window, write_xlsx(tmp_path / "a.xlsx", rows))
    assert page.stack.currentWidget() is page.twins
    assert "第 2 行可能和已登记的是同一个：姓名相同，电话相同" in page.twins.words.text()
    before = people(window)
    clerk = Clerk(window)
    clerk.press("先看别的", page)
    done(qtbot, window)
    clerk.press("导入 1 行", page)
    done(qtbot, window)
    assert people(window) == before + 1  # only the one who is like nobody
    clerk.press("看可能已有的 2 行", page)
    clerk.press("是同一个，补上空的格", page)
    clerk.press("不是，都要", page)
    done(qtbot, window)
    clerk.press("导入 2 行", page)
    done(qtbot, window)
    assert people(window) == before + 2
    found = window.book.find(Person, name="周小兰")
    assert found is not None and found["note"] == "会裁缝"


def test_many_twins_are_answered_at_once(qtbot: Any, window: Window, tmp_path: Path) -> None:
    rows = person_rows(8)
    with window.book.change("居民") as change:
        for name, number, phone, _ in rows:
            change.add(Person, {"name": name, "id_number": number, "phone": phone})
    lines = [["姓名", "联系电话"], *([row[0], row[2]] for row in rows), ["吴新人", "13900000000"]]
    page = given(qtbot, window, write_xlsx(tmp_path / "a.xlsx", lines))
    clerk = Clerk(window)
    clerk.press("不是，都要", page)
    clerk.press("剩下的都是，不导入", page)
    done(qtbot, window)
    assert page.checked.said.text() == "共 9 行，2 行可以导入，7 行已有，没有重复导入。"


def test_an_import_that_was_left_goes_on_where_it_was(
    qtbot: Any, window: Window, tmp_path: Path
) -> None:
    rows = person_rows(3)
    rows[0][1] = "123"
    given(qtbot, window, write_xlsx(tmp_path / "名册.xlsx", [H, *rows]))
    window.go("funds")
    page = begin(window)
    done(qtbot, window)
    assert page.draft.step == CHECK
    assert "接着上次没导完的：名册.xlsx" in page.banner.text.text()
    assert page.checked.take.text() == "导入 2 行"
    Clerk(window).press("换一个表格", page)
    assert page.draft.step == SOURCE


def test_what_cannot_be_read_stays_at_the_first_step(
    qtbot: Any, window: Window, tmp_path: Path
) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04" + b"x" * 300)
    page = given(qtbot, window, broken)
    assert page.draft.step == SOURCE
    assert "不完整" in page.banner.text.text()


def test_a_column_is_pointed_at_one_side_of_a_cash_book(
    qtbot: Any, window: Window, tmp_path: Path
) -> None:
    rows = [["日期", "摘要", "进", "出", "往来单位"], ["2026-09-03", "卖废品", 12, "", "废品站"],
            ["2026-09-04", "买纸", "", 3, "文具店"]]  # fmt: skip
    page = given(qtbot, window, write_xlsx(tmp_path / "a.xlsx", rows), Entry)
    for row, word in ((2, "金额（收入）"), (3, "金额（支出）")):
        menu = page.columns.menu(row)
        next(act for act in menu.actions() if act.text() == word).trigger()
        menu.close()
    assert set(page.columns.fillers) == {"book", "purpose"}
    page.columns.fillers["book"].setCurrentText("委员会")
    page.columns.fillers["purpose"].setText("公用")
    Clerk(window).press("检查", page)
    done(qtbot, window)
    Clerk(window).press("导入 2 行", page)
    done(qtbot, window)
    found = window.book.rows(Query("entry", order=(("day", False),)))
    assert [(row["direction"], row["amount_fen"]) for row in found] == [
        ("收入", 1200), ("支出", 300),
    ]  # fmt: skip


def test_the_other_sheets_of_a_file_are_not_forgotten(
    qtbot: Any, window: Window, tmp_path: Path
) -> None:
    book, rows = openpyxl.Workbook(), person_rows(5)
    for name, part in (("一组", rows[:2]), ("二组", rows[2:])):
        sheet = book.create_sheet(name)
        for row in (H, *part):
            sheet.append(row)
    book.remove(book.worksheets[0])
    book.create_sheet("说明").append(["请按组填写"])
    book.save(tmp_path / "a.xlsx")
    page = given(qtbot, window, tmp_path / "a.xlsx")
    assert page.name.text() == "a.xlsx〔一组〕"
    clerk = Clerk(window)
    clerk.press("导入 2 行", page)
    done(qtbot, window)
    assert "还有一样的表没有导：〔二组〕。" in page.done.text.text()
    assert primaries(page) == ["接着导下一张表"]
    clerk.press("接着导下一张表", page)
    done(qtbot, window)
    clerk.press("导入 3 行", page)
    done(qtbot, window)
    assert people(window) == 5
    assert primaries(page) == ["回到列表"]


def test_every_import_is_a_command_of_the_search(window: Window) -> None:
    from qinglian_desktop.shell import keys

    keys.acts(window)["导入人员"]()
    assert isinstance(window.page, SheetImport)


def test_under_the_cover_nothing_personal_shows(qtbot: Any, window: Window, tmp_path: Path) -> None:
    page = given(qtbot, window, write_xlsx(tmp_path / "a.xlsx", [H, *person_rows(2)]))
    page.show_step(HEADER)
    model = page.header.model
    shown = [model.data(model.index(1, n)) for n in range(4)]
    assert shown[1].endswith(person_rows(1)[0][1][-4:]) and len(shown[1]) < 12
    window.toggle_cover()
    assert person_rows(1)[0][0] not in [model.data(model.index(1, n)) for n in range(4)]
    assert not page.checked.bad.can_fix(0)


def test_under_the_cover_no_reason_repeats_a_bad_cell(
    qtbot: Any, window: Window, tmp_path: Path
) -> None:
    rows = person_rows(2)
    rows[0][2] = "139abc"
    page = given(qtbot, window, write_xlsx(tmp_path / "a.xlsx", [H, *rows]))
    table = page.checked.bad
    shown = [table.records.data(table.records.index(0, n)) for n in range(5)]
    assert "139abc" in page.checked.whole.text() and any("139abc" in text for text in shown)
    window.toggle_cover()
    shown = [table.records.data(table.records.index(0, n)) for n in range(5)]
    assert not page.checked.whole.isVisible() and not any("139abc" in text for text in shown)


def test_a_page_left_while_it_imports_has_nothing_to_go_on_with(
    qtbot: Any, window: Window, tmp_path: Path
) -> None:
    page = given(qtbot, window, write_xlsx(tmp_path / "a.xlsx", [H, *person_rows(30)]))
    page.checked.take.click()
    window.go("today")
    done(qtbot, window)
    assert people(window) == 30
    assert begin(window).draft.step == SOURCE


def test_a_file_dropped_while_it_works_is_told_to_wait_and_goes_nowhere_else(
    qtbot: Any, window: Window, tmp_path: Path
) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [H, *person_rows(3)])
    page = given(qtbot, window, path)
    page.check()
    Clerk(window).drop(path, page)
    assert "还没做完" in page.banner.text.text()
    done(qtbot, window)
    assert window.page is page and page.draft.step == CHECK


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("110105194912310021", "＊＊＊＊0021"),
        ("11010519491231002", "＊＊＊＊1002"),
        ("11010549123100X", "＊＊＊＊100X"),
        ("13800000001", "138＊＊＊＊0001"),
        ("20261103", "20261103"),
    ],
)
def test_a_number_that_lost_digits_is_veiled_too(text: str, shown: str) -> None:
    assert veiled(text) == shown


def test_back_in_the_list_the_keys_are_in_the_list(
    qtbot: Any, window: Window, tmp_path: Path
) -> None:
    window.go("registry")
    page = given(qtbot, window, write_xlsx(tmp_path / "a.xlsx", [H, *person_rows(3)]))
    QTest.keyClick(page.checked.take, Qt.Key.Key_Space)
    done(qtbot, window)
    QTest.keyClick(page.away, Qt.Key.Key_Space)
    done(qtbot, window)
    focused = QApplication.focusWidget()
    assert focused is not None and window.page.isAncestorOf(focused)
