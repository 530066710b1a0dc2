"""The floors of the house hold: imports go down only, and each heavy library has one home."""

import ast
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from reading_source import PACKAGE, ROOT, Source, sources

CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
CONTRACTS = CONFIG["tool"]["importlinter"]["contracts"]
# Broad catches that were thought about: a library that promises no sort of error.
CAUGHT_BROADLY = {"exchange/sheets/returned.py", "exchange/sheets/reading.py"}
NETWORK = {"socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "asyncio", "requests",
           "urllib3", "httpx", "PySide6.QtNetworkAuth", "PySide6.QtWebEngineCore"}  # fmt: skip
# The second start brings the first window forward over a named pipe of this computer.
LOCAL_PIPE = {"shell/instance.py": {"PySide6.QtNetwork"}}


def linted(folder: Path) -> subprocess.CompletedProcess[str]:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from importlinter.cli import lint_imports\n"
        "sys.exit(lint_imports(config_filename=sys.argv[2], no_cache=True))"
    )
    return subprocess.run(
        [sys.executable, "-c", code, str(folder / "src"), str(folder / "pyproject.toml")],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_no_import_goes_up() -> None:
    said = linted(ROOT)
    assert said.returncode == 0, said.stdout[-3000:] + said.stderr[-1000:]
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken" in said.stdout


def test_each_bad_line_breaks_its_contract(tmp_path: Path) -> None:
    """One copy of the house with a bad line in each room: the contracts can fail."""
    shutil.copytree(PACKAGE, tmp_path / "src" / "qinglian_desktop",
                    ignore=shutil.ignore_patterns("__pycache__"))  # fmt: skip
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    rooms = tmp_path / "src" / "qinglian_desktop"
    bad = {
        "core/check.py": "from qinglian_desktop.store import book as _bad",
        "ui/form.py": "from qinglian_desktop.store import book as _bad",
        "registry.py": "",
        "modules/registry/records.py": (
            "from qinglian_desktop.modules.registry import actions as _bad"
        ),
        "modules/registry/actions.py": "import PySide6, sqlite3, openpyxl, reportlab, platformdirs",
        "modules/disclosure/rules.py": "from qinglian_desktop.modules.funds import rules as _bad",
        "modules/disclosure/page/__init__.py": "from qinglian_desktop.store import book as _bad",
        "core/money.py": "import cryptography",
    }
    for name, line in bad.items():
        if line:
            assert (rooms / name).is_file(), name
            with (rooms / name).open("a", encoding="utf-8") as out:
                out.write(f"\n{line}\n")
    (rooms / "modules" / "unplaced").mkdir()
    (rooms / "modules" / "unplaced" / "__init__.py").touch()
    said = linted(tmp_path)
    assert said.returncode != 0
    kept = [line for line in said.stdout.splitlines() if line.endswith(" KEPT")]
    assert kept == [], said.stdout[-3000:]


def test_every_subject_has_its_place_in_the_order() -> None:
    (order,) = (c for c in CONTRACTS if c.get("containers") == ["qinglian_desktop.modules"]
                if c["type"] == "layers" and c.get("exhaustive"))  # fmt: skip
    placed = {name.strip(" ()") for layer in order["layers"] for name in layer.split("|")}
    here = {p.name for p in (PACKAGE / "modules").iterdir() if (p / "__init__.py").is_file()}
    assert here <= placed
    assert "catalog" in placed


def every_source(*, but: str = "") -> list[pytest.ParameterSet]:
    return [pytest.param(s, id=s.name) for s in sources() if not but or s.floor != but]


@pytest.mark.parametrize("source", every_source(but="store"))
def test_sql_stays_in_store(source: Source) -> None:
    for node in source.nodes(ast.Attribute):
        assert isinstance(node, ast.Attribute)
        asking = {"execute", "executemany", "executescript", "fetchone", "fetchall"}
        assert node.attr not in asking, (
            f"{source.name}:{node.lineno} asks the database itself; give store/ a function"
        )
    for line, text in source.literals():
        first = text.lstrip().split(" ", 1)[0]
        assert first not in {"SELECT", "INSERT", "UPDATE", "DELETE", "PRAGMA", "CREATE"}, (
            f"{source.name}:{line} holds SQL; it belongs in store/"
        )


@pytest.mark.parametrize("source", every_source())
def test_no_list_is_built_widget_by_widget(source: Source) -> None:
    items = {"QTableWidget", "QTableWidgetItem", "QTreeWidget", "QTreeWidgetItem",
             "QStandardItemModel", "QStandardItem"}  # fmt: skip
    assert not items & source.names(), f"{source.name}: use a model (ui/model.py)"


@pytest.mark.parametrize("source", every_source())
def test_no_trouble_is_swallowed(source: Source) -> None:
    for node in source.nodes(ast.ExceptHandler):
        assert isinstance(node, ast.ExceptHandler)
        where = f"{source.name}:{node.lineno}"
        caught = ast.unparse(node.type) if node.type else ""
        again = any(isinstance(part, ast.Raise) for part in ast.walk(node))
        if caught in {"", "BaseException"}:
            assert again or source.floor in {"shell", "ui"}, f"{where} catches all and goes on"
        if caught == "Exception":
            assert source.name in CAUGHT_BROADLY, f"{where} catches everything"
        if caught in {"", "Exception", "BaseException"}:
            assert not all(isinstance(part, ast.Pass) for part in node.body), (
                f"{where} says nothing"
            )


@pytest.mark.parametrize("source", every_source())
def test_nothing_reaches_for_a_network(source: Source) -> None:
    allowed = LOCAL_PIPE.get(source.name, set())
    for line, name in source.imports():
        assert name not in NETWORK, f"{source.name}:{line} imports {name}"
        if name.startswith("PySide6.QtNetwork"):
            assert allowed, f"{source.name}:{line} imports {name}"
    talkers = {"QTcpSocket", "QUdpSocket", "QTcpServer", "QNetworkAccessManager", "urlopen"}
    assert not talkers & source.names(), source.name


@pytest.mark.parametrize("source", every_source())
def test_a_file_answers_one_question_and_stays_short(source: Source) -> None:
    lines = source.text.count("\n")
    assert lines <= 400, f"{source.name} has {lines} lines: split it by the question it answers"
    if source.path.name != "__init__.py" or lines > 3:
        assert ast.get_docstring(source.tree), (
            f"{source.name} does not say which question it answers"
        )


@pytest.mark.parametrize("source", every_source())
def test_names_say_something(source: Source) -> None:
    parts = set(source.name.removesuffix(".py").split("/"))
    assert not parts & {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
    for node in source.nodes(ast.ClassDef):
        assert isinstance(node, ast.ClassDef)
        assert not node.name.endswith(("Manager", "Helper", "Util", "Utils")), node.name


@pytest.mark.parametrize("source", every_source())
def test_the_clock_is_asked_in_one_place(source: Source) -> None:
    if source.name == "core/clock.py":
        return
    for node in source.nodes(ast.Call):
        assert isinstance(node, ast.Call)
        called = ast.unparse(node.func)
        assert called not in {
            "date.today", "datetime.now", "datetime.today", "datetime.date.today",
            "datetime.datetime.now", "uuid.uuid4", "uuid.uuid1", "uuid4",
        }, f"{source.name}:{node.lineno}: take it from core/clock.py"  # fmt: skip


@pytest.mark.parametrize("source", [p for p in every_source() if p.id.startswith("modules/")])
def test_a_legal_period_comes_from_a_pack_and_not_from_code(source: Source) -> None:
    for node in source.nodes(ast.Call):
        assert isinstance(node, ast.Call)
        if ast.unparse(node.func).endswith("timedelta"):
            for given in [*node.args, *(keyword.value for keyword in node.keywords)]:
                fixed = isinstance(given, ast.Constant) and given.value not in (0, 1)
                assert not fixed, f"{source.name}:{node.lineno}: read the days from a pack"


def _rings(house: dict[str, set[str]]) -> list[str]:
    """Files that reach themselves through what they import, functions and annotations included."""

    def reached(name: str) -> set[str]:
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            for other in house.get(waiting.pop(), set()) - seen:
                seen.add(other)
                waiting.append(other)
        return seen

    return sorted(name for name in house if name in reached(name))


def test_no_file_about_bundles_imports_itself_in_a_ring() -> None:
    """Types that two of them share stand in a file of their own; nothing is imported late."""
    inside = [s for s in sources() if s.path.parent.name == "exchange"]
    names = {
        s.name: "qinglian_desktop." + s.name.removesuffix(".py").replace("/", ".") for s in inside
    }
    known = set(names.values())
    house = {names[s.name]: {name for _, name in s.imports() if name in known} for s in inside}
    assert _rings(house) == []
    assert _rings({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == ["a", "b", "c"]


# Their own small notes, and copies that are compared afterwards; no file for a person.
IN_PLACE = {"write_bytes", "write_text", "copyfile", "copy2"}
WRITE_IN_PLACE = {"shell/preferences.py", "shell/unlock.py", "store/copying.py"}


@pytest.mark.parametrize("source", every_source())
def test_no_file_for_a_person_is_written_in_place(source: Source) -> None:
    """core/whole.py writes beside and replaces: a full disk must not cost the older file."""
    for node in source.nodes(ast.Call):
        assert isinstance(node, ast.Call)
        if isinstance(node.func, ast.Attribute) and node.func.attr in IN_PLACE:
            assert source.name in WRITE_IN_PLACE, f"{source.name}:{node.lineno}: {node.func.attr}"
