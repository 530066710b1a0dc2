"""No input, however made, gets anything out of a reader but an answer or a refusal in words.

In the long form (`make faults`) each reader is fuzzed for its share of the time, two at a time.
"""

import io
import os
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from exchange.made_bundles import ROWS, STREET, Content, Memory, RawMember, body, header_of, raw_zip
from exchange.memory import steady_memory
from exchange.sheets import makers
from faults.counting import counted
from faults.fuzz import Broken, Fuzzer, Target
from kill_rig import EXPLORE
from qinglian_desktop.core import canonical
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange import age, container, container_header, payload_rows
from qinglian_desktop.exchange.payload import Limits, PayloadReader
from qinglian_desktop.exchange.sheets import biff, prescan, reading

CORPUS = Path(__file__).parent / "corpus"
SHORT = 1500  # inputs of each reader in the short form
LIMITS = Limits(ratio_from=1 << 20)
HEADER = header_of()
HONEST = body(Content(), HEADER)
SHARE = float(os.environ.get("QINGLIAN_SHARE") or 60)  # seconds of each reader in the long form


class Reader(NamedTuple):
    target: Target
    seeds: Callable[[Path], Sequence[bytes]]
    watched: tuple[str, ...]


def read_header(data: bytes) -> None:
    header = container_header.parse(data)
    assert canonical.dumps(canonical.loads(data)) == data, "one header, two spellings"
    assert container_header.parse(header.line).line == header.line


def read_opening(data: bytes) -> None:
    container._opening(io.BytesIO(data))


def read_payload(data: bytes) -> None:
    PayloadReader(Memory(data), HEADER, LIMITS).check_all()


def read_manifest(data: bytes) -> None:
    """The text of a manifest, in a ZIP that is otherwise honest."""
    lines = b"".join(line + b"\n" for line in ROWS)
    members = [RawMember(b"data/entry.jsonl", lines), RawMember(b"manifest.json", data)]
    read_payload(raw_zip(members))


def read_rows(data: bytes) -> None:
    for row in payload_rows.decode("entry", data.split(b"\n")):
        assert canonical.loads(canonical.dumps(row)) == row


def read_sealed(data: bytes) -> None:
    age.decrypt(io.BytesIO(data), io.BytesIO(), [STREET.decryption])


def read_workbook(data: bytes) -> None:
    reading.sheets_of(data, "一张表")


def read_sheet(data: bytes) -> None:
    """The XML of a sheet, in a workbook that is otherwise sound."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_sound())) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            sheet = info.filename == "xl/worksheets/sheet1.xml"
            new.writestr(info.filename, data if sheet else old.read(info))
    read_workbook(out.getvalue())


@cache
def _sound() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        makers.openpyxl_book(path)
        return path.read_bytes()


def _sheets(_: Path) -> list[bytes]:
    return [zipfile.ZipFile(io.BytesIO(_sound())).read("xl/worksheets/sheet1.xml")]


def scan_workbook(data: bytes) -> None:
    prescan.check_zip(data)


def scan_old_workbook(data: bytes) -> None:
    biff.check_old(data)


def _manifest() -> bytes:
    return zipfile.ZipFile(io.BytesIO(HONEST)).read("manifest.json")


def _opening(_: Path) -> list[bytes]:
    line = HEADER.line
    return [container.MAGIC + line + b"\n[]\n", container.MAGIC + line + b'\n[{"alg":"x"}]\n']


def _sealed(_: Path) -> list[bytes]:
    out = io.BytesIO()
    age.encrypt(io.BytesIO(b"short"), out, [STREET.decryption.recipient])
    return [out.getvalue()]


def _made(*makers_: Callable[[Path], object]) -> Callable[[Path], list[bytes]]:
    def made(folder: Path) -> list[bytes]:
        found = []
        for place, maker in enumerate(makers_):
            path = folder / str(place)
            maker(path)
            found.append(path.read_bytes())
        return found

    return made


XLSX = (makers.openpyxl_book, makers.inline_book, makers.hidden_sheet_book)
TABLES = (
    makers.web_page("utf-8"), makers.xml_book, makers.text("utf-8", ","), makers.openpyxl_book,
)  # fmt: skip
_JSON = "core/canonical"
READERS = {
    "header": Reader(read_header, lambda _: [HEADER.line], ("exchange/container_header", _JSON)),
    "opening": Reader(read_opening, _opening, ("exchange/container",)),
    "manifest": Reader(read_manifest, lambda _: [_manifest()], ("exchange/payload",)),
    "rows": Reader(
        read_rows, lambda _: [b"\n".join(ROWS[:3])], ("exchange/payload_rows", _JSON)
    ),
    "ZIP": Reader(read_payload, lambda _: [HONEST], ("exchange/payload",)),
    "age": Reader(read_sealed, _sealed, ("exchange/age",)),
    "workbook": Reader(scan_workbook, _made(*XLSX), ("sheets/prescan",)),
    "old workbook": Reader(scan_old_workbook, _made(makers.old_book), ("sheets/biff",)),
    "tables": Reader(read_workbook, _made(*TABLES), ("exchange/sheets/",)),
    "sheet": Reader(read_sheet, _sheets, ("exchange/sheets/",)),
}  # fmt: skip


def _kept(name: str) -> list[bytes]:
    """Inputs that were once worth keeping: they are tried each time."""
    return [path.read_bytes() for path in sorted((CORPUS / name.replace(" ", "-")).glob("*"))]


@pytest.mark.parametrize("name", READERS)
def test_no_input_gets_past_a_reader_or_breaks_it(name: str, tmp_path: Path) -> None:
    reader = READERS[name]
    fuzzer = Fuzzer(
        reader.target, [*reader.seeds(tmp_path), *_kept(name)], reader.watched,
        seed=int(time.time()) if EXPLORE else 1,
    )  # fmt: skip
    until = min(time.time() + SHARE, float(os.environ.get("QINGLIAN_UNTIL", "inf")))
    until = max(until, time.time() + 3)  # late, but not for nothing
    with steady_memory(250):
        found = fuzzer.run(inputs=10**9, until=until) if EXPLORE else fuzzer.run(inputs=SHORT)
    assert found.inputs >= SHORT
    assert found.refused, "a reader that takes everything"
    assert found.kept, "led by nothing"
    assert found.slowest < 20, f"one input took {found.slowest:.1f} s"
    counted("F46", found.inputs, f"{name}: {found.lines} lines, {found.kept} kept")


def test_what_was_found_once_is_refused_in_words() -> None:
    """Every input in the corpus, by every reader: whatever it is taken for."""
    for path in sorted(CORPUS.glob("*/*")):
        for reader in READERS.values():
            try:
                reader.target(path.read_bytes())
            except Refused as refused:
                assert refused.what and refused.remedy


def _step(place: int) -> int:
    if place == 0:
        return 1
    if place == 1:
        return 2
    return 3 if place == 2 else 4


def test_the_fuzzer_finds_what_blind_chance_would_not() -> None:
    """The positive control: four letters one behind the other, each a line further."""

    def planted(data: bytes) -> None:
        for place, letter in enumerate(b"QLB9"):
            if data[place : place + 1] != bytes([letter]):
                raise Refused("看不懂", "请换一个文件")
            _step(place)
        raise ValueError("planted")

    led = Fuzzer(planted, [b"xxxxxxxx"], (Path(__file__).name,))
    with pytest.raises(Broken, match="planted"):
        led.run(inputs=200_000)
    blind = Fuzzer(planted, [b"xxxxxxxx"], ("nothing",))
    assert blind.run(inputs=20_000).kept == 0


def test_the_fuzzer_ends_where_a_refusal_says_nothing() -> None:
    def wordless(_: bytes) -> None:
        raise Refused("看不懂")

    with pytest.raises(Broken):
        Fuzzer(wordless, [b"x"], ("nothing",)).run(inputs=1)
