"""The parts list of the program (CycloneDX 1.5): every library, its version, licence and hashes.

    python installer/parts_list.py OUT.json

Made from requirements.lock and the first table of THIRD_PARTY.md, so that it cannot differ from
what is installed. Fails where a part has no licence, or one that nobody has looked at yet.
"""

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
# Looked at: each may be shipped with a program under the MIT licence, unchanged and with its text.
KNOWN = frozenset(
    {
        "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "LGPL-3.0-only", "MIT", "MIT-0", "MIT-CMU",
        "MPL-2.0", "Zlib", "PSF-2.0",
    }
)  # fmt: skip
_ID = re.compile(r"[A-Za-z][\w.]*-[\w.-]*[\w]|MIT|Zlib")


def parts() -> dict[str, str]:
    """Package → licence text, of what the program runs on."""
    text = (ROOT / "THIRD_PARTY.md").read_text("utf-8").split("\n## ")[1]
    rows = [line.split("|")[1:3] for line in text.splitlines() if line.startswith("| ")]
    return {name.strip(): licence.strip() for name, licence in rows if name.strip() != "package"}


def locked() -> dict[str, tuple[str, list[str]]]:
    """Package → version and SHA-256 of its files."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    found: dict[str, tuple[str, list[str]]] = {}
    for block in re.split(r"\n(?=[a-z0-9])", lock):
        head = re.match(r"([a-z0-9][a-z0-9.-]*)==(\S+)", block)
        if head:
            found[head[1]] = head[2], re.findall(r"--hash=sha256:([0-9a-f]{64})", block)
    return found


def licences_of(text: str) -> list[str]:
    """The licences a line of THIRD_PARTY.md names for us to follow, without those not chosen."""
    return _ID.findall(re.sub(r"\(chosen from .*?\)", "", text))


def unknown() -> dict[str, str]:
    """Parts whose licence is missing or was never looked at."""
    return {
        name: text
        for name, text in parts().items()
        if not licences_of(text) or not set(licences_of(text)) <= KNOWN
    }


def listed() -> dict[str, Any]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    versions = locked()
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "name": project["name"],
                "version": _version(),
                "licenses": [{"license": {"id": "MIT"}}],
            }
        },
        "components": [
            {
                "type": "library",
                "name": name,
                "version": versions[name][0],
                "purl": f"pkg:pypi/{name}@{versions[name][0]}",
                "licenses": [{"license": {"name": text}}],
                "hashes": [{"alg": "SHA-256", "content": one} for one in versions[name][1]],
            }
            for name, text in sorted(parts().items())
            if name in versions
        ],
    }


def _version() -> str:
    text = (ROOT / "src" / "qinglian_desktop" / "__init__.py").read_text("utf-8")
    found = re.search(r'__version__ = "([^"]+)"', text)
    assert found is not None, "the package says its version"
    return found[1]


def main() -> int:
    if strange := unknown():
        for name, text in strange.items():
            print(f"unknown licence: {name}: {text or 'none'}", file=sys.stderr)
        return 1
    out = Path(sys.argv[1])
    out.write_text(json.dumps(listed(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{out}: {len(listed()['components'])} parts")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
