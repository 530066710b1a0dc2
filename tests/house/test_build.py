"""What a build is made of, what its hash sheet sees, and what an old computer is told."""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
INSTALLER = ROOT / "installer"


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, INSTALLER / f"{name}.py")
    assert spec is not None and spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


parts_list, hash_sheet = load("parts_list"), load("hash_sheet")


# -- SE-09 -------------------------------------------------------------------------------------


def test_every_part_of_the_program_has_a_licence_that_was_looked_at() -> None:
    assert parts_list.unknown() == {}
    assert set(parts_list.parts()) - set(parts_list.locked()) <= {"pip"}


def test_a_licence_nobody_has_looked_at_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    for text in ("", "GPL-3.0-only", "Custom-Licence", "Sleepycat", "MIT AND AGPL-3.0-only"):
        monkeypatch.setattr(parts_list, "parts", lambda text=text: {"strange": text})
        assert set(parts_list.unknown()) == {"strange"}, text
        monkeypatch.setattr(sys, "argv", ["parts_list.py", "nowhere.json"])
        assert parts_list.main() == 1


def test_the_parts_list_names_what_the_project_declares_with_version_and_hash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "parts.json"
    monkeypatch.setattr(sys, "argv", ["parts_list.py", str(out)])
    assert parts_list.main() == 0
    told = json.loads(out.read_text("utf-8"))
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.5")
    named = {part["name"]: part for part in told["components"]}
    for name, part in named.items():
        assert part["version"] and part["hashes"] and part["licenses"], name
        assert all(re.fullmatch("[0-9a-f]{64}", one["content"]) for one in part["hashes"])
    assert {"pyside6-essentials", "cryptography", "sqlcipher3", "reportlab"} <= set(named)
    assert "pytest" not in named and "ruff" not in named, "tools are no part of the program"


# -- PL-11 -------------------------------------------------------------------------------------


def test_it_is_one_folder_that_unpacks_nothing_and_carries_sheet_and_list() -> None:
    spec = (INSTALLER / "qinglian.spec").read_text("utf-8")
    assert "COLLECT(" in spec and "exclude_binaries=True" in spec
    assert "runtime_tmpdir" not in spec and "upx=True" not in spec
    build = (INSTALLER / "build.sh").read_text("utf-8")
    assert "--onefile" not in build
    for step in ("parts_list.py", "hash_sheet.py write", "hash_sheet.py check", "open.sh"):
        assert step in build


@pytest.fixture
def built(tmp_path: Path) -> Path:
    folder = tmp_path / "qinglian-desktop"
    (folder / "licences").mkdir(parents=True)
    (folder / "qinglian-desktop").write_bytes(b"program")
    (folder / "licences" / "许可证.txt").write_text("MIT", "utf-8")
    assert hash_sheet.write(folder) == 2
    return folder


def test_what_was_changed_taken_or_put_into_the_folder_is_named(built: Path) -> None:
    assert hash_sheet.differing(built) == []
    (built / "资料").mkdir()
    (built / "资料" / "qinglian.db").write_bytes(b"data")
    assert hash_sheet.differing(built) == [], "the data of a portable program are no part of it"
    (built / "qinglian-desktop").write_bytes(b"progrbm")
    (built / "licences" / "许可证.txt").unlink()
    (built / "extra.so").write_bytes(b"x")
    assert hash_sheet.differing(built) == [
        "改过：qinglian-desktop", "少了：licences/许可证.txt", "多了：extra.so",
    ]  # fmt: skip


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="no sha256sum here")
def test_the_sheet_can_be_checked_without_us(built: Path) -> None:
    def check() -> int:
        told = subprocess.run(
            ["sha256sum", "-c", "--quiet", hash_sheet.SHEET], cwd=built, capture_output=True,
            check=False,
        )  # fmt: skip
        return told.returncode

    assert check() == 0
    (built / "qinglian-desktop").write_bytes(b"progrbm")
    assert check() != 0


# -- PL-12 -------------------------------------------------------------------------------------

CPU_NOW = "flags : fpu sse sse2 ssse3 sse4_1 sse4_2 avx\n"


def opened(tmp_path: Path, *, libc: str = "glibc 2.39", machine: str = "x86_64",
           cpu: str = CPU_NOW, argument: str = "--check") -> tuple[int, str]:  # fmt: skip
    """`open.sh` on a computer that says this of itself."""
    tools, place = tmp_path / "tools", tmp_path / "program"
    for folder in (tools, place):
        folder.mkdir(exist_ok=True)
    said = {"getconf": f"echo '{libc}'" if libc else "exit 1", "uname": f"echo {machine}"}
    for name, line in said.items():
        (tools / name).write_text(f"#!/bin/sh\n{line}\n", "utf-8")
        (tools / name).chmod(0o755)
    (tmp_path / "cpuinfo").write_text(cpu, "utf-8")
    (place / "qinglian-desktop").write_text("#!/bin/sh\necho opened\n", "utf-8")
    (place / "qinglian-desktop").chmod(0o755)
    shutil.copy(INSTALLER / "open.sh", place / "open.sh")
    plain = {name: value for name, value in os.environ.items() if "DISPLAY" not in name}
    done = subprocess.run(
        ["sh", str(place / "open.sh"), argument], capture_output=True, text=True, check=False,
        env={**plain, "PATH": f"{tools}:{os.environ['PATH']}",
             "QINGLIAN_CPUINFO": str(tmp_path / "cpuinfo")},
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("old", "said"),
    [
        ({"libc": "glibc 2.17"}, "这个系统太旧（基础部件 2.17，要 2.34 以上）"),
        ({"libc": "glibc 2.23"}, "这个系统太旧"),
        ({"libc": "glibc 2.33"}, "这个系统太旧"),
        ({"libc": ""}, "认不出这个系统的基础部件"),
        ({"machine": "i686"}, "处理器（i686）"),
        ({"machine": "loongarch64"}, "处理器（loongarch64）"),
        ({"cpu": "flags : fpu sse sse2\n"}, "没有 SSE4.2"),
    ],
)
def test_an_old_computer_is_told_in_chinese_and_nothing_crashes(
    tmp_path: Path, old: dict[str, str], said: str
) -> None:
    status, text = opened(tmp_path, **old)
    assert status == 1 and said in text
    assert text.count("\n") == 1 and text.endswith("数据没有动过。\n")
    assert not re.search(r"GLIBC|not found|Traceback|error", text)


def test_a_computer_that_can_opens_it(tmp_path: Path) -> None:
    assert opened(tmp_path) == (0, "这台电脑可以用清廉村居工作台。\n")
    assert opened(tmp_path, libc="glibc 2.34", argument="") == (0, "opened\n")
    assert opened(tmp_path, machine="aarch64", cpu="", argument="")[1] == "opened\n"


def test_windows_before_ten_is_told_too() -> None:
    text = (INSTALLER / "open.cmd").read_text("utf-8")
    assert "LSS 10" in text and "要 Windows 10 以上" in text and "要 64 位" in text
    assert text.count("exit /b 1") == 2
