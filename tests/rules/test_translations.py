"""Both languages are complete, and words live in the translations only."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import portal

ROOT = Path(portal.__file__).parent
CATALOGUE = ROOT / "translations" / "es" / "LC_MESSAGES" / "messages.po"
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2"), ("**/templates/**.xml", "jinja2")]


def messages_in_code() -> set[str | tuple[str, ...]]:
    options = {"**/templates/**.html": {"trimmed": "true"}}
    found = extract_from_dir(
        str(ROOT),
        METHODS,
        options_map=options,
        keywords={"_": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None},
    )
    return {
        message if isinstance(message, str) else tuple(message)
        for _file, _line, message, _comments, _context in found
    }


def test_every_text_is_translated() -> None:
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file)
    known = {
        message.id if isinstance(message.id, str) else tuple(message.id)
        for message in catalogue
        if message.id
    }
    assert messages_in_code() - known == set(), "run `make translations`"
    assert known - messages_in_code() == set(), "translations that nothing uses; run `make translations`"
    empty = [
        m.id for m in catalogue if m.id and not all([m.string] if isinstance(m.string, str) else m.string)
    ]
    assert empty == []
    assert [m.id for m in catalogue if m.fuzzy and m.id] == []


def test_placeholders_survive_translation() -> None:
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file)
    pattern = re.compile(r"%\((\w+)\)s")
    for message in catalogue:
        if not message.id:
            continue
        ids = [message.id] if isinstance(message.id, str) else message.id
        wanted = set(pattern.findall(" ".join(ids)))
        strings = [message.string] if isinstance(message.string, str) else list(message.string)
        for number, string in enumerate(strings):
            found = set(pattern.findall(string))
            # "one thing" needs no number
            assert found == wanted or (len(strings) > 1 and number == 0 and found == wanted - {"num"}), ids


def test_compiled_catalogue_is_current() -> None:
    with CATALOGUE.open("rb") as file:
        written = {_id(m): list(m.string) for m in read_po(file) if m.id}
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = {_id(m): list(m.string) for m in read_mo(file) if m.id}
    assert compiled == written, "run `make translations`"


def _id(message: Message) -> str | tuple[str, ...]:
    return message.id if isinstance(message.id, str) else tuple(message.id)


@pytest.mark.parametrize("template", sorted(ROOT.rglob("templates/**/*.html")), ids=lambda path: path.name)
def test_template_holds_no_bare_words(template: Path) -> None:
    text = template.read_text("utf-8")
    text = re.sub(
        r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->|<(script|style).*?</\1>", " ", text, flags=re.S
    )
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.S)
    text = re.sub(r"<[^>]*>", "\n", text, flags=re.S)
    text = re.sub(r'\s[\w-]+="[^"]*"|&\w+;', "", text)
    bare = set(re.findall(r"[A-Za-zÁÉÍÓÚÑáéíóúñ]{3,}", text))
    # names, keys, and the language switch, which is in the other language on purpose
    assert bare <= {
        "Ventanilla",
        "English",
        "Español",
        "Esc",
        "español",
        "Ver",
        "solo",
        "los",
        "que",
        "están",
        "See",
        "only",
        "those",
        "home",
        "wrap",
    }
