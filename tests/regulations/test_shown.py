"""Reading markers, ids and dotted paths from sources without importing them."""

from __future__ import annotations

from pathlib import Path

import pytest

from otklik.regulations import RegulationError
from otklik.regulations.shown import named_clauses, resolves, scan

MARKED = """
import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.clause("body:module")]


@pytest.mark.clause("body:1", "body:2")
@pytest.mark.clause("body:3")
def test_function() -> None: ...


@pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.clause("body:4"))])
async def test_parameters(x: int) -> None: ...


@pytest.mark.clause("body:5")
class TestClass:
    def test_inner(self) -> None: ...

    def helper(self) -> None: ...


@pytest.mark.clause("body:6")
def helper() -> None: ...
"""


def write(folder: Path, text: str) -> Path:
    tests = folder / "tests"
    (tests / "room").mkdir(parents=True)
    (tests / "room" / "test_it.py").write_text(text, encoding="utf-8")
    return tests


def test_markers_of_functions_classes_parameters_and_modules_are_found(tmp_path: Path) -> None:
    file = "tests/room/test_it.py"
    function, parameters = f"{file}::test_function", f"{file}::test_parameters"
    inner = f"{file}::TestClass::test_inner"
    assert scan(write(tmp_path, MARKED)) == {
        "body:1": [function],
        "body:2": [function],
        "body:3": [function],
        "body:4": [parameters],
        "body:5": [inner],
        "body:module": [inner, function, parameters],
    }


def test_a_marker_that_is_computed_is_refused(tmp_path: Path) -> None:
    tests = write(tmp_path, 'import pytest\n@pytest.mark.clause("a" + X)\ndef test_x(): ...\n')
    with pytest.raises(RegulationError, match=r"test_it\.py: 2: a clause marker needs a plain id"):
        scan(tests)


def test_a_broken_test_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(RegulationError, match=r"test_it\.py: 1: is not Python"):
        scan(write(tmp_path, "def test_x(:\n"))


def test_ids_in_code_and_templates_are_found_without_the_full_stop(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text('"""See economy-novosibirsk:5.1.a."""', encoding="utf-8")
    (tmp_path / "b.html").write_text("<a>labour-novosibirsk:order:2</a>", encoding="utf-8")
    (tmp_path / "c.bin").write_bytes(b"economy-magadan:1")
    assert list(named_clauses(tmp_path)) == [
        ("a.py", "economy-novosibirsk:5.1.a"),
        ("b.html", "labour-novosibirsk:order:2"),
    ]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("pkg", True),
        ("pkg.mod", True),
        ("pkg.mod.function", True),
        ("pkg.mod.CONSTANT", True),
        ("pkg.mod.Class.method", True),
        ("pkg.mod.Class.field", True),
        ("pkg.exported", True),
        ("pkg.mod.gone", False),
        ("pkg.mod.Class.gone", False),
        ("pkg.mod.function.inner", False),
        ("other.mod", False),
    ],
)
def test_dotted_paths_resolve_to_what_stands_in_the_sources(
    tmp_path: Path, path: str, expected: bool
) -> None:
    package = tmp_path / "pkg"
    package.mkdir()
    (package / "__init__.py").write_text("from pkg.mod import function as exported\n")
    (package / "mod.py").write_text(
        "CONSTANT: int = 1\n"
        "def function() -> None: ...\n"
        "class Class:\n    field = 1\n    def method(self) -> None: ...\n"
    )
    assert resolves(path, tmp_path) is expected
