"""What is wrong with the files, shown to those who write."""

import ast
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

import portal
from portal.authoring.views import problem_texts
from tests.conftest import browser_like
from tests.support.factories import person, sign_in, sync, write

ARTICLES = Path(portal.__file__).parent / "articles"
NAMES = {"Problem", "_Unreadable", "_tell"}


def codes_in_code() -> set[str]:
    """Collect the codes of problems wherever one is made."""
    found = set()
    for file in ARTICLES.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in NAMES:
                    found.add(str(node.args[0].value))
            if (
                isinstance(node, ast.Assign)
                and "PROBLEMS" in ast.unparse(node.targets[0])
                and isinstance(node.value, ast.Dict)
            ):
                found |= {str(value.value) for value in node.value.values if isinstance(value, ast.Constant)}
    return found


def test_every_problem_has_its_words(app: Flask) -> None:
    codes = codes_in_code()
    assert {"encoding", "link_out", "frontmatter_broken", "link_leaves_folder", "value_type"} <= codes
    with app.test_request_context():
        assert codes - set(problem_texts()) == set()
        assert set(problem_texts()) - codes == set()


def test_problem_is_shown_with_file_and_line(client: FlaskClient) -> None:
    write("en/net/bad.md", "---\ntitle: A: B: C\naudience: publik\n---\n[out](../../../../etc/passwd.md)\n")
    sync()
    page = sign_in(client, person("trainer")).get("/write/problems").text
    assert "en/net/bad.md" in page
    assert 'data-label="Line">5</td>' in page
    assert "leaves the articles folder" in page


def test_nothing_wrong_is_said_kindly_in_both_languages(app: Flask) -> None:
    write("en/a.md", "# A\n\ntext")
    sync()
    assert (
        "No problems in the files"
        in sign_in(browser_like(app), person("trainer")).get("/write/problems").text
    )
    spanish = sign_in(browser_like(app, "es"), person("technician", lang="es"))
    assert "Sin problemas en los archivos" in spanish.get("/write/problems").text


def test_requester_does_not_see_the_files(client: FlaskClient) -> None:
    assert sign_in(client, person()).get("/write/problems").status_code == 403
