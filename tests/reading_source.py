"""Reads the program's own source for the tests over all of it."""

import ast
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import qinglian_desktop

PACKAGE = Path(qinglian_desktop.__file__).parent
ROOT = PACKAGE.parent.parent


@dataclass(frozen=True)
class Source:
    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """The path under the package, with slashes."""
        return self.path.relative_to(PACKAGE).as_posix()

    @property
    def floor(self) -> str:
        return self.name.partition("/")[0]

    def nodes(self, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
        return (node for node in ast.walk(self.tree) if isinstance(node, kinds))

    def names(self) -> set[str]:
        """Every identifier of the file, comments and strings left out."""
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        return {token.string for token in tokens if token.type == tokenize.NAME}

    def literals(self) -> Iterator[tuple[int, str]]:
        """Line and text of every string literal, f-strings in parts, docstrings left out."""
        told = set[int]()
        for node in self.nodes(ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None  # type: ignore[attr-defined]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                told.add(id(first.value))
        for node in self.nodes(ast.Constant):
            assert isinstance(node, ast.Constant)
            if isinstance(node.value, str) and id(node) not in told:
                yield node.lineno, node.value

    def imports(self) -> Iterator[tuple[int, str]]:
        """Line and full name of every module that is imported, inside functions too."""
        for node in self.nodes(ast.Import, ast.ImportFrom):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                module = node.module or ""
                yield node.lineno, module
                yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


@cache
def sources() -> tuple[Source, ...]:
    made = []
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text("utf-8")
        made.append(Source(path, text, ast.parse(text)))
    return tuple(made)


def spoken(node: ast.expr | None) -> str | None:
    """The text of a literal argument, holes as one sign each; None when it is no literal."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values
        )
    return None
