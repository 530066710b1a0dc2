"""qinglian fill and qinglian forms: the same forms at the command line."""

import json
from pathlib import Path

import pytest

import upstream_forms
from forms_office import full_office
from office import make_person
from qinglian_desktop.exchange.sheets import read_sheets
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.forms import actions
from qinglian_desktop.shell import cli
from qinglian_desktop.store.book import Book


def run(capsys: pytest.CaptureFixture[str], home: Path, *words: object) -> tuple[int, str, str]:
    status = cli.main(["--home", str(home), "--today", "2026-11-24", *map(str, words)])
    out, err = capsys.readouterr()
    return status, out, err


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An office that remembers one form."""
    path = tmp_path / "党员花名册.xlsx"
    path.write_bytes(upstream_forms.party_members())
    with full_office(tmp_path) as book:
        looked = actions.look(book, path)
        actions.remember(book, looked.mapping, looked.data)
        return book.home


def test_a_form_is_filled_by_name_and_by_content(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form, out = tmp_path / "党员花名册.xlsx", tmp_path / "一.xlsx"
    status, said, _ = run(capsys, home, "fill", form, "--map", "党员基本情况花名册", "--out", out)
    assert status == 0 and "填好了" in said and "（5 行）" in said
    assert read_sheets(out)[0].rows[3][1] == "李建华"
    assert run(capsys, home, "fill", form, "--out", tmp_path / "二.xlsx")[0] == 0
    status, said, _ = run(capsys, home, "forms")
    assert status == 0 and "党员基本情况花名册：没写哪个部门要，填过 2 次" in said


def test_a_number_that_differs_stops_until_it_is_accepted(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form, out = tmp_path / "党员花名册.xlsx", tmp_path / "二.xlsx"
    run(capsys, home, "fill", form, "--out", tmp_path / "一.xlsx")
    with Book.open(home, RECORDS) as book:
        make_person(book, "新来的", tags="党员")
    status, _, said = run(capsys, home, "fill", form, "--out", out)
    assert status == 1 and not out.exists()
    assert "多出来的：新来的" in said
    assert "上次给上级部门报的是 5 人，这次是 6 人：多了 1 人" in said.splitlines()[-1]
    words = ("--accept-changed", "--reason", "新转入")
    assert run(capsys, home, "fill", form, "--out", out, *words)[0] == 0
    assert out.exists()


def test_a_mapping_goes_out_as_a_file_and_comes_back_changed(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form, told = tmp_path / "党员花名册.xlsx", tmp_path / "对应.json"
    assert run(capsys, home, "forms", form, "--out", told)[0] == 0
    mapping = json.loads(told.read_text("utf-8"))
    mapping["columns"] = [
        [at, header, take, "hide8" if take == "id_number" else write]
        for at, header, take, write in mapping["columns"]
    ]
    told.write_text(json.dumps(mapping), "utf-8")
    out = tmp_path / "一.xlsx"
    assert run(capsys, home, "fill", form, "--map", told, "--out", out)[0] == 0
    assert read_sheets(out)[0].rows[3][4] == "999999********0114"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--map", "没有的表"), "没有记住叫〔没有的表〕的表"),
        (("--map", "坏的.json"), "没有这个文件"),
        ((), "没认出"),
    ],
)
def test_what_cannot_be_filled_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    form = tmp_path / "任务.xls"
    form.write_bytes(upstream_forms.task_progress())
    with full_office(tmp_path) as book:
        home = book.home
    status, _, err = run(capsys, home, "fill", form, *words, "--out", tmp_path / "一.xls")
    assert status == 1 and said in err and "Traceback" not in err
    assert run(capsys, home, "fill", form, "--out", form)[0] == 1, "never over the empty form"
