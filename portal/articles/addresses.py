"""Paths of files and the addresses of their pages. Pure functions on text; nothing here opens a file."""

import re
import unicodedata

from portal.core.folding import fold
from portal.core.languages import LANGUAGES

_NOT_KEY = re.compile(r"[^a-z0-9]+")


def language_of(path: str) -> str:
    """Return the language that the first folder names, '' if it names none."""
    first, slash, _rest = path.partition("/")
    return first if slash and first in LANGUAGES else ""


def slug_of(path: str) -> str:
    """Return the address of a file below its language: `es/red/vpn.md` -> `red/vpn`."""
    slug = path.removesuffix(".md")
    return slug.partition("/")[2] if language_of(path) else slug


def address_key(written: str, lang: str) -> str:
    """Return `lang/slug` for a path as people write it: with or without language, slash, `.md`."""
    path = written.strip().removeprefix("/articles/").strip("/").removesuffix(".md")
    return path if language_of(path) else f"{lang}/{path}"


def key_of(name: str) -> str:
    """Return a code for a name: folded, words joined by '-'."""
    return _NOT_KEY.sub("-", fold(name)).strip("-")[:120] or "other"


def humanised(name: str) -> str:
    """Return a folder or file name as words: `mi_carpeta-nueva` -> `Mi carpeta nueva`."""
    words = unicodedata.normalize("NFC", re.sub(r"[-_]+", " ", name)).strip()
    return words[:1].upper() + words[1:]
