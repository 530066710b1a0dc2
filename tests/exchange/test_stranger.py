"""docs/bundle-format.md is complete: a reader written from it alone opens every kind of bundle."""

import ast
import json
import os
import re
import sys
from pathlib import Path

import pytest

from exchange import stranger_gm, stranger_merge
from exchange import stranger_reader as stranger
from exchange.at_work import World, entries, export, forge, line, take
from exchange.kept_world import SAMPLES, facts_of, keys_of
from office import make_entry
from qinglian_desktop.core.module import Query
from qinglian_desktop.exchange import (
    container_header,
    container_says,
    offices,
    outgoing_volumes,
    payload_limits,
)
from qinglian_desktop.exchange.keys import OfficeKeys
from qinglian_desktop.store.book import Book

PAGE = Path(__file__).parents[2] / "docs" / "bundle-format.md"
SOURCE = Path(container_says.__file__).parents[1]
each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)


def opened(path: Path, sender: OfficeKeys, reader: OfficeKeys | None) -> stranger.Bundle:
    secret = reader.decryption.private if reader else None
    return stranger.read(path.read_bytes(), sender.signing.public, secret)


def test_it_imports_nothing_of_the_program() -> None:
    allowed = set(sys.stdlib_module_names) | {"cryptography"}
    for module in (stranger, stranger_gm, stranger_merge):
        tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            names = [one.name for one in getattr(node, "names", ())]
            if isinstance(node, ast.ImportFrom) and node.module == "exchange":
                assert all(name.startswith("stranger_") for name in names)
            elif isinstance(node, ast.ImportFrom):
                assert (node.module or "").split(".")[0] in allowed
            elif isinstance(node, ast.Import):
                assert {name.split(".")[0] for name in names} <= allowed


def test_it_reads_a_report_its_receipt_and_the_files_of_units(
    world: World, unit: Book, usb: Path
) -> None:
    entries(unit, 3)
    sent = export(unit, usb)
    mine, theirs = offices.own_keys(unit), offices.own_keys(world.street)
    bundle = opened(sent.path, mine, theirs)
    assert [row["summary"] for row in bundle.tables["entry"]]
    assert stranger.sums_agree(bundle)
    assert bundle.manifest["epoch"] == 1
    hashes = {row["id"]: row["row_hash"] for row in unit.rows(Query("entry"))}
    told = zip(bundle.tables["entry"], bundle.hashes["entry"], strict=True)
    assert {row["id"]: row_hash for row, row_hash in told} == hashes
    outcome = take(world.street, sent.path)
    assert outcome.receipt is not None
    receipt = opened(outcome.receipt, theirs, mine)
    assert json.loads(receipt.others["ack.json"])["accepted"] == 3
    for name, sender in (("*.qlu", theirs), ("*.qle", mine)):
        (path,) = usb.glob(name)
        assert "roster.json" in opened(path, sender, None).others


def test_it_reads_peer_down_and_rescue_bundles(world: World, unit: Book, usb: Path) -> None:
    (row_id,) = entries(unit, 1)
    for kind in ("peer", "down", "rescue"):
        path = forge(unit, usb / f"{kind}.qlb", {"entry": [line(unit, row_id)]}, kind=kind)
        bundle = opened(path, offices.own_keys(unit), offices.own_keys(world.street))
        assert (bundle.header["kind"], len(bundle.tables["entry"])) == (kind, 1)


def test_it_puts_a_set_of_volumes_together(
    world: World, unit: Book, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    split = outgoing_volumes.split
    monkeypatch.setattr(outgoing_volumes, "split", lambda photos, room: split(photos, room, 5000))
    for number in range(4):
        photo = unit.files.add(os.urandom(3000))
        make_entry(unit, voucher_no=f"{number:04d}", files=(photo,))
    export(unit, usb)
    mine, theirs = offices.own_keys(unit), offices.own_keys(world.street)
    volumes = [opened(path, mine, theirs) for path in sorted(usb.glob("*包-*.qlb"))]
    assert len(volumes) == 4
    photos = stranger.whole_set(list(reversed(volumes)))
    assert sorted(photos) == unit.files.all()


@each_sample
def test_it_reads_what_earlier_versions_wrote(sample: Path) -> None:
    unit, street = keys_of(sample, "unit"), keys_of(sample, "street")
    first = opened(sample / "first.qlb", unit, street)
    assert stranger.sums_agree(first)
    assert facts_of(sample)["photo"] in first.blobs
    assert (
        first.header["high_seq"] <= opened(sample / "second.qlb", unit, street).header["high_seq"]
    )
    for name in ("receipt1.qlb", "receipt2.qlb"):
        assert "ack.json" in opened(sample / name, street, unit).others
    assert opened(sample / "unit.qlu", street, None).header["kind"] == "unit"
    assert opened(sample / "enrolment.qle", unit, None).header["kind"] == "enrol"


def test_it_refuses_what_was_changed(world: World, unit: Book, usb: Path) -> None:
    entries(unit, 1)
    data = export(unit, usb).path.read_bytes()
    mine, theirs = offices.own_keys(unit), offices.own_keys(world.street)
    for place in (10, len(data) // 2, len(data) - 1):
        changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        with pytest.raises(Exception):  # noqa: B017  (any refusal will do)
            stranger.read(changed, mine.signing.public, theirs.decryption.private)


# -- the page and the code say the same ---------------------------------------------------------


def _page() -> str:
    return PAGE.read_text(encoding="utf-8")


def test_the_page_names_every_kind_and_suite() -> None:
    (row,) = re.findall(r"^\| `kind` \|.*$", _page(), re.MULTILINE)
    assert re.findall(r"`([a-z]+)`", row)[1:] == list(container_header.KINDS)
    assert set(container_header.KINDS) == stranger.KINDS
    (row,) = re.findall(r"^\| `suite` \|.*$", _page(), re.MULTILINE)
    for suite in container_header.SUITES:
        assert f"`{suite}`" in row


def test_the_page_names_every_field_of_the_header() -> None:
    section = _page().split("### 1.1 Header")[1].split("### 1.2")[0]
    told = set(
        re.findall(r"`([a-z0-9_]+)`", " ".join(re.findall(r"^\| ([^|]*) \|", section, re.M)))
    )
    known = {container_header._SPELLED.get(n, n) for n in container_header._NAMES}
    assert told >= known


def test_the_page_tells_the_limits_that_hold() -> None:
    limits, section = payload_limits.LIMITS, _page().split("## 4. Limits")[1].split("## 5.")[0]
    mib = payload_limits.MIB
    for what, value in {
        "body": f"{limits.bundle // mib // 1024} GiB",
        "all members but blobs, decompressed": f"{limits.json_total // mib // 1024} GiB",
        "a `data/` member": f"{limits.json_member // mib} MiB",
        "a pack": f"{limits.pack // mib} MiB",
        "a blob": f"{limits.blob // mib} MiB",
        "a line / nesting within it (the row is 1)": f"{limits.line // mib} MiB / {limits.depth}",
        "rows in a table": f"{limits.rows:,}",
        "members": f"{limits.members:,}",
        "volumes in a set": f"{container_header.VOLUMES_MAX}",
    }.items():
        assert f"| {what} | {value} |" in section, what


def test_the_page_names_every_code_of_the_gates() -> None:
    told = set()
    for first, last in re.findall(r"QL-UB-(\d{3})(?: … (\d{3}))?", _page()):
        told |= set(range(int(first), int(last or first) + 1))
    told |= {int(n) for n in re.findall(r"(?<=[ ,、])(\d{3})(?= [a-z\u4e00-\u9fff])", _page())}
    used = set()
    for name in ("container_says", "gates", "stick", "outgoing", "outgoing_volumes", "taking_in"):
        text = (SOURCE / "exchange" / f"{name}.py").read_text(encoding="utf-8")
        used |= {int(number) for number in re.findall(r"QL-UB-(\d{3})", text)}
    assert used <= told, sorted(used - told)
