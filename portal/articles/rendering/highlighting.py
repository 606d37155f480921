"""Code blocks: verbatim, coloured by CSS classes, with the name of their language."""

import re
from functools import lru_cache
from html import escape

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES, Token
from pygments.util import ClassNotFound

LARGEST_COLOURED = 30_000  # more is shown plainly: colouring would take longer than the rest of the page

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9+#._-]*(?![A-Za-z0-9+#._=-])")
_PLAIN = {"", "text", "txt", "plain", "plaintext", "none", "output", "console-output", "nohighlight"}
_OTHER_NAMES = {
    "azurecli": "bash",
    "azurepowershell": "powershell",
    "cli": "bash",
    "cmd": "batch",
    "dos": "batch",
}

CLASSES = frozenset(name for name in STANDARD_TYPES.values() if name)


def render_code(source: str, info: str) -> str:
    """Return the HTML of a code block; `info` is what stands behind the fence."""
    word = language_word(info)
    lexer = _lexer(word)
    label = lexer.name if lexer else word
    name = f' data-lang="{escape(label[:30])}"' if label else ""
    is_coloured = lexer is not None and len(source) <= LARGEST_COLOURED
    code = _coloured(source, lexer) if lexer and is_coloured else escape(source, quote=False)
    return f'<div class="code"{name}><pre tabindex="0"><code>{code}</code></pre></div>'


def language_word(info: str) -> str:
    """Return the language in an info string: `{.python .x}`, `bash title="a"`, `azurecli-interactive`."""
    found = _WORD.search(info)
    if not found or "=" in info[: found.start()]:
        return ""
    word = found.group().lower().removeprefix("language-").removesuffix("-interactive")
    return "" if word in _PLAIN else word


@lru_cache(maxsize=100)
def _lexer(word: str) -> Lexer | None:
    if not word:
        return None
    try:
        # Verbatim: a lexer may neither strip blank lines nor add one.
        return get_lexer_by_name(_OTHER_NAMES.get(word, word), stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


def _coloured(source: str, lexer: Lexer) -> str:
    parts: list[str] = []
    for kind, text in lexer.get_tokens(source):
        name = _class_of(kind)
        escaped = escape(text, quote=False)
        parts.append(f'<span class="{name}">{escaped}</span>' if name and text.strip() else escaped)
    return "".join(parts)


@lru_cache(maxsize=500)
def _class_of(kind: object) -> str:
    while kind is not Token and kind not in STANDARD_TYPES:
        kind = getattr(kind, "parent", Token)
    return str(STANDARD_TYPES.get(kind, ""))
