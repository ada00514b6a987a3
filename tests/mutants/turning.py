"""The conditions of a module, and the module with one of them turned round."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

_ANSWERS = {"any", "all", "bool", "isinstance"}


def conditions(tree: ast.Module) -> list[ast.expr]:
    """Return every condition: of branches, of loops, of comprehensions, answers of functions."""
    return [found for node in ast.walk(tree) for found in _of(node)]


def turned(file: Path, number: int) -> ast.Module:
    """Return the module in *file* with its condition *number* turned round."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    target = conditions(tree)[number]
    return ast.fix_missing_locations(_Turn(target).visit(tree))


def _of(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        yield node.test
    elif isinstance(node, ast.comprehension):
        yield from node.ifs
    elif isinstance(node, ast.Return) and _answers(node.value):
        assert node.value is not None
        yield node.value


def _answers(value: ast.expr | None) -> bool:
    """Whether *value* is yes or no, as far as its form tells."""
    if isinstance(value, ast.Call):
        return isinstance(value.func, ast.Name) and value.func.id in _ANSWERS
    if isinstance(value, ast.BoolOp):
        return all(_answers(part) for part in value.values)
    is_not = isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.Not)
    return is_not or isinstance(value, ast.Compare)


class _Turn(ast.NodeTransformer):
    def __init__(self, target: ast.expr) -> None:
        self.target = target

    def visit(self, node: ast.AST) -> ast.AST:
        if node is self.target:
            return ast.copy_location(ast.UnaryOp(ast.Not(), self.target), node)
        return super().visit(node)
