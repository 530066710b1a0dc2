"""A workbook made to hurt is refused in words, at once, and takes little memory."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.sheets.hostile import HOSTILE
from qinglian_desktop.exchange.sheets import prescan

_MEMORY = 300  # MiB, the whole process
_HARMLESS = {"lying_size", "merges_over_everything", "old_directory_loop"}  # read, and small
_CHILD = """
import json, os, sys
from pathlib import Path
from exchange.memory import peak_memory
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange.sheets import read_sheets

for line in sys.stdin:
    name, _, path = line.strip().partition(" ")
    if os.access("/proc/self/clear_refs", os.W_OK):
        Path("/proc/self/clear_refs").write_text("5")
    try:
        read_sheets(Path(path))
        said = ""
    except Refused as refused:
        said = str(refused)
    print(json.dumps([name, said, peak_memory()], ensure_ascii=False), flush=True)
"""


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """One process reads them all, one after the other: what each said and took."""
    folder = tmp_path_factory.mktemp("hostile")
    lines = []
    for sort, (name, make) in HOSTILE.items():
        (folder / sort).mkdir()
        make(folder / sort / name)
        lines.append(f"{sort} {folder / sort / name}")
    done = subprocess.run(
        [sys.executable, "-c", _CHILD], input="\n".join(lines), text=True, check=True,
        capture_output=True, timeout=5 * len(HOSTILE), encoding="utf-8",
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONUTF8": "1"},
    )  # fmt: skip
    found = {name: (said, took) for name, said, took in map(json.loads, done.stdout.splitlines())}
    assert found.keys() == HOSTILE.keys()
    return found


@pytest.mark.parametrize("sort", HOSTILE)
def test_it_is_refused_in_words_and_takes_little(answers: dict[str, Any], sort: str) -> None:
    said, took = answers[sort]
    assert took < _MEMORY
    assert (said == "") == (sort in _HARMLESS), said
    assert "Traceback" not in said


@given(
    st.from_regex(r"[A-Za-z]{0,4}[0-9]{1,8}", fullmatch=True),
    st.sampled_from(
        ('c r="%s"', "c r='%s'", 'c r = "%s"', 'c\tr="%s"', 'x:c r="%s"', 'c s="1" r="%s"',
         'c r="A1" r="%s"', 'c r="A1" s="1"\nr="%s"', 'c r="A1" s="r" r="%s" t="n"')
    ),
)  # fmt: skip
def test_the_quick_looks_for_outlying_cells_miss_none(address: str, spelt: str) -> None:
    cell = f"<{spelt % address}><v>1</v></c>".encode()
    patterns = (prescan._TOO_FAR, prescan._FAR_ROW, *(wide for _, wide in prescan._BANDS))
    if any(re.search(pattern, cell) for pattern in patterns):
        assert prescan._OUTLYING.search(cell)
        assert any(look.search(cell) for look in prescan._UNUSUAL)
    assert not prescan._OUTLYING.search(b'<sheet xmlns:r="ht"><c r="Z99999"/></sheet>')


@given(
    st.sampled_from(("c", "x:c", "c\t", "c\n", "c ")),
    st.lists(st.sampled_from((' s="1"', ' t="s"', ' cm="1"', ' x:t="r"', "/")), max_size=3),
)
def test_no_cell_without_its_place_is_usual(name: str, said: list[str]) -> None:
    cell = f"<{name}{''.join(said)}><v>1</v></c>".encode()
    if prescan._BARE_CELL.search(cell):
        assert any(look.search(cell) for look in prescan._UNUSUAL)
    usual = (
        b'<cols><col min="1"/></cols><row r="123456"><c r="Z99999" s="1" t="s"><v>1</v></c></row>'
    )
    assert not any(look.search(usual) for look in prescan._UNUSUAL)
