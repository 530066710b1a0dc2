"""A start compares the triggers only when somebody may have touched them."""

from pathlib import Path

import pytest

from office import make_book
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store import trail
from qinglian_desktop.store.book import Book


def _looked(home: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    seen: list[str] = []
    whole = trail.install

    def look(*given: object) -> None:
        seen.append("looked")
        whole(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(trail, "install", look)
    Book.open(home, RECORDS).close()
    return seen


def test_a_file_nobody_touched_is_not_compared_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_book(tmp_path).close()
    assert _looked(tmp_path / "home", monkeypatch) == []


def test_a_trigger_taken_away_with_another_tool_is_back_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make_book(tmp_path) as book:
        book.connection.execute("DROP TRIGGER trail_task_update")
    assert _looked(tmp_path / "home", monkeypatch) == ["looked"]
    with Book.open(tmp_path / "home", RECORDS) as book:
        found = "SELECT count(*) FROM sqlite_master WHERE name = 'trail_task_update'"
        assert book.connection.execute(found).fetchone() == (1,)


def test_a_program_with_other_triggers_looks_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_book(tmp_path).close()
    monkeypatch.setattr(trail, "SHAPE", trail.SHAPE + 1)
    assert _looked(tmp_path / "home", monkeypatch) == ["looked"]
    assert _looked(tmp_path / "home", monkeypatch) == []
