"""The command line from the first folder to the merged table, and what it says to bad input."""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from qinglian_desktop.shell import cli

SAMPLES = Path(__file__).parents[2] / "resources" / "samples"


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    try:
        status = cli.main([str(word) for word in words])
    except SystemExit as left:
        status = int(left.code or 0)
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return status, out, err


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Any:
    def answer(home: Path, *words: object) -> Any:
        status, out, err = run(capsys, "--home", home, "--json", "--today", "2026-11-24", *words)
        assert status == 0, err
        return json.loads(out)

    return answer


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]) -> Any:
    def answer(home: Path, *words: object, status: int = 1) -> str:
        found, _, err = run(capsys, "--home", home, "--today", "2026-11-24", *words)
        assert found == status, err
        last = err.strip().splitlines()[-1]
        assert last.count("。") >= 2  # what happened, what to do
        return last

    return answer


@pytest.fixture
def offices(tmp_path: Path, ask: Any) -> tuple[Path, Path, Path]:
    """A street, an enrolled community and their stick."""
    street, unit, usb = tmp_path / "街道", tmp_path / "社区", tmp_path / "U盘"
    usb.mkdir()
    ask(street, "init", "--role", "street", "--name", "通惠街道", "--code", "500110007")
    file = ask(
        street, "unit", "issue", "--name", "新街子社区", "--kind", "community",
        "--code", "500110007001", "--out", usb,
    )["file"]  # fmt: skip
    made = ask(unit, "init", "--unit-file", file, "--enrol-to", usb)
    ask(street, "unit", "enrol", made["enrolment"], "--fingerprint", made["fingerprint"])
    return street, unit, usb


def entry(ask: Any, unit: Path, amount: str, number: str, day: str = "2026-08-05") -> str:
    return ask(
        unit, "add", "entry", "book=委员会", f"day={day}", "direction=支出", "summary=办公用品",
        "purpose=办公费", "counterparty=綦江区某文具店", f"amount_fen={amount}",
        f"voucher_no={number}", "handler=周文书", "approver=郑主任",
    )["id"]  # fmt: skip


def test_from_an_entry_to_the_streets_table(
    offices: tuple[Path, Path, Path], ask: Any, tmp_path: Path
) -> None:
    street, unit, usb = offices
    entry(ask, unit, "2380", "0001")
    entry(ask, unit, "19.99", "0002")
    sent = ask(unit, "bundle", "export", "--to", usb)
    assert sent["number"] == 1 and sent["full"]
    seen = ask(street, "bundle", "inspect", sent["file"])
    taken = ask(street, "bundle", "import", sent["file"])[0]
    assert seen["new"] == taken["new"] == sent["rows"]
    again = ask(street, "bundle", "import", sent["file"])[0]
    assert again["already"] and again["new"] == 0
    ask(unit, "bundle", "import", taken["receipt"])
    tables = ask(street, "street", "summary", "--period", "2026Q3")
    funds = next(table for table in tables if table["key"] == "funds")
    assert funds["units"][0]["values"][1] == 2380_00 + 19_99
    for name in ("汇总.xlsx", "汇总.pdf"):
        ask(street, "street", "summary", "--period", "2026Q3", "--out", tmp_path / name)
        assert (tmp_path / name).stat().st_size > 3000
    assert ask(street, "unit", "list")[0]["state"] == "本月已报"
    assert ask(unit, "bundle", "export", "--to", usb)["rows"] == 0


def test_a_notice_from_composing_to_the_board(
    offices: tuple[Path, Path, Path], ask: Any, refused: Any, tmp_path: Path
) -> None:
    _, unit, _ = offices
    ask(unit, "add", "opening_balance", "book=委员会", "year=2026", "cash_fen=100", "bank_fen=5000")
    entry(ask, unit, "2380", "0001")
    ask(unit, "add", "body", "name=居务监督委员会", "kind=务监督委员会")
    ask(
        unit, "add", "post", "body=居务监督委员会", "person_name=吴监督", "title=主任",
        "from_on=2026-01-01",
    )  # fmt: skip
    number = ask(unit, "notice", "compose", "finance", "--period", "2026Q3")["number"]
    refused(unit, "notice", "post", number, "--place", "公开栏")  # nobody has reviewed it
    ask(unit, "notice", "review", number)
    ask(unit, "notice", "approve", number, "--reviewer", "吴监督")
    posted = ask(unit, "notice", "post", number, "--place", "公开栏第一格")
    assert posted["until"] == "2026-12-09"  # 15 days, the day of posting not counted
    page = unit.parent / "公告.html"
    assert ask(unit, "notice", "share", number, "--out", page)["file"] == str(page)
    assert "default-src 'none'" in page.read_text("utf-8")
    printed = ask(unit, "notice", "print", number, "--out", tmp_path / "公告.pdf")
    assert printed["pages"] >= 1 and (tmp_path / "公告.pdf").read_bytes()[:5] == b"%PDF-"


def test_import_names_row_column_value_reason_and_remedy(
    offices: tuple[Path, Path, Path], ask: Any, refused: Any, tmp_path: Path
) -> None:
    _, unit, _ = offices
    sheet = tmp_path / "居民.csv"
    sheet.write_text(
        "姓名,身份证号,组/网格\n张晓梅,11010519491231002X,2组\n李建华,5.10101E+17,2组\n合计,,2\n",
        encoding="utf-8-sig",
    )
    last = refused(unit, "import", "person", sheet, "--report", tmp_path / "问题.xlsx")
    assert "1 行有问题" in last
    assert (tmp_path / "问题.xlsx").exists()
    assert ask(unit, "show", "person") == []  # nothing was saved
    done = ask(unit, "import", "person", sheet, "--accept-valid")
    assert done["imported"] == 1 and done["bad"][0]["row"] == 3
    assert "后几位已丢" in done["bad"][0]["reason"] and done["bad"][0]["remedy"]
    shown = ask(unit, "show", "person")
    assert shown[0]["name"] == "张晓梅" and "002X" in shown[0]["id_number"]
    assert "19491231" not in json.dumps(shown)
    again = ask(unit, "import", "person", sheet, "--accept-valid")
    assert again["imported"] == 0 and again["already"] == 1


def test_the_published_samples_go_in_by_command(
    offices: tuple[Path, Path, Path], ask: Any, tmp_path: Path
) -> None:
    _, unit, _ = offices
    mapping = tmp_path / "对应.json"
    mapping.write_text(
        json.dumps(
            {"示范村名称": "receiver", "镇街": "township", "提前下达金额(万元)": "amount_fen"}
        ),
        encoding="utf-8",
    )
    done = ask(
        unit, "import", "grant_line", SAMPLES / "zhongshan-2023-village-project-funds.csv",
        "--map", mapping, "--set", "year=2023",
    )  # fmt: skip
    assert done["imported"] == 9
    rows = ask(unit, "show", "grant_line")
    assert sum(row["amount_fen"] for row in rows) == 43_766_500_00


def test_tables_template_export_today_and_deadline(
    offices: tuple[Path, Path, Path], ask: Any, tmp_path: Path
) -> None:
    _, unit, _ = offices
    tables = {table["table"]: table for table in ask(unit, "tables")}
    assert {"person", "task", "notice", "entry", "enrolled_unit"} <= tables.keys()
    assert tables["person"]["fields"][0]["label"] == "姓名"
    ask(unit, "template", "person", "--out", tmp_path / "空表.xlsx")
    entry(ask, unit, "12.34", "0001")
    assert ask(unit, "export", "entry", "--out", tmp_path / "收支.xlsx")["rows"] == 1
    assert isinstance(ask(unit, "today"), list)
    day = ask(unit, "deadline", "5wd", "--from", "2026-09-28")
    assert day["day"] == "2026-10-10"  # off 1–7 October, Saturday the 10th is worked
    assert any(not step["counted"] for step in day["steps"])


def test_check_backup_and_restore(
    offices: tuple[Path, Path, Path], ask: Any, refused: Any, tmp_path: Path
) -> None:
    _, unit, _ = offices
    entry(ask, unit, "100", "0001")
    assert ask(unit, "check")["findings"] == []
    made = ask(unit, "backup", "--to", tmp_path / "备份")
    entry(ask, unit, "200", "0002")
    seen = ask(unit, "restore", made["folder"], "--preview")
    assert (seen["now"]["entry"], seen["after"]["entry"]) == (2, 1)
    ask(unit, "restore", made["folder"])
    assert len(ask(unit, "show", "entry")) == 1
    assert ask(unit, "check")["findings"] == []
    assert "备份文件夹" in refused(unit, "restore", tmp_path)


def test_bad_input_is_refused_in_words(
    offices: tuple[Path, Path, Path], ask: Any, refused: Any, tmp_path: Path
) -> None:
    street, unit, usb = offices
    refused(tmp_path / "没有", "show", "entry")
    assert "没有叫" in refused(unit, "show", "没有的表")
    assert "看不懂" in refused(unit, "add", "entry", "没有的字段=1")
    refused(unit, "import", "person", tmp_path / "没有.xlsx")
    refused(unit, "add", "entry", "amount_fen=0.001")
    refused(unit, "notice", "print", "没有", "--out", tmp_path / "x.pdf")
    refused(unit, "deadline", "五天", "--from", "2026-09-28")
    refused(unit, "init", "--unit-file", next(usb.glob("*.qlu")))
    sent = Path(ask(unit, "bundle", "export", "--to", usb)["file"])
    broken = tmp_path / "坏包.qlb"
    broken.write_bytes(sent.read_bytes()[:-50])
    refused(street, "bundle", "import", broken, status=3)
    refused(unit, "bundle", "import", sent)
    (tmp_path / "假包.qlb").write_text("不是报送包", encoding="utf-8")
    status = cli.main(["--home", str(street), "bundle", "import", str(tmp_path / "假包.qlb")])
    assert status in (1, 3)


def test_wrong_usage_is_status_two(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, _, err = run(capsys, "--home", tmp_path, "没有这个命令")
    assert status == 2 and "命令写得不对" in err


def test_a_damaged_database_is_status_three(offices: tuple[Path, Path, Path], refused: Any) -> None:
    _, unit, _ = offices
    path = unit / "qinglian.db"
    data = bytearray(path.read_bytes())
    data[4096:8192] = bytes(4096)
    path.write_bytes(data)
    refused(unit, "check", status=3)


def test_every_command_has_an_example() -> None:
    def walk(parser: argparse.ArgumentParser) -> None:
        inner = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
        if not inner:
            assert parser.epilog and parser.epilog.startswith("例："), parser.prog
        for action in inner:
            for one in action.choices.values():
                walk(one)

    walk(cli._parser())


def test_the_installed_command_answers(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "qinglian_desktop", "--home", str(tmp_path / "无"), "today"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "没有数据" in done.stderr


def test_what_only_the_program_writes_cannot_be_entered_by_hand(
    offices: tuple[Path, Path, Path], refused: Any, tmp_path: Path
) -> None:
    """A receipt or an enrolled unit made by hand would lose rows or trust a stranger's key."""
    street, unit, _ = offices
    own = ("receipt", "sent_bundle", "received_bundle", "planned_posting", "notice")
    for home, table in ((street, "enrolled_unit"), *((unit, name) for name in own)):
        refused(home, "add", table, "编号=1")
        refused(home, "import", table, SAMPLES / "huangnishao-2022-collective-income.csv")
        refused(home, "template", table, "--out", tmp_path / "空表.xlsx")
    assert not (tmp_path / "空表.xlsx").exists()


def test_a_file_that_is_not_there_is_not_called_damaged(
    offices: tuple[Path, Path, Path], refused: Any, tmp_path: Path
) -> None:
    street, unit, _ = offices
    gone = tmp_path / "没有.qlb"
    for home, *words in (
        (tmp_path / "新", "init", "--unit-file", gone),
        (street, "unit", "enrol", gone, "--fingerprint", "1"),
        (street, "bundle", "inspect", gone),
        (street, "bundle", "import", gone),
        (unit, "import", "person", gone),
    ):
        assert "没有" in refused(home, *words)


def test_a_notice_is_written_as_pdf_and_nothing_else(
    offices: tuple[Path, Path, Path], ask: Any, refused: Any, tmp_path: Path
) -> None:
    _, unit, _ = offices
    number = ask(
        unit, "notice", "compose", "general", "--set", "title=通知", "--set", "body=今天停水。"
    )["number"]
    for name in (tmp_path / "公告.txt", tmp_path / "公告", Path()):
        assert ".pdf" in refused(unit, "notice", "print", number, "--out", name)
    assert not (tmp_path / "公告.txt").exists()


def test_a_line_of_a_table_is_no_letter(offices: tuple[Path, Path, Path], refused: Any) -> None:
    _, unit, _ = offices
    assert "太长" in refused(unit, "add", "entry", f"summary={'长' * 501}")


def test_a_name_with_a_line_break_is_no_name(
    offices: tuple[Path, Path, Path], refused: Any
) -> None:
    street, _, usb = offices
    refused(street, "unit", "issue", "--name", "新街\n子社区", "--kind", "village",
            "--code", "500110007009", "--out", usb)  # fmt: skip


def test_every_example_of_the_help_is_a_right_call(capsys: pytest.CaptureFixture[str]) -> None:
    """The words after 例： parse as they stand."""
    parser = cli._parser()
    for text in _examples(parser):
        _, _, words = text.partition("qinglian ")  # before it, what the environment holds
        args = parser.parse_args([word.strip('"') for word in words.split()])
        assert args.command, text
    capsys.readouterr()


def _examples(parser: argparse.ArgumentParser) -> list[str]:
    found = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for one in action.choices.values():
                if one.epilog:
                    found.append(one.epilog.removeprefix("例：").partition("。")[0])
                found += _examples(one)
    return found


def test_what_a_command_cannot_use_is_named(
    offices: tuple[Path, Path, Path], refused: Any, tmp_path: Path
) -> None:
    _, unit, _ = offices
    assert "nofield" in refused(unit, "notice", "compose", "general", "--set", "nofield=1")
    for size in ("99999x99999", "0x0", "大x小"):
        refused(unit, "screenshots", "--out", tmp_path / "图", "--size", size)
    assert not (tmp_path / "图").exists()


def restored_unit(offices: tuple[Path, Path, Path], ask: Any, folder: Path) -> tuple[str, str]:
    """A record reported, lost in a restore, and its number given again; (old, new) bundle."""
    street, unit, usb = offices
    entry(ask, unit, "100", "0001")
    copy = ask(unit, "backup", "--to", folder / "备份")["folder"]
    entry(ask, unit, "200", "0002")
    entry(ask, unit, "300", "0003")
    old = ask(unit, "bundle", "export", "--to", usb)["file"]
    ask(street, "bundle", "import", old)
    ask(unit, "restore", copy)
    entry(ask, unit, "55", "0003")
    return old, ask(unit, "bundle", "export", "--to", usb, "--full")["file"]


def spent(ask: Any, street: Path) -> int:
    tables = ask(street, "street", "summary", "--period", "2026Q3")
    return next(t for t in tables if t["key"] == "funds")["units"][0]["values"][1]


def test_a_street_is_told_what_a_restored_unit_no_longer_has_and_settles_it(
    offices: tuple[Path, Path, Path], ask: Any, refused: Any, capsys: Any, tmp_path: Path
) -> None:
    street, unit, _ = offices
    _, new = restored_unit(offices, ask, tmp_path)
    assert len(ask(street, "bundle", "inspect", new)["unmatched"]) == 2
    status, out, _ = run(capsys, "--home", street, "--today", "2026-11-24", "bundle", "import", new)
    assert status == 0
    assert "新街子社区还原过备份：街道多 2 条，单位已没有" in out
    assert "0002 办公用品" in out and "0003 办公用品" in out
    assert spent(ask, street) == 155_00, "what the unit itself has"
    (listed,) = ask(street, "unit", "list")
    assert (listed["state"], listed["missing"]) == ("对不上", "多 2 条")
    assert "多 2 条" in run(capsys, "--home", street, "unit", "list")[1]
    assert "没有算进来" in run(capsys, "--home", street, "street", "summary")[1]
    assert any("还原过备份" in due["subject"] for due in ask(street, "today"))
    ask(street, "street", "summary", "--period", "2026Q3", "--out", tmp_path / "汇总.pdf")
    receipt = ask(street, "bundle", "import", new)[0]["receipt"]
    told = run(capsys, "--home", unit, "bundle", "import", receipt)[1]
    assert "街道有 2 条和本单位对不上" in told and "0002" in told
    assert any("和本单位对不上" in due["subject"] for due in ask(unit, "today"))
    assert ask(street, "unit", "settle", "500110007001")["rows"] == 2
    assert ask(street, "unit", "list")[0]["state"] == "本月已报"
    assert spent(ask, street) == 155_00
    assert ask(street, "check")["findings"] == []
    refused(street, "unit", "settle", "500110007001")
    refused(street, "unit", "settle", "1")
    receipt = ask(street, "bundle", "import", new)[0]["receipt"]
    ask(unit, "bundle", "import", receipt)
    assert not any("对不上" in due["subject"] for due in ask(unit, "today"))


def test_a_missing_second_file_is_damage(offices: tuple[Path, Path, Path], refused: Any) -> None:
    _, unit, _ = offices
    (unit / "sealed.db").unlink()
    assert "sealed.db 不见了" in refused(unit, "check", status=3)


def test_a_backup_of_another_unit_is_called_that_and_not_damaged(
    offices: tuple[Path, Path, Path], ask: Any, refused: Any, tmp_path: Path
) -> None:
    street, unit, _ = offices
    entry(ask, unit, "100", "0001")
    theirs = ask(street, "backup", "--to", tmp_path / "街道备份")["folder"]
    for words in (("--preview",), ()):
        last = refused(unit, "restore", theirs, *words)
        assert "这是别的单位的备份（通惠街道）" in last and "QL-PL-008" in last
    assert len(ask(unit, "show", "entry")) == 1
    assert not list(unit.glob("还原前-*")) and not list(unit.glob("*.new"))


def test_a_backup_shut_by_another_pin_is_refused_in_words(
    offices: tuple[Path, Path, Path], ask: Any, refused: Any, tmp_path: Path
) -> None:
    from qinglian_desktop.store import keyfile

    street, unit, _ = offices
    theirs = Path(ask(street, "backup", "--to", tmp_path / "街道备份")["folder"])
    keyfile.set_pin(theirs, keyfile.unlock(theirs), "246810")
    assert "用别的钥匙锁的" in refused(unit, "restore", theirs)


def test_a_pin_set_since_the_backup_does_not_shut_it(
    offices: tuple[Path, Path, Path], ask: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old copy asks for the old PIN, and the clerk knows only the new one."""
    from qinglian_desktop.store import keyfile

    _, unit, _ = offices
    entry(ask, unit, "100", "0001")
    copy = Path(ask(unit, "backup", "--to", tmp_path / "备份")["folder"])
    keyfile.set_pin(copy, keyfile.unlock(copy), "135790")
    entry(ask, unit, "200", "0002")
    keyfile.set_pin(unit, keyfile.unlock(unit), "246810")
    monkeypatch.setenv("QINGLIAN_PIN", "246810")
    ask(unit, "restore", copy)
    assert len(ask(unit, "show", "entry")) == 1


def test_a_damaged_folder_can_be_restored_by_command(
    offices: tuple[Path, Path, Path], ask: Any, tmp_path: Path
) -> None:
    _, unit, _ = offices
    entry(ask, unit, "100", "0001")
    copy = ask(unit, "backup", "--to", tmp_path / "备份")["folder"]
    path = unit / "qinglian.db"
    path.write_bytes(bytes(8192) + path.read_bytes()[8192:])
    ask(unit, "restore", copy)
    assert len(ask(unit, "show", "entry")) == 1


def test_damage_is_told_in_our_words_only(
    offices: tuple[Path, Path, Path], ask: Any, tmp_path: Path
) -> None:
    """SQLCipher has a log of its own, in English, on standard error of the process."""
    _, unit, _ = offices
    entry(ask, unit, "100", "0001")
    path = unit / "qinglian.db"
    whole = path.read_bytes()
    for begin, end in ((0, 4096), (4096, 8192), (len(whole) // 2, len(whole) // 2 + 64)):
        path.write_bytes(whole[:begin] + bytes(end - begin) + whole[end:])
        done = subprocess.run(
            [sys.executable, "-m", "qinglian_desktop", "--home", str(unit), "check"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 3
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr
        assert "sqlcipher" not in done.stderr and "ERROR" not in done.stderr


def unmasked(offices: tuple[Path, Path, Path], ask: Any) -> Path:
    unit = offices[1]
    ask(unit, "add", "person", "name=张晓梅", "phone=13812345678")
    ask(unit, "add", "person", "name=李建华", "phone=13900000000")
    return unit


def test_an_unmasked_export_is_written_down(
    offices: tuple[Path, Path, Path], ask: Any, tmp_path: Path
) -> None:
    from qinglian_desktop.core.module import Query
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.store.book import Book

    unit = unmasked(offices, ask)
    ask(unit, "export", "person", "--out", tmp_path / "遮.csv")
    assert "13812345678" not in (tmp_path / "遮.csv").read_text("utf-8-sig")
    assert ask(unit, "show", "revealed_export") == []
    ask(unit, "export", "person", "--out", tmp_path / "不遮.csv", "--reveal",
        "--where", "name=张晓梅")  # fmt: skip
    assert "13812345678" in (tmp_path / "不遮.csv").read_text("utf-8-sig")
    (noted,) = ask(unit, "show", "revealed_export")
    assert (noted["table_name"], noted["row_count"], noted["who"]) == ("person", 1, "文书")
    assert noted["exported_at"][:10] == "2026-11-24" and noted["file_name"] == "不遮.csv"
    with Book.open(unit, RECORDS) as book:
        (row,) = book.rows(Query("revealed_export"))
        (step,) = book.history("revealed_export", row["id"])
        assert step["label"] == "导出不遮的人员：1 条" and step["operator"] == "文书"
        assert book.trail_broken_at() is None


def test_an_export_that_cannot_be_written_down_is_refused(
    offices: tuple[Path, Path, Path],
    ask: Any,
    refused: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from qinglian_desktop.store import database

    unit = unmasked(offices, ask)
    monkeypatch.setattr(database, "writable", lambda _path: False)
    last = refused(unit, "export", "person", "--out", tmp_path / "不遮.csv", "--reveal")
    assert "记不下这次导出" in last and not (tmp_path / "不遮.csv").exists()
    ask(unit, "export", "person", "--out", tmp_path / "遮.csv")  # masked, nothing to note


def test_a_rule_of_the_pack_gives_its_date_and_its_article(
    offices: tuple[Path, Path, Path], ask: Any, refused: Any
) -> None:
    _, unit, _ = offices
    found = ask(unit, "deadline", "PR01", "--from", "2026-11-02")
    assert found["day"] == "2026-11-17" and "第34条" in found["rule"]["basis"]
    assert sum(step["counted"] for step in found["steps"]) == 15
    assert ask(unit, "deadline", "15", "--from", "2026-11-02")["rule"] is None
    assert "不适用" in refused(unit, "deadline", "PR01", "--from", "2025-11-02")
    assert "PR01" in refused(unit, "deadline", "ZZ99", "--from", "2026-11-02")
    assert "长期" in refused(unit, "deadline", "PR05", "--from", "2026-11-02")


def test_a_year_is_planned_shown_and_told_what_happened(
    offices: tuple[Path, Path, Path], ask: Any, refused: Any, tmp_path: Path
) -> None:
    _, unit, _ = offices
    made = ask(unit, "plan", "make", "--year", "2026")
    shown = ask(unit, "plan", "show", "--year", "2026", "--out", tmp_path / "一览.pdf")
    assert len(shown) == made["lines"] > 100
    assert (tmp_path / "一览.pdf").read_bytes().startswith(b"%PDF")
    assert all(line["why"] for line in shown)
    assert ask(unit, "plan", "make")["lines"] == 0
    event = ("plan", "event", "G11", "--on", "2026-11-02", "--what", "通过修路方案")
    assert ask(unit, *event)["due_on"] == "2026-11-12"
    assert "已经登记过" in refused(unit, *event)
    assert "没有〔X9〕" in refused(unit, "plan", "event", "X9", "--on", "2026-11-02", "--what", "x")
    assert "还没有2027年的公开目录" in refused(unit, "plan", "make", "--year", "2027")


def test_wrong_pins_are_counted_here_too(
    offices: tuple[Path, Path, Path],
    refused: Any,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Five, then a pause that a right one does not end; in time it does."""
    from qinglian_desktop.store import keyfile

    monkeypatch.setattr(keyfile, "MEMORY_KIB", 64)
    monkeypatch.setattr(keyfile, "PASSES", 1)
    _, unit, _ = offices
    keyfile.set_pin(unit, keyfile.unlock(unit), "246810")
    monkeypatch.setenv("QINGLIAN_PIN", "1357")
    for _ in range(5):
        assert "QL-SE-081" in refused(unit, "today")
    monkeypatch.setenv("QINGLIAN_PIN", "246810")
    assert "过 10 分钟再试" in refused(unit, "today")
    assert run(capsys, "--home", unit, "--today", "2026-11-25", "today")[0] == 0
    assert not (unit / "pin-tries.json").exists()
