"""The table of contents: what is due from everybody, and how rows are saved."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

from office import make_book, make_posts
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Due
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules import catalog, saving
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.modules.tasks import actions as tasks
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book

TODAY = date(2026, 10, 12)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), make_book(tmp_path) as made:
        yield made


def test_today_is_the_union_of_every_subject_in_order(book: Book) -> None:
    tasks.load_plan(book, 2026)
    disclosure.load_catalog(book, 2026)
    disclosure.plan_year(book, 2026)
    make_posts(book, "甲", until_on=date(2026, 12, 31))
    day = date(2026, 10, 28)
    found = catalog.due_today(book, day)
    parts = [line for module in catalog.MODULES if module.due for line in module.due(book, day)]
    assert len(found) == len(parts) > 50
    assert [line.due_on for line in found] == sorted(line.due_on for line in found)
    assert {line.module for line in found} == {"tasks", "disclosure", "registry", "exchange"}
    assert all(line.act and line.why and line.subject for line in found)


def test_a_subject_nobody_has_begun_is_not_loaded_and_has_nothing_due(book: Book) -> None:
    """A new office keeps neither books nor registers: their rules come with their first row."""
    make_posts(book, "甲", until_on=date(2026, 12, 31))
    late = {"labour", "contract_care", "projects", "property", "inventory", "contracts", "funds"}
    modules = {module.name: module for module in catalog.MODULES}
    for name in late:
        ask = modules[name].due
        assert ask is not None
        subject, file, _ = ask.__qualname__.split(".")
        assert ask(book, TODAY) == []
        asked = import_module(f"qinglian_desktop.modules.{subject}.{file}")
        assert list(asked.due(book, TODAY)) == []


def test_a_subject_in_trouble_hides_nobody_else(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trouble(book: Book, day: date) -> list[Due]:
        raise Refused("规则包读不出来", "请重新安装程序")

    make_posts(book, "甲", until_on=date(2026, 12, 31))
    broken = tuple(m._replace(due=trouble) if m.name == "tasks" else m for m in catalog.MODULES)
    monkeypatch.setattr(catalog, "MODULES", broken)
    first, second = catalog.due_today(book, TODAY)
    assert first.subject == "有 1 项没算出来：任务台账，规则包读不出来"
    assert first.why == "请重新安装程序"
    assert second.module == "registry"


def test_every_ledger_has_a_save_and_its_subject_rules_hold(book: Book) -> None:
    save = saving.saver("entry")
    with pytest.raises(Refused, match="要大于 0"):
        save(book, None, {"amount_fen": 0})
    row_id = saving.saver("household")(book, None, {"number": "2-015"}).result
    assert (book.row("household", row_id) or {})["number"] == "2-015"
    saving.dropper("household")(book, row_id)
    assert (book.row("household", row_id) or {})["deleted"] == 1


def test_a_dropped_row_is_brought_back(book: Book) -> None:
    row_id = str(ledger.save_row(book, "household", None, {"number": "2-015"}).result)
    ledger.drop_row(book, "household", row_id)
    made = ledger.bring_back_row(book, "household", row_id)
    assert (book.row("household", row_id) or {})["deleted"] == 0
    assert made.label == "找回户：2-015"
    with pytest.raises(Refused, match="没有找到这条户"):
        ledger.save_row(book, "household", "nobody", {"number": "1"})


def test_commands_stand_on_declared_tables_and_fit_their_rows(book: Book) -> None:
    tables = {record.table for record in catalog.RECORDS}
    commands = [command for module in catalog.MODULES for command in module.commands]
    assert commands
    assert {command.table for command in commands} <= tables
    tasks.load_plan(book, 2026)
    row = book.find(book.tables["task"], code="1.01")
    assert row is not None
    fitting = [c for c in commands if c.table == "task" and c.when(row)]
    assert [command.label for command in fitting] == ["开始办"]
    fitting[0].run(book, row["id"])
    assert (book.row("task", row["id"]) or {})["state"] == "进行中"


def test_every_action_named_in_the_catalogue_is_there() -> None:
    """Heavy actions are named by a word and imported late: no wrong word waits for a click."""
    named = [c.run for m in catalog.MODULES for c in m.commands]
    named += [saving.saver(r.table) for r in catalog.RECORDS]
    named += [saving.dropper(r.table) for r in catalog.RECORDS]
    late = [getattr(run, "__qualname__", "") for run in named]
    late = [name for name in late if ".actions." in name]
    assert len(late) >= 9
    for name in late:
        subject, _, action = name.partition(".actions.")
        module = import_module(f"qinglian_desktop.modules.{subject}.actions")
        assert callable(getattr(module, action)), name


def _loaded_by(code: str) -> list[str]:
    """The modules of ours that a new process has loaded after this code."""
    told = "; import sys; print(*(n for n in sys.modules if n.startswith('qinglian_desktop')))"
    done = subprocess.run(
        [sys.executable, "-c", code + told], capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def test_the_catalogue_asks_for_no_paper_and_no_actions_of_notices() -> None:
    """What a start needs stays small: papers and bundles come in when they are asked for."""
    loaded = _loaded_by(
        "import qinglian_desktop.modules.catalog, qinglian_desktop.shell.copies_due"
    )
    assert "qinglian_desktop.store.book" in loaded
    for heavy in (
        "core.document",
        "core.privacy",
        "modules.decisions.reads",
        "modules.decisions.rules",
        "modules.disclosure.actions",
        "modules.funds.actions",
        "modules.funds.bank_reads",
        "modules.funds.due",
        "modules.funds.reads",
        "modules.funds.statements",
        "modules.contracts.reads",
        "modules.property.counting",
        "paper",
        "exchange.container",
        "store.copies",
    ):
        assert f"qinglian_desktop.{heavy}" not in loaded, heavy


def test_the_guards_of_the_books_come_without_notices_and_papers() -> None:
    """The first row somebody writes or takes in waits for them."""
    loaded = _loaded_by("from qinglian_desktop.modules.funds import actions; actions.guard_entry")
    assert "qinglian_desktop.modules.funds.actions.guarding" in loaded
    for heavy in ("core.document", "core.privacy", "modules.disclosure.actions"):
        assert f"qinglian_desktop.{heavy}" not in loaded, heavy


def test_no_import_of_a_start_has_its_source_read() -> None:
    """PySide would look into the source of every later module for a switch nobody uses."""
    code = (
        "import builtins; from qinglian_desktop.shell import start; start._begin();"
        "import PySide6.QtWidgets, qinglian_desktop.shell.window, shibokensupport.feature as seen;"
        "assert builtins.__import__ is builtins.__orig_import__;"
        "assert 'qinglian_desktop.shell.window' not in seen.pyside_feature_dict"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
