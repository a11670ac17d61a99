"""The rules of the house that neither the linter nor the type checker can hold.

Names that say nothing, Redis keys spelled outside the key table, approvals made outside risk, files that grew too long.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("tradewind", "tradewind_lab")
BANNED = {
    "manager", "helper", "helpers", "util", "utils", "common", "misc", "base", "handler", "processor", "wrapper",
    "data", "info", "obj", "temp",
}  # fmt: skip
GRANTED_NAMES = {"base", "data", "info"}
"""Words that a contract forces on fields: OKX and the WebSocket send `data`, an instrument has a base currency."""
KEY_PREFIXES = (
    "market:",
    "ta:",
    "signals:",
    "positions:",
    "stocks:",
    "scanner:",
    "candidates:",
    "context:",
    "watchlist:",
    "redis:",
    "portfolio:",
    "decision:",
    "system:",
)
MAX_LINES = {"tradewind": 400, "tradewind_lab": 400, "tests": 500, "scripts": 200, "bench": 300}
GRANTED_LINES: dict[str, int] = {}
"""Path -> lines that it may have; shrink, never grow."""
FUNCTION_LINES = 50


def main() -> int:
    found = [line for package in (*PACKAGES, "tests", "scripts", "bench") for line in check_tree(package)]
    print("\n".join(found) if found else "house rules: kept")
    return 1 if found else 0


def check_tree(package: str) -> Iterator[str]:
    for path in sorted((ROOT / package).rglob("*.py")):
        name = str(path.relative_to(ROOT))
        text = path.read_text(encoding="utf-8")
        lines = len(text.splitlines())
        if lines > GRANTED_LINES.get(name, MAX_LINES[package]):
            yield f"{name}:1 has {lines} lines, more than {GRANTED_LINES.get(name, MAX_LINES[package])}"
        if package in PACKAGES:
            yield from violations(name, ast.parse(text))


def violations(path: str, tree: ast.AST) -> Iterator[str]:
    room = Path(path).parts[1]
    words = set(re.split(r"[_.]", Path(path).stem))
    yield from (f"{path}:1 a file named {word}" for word in sorted(words & BANNED))
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if path.startswith("tradewind/") and room != "bus":
                if text.startswith(KEY_PREFIXES) and " " not in text:
                    yield f"{path}:{node.lineno} {text!r}: Redis key spelled outside bus/keys.py"
            case ast.Call(func=ast.Name(id="Approved")) if room != "risk":
                yield f"{path}:{node.lineno} only risk may approve"
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield from named(path, node)


def named(path: str, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> Iterator[str]:
    words = {word.lower() for word in re.findall(r"[A-Z]?[a-z]+", node.name)}
    for word in sorted(words & (BANNED - GRANTED_NAMES)):
        yield f"{path}:{node.lineno} {node.name}: {word} says nothing; name the job"
    length = (node.end_lineno or node.lineno) - node.lineno + 1
    if not isinstance(node, ast.ClassDef) and length > FUNCTION_LINES:
        yield f"{path}:{node.lineno} {node.name} has {length} lines, more than {FUNCTION_LINES}"


if __name__ == "__main__":
    sys.exit(main())
