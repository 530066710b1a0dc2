"""What is typed and not saved yet is kept whole or as it was before, and told to nobody else."""

import random
from pathlib import Path

from qinglian_desktop.store.unfinished import NAME, ROOM, Piece, Unfinished

KEY = bytes(range(32))
FIRST = Piece("registry", "人员 · 备注", "住在河边的老屋", "person", "1", "note")
SECOND = FIRST._replace(text="住在河边的老屋，上月搬走了")


def test_what_was_kept_last_is_there_for_the_next_program(tmp_path: Path) -> None:
    kept = Unfinished(tmp_path, KEY)
    assert kept.keep([FIRST])
    assert kept.keep([FIRST, SECOND])
    assert Unfinished(tmp_path, KEY).kept() == [FIRST, SECOND]
    assert Unfinished(tmp_path, KEY).keep([])
    assert Unfinished(tmp_path, KEY).kept() == []


def test_a_write_cut_short_leaves_what_was_kept_before(tmp_path: Path) -> None:
    kept = Unfinished(tmp_path, KEY)
    kept.keep([FIRST])
    before = (tmp_path / NAME).read_bytes()
    kept.keep([SECOND])
    after = (tmp_path / NAME).read_bytes()
    changed = [at for at, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    first, last, chance = changed[0], changed[-1], random.Random(1)
    for cut in (first, last, *(chance.randrange(first, last) for _ in range(60))):
        (tmp_path / NAME).write_bytes(after[:cut] + before[cut:])
        assert Unfinished(tmp_path, KEY).kept() == [FIRST], cut
    (tmp_path / NAME).write_bytes(after)
    assert Unfinished(tmp_path, KEY).kept() == [SECOND]


def test_the_file_tells_nothing_without_the_key_and_never_grows(tmp_path: Path) -> None:
    kept = Unfinished(tmp_path, KEY)
    for number in range(12):
        kept.keep([FIRST._replace(text=f"第{number}稿" * 9000)] * 9)
    assert (tmp_path / NAME).stat().st_size == 2 * ROOM
    assert "第1稿".encode() not in (tmp_path / NAME).read_bytes()
    assert Unfinished(tmp_path, bytes(32)).kept() == []
    last = Unfinished(tmp_path, KEY).kept()
    assert last and all(piece.text.startswith("第11稿") for piece in last)


def test_when_all_is_saved_nothing_of_it_stays(tmp_path: Path) -> None:
    kept = Unfinished(tmp_path, None)
    kept.keep([FIRST])
    kept.keep([SECOND])
    assert "河边".encode() in (tmp_path / NAME).read_bytes()
    kept.keep([])
    assert "河边".encode() not in (tmp_path / NAME).read_bytes()
    assert Unfinished(tmp_path, None).kept() == []


def test_a_file_that_is_none_of_ours_is_no_obstacle(tmp_path: Path) -> None:
    for data in (b"", b"QLT1", bytes(2 * ROOM), b"\xff" * 99):
        (tmp_path / NAME).write_bytes(data)
        kept = Unfinished(tmp_path, None)
        assert kept.kept() == []
        assert kept.keep([FIRST])
        assert Unfinished(tmp_path, None).kept() == [FIRST]
