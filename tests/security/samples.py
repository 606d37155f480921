"""Hostile samples: DOMPurify's own cases and the Big List of Naughty Strings, where the starter kit is at hand."""

import json
from pathlib import Path

FOLDER = Path(__file__).parents[2].parent / "shared" / "starter" / "security"


def purify() -> list[str]:
    """Return what once got through a sanitiser."""
    if not FOLDER.is_dir():
        return []
    return [case["payload"] for case in json.loads((FOLDER / "dompurify-50.json").read_text("utf-8"))]


def naughty() -> list[str]:
    """Return strings that broke somebody's program."""
    return json.loads((FOLDER / "blns.json").read_text("utf-8")) if FOLDER.is_dir() else []


# What neither list has and our own way of the data asks for.
OWN = [
    "\x02vote\x03", "{{ 7*7 }}", "{% include 'x' %}", "%(name)s %s {name}", "\u202eevil\u202c", "\ufeffx", "a\u2028b\u2029c",
    "<b hx-get=/admin hx-trigger=load>", "<img src=x onerror=window.pwned=1>", "<svg onload=window.pwned=1>",
    "<a href='javascript:window.pwned=1'>x</a>", "[x](javascript:window.pwned=1)", "[x](JaVaScRiPt&colon;window.pwned=1)",
    "![x](data:text/html,<script>window.pwned=1</script>)", "<javascript:window.pwned=1>", "[a]: javascript:window.pwned=1\n\n[a]",
    "`<script>window.pwned=1</script>`", "```\"onmouseover=window.pwned=1\n<script>window.pwned=1</script>\n```",
    "# <script>window.pwned=1</script> {#\"onclick=window.pwned=1}", "</textarea><script>window.pwned=1</script>",
    "</title><script>window.pwned=1</script>", "\" autofocus onfocus=window.pwned=1 x=\"", "' onclick='window.pwned=1",
    "]]><script>window.pwned=1</script>", "--><script>window.pwned=1</script>", "\ud7ff\ue000\uffff\U0010ffff", "🧑‍🧑‍🧒‍🧒 ñandú İı ß ﬃ",
]  # fmt: skip


def everything() -> list[str]:
    """Return all samples, each once, without those that are nothing but blanks."""
    return [text for text in dict.fromkeys([*OWN, *purify(), *naughty()]) if text.strip()]
