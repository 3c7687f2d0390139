"""The shape of the code: what `docs/` promises about sizes, names, imports and files is checked here."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LONGEST_MODULE, LONGEST_FUNCTION = 250, 30
# Alembic's files list every table once, in the order of their making, and are never edited again.
LISTS = ("migrations/versions/",)
# Words that say nothing: whoever needs one has not yet named the idea.
EMPTY_WORDS = {"util", "utils", "helper", "helpers", "manager", "managers", "service", "services", "common"}
EMPTY_WORDS |= {"data", "base", "info", "process", "misc", "stuff", "obj"}
VENDORED = "quiz/web/static/vendor/"
REGISTRY = re.compile(
    r"(pypi|pythonhosted|npmjs|yarnpkg)[.](org|com)|(extra-)?index-url\b(?!\s*\\?$)(?=[ =]*[\w:/])"
)
MACHINE = re.compile(r"(^|[^\w.~-])/(work|root|home|Users)/\w|[.]pyenv\b")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def files() -> tuple[str, ...]:
    """Every file of the project that git keeps or would keep, relative to its root."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    found = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    return tuple(name for name in found if name and (ROOT / name).is_file())


@cache
def modules(*folders: str) -> tuple[str, ...]:
    """The Python files, or those of some folders."""
    return tuple(name for name in files() if name.endswith(".py") and name.startswith(folders or ("",)))


@cache
def tree(name: str) -> ast.Module:
    """The syntax of a module."""
    return ast.parse((ROOT / name).read_text(encoding="utf-8"), name)


def functions(name: str) -> Iterator[Function]:
    """Every function and method of a module."""
    return (node for node in ast.walk(tree(name)) if isinstance(node, Function))


def imported(node: ast.AST) -> Iterator[str]:
    """The dotted names of the modules that are imported anywhere below a node."""
    for each in ast.walk(node):
        if isinstance(each, ast.Import):
            yield from (alias.name for alias in each.names)
        elif isinstance(each, ast.ImportFrom):
            yield each.module or "."


def test_layers_import_only_what_lies_below_them() -> None:
    # In a process of its own: it silences every logger that was there before it.
    linted = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert linted.returncode == 0, linted.stdout


def test_rules_stand_on_the_standard_library_alone() -> None:
    allowed = sys.stdlib_module_names | {"quiz.rules"}
    foreign = [
        f"{name}: {module}"
        for name in modules("quiz/rules/")
        for module in imported(tree(name))
        if module.split(".")[0] not in allowed and not module.startswith("quiz.rules")
    ]
    assert foreign == []


def test_load_tests_know_nothing_of_the_product() -> None:
    ours = {"quiz", "question_bank", "tests"}
    known = [
        name for name in modules("loadtests/") if ours & {one.split(".")[0] for one in imported(tree(name))}
    ]
    assert known == []


def test_every_module_fits_in_one_reading() -> None:
    lengths = {name: len((ROOT / name).read_text(encoding="utf-8").splitlines()) for name in modules()}
    assert {name: n for name, n in lengths.items() if n > LONGEST_MODULE and not name.startswith(LISTS)} == {}


def test_every_function_fits_on_a_screen() -> None:
    long = [
        f"{name}:{function.lineno} {function.name} has {lines} lines"
        for name in modules()
        if not name.startswith(LISTS)
        for function in functions(name)
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > LONGEST_FUNCTION
    ]
    assert long == []


def test_every_module_opens_with_a_sentence() -> None:
    assert [name for name in modules() if not ast.get_docstring(tree(name))] == []


def test_nothing_bears_an_empty_name() -> None:
    empty = [name for name in modules() if EMPTY_WORDS & set(re.split(r"[/_.]", name.removesuffix(".py")))]
    for name in modules():
        empty += [f"{name}: {f.name}()" for f in functions(name) if f.name.strip("_") in EMPTY_WORDS]
        classes = (node.name for node in ast.walk(tree(name)) if isinstance(node, ast.ClassDef))
        empty += [f"{name}: {one}" for one in classes if EMPTY_WORDS & set(words(one))]
    assert empty == []


def words(camel_case: str) -> list[str]:
    """The words of a class's name, in small letters."""
    return [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", camel_case)]


def test_imports_stand_at_the_top() -> None:
    hidden = [
        f"{name}:{function.lineno} {function.name}"
        for name in modules()
        for function in functions(name)
        if any(imported(function))
    ]
    assert hidden == []


def test_no_test_sleeps() -> None:
    naps = [
        f"{name}:{call.lineno}"
        for name in modules("tests/")
        for call in ast.walk(tree(name))
        if isinstance(call, ast.Call)
        and re.search(r"(^|\.)(sleep|wait_for_timeout)$", ast.unparse(call.func))
    ]
    assert naps == []


def test_no_file_names_a_registry_or_a_place_on_some_machine() -> None:
    told = []
    for name in files():
        if name.startswith(VENDORED):
            continue
        text = (ROOT / name).read_bytes().decode("utf-8", errors="ignore")
        lines = enumerate(text.splitlines(), 1)
        told += [
            f"{name}:{number}" for number, line in lines if REGISTRY.search(line) or MACHINE.search(line)
        ]
    assert told == []


def test_the_lock_pins_every_package_by_hash_and_carries_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    packages = re.split(r"\n(?=\S)", lock)
    assert len(packages) > 50
    assert [package for package in packages if "==" not in package or "--hash=sha256:" not in package] == []
    assert "://" not in lock
    assert not re.search(r"^\s*-(?!-hash=)", lock, flags=re.MULTILINE)
