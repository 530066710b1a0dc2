"""A code read out on the telephone names one trouble: one message, or a family that is declared."""

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from reading_source import PACKAGE, Source, sources, spoken

FAMILIES = tomllib.loads(Path(__file__).with_name("code_families.toml").read_text("utf-8"))
_CODE = re.compile(r"QL-[A-Z]{2}-\d{3}")


def messages(read: Iterable[Source]) -> dict[str, set[str]]:
    """What each code says, holes as one sign each; where that cannot be read, the place of it."""
    found: dict[str, set[str]] = defaultdict(set)
    for source in (one for one in read if "QL-" in one.text):
        functions = [f for f in source.nodes(ast.FunctionDef) if isinstance(f, ast.FunctionDef)]
        for call in source.nodes(ast.Call):
            assert isinstance(call, ast.Call)
            for code in _codes(call):
                found[code].add(_said(call, functions) or f"{source.name}:{call.lineno}")
    return found


def _codes(call: ast.Call) -> Iterator[str]:
    given = (*call.args, *(keyword.value for keyword in call.keywords))
    yield from (text for one in given if (text := spoken(one)) and _CODE.fullmatch(text))


def _said(call: ast.Call, functions: list[ast.FunctionDef]) -> str | None:
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    what = call.args[0] if call.args else named.get("what")
    if not isinstance(what, ast.Name):
        return spoken(what)
    around = [f for f in functions if f.lineno <= call.lineno <= (f.end_lineno or 0)]
    told = _assigned(max(around, key=lambda f: f.lineno), what.id) if around else {}
    before = [line for line in told if line < call.lineno]
    return told[max(before)] if before else None


def _assigned(function: ast.FunctionDef, name: str) -> dict[int, str | None]:
    """The texts a variable is given, by line: `what = …`, `what, remedy = …, …`."""
    found: dict[int, str | None] = {}
    for node in ast.walk(function):
        if not isinstance(node, ast.Assign):
            continue
        target, value = node.targets[0], node.value
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            pairs = list(zip(target.elts, value.elts, strict=False))
        else:
            pairs = [(target, value)]
        for one, given in pairs:
            if isinstance(one, ast.Name) and one.id == name:
                found[node.lineno] = spoken(given)
    return found


def test_one_code_is_one_trouble() -> None:
    several = {code: said for code, said in messages(sources()).items() if len(said) > 1}
    told = {code: sorted(said) for code, said in several.items() if code not in FAMILIES}
    assert not told, "give each its own code, or declare them in code_families.toml"
    assert sorted(FAMILIES.keys() - several.keys()) == [], "a family of one needs no declaration"


def test_the_reader_of_codes_sees_a_code_that_is_used_twice() -> None:
    """Positive control: a literal, a variable and a keyword are all read; equal ones are one."""
    text = (
        "def refuse(n):\n"
        '    what, remedy = f"第 {n} 条不对", "改"\n'
        '    raise Refused(what, remedy, code="QL-XX-001")\n'
        'Problem(what="没有填", remedy="填", code="QL-XX-001")\n'
        'Refused("一样", "改", code="QL-XX-002")\n'
        'Unreadable("一样", "改", "QL-XX-002")\n'
    )
    planted = Source(PACKAGE / "x.py", text, ast.parse(text))
    assert messages([planted]) == {"QL-XX-001": {"第 … 条不对", "没有填"}, "QL-XX-002": {"一样"}}
