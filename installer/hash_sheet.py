"""The hash sheet of a built folder: one line a file, and whether the folder is still that one.

    python installer/hash_sheet.py write dist/qinglian-desktop
    python installer/hash_sheet.py check dist/qinglian-desktop

The lines are those of `sha256sum`, so that anybody can check them without this program:
`sha256sum -c 校验单.txt`. The data folder beside a portable program is not part of the build.
"""

import hashlib
import sys
from pathlib import Path

SHEET = "校验单.txt"
_NOT_BUILT = ("资料",)  # data of a portable program


def files_of(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != SHEET)
    return sorted(path for path in found if path.relative_to(folder).parts[0] not in _NOT_BUILT)


def write(folder: Path) -> int:
    """Writes the sheet; how many files stand on it."""
    found = files_of(folder)
    lines = [f"{_hash(path)}  {path.relative_to(folder).as_posix()}" for path in found]
    (folder / SHEET).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(found)


def differing(folder: Path) -> list[str]:
    """What is not as it was built: changed, gone, or put there by somebody else."""
    told = dict[str, str]()
    for line in (folder / SHEET).read_text("utf-8").splitlines():
        digest, _, name = line.partition("  ")
        told[name] = digest
    here = {path.relative_to(folder).as_posix(): path for path in files_of(folder)}
    changed = [name for name, path in here.items() if name in told and _hash(path) != told[name]]
    return [
        *(f"改过：{name}" for name in changed),
        *(f"少了：{name}" for name in told if name not in here),
        *(f"多了：{name}" for name in here if name not in told),
    ]


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main() -> int:
    what, folder = sys.argv[1], Path(sys.argv[2])
    if what == "write":
        print(f"{folder / SHEET}: {write(folder)} files")
        return 0
    found = differing(folder)
    print("\n".join(found) or "和发布时一样。")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
