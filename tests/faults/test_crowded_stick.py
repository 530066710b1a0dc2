"""A stick full of other things: the bundle is found, nothing else is touched or run."""

import os
from pathlib import Path

from exchange.at_work import World, export, take
from exchange.kill_jobs import batch
from faults.counting import counted
from kill_rig import EXPLORE
from qinglian_desktop.core.module import Query
from qinglian_desktop.exchange import stick

OTHERS = 5000 if EXPLORE else 600
LURES = {
    "autorun.inf": b"[autorun]\r\nopen=setup.exe\r\n",
    "setup.exe": b"MZ" + bytes(200),
    "新街子社区_2026年11月_第009包.qlb.lnk": b"L\x00\x00\x00" + bytes(100),
    "新街子社区_2026年11月_第008包.qlb.exe": b"MZ" + bytes(200),
    "照片.qlb": b"\xff\xd8\xff\xe0" + bytes(100),
    "._第001包.qlb": bytes(4096),
}


def test_among_five_thousand_others_the_bundle_is_found_and_nothing_is_run(
    world: World, tmp_path: Path
) -> None:
    unit, usb = world.unit(), world.usb
    for number in range(OTHERS):
        (usb / f"文件{number:05d}.jpg").write_bytes(b"\xff\xd8 picture")
    for name, data in LURES.items():
        (usb / name).write_bytes(data)
        (usb / name).chmod(0o755)
    (usb / "子文件夹").mkdir()
    (usb / "子文件夹" / "里面.qlb").write_bytes(b"QLB1\n{}")
    (usb / "第099包.qlb.part").write_bytes(b"QLB1\nhalf")
    os.symlink("/etc/hostname", usb / "链接.qlb")  # noqa: PTH211
    batch(unit, 1, rows=5, people=1)
    first = export(unit, usb).path
    os.utime(first, (1, 1))
    batch(unit, 2, rows=5, people=1)
    second = export(unit, usb).path
    there = {path.name: path.stat().st_mtime_ns for path in usb.iterdir() if path.is_file()}
    seen = [path for path in stick.bundles_on(usb) if path.suffix == ".qlb"]
    assert seen == [second, first], "known by content, the newest first"
    take(world.street, seen[0])
    assert world.street.count(Query("entry")) == 10
    left = {path.name: path.stat().st_mtime_ns for path in usb.iterdir() if path.is_file()}
    assert {name: left.get(name) for name in there} == there, "nothing of others was touched"
    assert "第099包.qlb.part" not in left, "what we had begun and not ended is cleared away"
    counted("F33", OTHERS + len(LURES), "other files on the stick")
