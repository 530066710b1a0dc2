"""清单模板 (TL-06): lists of steps are written, copied from the program's, changed and offered."""

from pathlib import Path
from typing import Any

from office import make_book
from qinglian_desktop.modules.tasks import actions as tasks
from qinglian_desktop.modules.tasks import reads
from qinglian_desktop.modules.tasks.actions import checklists
from qinglian_desktop.shell import keys, task_card
from qinglian_desktop.shell.checklists_page import ChecklistsPage
from qinglian_desktop.ui import cover
from windows import Clerk, window_on


def test_a_list_of_the_program_becomes_the_offices_own_and_is_changed(
    dressed: Any, tmp_path: Path
) -> None:
    with window_on(make_book(tmp_path)) as window:
        keys.acts(window)["清单模板"]()
        page = window.page
        assert isinstance(page, ChecklistsPage)
        assert "照着改" in page.ledger.list.empty.text.text()
        page._fill_menu()
        first, *others = page.copy.menu().actions()
        before = len(checklists.templates(window.book))
        first.trigger()
        assert page.count.text().endswith("共 12 步") and "1 党组织先议" in page.steps.text()
        editor = page.ledger.drawer.form.editors["steps"]
        editor.put_text("定日子\n发通知\n\n发通知\n开会")
        editor.mark_touched()
        page.ledger.save_waiting()
        assert page.count.text().endswith("共 3 步")
        assert page.steps.text() == "1 定日子　2 发通知　3 开会"
        found = checklists.templates(window.book)
        assert len(found) == before, "the own one stands in the place of the program's"
        assert found[0].steps == ("定日子", "发通知", "开会")
        page._fill_menu()
        assert len(page.copy.menu().actions()) == len(others)
        cover.set_covered(True)
        assert "发通知" not in page.steps.text()


def test_the_way_from_the_card_and_back_keeps_the_steps_of_a_task(
    dressed: Any, tmp_path: Path
) -> None:
    with window_on(make_book(tmp_path)) as window:
        made = str(tasks.save_task(window.book, None, {"title": "开会"}).result)
        task_card.open_it(window, made)
        card = window.page
        assert isinstance(card, task_card.TaskCard)
        card.steps._fill_menu()
        *lists, _line, change = card.steps.use.menu().actions()
        lists[0].trigger()
        before = [step.title for step in reads.steps(window.book, made)]
        change.trigger()
        page = window.page
        assert isinstance(page, ChecklistsPage)
        Clerk(window).press("新增", page)
        assert not page.ledger.drawer.isHidden()
        page.leave()
        assert window.page is card
        assert [step.title for step in reads.steps(window.book, made)] == before
