"""Acts that are not everybody's: each of the table is asked somewhere, each asked one stands there.

An act that is asked by a word the table does not have would be everybody's.
"""

import ast
from collections.abc import Iterator

from qinglian_desktop.core import access
from qinglian_desktop.store import people
from reading_source import Source, sources

ASKING = {"need", "may"}


def _asked(source: Source) -> Iterator[tuple[str, str]]:
    """(file, act) of every `people.need(book, act)` and of what a refusal says is needed."""
    named = {
        target.id: node.value.value
        for node in source.tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name) and isinstance(node.value, ast.Constant)
    }
    for node in source.nodes(ast.Call):
        assert isinstance(node, ast.Call)
        called = node.func
        if isinstance(called, ast.Attribute) and called.attr in ASKING and len(node.args) == 2:
            if not (isinstance(called.value, ast.Name) and called.value.id == "people"):
                continue
            given = node.args[1]
            if isinstance(given, ast.Constant):
                yield source.name, str(given.value)
            elif isinstance(given, ast.Name) and given.id in named:
                yield source.name, str(named[given.id])
        for key in node.keywords:
            if key.arg == "needs" and ast.unparse(key.value) == "people.SEALED":
                yield source.name, people.SEALED


def test_the_table_of_acts_and_the_places_that_ask_agree() -> None:
    asked = [found for source in sources() for found in _asked(source)]
    assert len(asked) > len(access.ACTS)
    for file, act in asked:
        assert act in access.ACTS, f"{file} asks for {act}, which the table leaves to everybody"
    # By the service that does it; a page may ask as well, to say so before.
    in_services = {act for file, act in asked if not file.startswith(("shell/", "ui/"))}
    assert set(access.ACTS) == in_services
