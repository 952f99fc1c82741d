"""Reading tests and code as text: which tests show a clause, which code names one.

Nothing is imported, so the reading needs neither Django nor a database.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from otklik.regulations.clauses import catalogues, is_clause
from otklik.regulations.errors import RegulationError
from otklik.regulations.honours import Honour

_CODE_SUFFIXES = {".py", ".html", ".txt", ".js", ".po", ".typ"}
_Def = ast.FunctionDef | ast.AsyncFunctionDef


def scan(tests_dir: Path) -> dict[str, list[str]]:
    """Return clause id to the sorted node ids of the tests marked with it.

    Markers are read on functions, classes, parameter sets and in the module's ``pytestmark``.
    Raises RegulationError for a marker whose id is not written out, or a file that is not Python.
    """
    found: dict[str, set[str]] = {}
    for path in sorted(tests_dir.rglob("test_*.py")):
        name = path.relative_to(tests_dir.parent).as_posix()
        try:
            tree = ast.parse(path.read_text(encoding="utf-8"))
        except SyntaxError as error:
            raise RegulationError(name, str(error.lineno), f"is not Python: {error.msg}") from error
        for clause_id, node_id in _marked(tree, name):
            found.setdefault(clause_id, set()).add(node_id)
    return {clause_id: sorted(found[clause_id]) for clause_id in sorted(found)}


def _marked(tree: ast.Module, name: str) -> Iterator[tuple[str, str]]:
    module_marks = [
        clause_id
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value and _is_pytestmark(node)
        for clause_id in _ids(node.value, name)
    ]
    for node in tree.body:
        if isinstance(node, _Def) and node.name.startswith("test"):
            for clause_id in [*module_marks, *_of_decorators(node, name)]:
                yield clause_id, f"{name}::{node.name}"
        elif isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            marks = [*module_marks, *_of_decorators(node, name)]
            for inner in node.body:
                if isinstance(inner, _Def) and inner.name.startswith("test"):
                    for clause_id in [*marks, *_of_decorators(inner, name)]:
                        yield clause_id, f"{name}::{node.name}::{inner.name}"


def _is_pytestmark(node: ast.Assign | ast.AnnAssign) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return any(isinstance(target, ast.Name) and target.id == "pytestmark" for target in targets)


def _of_decorators(node: _Def | ast.ClassDef, name: str) -> list[str]:
    return [clause_id for item in node.decorator_list for clause_id in _ids(item, name)]


def _ids(expression: ast.expr, name: str) -> Iterator[str]:
    for node in ast.walk(expression):
        if not (isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.clause"):
            continue
        for argument in node.args:
            if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
                raise RegulationError(name, str(node.lineno), "a clause marker needs a plain id")
            yield argument.value


def problems(rows: Iterable[Honour], shown: Mapping[str, Sequence[str]], src: Path) -> list[str]:
    """Return what is dishonest in the map, one line each; empty when it can be believed.

    A clause that "works" without a test, a test or code that names an unknown clause, a code path
    that leads nowhere under ``src``.
    """
    found: list[str] = []
    for row in rows:
        if row.status == "works" and not shown.get(row.id):
            found.append(f'{row.id}: "works", but no test shows it')
        found += [f"{row.id}: no such code: {path}" for path in row.code if not resolves(path, src)]
    found += [
        f"{nodes[0]}: names an unknown clause {clause_id}"
        for clause_id, nodes in shown.items()
        if not is_clause(clause_id)
    ]
    found += [
        f"{file}: names an unknown clause {clause_id}"
        for file, clause_id in named_clauses(src)
        if not is_clause(clause_id)
    ]
    return found


def named_clauses(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield (file, id) for everything in the code that looks like a clause id."""
    pattern = re.compile(
        rf"(?<![\w/-])(?:{'|'.join(catalogues())}):[A-Za-z0-9]+(?:[.:][A-Za-z0-9]+)*"
    )
    for path in sorted(folder.rglob("*")):
        if path.suffix not in _CODE_SUFFIXES or not path.is_file():
            continue
        for found in pattern.findall(path.read_text(encoding="utf-8", errors="replace")):
            yield path.relative_to(folder).as_posix(), found


def resolves(dotted: str, src: Path) -> bool:
    """Tell whether ``otklik.room.module.name[.member]`` stands in the sources under ``src``.

    Modules, functions, classes and their members count; nothing is imported for it.
    """
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        base = src.joinpath(*parts[:length])
        file = base / "__init__.py" if base.is_dir() else base.with_suffix(".py")
        if file.is_file():
            return _defines(ast.parse(file.read_text(encoding="utf-8")).body, parts[length:])
    return False


def _defines(body: list[ast.stmt], names: list[str]) -> bool:
    if not names:
        return True
    for node in body:
        if isinstance(node, ast.ClassDef) and node.name == names[0]:
            return _defines(node.body, names[1:])
        if names[0] in _names(node):
            return len(names) == 1
    return False


def _names(node: ast.stmt) -> set[str]:
    if isinstance(node, _Def):
        return {node.name}
    if isinstance(node, ast.Assign):
        return {target.id for target in node.targets if isinstance(target, ast.Name)}
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return {node.target.id}
    if isinstance(node, ast.ImportFrom):
        return {alias.asname or alias.name for alias in node.names}
    return set()
