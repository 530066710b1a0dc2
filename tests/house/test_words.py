"""What a clerk reads: plain words, what happened and what to do, no longer than a breath."""

import ast
import re

import pytest

from qinglian_desktop.shell.help import cards
from reading_source import ROOT, Source, sources, spoken

FORBIDDEN = ("异常", "非法", "参数", "失败", "哈希", "校验失败", "系统错误", "实体", "回滚")
# A legal term or a word of the world outside that happens to hold one of these.
MEANT: dict[str, tuple[str, ...]] = {}
REFUSALS = {"Refused", "Damaged", "Conflict", "NewerData"}
LONGEST = 60  # characters of what and remedy together, a hole counted as one
all_sources = pytest.mark.parametrize("source", [pytest.param(s, id=s.name) for s in sources()])


@all_sources
def test_no_forbidden_word_is_shown_to_a_clerk(source: Source) -> None:
    for line, text in source.literals():
        plain = text
        for allowed in MEANT.get(source.name, ()):
            plain = plain.replace(allowed, "")
        for word in FORBIDDEN:
            assert word not in plain, f"{source.name}:{line} says {word}: {text[:60]}"


def test_no_forbidden_word_stands_on_a_help_card() -> None:
    for name in cards.names():
        for text in cards.card(name).texts():
            assert not [w for w in (*FORBIDDEN, "用户", "您", "！") if w in text], f"{name}: {text}"


def refusals(source: Source) -> list[tuple[int, ast.Call]]:
    return [
        (node.lineno, node)
        for node in source.nodes(ast.Call)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name | ast.Attribute)
        and ast.unparse(node.func).rpartition(".")[2] in REFUSALS | {"Unreadable", "Problem"}
    ]


def said_by(node: ast.Call) -> tuple[ast.expr | None, ast.expr | None]:
    named = {keyword.arg: keyword.value for keyword in node.keywords}
    what = node.args[0] if node.args else named.get("what")
    remedy = node.args[1] if len(node.args) > 1 else named.get("remedy")
    return what, remedy


@all_sources
def test_every_refusal_says_what_to_do_next(source: Source) -> None:
    for line, node in refusals(source):
        if any(isinstance(given, ast.Starred) for given in node.args):
            continue
        where = f"{source.name}:{line}"
        what, remedy = said_by(node)
        assert what is not None, where
        assert remedy is not None, f"{where} gives no remedy"
        for part in (what, remedy):
            text = spoken(part)
            if text is not None:
                assert text.strip(), f"{where} has an empty part"
                assert not text.endswith("。"), f"{where}: the 。 is added when it is shown"
                assert "\n" not in text, where


@all_sources
def test_a_refusal_is_read_in_one_breath(source: Source) -> None:
    for line, node in refusals(source):
        texts = [spoken(part) or "" for part in said_by(node)]
        assert sum(map(len, texts)) <= LONGEST, f"{source.name}:{line}: {''.join(texts)}"


@all_sources
def test_a_code_can_be_read_out_on_the_telephone(source: Source) -> None:
    for line, node in refusals(source):
        for keyword in node.keywords:
            code = spoken(keyword.value) if keyword.arg == "code" else None
            assert not code or re.fullmatch(r"QL-[A-Z]{2}-\d{3}", code), f"{source.name}:{line}"


@all_sources
def test_messages_are_chinese(source: Source) -> None:
    for line, node in refusals(source):
        for part in said_by(node):
            text = spoken(part)
            if text and re.search("[A-Za-z]{3}", text):
                assert re.search("[\u4e00-\u9fff]", text), f"{source.name}:{line}"


def test_the_reader_of_words_can_find_one() -> None:
    """Positive control: a planted word and a planted bare refusal are seen."""
    text = '"""异常 in a docstring."""\nraise Refused("操作失败")\n'
    planted = Source(ROOT / "src" / "qinglian_desktop" / "x.py", text, ast.parse(text))
    assert [said for _, said in planted.literals()] == ["操作失败"]
    ((_, node),) = refusals(planted)
    assert said_by(node)[1] is None
