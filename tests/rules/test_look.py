"""The look keeps its promises: dark themes equal, contrast, size, nothing from another host."""

import re
from pathlib import Path

import portal

STATIC = Path(portal.__file__).parent / "web" / "static"
TEMPLATES = sorted(Path(portal.__file__).parent.rglob("templates/**/*.html"))


def test_the_two_dark_blocks_are_equal() -> None:
    text = (STATIC / "tokens.css").read_text()
    media = text.split("@media (prefers-color-scheme: dark)")[1].split("}\n}")[0].split("{", 2)[2]
    attribute = text.split('[data-theme="dark"] {')[1].split("}")[0]
    assert media.split() == attribute.split()


def test_style_sheets_stay_small() -> None:
    assert sum((STATIC / name).stat().st_size for name in ("tokens.css", "ui.css")) < 45_000


def test_templates_hold_no_inline_style_or_script() -> None:
    wrong = []
    for template in TEMPLATES:
        text = template.read_text("utf-8")
        if re.search(r"\sstyle\s*=|<style|<script(?![^>]*\bsrc=)|\son\w+\s*=", text):
            wrong.append(template.name)
    assert wrong == []


def test_nothing_is_loaded_from_another_host() -> None:
    for template in TEMPLATES:
        assert not re.search(r'(?:src|href)="https?://', template.read_text("utf-8")), template.name
    for sheet in STATIC.glob("*.css"):
        assert "url(http" not in sheet.read_text()


def test_every_icon_that_is_used_exists() -> None:
    sprite = set(re.findall(r'id="([^"]+)"', (STATIC / "icons.svg").read_text()))
    used = set()
    for template in TEMPLATES:
        used |= set(re.findall(r"icon\('([a-z-]+)'", template.read_text("utf-8")))
    assert used - sprite == set()


def test_vendored_files_have_their_licence_and_hash() -> None:
    import hashlib

    listed = dict(
        re.findall(
            r"^\| `([^`]+)` .*`([0-9a-f]{64})` \|$", (STATIC / "vendor" / "README.md").read_text(), re.M
        )
    )
    files = {file.name for file in (STATIC / "vendor").iterdir() if file.suffix in {".js", ".css"}}
    assert set(listed) == files
    for name, digest in listed.items():
        assert hashlib.sha256((STATIC / "vendor" / name).read_bytes()).hexdigest() == digest
