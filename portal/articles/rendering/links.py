"""Where a link in an article leads: another article, a picture, a page outside; or out of the folder.

Everything is text here. A target is a path as the catalogue writes it; whether it exists is for others to say.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto
from urllib.parse import quote, unquote

from portal.articles.addresses import language_of, slug_of
from portal.articles.reading.decoding import without_controls
from portal.articles.rendering.sanitise import SCHEMES
from portal.articles.tree import MARKDOWN, PICTURES

# Ids that the page around an article uses; a heading of that name gets a number.
_RESERVED = """
article body content feedback foot footer form head header layout main menu nav note page pages q q-head query
results search section skip theme ticket tickets title toc top user vote
"""
RESERVED_IDS = frozenset(_RESERVED.split())
LONGEST_ANCHOR = 200

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,9}$")
_MAIL = re.compile(r"[^\s@/:]+@[^\s@/:]+\.[A-Za-z]{2,}")


class Kind(Enum):
    """What an address leads to."""

    ARTICLE = auto()
    PICTURE = auto()
    ANCHOR = auto()  # on the same page
    EXTERNAL = auto()
    SITE = auto()  # another page of this portal, as written
    OUTSIDE = auto()  # a file outside the articles folder
    UNSUPPORTED = auto()  # a file that is never served
    NOWHERE = auto()


@dataclass(frozen=True)
class Link:
    """A link from an article to another one, by its path; `line` counts in the file."""

    target: str
    anchor: str
    line: int


@dataclass(frozen=True)
class Address:
    """A resolved address: `href` for the page, `path` and `anchor` for the catalogue."""

    kind: Kind
    href: str = ""
    path: str = ""
    anchor: str = ""


def resolve(written: str, *, base: str, lang: str) -> Address:
    """Resolve an address written in the file at `base`, an article in `lang`."""
    address = without_controls(written).replace("\n", "").replace("\t", "").strip()
    scheme = _SCHEME.match(address)
    if scheme:
        is_known = scheme[1].lower() in SCHEMES
        return Address(Kind.EXTERNAL, address) if is_known else Address(Kind.NOWHERE)
    if address.startswith("//"):
        return Address(Kind.EXTERNAL, f"https:{address}")
    if address.startswith("www."):
        return Address(Kind.EXTERNAL, f"https://{address}")
    if _MAIL.fullmatch(address):
        return Address(Kind.EXTERNAL, f"mailto:{address}")
    path, _, anchor = address.partition("#")
    path = unquote(path.partition("?")[0]).replace("\\", "/").removeprefix("~")
    anchor = safe_anchor(unquote(anchor))
    if not path:
        return Address(Kind.ANCHOR, f"#{quote(anchor)}", anchor=anchor) if anchor else Address(Kind.NOWHERE)
    if ":" in path:  # no name of a file, but perhaps a scheme in disguise
        return Address(Kind.NOWHERE)
    return _file(path, anchor, address, base=base, lang=lang)


def safe_anchor(written: str) -> str:
    """Return the id under which something called `written` stands on the page."""
    anchor = re.sub(r"\s+", "-", without_controls(written).strip())[:LONGEST_ANCHOR]
    return f"{anchor}-1" if anchor in RESERVED_IDS else anchor


def picture_address(path: str) -> str:
    """Return the address of a picture by its path."""
    return f"/media/{quote(path)}"


def _file(path: str, anchor: str, written: str, *, base: str, lang: str) -> Address:
    last = path.rpartition("/")[2]
    found = _SUFFIX.search(last)
    suffix = found.group().lower() if found else ""
    if path.startswith("/") and suffix not in MARKDOWN and suffix not in PICTURES:
        return Address(Kind.SITE, quote(written, safe="/?#=&:@!$'()*+,;~%"))
    if not suffix:  # a page of a generator that leaves the suffix out; a folder means its index
        path = f"{path}.md" if last not in ("", ".", "..") else f"{path.rstrip('/')}/index.md"
    target = normalised(path, base)
    if target is None:
        return Address(Kind.OUTSIDE)
    if suffix in PICTURES:
        return Address(Kind.PICTURE, picture_address(target), target)
    if suffix and suffix not in MARKDOWN:
        return Address(Kind.UNSUPPORTED, path=target)
    fragment = f"#{quote(anchor)}" if anchor else ""
    href = f"/articles/{language_of(target) or lang}/{quote(slug_of(target))}{fragment}"
    return Address(Kind.ARTICLE, href, target, anchor)


def normalised(path: str, base: str) -> str | None:
    """Return `path`, seen from the file `base`, as a path below the articles folder; None if it leaves it.

    A path that begins with '/' begins at the folder of the language, unless it names one itself.
    """
    if path.startswith("/"):
        root = "" if language_of(path.lstrip("/")) else language_of(base)
        joined = f"{root}/{path}"
    else:
        joined = f"{base.rpartition('/')[0]}/{path}"
    parts: list[str] = []
    for part in joined.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return unicodedata.normalize("NFC", "/".join(parts)) or None
