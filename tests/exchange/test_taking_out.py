"""全部带走: from the files alone the whole comes back, row by row, image by image."""

import io
import json
import shutil
from pathlib import Path

import pyrage
import pytest

from office import make_book, make_entry, make_id_number, make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.exchange import age, age_phrase, taking_out
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell.cli import main
from qinglian_desktop.store import sidecar
from qinglian_desktop.store.book import Book

PHRASE = "青莲三村 2026 冬"
PHOTO = b"\xff\xd8\xff" + b"photo" * 1000


@pytest.fixture
def book(tmp_path: Path) -> Book:
    made = make_book(tmp_path)
    person = make_person(made, "李建华", id_number=make_id_number())
    make_entry(made)
    file_id = made.files.add(PHOTO)
    with made.change("改") as change:
        change.put_row("person", person, {"note": "=1+1\n第二行 😀"})
        change.drop("entry", made.ids(Query("entry"))[0])
    assert file_id
    with made.sealed() as second:
        second.files.add(b"of a clue")
    return made


def rows_of(book: Book) -> dict[str, list[dict[str, object]]]:
    """Every row of every table, deleted ones too, with its envelope and print."""
    return {t: book.rows(Query(t, deleted=True)) for t in book.tables.records}


def test_the_database_is_deleted_and_comes_back_from_the_files(book: Book, tmp_path: Path) -> None:
    made = taking_out.take_out(book, tmp_path / "盘", phrase=PHRASE)
    before, head, unit = rows_of(book), book.trail_head(), book.unit
    book.close()
    shutil.rmtree(book.home)
    folder = taking_out.opened(made.path, tmp_path / "scratch", PHRASE)
    assert sidecar.rebuild(folder, tmp_path / "new", RECORDS) == made.rows
    with Book.open(tmp_path / "new", RECORDS) as again:
        assert rows_of(again) == before
        assert again.trail_head() == head and again.trail_broken_at() is None
        assert again.files.read(again.files.all()[0]) == PHOTO
        with again.sealed() as second:
            assert second.files.read(second.files.all()[0]) == b"of a clue"
        assert (again.unit.office_id, again.unit.epoch) == (unit.office_id, unit.epoch + 1)
        assert again.unit.stream_id != unit.stream_id, "the old counter is never used on"
        make_person(again, "以后登记的")
        assert [row["name"] for row in again.rows(Query("person", search="以后"))]


def test_without_a_phrase_people_can_read_it_and_secrets_stay(book: Book, tmp_path: Path) -> None:
    book.put_setting("office_keys", "the private ones")
    made = taking_out.take_out(book, tmp_path / "盘")
    files = {p.relative_to(made.path).as_posix() for p in made.path.rglob("*") if p.is_file()}
    assert {"读我.txt", "校验.txt", "清单.json", "数据/qinglian/person.jsonl",
            "表格/人员.xlsx"} <= files  # fmt: skip
    assert len([name for name in files if name.startswith("附件/") and name.endswith(".jpg")]) == 1
    assert not [name for name in files if "sealed" in name or name.startswith("限制内容")]
    line = (made.path / "数据/qinglian/person.jsonl").read_text("utf-8")
    assert json.loads(line)["name"] == "李建华"
    assert "the private ones" not in (made.path / "数据/qinglian/setting.jsonl").read_text("utf-8")
    assert "没有遮" in (made.path / "读我.txt").read_text("utf-8-sig")
    assert book.steps()[0]["label"] == "全部带走：没有加密"
    sidecar.rebuild(made.path, tmp_path / "new", RECORDS, pin="2580")
    with Book.open(tmp_path / "new", RECORDS, pin="2580") as again:
        assert rows_of(again) == rows_of(book)


def test_the_locked_file_shows_nothing_and_stock_age_opens_it(book: Book, tmp_path: Path) -> None:
    made = taking_out.take_out(book, tmp_path / "盘", phrase=PHRASE)
    data = made.path.read_bytes()
    assert "李建华".encode() not in data and b"person.jsonl" not in data
    assert pyrage.passphrase.decrypt(data, PHRASE)[:2] == b"PK"
    assert not list(book.home.glob(".带走*")), "nothing open is left beside the data"
    with pytest.raises(Refused, match="口令不对"):
        taking_out.opened(made.path, tmp_path / "x", PHRASE + "?")
    with pytest.raises(Refused, match="口令太短"):
        taking_out.take_out(book, tmp_path / "盘", phrase="1234567")


def test_we_open_what_the_public_age_locks() -> None:
    out = io.BytesIO()
    assert age_phrase.unlock(io.BytesIO(pyrage.passphrase.encrypt(b"data", PHRASE)), out, PHRASE)
    assert out.getvalue() == b"data"
    sealed = io.BytesIO()
    age.encrypt(io.BytesIO(b"x"), sealed, [age.Identity.generate().recipient])
    with pytest.raises(Refused, match="不是用口令锁的"):
        age_phrase.unlock(sealed, out, PHRASE)


@pytest.mark.parametrize(
    "name", ["数据/qinglian/person.jsonl", "清单.json", "数据/qinglian/trail.jsonl"]
)
def test_a_file_that_was_touched_builds_nothing(book: Book, tmp_path: Path, name: str) -> None:
    made = taking_out.take_out(book, tmp_path / "盘")
    path = made.path / name
    path.write_bytes(path.read_bytes().replace(b"1", b"2", 1))
    with pytest.raises(Damaged, match="被改动过"):
        sidecar.rebuild(made.path, tmp_path / "new", RECORDS)
    sidecar.seal(made.path)  # whoever also writes the sums anew meets prints and chain
    with pytest.raises((Damaged, Refused)):
        sidecar.rebuild(made.path, tmp_path / "new", RECORDS)
    assert not (tmp_path / "new").exists()


def test_of_the_settings_only_what_is_needed_is_brought(book: Book, tmp_path: Path) -> None:
    """Whatever else somebody has put there takes the place of nothing."""
    (book.home / "window.json").write_text('{"size": "extra"}', "utf-8")
    (book.home / "templates").mkdir(exist_ok=True)
    (book.home / "templates" / "样张.docx").write_bytes(b"a template")
    made = taking_out.take_out(book, tmp_path / "盘")
    for name in ("qinglian.db", "keys.json", "autorun.inf", "别的/东西.txt"):
        path = made.path / "设置" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"not ours")
    sidecar.seal(made.path)
    sidecar.rebuild(made.path, tmp_path / "new", RECORDS)
    home = tmp_path / "new"
    assert (home / "window.json").read_text("utf-8") == '{"size": "extra"}'
    assert (home / "templates" / "样张.docx").read_bytes() == b"a template"
    assert not (home / "autorun.inf").exists() and not (home / "别的").exists()
    with Book.open(home, RECORDS) as again:
        assert rows_of(again) == rows_of(book)


def test_nothing_is_built_over_something(book: Book, tmp_path: Path) -> None:
    made = taking_out.take_out(book, tmp_path / "盘")
    book.close()
    before = {p: p.read_bytes() for p in book.home.rglob("*") if p.is_file()}
    with pytest.raises(Refused, match="已经有东西"):
        sidecar.rebuild(made.path, book.home, RECORDS)
    assert {p: p.read_bytes() for p in book.home.rglob("*") if p.is_file()} == before


def test_who_may_not_takes_nothing(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no(*_: object) -> None:
        raise Refused("这件事要管理员来做", "请管理员来")

    monkeypatch.setattr(taking_out.people, "need", no)
    with pytest.raises(Refused, match="管理员"):
        taking_out.take_out(book, tmp_path / "盘")
    assert not (tmp_path / "盘").exists()


def test_the_command_line_takes_out_and_builds_anew(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    head = book.trail_head()[0]
    book.close()
    assert main(["--home", str(book.home), "take-out", "--to", str(tmp_path / "盘")]) == 1
    assert "--plain" in capsys.readouterr().err
    monkeypatch.setenv("QINGLIAN_PHRASE", PHRASE)
    assert main(["--home", str(book.home), "take-out", "--to", str(tmp_path / "盘")]) == 0
    (made,) = (tmp_path / "盘").iterdir()
    assert main(["--home", str(tmp_path / "new"), "rebuild", str(made)]) == 0
    assert "2 条" in capsys.readouterr().out
    with Book.open(tmp_path / "new", RECORDS) as again:
        assert again.trail_head()[0] == head
    assert sorted(p.name for p in tmp_path.iterdir()) == ["home", "new", "盘"]
