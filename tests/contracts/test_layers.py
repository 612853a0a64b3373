"""Imports point down: web, api, cli -> services -> db, search, rendering, files -> domain."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import kb

ROOT = Path(kb.__file__).parent
LAYERS: dict[str, set[str]] = {
    "domain": set(),
    "db": {"domain"},
    "search": {"domain"},
    "rendering": {"domain"},
    "files": {"domain"},
    "services": {"domain", "db", "search", "rendering", "files", "uow"},
    "web": {"domain", "services", "rendering", "search.port"},
    "api": {"domain", "services", "rendering", "search.port", "web"},
    "cli": {"domain", "services", "search.port"},
    "uow": {"db"},
}
EVERYWHERE = {"errors", "clock", "config", "__version__"}
FLASK_ONLY_IN = ("web", "api", "app.py")
WHOOSH_MODULES = 2


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(ROOT.rglob("*.py")):
        relative = path.relative_to(ROOT)
        yield (relative.parts[0] if len(relative.parts) > 1 else relative.stem), path


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("layer", sorted(LAYERS))
def test_a_layer_imports_only_what_lies_below_it(layer: str) -> None:
    allowed = LAYERS[layer] | {layer} | EVERYWHERE
    wrong = []
    for name, path in modules():
        if name != layer:
            continue
        for module in imports(path):
            if not module.startswith("kb."):
                continue
            target = module.removeprefix("kb.")
            if not any(target == good or target.startswith(f"{good}.") for good in allowed):
                wrong.append(f"{path.relative_to(ROOT)} imports {module}")
    assert wrong == []


def test_flask_is_known_to_the_web_alone() -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for name, path in modules()
        if any(module.split(".")[0].startswith("flask") for module in imports(path))
        and not str(path.relative_to(ROOT)).startswith(FLASK_ONLY_IN)
    ]
    assert wrong == []


def test_whoosh_is_imported_in_two_modules_at_most() -> None:
    using = [path.name for _name, path in modules() if any(module.startswith("whoosh") for module in imports(path))]
    assert len(using) <= WHOOSH_MODULES, using


def test_nothing_but_the_unit_of_work_commits() -> None:
    wrong = [
        str(path.relative_to(ROOT)) for _name, path in modules() if ".commit()" in path.read_text(encoding="utf-8")
    ]
    # Working the outbox off is bookkeeping of the index, not a change of content; it has no unit of work to share.
    # A link check keeps every result at once, in a unit of work each, so that an interrupted one loses nothing.
    openers = {"services/indexing.py", "services/link_checking.py", "services/preparing.py"}
    # Counts of queries are written by a thread of their own, so that no search waits for them.
    openers |= {"services/search_insight.py"}
    # Reading a file is many steps, each a unit of work of its own, so that nothing is lost when its process dies.
    openers |= {"services/material_work.py", "services/material_pictures.py"}
    # Each record that is due goes live in a unit of work of its own: one that can't must not keep back the others.
    openers |= {"services/scheduling.py"}
    # A request, a command or the worker that opened a unit of work commits it, once, at its end.
    openers |= {"web/reporting/views.py", "cli/imports.py", "cli/material.py", "cli/reports.py", "cli/worker.py"}
    assert set(wrong) <= {"uow.py", *openers, *whoosh_writers()}


def whoosh_writers() -> set[str]:
    """The index engine's own commit has the same name."""
    return {
        str(path.relative_to(ROOT))
        for _name, path in modules()
        if any(module.startswith("whoosh") for module in imports(path))
    }
