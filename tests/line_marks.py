"""Which lines of the package ran: every statement of it marks its own line.

coverage's tracing hook makes Python 3.11 compute two thirds longer, marks hardly at all; what they tell is written in
coverage's own format, and coverage reports it.
"""

import ast
import sys
from collections.abc import Iterator, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

from coverage import CoverageData

PACKAGE = "tradewind"
MARKS = "__marks__"

_marks: dict[str, bytearray] = {}
"""One byte a line, by the path of the file."""


def begin() -> None:
    """Mark what is imported of the package from here on."""
    sys.meta_path.insert(0, _Finder())


def write(root: Path) -> None:
    """Add what ran in this process to the reports of `root`."""
    lines = {path: [line for line, ran in enumerate(marks) if ran] for path, marks in _marks.items()}
    found = CoverageData(basename=str(root / ".coverage"), suffix=True)
    found.add_lines(lines)
    found.touch_files([str(path) for path in (root / PACKAGE).rglob("*.py")])
    found.write()


def marked(source: bytes, path: str) -> CodeType:
    """Return the code of `source` in which every statement marks its line first."""
    tree = _Marking().visit(ast.parse(source, path))
    return compile(ast.fix_missing_locations(tree), path, "exec", dont_inherit=True)


class _Finder(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname.partition(".")[0] != PACKAGE:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _Loader(spec.loader.name, spec.loader.path)
        return spec


class _Loader(SourceFileLoader):
    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        return marked(self.get_data(path), path)

    def exec_module(self, module: ModuleType) -> None:
        path = self.get_filename(module.__name__)
        length = self.get_data(path).count(b"\n") + 2
        vars(module)[MARKS] = _marks.setdefault(path, bytearray(length))
        super().exec_module(module)


class _Marking(ast.NodeTransformer):
    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list):
                setattr(node, name, list(_with_marks(block)))
        if isinstance(node, ast.ExceptHandler):
            node.body.insert(0, _mark(node.lineno, node))
        if isinstance(node, ast.match_case):
            node.body.insert(0, _mark(node.pattern.lineno, node.pattern))
        return node


def _with_marks(block: list[ast.stmt]) -> Iterator[ast.stmt]:
    for place, statement in enumerate(block):
        if not _is_silent(statement, is_first=place == 0):
            decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
            for line in (statement.lineno, *(one.lineno for one in decorators)):
                yield _mark(line, statement)
        yield statement


def _is_silent(statement: ast.stmt, *, is_first: bool) -> bool:
    """Whether no code is made of it, or none may stand before it."""
    match statement:
        case ast.Expr(value=ast.Constant()):
            return is_first  # a docstring
        case ast.Global() | ast.Nonlocal() | ast.ImportFrom(module="__future__"):
            return True
    return False


def _mark(line: int, at: ast.AST) -> ast.stmt:
    place = ast.Subscript(ast.Name(MARKS, ast.Load()), ast.Constant(line), ast.Store())
    return ast.copy_location(ast.Assign([place], ast.Constant(1)), at)
