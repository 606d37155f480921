"""The rules of the house: who may import whom, and what the inner ring never touches."""

import ast
from pathlib import Path

import portal

ROOT = Path(portal.__file__).parent
FLOORS = (
    ("core",),
    ("accounts", "articles"),
    ("search", "courses", "visits"),
    ("tickets",),
    ("authoring", "notifications", "insights"),
)
LEVEL = {room: level for level, rooms in enumerate(FLOORS) for room in rooms}
OUTER = {"views", "forms", "cli", "hooks", "login", "api", "desk"}
ABOVE_ALL = {"wiring", "command", "running", "web", "config", "__init__", "migrations"}
READER_NAMES = {
    "request",
    "session",
    "current_user",
    "url_for",
    "gettext",
    "ngettext",
    "lazy_gettext",
    "flash",
}


def modules() -> list[tuple[str, str, Path]]:
    """List (room, module, file) of all rooms."""
    found = []
    for file in sorted(ROOT.rglob("*.py")):
        parts = file.relative_to(ROOT).with_suffix("").parts
        if parts[0] in LEVEL and len(parts) > 1:
            found.append((parts[0], parts[-1], file))
    return found


def imports(file: Path) -> list[tuple[str, list[str]]]:
    """List (module, names) that a file imports from the package."""
    found = []
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("portal"):
            found.append((node.module, [name.name for name in node.names]))
        elif isinstance(node, ast.Import):
            found.extend((name.name, []) for name in node.names if name.name.startswith("portal"))
    return found


def targets(file: Path) -> list[tuple[str, str]]:
    """List (room, module) that a file imports; `from portal.x import y` may name the module y."""
    found = []
    for module, names in imports(file):
        parts = module.split(".")[1:]
        if not parts:
            found.extend((name, "") for name in names)
        elif len(parts) == 1:
            found.extend((parts[0], name) for name in names)
        else:
            found.append((parts[0], parts[1]))
    return found


def test_every_room_stands_on_a_floor() -> None:
    rooms = {path.name for path in ROOT.iterdir() if (path / "__init__.py").exists()}
    assert rooms - set(LEVEL) - {"web", "running"} == set()


def test_inner_ring_imports_its_own_room_and_lower_floors_only() -> None:
    wrong = []
    for room, module, file in modules():
        if module in OUTER:
            continue
        for target, name in targets(file):
            is_own = target == room and name not in OUTER
            is_lower = target in LEVEL and LEVEL[target] < LEVEL[room] and name not in OUTER
            if not (is_own or is_lower):
                wrong.append(f"{file.relative_to(ROOT)} imports {target}.{name}")
    assert wrong == []


def test_outer_ring_imports_no_other_outer_ring_but_addresses_of_pages() -> None:
    # `articles.views.address` and the visit of the request are what pages of other rooms are made with
    shared = {("articles", "views"), ("visits", "hooks"), ("accounts", "login"), ("accounts", "cli")}
    wrong = []
    for room, module, file in modules():
        if module not in OUTER:
            continue
        for target, name in targets(file):
            if target not in (room, "web") and name in OUTER and (target, name) not in shared:
                wrong.append(f"{file.relative_to(ROOT)} imports {target}.{name}")
    assert wrong == []


def test_inner_ring_never_touches_the_reader() -> None:
    wrong = []
    for _room, module, file in modules():
        if module in OUTER:
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module in {"flask", "flask_babel", "flask_login"}:
                names = {name.name for name in node.names} & READER_NAMES
                wrong.extend(f"{file.relative_to(ROOT)} imports {name}" for name in names)
    assert wrong == []


def test_only_services_touch_the_session_for_writing() -> None:
    wrong = []
    for _room, module, file in modules():
        if module not in OUTER:
            continue
        text = file.read_text("utf-8")
        wrong.extend(
            f"{file.relative_to(ROOT)}: {word}" for word in ("db.session", "transaction(") if word in text
        )
    assert wrong == []


def test_rooms_say_in_their_docstring_what_they_are() -> None:
    for file in ROOT.glob("*/__init__.py"):
        if file.parent.name in {"migrations", "translations"}:
            continue
        tree = ast.parse(file.read_text("utf-8"))
        assert ast.get_docstring(tree), file
        assert len(tree.body) == 1, f"{file} holds more than its docstring"


def test_public_functions_have_a_docstring() -> None:
    wrong = []
    for file in sorted(ROOT.rglob("*.py")):
        if "migrations" in file.parts:
            continue
        tree = ast.parse(file.read_text("utf-8"))
        for node in tree.body:
            if (
                isinstance(node, ast.FunctionDef | ast.ClassDef)
                and not node.name.startswith("_")
                and not ast.get_docstring(node)
            ):
                wrong.append(f"{file.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert wrong == []


def test_nothing_is_called_helpers() -> None:
    words = {"utils", "util", "helpers", "helper", "common", "misc"}
    assert [str(file) for file in ROOT.rglob("*.py") if file.stem in words] == []
